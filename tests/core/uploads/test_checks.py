import hashlib
import io

import pikepdf
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.uploads import formats
from core.uploads.checks import check
from core.uploads.refusals import Refused
from tests import files


def refusal(content, name="устав.pdf", **options):
    """The code of the refusal, or None."""
    try:
        check(files.upload(content, name), **options)
    except Refused as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [
        (files.pdf(), "устав.pdf", "pdf"),
        (files.pdf(), "УСТАВ.PDF", "pdf"),
        (files.picture("JPEG"), "күбөлүк.jpg", "jpeg"),
        (files.picture("JPEG"), "күбөлүк.JPEG", "jpeg"),
        (files.picture("PNG"), "күбөлүк.png", "png"),
        (files.office("docx"), "отчёт.docx", "docx"),
        (files.office("xlsx"), "таблица.xlsx", "xlsx"),
        (files.office("pptx"), "слайддар.pptx", "pptx"),
        (files.video(), "сабак.mp4", "mp4"),
    ],
)
def test_a_file_is_what_its_content_says(content, name, key):
    accepted = check(files.upload(content, name), allowed=formats.EVIDENCE)
    assert (accepted.format.key, accepted.name) == (key, name)
    kept = accepted.content.read()
    assert (accepted.size, accepted.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())


def test_what_is_no_picture_is_kept_to_the_byte():
    for content, name in ((files.pdf(), "a.pdf"), (files.office("docx"), "a.docx")):
        assert check(files.upload(content, name)).content.read() == content


def test_a_large_upload_is_read_from_the_disk():
    with TemporaryUploadedFile("устав.pdf", "application/pdf", 0, None) as upload:
        upload.write(files.pdf())
        upload.size = upload.tell()
        upload.seek(0)
        assert check(upload).format is formats.PDF


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "устав.pdf", "empty"),
        (b"plain text", "устав.pdf", "wrong_type"),
        (b"MZ\x90\x00", "устав.exe", "wrong_type"),
        (b"<html><script>alert(1)</script></html>", "устав.pdf", "wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "сүрөт.png", "wrong_type"),
        (b"GIF89a" + bytes(20), "сүрөт.gif", "wrong_type"),
        (files.archive({"устав.pdf": files.pdf()}), "устав.zip", "wrong_type"),
        (files.archive({"устав.pdf": files.pdf()}), "устав.pdf", "wrong_type"),
        (files.video(), "сабак.mp4", "wrong_type"),
        (files.pdf(), "устав.docx", "wrong_extension"),
        (files.pdf(), "устав.pdf.exe", "wrong_extension"),
        (files.pdf(), "устав\u202efdp.exe", "wrong_extension"),
        (files.picture(), "сүрөт.png", "wrong_extension"),
        (files.pdf(), "устав", "name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "устав.doc", "old_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "устав.docx", "encrypted"),
    ],
)
def test_what_is_something_else_is_refused(content, name, code):
    assert refusal(content, name) == code


class TestSize:
    def test_the_limit_is_that_of_the_kind(self, settings):
        settings.UPLOAD_MAX_BYTES = len(files.pdf())
        assert refusal(files.pdf()) is None
        assert refusal(files.pdf() + b"\n") == "too_large"

    def test_only_films_may_be_longer(self, settings):
        settings.UPLOAD_MAX_BYTES = 100
        settings.UPLOAD_MAX_VIDEO_BYTES = 10_000
        assert refusal(files.video(), "сабак.mp4", allowed=formats.EVIDENCE) is None
        assert refusal(files.pdf(), allowed=formats.EVIDENCE) == "too_large"

    def test_an_organization_has_only_so_much_room(self):
        assert refusal(files.pdf(), room=len(files.pdf())) is None
        assert refusal(files.pdf(), room=len(files.pdf()) - 1) == "over_quota"
        assert refusal(files.pdf(), room=-5) == "over_quota"


def with_script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_script_on_the_page(pdf):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)"))
    pdf.pages[0].AA = pikepdf.Dictionary(O=action)


def with_launch(pdf):
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))])


def with_attachment(pdf):
    pdf.attachments["virus.exe"] = b"MZ"


