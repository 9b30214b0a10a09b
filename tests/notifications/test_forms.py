import pytest

from notifications.forms import FeedbackForm

DATA = {"last_name": "Үсөнова", "first_name": "Гүлнара", "email": "g@mail.example", "phone": "", "text": "Кантип?"}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"email": "эмес"}, ["email"]),
        ({"last_name": "", "first_name": " ", "text": ""}, ["first_name", "last_name", "text"]),
        ({"text": "ө" * 2000}, []),
        ({"text": "ө" * 2001}, ["text"]),
    ],
)
def test_a_letter_has_a_writer_an_address_and_a_text(change, wrong):
    assert sorted(FeedbackForm(DATA | change).errors) == wrong
