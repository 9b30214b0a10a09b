"""Starting the stub server: over TLS with both chains, a second time with nothing to do, and two of them at once."""

import time

import pytest
import requests

from tests.stub_process import running_stub


@pytest.fixture
def bundle(stub_server, tmp_path):
    """The root certificate, as an operator hands it out."""
    path = tmp_path / "root.pem"
    path.write_bytes(stub_server.get("/pki/root.pem").content)
    return str(path)


def test_tls_with_the_whole_chain(bundle, tmp_path):
    with running_stub(tmp_path / "log", "--tls", "full") as stub:
        assert requests.get(f"{stub.url}/health", verify=bundle, timeout=10).json() == {"status": "ok"}
        document = requests.get(f"{stub.url}/.well-known/openid-configuration", verify=bundle, timeout=10).json()
        assert document["token_endpoint"] == f"{stub.url}/connect/token"


def test_tls_with_the_broken_chain(bundle, tmp_path):
    with running_stub(tmp_path / "log", "--tls", "broken") as stub, pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{stub.url}/health", verify=bundle, timeout=10)


def test_a_second_start_keeps_what_was_changed(stub_server, tmp_path):
    stub_server.set("person", "citizen-1", "deceased")
    start = time.monotonic()
    with running_stub(tmp_path / "log") as again:
        assert time.monotonic() - start < 15  # three seconds on an idle machine
        assert "checked" in again.get("/scenarios/person/citizen-1").text


def test_intended_failures_leave_no_number_in_the_log(stub_process, cds, stub_server, xroad):
    pin = stub_server.person("gns-unknown")["pin"]
    assert xroad.tax(pin).status_code == 404
    assert cds.call("/api/user-auth-methods", {"personIdnp": pin}).status_code == 404
    assert pin not in stub_process.log.read_text()
