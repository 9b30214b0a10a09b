"""A stored copy is read by whoever reads the report, as text, and runs nowhere."""

import pytest
from django.urls import reverse

from accounts.acting import Acting
from integrations.web_links import Page, web_links
from selfassessment.models import Citation, LinkCopy
from selfassessment.services.link_copies import keep_copies
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, acting_as
from tests.factories.records import work
from tests.factories.selfassessment import LinkFactory

pytestmark = pytest.mark.django_db
URL = "https://mektep.kg/plan"
CONTENT = b"<script>alert(1)</script><p>Okuu plany</p>"


@pytest.fixture
def web(settings):
    settings.ADAPTERS = {**settings.ADAPTERS}
    found = web_links()
    found.pages[URL] = Page(CONTENT, "text/html", f"{URL}/2026")
    return found


@pytest.fixture
def group(web):
    load_reference()
    group = Group(Case(), criteria=2)
    report = group.application.report
    evidence = LinkFactory(organization=report.organization, url=URL)
    answer = report.answers.exclude(criterion=None).order_by("place").first()
    facts = {"evidence": evidence, "version": evidence.newest, "cited_by": evidence.added_by}
    Citation.objects.create(answer=answer, **facts)
    keep_copies(report)
    work()
    return group


@pytest.fixture
def visit(client):
    def visit(acting, url):
        client.cookies["language"] = "en"
        sign_in(client, acting.user, organization_id=acting.organization_id, place_key=acting.place_key)
        return client.get(url)

    return visit


def pages():
    copy = LinkCopy.objects.get()
    return [
        reverse("selfassessment:link_copy", args=[copy.pk]),
        reverse("selfassessment:link_copy_file", args=[copy.file.public_id]),
    ]


def test_whoever_reads_the_report_reads_the_copy(visit, group):
    inside = [group.by_head, group.by_second, group.case.by_specialist, group.case.by_administrator]
    others = [ExpertFactory(), CollegiumMemberFactory()]
    outside = [*map(acting_as, others), Case().by_head, Acting(user=UserFactory())]
    for url in pages():
        assert [visit(acting, url).status_code for acting in inside] == [200] * len(inside)
        assert [visit(acting, url).status_code for acting in outside] == [404] * len(outside)


def test_the_words_stand_on_the_page_and_nothing_runs(visit, group):
    page = visit(group.by_second, pages()[0]).text
    assert "Okuu plany" in page
    assert "alert(1)" not in page
    assert LinkCopy.objects.get().file.sha256 in page
    assert f"{URL}/2026" in page


def test_the_file_comes_as_text_to_be_kept(visit, group):
    response = visit(group.by_second, pages()[1])
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Type"].startswith("text/plain")
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_the_copy_stands_beside_the_link_where_it_is_rated_and_at_the_ministry(visit, group):
    evaluation = group.begun()
    rating = reverse("accreditation:evaluation_section", args=[evaluation.pk, 1])
    answers = reverse("ministry:application_answers", args=[group.application.pk])
    for acting, url in ((group.by_second, rating), (group.case.by_specialist, answers)):
        page = visit(acting, url).text
        assert "Stored copy of" in page
        assert pages()[0] in page


def test_a_copy_that_failed_says_so_and_why(visit, group, web):
    LinkCopy.objects.all().delete()
    web.closed.add(URL)
    keep_copies(fresh(group.application).report)
    work()
    evaluation = group.begun()
    page = visit(group.by_second, reverse("accreditation:evaluation_section", args=[evaluation.pk, 1])).text
    assert "No stored copy" in page
    url = reverse("selfassessment:link_copy", args=[LinkCopy.objects.get().pk])
    assert "error 404" in visit(group.by_second, url).text
    assert url in page


def test_with_the_submission_the_copies_are_asked_for(group, web):
    LinkCopy.objects.all().delete()
    case = Case()
    report = case.report()
    evidence = LinkFactory(organization=case.school, url=URL)
    answer = report.answers.exclude(criterion=None).first()
    facts = {"evidence": evidence, "version": evidence.newest, "cited_by": evidence.added_by}
    Citation.objects.create(answer=answer, **facts)
    case.submitted(case.draft(report))
    assert LinkCopy.objects.get().report == report


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/expert/evaluations/1/sections/1/", "/expert/evaluations/1/sections/1/"),
        ("https://evil.example/expert/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_way_back_leads_to_a_page_of_ours(visit, group, client, came, back):
    visit(group.by_second, pages()[0])
    response = client.get(pages()[0], headers={"referer": came})
    assert response.context["back"] == back
    assert "evil" not in response.text
