import pytest
from django.db import connection

from core.sorting import ALPHABET, KyrgyzSortKey, sort_key

NAMES = ["Яр", "Өзгөн", "Ош", "Нарын", "Ңара", "Үч", "Уч", "Ёлка", "Ель", "Жалал", "Lyceum", "№ 5"]
SORTED = ["Lyceum", "Ель", "Ёлка", "Жалал", "Нарын", "Ңара", "Ош", "Өзгөн", "Уч", "Үч", "Яр", "№ 5"]


def test_the_alphabet_has_36_letters_each_once():
    assert len(ALPHABET) == len(set(ALPHABET)) == 36


def test_names_stand_in_the_order_of_the_kyrgyz_alphabet():
    assert sorted(NAMES, key=sort_key) == SORTED


@pytest.mark.django_db
def test_the_database_computes_the_same_key():
    parts = KyrgyzSortKey("name").expression.get_source_expressions()
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT n FROM unnest(%s::text[]) AS n ORDER BY translate(lower(n), %s, %s) COLLATE "C"',
            [NAMES, parts[1].value, parts[2].value],
        )
        assert [row[0] for row in cursor.fetchall()] == SORTED
