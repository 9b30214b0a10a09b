import pytest

from integrations.checks import check_integrations, is_stub

REAL = {
    "DEBUG": False,
    "ALLOW_STUBS": False,
    "ADAPTERS": {
        "cloud_signature": "integrations.cloud_signature.http.CdsCloudSignature",
        "legal_entity_registry": "integrations.legal_entity_registry.http.JusticeRegistry",
        "person_registry": "integrations.person_registry.combined.CombinedPersonRegistry",
        "token_signature": "integrations.token_signature.verifier.CmsTokenSignature",
    },
    "CDS_URL": "https://cds.example",
    "CDS_TOKEN": "token",
    "CDS_USER_AGENT": "asula",
    "XROAD_URL": "https://xroad.example",
    "XROAD_CLIENT": "central-server/GOV/70000099/asula-service",
    "ESI_ISSUER": "https://esi.example",
}


@pytest.fixture
def real(settings, tmp_path):
    roots = tmp_path / "roots.pem"
    roots.write_text("-")
    for name, value in {**REAL, "TOKEN_ROOTS": str(roots)}.items():
        setattr(settings, name, value)
    return settings


def ids() -> list[str]:
    return [message.id for message in check_integrations()]


def test_real_services_pass(real):
    assert ids() == []


@pytest.mark.parametrize("port", list(REAL["ADAPTERS"]))
def test_fake_is_refused(real, port):
    real.ADAPTERS = {**REAL["ADAPTERS"], port: f"integrations.{port}.fake.Fake"}
    assert ids() == ["integrations.E001"]
    real.ALLOW_STUBS = True
    assert ids() == []
    real.ALLOW_STUBS, real.DEBUG = False, True
    assert ids() == []


@pytest.mark.parametrize("name", ["CDS_URL", "XROAD_URL", "ESI_ISSUER", "ESI_INTERNAL_URL"])
def test_address_of_a_stub_is_refused(real, name):
    setattr(real, name, "https://127.0.0.1:8001")
    assert ids() == ["integrations.E002"]
    real.ALLOW_STUBS = True
    assert ids() == []


@pytest.mark.parametrize(
    ("url", "stub"),
    [
        ("http://127.0.0.1:8001", True),
        ("http://127.8.8.8", True),
        ("http://[::1]:8001", True),
        ("http://localhost", True),
        ("https://stub:8001/x", True),
        ("http://esi.localhost", True),
        ("https://dev-esia.tunduk.kg", True),
        ("https://esia.tunduk.kg", False),
        ("https://10.0.0.8", False),
        ("https://stubborn.example", False),
        ("", False),
    ],
)
def test_stub_is_known_by_its_host(url, stub):
    assert is_stub(url) is stub


@pytest.mark.parametrize("name", ["CDS_URL", "CDS_TOKEN", "CDS_USER_AGENT"])
def test_missing_setting_is_named(real, name):
    setattr(real, name, "")
    assert [(message.id, name in message.msg) for message in check_integrations()] == [("integrations.E003", True)]


@pytest.mark.parametrize("name", ["CDS_CA_BUNDLE", "XROAD_CLIENT_KEY", "TOKEN_ROOTS"])
def test_missing_file_is_named(real, name):
    setattr(real, name, "/nowhere/roots.pem")
    assert ids() == ["integrations.E004"]


def test_clear_text_is_refused_beyond_our_own_network(real):
    real.CDS_URL = "http://cds.example"
    assert ids() == ["integrations.E005"]
    real.CDS_URL, real.XROAD_URL = REAL["CDS_URL"], "http://xroad.example"
    assert ids() == ["integrations.W001"]
