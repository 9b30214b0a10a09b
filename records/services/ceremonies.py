"""Opening, completing and cancelling of signings."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from core import outbox
from records import journal, sessions
from records.enums import ENDED, CeremonyAct, DocumentState, Effect, Verb
from records.models import CeremonyDocument, Document, SigningCeremony
from records.rules import may_sign
from records.services.documents import conclude_signing, discard_document
from records.signals import documents_signed, documents_to_be_signed, signing_cancelled
from records.workflow import CEREMONY, conduct, everything_is_signed

_PATIENCE = timedelta(seconds=30)


@transaction.atomic
def open_ceremony(
    documents: Sequence[Document],
    *,
    by: User,
    acting: Acting,
    purpose: str,
    subject: Model,
    return_url: str,
    verb: Verb = Verb.SIGN,
    as_person: bool = False,
    completes: bool = True,
) -> SigningCeremony:
    """`by` may sign the documents at `records:sign`; a signing of the same that is open already is returned.

    They are signed for the organization of this sign-in, or with `as_person` for nobody but himself. With `completes`
    the documents are final and get the seal afterwards; without it somebody else signs too. Documents may still be in
    print: the page waits for them.
    """
    _check_request(by, acting, return_url, as_person=as_person)
    pks = [document.pk for document in documents]
    _lock(pks)
    if open_already := _open_already(by, purpose, subject, pks):
        return open_already
    for_organization = not as_person
    ceremony = SigningCeremony(
        purpose=purpose,
        verb=verb,
        subject=subject,
        return_url=return_url,
        completes=completes,
        signer=by,
        position=acting.position,
        organization_id=acting.organization_id if for_organization else None,
        organization_name=acting.organization_name if for_organization else "",
        organization_inn=acting.organization_inn if for_organization else None,
    )
    may_sign.check(acting, ceremony)
    ceremony.save()
    _begin(ceremony, pks)
    return ceremony


def _check_request(by: User, acting: Acting, return_url: str, *, as_person: bool) -> None:
    if by.pin is None:
        raise PermissionDenied(_("Your account has no PIN, so it can't sign."))
    if not url_has_allowed_host_and_scheme(return_url, allowed_hosts=None):
        raise ValueError("return_url is an address of ours, without the host")
    if acting.organization_inn is None and not as_person:
        raise PermissionDenied(_("Sign in with the cloud signature of the organization to sign for it."))


def _begin(ceremony: SigningCeremony, pks: list[int]) -> None:
    CeremonyDocument.objects.bulk_create(
        CeremonyDocument(ceremony=ceremony, document_id=pk, place=place) for place, pk in enumerate(pks, start=1)
    )
    facts = {"purpose": ceremony.purpose, "documents": pks}
    journal.write(CeremonyAct.OPEN, by=ceremony.signer, obj=ceremony, organization=ceremony.organization, changes=facts)


def _lock(pks: list[int]) -> None:
    locked = list(Document.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    if any(each.state not in {DocumentState.PREPARING, DocumentState.FIXED} for each in locked):
        raise PermissionDenied(_("The document can't be signed any more, or not yet."))


def _open_already(by: User, purpose: str, subject: Model, pks: list[int]) -> SigningCeremony | None:
    running = SigningCeremony.objects.running().filter(signer=by, purpose=purpose, subject_id=subject.pk)
    for ceremony in running.prefetch_related("items"):
        if [item.document_id for item in ceremony.items.all()] == pks and ceremony.subject == subject:
            return ceremony
    return None


@transaction.atomic
def cancel_ceremony(ceremony: SigningCeremony, *, by: User) -> SigningCeremony:
    """Nothing is signed, and nothing will be: the app above is told and may let the text be changed again."""
    cancelled = conduct(ceremony, CeremonyAct.CANCEL, by=by)
    sessions.drop(cancelled)
    _tell(signing_cancelled, cancelled)
    return cancelled


def complete_soon(ceremony: SigningCeremony) -> None:
    """Called where the last signature was stored: even if this process ends now, the signing is completed."""
    key = f"{Effect.COMPLETE} {ceremony.pk}"
    outbox.put(Effect.COMPLETE, {"ceremony_id": ceremony.pk}, key=key, available_at=timezone.now() + _PATIENCE)


@transaction.atomic
def complete_ceremony(ceremony_id: int) -> None:
    """All documents are signed, sealed soon, and the app above has done its part in this transaction.

    If the app above refuses its part, the signing has ended without effect, and the page says why.
    """
    ceremony = _lock_ceremony(ceremony_id)
    if ceremony.state in ENDED:
        return
    try:
        with transaction.atomic():
            _complete(ceremony)
    except PermissionDenied as refusal:
        if not ceremony.completes or everything_is_signed(ceremony):
            raise
        _end(ceremony, refusal)


@transaction.atomic
def reconsider(ceremony: SigningCeremony) -> None:
    """If the app above would not accept what is signed here any more, the signing is over before the code is used."""
    locked = _lock_ceremony(ceremony.pk)
    if locked.state in ENDED:
        return
    try:
        with transaction.atomic():
            _tell(documents_to_be_signed, locked)
    except PermissionDenied as refusal:
        _end(locked, refusal)


def _complete(ceremony: SigningCeremony) -> None:
    done = conduct(ceremony, CeremonyAct.COMPLETE, by=ceremony.signer, completed_at=timezone.now(), busy_until=None)
    if done.completes:
        for document in done.documents.all():
            conclude_signing(document, by=done.signer)
    sessions.drop(done)
    _tell(documents_signed, done)


def _end(ceremony: SigningCeremony, refusal: PermissionDenied) -> None:
    """Nothing comes of the signing, for this reason; a paper that was signed all the same is marked as not used."""
    act = CeremonyAct.VOID if CEREMONY[CeremonyAct.CANCEL].reason(None, ceremony) else CeremonyAct.CANCEL
    ended = conduct(ceremony, act, by=None, refusal=str(refusal), busy_until=None)
    sessions.drop(ended)
    _tell(signing_cancelled, ended)
    for document in ended.documents.filter(state=DocumentState.FIXED, signatures__ceremony=ended):
        discard_document(document, by=None)


def _lock_ceremony(ceremony_id: int) -> SigningCeremony:
    return SigningCeremony.objects.select_for_update(of=("self",)).get(pk=ceremony_id)


def _tell(signal: object, ceremony: SigningCeremony) -> None:
    signal.send(  # type: ignore[attr-defined]
        sender=SigningCeremony,
        ceremony=ceremony,
        purpose=ceremony.purpose,
        subject=ceremony.subject,
        documents=list(ceremony.documents.order_by("items__place")),
    )
