"""What the secretary writes down for a case, what is refused, and what stands unconfirmed until its member says so."""

import pytest
from django.urls import reverse

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, CollegiumAction, ItemState
from accreditation.models import Conflict, Vote
from accreditation.services import deciding, sittings
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall, fresh
from tests.factories.people import SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db

UNCONFIRMED = "Recorded by the secretary, not confirmed"


@pytest.fixture
def hall(db):
    load_reference()
    return Hall(count=4)


def url(name, item):
    return reverse(f"ministry:{name}", args=[item.sitting_id, item.order])


def field(member):
    return f"member-{member.pk}"


class TestVotes:
    def test_they_are_recorded_at_once_and_count_when_confirmed(self, ministry, hall):
        item = hall.voting()
        hall.vote(item, "+")
        page = ministry.get(url("agenda_item_votes", item))
        assert list(page.context["form"].fields) == [field(one) for one in sorted_(hall.members[1:])]
        typed = {field(hall.members[1]): Choice.FOR, field(hall.members[2]): Choice.AGAINST}
        answer = ministry.post(url("agenda_item_votes", item), typed, follow=True)
        assert answer.text.count(UNCONFIRMED) == 2
        tally = answer.context["tally"]
        assert (tally.votes_for, tally.against, tally.unconfirmed) == (1, 0, 2)
        deciding.vote(item, hall.members[2], Choice.FOR, by=acting_as(hall.members[2]))
        tally = ministry.get(url("agenda_item", item)).context["tally"]
        assert (tally.votes_for, tally.unconfirmed) == (2, 1)

    def test_what_stands_already_is_not_written_twice(self, ministry, hall):
        item, typed = hall.voting(), {field(hall.members[1]): Choice.FOR}
        for _again in range(2):
            ministry.post(url("agenda_item_votes", item), typed)
        assert item.events.filter(action=CollegiumAction.VOTE).count() == 1

    def test_a_member_who_voted_himself_an_absent_one_and_one_with_a_conflict_are_not_asked_for(self, ministry, hall):
        item = hall.voting(item=hall.opened(absent=1).items.get())
        hall.vote(item, "+")
        sittings.declare_conflict(item, hall.members[1], note="Тууганы", by=hall.secretary)
        fields = ministry.get(url("agenda_item_votes", item)).context["form"].fields
        assert list(fields) == [field(hall.members[2])]
        typed = {field(one): Choice.AGAINST for one in hall.members}
        ministry.post(url("agenda_item_votes", item), typed)
        assert set(Vote.objects.filter(choice=Choice.AGAINST).values_list("member", flat=True)) == {hall.members[2].pk}

    def test_when_all_have_voted_there_is_nothing_to_record(self, ministry, hall):
        item = hall.voting()
        hall.vote(item, "++++")
        assert "All members who are present have voted themselves." in ministry.get(url("agenda_item_votes", item)).text

    def test_a_choice_that_is_none_is_refused_and_what_was_typed_stays(self, ministry, hall):
        item = hall.voting()
        typed = {field(hall.members[1]): "maybe", field(hall.members[2]): Choice.AGAINST}
        answer = ministry.post(url("agenda_item_votes", item), typed)
        assert answer.status_code == 422
        assert answer.context["form"][field(hall.members[2])].value() == Choice.AGAINST
        assert not Vote.objects.exists()


