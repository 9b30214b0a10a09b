"""A root, a seal and an attestation key of our own for development: trusted by nobody else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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
    """`folder` holds key.pem, certificate.pem, root.pem and attestation.pem; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "key.pem").exists():
        _make_seal(folder, issuer_name)
    if not (folder / "attestation.pem").exists():
        _keep(folder / "attestation.pem", Ed25519PrivateKey.generate())


def _make_seal(folder: Path, issuer_name: str) -> None:
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
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "certificate.pem").write_bytes(seal.public_bytes(Encoding.PEM))
    _keep(folder / "key.pem", seal_key)


def _keep(path: Path, key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> None:
    """The key's owner alone may read it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


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
