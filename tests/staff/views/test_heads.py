from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.enums import Role
from staff.enums import State, Verification
from staff.models import ActingHead
from tests.factories.staff import ActingHeadFactory, EmploymentFactory

pytestmark = pytest.mark.django_db
HAND_OVER, LIST, ADD = "/staff/head/hand-over/", "/staff/acting/", "/staff/acting/add/"


def day(distance):
    return timezone.localdate() + timedelta(days=distance)


@pytest.fixture
def desk(at_work, head):
    return at_work(head)


@pytest.fixture
def colleague(school):
    return EmploymentFactory(organization=school)


@pytest.mark.parametrize("count", [1, 3, 300])
@pytest.mark.parametrize(("url", "queries"), [(HAND_OVER, 11), (ADD, 11)])
def test_the_pages_that_choose_somebody_cost_the_same(desk, school, django_assert_num_queries, count, url, queries):
    EmploymentFactory.create_batch(count, organization=school)
    with django_assert_num_queries(queries):
        assert desk.get(url).status_code == 200


@pytest.mark.parametrize("url", [HAND_OVER, ADD])
def test_only_confirmed_employees_can_be_chosen(desk, school, colleague, url):
    EmploymentFactory(organization=school, state=State.DISMISSED)
    EmploymentFactory(organization=school, verification=Verification.WAITING)
    EmploymentFactory()
    field = next(iter(desk.get(url).context["form"].fields[name] for name in ("successor",) if url == HAND_OVER), None)
    field = field or desk.get(url).context["form"].fields["employment"]
    assert list(field.queryset) == [colleague]


@pytest.mark.parametrize("url", [HAND_OVER, ADD])
def test_where_nobody_can_be_chosen_the_page_says_what_to_do(desk, url):
    page = desk.get(url).content.decode()
    assert "There is nobody to choose from yet" in page
    assert "/staff/add/" in page


@pytest.mark.parametrize(
    ("chosen", "role", "state", "landing"),
    [("deputy", Role.DEPUTY, State.EMPLOYED, "/staff/"), ("leaves", Role.HEAD, State.DISMISSED, None)],
)
def test_the_role_is_handed_over(desk, head, colleague, chosen, role, state, landing):
    posted = {"successor": colleague.pk, "next_role": chosen, "next_position": "кеңешчи"}
    response = desk.post(HAND_OVER, posted)
    assert response.url == (landing or reverse("landing"))
    head.refresh_from_db()
    colleague.refresh_from_db()
    assert (head.role, head.state, colleague.role) == (role, state, Role.HEAD)


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"successor": ""}, "successor"), ({"next_role": ""}, "next_role"), ({"next_role": "head"}, "next_role")],
)
def test_what_is_missing_hands_nothing_over(desk, head, colleague, missing, field):
    response = desk.post(HAND_OVER, {"successor": colleague.pk, "next_role": "deputy"} | missing)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    head.refresh_from_db()
    assert head.is_head


def test_a_refreshed_confirmation_hands_nothing_over_again(desk, colleague):
    posted = {"successor": colleague.pk, "next_role": "deputy"}
    assert [desk.post(HAND_OVER, posted).status_code for _time in range(2)] == [302, 403]


# Acting heads ---------------------------------------------------------------------------------------------------------


def appointment_of(person, **changes):
    return {
        "employment": person.pk,
        "order_number": "17-к",
        "ordered_on": day(-1).isoformat(),
        "from_on": day(0).isoformat(),
        "until_on": day(10).isoformat(),
    } | changes


def test_an_acting_head_is_appointed_and_listed(desk, colleague):
    assert desk.post(ADD, appointment_of(colleague)).url == LIST
    page = desk.get(LIST).content.decode()
    assert colleague.name in page
    assert "Acts now" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_on": day(-1).isoformat(), "from_on": day(-5).isoformat()}, "until_on"),
        ({"from_on": day(11).isoformat()}, "until_on"),
        ({"until_on": ""}, "until_on"),
        ({"from_on": "x"}, "from_on"),
        ({"order_number": ""}, "order_number"),
        ({"ordered_on": ""}, "ordered_on"),
        ({"employment": ""}, "employment"),
    ],
)
def test_an_appointment_that_makes_no_sense_is_refused(desk, colleague, changes, field):
    response = desk.post(ADD, appointment_of(colleague, **changes))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not ActingHead.objects.exists()


def test_days_that_are_taken_are_said_beside_the_field(desk, school, colleague):
    ActingHeadFactory(employment__organization=school)
    response = desk.post(ADD, appointment_of(colleague))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["from_on"])
    assert ActingHead.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_of_acting_heads_costs_the_same(desk, school, django_assert_num_queries, count):
    for number in range(count):
        ActingHeadFactory(employment__organization=school, from_on=day(-2 * number - 5), until_on=day(-2 * number - 4))
    with django_assert_num_queries(10):
        assert len(desk.get(LIST).context["appointments"]) == count


def test_an_empty_list_of_acting_heads_teaches(desk):
    assert "appoint an employee by order" in desk.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("start", "end", "stopped", "label", "may_stop"),
    [
        (-5, -1, False, "Over", False),
        (-1, 1, False, "Acts now", True),
        (1, 5, False, "Appointed", True),
        (-1, 1, True, "Stopped early", False),
    ],
)
def test_the_list_says_where_today_stands(desk, school, start, end, stopped, label, may_stop):
    appointment = ActingHeadFactory(
        employment__organization=school,
        from_on=day(start),
        until_on=day(end),
        stopped_at=timezone.now() if stopped else None,
    )
    page = desk.get(LIST).content.decode()
    assert label in page
    assert (reverse("staff:acting_head_stop", args=[appointment.pk]) in page) is may_stop


def test_an_appointment_is_stopped_on_a_page_of_its_own(desk, school):
    appointment = ActingHeadFactory(employment__organization=school)
    url = reverse("staff:acting_head_stop", args=[appointment.pk])
    assert "loses the rights of the head" in desk.get(url).content.decode()
    assert desk.post(url).url == LIST
    appointment.refresh_from_db()
    assert appointment.stopped_at is not None
