"""Encryption of personal numbers at rest: AES-GCM with named keys, and a blind index for exact search."""

import base64
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

_NONCE_BYTES = 12


@cache
def keyring() -> dict[str, AESGCM]:
    """Key id → cipher, the newest first, from settings.IDENTIFIER_KEYS ("id:base64 of 32 bytes")."""
    ring = {}
    for entry in settings.IDENTIFIER_KEYS:
        key_id, _, encoded = entry.partition(":")
        key = base64.b64decode(encoded)
        if len(key) != 32:
            raise ImproperlyConfigured(f"IDENTIFIER_KEYS: key {key_id!r} must be 32 bytes in base64")
        ring[key_id] = AESGCM(key)
    return ring


def newest_key_id() -> str:
    return next(iter(keyring()))


def encrypt(plain: str, *, context: str) -> str:
    """`plain` sealed with the newest key as `id.base64`; `context` (table.column) must be given again to open it."""
    key_id = newest_key_id()
    nonce = os.urandom(_NONCE_BYTES)
    sealed = keyring()[key_id].encrypt(nonce, plain.encode(), context.encode())
    return f"{key_id}.{base64.b64encode(nonce + sealed).decode()}"


def decrypt(sealed: str, *, context: str) -> str:
    """The plain text; raises InvalidTag when a byte, the key or the context differs."""
    key_id, _, encoded = sealed.partition(".")
    data = base64.b64decode(encoded)
    return keyring()[key_id].decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], context.encode()).decode()


def blind_index(plain: str) -> str:
    """64 hex characters that are equal for equal numbers and say nothing without the key."""
    key = settings.IDENTIFIER_INDEX_KEY.encode()
    if len(key) < 32:
        raise ImproperlyConfigured("IDENTIFIER_INDEX_KEY must have at least 32 characters")
    return hmac.digest(key, plain.encode(), "sha256").hex()


def _forget_keys(*, setting: str, **_kwargs: object) -> None:
    if setting == "IDENTIFIER_KEYS":
        keyring.cache_clear()


setting_changed.connect(_forget_keys)
