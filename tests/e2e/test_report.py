"""Step 3 «Отчеттор» in a browser: one report, many hands, bad links and sessions that end. Nothing is lost."""

import gzip

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts import returning
from core.uploads import formats
from core.uploads.checks import check
from core.uploads.models import ScanState
from selfassessment.enums import Question, RevisionKind
from selfassessment.models import Answer, AnswerRevision, EvidenceFile
from selfassessment.services import answering, commenting
from selfassessment.services import evidence as shelf
from selfassessment.services.answering import save_answer
from selfassessment.services.reference import load_reference
from tests.acting import request_of, sign_in
from tests.factories.selfassessment import LinkFactory, World
from tests.files import pdf, upload

pytestmark = pytest.mark.django_db(transaction=True)

LONG = (
    "Мектепте өзүн-өзү баалоонун жүрүшүндө мугалимдердин, окуучулардын жана ата-энелердин пикирлери үйрөнүлдү. " * 5
)[:499] + "ң"
LONG_NAME = "Окуу-тарбия иштеринин 2026-2027-окуу жылына карата бекитилген пландары жана тиркемелери (толук топтом).pdf"


@pytest.fixture
def world(db):
    load_reference()
    return World()


@pytest.fixture
def report(world):
    return world.ordered()


@pytest.fixture
def answer(report):
    return report.answers.filter(question=Question.CRITERION).order_by("place", "pk").first()


@pytest.fixture
def enter(open_page):
    """A function that opens a page in this employee's own browser, which has a session and remembers its owner."""

    def enter(employment, path, **options):
        return open_page(path, cookies=cookies_of(employment), **options)

    return enter


def cookies_of(employment):
    client, response = Client(), HttpResponse()
    sign_in(client, employment.person, organization_id=employment.organization_id, place_key="test")
    request = request_of(client)
    request.COOKIES = {}
    returning.remember(request, response, request.acting)
    session = client.cookies[site.SESSION_COOKIE_NAME].value
    known = response.cookies[site.RETURNING_COOKIE_NAME].value
    return [
        {"name": site.SESSION_COOKIE_NAME, "value": session},
        {"name": site.RETURNING_COOKIE_NAME, "value": known},
    ]


def part(report, number=2):
    return reverse("selfassessment:self_assessment_part", args=[report.pk, number])


def field(page, answer):
    return page.locator(f"[name=text-{answer.pk}]")


def told(page, answer, state):
    """The line below the field, once it is in this state."""
    line = page.locator(f"[data-answer-state='{answer.pk}'][data-state='{state}']")
    line.wait_for(timeout=20_000)
    return line.inner_text()


def stored(answer):
    return Answer.objects.get(pk=answer.pk).text


def drafts(page):
    """How many texts this browser keeps that the server may not have."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('asula:draft:')).length")


def test_two_members_write_the_same_criterion_and_nothing_is_overwritten(enter, inspect, world, report, answer):
    first = enter(world.deputy, part(report), width=1280)
    second = enter(world.teachers[0], part(report), width=360)
    field(first, answer).fill("Окуу планы бекитилген.")
    assert "Сакталды" in told(first, answer, "saved")
    field(second, answer).fill("Окуу планы кеңеште бекитилген.")
    assert str(world.deputy.person) in told(second, answer, "conflict")
    inspect(second, "report-conflict-in-place")
    assert stored(answer) == "Окуу планы бекитилген."
    field(second, answer).fill("Окуу планы педагогикалык кеңеште бекитилген.")
    second.locator(f"[data-answer-state='{answer.pk}'] [data-answer-compare]").click()
    second.wait_for_url("**/conflict/**")
    inspect(second, "report-two-texts")
    texts = second.locator(".asula-two-texts .asula-differences")
    assert texts.all_inner_texts() == ["Окуу планы бекитилген.", "Окуу планы педагогикалык кеңеште бекитилген."]
    joined = "Окуу планы 2026-жылы педагогикалык кеңеште бекитилген."
    second.locator("[name=text]").fill(joined)
    second.locator("button[value=join]").click()
    second.wait_for_url("**/report/2/**")
    assert stored(answer) == field(second, answer).input_value() == joined
    second.wait_for_timeout(2000)  # were a draft left, it would be sent and refused by now
    assert (drafts(second), second.locator("[data-state=conflict]").count()) == (0, 0)
    aside = AnswerRevision.objects.filter(kind=RevisionKind.SET_ASIDE).values_list("text", flat=True)
    assert set(aside) == {"Окуу планы кеңеште бекитилген.", "Окуу планы педагогикалык кеңеште бекитилген."}


def test_while_the_network_is_away_the_text_waits_and_then_it_is_saved(enter, inspect, world, report, answer):
    page = enter(world.deputy, part(report), width=360)
    other = report.answers.get(question=Question.STRENGTHS, section=answer.section_id)
    page.context.set_offline(True)
    field(page, answer).fill("Байланыш жок кезде")
    assert "ушул браузерде" in told(page, answer, "failed")
    field(page, other).fill("Муну да")
    told(page, other, "failed")
    inspect(page, "report-offline")
    field(page, answer).press_sequentially(" жазылган")
    assert (stored(answer), drafts(page)) == ("", 2)
    page.context.set_offline(False)
    told(page, answer, "saved")
    told(page, other, "saved")
    assert (stored(answer), stored(other)) == ("Байланыш жок кезде жазылган", "Муну да")
    assert drafts(page) == 0
    assert not AnswerRevision.objects.filter(kind=RevisionKind.SET_ASIDE).exists()


def test_a_lost_answer_of_the_server_is_no_conflict_with_oneself(enter, world, report, answer):
    """The save arrives, its answer does not: what was typed meanwhile goes on from the version that was saved."""
    page = enter(world.deputy, part(report))

    def swallow(route):
        route.fetch()
        route.abort()

    page.route("**/report/2/", swallow, times=1)
    field(page, answer).fill("Биринчи")
    told(page, answer, "failed")
    assert stored(answer) == "Биринчи"
    field(page, answer).fill("Биринчи, анан экинчи")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    told(page, answer, "saved")
    assert (stored(answer), Answer.objects.get(pk=answer.pk).version) == ("Биринчи, анан экинчи", 2)


def test_a_page_that_was_closed_offline_brings_its_text_back(enter, world, report, answer):
    page = enter(world.deputy, part(report))
    page.context.set_offline(True)
    field(page, answer).fill("Батарея түгөндү")
    told(page, answer, "failed")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(part(report))
    told(again, answer, "saved")
    assert (field(again, answer).input_value(), stored(answer)) == ("Батарея түгөндү", "Батарея түгөндү")


def test_a_session_that_ends_while_typing_loses_nothing(enter, inspect, world, report, answer):
    page = enter(world.deputy, part(report), width=360)
    Session.objects.all().delete()
    field(page, answer).fill("Сессия бүткөндө жазылган")
    assert "кайра кириңиз" in told(page, answer, "failed")
    inspect(page, "report-session-ended")
    field(page, answer).press_sequentially(", андан кийин да")
    page.locator(f"[data-answer-state='{answer.pk}'] [data-answer-way]").click()
    page.wait_for_url("**/sign-in/**")
    assert stored(answer) == ""
    page.context.add_cookies(
        [{**cookie, "url": page.evaluate("location.origin")} for cookie in cookies_of(world.deputy)[:1]]
    )
    page.goto(part(report))
    told(page, answer, "saved")
    assert stored(answer) == "Сессия бүткөндө жазылган, андан кийин да"
    assert drafts(page) == 0
    page.reload()
    assert field(page, answer).input_value() == stored(answer)


def test_a_colleague_at_the_same_browser_gets_no_drafts_of_others(enter, world, report, answer):
    page = enter(world.deputy, part(report))
    page.route("**/report/2/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field(page, answer).fill("Меники")
    told(page, answer, "failed")
    page.context.add_cookies(
        [{**cookie, "url": page.evaluate("location.origin")} for cookie in cookies_of(world.teachers[0])]
    )
    colleague = page.context.new_page()
    colleague.goto(part(report))
    colleague.wait_for_timeout(2000)
    assert (field(colleague, answer).input_value(), stored(answer)) == ("", "")
    assert drafts(colleague) == 1, "it waits for its author"
    sign_out(colleague)
    warning = colleague.locator("[data-sign-out] [role=alert]")
    expect(warning).to_contain_text("жазуулар: 1")
    expect(warning.locator("a")).to_be_hidden()
    sign_out(colleague, again=True)
    colleague.wait_for_url("**/sign-out/done/")
    assert drafts(colleague) == 0, "nothing is left for whoever sits down here next"


def test_signing_out_waits_for_what_is_being_saved_and_warns_of_what_is_not(enter, world, report, answer):
    page = enter(world.deputy, part(report), width=360)
    page.route("**/report/2/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field(page, answer).fill("Жөнөтүлө элек")
    told(page, answer, "failed")
    page.goto(reverse("selfassessment:self_assessment_list"))
    sign_out(page)
    page.unroute("**/report/2/")
    page.locator("[data-sign-out] [role=alert] a").click()
    page.wait_for_url("**/report/2/")
    told(page, answer, "saved")
    field(page, answer).fill("Жөнөтүлө элек эле")
    sign_out(page)
    page.wait_for_url("**/sign-out/done/")
    assert (stored(answer), drafts(page)) == ("Жөнөтүлө элек эле", 0)


def sign_out(page, *, again=False):
    if not again:
        page.locator(".asula-account summary").click()
    page.locator("[data-sign-out] button").click()


def test_without_scripts_the_buttons_save_and_show_both_texts(enter, world, report, answer):
    page = enter(world.teachers[0], part(report), scripts=False)
    save_answer(answer, "Орун басардын тексти", version=0, by=world.by_deputy)
    other = report.answers.get(question=Question.STRENGTHS, section=answer.section_id)
    field(page, answer).fill("Мугалимдин тексти")
    field(page, other).fill("Күчтүү жагы")
    page.get_by_role("button", name="Сактоо", exact=True).click()
    page.wait_for_url("**/conflict/**")
    assert stored(other) == "Күчтүү жагы"
    page.locator("button[value=mine]").click()
    page.wait_for_url("**/report/2/**")
    assert stored(answer) == field(page, answer).input_value() == "Мугалимдин тексти"
    field(page, other).fill("Күчтүү жактары көп")
    page.get_by_role("button", name="Кийинки", exact=True).click()
    page.wait_for_url("**/report/3/**")
    assert stored(other) == "Күчтүү жактары көп"
    page.get_by_role("button", name="Артка", exact=True).click()
    page.wait_for_url("**/report/2/**")


def test_evidence_is_uploaded_with_progress_and_stands_beside_the_answer(enter, inspect, world, report, answer):
    page = enter(world.deputy, part(report), width=360)
    field(page, answer).fill("Далили тиркелет")
    page.locator(f"button[value='add:{answer.pk}']").click()
    page.wait_for_url("**/evidence/")
    assert stored(answer) == "Далили тиркелет"
    choose = page.locator("input[type=file]")
    choose.set_input_files({"name": "бош.pdf", "mimeType": "application/pdf", "buffer": b"not a pdf"})
    page.get_by_role("button", name="Кошуу", exact=True).click()
    page.locator(".govuk-error-message").first.wait_for()
    inspect(page, "report-add-file-refused")
    page.locator("input[type=file]").set_input_files(
        {"name": LONG_NAME, "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.get_by_role("button", name="Кошуу", exact=True).click()
    page.wait_for_url("**/report/2/**")
    assert answer.citations.get().evidence.title == LONG_NAME
    expect(page.locator(f"#answer-{answer.pk} .asula-files")).to_contain_text(LONG_NAME, use_inner_text=True)


def accepted(name="план.pdf"):
    return check(upload(pdf(), name), allowed=formats.PAPERS)


def fill_longest(world, report):
    """Every answer at its limit, with comments, responsible people, files with long names and a dead link."""
    plan = shelf.add_file(world.school, accepted(), title=LONG_NAME, by=world.by_deputy)
    EvidenceFile.objects.update(scan_state=ScanState.CLEAN, scanned_at=plan.added_at)
    link = LinkFactory(organization=world.school, title="Мектептин расмий сайтында жарыяланган окуу планы")
    shelf.note_link(link.newest, alive=False, at=plan.added_at)
    chair = report.members.get(is_chair=True)
    remark = "Бул жерде далил жетишсиз: окуу планынын көчүрмөсүн кошуу керек."
    for answer in report.answers.all():
        saved = save_answer(answer, LONG, version=0, by=world.by_deputy)
        answering.assign(saved, chair, by=world.by_deputy)
        if answer.question == Question.CRITERION:
            shelf.cite(answer, plan, by=world.by_deputy)
            shelf.cite(answer, link, by=world.by_deputy)
            commenting.comment(answer, remark, by=world.by_outsider)


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru"), (360, "ru"), (1280, "ky")])
def test_every_page_of_the_report_is_fit_for_everybody(enter, inspect, world, report, answer, width, language):
    overview = reverse("selfassessment:self_assessment_report", args=[report.pk])
    add = reverse("selfassessment:answer_evidence_add", args=[answer.pk])
    introduction = report.answers.get(question=Question.INTRODUCTION)
    page = enter(world.deputy, part(report), width=width, language=language)
    inspect(page, "report-part-empty")
    page.goto(overview)
    inspect(page, "report-overview-empty")
    fill_longest(world, report)
    save_answer(answer, LONG.replace("мугалимдердин", "бардык мугалимдердин"), version=1, by=world.by_teachers[0])
    cited = answer.citations.first().evidence
    pages = {
        "overview": overview,
        "overview-none": f"{overview}?show=changed",
        "part": part(report),
        "introduction": part(report, 1),
        "responsible": reverse("selfassessment:part_responsible", args=[report.pk, 2]),
        "comments": reverse("selfassessment:answer_comments", args=[answer.pk]),
        "history": reverse("selfassessment:answer_history", args=[answer.pk]),
        "add-file": add,
        "add-link": f"{add}?kind=link",
        "add-library": reverse("selfassessment:answer_evidence_add", args=[introduction.pk]) + "?kind=library",
        "library": reverse("selfassessment:evidence_library"),
        "evidence": reverse("selfassessment:evidence", args=[cited.pk]) + f"?answer={answer.pk}",
        "evidence-add": reverse("selfassessment:evidence_add"),
    }
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"report-{name}")


def test_reading_is_for_everybody_in_the_school(enter, inspect, world, report, answer):
    fill_longest(world, report)
    page = enter(world.teachers[2], part(report), width=360)
    expect(page.locator("textarea")).to_have_count(0)
    inspect(page, "report-read-only")


def test_the_pages_are_light(enter, world, report):
    """The first page within 100 KB over the wire, the next ones within 20."""
    fill_longest(world, report)
    page = enter(world.deputy, reverse("selfassessment:self_assessment_report", args=[report.pk]))
    first = page.watch.weights()
    assert sum(first.values()) <= 100_000, first
    for number in (2, 3):
        page.goto(part(report, number))
        seen = {url: size for url, size in page.watch.weights().items() if url not in first}
        first |= seen
        assert sum(seen.values()) <= 20_000, seen
    assert len(gzip.compress(page.content().encode())) <= 20_000
