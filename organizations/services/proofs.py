"""Somebody signs for an organization, but the register names another head: his proof, and what the ministry says."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.uploads.checks import Accepted
from core.uploads.storing import discard, store
from notifications.services import notify
from organizations import rules
from organizations.enums import Act, DocumentKind, ProofState
from organizations.models import HeadProof, Organization, OrganizationDocument, Registration
from organizations.signals import head_proof_judged
from records import journal


class NoProof(PermissionDenied):
    """There is no scan yet, or the proof was judged already."""


@transaction.atomic
def give(
    owner: Registration | Organization, *, accepted: Accepted | None, note: str | None, acting: Acting
) -> HeadProof:
    """The person's scan and note wait for the specialist. Without `accepted` or `note` those of the
    first time stay."""
    owned = {"registration" if isinstance(owner, Registration) else "organization": owner}
    proof = owner.head_proofs.filter(person=acting.user, state=ProofState.WAITING).select_related("document").first()
    old = proof.document if proof else None
    if accepted is None and old is None:
        raise NoProof(_("Attach the proof."))
    proof = proof or HeadProof(person=acting.user, **owned)
    if accepted is not None:
        proof.document = store(OrganizationDocument, accepted, by=acting.user, kind=DocumentKind.HEAD_PROOF, **owned)
    if note is not None:
        proof.note = note
    proof.register_name, proof.certificate_name = owner.head_name, acting.user.get_full_name()
    proof.save()
    if old and accepted is not None:
        discard(old)
    return proof


@transaction.atomic
def give_for_organization(
    organization: Organization, *, accepted: Accepted | None, note: str | None, acting: Acting
) -> HeadProof:
    """The same for an organization that is registered, where the journal remembers it."""
    rules.may_prove.check(acting, organization)
    proof = give(organization, accepted=accepted, note=note, acting=acting)
    changes = {"head_name": (proof.register_name, proof.certificate_name)}
    journal.write(Act.PROOF_GIVEN, by=acting.user, obj=proof, organization=organization, changes=changes)
    return proof


@transaction.atomic
def judge(proof: HeadProof, *, is_enough: bool, reason: str, acting: Acting) -> HeadProof:
    """The ministry accepted or refused the proof; a refused one gives no rights from the next request on."""
    rules.may_judge_proofs.check(acting, None)
    locked = HeadProof.objects.select_for_update(of=("self",)).select_related("organization").get(pk=proof.pk)
    if locked.state != ProofState.WAITING or locked.organization is None:
        raise NoProof(_("This proof was judged already."))
    locked.state = ProofState.ACCEPTED if is_enough else ProofState.REFUSED
    locked.decided_at, locked.decided_by, locked.decision = timezone.now(), acting.user, reason
    locked.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    changes = {"state": (ProofState.WAITING.value, locked.state), "reason": reason}
    journal.write(Act.PROOF_JUDGED, by=acting.user, obj=locked, organization=locked.organization, changes=changes)
    head_proof_judged.send(HeadProof, proof=locked)
    notify([locked.person], "organizations/messages/proof_judged", {"proof": locked}, url=reverse("landing"))
    return locked
