"""Verify a CMS message: exactly one signer, exactly this content, a chain to a configured root, not revoked.

RSA, ECDSA and EdDSA are verified with pyHanko. GOST is refused by name: see docs/decisions/0017-gost-tokens.md.
"""

import asyncio
import hashlib
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog
from asn1crypto import cms, core, pem, x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError, SigningError, extract_certificate_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.fetchers.api import Fetchers
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

log = structlog.get_logger(__name__)

_DIGESTS = {"sha256", "sha384", "sha512"}
_KEYS = {"rsa", "rsassa_pss", "ec", "ed25519", "ed448"}
_RSA_BITS = 2048
_USAGE = "digital_signature"
_REVOCATION = CertRevTrustPolicy(
    RevocationCheckingPolicy(
        ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
        intermediate_ca_cert_rule=RevocationCheckingRule.CHECK_IF_DECLARED,
    )
)


class Problem(StrEnum):
    BAD_SIGNATURE = "bad signature"
    UNSUPPORTED = "unsupported algorithm"
    UNTRUSTED = "untrusted issuer"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation unknown"


class CmsError(Exception):
    """The message does not hold. `detail` names the failed check and nobody's data."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """What a message says of its signer. The certificate names its holder, so it stays out of `repr`."""

    certificate_der: bytes = field(repr=False)
    serial: str
    issuer: str
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Anchors:
    """Roots that are trusted, and intermediate certificates that help to reach them."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...]

    @classmethod
    def read(cls, pem_text: bytes) -> "Anchors":
        """From a PEM file: self-issued certificates are roots, the others intermediates. Raises ValueError."""
        found = [x509.Certificate.load(der) for _name, _headers, der in pem.unarmor(pem_text, multiple=True)]
        return cls(
            roots=tuple(certificate for certificate in found if certificate.self_issued),
            intermediates=tuple(certificate for certificate in found if not certificate.self_issued),
        )


def signed_data(message: bytes) -> cms.SignedData:
    """The SignedData of a DER message with one signer and signed attributes. Raises CmsError."""
    try:
        info = cms.ContentInfo.load(message, strict=True)
        if info["content_type"].native != "signed_data":
            raise CmsError(Problem.BAD_SIGNATURE, "no SignedData")
        data = info["content"]
        signers = data["signer_infos"]
        count, digest = len(signers), signers[0]["digest_algorithm"]["algorithm"].native if len(signers) else ""
        has_attributes = count == 1 and not isinstance(signers[0]["signed_attrs"], core.Void)
    except (ValueError, TypeError, KeyError):
        raise CmsError(Problem.BAD_SIGNATURE, "no CMS") from None
    if count != 1:
        raise CmsError(Problem.BAD_SIGNATURE, f"{count} signers")
    if digest not in _DIGESTS:
        raise CmsError(Problem.UNSUPPORTED, f"digest {digest}")
    if not has_attributes:
        raise CmsError(Problem.BAD_SIGNATURE, "no signed attributes")
    return data


def signer_certificate(data: cms.SignedData) -> x509.Certificate:
    """The certificate inside the message that its signer points to; a kind of key that can be verified."""
    try:
        certificate = extract_certificate_info(data).signer_cert
        key = certificate.public_key
        algorithm, bits = key.algorithm, key.bit_size if key.algorithm in {"rsa", "rsassa_pss"} else _RSA_BITS
    except CMSExtractionError:
        raise CmsError(Problem.BAD_SIGNATURE, "no certificate of the signer") from None
    except (ValueError, TypeError, KeyError):
        raise CmsError(Problem.UNSUPPORTED, "unknown kind of key") from None
    if algorithm not in _KEYS:
        raise CmsError(Problem.UNSUPPORTED, f"key {algorithm}")
    if bits < _RSA_BITS:
        raise CmsError(Problem.UNSUPPORTED, f"RSA key of {bits} bits")
    return certificate


def verify_attached(message: bytes, content: bytes, anchors: Anchors, fetchers: Fetchers) -> x509.Certificate:
    """The certificate of the one who signed exactly `content`, trusted now and not revoked. Raises CmsError."""
    with _no_surprises():
        return _verified(message, content, anchors, fetchers)


