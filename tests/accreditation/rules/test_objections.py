"""Who may object to an expert, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import InvitationState
from accreditation.models import Invitation
from accreditation.rules import objections as rules
from tests.factories.accounts import UserFactory
from tests.factories.draw import bare_invitation, ended_facts, signed_order
from tests.factories.objections import bare_objection, ordered
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
DAY = timedelta(days=1)


@pytest.fixture
def invitation(case, settings):
    """An expert whom an order of today names; objections are possible for three calendar days."""
    settings.TERMS = [term for term in settings.TERMS if not term.startswith("objection")] + ["objection=3d"]
    application = ordered(case)
    invitation = bare_invitation(
        application=application, state=InvitationState.ACCEPTED, answered_at=timezone.now() - DAY
    )
    signed_order(application)
    return invitation


def test_who_may_object(case, invitation):
    allowed = {
        "head": case.by_head,
        "deputy": case.by_deputy,
    }
    refused = {
        "teacher": case.world.by_teachers[0],
        "its specialist": case.by_specialist,
        "administrator": case.by_administrator,
        "another specialist": acting_as(SpecialistFactory()),
        "the expert": acting_as(invitation.expert),
        "stranger": Acting(user=UserFactory()),
        "the system": None,
    }
    assert all(rules.may_object.allows(acting, invitation) for acting in allowed.values())
    assert {who for who, acting in refused.items() if rules.may_object.allows(acting, invitation)} == set()


@pytest.mark.parametrize("state", State)
def test_only_between_the_order_and_the_evaluation(invitation, state):
    invitation.application.state = state
    assert (rules.why_not_now(invitation) is None) is (state == State.ORDERED)


@pytest.mark.parametrize("state", InvitationState)
def test_only_to_who_is_in_the_group(invitation, state):
    Invitation.objects.filter(pk=invitation.pk).update(state=state, **ended_facts(state))
    invitation.refresh_from_db()
    assert (rules.why_not_now(invitation) is None) is invitation.is_live


def test_once_for_each_expert(invitation):
    bare_objection(invitation=invitation)
    assert "already" in rules.why_not_now(invitation)


@pytest.mark.parametrize(("days", "possible"), [(0, True), (3, True), (4, False)])
def test_the_term_runs_since_the_order(case, invitation, days, possible):
    order = invitation.application.evaluation_orders.get()
    signed_at = timezone.now() - days * DAY
    type(order).objects.filter(pk=order.pk).update(signed_at=signed_at)
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=signed_at - DAY)
    invitation.refresh_from_db()
    assert rules.objections_until(invitation) == timezone.localdate() + (3 - days) * DAY
    assert rules.may_object.allows(case.by_head, invitation) is possible


def test_a_renewed_order_gives_no_second_term_for_who_was_named_before(invitation):
    """The clock of each expert runs since the first order with his name."""
    application, early = invitation.application, timezone.now() - 10 * DAY
    application.evaluation_orders.update(state=EvaluationOrderState.REPLACED, signed_at=early)
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=early - DAY)
    newcomer = bare_invitation(
        application=application, seat=2, state=InvitationState.ACCEPTED, answered_at=timezone.now() - DAY
    )
    signed_order(application)
    invitation.refresh_from_db()
    assert "ended" in rules.why_not_now(invitation)
    assert rules.why_not_now(newcomer) is None


def test_before_an_order_names_the_expert_there_is_nothing_to_object_to(case):
    invitation = bare_invitation(application=ordered(case), state=InvitationState.ACCEPTED)
    assert rules.objections_until(invitation) is None
    assert "does not name" in rules.why_not_now(invitation)
