import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from accounts.acting import Acting
from organizations.enums import ProofState, Role
from organizations.models import HeadProof
from organizations.roles import role_in
from organizations.services import proofs
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory, RegistrationFactory
from tests.organizations.filling import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganizationFactory(head_name="Бектуров Нурлан", register_answered_at=now())


@pytest.fixture
def newcomer(school):
    person = UserFactory(last_name="Асанов", first_name="Эрмек", middle_name="")
    return Acting(user=person, signature="cloud", organization_inn=school.inn, organization_id=school.pk)


@pytest.fixture
def ministry():
    return Acting(user=UserFactory(is_administrator=True))


def give(school, newcomer, note="Жаңы директор"):
    return proofs.give_for_organization(school, accepted=scan("буйрук.pdf"), note=note, acting=newcomer)


def test_a_new_director_gives_a_proof_and_is_the_head(school, newcomer):
    proof = give(school, newcomer)
    assert (proof.state, proof.register_name, proof.certificate_name) == (
        ProofState.WAITING,
        "Бектуров Нурлан",
        "Асанов Эрмек",
    )
    assert role_in(newcomer, school) == Role.HEAD
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.changes) == (
        "head_proof_given",
        {"head_name": ["Бектуров Нурлан", "Асанов Эрмек"]},
    )


def test_who_does_not_sign_for_it_gives_none(school):
    with pytest.raises(PermissionDenied):
        give(school, Acting(user=UserFactory(), organization_id=school.pk))


def test_the_ministry_accepts_it(school, newcomer, ministry):
    proof = proofs.judge(give(school, newcomer), is_enough=True, reason="", acting=ministry)
    proof.refresh_from_db()
    assert (proof.state, proof.decided_by) == (ProofState.ACCEPTED, ministry.user)
    assert role_in(newcomer, school) == Role.HEAD
    judged = JournalEntry.objects.get(action="head_proof_judged")
    assert judged.changes == {"state": ["waiting", "accepted"], "reason": ""}


def test_or_refuses_it_and_the_person_is_head_no_more(school, newcomer, ministry):
    proofs.judge(give(school, newcomer), is_enough=False, reason="Буйруктун мөөнөтү өткөн", acting=ministry)
    assert role_in(newcomer, school) is None
    assert HeadProof.objects.get().decision == "Буйруктун мөөнөтү өткөн"


def test_after_a_refusal_a_new_proof_can_be_given(school, newcomer, ministry):
    proofs.judge(give(school, newcomer), is_enough=False, reason="x", acting=ministry)
    give(school, newcomer)
    assert list(HeadProof.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "waiting"]
    assert role_in(newcomer, school) == Role.HEAD


def test_a_proof_is_judged_once_and_by_the_ministry_only(school, newcomer, ministry):
    proof = give(school, newcomer)
    with pytest.raises(PermissionDenied):
        proofs.judge(proof, is_enough=True, reason="", acting=newcomer)
    proofs.judge(proof, is_enough=True, reason="", acting=ministry)
    with pytest.raises(PermissionDenied):
        proofs.judge(proof, is_enough=False, reason="", acting=ministry)
    assert HeadProof.objects.get().state == ProofState.ACCEPTED


def test_before_the_registration_is_complete_nothing_is_judged(newcomer, ministry):
    registration = RegistrationFactory()
    proof = proofs.give(registration, accepted=scan(), note="x", acting=newcomer)
    with pytest.raises(PermissionDenied):
        proofs.judge(proof, is_enough=True, reason="", acting=ministry)
