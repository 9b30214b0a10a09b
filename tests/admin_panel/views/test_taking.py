"""The page of the period, before the application is taken and after."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import Action, State
from tests.acting import sign_in
from tests.factories.accreditation import fresh
from tests.factories.draw import agreed, scheduled, taken
from tests.factories.objections import named

pytestmark = pytest.mark.django_db
REASON = "Мектепте карантин"


@pytest.fixture
def desk(client, case):
    """The browser of the specialist to whom the application was given."""
    sign_in(client, case.specialist.person)
    client.cookies["language"] = "en"
    return client


def address(application):
    return reverse("ministry:period", args=[application.pk])


def typed(application, **changes):
    first = application.evaluation_starts_on + timedelta(days=30)
    return {"starts_on": first, "ends_on": first + timedelta(days=10), "reason": REASON} | changes


def test_before_it_is_taken_the_period_is_set_without_a_reason(desk, case):
    application = scheduled(case)
    assert "Why the period is moved" not in desk.get(address(application)).text
    days = typed(application)
    response = desk.post(address(application), {name: days[name] for name in ("starts_on", "ends_on")})
    assert response.status_code == 302
    assert fresh(application).evaluation_starts_on == days["starts_on"]
    assert application.events.latest("pk").action == Action.SCHEDULE


def test_afterwards_the_page_says_what_follows_and_moves_it(desk, case):
    application = taken(case, 4)
    for page in ("application", "application_experts"):
        assert address(application) in desk.get(reverse(f"ministry:{page}", args=[application.pk])).text
    page = desk.get(address(application)).text
    assert "The experts know the period already." in page
    assert "the order names the former days" not in page
    days = typed(application)
    done = desk.post(address(application), days, follow=True)
    assert "The period is moved." in done.text
    assert REASON in done.text
    assert fresh(application).evaluation_ends_on == days["ends_on"]
    assert fresh(application).state == State.INVITING


def test_with_an_order_the_page_says_that_it_has_to_be_renewed(desk, case):
    application = named(case, 4)
    assert "the order names the former days and has to be made anew" in desk.get(address(application)).text
    desk.post(address(application), typed(application))
    assert fresh(application).state == State.AGREED
    order = desk.get(reverse("ministry:evaluation_order", args=[application.pk])).text
    assert "The order has to be renewed" in order
    assert "its chair or the period" in order


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "  "}, "Write why the period is moved."),
        ({"reason": "а" * 501}, "must not exceed"),
        ({"starts_on": ""}, "Choose the start date."),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "End date must not be before start date."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, case, changes, said):
    application = agreed(case, 4)
    response = desk.post(address(application), typed(application, **changes))
    assert response.status_code == 422
    assert said in response.text
    if "reason" not in changes:
        assert REASON in response.text
    assert not application.events.filter(action=Action.MOVE_PERIOD).exists()


def test_the_same_days_are_no_move(desk, case):
    application = agreed(case, 4)
    same = {"starts_on": application.evaluation_starts_on, "ends_on": application.evaluation_ends_on}
    response = desk.post(address(application), typed(application, **same))
    assert response.status_code == 422
    assert "These are the days that are set already." in response.text


def test_once_the_evaluation_has_begun_the_period_stands(desk, case):
    application = agreed(case, 4)
    type(application).objects.filter(pk=application.pk).update(state=State.EVALUATION)
    assert desk.get(address(application)).status_code == 403
    assert desk.post(address(application), typed(application)).status_code == 403
    assert address(application) not in desk.get(reverse("ministry:application", args=[application.pk])).text
