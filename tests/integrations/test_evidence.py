import base64

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options

from integrations.cloud_signature import DocumentDigest
from integrations.cloud_signature.evidence import Format, OwnEvidence, own_evidence
from integrations.cms import Signer
from tests.integrations.pki import INN, PIN, Centre, person_name, rsa_key

DIGEST = DocumentDigest.of(b"report")
DETACHED = (PKCS7Options.Binary, PKCS7Options.DetachedSignature)


@pytest.fixture(scope="module")
def centre():
    return Centre("http://127.0.0.1:1")


@pytest.fixture(scope="module")
def holder(centre):
    return centre.issue(person_name(PIN, INN))


def encoded(message: bytes) -> str:
    return base64.b64encode(message).decode()


def test_cms_over_the_hash_is_read_and_checked(centre, holder):
    evidence = own_evidence(DIGEST, encoded(centre.sign(DIGEST.hex_upper.encode(), holder, options=DETACHED)))
    assert (evidence.format, evidence.intact) == (Format.CMS, True)
    assert evidence.signer == Signer(
        certificate_der=holder.certificate.public_bytes(Encoding.DER),
        serial=f"{holder.certificate.serial_number:X}",
        issuer="Test centre",
        not_after=holder.certificate.not_valid_after_utc,
    )
    assert PIN not in repr(evidence)


@pytest.mark.parametrize("text", [DocumentDigest.of(b"other").hex_upper, DIGEST.hex_upper.lower()])
def test_cms_over_something_else_is_not_intact(centre, holder, text):
    evidence = own_evidence(DIGEST, encoded(centre.sign(text.encode(), holder, options=DETACHED)))
    assert (evidence.format, evidence.intact) == (Format.CMS, False)


def test_flipped_bit_is_noticed(centre, holder):
    message = bytearray(centre.sign(DIGEST.hex_upper.encode(), holder, options=DETACHED))
    message[-20] ^= 1
    assert own_evidence(DIGEST, encoded(bytes(message))).intact is False


def test_attached_content_instead_of_the_hash_is_not_intact(centre, holder):
    assert own_evidence(DIGEST, encoded(centre.sign(b"anything", holder))).intact is False


def test_bare_signature_stays_opaque():
    bare = rsa_key(1).sign(DIGEST.hex_upper.encode(), padding.PKCS1v15(), hashes.SHA256())
    assert own_evidence(DIGEST, encoded(bare)) == OwnEvidence(format=Format.OPAQUE)


@pytest.mark.parametrize("text", ["", "c2lnbg==", "not base64!", "Кол тамга"])
def test_anything_else_stays_opaque(text):
    assert own_evidence(DIGEST, text) == OwnEvidence(format=Format.OPAQUE)
