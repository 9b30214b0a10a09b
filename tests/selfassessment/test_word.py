import posixpath
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from organizations.enums import InstructionLanguage
from records.enums import DocumentAct
from records.workflow import advance
from selfassessment.enums import AccreditationType, OrderKind, Question
from selfassessment.services import evidence, ordering, papers
from selfassessment.word import clean, word_copy
from tests.factories.records import work
from tests.factories.selfassessment import LinkFactory, paper

pytestmark = pytest.mark.django_db


def opened(report):
    return docx.Document(BytesIO(word_copy(papers.reading(report))))


def text_of(made):
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in made.paragraphs] + cells)


def headings(made, level):
    return [one.text for one in made.paragraphs if one.style.name == f"Heading {level}"]


def test_the_file_says_what_the_report_says(world):
    report = world.filled(AccreditationType.PROG_GEN)
    report.answers.filter(criterion__number="2.1").update(text="Максаттар бар\nжана жазылган")
    plan = LinkFactory(organization=world.school, title="Окуу планы")
    evidence.cite(report.answers.get(criterion__number="2.1"), plan, by=world.by_deputy)
    made = opened(report)
    said = text_of(made)
    for words in (
        *(world.school.full_name_ky, "Программалык аккредитация. Жалпы билим берүү программалары", "№ 3454"),
        *("2022-жылдын 1-сентябры", f"{world.deputy.name}, {world.deputy.position}", "[1] Окуу планы"),
        *("Максаттар бар\nжана жазылган", "https://mektep.kg/plan", str(report.programmes.get())),
    ):
        assert words in said
    assert made.paragraphs[1].style.name == "Title"
    assert len(headings(made, 2)) == 5  # about the organization, and four sections
    assert headings(made, 2)[1].startswith("1. БИЛИМ БЕРҮҮ")
    assert headings(made, 4) == ["Күчтүү жактары", "Алсыз жактары", "Сунуштар"] * 4


