from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from selfassessment.enums import AccreditationType, StandardState, WordingStatus
from selfassessment.models import Criterion, Section, Standard
from selfassessment.services.reference import load_reference

pytestmark = pytest.mark.django_db

SHAPE = {
    "prog_gen": [4, 5, 3, 3],
    "prog_npo": [6, 3, 3, 3, 2, 3, 2],
    "prog_spo": [6, 3, 3, 3, 2, 3, 2],
    "inst_gen": [3, 3, 2, 3, 2, 2],
    "inst_npo": [6, 3, 3, 3, 2, 3, 2, 2],
    "inst_spo": [6, 3, 3, 3, 2, 3, 2, 2],
}


@pytest.fixture
def _loaded():
    load_reference()


@pytest.fixture
def _empty(db):
    """An installation on its first day; the tests' own database has the standards from its beginning."""
    Criterion.objects.all().delete()
    Section.objects.all().delete()
    Standard.objects.all().delete()


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("kind", AccreditationType)
def test_each_type_has_its_sections_and_criteria_numbered_in_order(kind):
    standard = Standard.objects.in_force().get(type=kind)
    sections = list(standard.sections.all())
    assert [section.number for section in sections] == [str(place) for place in range(1, len(sections) + 1)]
    assert [section.criteria.count() for section in sections] == SHAPE[kind]
    for section in sections:
        numbers = [criterion.number for criterion in section.criteria.all()]
        assert numbers == [f"{section.number}.{place}" for place in range(1, len(numbers) + 1)]


@pytest.mark.usefixtures("_loaded")
def test_every_wording_is_there_in_both_languages_with_its_status():
    for row in [*Section.objects.values(), *Criterion.objects.values()]:
        texts = [row[name] for name in row if name.startswith(("title_", "text_"))]
        assert all(texts)
        assert {row["status_ky"], row["status_ru"]} <= set(WordingStatus)


@pytest.mark.usefixtures("_loaded")
def test_the_manual_prints_the_first_section_and_its_last_criterion():
    standard = Standard.objects.in_force().get(type=AccreditationType.PROG_GEN)
    with translation.override("ky"):
        assert str(standard.sections.first()) == (
            "1. БИЛИМ БЕРҮҮ ПРОГРАММАСЫНЫН МАЗМУНУ ЖАНА ОКУУ-МЕТОДИКАЛЫК КАМСЫЗДАЛЫШЫ"
        )
        assert str(standard.sections.last().criteria.last()).startswith("4.3. Материалдык-техникалык базаны")
    with translation.override("ru"):
        assert standard.sections.first().title.startswith("СОДЕРЖАНИЕ")


@pytest.mark.usefixtures("_empty")
def test_loading_twice_adds_nothing():
    assert load_reference() == {"standards": 6}
    before = Criterion.objects.count()
    assert load_reference() == {"standards": 0}
    assert Criterion.objects.count() == before


@pytest.mark.usefixtures("_loaded")
def test_loading_leaves_what_administrators_confirmed():
    Criterion.objects.filter(number="1.1").update(text_ky="Бекитилген текст", status_ky=WordingStatus.CONFIRMED)
    load_reference()
    assert set(Criterion.objects.filter(number="1.1").values_list("text_ky", "status_ky")) == {
        ("Бекитилген текст", "confirmed")
    }


@pytest.mark.usefixtures("_empty")
def test_a_version_that_is_new_does_not_push_out_the_one_in_force():
    Standard.objects.create(
        type=AccreditationType.INST_GEN, version=9, state=StandardState.IN_FORCE, in_force_since=timezone.now()
    )
    load_reference()
    states = Counter(Standard.objects.filter(type=AccreditationType.INST_GEN).values_list("version", "state"))
    assert states == {(9, "in_force"): 1, (1, "draft"): 1}


@pytest.mark.usefixtures("_loaded")
def test_two_versions_of_a_type_cannot_be_in_force():
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.create(
            type=AccreditationType.PROG_GEN, version=2, state=StandardState.IN_FORCE, in_force_since=timezone.now()
        )


@pytest.mark.usefixtures("_loaded")
def test_a_whole_standard_costs_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        for standard in Standard.objects.in_force().whole():
            assert [criterion.text for section in standard.sections.all() for criterion in section.criteria.all()]


@pytest.mark.parametrize(
    ("kind", "programmes", "levels"),
    [
        ("prog_gen", True, {"primary_general", "basic_general", "secondary_general"}),
        ("prog_npo", True, {"primary_vocational"}),
        ("prog_spo", True, {"secondary_vocational"}),
        ("inst_gen", False, {"primary_general", "basic_general", "secondary_general"}),
        ("inst_npo", False, {"primary_vocational"}),
        ("inst_spo", False, {"secondary_vocational"}),
    ],
)
def test_a_type_knows_its_levels_and_whether_it_concerns_programmes(kind, programmes, levels):
    assert (AccreditationType(kind).concerns_programmes, AccreditationType(kind).levels) == (programmes, levels)


@pytest.mark.parametrize(
    ("kind", "ky", "ru"),
    [
        (
            "prog_gen",
            "Программалык аккредитация. Жалпы билим берүү программалары",
            "Программная аккредитация. Общеобразовательные программы",
        ),
        (
            "inst_spo",
            "Институционалдык аккредитация. Орто кесиптик билим берүү уюму",
            "Институциональная аккредитация. Организация среднего профессионального образования",
        ),
    ],
)
def test_the_types_are_named_as_in_the_manual(kind, ky, ru):
    names = []
    for language in ("ky", "ru"):
        with translation.override(language):
            names.append(str(AccreditationType(kind).label))
    assert names == [ky, ru]
