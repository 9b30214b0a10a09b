"""After a decision too everybody reads where the application stands and what comes next, in both languages."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accreditation.enums.appeals import Against, AppealState
from accreditation.enums.applications import State
from accreditation.enums.certificates import CertificateState
from accreditation.enums.conditions import ConditionState
from accreditation.models import Appeal, Certificate
from accreditation.selectors.statuses import Audience, status_sentence
from accreditation.services import appeals
from tests.factories.accreditation import fresh
from tests.factories.appeals import Quarrel
from tests.factories.certificates import issued
from tests.factories.conditions import in_state
from tests.factories.people import acting_as

pytestmark = pytest.mark.django_db


def said(application, to, language="en"):
    with translation.override(language):
        return status_sentence(fresh(application), to)


def with_certificate(state):
    def make(case):
        application = case.quick(State.ACCREDITED)
        issued(application=application)
        Certificate.objects.filter(application=application).update(state=state)
        return application

    return make


def with_condition(state):
    return lambda case: in_state(case, state).application


def with_appeal(state, against=Against.REFUSAL):
    def make(case):
        return Quarrel(case, against).in_state(state).application

    return make


SCENES = {f"certificate {state}": with_certificate(state) for state in CertificateState}
SCENES |= {f"condition {state}": with_condition(state) for state in ConditionState}
SCENES |= {f"appeal {state}": with_appeal(state) for state in AppealState}
SCENES |= {f"appeal against {against}": with_appeal(AppealState.FILED, against) for against in Against}


@pytest.mark.parametrize("scene", SCENES)
def test_everybody_is_told_where_it_stands_in_each_language(case, scene):
    application = SCENES[scene](case)
    for language in ("ky", "ru", "en"):
        for to in Audience:
            sentence = said(application, to, language)
            assert sentence.count(".") >= 2, (language, to)
            assert "%(" not in sentence
            assert "  " not in sentence


@pytest.mark.parametrize(
    ("scene", "to", "words"),
    [
        ("certificate in_force", Audience.OUTSIDE, "is in force until"),
        ("certificate suspended", Audience.OUTSIDE, "is suspended"),
        ("certificate revoked", Audience.HEAD, "is revoked"),
        ("certificate expired", Audience.HEAD, "expired on"),
        ("certificate replaced", Audience.OUTSIDE, "A newer certificate"),
        ("condition open", Audience.HEAD, "Answer the conditions with evidence"),
        ("condition sent_back", Audience.LEADER, "Answer the conditions with evidence"),
        ("condition open", Audience.OUTSIDE, "Conditions fulfilled: 0 of 2."),
        ("condition answered", Audience.SPECIALIST, "Check the answers"),
        ("condition fulfilled", Audience.COLLEAGUE, "Conditions fulfilled: 1 of 2."),
        ("appeal withdrawn", Audience.HEAD, "you can appeal until"),
        ("appeal filed", Audience.ADMINISTRATOR, "Register the appeal."),
        ("appeal registered", Audience.ADMINISTRATOR, "Name the appeal panel."),
        ("appeal heard", Audience.ADMINISTRATOR, "record the outcome"),
        ("appeal heard", Audience.OUTSIDE, "is to be decided by"),
        ("appeal upheld", Audience.OUTSIDE, "was annulled on appeal"),
        ("appeal upheld", Audience.SPECIALIST, "on the agenda of the Collegium"),
        ("appeal dismissed", Audience.OUTSIDE, "refused the accreditation"),
    ],
)
def test_what_is_said_to_whom(case, scene, to, words):
    assert words in said(SCENES[scene](case), to)


@pytest.mark.parametrize("to", [Audience.LEADER, Audience.COLLEAGUE, Audience.SPECIALIST, Audience.OUTSIDE])
def test_only_the_head_is_told_that_he_can_appeal(case, to):
    assert "you can appeal until" not in said(Quarrel(case).application, to)


def test_after_the_term_nobody_is_told_to_appeal(case):
    quarrel = Quarrel(case)
    type(quarrel.decision).objects.update(confirmed_at=timezone.now() - timedelta(days=60))
    assert "you can appeal" not in said(quarrel.application, Audience.HEAD)


def test_after_somebody_stepped_aside_another_has_to_be_named(case):
    quarrel = Quarrel(case)
    appeals.step_aside(quarrel.heard(), "Курбум", by=acting_as(quarrel.panel[0]))
    assert "The panel is not complete: name somebody" in said(quarrel.application, Audience.ADMINISTRATOR)


def test_an_appeal_that_is_over_is_not_told_as_waiting(case):
    quarrel = Quarrel(case)
    quarrel.decided("---")
    assert "has appealed" not in said(quarrel.application, Audience.OUTSIDE)
    assert Appeal.objects.get().state == AppealState.DISMISSED
