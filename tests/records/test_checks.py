from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from records import development_seal
from records.checks import check_attestation_key, check_seal


@pytest.fixture
def own_seal(settings, tmp_path):
    development_seal.make(tmp_path)
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    settings.SEAL_ROOTS = [str(tmp_path / "root.pem")]
    return tmp_path


def found():
    return [message.id for message in check_seal(app_configs=None)]


def test_the_development_seal_is_refused_in_production_only(own_seal, settings):
    assert found() == []
    settings.ALLOW_STUBS = False
    assert found() == ["records.E002"]
    settings.DEBUG = True
    assert found() == []


def test_a_key_of_attestations_that_cannot_be_used_is_named(settings, tmp_path):
    assert check_attestation_key(app_configs=None) == []
    settings.ATTESTATION_KEY = str(tmp_path / "none.pem")
    assert [message.id for message in check_attestation_key(app_configs=None)] == ["records.E004"]
    settings.ATTESTATION_KEY, settings.ATTESTATION_FORMER_KEYS = "", [str(tmp_path / "none.pem")]
    assert [message.id for message in check_attestation_key(app_configs=None)] == ["records.E004"]


def test_missing_files_are_named(settings, tmp_path):
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = str(tmp_path / "none.pem")
    assert found() == ["records.E001", "records.E001"]


@pytest.mark.parametrize(
    ("days", "expected"), [(3000, []), (3640, ["records.W001"]), (3700, ["records.E003"]), (-2, ["records.E003"])]
)
def test_the_end_of_the_certificate_is_told_in_time(own_seal, days, expected):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
        assert found() == expected


def test_a_seal_is_made_once_and_its_key_is_its_owners(own_seal):
    key = (own_seal / "key.pem").read_bytes()
    assert (own_seal / "key.pem").stat().st_mode & 0o777 == 0o600
    call_command("make_seal", verbosity=0)
    assert (own_seal / "key.pem").read_bytes() == key


def test_a_seal_of_ones_own_is_not_overwritten(settings):
    settings.SEAL_KEY = "/etc/seal/ministry.key"
    with pytest.raises(CommandError, match="of your own"):
        call_command("make_seal")
