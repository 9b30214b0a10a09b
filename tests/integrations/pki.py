"""A small certification centre for tests: certificates as a test wants them, and lists of the revoked."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from core.identifiers import Inn, Pin

INN_OF_PERSON = x509.ObjectIdentifier("1.2.643.3.131.1.1")
INN_OF_ORGANIZATION = x509.ObjectIdentifier("1.2.643.100.4")
DAY = timedelta(days=1)


@cache
def rsa_key(number: int, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Making keys is slow, so tests share them by number."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits + 0 * number)


def person_name(pin: str, inn: str | None = None) -> list[x509.NameAttribute]:
    names = [
        x509.NameAttribute(NameOID.COMMON_NAME, "Өмүрзакова Гүлайым"),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, pin),
    ]
    if inn:
        names += [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "№ 5 мектеп")]
        names += [x509.NameAttribute(INN_OF_ORGANIZATION, inn)]
    return names


def usage(**changes) -> x509.KeyUsage:
    values = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**values | changes)


@dataclass
class Holder:
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass
class Centre:
    """Issues below an intermediate; `base_url` is where its lists can be fetched."""

    base_url: str
    number: int = 0
    revoked: set[int] = field(default_factory=set)
    root: Holder = field(init=False)
    issuing: Holder = field(init=False)

    def __post_init__(self) -> None:
        root_key, key = rsa_key(10 + self.number), rsa_key(20 + self.number)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Test root {self.number}")])
        self.root = Holder(root_key, self._build(name, root_key, name, root_key, ca=True))
        issuing_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test centre")])
        self.issuing = Holder(key, self._build(issuing_name, key, name, root_key, ca=True, lists="root"))

    def issue(self, names, *, key=None, **changes) -> Holder:
        key = key or rsa_key(1)
        issuer = self.issuing.certificate.subject
        return Holder(
            key, self._build(x509.Name(names), key, issuer, self.issuing.key, **{"lists": "issuing"} | changes)
        )

    def _build(
        self, subject, key, issuer, issuer_key, *, ca=False, lists="", ocsp="", start=-DAY, end=365 * DAY, use=None
    ):
        at = datetime.now(UTC).replace(microsecond=0)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at + start - (0 if not ca else 1000) * DAY)
            .not_valid_after(at + end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        )
        use = use or (usage(key_cert_sign=True, crl_sign=True) if ca else usage(digital_signature=True))
        builder = builder.add_extension(use, critical=True)
        if lists:
            place = x509.UniformResourceIdentifier(f"{self.base_url}/{lists}.crl")
            points = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
            builder = builder.add_extension(points, critical=False)
        if ocsp:
            place = x509.UniformResourceIdentifier(ocsp)
            access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
            builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        return builder.sign(issuer_key, hashes.SHA256())

    def revocation_list(self, name: str, *, age: timedelta = timedelta(0)) -> bytes:
        holder = self.root if name == "root" else self.issuing
        at = datetime.now(UTC) - age
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(holder.certificate.subject)
            .last_update(at - timedelta(minutes=1))
            .next_update(at + timedelta(hours=1))
        )
        for serial in self.revoked if name != "root" else ():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at - DAY).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(holder.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def sign(
        self, content: bytes, *holders: Holder, options=(pkcs7.PKCS7Options.Binary,), digest=hashes.SHA256
    ) -> bytes:
        """A CMS message with the signers' certificates and the intermediate one."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        for holder in holders:
            builder = builder.add_signer(holder.certificate, holder.key, digest())
        return builder.add_certificate(self.issuing.certificate).sign(Encoding.DER, list(options))


PIN, OTHER_PIN, INN = Pin("21901198000124"), Pin("10101199000015"), Inn("00207199610017")
