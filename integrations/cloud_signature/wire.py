"""The CDS API's answers: which are refusals, and what each refusal means."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from core.identifiers import Identifier, InvalidIdentifier
from integrations.cloud_signature import errors
from integrations.http import Answer
from integrations.json_text import NotJson, parse_object
from integrations.times import moment

type Body = dict[str, Any]

# "operation:errorCode" or "errorCode" → code of one of our errors. The operator publishes no list, so the setting
# CDS_ERROR_CODES comes before this table.
ERROR_CODES = {
    "401": "system_token_rejected",
    "404": "no_certificate",
    "409": "certificate_expired",
    "423": "signer_locked",
    "code:429": "too_many_codes",
    "440": "session_expired",
    "auth:422": "code_wrong",
    "auth:410": "code_expired",
    "certificate:410": "session_expired",
    "sign:410": "session_expired",
    "sign:422": "sign_refused",
}


def success(answer: Answer, operation: str, codes: Mapping[str, str]) -> Body:
    """The answer's JSON object; raises the error that the answer stands for."""
    if _is_page(answer):
        raise errors.Unavailable("a page instead of JSON", upstream_status=answer.status)
    try:
        body = parse_object(answer.body)
    except NotJson as problem:
        if 200 <= answer.status < 300:
            raise errors.UnexpectedResponse(f"not JSON: {problem}", upstream_status=answer.status) from None
        raise _refusal(answer, operation, {"errorMessage": _plain_text(answer)}, codes) from None
    if not 200 <= answer.status < 300 or body.get("errorCode"):
        raise _refusal(answer, operation, body, codes)
    return body


def text(body: Body, name: str) -> str:
    """A field that must be there and not be empty."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise errors.UnexpectedResponse(f"field {name} is missing")
    return value.strip()


def optional_text(body: Body, name: str) -> str | None:
    value = body.get(name)
    return value.strip() or None if isinstance(value, str) else None


def required_moment(body: Body, name: str) -> datetime:
    if (found := moment(body.get(name))) is None:
        raise errors.UnexpectedResponse(f"field {name} is no moment")
    return found


def timestamp(value: object) -> datetime | None:
    """A moment in seconds or milliseconds since 1970; the API does not say which."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**14:
        return None
    return datetime.fromtimestamp(value / 1000 if value > 10**11 else value, UTC)


def identifier[T: Identifier](kind: type[T], value: object) -> T | None:
    """The number in an answer, or None where there is none that could be one."""
    try:
        return kind.parse(value) if isinstance(value, str) else None
    except InvalidIdentifier:
        return None


def error_codes(entries: list[str]) -> dict[str, str]:
    """The table in use: settings.CDS_ERROR_CODES ("auth:400=code_wrong") over ours. Raises ValueError."""
    table = dict(ERROR_CODES)
    for entry in entries:
        code, _, ours = entry.partition("=")
        if ours not in _MAKERS:
            raise ValueError(f"{entry}: {ours or 'nothing'} is none of {', '.join(sorted(_MAKERS))}")
        table[code] = ours
    return table


def _refusal(answer: Answer, operation: str, body: Body, codes: Mapping[str, str]) -> errors.SigningError:
    code = body["errorCode"] if isinstance(body.get("errorCode"), int) else answer.status
    kind = codes.get(f"{operation}:{code}") or codes.get(str(code))
    reason = optional_text(body, "inactiveReason")
    if body.get("isActive") is False and reason and kind in {None, "no_certificate"}:
        kind = "signer_inactive"
    if kind is None:
        kind = "unavailable" if answer.status >= 500 or answer.status == 429 else "unexpected_response"
    error = _MAKERS[kind](body, answer)
    error.upstream_status = answer.status
    error.detail = error.detail or f"errorCode {code}"
    return error


def _message(body: Body) -> str:
    nested = body.get("message")
    if isinstance(nested, dict):
        return optional_text(nested, "errorMessage") or ""
    return optional_text(body, "errorMessage") or optional_text(body, "message") or ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _seconds(answer: Answer) -> int | None:
    value = answer.headers.get("retry-after", "")
    return int(value) if re.fullmatch(r"[0-9]{1,5}", value) else None


_MAKERS: dict[str, Callable[[Body, Answer], errors.SigningError]] = {
    "system_token_rejected": lambda body, _answer: errors.SystemTokenRejected(said=_message(body)),
    "signer_inactive": lambda body, _answer: errors.SignerInactive(
        optional_text(body, "inactiveReason") or _message(body)
    ),
    "no_certificate": lambda body, _answer: errors.NoCertificate(said=_message(body)),
    "certificate_expired": lambda body, _answer: errors.CertificateExpired(moment(body.get("validNotAfter"))),
    "code_wrong": lambda body, _answer: errors.CodeWrong(_number(body.get("attemptsLeft"))),
    "code_expired": lambda body, _answer: errors.CodeExpired(said=_message(body)),
    "signer_locked": lambda body, _answer: errors.SignerLocked(moment(body.get("lockedUntil"))),
    "too_many_codes": lambda _body, answer: errors.TooManyCodes(_seconds(answer)),
    "session_expired": lambda body, _answer: errors.SessionExpired(said=_message(body)),
    "sign_refused": lambda body, _answer: errors.SignRefused(said=_message(body)),
    "unavailable": lambda body, _answer: errors.Unavailable(said=_message(body)),
    "unexpected_response": lambda body, _answer: errors.UnexpectedResponse(said=_message(body)),
}


def _is_page(answer: Answer) -> bool:
    return answer.content_type in {"text/html", "application/xhtml+xml"} or answer.body.lstrip()[:1] == b"<"


def _plain_text(answer: Answer) -> str:
    """The first line of an error that is no JSON."""
    try:
        lines = answer.body.decode().strip().splitlines()
    except UnicodeDecodeError:
        return ""
    return lines[0][:300] if lines else ""


def encoded(fields: Mapping[str, object]) -> bytes:
    """A request's body: fields that are None are left out."""
    present = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(present, ensure_ascii=False).encode()
