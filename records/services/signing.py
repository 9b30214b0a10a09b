"""Signing itself. Each call to the service stands between two short transactions: an attempt is written down and
committed, the call is made, and what came of it is stored. No lock is held while anybody waits."""

import json
from datetime import timedelta
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from core import origin, outbox
from integrations.cloud_signature import (
    CertificateInfo,
    Channel,
    DocumentDigest,
    RemoteSignature,
    SignatureCheck,
    SignerRef,
    SigningSession,
    cloud_signature,
    errors,
)
from integrations.cloud_signature.sessions import check_signer
from integrations.cloud_signature.signing import VerificationPending
from records import files, journal, limits, sessions
from records.enums import ENDED, Call, CeremonyAct, CeremonyState, DocumentState, Effect, Outcome
from records.models import CeremonyDocument, Signature, SignatureAttempt, SigningCeremony
from records.rules import may_sign
from records.services.calls import call_for, finish
from records.services.ceremonies import complete_ceremony, complete_soon, reconsider
from records.workflow import CEREMONY, conduct

log = structlog.get_logger(__name__)

_BUSY = timedelta(seconds=90)
_CERTAIN = (
    errors.SignerInactive,
    errors.NoCertificate,
    errors.CertificateExpired,
    errors.SystemTokenRejected,
)


class Busy(PermissionDenied):
    """Another window of the same person is just signing."""


class Changed(PermissionDenied):
    """The document is not the one that was shown."""


def send_code(ceremony: SigningCeremony, channel: Channel, *, by: User, acting: Acting) -> SigningCeremony:
    """The hashes are fixed and a code is on its way. Raises SigningError, Busy, PermissionDenied."""
    reconsider(ceremony)
    with transaction.atomic():
        locked = _enter(ceremony, acting)
        if refusal := CEREMONY[CeremonyAct.SEND_CODE].reason(by, locked):
            raise PermissionDenied(refusal)
        _fix_hashes(locked)
        limits.take_code(by)
    signer, asked = _signer(locked), False
    try:
        channels = _channels(locked, signer, channel)
        asked = True
        sent = call_for(locked, Call.CODE, lambda: cloud_signature().send_code(signer, channel))
    except errors.SigningError as error:
        _leave(locked)
        if not asked or isinstance(error, (*_CERTAIN, errors.UnexpectedResponse)):
            with transaction.atomic():
                limits.give_code_back(by)
        raise
    sessions.drop(locked)
    return conduct(
        locked,
        CeremonyAct.SEND_CODE,
        by=by,
        channel=channel.value,
        channels=[each.value for each in channels],
        code_sent_at=sent.sent_at,
        code_expires_at=sent.expires_at,
        session_expires_at=None,
        busy_until=None,
    )


def _channels(ceremony: SigningCeremony, signer: SignerRef, channel: Channel) -> tuple[Channel, ...]:
    """The ways in which this signer gets codes; `channel` is one of them. Raises SigningError."""
    status = call_for(ceremony, Call.STATUS, lambda: cloud_signature().status(signer))
    if not status.active:
        raise errors.SignerInactive(status.inactive_reason or "")
    if channel not in status.channels:
        raise _no_channel(ceremony, status.channels)
    return status.channels


def _no_channel(ceremony: SigningCeremony, channels: tuple[Channel, ...]) -> errors.SigningError:
    """The page offers the others from now on."""
    SigningCeremony.objects.filter(pk=ceremony.pk).update(channels=[each.value for each in channels])
    return errors.UnexpectedResponse(
        said=str(_("this way of getting a code is not set up for you; choose the other one"))
    )


def sign(ceremony: SigningCeremony, code: str, *, by: User, acting: Acting) -> None:
    """The code is used up, every document signed and verified, the signing completed. Raises as `send_code` does."""
    reconsider(ceremony)
    with transaction.atomic():
        locked = _enter(ceremony, acting)
        if refusal := CEREMONY[CeremonyAct.ACCEPT_CODE].reason(by, locked):
            raise PermissionDenied(refusal)
        limits.check_pause(by)
    try:
        session = call_for(locked, Call.SESSION, lambda: cloud_signature().open_session(_signer(locked), code))
        check_signer(_signer(locked), pin=session.signer.pin, org_inn=session.signer.org_inn)
    except errors.SigningError as error:
        _leave(locked)
        _refuse_code(locked, by, error)
        raise
    sessions.keep(locked, session)
    with transaction.atomic():
        limits.forget_wrong_codes(by)
        locked = conduct(locked, CeremonyAct.ACCEPT_CODE, by=by, session_expires_at=session.expires_at)
    _sign_all(locked, session, by)


def go_on(ceremony: SigningCeremony, *, by: User, acting: Acting) -> None:
    """After a lost answer: the same session goes on, and what was signed already is not signed again."""
    reconsider(ceremony)
    with transaction.atomic():
        locked = _enter(ceremony, acting)
        session = sessions.kept(locked)
        if locked.state == CeremonyState.UNKNOWN:
            locked = conduct(locked, CeremonyAct.RESUME, by=by)
        elif locked.state != CeremonyState.AUTHORIZED:
            raise PermissionDenied(_("There is nothing to go on with."))
    _sign_all(locked, session, by)


