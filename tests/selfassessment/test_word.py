from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from organizations.enums import InstructionLanguage
from records.enums import DocumentAct
from records.workflow import advance
from selfassessment.enums import AccreditationType, OrderKind
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
