"""The product of states, actions and roles of a certificate."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.certificates import LIVING, CertificateAction, CertificateState
from accreditation.models import Certificate
from accreditation.workflow import certificates as workflow
from core.workflow import TransitionDenied
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.certificates import head_of, in_state
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

ADMINISTRATOR, SYSTEM = "administrator", "the system"
POSSIBLE = {
    CertificateAction.SUSPEND: ({CertificateState.IN_FORCE}, ADMINISTRATOR),
    CertificateAction.REINSTATE: ({CertificateState.SUSPENDED}, ADMINISTRATOR),
    CertificateAction.REVOKE: (LIVING, ADMINISTRATOR),
    CertificateAction.RESTORE: ({CertificateState.REVOKED}, SYSTEM),
    CertificateAction.EXPIRE: (set(), SYSTEM),  # only once the last day is over: tested below
    CertificateAction.REPLACE: (LIVING, SYSTEM),
}


def people(certificate):
    at_school = UserFactory(is_administrator=True)
    EmploymentFactory(organization=certificate.organization, person=at_school)
    return {
        ADMINISTRATOR: Acting(user=UserFactory(is_administrator=True)),
        "administrator who works in the school": Acting(user=at_school),
        "specialist": acting_as(SpecialistFactory()),
        "expert": acting_as(ExpertFactory()),
        "member of the collegium": acting_as(CollegiumMemberFactory()),
        "head": acting_for(head_of(certificate)),
        "stranger": Acting(user=UserFactory()),
        SYSTEM: None,
    }


@pytest.mark.parametrize("state", CertificateState)
def test_each_step_belongs_to_its_states_and_people(state):
    certificate = in_state(state)
    for action, (role, acting) in product(POSSIBLE, people(certificate).items()):
        sources, whose = POSSIBLE[action]
        refusal = workflow.CERTIFICATE[action].reason(acting, certificate)
        assert (refusal is None) == (state in sources and role == whose), (state, action, role)


def test_the_table_has_each_action_but_the_first():
    assert set(workflow.CERTIFICATE) == set(CertificateAction) - {CertificateAction.ISSUE}


@pytest.mark.parametrize("state", sorted(LIVING))
def test_what_has_run_out_can_only_expire_or_be_revoked(state):
    certificate = in_state(CertificateState.EXPIRED)
    Certificate.objects.filter(pk=certificate.pk).update(state=state)
    certificate.refresh_from_db()
    by = Acting(user=UserFactory(is_administrator=True))
    for action in (CertificateAction.SUSPEND, CertificateAction.REINSTATE):
        with pytest.raises(TransitionDenied):
            workflow.advance(certificate, action, by=by)
    assert workflow.advance(certificate, CertificateAction.EXPIRE, by=None).state == CertificateState.EXPIRED


def test_the_last_day_still_counts():
    certificate = in_state(CertificateState.IN_FORCE)
    certificate.valid_until = timezone.localdate()
    assert not certificate.has_run_out
    certificate.valid_until -= timedelta(days=1)
    assert certificate.has_run_out


def test_a_step_leaves_one_event_and_one_entry():
    certificate = in_state(CertificateState.IN_FORCE)
    by = Acting(user=UserFactory(is_administrator=True))
    events, entries = certificate.events.count(), JournalEntry.objects.count()
    facts = {"order_number": "77-б", "ordered_on": timezone.localdate(), "reason": "Себеп"}
    workflow.advance(certificate, CertificateAction.SUSPEND, by=by, **facts)
    assert (certificate.events.count(), JournalEntry.objects.count()) == (events + 1, entries + 1)
    event = certificate.events.first()
    assert (event.source, event.target, event.by, event.reason) == ("in_force", "suspended", by.user, "Себеп")
