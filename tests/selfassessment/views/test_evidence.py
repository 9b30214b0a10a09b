from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.uploads import formats
from core.uploads.checks import check
from core.uploads.models import ScanState
from records.models import JournalEntry
from selfassessment.enums import Action, EvidenceKind, LinkState, OrderKind, Question, State
from selfassessment.models import Citation, Evidence, EvidenceFile, EvidenceVersion
from selfassessment.services import evidence as services
from selfassessment.services import ordering
from tests.factories.selfassessment import LinkFactory, World, fill, paper
from tests.files import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    return world.ordered()


@pytest.fixture
def answer(report):
    return report.answers.filter(question=Question.CRITERION).in_order().first()


@pytest.fixture
def add(address, answer):
    return address("answer_evidence_add", answer.pk)


@pytest.fixture
def place(address, report, answer):
    return f"{address('self_assessment_part', report.pk, 2)}#answer-{answer.pk}"


@pytest.fixture
def plan(world, answer):
    """A file that the answer cites."""
    accepted = check(upload(pdf(), "план.pdf"), allowed=formats.PAPERS)
    added = services.add_file(world.school, accepted, by=world.by_deputy)
    services.cite(answer, added, by=world.by_deputy)
    return added


def cited(answer):
    return [citation.evidence.title for citation in Citation.objects.filter(answer=answer)]


def test_a_file_is_added_to_the_library_and_to_the_answer(world, come, add, place, answer):
    response = come(world.deputy).post(add, {"file": upload(pdf(), "план.pdf"), "title": "Окуу планы"})
    assert response["Location"] == place
    assert cited(answer) == ["Окуу планы"]
    assert EvidenceFile.objects.get().name == "план.pdf"


def test_a_script_is_sent_to_the_next_page(world, come, add, place, answer):
    response = come(world.deputy).post(add, {"file": upload(pdf(), "план.pdf")}, HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Redirect"]) == (204, place)
    assert cited(answer) == ["план.pdf"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://mektep.kg/plan", "https://mektep.kg/plan"),
        ("mektep.kg/plan", "https://mektep.kg/plan"),
        ("http://мектеп.кг/план", "http://мектеп.кг/план"),
    ],
)
def test_a_link_is_added(world, come, add, place, answer, url, kept):
    assert come(world.deputy).post(f"{add}?kind=link", {"url": url})["Location"] == place
    assert EvidenceVersion.objects.get().url == kept
    assert cited(answer) == [kept]


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "ftp://mektep.kg/", "file:///etc/passwd", "data:text/html,x", "https://", "x y"]
)
def test_what_is_no_address_of_the_web_comes_back(world, come, add, answer, url):
    page = come(world.deputy).post(f"{add}?kind=link", {"url": url, "title": "Аталышы"})
    assert page.status_code == 422
    assert page.context["form"].errors["url"]
    assert "Аталышы" in page.content.decode()
    assert (cited(answer), Evidence.objects.count()) == ([], 0)


@pytest.mark.parametrize("content", [b"", b"MZ not a document"])
def test_a_file_that_can_not_be_taken_is_refused_at_its_field(world, come, add, answer, content):
    page = come(world.deputy).post(add, {"file": upload(content, "план.pdf"), "title": "Аталышы"})
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert "Аталышы" in page.content.decode()
    assert (cited(answer), EvidenceFile.objects.count()) == ([], 0)


def test_a_missing_file_is_asked_for(world, come, add):
    assert come(world.deputy).post(add, {}).context["form"].errors.as_data()["file"][0].code == "required"


def test_the_sizes_and_kinds_are_said_before_the_choice(world, come, add):
    text = come(world.deputy).get(add).content.decode()
    assert "PDF, DOCX, XLSX, PPTX, JPEG, PNG" in text
    assert "MP4" in text


def test_the_library_is_used_again(world, come, add, place, answer, plan):
    first, second = LinkFactory(organization=world.school), LinkFactory(organization=world.school, title="Устав")
    LinkFactory(title="Бөтөн")
    client = come(world.teachers[0])
    page = client.get(f"{add}?kind=library")
    assert [item.title for item in page.context["page"]] == ["Устав", "Окуу планы"], "what is cited is not offered"
    page = client.get(f"{add}?kind=library&words=устав")
    assert [item.title for item in page.context["page"]] == ["Устав"]
    response = client.post(f"{add}?kind=library", {"evidence": [first.pk, second.pk]})
    assert response["Location"] == place
    assert sorted(cited(answer)) == ["Окуу планы", "Устав", "план.pdf"]


def test_nothing_and_the_evidence_of_others_can_not_be_ticked(world, come, add, answer):
    LinkFactory(organization=world.school)
    for chosen in ([], [LinkFactory().pk], ["x"], [0]):
        page = come(world.deputy).post(f"{add}?kind=library", {"evidence": chosen})
        assert (page.status_code, cited(answer)) == (422, [])
        assert page.context["form"].errors["evidence"]


@pytest.mark.parametrize("kind", ["file", "link", "library", "x"])
def test_only_those_who_write_add_evidence(world, come, add, answer, kind):
    link = LinkFactory(organization=world.school)
    outsider, stranger = come(world.teachers[2]), World().head
    here, data = f"{add}?kind={kind}", {"url": "https://x.kg/", "evidence": [link.pk], "file": upload(pdf(), "x.pdf")}
    assert (outsider.get(here).status_code, outsider.post(here, data).status_code) == (403, 403)
    client = come(stranger)
    assert (client.get(here).status_code, client.post(here, data).status_code) == (404, 404)
    assert (cited(answer), Evidence.objects.count()) == ([], 1)


def test_what_stands_in_the_library_only_is_added_by_every_employee(world, come, address):
    here, library = address("evidence_add"), address("evidence_library")
    client = come(world.teachers[2])
    assert client.get(here).status_code == 200
    assert client.post(here, {"file": upload(pdf(), "устав.pdf")})["Location"] == library
    assert client.post(f"{here}?kind=link", {"url": "mektep.kg"})["Location"] == library
    assert client.post(f"{here}?kind=library", {}).status_code == 422
    assert {item.title for item in client.get(library).context["page"]} == {"устав.pdf", "https://mektep.kg"}


def test_the_library_is_searched_and_tells_what_is_not_cited(world, come, address, plan):
    LinkFactory(organization=world.school, title="Мектептин уставы")
    client, library = come(world.teachers[2]), address("evidence_library")

    def found(**asked):
        return [item.title for item in client.get(library, asked).context["page"]]

    assert found() == ["Мектептин уставы", "план.pdf"]
    assert found(words="УСТАВ") == ["Мектептин уставы"]
    assert found(use="cited") == ["план.pdf"]
    assert found(use="unused") == ["Мектептин уставы"]
    assert "Эч нерсе табылган жок" in client.get(library, {"words": "жок нерсе"}).content.decode()
    assert "Китепкана бош" in come(World().head).get(library).content.decode()


def test_a_newer_version_stands_on_top_and_the_older_stays(world, come, address, plan, answer):
    here = address("evidence", plan.pk)
    client = come(world.teachers[2])
    assert client.post(here, {"new": upload(pdf(), "план-2.pdf")})["Location"] == here
    page = client.get(here)
    assert [version.file.name for version in page.context["versions"]] == ["план-2.pdf", "план.pdf"]
    assert str(answer) in page.content.decode()
    assert client.post(here, {"new": upload(b"", "план-3.pdf")}).status_code == 422
    assert plan.versions.count() == 2


def test_a_link_is_replaced_by_a_link(world, come, address):
    link = LinkFactory(organization=world.school)
    here = address("evidence", link.pk)
    response = come(world.deputy).post(here, {"new": "https://mektep.kg/new"}, HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Redirect"]) == (204, here)
    assert link.newest.url == "https://mektep.kg/new"


def test_from_the_answer_evidence_is_taken_off_and_stays_in_the_library(world, come, address, place, plan, answer):
    citation = answer.citations.get()
    client = come(world.deputy)
    here = client.get(address("citation", citation.pk))["Location"]
    assert here == f"{address('evidence', plan.pk)}?answer={answer.pk}"
    remove = address("citation_remove", citation.pk)
    assert remove in client.get(here).content.decode()
    assert client.post(remove)["Location"] == place
    assert (cited(answer), Evidence.objects.get()) == ([], plan)


def test_only_those_who_write_take_evidence_off(world, come, address, plan, answer):
    remove = address("citation_remove", answer.citations.get().pk)
    assert come(world.teachers[2]).post(remove).status_code == 403
    assert come(World().head).post(remove).status_code == 404
    assert cited(answer) == ["план.pdf"]


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999"])
def test_a_forged_way_back_is_forgotten(world, come, address, plan, asked):
    page = come(world.deputy).get(f"{address('evidence', plan.pk)}?answer={asked}")
    assert page.context["back"] == address("evidence_library")


def test_another_school_finds_no_evidence(come, address, plan, answer):
    client, file = come(World().head), EvidenceFile.objects.get()
    for page in (address("evidence", plan.pk), address("citation", answer.citations.get().pk)):
        assert client.get(page).status_code == 404
    assert client.post(address("evidence", plan.pk), {"new": upload(pdf(), "x.pdf")}).status_code == 404
    assert client.get(address("evidence_file", file.public_id)).status_code == 404


def test_the_quota_is_said_and_enforced(world, come, address, add, answer, settings):
    settings.EVIDENCE_QUOTA = 100
    client = come(world.deputy)
    for page in (add, address("evidence_add"), address("evidence_library")):
        assert "100\xa0Б" in client.get(page).content.decode()
    page = client.post(add, {"file": upload(pdf(), "план.pdf"), "title": "Аталышы"})
    assert page.status_code == 422
    assert page.context["form"].errors.as_data()["file"][0].code == "over_quota"
    assert "Аталышы" in page.content.decode()
    assert (cited(answer), EvidenceFile.objects.count(), Evidence.objects.count()) == ([], 0, 0)


def test_what_no_report_names_is_deleted_after_a_question(world, come, address, plan, answer):
    delete, library = address("evidence_delete", plan.pk), address("evidence_library")
    client, file = come(world.teachers[2]), EvidenceFile.objects.get()
    assert (client.get(delete).status_code, client.post(delete).status_code) == (403, 403)
    assert delete not in client.get(address("evidence", plan.pk)).content.decode()
    services.uncite(answer, plan, by=world.by_deputy)
    assert delete in client.get(address("evidence", plan.pk)).content.decode()
    assert plan.title in client.get(delete).content.decode()
    assert client.post(delete)["Location"] == library
    assert (Evidence.objects.count(), EvidenceFile.objects.count()) == (0, 0)
    assert client.get(address("evidence_file", file.public_id)).status_code == 404
    entry = JournalEntry.objects.get(action=Action.DISCARD_EVIDENCE)
    assert (entry.changes, entry.organization_id) == ({"title": "план.pdf"}, world.school.pk)


def test_another_school_deletes_nothing(world, come, address):
    link = LinkFactory(organization=world.school)
    assert come(World().head).post(address("evidence_delete", link.pk)).status_code == 404
    assert Evidence.objects.filter(pk=link.pk).exists()


# Downloads ------------------------------------------------------------------------------------------------------------


def scanned(state=ScanState.CLEAN):
    EvidenceFile.objects.update(scan_state=state, scanned_at=None if state == ScanState.WAITING else timezone.now())
    return EvidenceFile.objects.get()


def test_a_clean_file_comes_as_an_attachment_in_a_sandbox(world, come, address, plan):
    file = scanned()
    response = come(world.teachers[2]).get(address("evidence_file", file.public_id))
    assert sha256(b"".join(response.streaming_content)).hexdigest() == file.sha256
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED])
def test_a_file_that_is_not_clean_is_shown_and_not_given_out(world, come, address, report, plan, state):
    file, client = scanned(state), come(world.deputy)
    assert client.get(address("evidence_file", file.public_id)).status_code == 403
    text = client.get(address("self_assessment_part", report.pk, 2)).content.decode()
    assert str(file.public_id) not in text
    assert file.get_scan_state_display() in text


def test_a_dead_link_is_flagged_beside_the_answer_and_in_the_library(world, come, address, report, answer):
    link = LinkFactory(organization=world.school)
    services.cite(answer, link, by=world.by_deputy)
    client = come(world.deputy)
    pages = (address("self_assessment_part", report.pk, 2), address("evidence_library"))
    flags = ("бери ачылбайт", str(LinkState.DEAD.label))
    assert not any(flag in client.get(page).content.decode() for page, flag in zip(pages, flags, strict=True))
    services.note_link(link.newest, alive=False, at=timezone.now())
    assert all(flag in client.get(page).content.decode() for page, flag in zip(pages, flags, strict=True))


def test_an_approved_report_keeps_the_version_that_was_approved(world, come, address, report, plan, answer):
    fill(report.answers.all(), by=world.deputy.person)
    order = world.order(report, OrderKind.APPROVE)
    ordering.approve(order, document=paper(), by=world.by_head)
    services.renew(plan, check(upload(pdf(), "план-2.pdf"), allowed=formats.PAPERS), by=world.by_deputy)
    EvidenceFile.objects.update(scan_state=ScanState.CLEAN, scanned_at=timezone.now())
    first, second = EvidenceFile.objects.order_by("pk")
    report.refresh_from_db()
    assert (report.state, plan.kind) == (State.APPROVED, EvidenceKind.FILE)
    text = come(world.deputy).get(address("self_assessment_part", report.pk, 2)).content.decode()
    assert str(first.public_id) in text
    assert str(second.public_id) not in text


@pytest.mark.parametrize("page", ["evidence_library", "evidence_add"])
def test_the_number_of_queries_does_not_grow_with_the_library(world, come, address, page):
    client, numbers = come(world.deputy), []
    client.get(address(page))
    for count in (1, 2, 30):
        for _time in range(count):
            LinkFactory(organization=world.school)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(page)).status_code == 200
        numbers.append(len(queries))
    assert len(set(numbers)) == 1, numbers
