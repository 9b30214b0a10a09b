import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.values import Bilingual, Owner, in_both, packed, spoken, unpacked
from selfassessment.enums import AccreditationType

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.builds(Bilingual, st.text(), st.text())
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(VALUES)
def test_what_is_packed_comes_back_as_it_was(value):
    assert unpacked(json.loads(json.dumps(packed(value)))) == value


@pytest.mark.parametrize("value", [1.5, b"x", object(), {1, 2}])
def test_what_a_document_can_not_hold_is_refused(value):
    with pytest.raises(TypeError, match="can't hold"):
        packed(value)


def test_a_moment_is_packed_as_its_day():
    assert unpacked(packed(datetime(2026, 11, 22, 14, 3))) == date(2026, 11, 22)  # noqa: DTZ001 -- any datetime


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ky", {"day": "2026-жылдын 22-ноябры", "names": ["Мектеп", "x"], "sum": "1,50", "count": 3, "none": None}),
        ("ru", {"day": "22 ноября 2026 года", "names": ["Школа", "x"], "sum": "1,50", "count": 3, "none": None}),
    ],
)
def test_values_are_spoken_in_the_language_of_the_part(language, expected):
    names = [Bilingual("Мектеп", "Школа"), "x"]
    values = {"day": date(2026, 11, 22), "names": names, "sum": Decimal("1.50"), "count": 3, "none": None}
    assert spoken(values, language) == expected


@pytest.mark.parametrize(("language", "name"), [("ky", "Мектеп"), ("ru", "Школа"), ("en", "Мектеп")])
def test_an_owner_is_named_in_the_readers_language(language, name):
    with translation.override(language):
        assert str(Owner(1, "Мектеп", "Школа")) == name


@pytest.mark.parametrize("reader", ["ky", "ru", "en"])
def test_a_label_is_said_in_both_languages_whoever_reads(reader):
    with translation.override(reader):
        assert in_both(AccreditationType.INST_GEN.label) == Bilingual(
            "Институционалдык аккредитация. Жалпы билим берүү уюму",
            "Институциональная аккредитация. Общеобразовательная организация",
        )
