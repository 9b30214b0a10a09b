"""The collegium's own pages × everybody; what a member with a conflict sees; the vote."""

import pytest
from django.urls import reverse

from accreditation.enums.collegium import Choice, ItemState, Outcome
from accreditation.models import Conflict, Vote
from accreditation.services import sittings
from accreditation.urls.collegium import urlpatterns
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.collegium import Hall, fresh
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

# page → (answer to GET, answer to an empty POST) of a member who is present, and of one with a conflict
VERDICTS = {
    "collegium_home": ((200, 405), (200, 405)),
    "collegium_sitting": ((200, 405), (200, 405)),
    "collegium_case": ((200, 422), (403, 403)),
    "collegium_conflict": ((200, 422), (403, 403)),
}


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
    keys = {"collegium_home": [], "collegium_sitting": [item.sitting_id]}.get(page, [item.sitting_id, item.order])
    return reverse(f"accreditation:{page}", args=keys)


def answers(client, page, item):
    url = url_of(page, item)
    return client.get(url).status_code, client.post(url).status_code


def test_every_page_has_a_verdict():
    assert {pattern.name for pattern in urlpatterns} == set(VERDICTS)


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
    assert client.get(url_of(page, item)).status_code == 403


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