def with_web_address_at_opening(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.test")


def with_form_program(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"))


class TestPdf:
    @pytest.mark.parametrize(
        "change",
        [
            with_script,
            with_script_on_the_page,
            with_launch,
            with_attachment,
            with_web_address_at_opening,
            with_form_program,
        ],
    )
    def test_active_content_is_refused(self, change):
        assert refusal(files.pdf_with(change)) == "active_content"

    def test_a_link_and_an_opening_view_are_no_harm(self):
        def change(pdf):
            link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://edu.example.test")
            pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=link)])
            pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

        assert refusal(files.pdf_with(change)) is None

    @pytest.mark.parametrize("user", ["", "secret"])
    def test_a_password_is_refused_even_if_it_only_forbids_printing(self, user):
        encryption = pikepdf.Encryption(owner="owner", user=user)
        assert refusal(files.pdf(encryption=encryption)) == "encrypted"

    def test_pages_are_counted(self, settings):
        settings.UPLOAD_MAX_PAGES = 3
        assert refusal(files.pdf(3)) is None
        assert refusal(files.pdf(4)) == "too_many_pages"

    def test_damage_is_named(self):
        assert refusal(b"%PDF-1.7\nnothing that a reader knows") == "damaged"

    def test_it_begins_with_its_first_byte(self):
        assert refusal(files.pdf(prefix=b"<html>")) == "wrong_type"

    @pytest.mark.parametrize(
        ("after", "code"),
        [
            (b"\r\n" + bytes(4000), None),
            (b"x" * 1000, None),
            (files.archive({"virus.exe": b"MZ" * 4000}) * 20, "extra_data"),
            (b"x" * 100_000, "extra_data"),
        ],
    )
    def test_nothing_is_hidden_behind_its_end(self, after, code):
        assert refusal(files.pdf(trailer=after)) == code

    def test_a_file_that_needs_too_much_memory_is_refused_not_survived(self, settings):
        def change(pdf):
            pdf.Root.Numbers = pikepdf.Array(range(300_000))

        content = files.pdf_with(change)
        assert refusal(content) is None
        settings.UPLOAD_PROBE_MEMORY = 1024 * 1024
        assert refusal(content) in {"damaged", "not_readable"}

    def test_a_file_that_takes_too_long_is_refused(self, settings):
        settings.UPLOAD_PROBE_SECONDS = 0
        assert refusal(files.pdf()) == "not_readable"

    def test_a_huge_content_stream_is_not_inflated(self):
        def change(pdf):
            pdf.pages[0].Contents = pdf.make_stream(b" " * 80_000_000)

        content = files.pdf_with(change)
        assert len(content) < 1_000_000
        assert refusal(content) is None


