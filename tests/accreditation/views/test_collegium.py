"""The collegium's own pages × everybody; what a member with a conflict sees; the vote."""

import pytest
from django.urls import reverse

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, ItemState, Outcome
from accreditation.models import Conflict, Vote
from accreditation.services import deciding, sittings
from accreditation.urls.collegium import urlpatterns
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall, fresh
from tests.factories.packs import returned
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

# page → (answer to GET, answer to an empty POST) of a member who is present, and of one with a conflict
VERDICTS = {
    "collegium_home": ((200, 405), (200, 405)),
    "collegium_sitting": ((200, 405), (200, 405)),
    "collegium_case": ((200, 422), (403, 403)),
    "collegium_conflict": ((200, 422), (403, 403)),
    "collegium_presence": ((405, 302), (405, 302)),
    "collegium_minutes_sign": ((405, 403), (405, 403)),
    "collegium_conflict_confirm": ((405, 403), (405, 403)),
    "collegium_pack": ((200, 403), (200, 403)),
}
ELSEWHERE = {"collegium_pack_file"}  # see test_packs
OF_A_SITTING = {"collegium_sitting", "collegium_presence", "collegium_minutes_sign", "collegium_pack"}


@pytest.fixture
def hall():
    return Hall(count=3)


@pytest.fixture
def item(hall):
    return hall.voting()


