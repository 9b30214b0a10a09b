"""The system's seal: a PAdES signature appended to a PDF, so that the exact bytes before it stay its beginning."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import structlog
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.signals import setting_changed
from django.utils import timezone
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from records.files import digest

log = structlog.get_logger(__name__)

FIELD = "ASULA"
_DIGEST = "sha256"
_RESERVED = 32_768  # bytes for the signature: measuring them first would sign twice


class SealKeyUnavailable(Exception):
    """The key or the certificate of the seal is missing or can't be read: administrators must act."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What readers see of the seal: a small PDF, drawn on a page (from 0) between two corners, in points."""

    pdf: bytes
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SealResult:
    pdf: bytes
    original_length: int
    sha256_original: str
    sha256_sealed: str
    level: str
    signing_time: datetime
    certificate_serial: str
    timestamped: bool


@dataclass(frozen=True, slots=True)
class SealCheck:
    """`intact`: not a byte that was sealed has changed. `trusted`: the seal's certificate leads to a root of ours."""

    intact: bool
    trusted: bool
    signer: str = ""
    level: str = ""
    modified_after: bool = False
    timestamp: datetime | None = None
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.intact and self.trusted and not self.modified_after


class _Signer(SimpleSigner):
    """Signs with a key that is read once: reading it takes longer than signing."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != _DIGEST:
            raise SigningError(f"the seal signs {_DIGEST}, not {digest_algorithm}")
        key = _key()
        if isinstance(key, EllipticCurvePrivateKey):
            return key.sign(data, ECDSA(SHA256()))
        return key.sign(data, PKCS1v15(), SHA256())


def seal(pdf: bytes, *, reason: str, document_id: str, stamp: Stamp | None = None) -> SealResult:
    """The PDF with the seal appended; `pdf` is an exact prefix of the result. No further change is permitted.

    With a time-stamp authority in the settings the seal carries its time; while the authority does not answer, the seal
    is set without it. Raises SealKeyUnavailable.
    """
    signer = _signer()
    timestamped = bool(settings.SEAL_TSA_URL)
    try:
        sealed = _sealed(pdf, signer, reason, document_id, stamp, with_time=timestamped)
    except (TimestampRequestError, OSError, ValueError) as error:
        if not timestamped:
            raise
        log.warning("seal without time stamp", document=document_id, error=type(error).__name__)
        timestamped = False
        sealed = _sealed(pdf, signer, reason, document_id, stamp, with_time=False)
    if not sealed.startswith(pdf):
        raise SigningError("the sealed file does not begin with the signed one")
    return SealResult(
        pdf=sealed,
        original_length=len(pdf),
        sha256_original=digest(pdf),
        sha256_sealed=digest(sealed),
        level="B-T" if timestamped else "B-B",
        signing_time=timezone.now(),
        certificate_serial=f"{_certificates([settings.SEAL_CERTIFICATE])[0].serial_number:X}",
        timestamped=timestamped,
    )


def add_timestamp(sealed: bytes) -> bytes:
    """The sealed file with a time stamp appended that covers it. Raises TimestampRequestError."""
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    stamper = PdfTimeStamper(HTTPTimeStamper(settings.SEAL_TSA_URL, timeout=10))
    return bytes(stamper.timestamp_pdf(writer, _DIGEST).getvalue())


def check(pdf: bytes) -> SealCheck:
    """Whether the file carries our seal and is as it was sealed. A file that can't be read isn't intact."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        seals = [signature for signature in reader.embedded_regular_signatures if signature.field_name == FIELD]
        if not seals:
            return SealCheck(intact=False, trusted=False, problems=("no seal",))
        trust = _trust()
        status = validate_pdf_signature(seals[0], signer_validation_context=trust, ts_validation_context=trust)
        stamps = [
            validate_pdf_timestamp(signature, validation_context=_trust())
            for signature in reader.embedded_timestamp_signatures
        ]
    except Exception as error:  # noqa: BLE001 -- a damaged file breaks the reader in any way
        return SealCheck(intact=False, trusted=False, problems=(type(error).__name__,))
    *_rest, start, length = reader.embedded_signatures[-1].byte_range
    grown = start + length != len(pdf)
    moments = [status.timestamp_validity] if status.timestamp_validity else []
    stamped = [*moments, *stamps]
    sound = all(stamp.valid and stamp.intact for stamp in stamped)
    return SealCheck(
        intact=status.intact and status.valid and sound,
        trusted=status.trusted and all(stamp.trusted for stamp in stamped),
        signer=status.signing_cert.subject.human_friendly,
        level="B-T" if stamped else "B-B",
        modified_after=grown or (not status.bottom_line and status.intact and status.trusted),
        timestamp=stamped[0].timestamp if stamped else None,
        problems=() if status.bottom_line and sound and not grown else (status.summary(),),
    )


def _sealed(
    pdf: bytes, signer: SimpleSigner, reason: str, document_id: str, stamp: Stamp | None, *, with_time: bool
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=_DIGEST,
        reason=reason,
        name=signer.subject_name,
        contact_info=f"{settings.SITE_URL} {document_id}",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    time = HTTPTimeStamper(settings.SEAL_TSA_URL, timeout=10) if with_time else None
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    with NamedTemporaryFile(suffix=".pdf") as picture:
        place, style = SigFieldSpec(FIELD), None
        if stamp:
            picture.write(stamp.pdf)
            picture.flush()
            place = SigFieldSpec(FIELD, on_page=stamp.page, box=stamp.box)
            style = StaticStampStyle.from_pdf_file(picture.name, border_width=0)
        pdf_signer = PdfSigner(metadata, signer, timestamper=time, stamp_style=style, new_field_spec=place)
        return bytes(pdf_signer.sign_pdf(writer, bytes_reserved=_RESERVED).getvalue())


@cache
def _key() -> RSAPrivateKey | EllipticCurvePrivateKey:
    password = settings.SEAL_KEY_PASSWORD.encode() or None
    key = load_pem_private_key(Path(settings.SEAL_KEY).read_bytes(), password)
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise SealKeyUnavailable("the key of the seal is neither RSA nor ECDSA")
    return key


@cache
def _signer() -> _Signer:
    """The seal's certificate and its chain; the key is asked for at once, so that a wrong one shows here."""
    try:
        _key()
        password = settings.SEAL_KEY_PASSWORD.encode() or None
        return _Signer(
            signing_cert=load_cert_from_pemder(settings.SEAL_CERTIFICATE),
            signing_key=load_private_key_from_pemder(settings.SEAL_KEY, password),
            cert_registry=SimpleCertificateStore.from_certs(_certificates(settings.SEAL_CHAIN)),
        )
    except (OSError, ValueError, TypeError) as error:
        raise SealKeyUnavailable(type(error).__name__) from error


def _certificates(files: list[str]) -> list[Asn1Certificate]:
    return list(load_certs_from_pemder(files))


def _trust() -> ValidationContext:
    """Our roots only, without asking anybody on the network."""
    return ValidationContext(
        trust_roots=_certificates(settings.SEAL_ROOTS),
        other_certs=_certificates(settings.SEAL_CHAIN),
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _forget_the_key(*, setting: str, **_kwargs: object) -> None:
    if setting.startswith("SEAL_"):
        _key.cache_clear()
        _signer.cache_clear()


setting_changed.connect(_forget_the_key)
