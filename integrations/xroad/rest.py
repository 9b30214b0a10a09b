"""REST over X-Road, message protocol r1."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from integrations.http import Answer, Client, Question, new_id
from integrations.json_text import NotJson, parse_object
from integrations.registries import (
    NotFound,
    RegistryError,
    RegistryFault,
    RegistryUnavailable,
    RegistryUnexpectedResponse,
)
from integrations.xroad import Address, asker, client_address, faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The register's JSON object, and the proof of origin."""

    content: dict[str, Any]
    x_road_id: str
    request_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestService:
    """One service of one register, asked with GET."""

    client: Client
    address: Address
    operation: str

    def get[T](self, path: str, read: Callable[[Reply], T], *, on_behalf_of: str, case: str | None) -> T:
        """What `read` makes of the object at `path`; asked once more when the service does not answer."""
        message_id = new_id()
        headers = {
            "Accept": "application/json",
            "X-Road-Client": client_address().path,
            "X-Road-Id": message_id,
            "X-Road-UserId": quote(asker(on_behalf_of), safe=""),
        }
        if case:
            headers["X-Road-Issue"] = quote(case, safe="")
        question = Question(
            operation=self.operation,
            method="GET",
            path=f"/r1/{self.address.path}/{quote(path, safe='')}",
            headers=headers,
            correlation_id=message_id,
        )
        return self.client.call(question, lambda answer: read(_reply(answer)), retry=True)


def _reply(answer: Answer) -> Reply:
    if "x-road-error" in answer.headers:
        raise _xroad_fault(answer)
    if answer.status == 404:
        raise NotFound("404", upstream_status=404)
    if answer.status >= 500 or answer.content_type == "text/html":
        raise RegistryUnavailable("the register fails", side="theirs", upstream_status=answer.status)
    if answer.status != 200:
        raise RegistryFault(f"HTTP {answer.status}", upstream_status=answer.status)
    if answer.headers.get("x-road-id", answer.correlation_id) != answer.correlation_id:
        raise RegistryUnexpectedResponse("the answer is for another request")
    try:
        content = parse_object(answer.body)
    except NotJson as problem:
        raise RegistryUnexpectedResponse(f"not JSON: {problem}", upstream_status=answer.status) from None
    return Reply(
        content=content,
        x_road_id=answer.correlation_id,
        request_hash=answer.headers.get("x-road-request-hash", ""),
    )


def _xroad_fault(answer: Answer) -> RegistryError:
    """X-Road itself failed; its header or its body names the code."""
    code = answer.headers["x-road-error"].strip()
    text = ""
    try:
        body = parse_object(answer.body)
    except NotJson:
        body = {}
    if isinstance(body.get("type"), str):
        code = body["type"]
    if isinstance(body.get("message"), str):
        text = body["message"]
    error = faults.fault(code if re.fullmatch(r"[A-Za-z.]{1,100}", code) else "unknown", text)
    error.upstream_status = answer.status
    return error
