"""CMS messages: signed by a key pair of the test centre, and verified against its root."""

import asyncio
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from stub.pki import authority
from stub.pki.models import KeyPair

Options = list[pkcs7.PKCS7Options]


def sign(data: bytes, pair: KeyPair, *, detached: bool) -> bytes:
    """A CMS message in DER with the signer's and the issuer's certificates; detached: the data stays outside."""
    options: Options = [pkcs7.PKCS7Options.Binary]
    if detached:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(data)
        .add_signer(authority.certificate_of(pair), authority.from_pem(pair.key), hashes.SHA256())
        .add_certificate(authority.certificate_of(authority.authority(authority.ISSUING)))
        .sign(Encoding.DER, options)
    )


def sign_raw(data: bytes, pair: KeyPair) -> bytes:
    """The bare RSA signature over the data."""
    return authority.from_pem(pair.key).sign(data, padding.PKCS1v15(), hashes.SHA256())


def is_raw_signature(data: bytes, signature: bytes, pair: KeyPair) -> bool:
    try:
        authority.from_pem(pair.key).public_key().verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def verified_serial(data: bytes, message: bytes) -> str | None:
    """The serial number of the certificate that signed the data, or None when the message does not hold."""
    try:
        signed = cms.ContentInfo.load(message)["content"]
        leaf = next(c.chosen for c in signed["certificates"] if not c.chosen.ca)
        # An old signature stays true after its certificate has ended: the chain is judged as it was then.
        moment = leaf["tbs_certificate"]["validity"]["not_before"].native + timedelta(seconds=1)
        status = asyncio.run(async_validate_detached_cms(data, signed, _context(moment)))
    except (ValueError, TypeError, KeyError, StopIteration, SigningError):
        return None
    return str(status.signing_cert.serial_number) if status.valid and status.intact and status.trusted else None


def signing_moment(message: bytes) -> datetime:
    attributes = cms.ContentInfo.load(message)["content"]["signer_infos"][0]["signed_attrs"]
    return next(a["values"][0].native for a in attributes if a["type"].native == "signing_time").astimezone(UTC)


def _context(moment: datetime) -> ValidationContext:
    root = authority.certificate_of(authority.authority(authority.ROOT)).public_bytes(Encoding.DER)
    return ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(root)],
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
