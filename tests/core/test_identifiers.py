from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifiers import Identifier, Inn, InvalidIdentifier, Pin

PIN = "22112199901234"
INN = "00708201710169"


@pytest.mark.parametrize("text", [PIN, f" {PIN} ", "2211 2199 9012 34", "22112199-901234", "2211\u00a0219990 1234"])
def test_a_pin_is_read_without_spaces_and_hyphens(text):
    assert Pin.parse(text) == PIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        PIN[:-1],
        PIN + "1",
        "3" + PIN[1:],
        "23213199901234",
        "２２１１２１９９９０１２３４",
        "٢٢١١٢١٩٩٩٠١٢٣٤",
        "2211219990123a",
        PIN + "\n1",
    ],
)
def test_what_is_no_pin_is_refused_with_a_message(text):
    with pytest.raises(InvalidIdentifier) as refusal:
        Pin.parse(text)
    assert refusal.value.messages == ["ПИН ID-картадагыдай 14 сандан турушу керек."]


@pytest.mark.parametrize("inn", [INN, "00207199610017", "02106200710042", "41009200310185"])
def test_inns_of_public_bodies_have_a_valid_check_digit(inn):
    assert Inn.parse(inn).has_valid_check_digit()


@pytest.mark.parametrize("inn", [INN, "00207199610017", "02106200710042", "41009200310185"])
def test_any_other_last_digit_is_wrong(inn):
    others = [inn[:13] + str(digit) for digit in range(10) if str(digit) != inn[13]]
    assert [Inn(other).has_valid_check_digit() for other in others] == [False] * 9


def test_an_inn_keeps_its_leading_zeros_and_knows_its_date():
    assert (Inn.parse(INN), Inn(INN).date_inside) == (INN, date(2017, 8, 7))


@given(st.from_regex(r"\A[12][0-9]{13}\Z"))
def test_the_repr_never_shows_the_number(digits):
    assert digits not in repr(Pin(digits))
    assert digits not in repr({"pin": Pin(digits)})


@given(st.text(max_size=40))
def test_parsing_any_text_gives_a_number_or_a_refusal(text):
    try:
        number = Inn.parse(text)
    except InvalidIdentifier:
        return
    assert isinstance(number, Identifier)
    assert len(number) == 14
