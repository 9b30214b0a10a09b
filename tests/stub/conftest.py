"""People at the stub's pages and programs at its services, both by plain HTTP."""

import asyncio
import base64
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests

from tests.stub_process import CLIENT_ID, CLIENT_SECRET, SYSTEM_TOKEN, XROAD_CLIENT, Stub

CALLBACK = "http://127.0.0.1:8000/accounts/oidc/esi/login/callback/"
SCOPES = "openid profile organizations email phone"


class FormReader(HTMLParser):
    """The forms of a page with their fields, and the messages marked as errors."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self._in_error = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self.forms.append({"action": values.get("action", ""), "fields": {}, "choices": []})
        elif tag == "input" and self.forms and values.get("name"):
            if values.get("type") in {"radio", "checkbox"}:
                self.forms[-1]["choices"].append(values["value"])
            else:
                self.forms[-1]["fields"][values["name"]] = values.get("value") or ""
        self._in_error = values.get("class") == "error"

    def handle_data(self, data):
        if self._in_error and data.strip():
            self.errors.append(data.strip())

    def handle_endtag(self, _tag):
        self._in_error = False

    def form(self, *names: str) -> dict[str, Any]:
        return next(
            f for f in self.forms if set(names) <= set(f["fields"]) | ({"signature"} if f["choices"] else set())
        )


@dataclass
class Person:
    """Somebody with a browser at ЕСИ's pages; follows redirects within the stub, never to the application."""

    stub: Stub
    session: requests.Session = field(default_factory=requests.Session)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    page: requests.Response | None = None

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def reader(self) -> FormReader:
        return FormReader(self.page.text)

    @property
    def errors(self) -> list[str]:
        return self.reader.errors

    def open(self, path: str, **params: Any) -> "Person":
        return self._follow(self.session.get(urljoin(self.stub.url, path), params=params, allow_redirects=False))

    def begin(self, **params: Any) -> "Person":
        """Sent to ЕСИ by the application, with PKCE."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": CALLBACK,
            "scope": SCOPES,
            "state": "a-state",
            "nonce": self.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return self.open("/connect/authorize", **(query | params))

    def type(self, **values: str) -> "Person":
        """Fills in the form that has these fields, and sends it."""
        fields = {name for name in values if name != "channel"}
        return self.press(self.reader.form(*fields), **values)

    def press(self, form: dict[str, Any], **values: str) -> "Person":
        address = urljoin(self.page.url, form["action"] or self.page.url)
        data = form["fields"] | values
        answer = self.session.post(address, data=data, headers={"Referer": self.page.url}, allow_redirects=False)
        return self._follow(answer)

    def press_to(self, path: str) -> "Person":
        return self.press(next(form for form in self.reader.forms if form["action"] == path))

    def sign_in(self, slug: str, *, place: int | None = 0, channel: str = "email", **params: Any) -> "Person":
        """All the way; `place` counts the cloud signatures, None means the simple one."""
        return self.until_code(slug, place=place, channel=channel, **params).type(code=self.sent_code(slug, channel))

    def until_code(self, slug: str, *, place: int | None = 0, channel: str = "email", **params: Any) -> "Person":
        account = self.stub.account(slug)
        self.begin(**params).type(pin=account["pin"]).type(password=account["password"])
        choices = self.reader.form("signature")["choices"]
        return self.type(signature=choices[0 if place is None else place + 1], channel=channel)

    def sent_code(self, slug: str, channel: str = "email") -> str:
        account = self.stub.account(slug)
        return self.stub.code(account["email"] if channel == "email" else account["phone"])

    @property
    def returned(self) -> dict[str, str]:
        """What the application is told in the address that the browser is sent to."""
        location = self.page.headers["Location"]
        assert location.startswith(CALLBACK), location
        return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}

    def tokens(self, **changes: str) -> requests.Response:
        """The application redeems the code."""
        body = {
            "grant_type": "authorization_code",
            "code": self.returned["code"],
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }
        data = {name: value for name, value in (body | changes).items() if value}
        return self.stub.post("/connect/token", data=data, auth=(CLIENT_ID, CLIENT_SECRET))

    def userinfo(self, token: str | None = None) -> requests.Response:
        token = token or self.tokens().json()["access_token"]
        return self.stub.get("/connect/userinfo", headers={"Authorization": f"Bearer {token}"})

    def _follow(self, answer: requests.Response) -> "Person":
        while answer.is_redirect and not answer.headers["Location"].startswith("http://127.0.0.1:8000"):
            answer = self.session.get(urljoin(answer.url, answer.headers["Location"]), allow_redirects=False)
        self.page = answer
        return self


@pytest.fixture
def person(stub_server):
    return Person(stub_server)


@pytest.fixture
def another(stub_server):
    return Person(stub_server)


@dataclass
class Cds:
    """An information system at the cloud signature service."""

    stub: Stub

    def call(self, path: str, body: Any, **headers: str) -> requests.Response:
        default = {"Authorization": f"Bearer {SYSTEM_TOKEN}", "User-Agent": "ASULA tests"}
        return self.stub.post(path, json=body, headers=default | headers)

    def signer(self, slug: str) -> dict[str, str]:
        """Person and organization of a signature, as a request names them."""
        row = next(row for row in self.stub.world["signatures"] if row["slug"] == slug)
        return {"personIdnp": row["pin"]} | ({"organizationInn": row["inn"]} if row["inn"] else {})

    def token(self, slug: str) -> str:
        """A session of this signature, opened with the code from the mailbox."""
        who = self.signer(slug)
        assert self.call("/api/get-pin-code", who | {"method": "email"}).json()["status"] == 200
        return self.call("/api/account/auth", who | {"byPin": self.code(slug)}).json()["token"]

    def code(self, slug: str) -> str:
        pin = self.signer(slug)["personIdnp"]
        return self.stub.code(next(row["email"] for row in self.stub.world["people"] if row["pin"] == pin))


@pytest.fixture
def cds(stub_server):
    return Cds(stub_server)


ENVELOPE = """<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:xro="http://x-road.eu/xsd/xroad.xsd" xmlns:iden="http://x-road.eu/xsd/identifiers"><soapenv:Header>{header}
</soapenv:Header><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"""
PARTS = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode", "serviceCode", "serviceVersion")
JUSTICE = "central-server/GOV/70000024/minjust-service/getSubjectByTin"
CIVIL = "central-server/GOV/70000005/zags-service/zagsDataByPin/v1"
TAX = "central-server/GOV/70000002/gns-service/individual"


@dataclass
class XRoad:
    """An information system at the security server."""

    stub: Stub

    def header(self, *, client: str = XROAD_CLIENT, service: str = JUSTICE, without: str = "") -> str:
        fields = {
            "client": f'<xro:client iden:objectType="SUBSYSTEM">{identifier(client)}</xro:client>',
            "service": f'<xro:service iden:objectType="SERVICE">{identifier(service)}</xro:service>',
            "id": "<xro:id>0f8fad5b-d9cb-469f-a165-70867728950e</xro:id>",
            "userId": "<xro:userId>KG00000000000000</xro:userId>",
            "issue": "<xro:issue>32862</xro:issue>",
            "protocolVersion": "<xro:protocolVersion>4.0</xro:protocolVersion>",
        }
        return "".join(text for name, text in fields.items() if name != without)

    def soap(self, body: str, **changes: str) -> requests.Response:
        return self.raw(ENVELOPE.format(header=self.header(**changes), body=body).encode())

    def raw(self, message: bytes, content_type: str = "text/xml; charset=utf-8") -> requests.Response:
        return self.stub.post("/xroad", data=message, headers={"Content-Type": content_type})

    def subject(self, inn: str, **changes: str) -> requests.Response:
        body = (
            '<tun:getSubjectByTinRequest xmlns:tun="http://tunduk.gov.kg">'
            f"<tun:tin>{inn}</tun:tin></tun:getSubjectByTinRequest>"
        )
        return self.soap(body, **changes)

    def subject_of(self, slug: str) -> requests.Response:
        return self.subject(self.stub.organization(slug)["inn"])

    def civil(self, pin: str) -> requests.Response:
        namespace = "http://tunduk-seccurity-infocom.x-road.fi/producer"
        body = f'<p:zagsDataByPin xmlns:p="{namespace}"><request><pin>{pin}</pin></request></p:zagsDataByPin>'
        return self.soap(body, service=CIVIL)

    def tax(self, pin: str, *, service: str = TAX, **headers: str) -> requests.Response:
        default = {"X-Road-Client": XROAD_CLIENT}
        return self.stub.get(f"/xroad/r1/{service}/{pin}", headers=default | headers)


def identifier(path: str) -> str:
    return "".join(f"<iden:{part}>{value}</iden:{part}>" for part, value in zip(PARTS, path.split("/"), strict=False))


@pytest.fixture
def xroad(stub_server):
    return XRoad(stub_server)


@pytest.fixture(scope="session")
def run():
    """Runs a coroutine to its end, in a thread of its own: a browser's tests may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda coroutine: thread.submit(asyncio.run, coroutine).result()