def is_intact_detached(message: bytes, content: bytes) -> bool:
    """Whether the key of the certificate in the message signed `content`; says nothing about trust. Raises CmsError."""
    with _no_surprises():
        data = signed_data(message)
        signer_certificate(data)
        digest = hashlib.new(data["signer_infos"][0]["digest_algorithm"]["algorithm"].native, content).digest()
        context = ValidationContext(trust_roots=[], allow_fetching=False, revocation_mode="none")
        status = _run(_signature_status(data, digest, context))
        return bool(status.intact and status.valid)


def signer_in(message: bytes) -> Signer:
    """Whose certificate the message's signer points to; nothing is verified. Raises CmsError."""
    with _no_surprises():
        certificate = signer_certificate(signed_data(message))
        return Signer(
            certificate_der=certificate.dump(),
            serial=f"{certificate.serial_number:X}",
            issuer=str(certificate.issuer.native.get("common_name", "")),
            not_after=certificate.not_valid_after,
        )


@contextmanager
def _no_surprises() -> Iterator[None]:
    """A message is parsed as it is read, so a hostile one can raise anything from anywhere: it is a bad signature."""
    try:
        yield
    except CmsError:
        raise
    except UnsupportedAlgorithm:
        raise CmsError(Problem.UNSUPPORTED, "unknown to the library") from None
    except Exception as error:  # noqa: BLE001 -- see above
        log.warning("malformed CMS", error=type(error).__name__)
        raise CmsError(Problem.BAD_SIGNATURE, "malformed") from None


def _verified(message: bytes, content: bytes, anchors: Anchors, fetchers: Fetchers) -> x509.Certificate:
    data = signed_data(message)
    inner = data["encap_content_info"]
    if inner["content_type"].native != "data" or inner["content"].native != content:
        raise CmsError(Problem.BAD_SIGNATURE, "other content")
    certificate = signer_certificate(data)
    status = _run(_signature_status(data, None, _context(anchors, data, fetchers)))
    if not (status.intact and status.valid):
        raise CmsError(Problem.BAD_SIGNATURE, "digest or signature")
    if certificate.ca or any(certificate.sha256 == root.sha256 for root in anchors.roots):
        raise CmsError(Problem.UNTRUSTED, "an authority's own certificate")
    if not status.trusted:
        raise _run(_why_untrusted(certificate, _context(anchors, data, fetchers)))
    return certificate


async def _signature_status(data: cms.SignedData, digest: bytes | None, context: ValidationContext) -> SignatureStatus:
    usage = KeyUsageConstraints(key_usage={_USAGE})
    try:
        return await async_validate_cms_signature(
            data,
            status_cls=SignatureStatus,
            raw_digest=digest,
            validation_context=context,
            key_usage_settings=usage,
        )
    except (SignatureValidationError, SigningError, CMSStructuralError, CMSExtractionError) as error:
        raise CmsError(Problem.BAD_SIGNATURE, type(error).__name__) from None


async def _why_untrusted(certificate: x509.Certificate, context: ValidationContext) -> CmsError:
    """The reason in our words; the library's texts quote names and numbers of the certificate's holder."""
    try:
        await CertificateValidator(certificate, validation_context=context).async_validate_usage({_USAGE})
    except ValidationError as error:
        problem = next((found for kind, found in _REASONS if isinstance(error, kind)), Problem.UNTRUSTED)
        return CmsError(problem, type(error).__name__)
    except (PathBuildingError, ValueError) as error:
        return CmsError(Problem.UNTRUSTED, type(error).__name__)
    return CmsError(Problem.UNTRUSTED, "algorithm")


_REASONS: tuple[tuple[type[ValidationError], Problem], ...] = (
    (RevokedError, Problem.REVOKED),
    (ExpiredError, Problem.EXPIRED),
    (NotYetValidError, Problem.EXPIRED),
    (InsufficientRevinfoError, Problem.REVOCATION_UNKNOWN),
    (DisallowedAlgorithmError, Problem.UNSUPPORTED),
)


def _context(anchors: Anchors, data: cms.SignedData, fetchers: Fetchers) -> ValidationContext:
    enclosed = [choice.chosen for choice in data["certificates"] if choice.name == "certificate"]
    return ValidationContext(
        trust_roots=list(anchors.roots),
        other_certs=[*anchors.intermediates, *enclosed],
        allow_fetching=True,
        fetchers=fetchers,
        revinfo_policy=_REVOCATION,
    )


def _run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """The library is asynchronous, we are not."""
    return asyncio.run(coroutine)
