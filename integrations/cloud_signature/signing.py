"""Sign and verify at once: signed is what the service confirmed for this person, organization and hash."""

from dataclasses import dataclass

from integrations.cloud_signature import CloudSignature, DocumentDigest, RemoteSignature, SignatureCheck, SigningSession
from integrations.cloud_signature.errors import NotVerified, SigningError, Unavailable
from integrations.cloud_signature.sessions import check_signer


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    signature: RemoteSignature
    check: SignatureCheck


class VerificationPending(Unavailable):
    """The service signed but could not be asked to confirm. Keep `signature` and verify it later; do not sign again."""

    code = "verification_pending"

    def __init__(self, signature: RemoteSignature, cause: SigningError) -> None:
        super().__init__(cause.detail, upstream_status=cause.upstream_status, correlation_id=cause.correlation_id)
        self.signature = signature


def sign_and_verify(service: CloudSignature, session: SigningSession, digest: DocumentDigest) -> VerifiedSignature:
    """The signature of the session's signer over `digest`, confirmed by the service. Raises SigningError."""
    signature = service.sign(session, digest)
    try:
        check = service.verify(digest, signature.sign_b64)
    except SigningError as error:
        raise VerificationPending(signature, error) from None
    confirm(check, session)
    return VerifiedSignature(signature=signature, check=check)


def confirm(check: SignatureCheck, session: SigningSession) -> None:
    """Refuse a check that is negative or speaks of another signer than the session's."""
    if not check.verified:
        raise NotVerified
    check_signer(session.signer, pin=check.pin, org_inn=check.org_inn)
