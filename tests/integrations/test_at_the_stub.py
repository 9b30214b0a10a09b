"""What needs the running stub server besides the contract suites: its tokens, its certificates, its TLS."""

import base64

import pytest
import requests

from core.identifiers import Inn, Pin
from integrations.cloud_signature import Channel, DocumentDigest, SignerRef, errors
from integrations.cloud_signature.evidence import Format, own_evidence
from integrations.cloud_signature.http import CdsCloudSignature
from integrations.token_signature import errors as token_errors
from integrations.token_signature.verifier import CmsTokenSignature
from tests.stub_process import SYSTEM_TOKEN, running_stub

SECONDS = 10
SESSION = "session-of-this-browser"
WELL = "head-ministry@ministry"


class Reader:
    """A card reader of the stub with tokens in it, used as the plug-in's script does."""

    def __init__(self, stub, name: str = "contract") -> None:
        self.stub, self.address = stub, f"{stub.url}/softtoken/readers/{name}"

    def insert(self, *tokens: str) -> None:
        requests.put(f"{self.address}/tokens", json={"tokens": tokens}, timeout=SECONDS).raise_for_status()

    def call(self, method: str, *args):
        answer = requests.post(f"{self.address}/call", json={"method": method, "args": args}, timeout=SECONDS).json()
        assert "error" not in answer, answer
        return answer["result"]

    def sign(self, text: str, pin: str = "12345678") -> str:
        device = self.call("enumerateDevices")[0]
        certificate = self.call("enumerateCertificates", device, 0)[0]
        self.call("login", device, pin)
        return self.call("sign", device, certificate, text, 0, {})


@pytest.fixture
def service(stub_server, settings, tmp_path):
    roots = tmp_path / "roots.pem"
    roots.write_bytes(requests.get(f"{stub_server.url}/pki/root.pem", timeout=SECONDS).content)
    settings.TOKEN_ROOTS = str(roots)
    return CmsTokenSignature()


def sign_in(stub, service, token: str):
    reader = Reader(stub)
    reader.insert(token)
    challenge = service.new_challenge(SESSION)
    return service.verify(challenge.id, reader.sign(challenge.text), SESSION)


def numbers(stub, token: str) -> tuple[str, str | None]:
    holder = next(row for row in stub.world["tokens"] if row["slug"] == token)["holders"][0]
    row = next(row for row in stub.world["signatures"] if row["slug"] == holder)
    return row["pin"], row["inn"] or None


@pytest.mark.parametrize(
    "token",
    [
        "token-head",
        "token-head-private",
        "token-organization-identifier",
        "token-two-certificates",
        "token-private-person",
    ],
)
def test_tokens_of_all_layouts_sign_in(stub_server, service, token):
    identity = sign_in(stub_server, service, token)
    assert (identity.pin, identity.org_inn) == numbers(stub_server, token)


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("token-expired", token_errors.CertificateExpired),
        ("token-not-yet-valid", token_errors.CertificateExpired),
        ("token-revoked", token_errors.CertificateRevoked),
        ("token-foreign-issuer", token_errors.UntrustedIssuer),
        ("token-ambiguous", token_errors.IdentityAmbiguous),
        ("token-broken-signature", token_errors.BadSignature),
    ],
)
def test_tokens_that_must_not_sign_in(stub_server, service, token, error):
    with pytest.raises(token_errors.TokenError) as raised:
        sign_in(stub_server, service, token)
    assert type(raised.value) is error


def signed(stub, service, slug: str):
    row = next(row for row in stub.world["signatures"] if row["slug"] == slug)
    ref = SignerRef(Pin(row["pin"]), Inn(row["inn"]))
    service.send_code(ref, Channel.EMAIL)
    email = next(person["email"] for person in stub.world["people"] if person["pin"] == ref.pin)
    return service.sign(service.open_session(ref, stub.code(email)), DocumentDigest.of(b"report"))


@pytest.mark.parametrize(("slug", "kind", "intact"), [(WELL, Format.CMS, True), ("signature-raw", Format.OPAQUE, None)])
def test_signature_is_its_own_evidence_where_it_can_be(stub_server, settings, slug, kind, intact):
    settings.CDS_URL, settings.CDS_TOKEN = stub_server.url, SYSTEM_TOKEN
    signature = signed(stub_server, CdsCloudSignature(), slug)
    evidence = own_evidence(DocumentDigest.of(b"report"), signature.sign_b64)
    assert (evidence.format, evidence.intact) == (kind, intact)
    assert base64.b64decode(signature.sign_b64)


def test_broken_chain_is_mended_by_the_bundle_and_never_by_looking_away(stub_server, settings, tmp_path):
    fetched = {
        name: requests.get(f"{stub_server.url}/pki/{name}.pem", timeout=SECONDS).content for name in ("root", "issuing")
    }
    with running_stub(tmp_path / "stub.log", "--tls", "broken") as stub:
        row = next(row for row in stub.world["signatures"] if row["slug"] == WELL)
        ref = SignerRef(Pin(row["pin"]), Inn(row["inn"]))
        settings.CDS_URL, settings.CDS_TOKEN = stub.url, SYSTEM_TOKEN
        bundle = tmp_path / "bundle.pem"
        for certificates in ((), ("root",)):
            bundle.write_bytes(b"".join(fetched[name] for name in certificates))
            settings.CDS_CA_BUNDLE = str(bundle) if certificates else ""
            with pytest.raises(errors.Unavailable, match="tls"):
                CdsCloudSignature().status(ref)
        bundle.write_bytes(fetched["root"] + fetched["issuing"])
        settings.CDS_CA_BUNDLE = str(bundle)
        assert CdsCloudSignature().status(ref).active
