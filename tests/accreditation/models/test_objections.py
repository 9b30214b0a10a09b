"""What the database itself refuses, and who sees an objection."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.objections import ObjectionState
from accreditation.models import Objection
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.draw import bare_invitation
from tests.factories.objections import bare_objection, ended_facts, ordered
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_standards", "_english")]
NOW = timezone.now()


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_an_expert_is_objected_to_once():
    objection = bare_objection()
    refused(lambda: bare_objection(invitation=objection.invitation))


def test_nothing_is_objected_without_words():
    refused(lambda: bare_objection(text=""))


@pytest.mark.parametrize("state", ObjectionState)
def test_each_state_with_its_columns_and_no_other(state):
    bare_objection(state)
    for other in ObjectionState:
        facts = {"decided_by": None, "decided_at": None, "reason": ""} | ended_facts(other)
        is_like = {state, other} <= {ObjectionState.UPHELD, ObjectionState.DISMISSED}
        if state != other and not is_like:
            refused(lambda facts=facts: bare_objection(state, **facts))


@pytest.mark.parametrize(
    "facts",
    [{"decided_by": None}, {"decided_at": None}, {"reason": ""}],
)
def test_a_decision_has_a_person_a_moment_and_a_reason(facts):
    for state in (ObjectionState.UPHELD, ObjectionState.DISMISSED):
        refused(lambda state=state: bare_objection(state, **facts))


def test_who_sees_it(case):
    invitation = bare_invitation(application=ordered(case), state="accepted")
    objection = bare_objection(invitation=invitation)
    elsewhere = bare_objection(invitation=bare_invitation(application=quick("ordered"), state="accepted"))
    seen = {
        "head": (case.by_head, {objection}),
        "teacher": (case.world.by_teachers[0], {objection}),
        "its specialist": (case.by_specialist, {objection}),
        "administrator": (case.by_administrator, {objection, elsewhere}),
        "another specialist": (acting_as(SpecialistFactory()), set()),
        "the expert": (acting_as(invitation.expert), set()),
        "stranger": (Acting(user=UserFactory()), set()),
    }
    for who, (acting, expected) in seen.items():
        assert set(Objection.objects.visible_to(acting)) == expected, who


def test_the_words_of_its_state_have_a_colour():
    assert [bare_objection(state).tone for state in ObjectionState] == ["warning", "done", "muted", "muted", "muted"]
    assert Objection.objects.open().count() == 1
    assert str(bare_objection()).startswith("№")
