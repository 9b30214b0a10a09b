"""The ministry decides about the objections of schools."""

import pytest
from django.urls import reverse

from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.enums.objections import ObjectionGround, ObjectionState
from accreditation.models import Objection
from accreditation.services import declarations
from accreditation.services import objections as services
from tests.acting import sign_in
from tests.factories.accreditation import fresh
from tests.factories.draw import group
from tests.factories.objections import WORDS, named
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = pytest.mark.django_db
LIST = "/ministry/accreditations/"
UPHELD = {"outcome": "objection_upheld", "reason": "Туугандык ырасталды"}
DISMISSED = {"outcome": "objection_dismissed", "reason": "Далил жок"}


@pytest.fixture
def application(case):
    return named(case, 5)


@pytest.fixture
def objection(case, application) -> Objection:
    return services.object_to(group(application)[1], ground=ObjectionGround.KINSHIP, text=WORDS, by=case.by_head)


@pytest.fixture
def desk(client, settings, case):
    """The browser of the specialist to whom the application was given."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, case.specialist.person)
    return client


def address(objection):
    return reverse("ministry:objection", args=[objection.pk])


def experts_page(application):
    return reverse("ministry:application_experts", args=[application.pk])


def test_it_stands_in_a_queue_on_the_case_and_on_the_page_of_the_experts(desk, application, objection):
    queues = {queue.key: queue.count for queue in desk.get(LIST).context["queues"]}
    assert queues["objections"] == 1
    rows = desk.get(f"{LIST}?queue=objections").context["rows"]
    assert [row.application for row in rows] == [application]
    assert "Objection to decide" in desk.get(f"{LIST}{application.pk}/").text
    page = desk.get(experts_page(application)).text
    assert "Decide on the objection" in page
    assert address(objection) in page


@pytest.mark.usefixtures("application")
def test_without_objections_there_is_no_queue_of_them(desk):
    assert "objections" not in {queue.key for queue in desk.get(LIST).context["queues"]}


@pytest.mark.parametrize(
    ("typed", "asked", "state"),
    [
        (UPHELD, "Uphold the objection?", ObjectionState.UPHELD),
        (DISMISSED, "Dismiss the objection?", ObjectionState.DISMISSED),
    ],
)
def test_first_it_is_asked_again_then_it_is_decided(desk, application, objection, typed, asked, state):
    assert WORDS in desk.get(address(objection)).text
    page = desk.post(address(objection), typed)
    assert page.status_code == 200
    assert asked in page.text
    objection.refresh_from_db()
    assert objection.state == ObjectionState.OPEN
    assert typed["reason"] in desk.post(address(objection), typed | {"change": "1"}).text
    done = desk.post(address(objection), typed | {"confirmed": "1"}, follow=True)
    assert done.redirect_chain[-1][0] == experts_page(application)
    objection.refresh_from_db()
    assert (objection.state, objection.reason) == (state, typed["reason"])
    is_free = state == ObjectionState.UPHELD
    assert (objection.invitation.state == InvitationState.REPLACED) is is_free
    assert fresh(application).state == (State.INVITING if is_free else State.ORDERED)
    assert "Read the objection" in done.text
    again = desk.post(address(objection), DISMISSED | {"confirmed": "1"}, follow=True)
    assert "Nothing is to be decided" in again.text
    assert typed["reason"] in again.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": ""}, "Choose the decision."),
        ({"outcome": "objection_settled"}, "objection_settled"),
        ({"reason": " "}, "Write the reason."),
        ({"reason": "а" * 1001}, "must not exceed"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, objection, changes, said):
    response = desk.post(address(objection), UPHELD | {"confirmed": "1"} | changes)
    assert response.status_code == 422
    assert said in response.text
    if "reason" not in changes:
        assert UPHELD["reason"] in response.text
    objection.refresh_from_db()
    assert objection.state == ObjectionState.OPEN


def test_of_others_nothing_is_found(client, objection):
    sign_in(client, SpecialistFactory().person)
    assert client.get(address(objection)).status_code == 404
    assert client.post(address(objection), UPHELD | {"confirmed": "1"}).status_code == 404


def test_whom_a_rule_excludes_later_is_shown_with_what_to_do(desk, application):
    assert "You are needed" not in desk.get(experts_page(application)).text
    member = group(application)[2]
    declarations.declare_relative(
        member.expert, by=acting_as(member.expert), kinship="эжеси", organization=application.organization
    )
    page = desk.get(experts_page(application))
    assert [doubt.pk for doubt in page.context["group"].doubts] == [member.pk]
    assert "Is a relative of the heads" in page.text
    assert reverse("ministry:invitation_replace", args=[member.pk]) in page.text
