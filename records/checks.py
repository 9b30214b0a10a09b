"""System checks: outside DEBUG the system seals with a certificate of its own that is valid now."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's name

from records.attestations import AttestationKeyUnavailable, published_keys
from records.development_seal import ISSUER

_SOON = timedelta(days=30)


@register(deploy=True)
def check_seal(**_kwargs: Any) -> list[CheckMessage]:
    """What would keep documents from being sealed, or seal them with a certificate that nobody should trust."""
    missing = [path for path in (settings.SEAL_KEY, settings.SEAL_CERTIFICATE) if not Path(path).is_file()]
    if missing:
        return [Error(f"The file {path} of the seal is missing.", id="records.E001") for path in missing]
    return list(_certificate(x509.load_pem_x509_certificate(Path(settings.SEAL_CERTIFICATE).read_bytes())))


@register(deploy=True)
def check_attestation_key(**_kwargs: Any) -> list[CheckMessage]:
    """What would keep certificates from getting a QR code that can be checked."""
    try:
        published_keys()
    except (AttestationKeyUnavailable, OSError, ValueError) as error:
        told = f"The key of attestations can't be used: {error}."
        return [Error(told, hint="Set ATTESTATION_KEY.", id="records.E004")]
    return []


def _certificate(certificate: x509.Certificate) -> Iterator[CheckMessage]:
    if ISSUER in certificate.issuer.rfc4514_string() and not (settings.DEBUG or settings.ALLOW_STUBS):
        yield Error("Documents would be sealed with the development seal.", hint=_HINT, id="records.E002")
    if not certificate.not_valid_before_utc <= datetime.now(UTC) < certificate.not_valid_after_utc:
        yield Error("The certificate of the seal is not valid now.", hint=_HINT, id="records.E003")
    elif certificate.not_valid_after_utc - datetime.now(UTC) < _SOON:
        yield Warning(
            f"The certificate of the seal ends on {certificate.not_valid_after_utc:%Y-%m-%d}.", id="records.W001"
        )


_HINT = "Set SEAL_KEY and SEAL_CERTIFICATE."
