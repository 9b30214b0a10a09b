"""The page of a pack: for members and administrators the same, each with the own cases."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import SittingPack
from accreditation.services import packs, sittings
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
from tests.factories.packs import with_papers
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as
from tests.factories.records import work
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

PAGES = {"administrator": "ministry:sitting_pack", "member": "accreditation:collegium_pack"}


@pytest.fixture
def hall():
    return Hall(count=2)


def address(who, sitting, kind=""):
    return reverse(f"{PAGES[who]}_file" if kind else PAGES[who], args=[sitting.pk, *filter(None, [kind])])


@pytest.fixture
def enter(client, settings, hall):
    """A function that signs the person in, in English."""

    def enter(who):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        sign_in(client, hall.second.user if who == "administrator" else hall.members[1].person)
        return client

    return enter


@pytest.mark.parametrize("who", PAGES)
def test_a_pack_is_asked_for_waited_for_and_downloaded(enter, hall, who):
    sitting, client = hall.planned(with_papers()), enter(who)
    page = client.get(address(who, sitting))
    assert "Make the pack" in page.text
    assert client.get(address(who, sitting, "pdf")).status_code == 404
    waiting = client.post(address(who, sitting), follow=True).text
    assert "The pack is being made." in waiting
    assert 'hx-trigger="every 3s"' in waiting
    work()
    ready = client.get(address(who, sitting), headers={"HX-Request": "true"}).text
    assert "The pack is ready" in ready
    assert "<html" not in ready
    assert "hx-trigger" not in ready
    answer = client.get(address(who, sitting, "pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "attachment" in answer.headers["Content-Disposition"]
    with pikepdf.Pdf.open(io.BytesIO(b"".join(answer.streaming_content))) as opened:
        assert len(opened.pages) == SittingPack.objects.get().pages
    assert b"".join(client.get(address(who, sitting, "zip")).streaming_content).startswith(b"PK")
    assert client.get(address(who, sitting, "exe")).status_code == 404


def test_a_conflict_takes_the_pack_away_at_once(enter, hall):
    hidden = with_papers()
    sitting, client = hall.planned(with_papers(), hidden), enter("member")
    packs.ask(sitting, by=hall.secretary)
    work()
    assert client.get(address("member", sitting, "pdf")).status_code == 200
    item = sitting.items.get(application=hidden)
    sittings.declare_conflict(item, hall.members[1], note="Тууганым", by=acting_as(hall.members[1]))
    assert client.get(address("member", sitting, "pdf")).status_code == 404
    page = client.get(address("member", sitting)).text
    assert hidden.organization.name not in page
    assert "Make the pack" in page


def test_an_agenda_without_papers_offers_nothing(enter, hall):
    sitting, client = hall.planned(quick(State.EVALUATED)), enter("member")
    page = client.get(address("member", sitting)).text
    assert "There is nothing to pack" in page
    assert "Make the pack" not in page
    assert client.post(address("member", sitting)).status_code == 403


def test_a_pack_that_takes_too_long_says_so(enter, hall):
    sitting, client = hall.planned(with_papers()), enter("administrator")
    client.post(address("administrator", sitting))
    SittingPack.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    page = client.get(address("administrator", sitting)).text
    assert "This takes longer than it should." in page
    assert "hx-trigger" not in page


@pytest.mark.parametrize("who", ["specialist", "expert", "employee", "stranger"])
@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_gets_a_pack(client, hall, page, who):
    application = with_papers()
    sitting = hall.planned(application)
    people = {
        "specialist": lambda: SpecialistFactory().person,
        "expert": lambda: ExpertFactory().person,
        "employee": lambda: EmploymentFactory(organization=application.organization).person,
        "stranger": UserFactory,
    }
    sign_in(client, people[who]())
    assert {client.get(address(page, sitting, kind)).status_code for kind in ("", "pdf", "zip")} == {403}
    assert client.post(address(page, sitting)).status_code == 403


def test_a_pack_of_another_sitting_is_not_given(enter, hall):
    mine, other = hall.planned(with_papers()), hall.planned(with_papers())
    packs.ask(other, by=hall.secretary)
    work()
    assert enter("administrator").get(address("administrator", mine, "pdf")).status_code == 404
