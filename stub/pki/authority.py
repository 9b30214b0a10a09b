"""The test certification centre: a root, an issuing authority under it, certificates, revocation lists."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from stub.pki.models import Authority, KeyPair
from stub.registry.models import Signature
from stub.registry.modes import SignatureMode

ROOT, ISSUING = "root", "issuing"
KEY_SIZE = 2048
LIFE = {ROOT: timedelta(days=3650), ISSUING: timedelta(days=1825)}
NAMES = {ROOT: "Сыноо борбору, тамыр (TEST ROOT)", ISSUING: "Сыноо борбору (TEST CA)"}
LIST_LIFE = timedelta(hours=1)
SIGNATURE_OWNER = "signature:"
CREATION_LOCK = 740_551


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)


def to_pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def from_pem(pem: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("The test centre has RSA keys only.")
    return key


def certificate_of(holder: Authority | KeyPair) -> x509.Certificate:
    return x509.load_pem_x509_certificate(holder.certificate.encode())


def distinguished_name(parts: list[tuple[x509.ObjectIdentifier, str]]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def list_url(name: str) -> str:
    return f"{settings.PUBLIC_URL}/pki/{name}.crl"


def authority(name: str) -> Authority:
    """The authority of this name; both are made on first use. A certificate that names another address of the root's
    list, because the server has moved to another port, is issued anew for the same key."""
    found = Authority.objects.filter(name=name).first() or _create_both()[name]
    if name == ISSUING and not points_to(certificate_of(found), list_url(ROOT)):
        found.certificate = _certificate(name, from_pem(found.key), authority(ROOT))
        found.save(update_fields=["certificate"])
    return found


def points_to(certificate: x509.Certificate, url: str) -> bool:
    """Whether the certificate's revocation list is at this address."""
    points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    return bool(points[0].full_name[0].value == url)


@transaction.atomic
def _create_both() -> dict[str, Authority]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CREATION_LOCK])
    existing = {row.name: row for row in Authority.objects.all()}
    if existing:
        return existing
    root = _new_authority(ROOT, None)
    return {ROOT: root, ISSUING: _new_authority(ISSUING, root)}


def _new_authority(name: str, parent: Authority | None) -> Authority:
    key = new_key()
    return Authority.objects.create(name=name, key=to_pem(key), certificate=_certificate(name, key, parent))


def _certificate(name: str, key: rsa.RSAPrivateKey, parent: Authority | None) -> str:
    subject = distinguished_name(
        [
            (NameOID.COUNTRY_NAME, "KG"),
            (NameOID.ORGANIZATION_NAME, "Сыноо стенди (test double)"),
            (NameOID.COMMON_NAME, NAMES[name]),
        ]
    )
    now = timezone.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(certificate_of(parent).subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # It vouches for certificates that expired long before it was made: the tests need such ones.
        .not_valid_before(now - timedelta(days=1000))
        .not_valid_after(now + LIFE[name])
        .add_extension(x509.BasicConstraints(ca=True, path_length=0 if parent else 1), critical=True)
        .add_extension(key_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if parent:
        builder = with_pointers(builder, parent)
    certificate = builder.sign(from_pem(parent.key) if parent else key, hashes.SHA256())
    return certificate.public_bytes(Encoding.PEM).decode()


def with_pointers(builder: x509.CertificateBuilder, issuer: Authority) -> x509.CertificateBuilder:
    """The builder, with the places where the issuer's certificate and revocation list are served."""
    location = x509.UniformResourceIdentifier(list_url(issuer.name))
    issuer_location = x509.UniformResourceIdentifier(f"{settings.PUBLIC_URL}/pki/{issuer.name}.cer")
    issuer_key = certificate_of(issuer).extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key), critical=False
        )
        .add_extension(
            x509.CRLDistributionPoints([x509.DistributionPoint([location], None, None, None)]), critical=False
        )
        .add_extension(
            x509.AuthorityInformationAccess(
                [x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, issuer_location)]
            ),
            critical=False,
        )
    )


def key_usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def revocation_list(name: str) -> bytes:
    """The authority's list in DER, made now: a revocation is known at once."""
    issuer = authority(name)
    now = timezone.now()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(certificate_of(issuer).subject)
        .last_update(now - timedelta(minutes=1))
        .next_update(now + LIST_LIFE)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    )
    for serial in _revoked_serials() if name == ISSUING else []:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - timedelta(days=2))
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(from_pem(issuer.key), hashes.SHA256()).public_bytes(Encoding.DER)


def _revoked_serials() -> list[int]:
    revoked = Signature.objects.filter(modes__contains=[SignatureMode.REVOKED.value]).values_list("slug", flat=True)
    owners = [f"{SIGNATURE_OWNER}{slug}" for slug in revoked]
    pairs = KeyPair.objects.filter(owner__in=owners) | KeyPair.objects.filter(revoked_at__isnull=False)
    return [int(serial) for serial in pairs.values_list("serial", flat=True)]
