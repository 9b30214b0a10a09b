import base64

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured

from core import crypto

CONTEXT = "accounts_user.pin"
NUMBER = "22112199901234"


def test_a_number_opens_again_and_is_not_readable_meanwhile():
    sealed = crypto.encrypt(NUMBER, context=CONTEXT)
    assert crypto.decrypt(sealed, context=CONTEXT) == NUMBER
    assert NUMBER not in sealed
    assert sealed.startswith("t2.")


def test_the_same_number_is_sealed_differently_each_time():
    assert crypto.encrypt(NUMBER, context=CONTEXT) != crypto.encrypt(NUMBER, context=CONTEXT)


def test_a_sealed_number_moved_to_another_column_does_not_open():
    sealed = crypto.encrypt(NUMBER, context=CONTEXT)
    with pytest.raises(InvalidTag):
        crypto.decrypt(sealed, context="organizations_organization.inn")


def test_each_flipped_byte_is_found():
    key_id, _, encoded = crypto.encrypt(NUMBER, context=CONTEXT).partition(".")
    data = base64.b64decode(encoded)
    for place in range(len(data)):
        flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(InvalidTag):
            crypto.decrypt(f"{key_id}.{base64.b64encode(flipped).decode()}", context=CONTEXT)


def test_an_older_key_still_opens_after_a_new_one_was_put_first(settings):
    sealed = crypto.encrypt(NUMBER, context=CONTEXT)
    settings.IDENTIFIER_KEYS = ["t3:" + base64.b64encode(b"3" * 32).decode(), *settings.IDENTIFIER_KEYS]
    assert crypto.decrypt(sealed, context=CONTEXT) == NUMBER
    assert crypto.encrypt(NUMBER, context=CONTEXT).startswith("t3.")


def test_a_short_key_is_refused_by_name(settings):
    settings.IDENTIFIER_KEYS = ["t9:" + base64.b64encode(b"short").decode()]
    with pytest.raises(ImproperlyConfigured, match="t9"):
        crypto.keyring()


def test_the_blind_index_is_equal_for_equal_numbers_only(settings):
    first = crypto.blind_index(NUMBER)
    assert first == crypto.blind_index(NUMBER)
    assert first != crypto.blind_index(NUMBER[:-1] + "5")
    settings.IDENTIFIER_INDEX_KEY = "another-index-key-0123456789-0123456789"
    assert first != crypto.blind_index(NUMBER)
