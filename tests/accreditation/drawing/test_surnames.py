import pytest

from accreditation.drawing.surnames import are_similar, root_of

FAMILIES = [
    ("Асанов", "Асанова"),
    ("Өмүралиев", "Омуралиева"),
    ("Өмүралиев", "Өмүрали уулу"),
    ("Токтогулова", "Токтогул кызы"),
    ("АСАНОВ", "асанова"),
    ("Төлөгөнов", "Тологонова"),
    ("Байжигитова-Асанова", "Байжигитов"),
    ("Мусин", "Мусина"),
    ("Ким", "Ким"),
]
STRANGERS = [
    ("Асанов", "Асанбеков"),
    ("Иванов", "Петров"),
    ("Ким", "Цой"),
    ("", ""),
    ("Асанов", ""),
    ("уулу", "кызы"),
    ("Умаров", "Омаров"),
]


@pytest.mark.parametrize(("one", "other"), FAMILIES)
def test_names_of_one_family_are_similar(one, other):
    assert are_similar(one, other)
    assert are_similar(other, one)


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_other_names_are_not(one, other):
    assert not are_similar(one, other)
    assert not are_similar(other, one)


@pytest.mark.parametrize(
    ("surname", "root"),
    [("Асанова", "асан"), ("Осмонов", "осмон"), ("Али уулу", "али"), ("Ев", "ев"), ("Цой", "цои")],
)
def test_the_root_keeps_at_least_three_letters(surname, root):
    assert root_of(surname).startswith(root[:2])
