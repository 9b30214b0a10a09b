"""Short signed statements that fit into a QR code: whoever holds the published key checks them without a network.

An attestation reads `ASULA1.KEY.FACTS.SIGNATURE`: the beginning of the key's SHA-256, a JSON object in base64url, and
an Ed25519 signature (base64url) of everything before the last dot. `docs/certificates.md` checks one by OpenSSL alone.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.core.signals import setting_changed

_FORM = "ASULA1"
_PARTS = 4
_KEY_DIGITS = 8
_LONGEST = 2000  # characters; a QR code of this size can hardly be read any more


class AttestationKeyUnavailable(Exception):
    """The key that signs is missing or isn't an Ed25519 key: administrators must act."""


class NotAttested(Exception):
    """The text was not signed by this system, or was changed afterwards."""


def attest(facts: Mapping[str, str]) -> str:
    """The facts as a signed text of letters, digits, `-`, `_` and `.`; equal facts make equal texts.

    Raises AttestationKeyUnavailable.
    """
    key = _signing_key()
    content = json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    signed = f"{_FORM}.{key_id(key.public_key())}.{_encoded(content)}"
    return f"{signed}.{_encoded(key.sign(signed.encode()))}"


def attested(text: str) -> dict[str, str]:
    """The facts of a text that this system signed, with its present key or a former one. Raises NotAttested."""
    parts = text.split(".")
    if len(text) > _LONGEST or len(parts) != _PARTS or parts[0] != _FORM:
        raise NotAttested
    key = _public_keys().get(parts[1])
    if key is None:
        raise NotAttested
    try:
        key.verify(_decoded(parts[3]), text.rpartition(".")[0].encode())
    except (InvalidSignature, NotBase64, ValueError):
        raise NotAttested from None
    facts: dict[str, str] = json.loads(_decoded(parts[2]))
    return facts


def published_keys() -> str:
    """The public keys, PEM, the present one first: what a person needs who checks an attestation alone."""
    pem = (key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for key in _public_keys().values())
    return b"".join(pem).decode()


def key_id(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()[:_KEY_DIGITS]


@cache
def _signing_key() -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(Path(settings.ATTESTATION_KEY).read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise AttestationKeyUnavailable(type(error).__name__) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise AttestationKeyUnavailable("not an Ed25519 key")
    return key


@cache
def _public_keys() -> dict[str, Ed25519PublicKey]:
    former = [load_pem_public_key(Path(path).read_bytes()) for path in settings.ATTESTATION_FORMER_KEYS]
    keys = [_signing_key().public_key(), *(key for key in former if isinstance(key, Ed25519PublicKey))]
    return {key_id(key): key for key in keys}


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """Strictly: another spelling of the same bytes is not what was signed."""
    content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encoded(content) != text:
        raise ValueError
    return content


def _forget_keys(*, setting: str, **_kwargs: object) -> None:
    if setting.startswith("ATTESTATION_"):
        _signing_key.cache_clear()
        _public_keys.cache_clear()


setting_changed.connect(_forget_keys)
