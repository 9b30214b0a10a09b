import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from lxml import html

from records import files, services
from records.models import Document
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.records import fixed_document, new_document, sealed_document

pytestmark = pytest.mark.django_db


def page(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def place(name, document=None):
    return reverse(f"records:{name}", args=[document.public_id] if document else [])


def pdf(content, name="буйрук.pdf"):
    return {"file": SimpleUploadedFile(name, content, "application/pdf")}


def of_my_organization(acting):
    return Q(organization_id=acting.organization_id) if acting.organization_id else None


def nobody(acting):
    return None


@pytest.fixture
def reader(client, settings):
    """Somebody who works for the organization 12."""
    settings.DOCUMENT_READERS = ["tests.records.test_views.nobody", "tests.records.test_views.of_my_organization"]
    sign_in(client, UserFactory(), inn="00708201710169", organization_id=12)
    return client


# Documents of the house


def test_a_document_shows_what_it_is(reader):
    document = sealed_document(number="12-а")
    response = reader.get(place("document", document))
    text = page(response)
    for part in ("Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук", "12-а", "02.09.2022", document.sealed_sha256):
        assert part in text
    assert "hx-get" not in response.text


def test_a_document_that_is_being_prepared_shows_its_progress(reader):
    document = new_document()
    response = reader.get(place("document", document))
    assert "Документ даярдалууда" in page(response)
    assert 'hx-trigger="every 2s"' in response.text
    assert (
        f'<noscript><p class="govuk-body"><a class="govuk-link" href="{response.wsgi_request.path}">' in response.text
    )
    assert place("document_file", document) not in response.text
    part = reader.get(place("document", document), headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert 'id="state"' in part.text


@pytest.mark.parametrize("organization_id", [13, None])
def test_documents_of_others_do_not_exist(client, settings, organization_id):
    settings.DOCUMENT_READERS = ["tests.records.test_views.of_my_organization"]
    sign_in(client, UserFactory(), inn="00708201710169", organization_id=organization_id)
    document = sealed_document()
    for name in ("document", "document_file"):
        assert client.get(place(name, document)).status_code == 404


def test_without_readers_nobody_reads(client, settings):
    settings.DOCUMENT_READERS = []
    document = sealed_document()
    sign_in(client, document.created_by, inn="00708201710169", organization_id=12)
    assert client.get(place("document", document)).status_code == 404


def test_the_file_is_shown_in_the_browser_and_stored_nowhere(reader):
    document = sealed_document(number="12-а")
    response = reader.get(place("document_file", document))
    assert response.content == files.sealed_of(document)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert "no-store" in response.headers["Cache-Control"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_damaged_file_is_never_given_out(reader):
    document = sealed_document()
    default_storage.delete(document.sealed_file.name)
    response = reader.get(place("document_file", document))
    assert response.status_code == 410
    assert b"%PDF" not in response.content
    assert "Файлды азыр көрсөтүүгө болбойт" in page(response)


def test_there_is_no_file_before_it_is_printed(reader):
    assert reader.get(place("document_file", new_document())).status_code == 404


# For everybody


@pytest.mark.parametrize(
    ("language", "title", "state"),
    [
        ("ky", "Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук", "Документ күчүндө"),
        ("ru", "Приказ о проведении самооценки", "Документ действует"),
    ],
)
def test_everybody_can_check_a_document(client, language, title, state):
    document = sealed_document()
    client.cookies["language"] = language
    response = client.get(place("verify", document))
    text = page(response)
    for part in (title, state, document.sha256, document.sealed_sha256):
        assert part in text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_document_nobody_signed_has_no_force(client):
    assert "Документтин азырынча юридикалык күчү жок" in page(client.get(place("verify", fixed_document())))


def test_a_revoked_document_says_why(client):
    document = sealed_document()
    services.revoke_document(document, by=document.created_by, reason="Сот чечими")
    text = page(client.get(place("verify", document)))
    assert "Документ күчүндө эмес" in text
    assert "Сот чечими" in text


def test_a_replaced_document_leads_to_the_one_in_force(client):
    old, new = sealed_document(), sealed_document()
    services.replace_document(old, by=old.created_by, replacement=new)
    response = client.get(place("verify", old))
    assert "Документ мындан ары күчүндө эмес" in page(response)
    assert place("verify", new) in response.text


@pytest.mark.parametrize("make", [new_document, lambda: fixed_document(draft=True)])
def test_drafts_are_nobodys_affair(client, make):
    assert client.get(place("verify", make())).status_code == 404


def test_a_dropped_document_is_nobodys_affair(client):
    document = fixed_document()
    services.discard_document(document, by=document.created_by)
    assert client.get(place("verify", document)).status_code == 404
    assert client.get(reverse("records:verify", args=["A" * 24])).status_code == 404


def test_a_damaged_file_is_said_so(client):
    document = sealed_document()
    default_storage.delete(document.sealed_file.name)
    text = page(client.get(place("verify", document)))
    assert "Сакталган файлды азырынча ырастоого болбойт" in text
    assert "бир да байт өзгөргөн жок" not in text


def test_a_seal_that_was_forged_in_storage_is_not_called_intact(client):
    document = sealed_document()
    assert "бир да байт өзгөргөн жок" in page(client.get(place("verify", document)))
    other = sealed_document()
    content = files.sealed_of(other)[:-1] + b"x"
    default_storage.delete(document.sealed_file.name)
    with default_storage.open(document.sealed_file.name, "wb") as file:
        file.write(content)
    assert "бир да байт өзгөргөн жок" not in page(client.get(place("verify", document)))


@pytest.mark.parametrize(
    ("make", "appended", "said"),
    [
        (files.sealed_of, b"", "Бул – мөөр басылган файлдын дал өзү"),
        (files.original_of, b"", "Бул – так кол коюлган файл"),
        (files.sealed_of, b"x", "Сиздин файлыңыз кол коюлгандан кийин өзгөртүлгөн"),
        (lambda _document: b"%PDF-1.7", b"other", "Сиздин файлыңыз бул документ эмес"),
    ],
)
def test_a_file_can_be_compared(client, make, appended, said):
    document = sealed_document()
    response = client.post(place("verify", document), pdf(make(document) + appended))
    assert response.status_code == 200
    assert said in page(response)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        ({}, "Текшергиңиз келген файлды тандаңыз."),
        (pdf(b"x", "a.exe"), ".pdf кеңейтүүсү бар файлды тандаңыз."),
        (pdf(b"x" * (60 * 1024**2 + 1)), "Файл 60 МБдан чоң."),
    ],
)
def test_a_file_that_can_not_be_compared_is_refused_in_words(client, upload, said):
    document = sealed_document()
    response = client.post(place("verify", document), upload)
    assert response.status_code == 422
    assert said in page(response)
    assert client.post(place("verify_search"), upload).status_code == 422


def test_a_file_finds_its_document(client):
    document = sealed_document()
    for content in (files.original_of(document), files.sealed_of(document)):
        response = client.post(place("verify_search"), pdf(content), follow=True)
        assert response.redirect_chain == [(place("verify", document), 302)]
        assert "Сиздин файлыңыз – так ушул документ." in page(response)


def test_a_file_that_nobody_knows_is_said_so(client):
    response = client.post(place("verify_search"), pdf(b"%PDF unknown"))
    assert "Мындай документ белгисиз" in page(response)
    assert files.digest(b"%PDF unknown") in page(response)


def test_the_file_of_a_draft_finds_nothing(client):
    draft = fixed_document(draft=True)
    response = client.post(place("verify_search"), pdf(files.original_of(draft)))
    assert "Мындай документ белгисиз" in page(response)


def test_checking_is_limited(client):
    document = sealed_document()
    for _number in range(60):
        client.get(place("verify", document))
    response = client.get(place("verify", document))
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) <= 60
    assert client.get(place("verify", document), REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_ends_of_the_days_are_public(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        response = client.get(place("journal_heads"))
    assert page(response).count("0" * 64) == 31


def test_the_ends_of_earlier_days_are_found_by_a_day(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        text = page(client.get(place("journal_heads"), {"until": "2026-03-31"}))
    assert text.count("0" * 64) == 31
    assert "31.03.2026" in text
    assert "01.03.2026" in text
    assert "01.04.2026" not in text
    assert len(re.findall("30.03.2026", text)) == 1


@pytest.mark.parametrize("until", ["2999-01-01", "1999-01-01", "0001-01-01"])
def test_a_day_that_is_not_over_has_no_end(client, until):
    text = page(client.get(place("journal_heads"), {"until": until}))
    assert "Өтүп кеткен күндү тандаңыз." in text
    assert text.count("0" * 64) == 31


@pytest.mark.parametrize("until", ["", "nonsense"])
def test_without_a_day_the_last_ones_are_shown(client, until):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert f"{yesterday:%d.%m.%Y}" in page(client.get(place("journal_heads"), {"until": until}))


@pytest.mark.parametrize("count", [1, 3])
def test_a_document_needs_the_same_number_of_queries(reader, django_assert_num_queries, count):
    documents = [sealed_document() for _number in range(count)]
    with django_assert_num_queries(7):
        reader.get(place("document", documents[-1]))
    assert Document.objects.count() == count


def test_the_keys_of_attestations_are_for_everybody(client):
    answer = client.get("/verify/keys.pem")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/x-pem-file"
    assert answer.content.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert b"PRIVATE" not in answer.content