class TestConflicts:
    def test_it_is_recorded_marked_and_counts_at_once(self, ministry, hall):
        item, member = hall.voting(), hall.members[3]
        typed = {"member": member.pk, "note": "Мектептин мугалиминин бир тууганы"}
        page = ministry.post(url("agenda_item_conflict", item), typed, follow=True)
        assert page.context["tally"].eligible == 3
        assert UNCONFIRMED in page.text
        assert Conflict.objects.get().confirmed_at is None
        form = ministry.get(url("agenda_item_conflict", item)).context["form"]
        assert member not in form.fields["member"].queryset

    @pytest.mark.parametrize(
        ("typed", "said"),
        [({"note": "Тууганы"}, "Choose the member."), ({"note": " "}, "Write what the interest is.")],
    )
    def test_what_was_typed_stays_with_the_error_beside_it(self, ministry, hall, typed, said):
        item = hall.voting()
        answer = ministry.post(url("agenda_item_conflict", item), typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert typed["note"] in answer.text
        assert not Conflict.objects.exists()


class TestTakingBack:
    @pytest.fixture
    def item(self, hall):
        item = hall.voting()
        sittings.declare_conflict(item, hall.members[3], note="Мектепте тууганы иштейт", by=hall.secretary)
        return item

    def address(self, item, member):
        return reverse("ministry:agenda_item_conflict_take_back", args=[item.sitting_id, item.order, member.pk])

    def test_it_is_offered_with_what_was_written_and_the_member_counts_again(self, ministry, hall, item):
        address = self.address(item, hall.members[3])
        assert address in ministry.get(url("agenda_item", item)).text
        assert "Мектепте тууганы иштейт" in ministry.get(address).text
        assert ministry.post(address, {"reason": " "}).status_code == 422
        page = ministry.post(address, {"reason": "Аты-жөнү окшош башка адам"}, follow=True)
        assert (page.context["tally"].eligible, page.context["interested"]) == (4, [])
        assert "takes part in this case again" in page.text
        history = ministry.get(reverse("ministry:sitting", args=[item.sitting_id])).text
        assert "Аты-жөнү окшош башка адам" in history

    def test_what_the_member_confirmed_is_not_offered(self, ministry, hall, item):
        sittings.confirm_conflict(item, by=acting_as(hall.members[3]))
        address = self.address(item, hall.members[3])
        assert address not in ministry.get(url("agenda_item", item)).text
        assert ministry.post(address, {"reason": "Башка адам"}).status_code == 404

    def test_after_a_vote_it_is_neither_offered_nor_done(self, ministry, hall, item):
        hall.vote(item, "+")
        address = self.address(item, hall.members[3])
        assert address not in ministry.get(url("agenda_item", item)).text
        for answer in (ministry.get(address), ministry.post(address, {"reason": "Башка адам"})):
            assert (answer.status_code, "have voted" in answer.text) == (403, True)
        assert Conflict.objects.exists()


@pytest.mark.parametrize("page", ["agenda_item_conflict", "agenda_item_leave"])
def test_a_page_that_showed_another_case_changes_nothing(ministry, hall, page):
    first, second = hall.planned(quick(State.EVALUATED), quick(State.EVALUATED)).items.order_by("order")
    shown = ministry.get(url(page, first)).text
    assert f'name="case" value="{first.application_id}"' in shown
    typed = {"reason": "Эрте", "member": hall.chair.pk, "note": "Тууганы", "case": first.application_id}
    sittings.move_case(second, up=True, by=hall.secretary)
    answer = ministry.post(url(page, first), typed)
    assert (answer.status_code, "another case stands at this place now" in answer.text) == (403, True)
    assert fresh(second).state == ItemState.WAITING
    assert not Conflict.objects.exists()


class TestLeaving:
    def test_a_case_is_taken_off_with_a_reason(self, ministry, hall):
        item = hall.voting()
        refused = ministry.post(url("agenda_item_leave", item), {"reason": " "})
        assert (refused.status_code, fresh(item).state) == (422, ItemState.VOTING)
        page = ministry.post(url("agenda_item_leave", item), {"reason": "Эксперт ооруп калды"}, follow=True)
        assert fresh(item).state == ItemState.LEFT
        assert "Эксперт ооруп калды" in page.text
        assert item.application in reverse_ready(ministry, item)

    def test_its_specialist_does_it_from_the_sitting_and_comes_back_there(self, client, settings, hall):
        mine, other = quick(State.EVALUATED), quick(State.EVALUATED)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        first, second = hall.planned(mine, other).items.order_by("order")
        sign_in(client, mine.specialist.person)
        page = client.get(reverse("ministry:sitting", args=[first.sitting_id]))
        assert url("agenda_item_leave", first) in page.text
        assert url("agenda_item_leave", second) not in page.text
        assert client.post(url("agenda_item_leave", second), {"reason": "Эрте"}).status_code == 403
        answer = client.post(url("agenda_item_leave", first), {"reason": "Эрте"})
        assert answer.headers["Location"] == reverse("ministry:sitting", args=[first.sitting_id])
        assert (fresh(first).state, fresh(second).state) == (ItemState.LEFT, ItemState.WAITING)


def sorted_(members):
    """As the pages name them."""
    return sorted(members, key=lambda one: list(type(one).objects.values_list("pk", flat=True)).index(one.pk))


def reverse_ready(client, item):
    """The cases that can be put on an agenda now."""
    form = client.get(reverse("ministry:sitting_agenda", args=[item.sitting_id])).context["form"]
    return form.fields["cases"].queryset


PAGES = ["agenda_item_votes", "agenda_item_conflict", "agenda_item_leave"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["specialist", "member", "employee", "administrator of the school"])
def test_nobody_else_records_anything(client, administrator, hall, page, who):
    item = hall.voting()
    if who == "administrator of the school":
        EmploymentFactory(organization=item.application.organization, person=administrator)
    people = {
        "specialist": lambda: SpecialistFactory().person,
        "member": lambda: hall.members[1].person,
        "employee": lambda: EmploymentFactory(organization=item.application.organization).person,
        "administrator of the school": lambda: administrator,
    }
    sign_in(client, people[who]())
    for ask in (client.get, client.post):
        assert ask(url(page, item)).status_code == 403, ask
