"""A root and a seal of our own for development: enough to seal and check, trusted by nobody else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

ISSUER = "ASULA development root"
_LIFE = timedelta(days=3650)
_NO_USAGE = dict.fromkeys(
    [
        *["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"],
        *["key_cert_sign", "crl_sign", "encipher_only", "decipher_only"],
    ],
    False,
)


def make(folder: Path, *, issuer_name: str = ISSUER) -> None:
    """`folder` holds key.pem, certificate.pem and root.pem; what is there already stays."""
    if (folder / "key.pem").exists():
        return
    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _name(issuer_name)
    root = (
        _certificate(issuer, issuer, root_key.public_key(), key_cert_sign=True, crl_sign=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root_key, SHA256())
    )
    seal = (
        _certificate(_name("ASULA development seal"), issuer, seal_key.public_key(), content_commitment=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(root_key, SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "certificate.pem").write_bytes(seal.public_bytes(Encoding.PEM))
    secret = seal_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(folder / "key.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, **usage: bool
) -> x509.CertificateBuilder:
    begin = datetime.now(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + _LIFE)
        .add_extension(x509.KeyUsage(**(_NO_USAGE | usage)), critical=True)
    )
