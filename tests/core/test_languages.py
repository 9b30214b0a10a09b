from types import SimpleNamespace

import pytest
from django.utils.translation import override

from core.languages import data_language, localized, written

BOTH = SimpleNamespace(name_ky="Мектеп", name_ru="Школа")
KYRGYZ = SimpleNamespace(name_ky="Мектеп", name_ru="")
RUSSIAN = SimpleNamespace(name_ky="", name_ru="Школа")


@pytest.mark.parametrize(("reader", "data"), [("ky", "ky"), ("ru", "ru"), ("en", "ky")])
def test_readers_of_russian_get_russian_and_all_others_kyrgyz(reader, data):
    with override(reader):
        assert data_language() == data


@pytest.mark.parametrize(
    ("obj", "reader", "shown"),
    [
        (BOTH, "ky", "Мектеп"),
        (BOTH, "ru", "Школа"),
        (BOTH, "en", "Мектеп"),
        (KYRGYZ, "ru", "Мектеп"),
        (RUSSIAN, "ky", "Школа"),
    ],
)
def test_a_missing_language_is_replaced_by_the_other(obj, reader, shown):
    with override(reader):
        assert localized(obj, "name") == shown


@pytest.mark.parametrize(
    ("ky", "ru", "reader", "shown"),
    [
        ("Негиз", "Основание", "ky", "Негиз"),
        ("Негиз", "Основание", "ru", "Основание"),
        ("Негиз", "", "ky", "Негиз"),
        ("Негиз", "", "ru", "Негиз (только на кыргызском языке)"),
        ("", "Основание", "ky", "Основание (орус тилинде гана)"),
        ("", "Основание", "ru", "Основание"),
        ("", "", "ky", ""),
        ("", "", "ru", ""),
    ],
)
def test_what_is_written_in_one_language_only_says_so_to_readers_of_the_other(ky, ru, reader, shown):
    with override(reader):
        assert written(ky, ru) == shown