@pytest.fixture
def member(client, settings, hall):
    """A browser in which the second member works, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, hall.members[1].person)
    return client


def url_of(page, item):
    keys = [] if page == "collegium_home" else [item.sitting_id, item.order][: 1 if page in OF_A_SITTING else 2]
    return reverse(f"accreditation:{page}", args=keys)


def answers(client, page, item):
    url = url_of(page, item)
    return client.get(url).status_code, client.post(url).status_code


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS) | ELSEWHERE


@pytest.mark.parametrize("page", VERDICTS)
def test_a_member_gets_the_pages(member, item, page):
    assert answers(member, page, item) == VERDICTS[page][0]


@pytest.mark.parametrize("page", VERDICTS)
def test_a_member_with_a_conflict_gets_no_case(member, hall, item, page):
    EmploymentFactory(organization=item.application.organization, person=hall.members[1].person)
    assert answers(member, page, item) == VERDICTS[page][1]


@pytest.mark.parametrize(
    "who",
    [
        lambda: CollegiumMemberFactory(blocked=True).person,
        lambda: ExpertFactory().person,
        lambda: SpecialistFactory().person,
        lambda: UserFactory(is_administrator=True),
        lambda: EmploymentFactory().person,
        UserFactory,
    ],
)
@pytest.mark.parametrize("page", VERDICTS)
def test_nobody_else_gets_them(client, item, page, who):
    sign_in(client, who())
    assert client.post(url_of(page, item)).status_code in {403, 405}
    assert client.get(url_of(page, item)).status_code in {403, 405}


def test_what_is_not_there_is_not_found(member):
    assert member.get(reverse("accreditation:collegium_sitting", args=[10**6])).status_code == 404
    assert member.get(reverse("accreditation:collegium_case", args=[10**6, 1])).status_code == 404


def test_the_agenda_hides_the_case_of_a_conflict(member, hall, item):
    name = item.application.organization.full_name_ky
    page = url_of("collegium_sitting", item)
    assert name in member.get(page).text
    sittings.declare_conflict(item, hall.members[1], note="Тууганым", by=acting_as(hall.members[1]))
    text = member.get(page).text
    assert name not in text
    assert "conflict of interest" in text


def test_a_member_votes_with_a_dissenting_opinion_and_changes_it(member, hall, item):
    url = url_of("collegium_case", item)
    for choice in (Choice.FOR, Choice.AGAINST):
        response = member.post(url, {"choice": choice, "opinion": "Өзгөчө пикир"}, follow=True)
        assert f"Your vote is recorded: {choice.label}." in response.text
    vote = Vote.objects.get(item=item, member=hall.members[1])
    assert (vote.choice, vote.opinion) == (Choice.AGAINST, "Өзгөчө пикир")
    assert vote.confirmed_at is not None
    assert "Өзгөчө пикир" in member.get(url).text  # what was typed stands in the form


def test_an_absent_member_reads_why_he_does_not_vote(member, hall, item):
    sittings.record_presence(item.sitting, [hall.members[0], hall.members[2]], by=hall.secretary)
    url = url_of("collegium_case", item)
    assert "You are not recorded as present" in member.get(url).text
    assert member.post(url, {"choice": Choice.FOR}).status_code == 403
    assert not Vote.objects.exists()


def test_a_conflict_is_declared_with_its_reason(member, hall, item):
    url = url_of("collegium_conflict", item)
    assert "Write what the interest is." in member.post(url, {"note": " "}).text
    response = member.post(url, {"note": "Балам ушул мектепте окуйт"})
    assert response.headers["Location"] == url_of("collegium_sitting", item)
    assert Conflict.objects.get().member == hall.members[1]


@pytest.mark.parametrize("outcome", Outcome)
def test_the_decision_stands_on_the_page_once_it_is_confirmed(member, hall, outcome):
    item = hall.item_in(ItemState.WAITING)
    decision = hall.drafted(outcome, item=item)
    url = url_of("collegium_case", item)
    assert "Number of the decision" not in member.get(url).text
    hall_item = fresh(decision.item)
    assert hall_item.state == ItemState.DRAFTED
    assert member.post(url, {"choice": Choice.FOR}).status_code == 403


def test_presence_that_the_secretary_recorded_is_confirmed_by_the_member(member, hall, item):
    page = url_of("collegium_sitting", item)
    assert "You have not confirmed it." in member.get(page).text
    answer = member.post(url_of("collegium_presence", item), follow=True)
    assert "You have confirmed that you are present." in answer.text
    assert "You have not confirmed it." not in answer.text
    assert item.sitting.attendances.get(member=hall.members[1]).confirmed_at


def test_a_vote_that_the_secretary_recorded_waits_for_the_member(member, hall, item):
    deciding.vote(item, hall.members[1], Choice.AGAINST, by=hall.secretary)
    url = url_of("collegium_case", item)
    page = member.get(url)
    assert "The secretary recorded for you: Against." in page.text
    assert page.context["form"].initial["choice"] == Choice.AGAINST
    member.post(url, {"choice": Choice.AGAINST})
    assert "You have voted: Against." in member.get(url).text


def test_a_conflict_that_the_secretary_recorded_is_confirmed_without_a_look_at_the_case(member, hall, item):
    sittings.declare_conflict(item, hall.members[1], note="Бир тууганы мугалим", by=hall.secretary)
    page = member.get(url_of("collegium_sitting", item)).text
    assert "Бир тууганы мугалим" in page
    assert item.application.organization.full_name_ky not in page
    member.post(url_of("collegium_conflict_confirm", item))
    assert Conflict.objects.get().confirmed_at
    assert "Бир тууганы мугалим" not in member.get(url_of("collegium_sitting", item)).text


def test_the_chair_is_led_to_the_signature_and_the_members_read_the_minutes(client, settings, hall, item):
    other = quick(State.EVALUATED)
    sittings.add_cases(item.sitting, [other], by=hall.secretary)
    sittings.declare_conflict(item, hall.members[2], note="Тууганы", by=hall.secretary)
    hall.vote(item, "++")
    deciding.confirm(deciding.draft(item, deciding.Wording(), by=hall.secretary).item, by=hall.second)
    minutes = sittings.close(item.sitting, by=hall.secretary).minutes
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    found = {}
    for place, one in enumerate(hall.members):
        sign_in(client, one.person)
        text = client.get(url_of("collegium_sitting", item)).text
        found[place] = (reverse("records:document", args=[minutes.public_id]) in text, "Sign the minutes" in text)
        assert text.count("not signed yet") == 2
    assert found == {0: (True, True), 1: (True, False), 2: (False, False)}
    sign_in(client, hall.chair.person)
    answer = client.post(url_of("collegium_minutes_sign", item))
    assert answer.headers["Location"].startswith("/sign/")


def test_the_case_shows_why_it_was_returned_and_what_was_decided_before(member, hall):
    decision = hall.decided(Outcome.POSTPONED)
    returned(decision.application, "Дареги туура эмес")
    again = hall.opened(decision.application).items.get()
    text = member.get(url_of("collegium_case", again)).text
    assert "Дареги туура эмес" in text
    assert f"№ {decision.number}" in text
