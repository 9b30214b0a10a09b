from datetime import date

import pytest

from organizations.enums import InstructionLanguage
from records.values import packed, unpacked
from selfassessment.contents import contents, language_of
from selfassessment.enums import AccreditationType
from selfassessment.models import EvidenceVersion
from selfassessment.services import evidence
from tests.factories.selfassessment import LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    return world.filled(AccreditationType.PROG_GEN)


def criterion(said, number):
    return next(one for section in said["sections"] for one in section["criteria"] if one["number"] == number)


def answer(report, number):
    return report.answers.get(criterion__number=number)


def test_the_whole_report_is_said_in_the_order_of_its_standard(world, report):
    report.answers.filter(question="introduction").update(text="Мектеп 1936-жылы ачылган")
    report.answers.filter(criterion__number="2.3").update(text="Кайтарым байланыш бар")
    said = contents(report)
    assert said["introduction"] == "Мектеп 1936-жылы ачылган"
    assert [section["number"] for section in said["sections"]] == ["1", "2", "3", "4"]
    assert [len(section["criteria"]) for section in said["sections"]] == [4, 5, 3, 3]
    assert all(len(section["conclusions"]) == 3 for section in said["sections"])
    assert criterion(said, "2.3")["answer"] == "Кайтарым байланыш бар"
    assert (said["starts_on"], said["ends_on"]) == (date(2022, 9, 1), date(2022, 9, 3))
    assert said["order"] == {"number": "3454", "dated_on": date(2022, 9, 2)}
    assert said["chair"] == f"{world.deputy.name}, {world.deputy.position}"
    assert len(said["members"]) == 2
    assert said["programmes"] == [str(report.programmes.get())]


def test_the_values_survive_being_kept(report):
    said = contents(report)
    assert unpacked(packed(said)) == said
    assert contents(report) == said


@pytest.mark.parametrize(
    ("language", "around", "tongue", "title"),
    [
        ("ky", "ky", "", "БИЛИМ БЕРҮҮ"),
        ("ru", "ru", "", "СОДЕРЖАНИЕ"),
        ("uz", "ky", "uz", "БИЛИМ БЕРҮҮ"),
        ("en", "ky", "en", "БИЛИМ БЕРҮҮ"),
        ("other", "ky", "und", "БИЛИМ БЕРҮҮ"),
    ],
)
def test_russian_answers_stand_in_a_russian_paper_all_others_in_a_kyrgyz_one(report, language, around, tongue, title):
    report.language = InstructionLanguage(language)
    said = contents(report)
    assert (language_of(report), said["answers_language"]) == (around, tongue)
    assert said["sections"][0]["title"].startswith(title)


def test_conclusions_about_the_whole_stand_at_the_end(world):
    world_standard = world.planned().standard
    world_standard.conclusions_per_section = False
    world_standard.save()
    report = world.plan(world.started(), AccreditationType.INST_GEN, second=True)
    said = contents(report)
    assert [section["conclusions"] for section in said["sections"]] == [[]] * len(said["sections"])
    assert len(said["conclusions"]) == 3


def test_the_organization_is_described_by_what_is_known(world, report):
    world.school.okpo, world.school.city, world.school.street, world.school.house = "12345678", "Ош ш.", "Ленин", "5"
    world.school.first_registered_on = date(2001, 5, 4)
    world.school.save()
    report.organization.refresh_from_db()
    facts = dict(contents(report)["facts"])
    assert next(iter(facts.items())) == ("Дареги", "Ош ш., Ленин, 5")
    assert facts["ОКПО коду"] == "12345678"
    assert "2001-жылдын 4-майы" in facts.values()
    assert str(world.school.inn) in facts.values()
    assert all(facts.values())


def test_evidence_is_numbered_as_it_is_met_and_listed_once(world, report):
    plan, staff = (LinkFactory(organization=world.school, title=title) for title in ("План", "Кадрлар"))
    for number, cited in (("1.1", [plan]), ("3.1", [staff, plan])):
        for one in cited:
            evidence.cite(answer(report, number), one, by=world.by_deputy)
    said = contents(report)
    assert criterion(said, "1.1")["evidence"] == [{"place": 1, "title": "План"}]
    assert [item["place"] for item in criterion(said, "3.1")["evidence"]] == [2, 1]
    assert [(row["place"], row["title"], row["version"]) for row in said["evidence"]] == [
        (1, "План", 1),
        (2, "Кадрлар", 1),
    ]
    assert said["evidence"][0]["url"] == "https://mektep.kg/plan"


def test_the_newest_version_counts_until_one_is_pinned(world, report):
    plan = LinkFactory(organization=world.school)
    citation = evidence.cite(answer(report, "1.1"), plan, by=world.by_deputy)
    evidence.renew(plan, "https://mektep.kg/zhany", by=world.by_deputy)
    assert contents(report)["evidence"][0]["url"] == "https://mektep.kg/zhany"
    citation.version = EvidenceVersion.objects.get(evidence=plan, number=1)
    citation.save()
    assert contents(report)["evidence"][0]["url"] == "https://mektep.kg/plan"


@pytest.mark.parametrize("count", [1, 12])
def test_contents_cost_the_same_for_little_and_for_much_evidence(world, report, count, django_assert_num_queries):
    for _ in range(count):
        evidence.cite(answer(report, "1.1"), LinkFactory(organization=world.school), by=world.by_deputy)
    with django_assert_num_queries(6):
        contents(report)