@pytest.mark.parametrize(
    ("language", "title", "locale", "note"),
    [
        ("ky", "ӨЗҮН-ӨЗҮ БААЛОО БОЮНЧА ОТЧЁТУ", "ky-KG", "Анын юридикалык күчү жок"),
        ("ru", "ОТЧЕТ О САМООЦЕНКЕ", "ru-RU", "не имеет юридической силы"),
    ],
)
def test_it_speaks_the_language_of_the_report_and_says_that_it_is_a_draft(world, language, title, locale, note):
    made = opened(world.planned(language=InstructionLanguage(language)))
    assert (made.core_properties.title, made.core_properties.language) == (title, locale)
    assert made.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == locale
    foot = made.sections[0].footer.paragraphs[0]
    assert note in foot.text
    assert [field.get(qn("w:instr")) for field in foot._p.findall(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_a_copy_of_the_signed_report_says_what_was_signed(world):
    report = world.filled()
    order = world.order(report, OrderKind.APPROVE)
    document = papers.report_document(report, by=world.by_head)
    work()
    document.refresh_from_db()
    advance(document, DocumentAct.SIGN, by=world.head.person)
    approved = ordering.approve(order, document=paper(), by=world.by_head)
    approved.answers.update(text="Кийин өзгөртүлгөн")
    approved.organization.full_name_ky = "Башка ат"
    made = opened(approved)
    said = text_of(made)
    assert "Кийин өзгөртүлгөн" not in said
    assert world.school.full_name_ky in said
    assert "БЕКИТИЛДИ. Буйрук № 3454, 2022-жылдын 2-сентябры" in said
    assert "Кол коюлган отчеттун көчүрмөсү" in made.sections[0].footer.paragraphs[0].text


def test_tables_repeat_their_heads_and_fit_the_page(world):
    made = opened(world.planned())
    room = made.sections[0].page_width - made.sections[0].left_margin - made.sections[0].right_margin
    with_heads = [table for table in made.tables if len(table.columns) == 3]
    assert len(with_heads) == 6
    for table in with_heads:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    for table in made.tables:
        assert sum(cell.width for cell in table.rows[0].cells) <= room


LONG = ("Мектепте өзүн-өзү баалоонун жүрүшүндө мугалимдердин пикирлери үйрөнүлдү, ңөүҢӨҮ " * 9)[:499] + "ң"


def longest(world, language=InstructionLanguage.KYRGYZ):
    """A report with every field at its limit, and evidence with the longest names."""
    report = world.filled(AccreditationType.PROG_GEN)
    type(report).objects.filter(pk=report.pk).update(language=language)
    report.answers.update(text=LONG)
    link = LinkFactory(
        organization=world.school, title="Пландар жана тиркемелер " * 8, url=f"https://mektep.kg/{'a' * 400}"
    )
    for answer in report.answers.filter(question=Question.CRITERION):
        evidence.cite(answer, link, by=world.by_deputy)
    report.refresh_from_db()
    return report


def test_the_file_is_a_whole_package_that_office_programs_accept(world):
    """Parts declared, relations that lead somewhere, well-formed XML, no cell without a paragraph."""
    with ZipFile(BytesIO(word_copy(papers.reading(longest(world))))) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert (names[0], len(names)) == ("[Content_Types].xml", len(set(names)))
        parts = {name: etree.fromstring(package.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    types = parts.pop("[Content_Types].xml")
    by_ending = {row.get("Extension") for row in types if row.get("Extension")}
    by_name = {row.get("PartName").lstrip("/") for row in types if row.get("PartName")}
    assert {name for name in names[1:] if name not in by_name and name.rpartition(".")[2] not in by_ending} == set()
    assert by_name <= set(names)
    for name in [name for name in names if name.endswith(".rels")]:
        room = PurePosixPath(name).parent.parent
        for relation in parts[name]:
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", room, relation.get("Target")))
                assert target.lstrip("/") in names, f"{name}: {target}"
    body = parts["word/document.xml"]
    assert [cell for cell in body.iter(qn("w:tc")) if cell[-1].tag != qn("w:p")] == []
    for table in body.iter(qn("w:tbl")):
        columns = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
        for row in table.iter(qn("w:tr")):
            cells = [int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) for cell in row.findall(qn("w:tc"))]
            assert cells == columns, "every program draws the columns alike"


def test_nothing_of_the_longest_report_is_lost_and_its_headings_make_an_outline(world):
    report = longest(world)
    made = opened(report)
    said = text_of(made)
    assert said.count(LONG) == report.answers.count()
    assert (
        said.count("[1] " + ("Пландар жана тиркемелер " * 8).strip())
        == report.answers.filter(question=Question.CRITERION).count()
    )
    assert set("ңөүҢӨҮ") <= set(said)
    for criterion in report.standard.sections.values_list("criteria__number", "criteria__text_ky"):
        assert "{}. {}".format(*criterion) in said
    levels = [int(one.style.name[-1]) for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), "no level is left out"


@pytest.mark.parametrize(
    ("language", "spoken"), [("ky", None), ("ru", None), ("uz", "uz"), ("tg", "tg"), ("other", "unchecked")]
)
def test_answers_in_another_language_are_marked_as_such(world, language, spoken):
    made = opened(longest(world, InstructionLanguage(language)))
    cells = [cell for table in made.tables for row in table.rows for cell in row.cells]
    runs = [run for place in (*made.paragraphs, *cells_of(cells)) for run in place.runs if run.text == LONG]
    assert len(runs) > 20
    marks = {marked(run) for run in runs}
    assert marks == {spoken}
    others = [run for place in (*made.paragraphs, *cells_of(cells)) for run in place.runs if run.text != LONG]
    assert {marked(run) for run in others} == {None}


def cells_of(cells):
    return [paragraph for cell in cells for paragraph in cell.paragraphs]


def marked(run):
    if run.font.no_proof:
        return "unchecked"
    found = run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}")
    return None if found is None else found.get(qn("w:val"))


def test_what_a_file_cannot_hold_is_left_out(world):
    report = world.filled()
    report.answers.update(text="а\x0bб\x1fв\ufffeг 🎓 <w:p/> &")
    assert "абвг 🎓 <w:p/> &" in text_of(opened(report))


@given(st.text())
def test_any_text_can_be_written(text):
    made = docx.Document()
    made.add_paragraph(clean(text))
    assert "\x00" not in clean(text)
    assert clean(clean(text)) == clean(text)
    assert [sign for sign in clean(text) if sign not in text] == []
