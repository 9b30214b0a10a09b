"""Whatever comes over the wire, a port answers with a value or with its own error, never with a surprise."""

import base64
import contextlib
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from integrations import cms, revocation
from integrations.cloud_signature import DocumentDigest, wire
from integrations.cloud_signature.errors import SigningError
from integrations.cloud_signature.evidence import Format, own_evidence
from integrations.http import Answer
from integrations.json_text import NotJson, parse_object
from integrations.registries import RegistryError
from integrations.times import day, moment
from integrations.xroad import rest, soap
from tests.integrations.pki import INN, PIN, Centre, person_name

CHALLENGE = b"login|testserver|2026-11-22T00:00:00Z|00"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        "errorCode",
        "errorMessage",
        "message",
        "isActive",
        "inactiveReason",
        "status",
        "type",
        "attemptsLeft",
        "lockedUntil",
    ]
)
STATUSES = st.sampled_from([200, 204, 400, 401, 403, 404, 409, 410, 418, 422, 423, 429, 440, 500, 502, 503])
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "retry-after", "x-road-error", "x-road-id"]), st.text(max_size=20), max_size=3
)


def an_answer(status, headers, body):
    return Answer(status=status, headers=headers, body=body, correlation_id="1")


@given(STATUSES, HEADERS, st.binary(max_size=200), st.sampled_from(["methods", "code", "auth", "sign", "check"]))
def test_any_bytes_from_the_cloud_signature(status, headers, body, operation):
    with contextlib.suppress(SigningError):
        assert isinstance(wire.success(an_answer(status, headers, body), operation, wire.ERROR_CODES), dict)


@given(STATUSES, HEADERS, st.dictionaries(FIELDS, JSON, max_size=5))
def test_any_fields_from_the_cloud_signature(status, headers, fields):
    with contextlib.suppress(SigningError):
        assert wire.success(an_answer(status, headers, wire.encoded(fields)), "auth", wire.ERROR_CODES) is not None


@given(STATUSES, HEADERS, st.binary(max_size=200) | st.dictionaries(FIELDS, JSON, max_size=5).map(wire.encoded))
def test_any_answer_over_rest(status, headers, body):
    with contextlib.suppress(RegistryError):
        assert isinstance(rest._reply(an_answer(status, headers, body)).content, dict)


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.text().map(lambda t: f"<a>{t}</a>".encode())
)
def test_any_document_over_soap(document):
    with contextlib.suppress(RegistryError):
        soap.as_data(soap.parse(document))


@given(st.binary(max_size=300) | JSON.map(str).map(str.encode))
def test_any_json(body):
    with contextlib.suppress(NotJson):
        assert isinstance(parse_object(body), dict)


@given(st.text(max_size=30) | st.none() | st.integers())
def test_any_date(text):
    assert day(text) is None or day(text).year > 0
    assert moment(text) is None or moment(text).tzinfo is not None


@cache
def message() -> tuple[bytes, cms.Anchors]:
    centre = Centre("http://127.0.0.1:1")
    holder = centre.issue(person_name(PIN, INN))
    return centre.sign(CHALLENGE, holder), cms.Anchors.read(centre.root.pem)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_damage_to_a_signed_message(data):
    whole, anchors = message()
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for broken in (bytes(damaged), whole[:cut]):
        with contextlib.suppress(cms.CmsError):
            cms.verify_attached(broken, CHALLENGE, anchors, revocation.fetchers())


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2500), st.integers(0, 255), st.integers(0, 2500))
def test_any_signature_is_at_least_opaque(position, byte, cut):
    whole, _anchors = message()
    damaged = bytearray(whole)
    damaged[position % len(whole)] = byte
    for broken in (bytes(damaged), whole[:cut]):
        assert own_evidence(DocumentDigest.of(b"x"), base64.b64encode(broken).decode()).format in set(Format)
