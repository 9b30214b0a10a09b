"""The report as a Word file, for those who want to quote it or print it in their own way: a copy that nobody signs."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from core.templatetags.ui import file_size
from selfassessment.contents import Reading

_FONT = "Times New Roman"  # on every office machine, with ң ө ү
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCALES = {"ky": "ky-KG", "ru": "ru-RU"}
_CRITERIA_WIDTHS = (Mm(48), Mm(74), Mm(48))
_FACTS_WIDTHS = (Mm(60), Mm(110))
_EVIDENCE_WIDTHS = (Mm(9), Mm(94), Mm(17), Mm(20), Mm(30))


def word_copy(reading: Reading) -> bytes:
    """A DOCX that says what the paper says, under the same words."""
    made = docx.Document()
    with translation.override(reading.language):
        _set_up(made, reading)
        _foot(made, is_signed=reading.is_signed)
        writer = _Writer(made, reading.values, reading.head)
        writer.title_page(reading.organization)
        writer.introduction()
        writer.sections()
        writer.evidence()
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def clean(text: str) -> str:
    """Without the control characters that XML can't hold."""
    return _UNWRITABLE.sub("", text)


class _Writer:
    """Writes the parts of the report one after the other."""

    def __init__(self, made: Document, values: Mapping[str, Any], head: Mapping[str, str]) -> None:
        self._made, self._values, self._head = made, values, head
        self._tongue = values["answers_language"]

    def title_page(self, organization: str) -> None:
        values, head = self._values, self._head
        self._text(organization)
        approval = values["approval"]
        if approval:
            self._text(f"{head['approved']}. {head['approving_order']} № {approval['number']}, {approval['dated_on']}")
            self._text(f"{approval['signer_position']} {approval['signer_name']}")
        self._made.add_heading(clean(head["title"]), level=0)
        self._text(f"№ {values['report_number']}")
        self._text(f"«{values['accreditation_type']}»")
        if values["starts_on"] and values["ends_on"]:
            self._text(f"{values['starts_on']} – {values['ends_on']}")
        for programme in values["programmes"]:
            self._text(programme)
        if values["order"]:
            self._text(f"{head['by_order']} № {values['order']['number']}, {values['order']['dated_on']}")
        self._made.add_heading(head["commission"], level=1)
        if values["chair"]:
            self._text(f"{head['chair']}: {values['chair']}")
        for member in values["members"]:
            self._text(member, style="List Bullet")

    def introduction(self) -> None:
        self._made.add_heading(self._head["introduction"], level=1)
        self._made.add_heading(self._head["about"], level=2)
        self._table(None, self._values["facts"], _FACTS_WIDTHS)
        self._answer(self._values["introduction"])

    def sections(self) -> None:
        self._made.add_heading(self._head["analysis"], level=1)
        columns = [self._head[name] for name in ("criteria", "results", "proof")]
        for section in self._values["sections"]:
            self._made.add_heading(clean(f"{section['number']}. {section['title']}"), level=2)
            table = self._table(columns, (self._criterion(one) for one in section["criteria"]), _CRITERIA_WIDTHS)
            for row in table.rows[1:]:
                _speak(row.cells[1].paragraphs, self._tongue)
            self._conclusions(section["conclusions"], level=3)
        self._conclusions(self._values["conclusions"], level=1)

    def evidence(self) -> None:
        head, rows = self._head, self._values["evidence"]
        if not rows:
            return
        self._made.add_heading(head["evidence"], level=1)
        self._text(head["evidence_note"])
        columns = ["№", head["thing"], head["version"], head["size"], "SHA-256"]
        self._table(columns, (_thing(row) for row in rows), _EVIDENCE_WIDTHS)

    def _criterion(self, criterion: Mapping[str, Any]) -> list[str]:
        proof = "\n".join(f"[{item['place']}] {item['title']}" for item in criterion["evidence"])
        answer = criterion["answer"].strip() or self._head["missing"]
        return [f"{criterion['number']}. {criterion['text']}", answer, proof or self._head["nothing"]]

    def _conclusions(self, conclusions: Iterable[Mapping[str, str]], *, level: int) -> None:
        for place, conclusion in enumerate(conclusions):
            if place == 0:
                self._made.add_heading(self._head["conclusions"], level=level)
            self._made.add_heading(conclusion["question"], level=level + 1)
            self._answer(conclusion["answer"])

    def _answer(self, text: str) -> None:
        written = [self._text(line) for line in (text.strip() or self._head["missing"]).split("\n")]
        _speak(written, self._tongue)

    def _text(self, text: str, style: str | None = None) -> Paragraph:
        return self._made.add_paragraph(clean(text), style=style)

    def _table(self, columns: list[str] | None, rows: Iterable[list[str]], widths: tuple[int, ...]) -> Table:
        table = self._made.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width  # for programs that don't look at the cells'
        if columns:
            _row(table, columns, widths, bold=True)
            _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 -- repeated on each page
        for row in rows:
            _row(table, row, widths)
        self._made.add_paragraph()
        return table


def _thing(row: Mapping[str, Any]) -> list[str]:
    named = [row["title"], row["url"] or row["name"]]
    said = "\n".join(dict.fromkeys(filter(None, named)))
    size = file_size(row["size"]) if row["size"] else ""
    return [str(row["place"]), said, str(row["version"]), size, f"{row['sha256']}…" if row["sha256"] else ""]


def _row(table: Table, texts: Iterable[str], widths: tuple[int, ...], *, bold: bool = False) -> None:
    for cell, text, width in zip(table.add_row().cells, texts, widths, strict=True):
        cell.width = width
        _fill(cell, text, bold=bold)


def _fill(cell: _Cell, text: str, *, bold: bool) -> None:
    for place, line in enumerate(clean(text).split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        run.font.size, run.bold = Pt(10), bold


def _speak(paragraphs: Iterable[Paragraph], language: str) -> None:
    """The paragraphs are in this language, for spelling and reading aloud; one that has no code is left unchecked."""
    for run in [run for paragraph in paragraphs for run in paragraph.runs if language]:
        kept = run._r.get_or_add_rPr()  # noqa: SLF001 -- the library has no word for languages
        if language == "und":
            run.font.no_proof = True
        else:
            _mark(kept, "w:lang", **{"w:val": language})


def _set_up(made: Document, reading: Reading) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(15), Mm(20), Mm(20)
    for style in made.styles:
        if getattr(style, "font", None) is not None:
            style.font.name = _FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(kind), _FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
    spoken = made.styles["Normal"].element.get_or_add_rPr()
    _mark(spoken, "w:lang", **{"w:val": _LOCALES[reading.language]})
    properties = made.core_properties
    properties.title, properties.author = clean(reading.head["title"]), clean(reading.organization)[:255]
    properties.language, properties.comments = _LOCALES[reading.language], ""


def _foot(made: Document, *, is_signed: bool) -> None:
    note = _("Copy of the signed report.") if is_signed else _("This is a draft. It has no legal force.")
    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{note}\t\t")
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word computes; until it does, a one stands there."""
    field = _mark(paragraph._p, "w:fldSimple", **{"w:instr": code})  # noqa: SLF001 -- the library has no word for fields
    _mark(_mark(field, "w:r"), "w:t").text = "1"


def _mark(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    parent.append(element)
    return element
