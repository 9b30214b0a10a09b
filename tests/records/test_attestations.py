import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from records.attestations import (
    AttestationKeyUnavailable,
    NotAttested,
    attest,
    attested,
    published_keys,
)
from tests.printed import NEEDS_OPENSSL, checked_by_hand

FACTS = {"number": "000123", "name": "Өзгөн шаарындагы №1 мектеп", "until": "2031-11-22"}


def private_key(folder, key, name="key.pem"):
    path = folder / name
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(path)


def public_key(folder, key, name="former.pem"):
    path = folder / name
    path.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return str(path)


def test_what_was_attested_is_read_again():
    assert attested(attest(FACTS)) == FACTS
    assert attest(FACTS) == attest(dict(reversed(FACTS.items())))


def test_it_fits_into_an_address_as_it_is():
    assert set(attest(FACTS)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@given(place=st.integers(min_value=0), letter=st.sampled_from("ABCabc019-_."))
def test_a_changed_character_is_found(place, letter):
    text = attest(FACTS)
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(NotAttested):
            attested(changed)


@given(st.one_of(st.text(max_size=200), st.from_regex(r"\AASULA1(\.[A-Za-z0-9_-]{0,90}){0,4}\Z")))
def test_any_other_text_is_refused(text):
    with pytest.raises(NotAttested):
        attested(text)


def test_a_text_that_is_too_long_is_not_even_looked_at():
    with pytest.raises(NotAttested):
        attested(attest({"name": "ө" * 2000}))


def test_another_key_does_not_attest_for_us(settings, tmp_path):
    settings.ATTESTATION_KEY = private_key(tmp_path, Ed25519PrivateKey.generate())
    foreign = attest(FACTS)
    settings.ATTESTATION_KEY = private_key(tmp_path, Ed25519PrivateKey.generate())
    with pytest.raises(NotAttested):
        attested(foreign)


def test_a_former_key_goes_on_being_believed(settings, tmp_path):
    former = Ed25519PrivateKey.generate()
    settings.ATTESTATION_KEY = private_key(tmp_path, former)
    old = attest(FACTS)
    settings.ATTESTATION_KEY = private_key(tmp_path, Ed25519PrivateKey.generate(), "new.pem")
    settings.ATTESTATION_FORMER_KEYS = [public_key(tmp_path, former)]
    assert attested(old) == FACTS
    assert attest(FACTS) != old
    assert published_keys().count("BEGIN PUBLIC KEY") == 2


@pytest.mark.parametrize("content", [None, b"", b"no key"])
def test_without_a_key_nothing_is_attested(settings, tmp_path, content):
    path = tmp_path / "key.pem"
    if content is not None:
        path.write_bytes(content)
    settings.ATTESTATION_KEY = str(path)
    with pytest.raises(AttestationKeyUnavailable):
        attest(FACTS)


def test_a_key_of_another_kind_is_refused(settings, tmp_path):
    settings.ATTESTATION_KEY = private_key(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(AttestationKeyUnavailable):
        attest(FACTS)


@NEEDS_OPENSSL
def test_openssl_alone_checks_it(tmp_path):
    keys = published_keys().encode()
    verdict, _line, facts = checked_by_hand(tmp_path, attest(FACTS), keys=keys).partition(b"\n")
    assert verdict == b"Signature Verified Successfully"
    assert json.loads(facts) == FACTS
    assert b"Failure" in checked_by_hand(tmp_path, attest(FACTS).replace("ASULA1", "ASULA2"), keys=keys)
