import pytest
from django.db import connection

from core.search import SearchKey, fold, has_words

PAIRS = {
    "Өзгөн": "озгон",
    "ҮҢҮЛДӨШОВА  Ёлка": "унулдошова елка",
    "Подъездный конь": "подездный кон",
    "  ЖАЛАЛ-АБАД ": "жалал-абад",
    "№ 5 «Билим»": "№ 5 «билим»",
    "": "",
}


@pytest.mark.parametrize(("text", "folded"), PAIRS.items())
def test_text_is_folded_to_plain_letters(text, folded):
    assert fold(text) == folded


@pytest.mark.django_db
@pytest.mark.parametrize("text", PAIRS)
def test_the_database_folds_the_same(text):
    letters, plain = (part.value for part in SearchKey("name").expression.get_source_expressions()[1:])
    with connection.cursor() as cursor:
        cursor.execute("SELECT translate(lower(%s), %s, %s)", [text, letters, plain])
        assert " ".join(cursor.fetchone()[0].split()) == fold(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", []), ("Озгон", ["озгон"]), ("Өзгөн  шаары", ["озгон", "шаары"]), ("100%_\\", ["100%_\\"])],
)
def test_each_word_has_to_stand_in_the_key(text, words):
    assert has_words("search_key", text).deconstruct()[1] == tuple(("search_key__contains", word) for word in words)