class TestPictures:
    def test_only_the_pixels_stay(self):
        exif = Image.Exif()
        exif[0x9286] = "the address of a child"
        content = files.picture("JPEG", exif=exif, comment=b"hidden")
        kept = check(files.upload(content, "a.jpg")).content.read()
        assert b"the address of a child" in content
        assert b"the address of a child" not in kept
        assert b"hidden" not in kept

    def test_a_picture_from_a_phone_stands_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by 90 degrees
        content = files.picture("JPEG", size=(40, 30), exif=exif)
        kept = Image.open(check(files.upload(content, "a.jpg")).content)
        assert kept.size == (30, 40)

    def test_what_hangs_behind_a_picture_is_lost(self):
        content = files.picture("PNG") + files.archive({"virus.exe": b"MZ"})
        assert b"virus.exe" not in check(files.upload(content, "a.png")).content.read()

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_every_kind_of_png_passes(self, mode):
        content = files.picture("PNG", mode=mode)
        assert Image.open(check(files.upload(content, "a.png")).content).mode == mode

    @pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
    def test_every_kind_of_jpeg_passes(self, mode):
        assert refusal(files.picture("JPEG", mode=mode), "a.jpg") is None

    def test_pixels_are_counted_before_they_are_unpacked(self, settings):
        settings.UPLOAD_MAX_PIXELS = 1_000_000
        assert refusal(files.picture("PNG", size=(1000, 1000)), "a.png") is None
        assert refusal(files.picture("PNG", size=(1000, 1001)), "a.png") == "too_many_pixels"
        assert refusal(files.picture("PNG", size=(5000, 5000)), "a.png") == "too_many_pixels"

    def test_half_a_picture_is_damaged(self):
        content = files.picture("PNG", size=(500, 500))
        assert refusal(content[: len(content) // 2], "a.png") == "damaged"
        assert refusal(b"\xff\xd8\xff\xe0 no picture", "a.jpg") == "damaged"

    def test_a_picture_fits_into_the_memory_of_its_process(self):
        content = files.picture("JPEG", size=(7000, 5700))
        assert refusal(content, "a.jpg") is None


class TestOffice:
    def test_a_link_in_the_text_is_no_harm(self):
        assert (
            refusal(files.office(relations=files.relation("hyperlink", "https://edu.example.test")), "a.docx") is None
        )

    @pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "frame"])
    def test_what_is_fetched_at_opening_is_refused(self, kind):
        content = files.office(relations=files.relation(kind, "https://evil.example.test"))
        assert refusal(content, "a.docx") == "active_content"

    @pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/evil.exe"])
    def test_macros_and_objects_are_refused(self, name):
        assert refusal(files.office(parts={name: "x"}), "a.docx") == "active_content"

    def test_a_table_inside_a_report_is_no_harm(self):
        assert refusal(files.office(parts={"word/embeddings/sheet1.xlsx": "x"}), "a.docx") is None

    def test_a_format_with_macros_is_refused(self):
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
        assert refusal(files.office(main_part=main), "a.docx") == "active_content"

    def test_another_format_of_the_same_family_is_refused(self):
        main = "application/vnd.oasis.opendocument.text"
        assert refusal(files.office(main_part=main), "a.docx") == "wrong_type"
        assert refusal(files.office("xlsx"), "a.docx") == "wrong_extension"
        assert refusal(files.office("docx"), "a.docx", allowed=formats.SCANS) == "wrong_type"

    @pytest.mark.parametrize(
        "parts",
        [{"bomb.xml": "0" * 50_000_000}, {f"part{number}.xml": "" for number in range(1_001)}],
    )
    def test_bombs_are_not_unpacked(self, parts):
        assert refusal(files.office(parts=parts), "a.docx") == "not_readable"

    def test_a_list_that_is_a_bomb_is_not_read(self):
        noise = "".join(f"<!-- {number * 7919 % 1_000_003} -->" for number in range(90_000))
        relations = f"<Relationships>{noise}</Relationships>"
        assert refusal(files.office(parts={"word/_rels/x.rels": relations}), "a.docx") == "not_readable"

    def test_entities_are_not_resolved(self):
        evil = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Relationships>&x;</Relationships>'
        assert refusal(files.office(parts={"word/_rels/x.rels": evil}), "a.docx") == "damaged"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (files.office()[:200], "damaged"),
            (b"PK\x03\x04" + bytes(50), "damaged"),
            (files.archive({"[Content_Types].xml": "<Types"}), "damaged"),
            (b"PK\x03\x04MZ evil" + files.office(), "extra_data"),
            (files.archive({"[Content_Types].xml": "<Types/>"}, comment=b"evil"), "extra_data"),
        ],
    )
    def test_damage_and_hidden_data_are_named(self, content, code):
        assert refusal(content, "a.docx") == code

    def test_members_with_a_password_are_refused(self):
        content = bytearray(files.archive({"[Content_Types].xml": "<Types/>"}))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content[content.index(signature) + offset] |= 1
        assert refusal(bytes(content), "a.docx") == "encrypted"


class TestVideo:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (files.video(), None),
            (files.video() + b"\x00\x00\x00\x00mdat and so on", None),
            (files.video() + b"\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x14evil", None),
            (files.video((b"ftyp", b"isom"), (b"mdat", b"frames")), "damaged"),
            (files.video()[:-3], "damaged"),
            (files.video() + b"\x00\x00\x00\x04mdat", "damaged"),
            (files.video() + b"abc", "damaged"),
        ],
    )
    def test_the_row_of_boxes_is_whole(self, content, code):
        assert refusal(content, "a.mp4", allowed=formats.EVIDENCE) == code


_HEADS = [b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x00\x00\x00\x10ftyp", b""]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(head=st.sampled_from(_HEADS), body=st.binary(max_size=400), name=st.text(max_size=300))
def test_whatever_is_sent_is_taken_or_refused_with_a_sentence(head, body, name):
    upload = files.upload(head + body)
    upload._name = name  # the setter would clean it; a worse name may come from elsewhere
    sentences = []
    try:
        check(upload, allowed=formats.EVIDENCE)
    except Refused as refused:
        sentences = refused.messages
    assert all(sentences)


def test_the_content_can_be_read_from_its_beginning():
    accepted = check(files.upload(files.picture("PNG"), "a.png"))
    assert isinstance(accepted.content.read(), bytes)
    assert io.BytesIO(accepted.content.read()).getvalue() == b""
