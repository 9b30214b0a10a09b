import shutil
import subprocess
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from records import files
from records.rendering import html_of, qr_code, verification_url
from records.values import Bilingual
from tests.factories.records import EVIL, fixed_document, new_document, order_context, work

pytestmark = pytest.mark.django_db

PDFTOTEXT = shutil.which("pdftotext")
needs_pdftotext = pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext (poppler-utils) is not installed")


def text_of(content):
    command = [PDFTOTEXT, "-layout", "-", "-"]
    found = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603 -- our own file
    return " ".join(found.stdout.decode().split())


@needs_pdftotext
def test_the_original_comes_first_and_then_the_translation():
    document = fixed_document(number="12-а")
    text = text_of(files.original_of(document))
    parts = [
        *["БУЙРУК", "№ 12-а", "2022-жылдын 2-сентябры", "Кара-Көл ш.", "Өзүн-өзү баалоону жүргүзүү жөнүндө"],
        *["2022-жылдын 1-сентябры – 2022-жылдын 3-сентябры", "020 Орто жалпы билим берүү", "Г. С. Үсөнбаева"],
        *["Перевод. Подлинником является текст на государственном языке.", "ПРИКАЗ"],
        *["2 сентября 2022 года", "О проведении самооценки", "в период с 1 сентября 2022 года по"],
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert verification_url(document) in text
    assert "1 / 2" in text or "1/2" in text
    assert "2 / 2" in text or "2/2" in text


@needs_pdftotext
def test_a_draft_says_that_it_is_one_and_leads_nowhere():
    draft = fixed_document(draft=True)
    text = text_of(files.original_of(draft))
    assert "ДОЛБООР" in html_of(draft)
    assert "Анын юридикалык күчү жок" in text
    assert "/verify/" not in text


@needs_pdftotext
def test_whatever_people_typed_is_printed_as_text():
    context = order_context(chair=EVIL, members=[EVIL, "{{ settings.SECRET_KEY }}"], council_number=EVIL)
    content = files.original_of(fixed_document(context=context))
    text = text_of(content)
    assert '"><img src="http://127.0.0.1:9/">' in text
    assert "{{ settings.SECRET_KEY }}" in text
    assert "49" not in text.replace("{{ 7*7 }}", "")
    with pikepdf.open(BytesIO(content)) as pdf:
        assert not pdf.attachments


def test_the_file_is_tagged_archivable_and_carries_its_fonts():
    with pikepdf.open(BytesIO(files.original_of(fixed_document()))) as pdf:
        assert str(pdf.Root.Lang) == "ky"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.open_metadata()["pdfaid:part"] == "3"
        assert str(pdf.docinfo["/Title"]).startswith("Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук")
        box = pdf.pages[0].mediabox
        assert [round(float(corner)) for corner in box] == [0, 0, 595, 842]
        fonts = {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}
        names = {str(font.BaseFont).split("+")[1] for font in fonts.values()}
        assert all(name.startswith("Paper-") for name in names)
        assert {"Paper-cyrillic", "Paper-kyrgyz", "Paper-latin"} <= names
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())


def test_long_documents_count_their_pages():
    members = [f"Асанова Айгүл Асановна, мугалим {number}" for number in range(200)]
    assert fixed_document(context=order_context(members=members)).pages > 6


@pytest.mark.parametrize("languages", [("ky",), ("ru",), ("ky", "ru")])
def test_a_document_has_the_languages_that_were_asked_for(languages):
    html = html_of(new_document(languages=languages))
    assert [f'<section class="part" lang="{language}">' in html for language in ("ky", "ru")] == [
        language in languages for language in ("ky", "ru")
    ]
    assert html.count('id="seal"') == 1


def test_the_qr_code_is_a_drawing_without_anything_to_fetch():
    code = qr_code("https://asula.kg/verify/abc/")
    assert code.startswith("<svg")
    assert "href" not in code
    assert code == qr_code("https://asula.kg/verify/abc/")


def test_layouts_ask_for_packaged_files_only():
    html = html_of(new_document())
    assert html.count("url(") == html.count('url("packaged:') == 6


def certificate(**values):
    facts = {
        "ministry": Bilingual("Министрлик", "Министерство"),
        "organization": Bilingual("Өзгөн лицейи", "Узгенский лицей"),
        "inn": "01234567890123",
        "address": "Өзгөн",
        "programmes": [],
        "accreditation_type": Bilingual("Институционалдык", "Институциональная"),
        "decided_on": date(2026, 11, 20),
        "decision_number": "12",
        "valid_from": date(2026, 11, 20),
        "valid_until": date(2031, 11, 20),
        "condition": None,
        "live_page": "https://asula.example/certificates/x/?s=ASULA1.abc",
    }
    return new_document(template="certificate", context=facts | values, number="000123")


def test_a_certificate_leads_to_its_own_page():
    html = html_of(certificate())
    assert str(qr_code("https://asula.example/certificates/x/?s=ASULA1.abc")) in html
    assert "https://asula.example/certificates/x/</p>" in html  # without the statement: nobody types it
    assert "№ 000123" in html


def test_a_certificate_says_only_what_it_has_to_say():
    assert "Шарттуу" not in html_of(certificate())
    assert "программалар" not in html_of(certificate())
    whole = html_of(certificate(condition=Bilingual("Шарттуу", "Условная"), programmes=["1001 Оңдоочу"]))
    assert "Шарттуу" in whole
    assert "Аккредитацияланган программалар: 1001 Оңдоочу." in whole


def test_the_longest_certificate_is_printed_whole():
    long = Bilingual("«Ысык-Көл жогорку технологиялар лицейи» " * 12, "«Лицей высоких технологий» " * 18)
    document = certificate(organization=long, programmes=["1001 Электр жабдууларын оңдоочу"] * 12)
    work()
    document.refresh_from_db()
    assert document.pages <= 4
    assert document.seal_place
