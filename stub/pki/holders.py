"""Keys and certificates of those who sign, made when first needed."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.db import transaction

from stub.pki import authority
from stub.pki.models import KeyPair
from stub.registry.models import Signature

INN_OF_PERSON = ObjectIdentifier("1.2.643.3.131.1.1")
INN_OF_ORGANIZATION = ObjectIdentifier("1.2.643.100.4")
ORGANIZATION_IDENTIFIER = NameOID.ORGANIZATION_IDENTIFIER
LONGEST_COMMON_NAME = 64  # bytes, as the library counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a certificate names, and where in it the two numbers stand: issuers differ."""

    common_name: str
    last_name: str
    given_name: str
    pin: str
    organization: str = ""
    inn: str = ""
    layout: str = "inn-innle"

    def name(self) -> x509.Name:
        parts = [(NameOID.COUNTRY_NAME, "KG"), (NameOID.COMMON_NAME, shortened(self.common_name))]
        parts += [(NameOID.SURNAME, self.last_name), (NameOID.GIVEN_NAME, self.given_name)]
        if self.organization:
            parts.append((NameOID.ORGANIZATION_NAME, self.organization))
        parts += LAYOUTS[self.layout](self.pin, self.inn)
        return authority.distinguished_name(parts)


def shortened(name: str) -> str:
    """As many words of the name as fit; surname and given names stand whole in parts of their own."""
    while len(name.encode()) > LONGEST_COMMON_NAME:
        name = name.rpartition(" ")[0]
    return name


LAYOUTS = {
    "inn-innle": lambda pin, inn: [(NameOID.SERIAL_NUMBER, pin), (INN_OF_PERSON, pin), (INN_OF_ORGANIZATION, inn)],
    "serial-inn": lambda pin, inn: [(NameOID.SERIAL_NUMBER, pin), (INN_OF_PERSON, inn)],
    "organization-identifier": lambda pin, inn: [
        (NameOID.SERIAL_NUMBER, pin),
        (ORGANIZATION_IDENTIFIER, f"NTRKG-{inn}" if inn else ""),
    ],
    "ambiguous": lambda pin, inn: [(NameOID.SERIAL_NUMBER, inn or pin), (INN_OF_PERSON, inn or pin)],
}


def subject_of(signature: Signature, layout: str = "inn-innle") -> Subject:
    person, organization = signature.person, signature.organization
    return Subject(
        common_name=person.full_name,
        last_name=person.last_name,
        given_name=" ".join(filter(None, (person.first_name, person.middle_name))),
        pin=person.pin,
        organization=organization.full_name_ru if organization else "",
        inn=organization.inn if organization else "",
        layout=layout,
    )


def pair_of(signature: Signature) -> KeyPair:
    """The key pair behind a cloud signature, with a certificate that has the validity the signature has now."""
    owner = f"{authority.SIGNATURE_OWNER}{signature.slug}"
    return pair(owner, subject_of(signature), signature.validity())


@transaction.atomic
def pair(owner: str, subject: Subject, validity: tuple[datetime, datetime]) -> KeyPair:
    """The owner's key pair; the certificate is issued anew when its dates, names or addresses no longer fit."""
    found = KeyPair.objects.select_for_update().filter(owner=owner).first()
    if found and _fits(authority.certificate_of(found), subject, validity):
        return found
    key = authority.from_pem(found.key) if found else authority.new_key()
    certificate = _issue(key.public_key(), subject, validity)
    values = {
        "key": authority.to_pem(key),
        "certificate": certificate.public_bytes(Encoding.PEM).decode(),
        "serial": str(certificate.serial_number),
    }
    return KeyPair.objects.update_or_create(owner=owner, defaults=values)[0]


def _fits(certificate: x509.Certificate, subject: Subject, validity: tuple[datetime, datetime]) -> bool:
    return (
        certificate.subject == subject.name()
        and (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == validity
        and authority.points_to(certificate, authority.list_url(authority.ISSUING))
    )


def _issue(public_key, subject: Subject, validity: tuple[datetime, datetime]) -> x509.Certificate:
    issuer = authority.authority(authority.ISSUING)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject.name())
        .issuer_name(authority.certificate_of(issuer).subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(authority.key_usage(authority=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    return authority.with_pointers(builder, issuer).sign(authority.from_pem(issuer.key), hashes.SHA256())
