"""A certificate for serving over TLS, with the whole chain or with the broken one that was met in practice."""

import ipaddress
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone

from stub.pki import authority

FULL, BROKEN = "full", "broken"


def files(chain: str) -> dict[str, str]:
    """Paths of key and certificates in a folder of their own; in a broken chain the issuer's certificate is missing."""
    issuer = authority.authority(authority.ISSUING)
    key = authority.new_key()
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]))
        .issuer_name(authority.certificate_of(issuer).subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                    x509.DNSName("localhost"),
                ]
            ),
            critical=False,
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    leaf = authority.with_pointers(certificate, issuer).sign(authority.from_pem(issuer.key), hashes.SHA256())
    folder = Path(tempfile.mkdtemp(prefix="stub-tls-"))
    pem = leaf.public_bytes(Encoding.PEM).decode()
    (folder / "chain.pem").write_text(pem + (issuer.certificate if chain == FULL else ""))
    key_file = folder / "key.pem"
    key_file.touch(mode=0o600)
    key_file.write_text(authority.to_pem(key))
    return {"certfile": str(folder / "chain.pem"), "keyfile": str(key_file)}