def settle_signature(attempt_id: int) -> None:
    """Effect of the outbox: a signature that could not be verified at once is verified, stored, or refused."""
    attempt = SignatureAttempt.objects.select_related("ceremony").get(pk=attempt_id)
    if attempt.outcome != Outcome.UNVERIFIED:
        return
    ceremony = attempt.ceremony
    try:
        _verify(ceremony, attempt)
    except (errors.NotVerified, errors.SignerMismatch) as error:
        log.error("signature refused", ceremony=ceremony.pk, error=error.code)
        return
    if ceremony.items.count() == ceremony.signatures.count():
        complete_ceremony(ceremony.pk)


def _refuse_code(ceremony: SigningCeremony, by: User, error: errors.SigningError) -> None:
    if not isinstance(error, errors.CodeWrong):
        return
    with transaction.atomic():
        paused_until = limits.count_wrong_code(by)
        journal.write(CeremonyAct.REFUSE_CODE, by=by, obj=ceremony, organization=ceremony.organization)
    if paused_until:
        raise errors.SignerLocked(paused_until) from error


def _sign_all(ceremony: SigningCeremony, session: SigningSession | None, by: User) -> None:
    try:
        for item in _unsigned(ceremony):
            _sign_one(ceremony, item, session)
    except errors.Unavailable:
        _lose_answer(ceremony, by)
        raise
    except errors.SessionExpired:
        sessions.drop(ceremony)
        raise
    finally:
        _leave(ceremony)
    complete_ceremony(ceremony.pk)


def _unsigned(ceremony: SigningCeremony) -> list[CeremonyDocument]:
    signed = ceremony.signatures.values_list("document_id", flat=True)
    return list(ceremony.items.exclude(document_id__in=signed).select_related("document"))


def _sign_one(ceremony: SigningCeremony, item: CeremonyDocument, session: SigningSession | None) -> None:
    waiting = ceremony.attempts.filter(document=item.document, outcome=Outcome.UNVERIFIED).first()
    if waiting is None:
        if session is None:
            raise errors.SessionExpired
        certificate = _certificate(ceremony, session)
        content = files.original_of(item.document)
        if files.digest(content) != item.sha256:
            raise Changed(_("The document is not the one that you were shown. Nothing was signed."))
        waiting = _ask_to_sign(ceremony, item, session, DocumentDigest(item.sha256), certificate)
    _verify(ceremony, waiting)


def _certificate(ceremony: SigningCeremony, session: SigningSession) -> CertificateInfo:
    """The certificate of the session, which is valid now and belongs to the signer."""
    found = call_for(ceremony, Call.CERTIFICATE, lambda: cloud_signature().certificate(session))
    check_signer(session.signer, pin=found.pin, org_inn=found.org_inn)
    if not found.not_before <= timezone.now() < found.not_after:
        raise errors.CertificateExpired(found.not_after)
    facts = {
        "not_before": found.not_before,
        "not_after": found.not_after,
        "common_name": found.common_name,
        "organization": found.org_name,
        "key": found.key_id,
        "issuer": [found.issuer_cn, found.issuer_org, found.issuer_country],
        "raw": dict(found.raw),
    }
    ceremony.certificate, ceremony.certificate_until = _json(facts), found.not_after
    ceremony.save(update_fields=["certificate", "certificate_until"])
    return found


def _ask_to_sign(
    ceremony: SigningCeremony,
    item: CeremonyDocument,
    session: SigningSession,
    digest: DocumentDigest,
    certificate: CertificateInfo,
) -> SignatureAttempt:
    attempt = SignatureAttempt.objects.create(
        ceremony=ceremony, document=item.document, call=Call.SIGN, hash_sent=digest.hex_upper
    )
    signed: RemoteSignature = finish(attempt, lambda: cloud_signature().sign(session, digest))
    attempt.outcome, attempt.sign_b64 = Outcome.UNVERIFIED, signed.sign_b64
    attempt.answer = _json(
        {
            "provider": signed.provider,
            "signed_at": signed.signed_at or timezone.now(),
            "person": session.person_name,
            "certificate_from": certificate.not_before,
            "certificate_until": certificate.not_after,
            "raw": dict(signed.raw),
        }
    )
    with transaction.atomic():
        attempt.save()
        _settle_after(_BUSY, attempt)  # if this process ends now, the signature is verified all the same
    return attempt


def _settle_after(pause: timedelta, attempt: SignatureAttempt) -> None:
    key = f"{Effect.SETTLE} {attempt.pk} {pause.seconds}"
    outbox.put(Effect.SETTLE, {"attempt_id": attempt.pk}, key=key, available_at=timezone.now() + pause)


