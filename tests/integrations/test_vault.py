from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.cloud_signature import SignerRef, SigningSession, vault
from integrations.cloud_signature.errors import SessionExpired
from integrations.secret import Secret

ME = SignerRef(Pin("21901198000124"), Inn("00207199610017"))


@pytest.fixture
def session():
    return SigningSession(
        token=Secret("the-user-token"),
        signer=ME,
        person_name="Өмүрзакова Гүлайым",
        org_name=None,
        created_at=now(),
        expires_at=now() + timedelta(minutes=10),
        subject_type=2,
    )


def test_session_comes_back_as_it_was(session):
    assert vault.kept(vault.keep(session), ME) == session


def test_session_of_a_private_person_comes_back(session):
    private = SignerRef(ME.pin)
    handle = vault.keep(SigningSession(**{**{n: getattr(session, n) for n in session.__slots__}, "signer": private}))
    assert vault.kept(handle, private).signer == private


@pytest.mark.parametrize("signer", [SignerRef(ME.pin), SignerRef(Pin("10101199000015"), ME.org_inn)])
def test_session_is_given_to_its_signer_only(session, signer):
    handle = vault.keep(session)
    with pytest.raises(SessionExpired):
        vault.kept(handle, signer)


def test_handle_that_was_invented_or_forgotten_opens_nothing(session):
    handle = vault.keep(session)
    vault.forget(handle)
    for unknown in (handle, "invented"):
        with pytest.raises(SessionExpired):
            vault.kept(unknown, ME)


def test_session_is_kept_no_longer_than_the_service_allows(session, time_machine):
    handle = vault.keep(session)
    time_machine.move_to(session.expires_at + timedelta(seconds=1))
    with pytest.raises(SessionExpired):
        vault.kept(handle, ME)
    with pytest.raises(SessionExpired):
        vault.kept(vault.keep(session), ME)


def test_cache_holds_nothing_readable(session):
    sealed = cache.get(f"signing-session:{vault.keep(session)}")
    for secret in ("the-user-token", ME.pin, ME.org_inn, "Өмүрзакова"):
        assert secret not in sealed


def test_session_sealed_with_a_key_that_is_gone_is_over(session, settings):
    handle = vault.keep(session)
    settings.IDENTIFIER_KEYS = ["t9:OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk="]
    with pytest.raises(SessionExpired):
        vault.kept(handle, ME)
