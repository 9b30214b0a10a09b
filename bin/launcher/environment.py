"""The environment that our programs get: the caller's, then the checkout's .env, then what development needs."""

import base64
import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from launcher.console import StepFailed

_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")


def read_env_file(path: Path) -> dict[str, str]:
    """The variables of a .env file: NAME=value, quotes optional, # starts a comment line."""
    if not path.is_file():
        return {}
    variables = {}
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise StepFailed(f"line {number} of {path} is not NAME=value", advice="correct the line and start again.")
        variables[match["name"]] = _unquoted(match["value"])
    return variables


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()


def _random_text() -> str:
    return secrets.token_urlsafe(48)


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


SECRETS = {
    "SECRET_KEY": _random_text,
    "IDENTIFIER_KEYS": lambda: f"k1:{_random_key()}",
    "IDENTIFIER_INDEX_KEY": _random_key,
    "ESI_CLIENT_SECRET": _random_text,
    "CDS_TOKEN": _random_text,
}


def development_secrets(path: Path) -> dict[str, str]:
    """Secrets of this checkout, drawn once and kept in a file that only its owner reads."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    missing = {name: draw() for name, draw in SECRETS.items() if name not in known}
    if missing:
        known |= missing
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(known, file, indent=1)
        fresh.replace(path)
    return known


def merged(*layers: Mapping[str, str]) -> dict[str, str]:
    """One environment out of several; the earlier layer wins."""
    result: dict[str, str] = {}
    for layer in reversed(layers):
        result |= layer
    return result


def without_postgres_defaults(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without libpq's own variables: PGPORT or PGOPTIONS of another server would reach ours."""
    return {name: value for name, value in environment.items() if not re.fullmatch(r"PG[A-Z]+", name)}
