"""The questions that our server asks of ЕСИ itself, behind the browser's back."""

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.signals import setting_changed

from accounts.errors import ClientRejected, CodeRefused, EsiUnexpected
from integrations.http import Answer, Client, Question, Service, Timeouts
from integrations.identity import EsiProtocolError, EsiUnavailable

MAX_BYTES = 512 * 1024
_FORM = "application/x-www-form-urlencoded"


def fetch(operation: str, path: str, *, bearer: str = "") -> dict[str, Any]:
    """The JSON object at this path of ЕСИ. Raises EsiUnavailable, EsiProtocolError."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    return _client().call(Question(operation=operation, method="GET", path=path, headers=headers), _object)


def redeem(path: str, form: Mapping[str, str]) -> dict[str, Any]:
    """What ЕСИ gives for an authorization code. It is sent once: the code is used up, whatever comes back."""
    question = Question(
        operation="token",
        path=path,
        headers={"Accept": "application/json", "Content-Type": _FORM, "Authorization": _client_credentials()},
        body=urlencode(form).encode(),
    )
    return _client().call(question, _token)


def path_of(address: str) -> str:
    """The part of an endpoint's address that comes after the host."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _client_credentials() -> str:
    """RFC 6749 §2.3.1: both parts are form-encoded before they are joined."""
    joined = f"{quote(settings.ESI_CLIENT_ID, safe='')}:{quote(settings.ESI_CLIENT_SECRET, safe='')}"
    return f"Basic {base64.b64encode(joined.encode()).decode()}"


def _token(answer: Answer) -> dict[str, Any]:
    if answer.status in {400, 401}:
        refusal = _parsed(answer).get("error")
        if refusal == "invalid_grant":
            raise CodeRefused("invalid_grant", upstream_status=answer.status)
        if refusal in {"invalid_client", "unauthorized_client"}:
            raise ClientRejected(refusal, upstream_status=answer.status)
        raise EsiProtocolError("token endpoint refused", upstream_status=answer.status)
    return _object(answer)


def _object(answer: Answer) -> dict[str, Any]:
    if answer.status >= 500 or answer.status == 429:
        raise EsiUnavailable("answers with an error", upstream_status=answer.status)
    if answer.status != 200:
        raise EsiProtocolError("refused", upstream_status=answer.status)
    return _parsed(answer)


def _parsed(answer: Answer) -> dict[str, Any]:
    try:
        parsed = json.loads(answer.body)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise EsiUnexpected("no JSON object", upstream_status=answer.status)
    return parsed


@cache
def _client() -> Client:
    issuer = urlsplit(settings.ESI_ISSUER)
    return Client(
        Service(
            name="esi",
            url=settings.ESI_INTERNAL_URL or f"{issuer.scheme}://{issuer.netloc}",
            timeouts=Timeouts.parse(settings.ESI_TIMEOUTS, "ESI_TIMEOUTS"),
            unavailable=EsiUnavailable,
            unexpected=EsiUnexpected,
            ca_bundle=settings.ESI_CA_BUNDLE,
            max_bytes=MAX_BYTES,
        )
    )


def _forget_client(**_kwargs: object) -> None:
    _client.cache_clear()


setting_changed.connect(_forget_client)
