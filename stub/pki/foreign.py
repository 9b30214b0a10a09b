"""Certificates of an issuer that nobody trusts: named like the test centre, signed with a key of its own."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from stub.pki import authority
from stub.pki.holders import Subject
from stub.pki.models import KeyPair


@transaction.atomic
def pair(owner: str, subject: Subject, validity: tuple[datetime, datetime]) -> KeyPair:
    """The owner's key pair, with a certificate whose issuer has the right name and the wrong key."""
    found = KeyPair.objects.select_for_update().filter(owner=f"foreign:{owner}").first()
    if found:
        return found
    key = authority.new_key()
    issuer = authority.certificate_of(authority.authority(authority.ISSUING)).subject
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject.name())
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(authority.key_usage(authority=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(authority.new_key(), hashes.SHA256())
    )
    return KeyPair.objects.create(
        owner=f"foreign:{owner}",
        key=authority.to_pem(key),
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        serial=str(certificate.serial_number),
    )