def _verify(ceremony: SigningCeremony, attempt: SignatureAttempt) -> None:
    """The service confirms the signature of exactly this person, organization and hash; only then it is stored."""
    digest = DocumentDigest(attempt.hash_sent)
    try:
        checked = call_for(ceremony, Call.VERIFY, lambda: cloud_signature().verify(digest, attempt.sign_b64))
    except errors.SigningError as error:
        _settle_after(timedelta(seconds=5), attempt)
        pending = RemoteSignature(
            sign_b64=attempt.sign_b64, hash_sent=attempt.hash_sent, signed_at=None, provider="cloud_signature"
        )
        raise VerificationPending(pending, error) from None
    try:
        if not checked.verified:
            raise errors.NotVerified
        check_signer(_signer(ceremony), pin=checked.pin, org_inn=checked.org_inn)
    except errors.SigningError as error:
        with transaction.atomic():
            SignatureAttempt.objects.filter(pk=attempt.pk).update(outcome=Outcome.REFUSED, error=error.code)
            facts = {"error": error.code}
            journal.write(
                CeremonyAct.REFUSE, by=ceremony.signer, obj=ceremony, organization=ceremony.organization, changes=facts
            )
        raise
    _store(ceremony, attempt, checked)


@transaction.atomic
def _store(ceremony: SigningCeremony, attempt: SignatureAttempt, checked: SignatureCheck) -> None:
    """The evidence bundle. Stored twice at the same moment, it is there once."""
    SigningCeremony.objects.select_for_update(of=("self",)).get(pk=ceremony.pk)
    document, answer, here = attempt.document, attempt.answer or {}, origin.current()
    certificate = SigningCeremony.objects.get(pk=ceremony.pk).certificate or {}
    if document is None or Signature.objects.filter(document=document, signer=ceremony.signer).exists():
        return
    signature = Signature.objects.create(
        document=document,
        ceremony=ceremony,
        signer=ceremony.signer,
        signer_name=checked.person_name or answer["person"],
        signer_pin=ceremony.signer.pin,
        position=ceremony.position,
        organization_id=ceremony.organization_id,
        organization_name=ceremony.organization_name,
        organization_inn=ceremony.organization_inn,
        length=document.length or 0,
        hash_sent=attempt.hash_sent,
        sign_b64=attempt.sign_b64,
        provider=answer["provider"],
        answer=answer,
        certificate=certificate,
        certificate_key=certificate.get("key", ""),
        certificate_from=answer["certificate_from"],
        certificate_until=answer["certificate_until"],
        verification=_verification(checked),
        signed_at=answer["signed_at"],
        verified_at=timezone.now(),
        ip=here.ip,
        user_agent=here.user_agent,
    )
    SignatureAttempt.objects.filter(pk=attempt.pk).update(outcome=Outcome.DONE)
    facts = {"document": document.pk, "sha256": signature.hash_sent}
    journal.write(
        CeremonyAct.STORE, by=ceremony.signer, obj=ceremony, organization=ceremony.organization, changes=facts
    )
    if ceremony.items.count() == ceremony.signatures.count():
        complete_soon(ceremony)


def _verification(checked: SignatureCheck) -> dict[str, Any]:
    facts = {
        "verified": checked.verified,
        "person": checked.person_name,
        "pin": checked.pin,
        "inn": checked.org_inn,
        "organization": checked.org_name,
        "at": checked.signed_at,
        "raw": dict(checked.raw),
    }
    return _json(facts)


def _lose_answer(ceremony: SigningCeremony, by: User) -> None:
    with transaction.atomic():
        locked = SigningCeremony.objects.select_for_update(of=("self",)).get(pk=ceremony.pk)
        if locked.state == CeremonyState.AUTHORIZED:
            conduct(locked, CeremonyAct.LOSE_ANSWER, by=by)


def _enter(ceremony: SigningCeremony, acting: Acting) -> SigningCeremony:
    """The ceremony, locked and marked as busy, if this person may sign here now."""
    locked = SigningCeremony.objects.select_for_update(of=("self",)).get(pk=ceremony.pk)
    may_sign.check(acting, locked)
    if locked.state in ENDED:
        raise PermissionDenied(_("This signing is over."))
    now = timezone.now()
    if locked.busy_until and locked.busy_until > now:
        raise Busy(_("Another window is just signing. Wait a minute, then reload this page."))
    if locked.documents.exclude(state=DocumentState.FIXED).exists():
        raise PermissionDenied(_("The document is still being prepared."))
    locked.busy_until = now + _BUSY
    locked.save(update_fields=["busy_until"])
    return locked


def _leave(ceremony: SigningCeremony) -> None:
    SigningCeremony.objects.filter(pk=ceremony.pk).update(busy_until=None)


def _fix_hashes(ceremony: SigningCeremony) -> None:
    for item in ceremony.items.select_related("document"):
        if not item.sha256:
            item.sha256 = item.document.sha256
            item.save(update_fields=["sha256"])


def _signer(ceremony: SigningCeremony) -> SignerRef:
    pin = ceremony.signer.pin
    if pin is None:
        raise PermissionDenied(_("Your account has no PIN, so it can't sign."))
    return SignerRef(pin, ceremony.organization_inn)


def _json(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are read again: moments as text."""
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain
