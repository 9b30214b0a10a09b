import csv
import gzip
import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accreditation.enums.certificates import CertificateAction, CertificateState
from accreditation.models import Certificate
from accreditation.register_schema import SCHEMA
from accreditation.services import certifying
from organizations.models import District
from records.attestations import attest
from tests.factories.certificates import administrator, ground, in_state, issued, long_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_standards")]


def named(name_ky, name_ru="Лицей", **facts):
    certificate = issued(**facts)
    Certificate.objects.filter(pk=certificate.pk).update(name_ky=name_ky, name_ru=name_ru)
    certificate.refresh_from_db()
    return certificate


def rows(response):
    return [certificate.name_ky for certificate in response.context["page"]]


def test_the_register_is_for_everybody(client):
    certificate = named("Өзгөн лицейи")
    response = client.get("/register/")
    assert rows(response) == ["Өзгөн лицейи"]
    assert certificate.get_absolute_url() in response.text
    assert str(certificate.organization.inn) not in response.text


@pytest.mark.parametrize("words", ["Озгон", "өзгөн лиц", "узген", "№ 1", "000001", "1"])
def test_it_is_found_however_it_is_typed(client, words):
    named("Өзгөн лицейи", "Узгенский лицей")
    named("Башка мектеп", "Другая школа")
    assert rows(client.get("/register/", {"q": words})) == ["Өзгөн лицейи"]


def test_what_nobody_finds_is_said(client):
    named("Өзгөн лицейи")
    assert "Эч нерсе табылган жок" in client.get("/register/", {"q": "жок мектеп"}).text


def test_names_stand_in_the_order_of_the_alphabet(client):
    for name in ("Өзгөн", "Ош", "Нарын", "Ңара", "Пульгон"):
        named(name)
    assert rows(client.get("/register/")) == ["Нарын", "Ңара", "Ош", "Өзгөн", "Пульгон"]


@pytest.mark.parametrize("state", CertificateState)
def test_each_status_has_its_certificates(client, state):
    for other in CertificateState:
        in_state(other)
    found = client.get("/register/", {"status": state}).context["page"]
    assert [certificate.worth for certificate in found] == [state]


def test_what_has_run_out_is_expired_before_anybody_notes_it(client):
    certificate = issued()
    yesterday = timezone.localdate() - timedelta(days=1)
    start = yesterday - timedelta(days=365)
    Certificate.objects.filter(pk=certificate.pk).update(valid_from=start, valid_until=yesterday)
    assert len(client.get("/register/", {"status": "in_force"}).context["page"]) == 0
    assert len(client.get("/register/", {"status": "expired"}).context["page"]) == 1


def test_filters_join(client):
    certificate = named("Өзгөн лицейи")
    district = District.objects.select_related("region").first()
    certificate.organization.district = district
    certificate.organization.save()
    region = district.region.pk
    assert rows(client.get("/register/", {"region": region, "kind": "inst", "level": "gen"})) == ["Өзгөн лицейи"]
    assert rows(client.get("/register/", {"region": region, "kind": "prog"})) == []
    assert rows(client.get("/register/", {"level": "spo"})) == []


@pytest.mark.parametrize("query", ["?region=x", "?status=none", "?kind=%00", "?page=99", "?page=x", "?q=%27%22%3C"])
def test_nonsense_in_the_address_is_no_error(client, query):
    named("Өзгөн лицейи")
    assert client.get(f"/register/{query}").status_code == 200


def test_three_hundred_cost_what_three_cost(client):
    def cost(path):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
            assert response.status_code == 200
        return len(captured), len(gzip.compress(response.content))

    paths = ("/register/", "/register/certificates.json", "/register/certificates.csv")
    long_list(3)
    client.get("/register/")
    few = {path: cost(path) for path in paths}
    long_list(300)
    many = {path: cost(path) for path in paths}
    assert {path: queries for path, (queries, _size) in many.items()} == {
        path: queries for path, (queries, _size) in few.items()
    }
    assert all(size < 100_000 for _queries, size in many.values())
    assert len(client.get("/register/certificates.json").json()) == 300


def test_the_pages_of_a_long_list_keep_what_is_sought(client):
    long_list(60)
    response = client.get("/register/", {"status": "expired", "kind": "inst", "page": 2})
    links = re.findall(r'class="asula-pagination__link" href="([^"]+)"', response.text)
    assert links
    assert all("status=expired" in link and "kind=inst" in link for link in links)
    assert response.context["page"].paginator.count == 57
    assert len(response.context["page"]) == 25


def test_an_organization_has_a_page_with_all_its_certificates(client):
    certificate = in_state(CertificateState.EXPIRED)
    response = client.get(f"/register/organizations/{certificate.organization_id}/")
    assert certificate.printed_number in response.text
    assert client.get("/register/organizations/999999/").status_code == 404


# The page of the QR code ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CertificateState.IN_FORCE, "Сертификат күчүндө"),
        (CertificateState.SUSPENDED, "Сертификат убактылуу токтотулган"),
        (CertificateState.REVOKED, "Сертификат жокко чыгарылган"),
        (CertificateState.EXPIRED, "Сертификаттын мөөнөтү бүткөн"),
        (CertificateState.REPLACED, "Сертификат жаңысына алмаштырылган"),
    ],
)
def test_the_page_says_what_the_certificate_is_worth(client, state, words):
    response = client.get(in_state(state).get_absolute_url())
    assert words in response.text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("state", CertificateState)
def test_the_first_word_says_whether_one_may_rely_on_it(client, state):
    response = client.get(in_state(state).get_absolute_url())
    verdict = response.context["verdict"]
    assert verdict.is_good == (state == CertificateState.IN_FORCE)
    assert verdict.word == state.label
    assert f"<title>{verdict.word}: " in response.text
    assert ("asula-verdict--good" in response.text) == verdict.is_good


