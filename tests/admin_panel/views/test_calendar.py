import json
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from accreditation.enums.calendar import TermKey
from accreditation.models import DayException
from tests.acting import sign_in
from tests.factories.calendar import DayExceptionFactory
from tests.factories.people import SpecialistFactory

pytestmark = pytest.mark.django_db
CALENDAR, ADD = "/ministry/calendar/", "/ministry/calendar/add/"
DATA = {"day": "2026-09-08", "kind": "off", "note": "Токтом № 57"}


def text(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def test_the_year_shows_its_holidays_and_what_differs(ministry):
    DayExceptionFactory(day=date(2026, 9, 8), note="Токтом № 57")
    DayExceptionFactory(day=date(2027, 9, 8), note="Башка жыл")
    page = text(ministry.get(f"{CALENDAR}?year=2026"))
    for words in ("2026", "Токтом № 57", "08.09.2026", "31.08.2026"):
        assert words in page
    assert "Башка жыл" not in page
    assert "The usual calendar holds" in text(ministry.get(f"{CALENDAR}?year=2025"))


@pytest.mark.parametrize("year", ["", "0", "99999", "²⁰²⁶", "1999", "2999", "x"])
def test_any_other_year_is_this_one(ministry, year):
    with time_machine.travel("2026-11-22T08:00:00+06:00", tick=False):
        assert ", 2026" in text(ministry.get(f"{CALENDAR}?year={year}"))


@pytest.mark.parametrize(("kind", "day", "is_working"), [("off", "2026-09-08", False), ("working", "2026-09-12", True)])
def test_a_day_is_added_and_removed(ministry, kind, day, is_working):
    page = ministry.post(ADD, DATA | {"kind": kind, "day": day}, follow=True)
    assert page.redirect_chain == [(f"{CALENDAR}?year=2026", 302)]
    added = DayException.objects.get()
    assert (added.day.isoformat(), added.is_working, added.note) == (day, is_working, "Токтом № 57")
    removing = reverse("ministry:calendar_day_remove", args=[added.pk])
    assert "Токтом № 57" in text(ministry.get(removing))
    assert DayException.objects.exists()
    assert "The usual calendar holds again" in text(ministry.post(removing, follow=True))
    assert not DayException.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day": "08/09/2026x"}, "day"),
        ({"day": "2026-09-12"}, "day"),  # a Saturday is off anyway
        ({"kind": ""}, "kind"),
        ({"note": ""}, "note"),
    ],
)
def test_a_refused_day_stays_typed_with_its_error(ministry, change, field):
    response = ministry.post(ADD, DATA | change)
    assert response.status_code == 422
    page = html.fromstring(response.content)
    assert page.xpath(f"//*[@id='id_{field}_error']")
    assert not DayException.objects.exists()


def test_a_day_twice_is_refused_beside_the_day(ministry):
    DayExceptionFactory(day=date(2026, 9, 8))
    assert "in the table already" in text(ministry.post(ADD, DATA))


def test_a_specialist_looks_and_changes_nothing(client):
    sign_in(client, SpecialistFactory().person)
    DayExceptionFactory(day=date(2026, 9, 8))
    page = html.fromstring(client.get(f"{CALENDAR}?year=2026").content)
    assert not page.xpath("//main//a[contains(@href, '/add/') or contains(@href, '/remove/')]")


def test_every_term_with_its_length_and_basis(ministry):
    page = html.fromstring(ministry.get("/ministry/terms/").content)
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert len(rows) == len(TermKey)
    assert rows[2].startswith("Check whether the application is complete")
    assert "10 working days" in rows[2]
    assert "not named yet" in rows[2]
    assert f"For {len(TermKey)} terms no published act is known" in page.text_content()


def test_a_term_whose_act_is_named_is_no_proposal(ministry, settings, tmp_path):
    path = tmp_path / "bases.json"
    path.write_text(json.dumps({key: {"ky": "12-пункт", "ru": "пункт 12"} for key in TermKey.values}), encoding="utf-8")
    settings.TERM_BASES = str(path)
    text = ministry.get("/ministry/terms/").text
    assert text.count("12-пункт") == len(TermKey)
    assert "no published act" not in text
