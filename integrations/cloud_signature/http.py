"""Cloud signature through the CDS API: JSON over POST, a bearer token for our system, a code for the person."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.cloud_signature import (
    CertificateInfo,
    Channel,
    CodeSent,
    DocumentDigest,
    RemoteSignature,
    SignatureCheck,
    SignerRef,
    SignerStatus,
    SigningSession,
    errors,
    wire,
)
from integrations.cloud_signature.sessions import check_alive, check_signer
from integrations.http import Client, Question, Service, Timeouts
from integrations.secret import Secret
from integrations.times import moment

PATHS = {  # family → operation → path; both families are in use, the operator says which one is ours
    "api": {
        "methods": "/api/user-auth-methods",
        "code": "/api/get-pin-code",
        "auth": "/api/account/auth",
        "certificate": "/api/get-cert-info",
        "sign": "/api/get-sign/for-hash",
        "check": "/api/check-sign/for-hash",
    },
    "oep": {
        "methods": "/api/oep/user-auth-methods",
        "code": "/api/oep/pin-code",
        "auth": "/api/oep/account/auth",
        "certificate": "/api/oep/cert-info",
        "sign": "/api/oep/sign/hash",
        "check": "/api/oep/check-sign/hash",
    },
}


class CdsCloudSignature:
    """`open_session` and `sign` are sent once only: a code works once, and a signature is an act."""

    def __init__(self) -> None:
        try:
            self._paths = PATHS[settings.CDS_API]
            self._codes = wire.error_codes(settings.CDS_ERROR_CODES)
        except (KeyError, ValueError) as error:
            raise ImproperlyConfigured(f"CDS_API or CDS_ERROR_CODES: {error}") from None
        self._client = Client(
            Service(
                name="cloud_signature",
                url=settings.CDS_URL,
                timeouts=Timeouts.parse(settings.CDS_TIMEOUTS, "CDS_TIMEOUTS"),
                unavailable=errors.Unavailable,
                unexpected=errors.UnexpectedResponse,
                headers={
                    "Authorization": f"Bearer {settings.CDS_TOKEN}",
                    "Content-Type": "application/json;charset=utf-8",
                    "Accept": "application/json",
                    "User-Agent": settings.CDS_USER_AGENT,
                },
                ca_bundle=settings.CDS_CA_BUNDLE,
            )
        )

    def status(self, signer: SignerRef) -> SignerStatus:
        def read(body: wire.Body) -> SignerStatus:
            if body.get("isActive") is not True:
                return SignerStatus(active=False, inactive_reason=wire.optional_text(body, "inactiveReason"))
            return SignerStatus(active=True, channels=_channels(body.get("userAuthMethodList")))

        try:
            return self._call("methods", _who(signer), read, retry=True)
        except errors.SignerInactive as inactive:
            return SignerStatus(active=False, inactive_reason=inactive.reason or None)

    def send_code(self, signer: SignerRef, channel: Channel) -> CodeSent:
        def read(body: wire.Body) -> CodeSent:
            if body.get("status") != 200:
                raise errors.UnexpectedResponse("status in the body is not 200")
            return CodeSent(channel=channel, sent_at=now(), expires_at=moment(body.get("expireAt")))

        return self._call("code", {**_who(signer), "method": channel.value}, read)

    def open_session(self, signer: SignerRef, code: str) -> SigningSession:
        def read(body: wire.Body) -> SigningSession:
            if body.get("isActive") is False:
                raise errors.SignerInactive(wire.optional_text(body, "inactiveReason") or "")
            _check_same(signer, body)
            return SigningSession(
                token=Secret(wire.text(body, "token")),
                signer=signer,
                person_name=wire.text(body, "personFio"),
                org_name=wire.optional_text(body, "organizationName"),
                created_at=moment(body.get("createAt")) or now(),
                expires_at=wire.required_moment(body, "expireAt"),
                subject_type=body.get("subjectType") if isinstance(body.get("subjectType"), int) else None,
            )

        return self._call("auth", {**_who(signer), "byPin": code}, read)

    def certificate(self, session: SigningSession) -> CertificateInfo:
        check_alive(session)
        fields: dict[str, object] = {"userToken": session.token.reveal()}
        return self._call("certificate", fields, lambda body: _certificate(session.signer, body), retry=True)

    def sign(self, session: SigningSession, digest: DocumentDigest) -> RemoteSignature:
        def read(body: wire.Body) -> RemoteSignature:
            if body.get("isSuccesfull") is not True:
                raise errors.SignRefused(said=wire.optional_text(body, "errorMessage") or "")
            return RemoteSignature(
                sign_b64=wire.text(body, "sign"),
                hash_sent=digest.hex_upper,
                signed_at=wire.timestamp(body.get("timestamp")),
                provider=self._client.host,
                raw=body,
            )

        check_alive(session)
        return self._call("sign", {"hash": digest.hex_upper, "userToken": session.token.reveal()}, read)

    def verify(self, digest: DocumentDigest, sign_b64: str) -> SignatureCheck:
        def read(body: wire.Body) -> SignatureCheck:
            if not isinstance(body.get("verified"), bool):
                raise errors.UnexpectedResponse("field verified is missing")
            return SignatureCheck(
                verified=body["verified"],
                pin=wire.identifier(Pin, body.get("personIdnp")),
                person_name=wire.optional_text(body, "personFio"),
                org_inn=wire.identifier(Inn, body.get("organizationInn")),
                org_name=wire.optional_text(body, "organizationName"),
                signed_at=wire.timestamp(body.get("timestamp")),
                raw=body,
            )

        return self._call("check", {"signBase64": sign_b64, "hash": digest.hex_upper}, read, retry=True)

    def _call[T](
        self, operation: str, fields: dict[str, object], read: Callable[[wire.Body], T], *, retry: bool = False
    ) -> T:
        question = Question(operation=operation, path=self._paths[operation], body=wire.encoded(fields))
        return self._client.call(
            question, lambda answer: read(wire.success(answer, operation, self._codes)), retry=retry
        )


def _who(signer: SignerRef) -> dict[str, object]:
    return {"personIdnp": str(signer.pin), "organizationInn": signer.org_inn and str(signer.org_inn)}


def _channels(methods: object) -> tuple[Channel, ...]:
    """The active ways to receive a code that we know, in the service's order."""
    known = set(Channel)
    found = [
        Channel(method["authType"])
        for method in (methods if isinstance(methods, list) else [])
        if isinstance(method, dict) and method.get("isActive") is True and method.get("authType") in known
    ]
    return tuple(dict.fromkeys(found))


def _check_same(signer: SignerRef, body: wire.Body) -> None:
    check_signer(
        signer,
        pin=wire.optional_text(body, "personIdnp"),
        org_inn=wire.optional_text(body, "organizationInn"),
    )


def _certificate(signer: SignerRef, body: wire.Body) -> CertificateInfo:
    _check_same(signer, body)
    issuer = body.get("certissuer")
    issuer = issuer if isinstance(issuer, dict) else {}
    return CertificateInfo(
        not_before=wire.required_moment(body, "validNotBefore"),
        not_after=wire.required_moment(body, "validNotAfter"),
        pin=signer.pin,
        common_name=wire.text(body, "commonName"),
        org_inn=signer.org_inn,
        org_name=wire.optional_text(body, "organizationName"),
        country=wire.optional_text(body, "countryName") or "",
        key_id=wire.optional_text(body, "keyIdentifier") or "",
        issuer_cn=wire.optional_text(issuer, "commonName") or "",
        issuer_org=wire.optional_text(issuer, "organizationName") or "",
        issuer_country=wire.optional_text(issuer, "countryName") or "",
        raw=body,
    )
