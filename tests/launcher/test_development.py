import os

import pytest

from launcher import development
from launcher.console import StepFailed
from launcher.development import Ports


@pytest.fixture(autouse=True)
def _local(tmp_path, monkeypatch):
    monkeypatch.setattr(development, "LOCAL", tmp_path)


def told(given=None, services=None):
    given = given or {}
    return development.variables(given, Ports.chosen(given), services or {"DATABASE_URL": "postgres://ours"})


def test_ports_have_their_defaults_and_their_variables():
    assert Ports.chosen({}) == Ports(web=8000, stub=8001, mail=8025)
    assert Ports.chosen({"PORT": "8100", "STUB_PORT": "8101", "STUB_SMTP_PORT": "8102"}) == Ports(8100, 8101, 8102)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "eighty", "80.0", "８０"])
def test_what_is_no_port_is_refused_by_name(value):
    with pytest.raises(StepFailed, match="STUB_PORT") as failed:
        Ports.chosen({"STUB_PORT": value})
    assert "STUB_PORT=8001 bin/run" in failed.value.advice


def test_the_site_and_the_stub_server_share_addresses_and_secrets():
    environment = told({"PORT": "8100", "STUB_PORT": "8101"})
    assert environment["SITE_URL"] == "http://127.0.0.1:8100"
    assert environment["ESI_ISSUER"] == environment["STUB_PUBLIC_URL"] == "http://127.0.0.1:8101"
    assert environment["ESI_CLIENT_SECRET"] == environment["STUB_CLIENT_SECRET"]
    assert environment["CDS_TOKEN"] == environment["STUB_SYSTEM_TOKEN"]
    assert environment["XROAD_CLIENT"] == environment["STUB_XROAD_CLIENTS"]
    assert environment["SITE_URL"] in environment["STUB_CLIENT_SITES"].split(",")


def test_development_is_the_default_and_production_can_be_asked_for():
    assert development.is_debug(told())
    assert not development.is_debug(told({"DEBUG": "0"}))
    assert not development.is_debug(told({"DEBUG": ""}))


def test_what_the_caller_gives_wins_over_what_development_needs():
    environment = told({"MAIL_HOST": "mail.example", "SECRET_KEY": "given"}, {"DATABASE_URL": "postgres://ours"})
    assert environment["MAIL_HOST"] == "mail.example"
    assert environment["SECRET_KEY"] == "given"
    assert environment["DATABASE_URL"] == "postgres://ours"


def test_the_settings_are_ours_whatever_the_shell_names():
    environment = told({"DJANGO_SETTINGS_MODULE": "other.settings", "PGPORT": "5433"})
    assert environment["DJANGO_SETTINGS_MODULE"] == "asula.settings"
    assert "PGPORT" not in environment


def test_a_real_scanner_is_used_where_there_is_one():
    assert told()["VIRUS_SCANNER_ADAPTER"].endswith("FakeVirusScanner")
    assert "VIRUS_SCANNER_ADAPTER" not in told({"CLAMD_ADDRESS": "unix:/run/clamd"})


@pytest.mark.parametrize(
    ("url", "beside"),
    [
        ("postgres://u:p@h:5432/asula", "postgres://u:p@h:5432/asula_stub"),
        ("postgres://u:p@h/asula?sslmode=verify-full", "postgres://u:p@h/asula_stub?sslmode=verify-full"),
    ],
)
def test_the_stub_s_database_stands_beside_a_given_one(url, beside):
    assert development.stub_database(url) == beside


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(development, "ROOT", tmp_path)
    (tmp_path / ".env").write_text("PORT=8100\nMINISTRY_PHONE=312\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "8200")
    given = development.given()
    assert given["PORT"] == "8200"
    assert given["MINISTRY_PHONE"] == "312"
    assert given["PATH"] == os.environ["PATH"]
