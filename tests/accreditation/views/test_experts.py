"""The expert's own cabinet: lists, profile, declarations, absences."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.experts import ExpertAct
from accreditation.enums.invitations import InvitationState
from accreditation.models import ExpertRelative, Unavailability
from records.models import JournalEntry
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accounts import new_inn, new_pin
from tests.factories.draw import bare_invitation, ended_facts, inviting
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.people import ExpertFactory, UnavailabilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(client):
    load_reference()
    entry = ExpertFactory()
    sign_in(client, entry.person)
    client.cookies["language"] = "en"
    return entry


def ended(expert, state=InvitationState.DECLINED, **facts):
    return bare_invitation(expert=expert, state=state, **facts | ended_facts(state))


def test_an_empty_cabinet_teaches(client, expert):
    assert "There are no invitations yet" in client.get("/expert/").text
    assert "There is no history yet" in client.get("/expert/?tab=history").text
    assert "Licences are issued in another system" in client.get("/expert/?tab=licences").text


def test_the_list_has_the_columns_of_the_manual(client, expert):
    invitation = bare_invitation(expert=expert)
    text = client.get("/expert/").text
    for words in (
        f'href="/expert/invitations/{invitation.pk}/"',
        "Date taken under consideration",
        "Accreditation type",
        "Type of programmes / organization",
        "Status",
        invitation.application.organization.short_name,
        "Waits for an answer",
    ):
        assert words in text


def test_what_ended_stands_in_the_history(client, expert):
    declined = ended(expert)
    decided = bare_invitation(expert=expert, application=_accredited(), state=InvitationState.ACCEPTED)
    now, history = client.get("/expert/").text, client.get("/expert/?tab=history").text
    for invitation in (declined, decided):
        assert f"/expert/invitations/{invitation.pk}/" not in now
        assert f"/expert/invitations/{invitation.pk}/" in history


def _accredited():
    application = inviting()
    type(application).objects.filter(pk=application.pk).update(state=State.ACCREDITED)
    return application


def test_nobody_sees_the_cases_of_another_expert(client, expert):
    other = bare_invitation()
    assert f"/expert/invitations/{other.pk}/" not in client.get("/expert/").text


@pytest.mark.parametrize("tab", ["", "history"])
def test_the_list_asks_the_same_number_of_questions_for_many(client, expert, tab):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/expert/?tab={tab}").status_code == 200
        return len(asked)

    more = ended if tab else lambda one: bare_invitation(expert=one)
    more(expert)
    queries()
    few = queries()
    for _number in range(4):
        more(expert)
    assert queries() == few


def test_the_list_is_paged(client, expert, monkeypatch):
    monkeypatch.setattr("accreditation.views.experts.PER_PAGE", 1)
    first, second = (bare_invitation(expert=expert) for _number in range(2))
    assert f"/expert/invitations/{second.pk}/" in client.get("/expert/").text
    assert f"/expert/invitations/{first.pk}/" in client.get("/expert/?page=2").text


# My data -------------------------------------------------------------------------------------------------------------


def test_the_profile_shows_what_the_ministry_wrote_and_what_is_ones_own(client, expert):
    ExpertRelative.objects.create(
        expert=expert, organization=OrganizationFactory(), kinship="агасы", declared_on=timezone.localdate()
    )
    UnavailabilityFactory(expert=expert, note="Өргүү")
    text = client.get("/expert/profile/").text
    for words in ("Written by the ministry", expert.district.name_ky, "Kyrgyz, Russian", "агасы", "Өргүү"):
        assert words in text


def test_district_and_languages_are_changed_with_a_trace(client, expert):
    before = expert.district
    district = DistrictFactory(code="41702215000000", name_ky="Ысык-Көл району", name_ru="Иссык-Кульский район")
    response = client.post("/expert/profile/data/", {"district": district.pk, "languages": ["ky", "uz"]})
    assert response.status_code == 302
    expert.refresh_from_db()
    assert (expert.district, expert.region, expert.languages) == (district, district.region, ["ky", "uz"])
    entry = JournalEntry.objects.get(action=ExpertAct.CHANGE_OWN_DATA)
    assert [value["id"] for value in entry.changes["district"]] == [before.pk, district.pk]
    assert entry.by_id == expert.person_id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"district": "", "languages": ["ky"]}, "Choose the district in which you live."),
        ({"languages": []}, "Choose at least one language."),
    ],
)
def test_district_and_languages_are_needed(client, expert, data, said):
    response = client.post("/expert/profile/data/", {"district": expert.district_id} | data)
    assert response.status_code == 422
    assert said in response.text


def test_a_relative_is_declared_by_number(client, expert):
    pin = new_pin()
    response = client.post("/expert/profile/relatives/add/", {"pin": pin, "kinship": "агасы"}, follow=True)
    relative = ExpertRelative.objects.get(expert=expert)
    assert (relative.pin, relative.organization, relative.declared_on) == (pin, None, timezone.localdate())
    assert str(pin) not in response.text
    assert str(pin) not in str(JournalEntry.objects.values_list("changes", flat=True))


def test_a_relative_is_declared_by_the_organization(client, expert):
    school = OrganizationFactory()
    client.post("/expert/profile/relatives/add/", {"inn": school.inn, "kinship": "кайненеси"})
    assert ExpertRelative.objects.get(expert=expert).organization == school


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kinship": "агасы"}, "Type the PIN of the relative, the INN of the organization, or both."),
        ({"inn": "123", "kinship": "агасы"}, "14 digits"),
        ({"inn": new_inn(), "kinship": "агасы"}, "No organization with this INN is registered here."),
        ({"kinship": ""}, "Write who it is."),
    ],
)
def test_a_declaration_says_who(client, expert, data, said):
    response = client.post("/expert/profile/relatives/add/", data)
    assert response.status_code == 422
    assert said in response.text
    assert not ExpertRelative.objects.exists()


def test_absence_is_said_and_taken_back(client, expert):
    today = timezone.localdate()
    data = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=3)).isoformat(), "note": "Өргүү"}
    client.post("/expert/profile/absences/add/", data)
    absence = Unavailability.objects.get(expert=expert)
    assert (absence.from_on, absence.until_on, absence.note) == (today, today + timedelta(days=3), "Өргүү")
    client.post(f"/expert/profile/absences/{absence.pk}/delete/")
    assert not Unavailability.objects.exists()
    assert JournalEntry.objects.filter(action=ExpertAct.REMOVE_ABSENCE).count() == 1


def test_the_last_day_does_not_come_before_the_first(client, expert):
    response = client.post("/expert/profile/absences/add/", {"from_on": "2026-12-10", "until_on": "2026-12-01"})
    assert response.status_code == 422
    assert "The last day is before the first one." in response.text


def test_nobody_takes_back_the_absence_of_another(client, expert):
    other = UnavailabilityFactory()
    assert client.post(f"/expert/profile/absences/{other.pk}/delete/").status_code == 404
    assert Unavailability.objects.filter(pk=other.pk).exists()


ADDRESSES = ["", "profile/", "profile/data/", "profile/relatives/add/", "profile/absences/add/"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["stranger", "blocked"])
def test_the_cabinet_is_closed_to_others(client, address, who):
    entry = ExpertFactory(blocked=True) if who == "blocked" else None
    sign_in(client, entry.person if entry else OrganizationFactory().registered_by)
    assert client.get(f"/expert/{address}").status_code == 403
    if "add" in address or "data" in address:
        assert client.post(f"/expert/{address}").status_code == 403