def test_before_its_first_day_nobody_relies_on_it(client):
    certificate = issued()
    Certificate.objects.update(valid_from=timezone.localdate() + timedelta(days=1))
    verdict = client.get(certificate.get_absolute_url()).context["verdict"]
    assert (verdict.is_good, verdict.word) == (False, "Азырынча күчүнө кире элек")


@pytest.mark.parametrize("state", CertificateState)
def test_a_paper_that_is_not_the_ministrys_is_never_good(client, state):
    response = client.get(in_state(state).get_absolute_url(), {"s": "forged"})
    assert not response.context["verdict"].is_good
    assert "asula-verdict--good" not in response.text
    assert "Бул кагазга ишенбеңиз" in response.text


def test_after_the_reinstatement_the_old_order_is_history_only(client):
    certificate, by = issued(), administrator()
    certifying.decree(certificate, CertificateAction.SUSPEND, ground=ground(), by=by)
    assert client.get(certificate.get_absolute_url()).context["order"].order_number == "77-б"
    certifying.decree(certificate, CertificateAction.REINSTATE, ground=ground(order_number="78-б"), by=by)
    response = client.get(certificate.get_absolute_url())
    assert response.context["order"] is None
    assert "77-б" in response.text.partition("asula-timeline")[2]


def test_a_paper_that_agrees_is_confirmed(client):
    certificate = issued()
    response = client.get(certificate.get_absolute_url(), {"s": attest(certificate.stated)})
    assert response.context["agrees"]
    assert response.context["paper"] is None


@pytest.mark.parametrize("changes", [{"until": "2099-01-01"}, {"number": "000777"}, {"conditional": "maybe"}])
def test_a_genuine_code_of_another_paper_is_told(client, changes):
    certificate = issued()
    response = client.get(certificate.get_absolute_url(), {"s": attest(certificate.stated | changes)})
    assert not response.context["agrees"]
    assert "реестр менен дал келбейт" in response.text


@pytest.mark.parametrize("statement", ["x", "ASULA1.a.b.c", "<script>alert(1)</script>"])
def test_a_forged_code_is_told(client, statement):
    response = client.get(issued().get_absolute_url(), {"s": statement})
    assert "министрлик жасаган эмес" in response.text
    assert "<script>alert" not in response.text


def test_a_suspension_is_seen_at_the_next_look(client):
    certificate = issued()
    assert "Сертификат күчүндө" in client.get(certificate.get_absolute_url()).text
    by = administrator()
    certifying.decree(certificate, CertificateAction.SUSPEND, ground=ground(reason="Текшерүү"), by=by)
    text = client.get(certificate.get_absolute_url()).text
    assert "Сертификат убактылуу токтотулган" in text
    assert "77-б" in text
    assert "Текшерүү" in text
    assert by.user.get_full_name() not in text


def test_the_check_of_the_paper_knows_it_too(client):
    certificate = issued()
    certifying.decree(certificate, CertificateAction.SUSPEND, ground=ground(), by=administrator())
    assert "Сертификат убактылуу токтотулган" in client.get(f"/verify/{certificate.document.public_id}/").text


# Downloads ------------------------------------------------------------------------------------------------------------


def test_the_json_is_what_its_schema_says(client):
    in_state(CertificateState.REVOKED)
    issued(conditional=True)
    schema = client.get("/register/schema.json").json()
    fields = schema["items"]["properties"]
    found = client.get("/register/certificates.json").json()
    assert [row["status"] for row in found] == ["revoked", "in_force"]
    for row in found:
        assert list(row) == list(fields)
        for name, value in row.items():
            field = fields[name]
            kinds = {"string": str, "boolean": bool, "array": list, "null": type(None)}
            allowed = field["type"] if isinstance(field["type"], list) else [field["type"]]
            assert isinstance(value, tuple(kinds[kind] for kind in allowed)), name
            assert value in field.get("enum", [value])
            assert re.search(field.get("pattern", ""), str(value))


def test_the_csv_holds_the_same(client):
    named("=1+1")
    content = client.get("/register/certificates.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert lines[0] == list(SCHEMA["items"]["properties"])
    assert lines[1][1] == "'=1+1"


def test_downloads_may_be_kept_for_half_a_minute(client):
    issued()
    for name in ("certificates.csv", "certificates.json", "schema.json"):
        kept = client.get(f"/register/{name}").headers["Cache-Control"]
        assert "public" in kept
        assert "max-age=30" in kept


@pytest.mark.parametrize("name", ["certificates.csv", "certificates.json"])
def test_what_is_kept_on_the_way_is_kept_for_each_language(client, name):
    issued()
    response = client.get(f"/register/{name}")
    assert "Cookie" in response.headers["Vary"]  # in which the chosen language stands
    assert not response.cookies


def test_a_change_is_in_the_downloads_within_a_minute(client):
    certificate = issued()
    kept_elsewhere = 30  # what a browser or a proxy may keep is as old as the header says, at most
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert client.get("/register/certificates.json").json()[0]["status"] == "in_force"
        certifying.decree(certificate, CertificateAction.SUSPEND, ground=ground(), by=administrator())
        clock.shift(60 - kept_elsewhere)
        assert client.get("/register/certificates.json").json()[0]["status"] == "suspended"


def test_downloads_say_nothing_of_people(client):
    certificate = issued()
    text = json.dumps(client.get("/register/certificates.json").json())
    assert str(certificate.organization.inn) not in text
    assert str(certificate.issued_by) not in text
