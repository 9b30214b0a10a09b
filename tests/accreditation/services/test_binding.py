"""The two files of a pack, looked at with other programs' eyes."""

import hashlib
import io
import zipfile

import pikepdf
import pytest

from accreditation.selectors import packs as selectors
from accreditation.services import binding
from accreditation.services.binding import Sheet
from tests.factories.collegium import Hall
from tests.factories.packs import returned, uploaded, with_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


@pytest.fixture
def sitting():
    return Hall(count=1).planned()


def pdf(pages, *, size=(595, 842), rotate=0):
    """A PDF with empty pages."""
    target = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        for _page in range(pages):
            made.add_blank_page(page_size=size).rotate(rotate, relative=False)
        made.save(target)
    return target.getvalue()


def sheet(label, content, *, is_pdf=True):
    return Sheet(label=label, name=f"{label}.x", content=content, pdf=content if is_pdf else None)


def bound(sitting, bundle):
    target = io.BytesIO()
    pages = binding.bind(sitting, bundle, target)
    opened = pikepdf.Pdf.open(io.BytesIO(target.getvalue()))
    assert len(opened.pages) == pages
    return opened


def stamped(page):
    """What was written over the page."""
    forms = page.Resources.XObject
    return [bytes(form.read_bytes()) for form in forms.values() if b"Tj" in bytes(form.read_bytes())][-1]


def outline(opened):
    with opened.open_outline() as found:
        return [(case.title, [child.title for child in case.children]) for case in found.root]


def test_contents_come_first_and_every_page_has_its_number(sitting):
    bundle = [("1. Мектеп", [sheet("Отчет", pdf(3)), sheet("Кат", b"docx", is_pdf=False), sheet("Арыз", pdf(1))])]
    opened = bound(sitting, bundle)
    assert len(opened.pages) == 5
    for number, page in enumerate(opened.pages, start=1):
        assert f"({number} / 5) Tj".encode() in stamped(page)
    assert outline(opened) == [("1. Мектеп", ["Отчет", "Арыз"])]


@pytest.mark.parametrize(("size", "rotate"), [((595, 842), 0), ((842, 595), 0), ((595, 842), 90), ((300, 300), 180)])
def test_pages_of_any_shape_take_their_number(sitting, size, rotate):
    opened = bound(sitting, [("1. Мектеп", [sheet("Скан", pdf(1, size=size, rotate=rotate))])])
    assert b"(2 / 2) Tj" in stamped(opened.pages[1])


@pytest.mark.parametrize("count", [40, 80])
def test_long_contents_name_the_right_pages(sitting, count):
    bundle = [("1. Мектеп", [sheet(f"Документ {number}", pdf(1)) for number in range(count)])]
    opened = bound(sitting, bundle)
    first = len(opened.pages) - count
    assert first > 1
    with opened.open_outline() as found:
        places = [opened.pages.index(pikepdf.Page(child.destination[0])) for child in found.root[0].children]
    assert places == list(range(first, first + count))


def test_what_cannot_be_read_as_pdf_stays_in_the_archive(sitting):
    opened = bound(sitting, [("1. Мектеп", [sheet("Бузук", b"%PDF-1.7 broken")])])
    assert len(opened.pages) == 1


def test_a_case_without_papers_is_named_and_leads_nowhere(sitting):
    assert outline(bound(sitting, [("1. Мектеп", [])])) == []


def test_the_archive_holds_each_file_with_its_hash(sitting):
    bundle = [("1. Мектеп: «№ 5»/6", [sheet("Отчет", pdf(1))]), ("2. Лицей", [sheet("Кат", b"docx", is_pdf=False)])]
    target = io.BytesIO()
    binding.archive(bundle, target)
    with zipfile.ZipFile(target) as opened:
        assert opened.testzip() is None
        sums = dict(line.split("  ", 1)[::-1] for line in opened.read(binding.MANIFEST).decode().splitlines())
        assert set(sums) == set(opened.namelist()) - {binding.MANIFEST}
        assert set(sums) == {"1. Мектеп «№ 5» 6/Отчет.x", "2. Лицей/Кат.x"}
        assert {name: hashlib.sha256(opened.read(name)).hexdigest() for name in sums} == sums


def test_the_papers_of_a_case_are_gathered_with_their_kinds():
    hall, application = Hall(count=1), with_papers()
    word, scan = uploaded(application, b"docx"), uploaded(application, pdf(2), kind="pdf")
    returned(application, "Даректи <b>оңдоңуз</b>", file=word)
    returned(application, "Дагы бир жолу", file=scan)
    sitting = hall.planned(application)
    found = selectors.folders(sitting, [sitting.items.get().pk])
    [(title, sheets)] = binding.gather(found)
    assert title == f"1. {application.organization.name}"
    assert [one.pdf is None for one in sheets] == [False, True, False, False]
    assert [one.name[:3] for one in sheets] == ["01 ", "02 ", "03 ", "04 "]
    assert sheets[1].name.endswith(".docx")
    assert len(bound(sitting, [(title, sheets)]).pages) >= 5


def test_a_file_that_was_changed_in_storage_is_not_bound():
    hall, application = Hall(count=1), with_papers()
    file = uploaded(application, b"docx")
    returned(application, "Даректи оңдоңуз", file=file)
    type(file).objects.filter(pk=file.pk).update(sha256="0" * 64)
    sitting = hall.planned(application)
    with pytest.raises(binding.Changed):
        binding.gather(selectors.folders(sitting, [sitting.items.get().pk]))
