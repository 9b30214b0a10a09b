"""The external evaluation before the ministry: blind until it counts, reopened for a reason, nothing lost."""

import pytest
from django.urls import reverse

from accounts.acting import Acting
from accreditation.enums.evaluation import EvaluationState
from accreditation.models import Evaluation, Reply, Summary
from accreditation.services import evaluation as services
from accreditation.services import joint_report, replies
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh
from tests.factories.evaluation import Group, again
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as

pytestmark = pytest.mark.django_db
REASON = "1.1-критерий башка мектепке тиешелүү"
SAID = "Далилдер текшерилди"


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


@pytest.fixture
def visit(client):
    """A function that signs this person in and opens a page or sends a form."""

    def visit(acting, url, data=None, **options):
        client.cookies["language"] = "en"
        sign_in(client, acting.user, place_key=acting.place_key)
        return client.get(url, **options) if data is None else client.post(url, data, **options)

    return visit


def overview(group):
    return reverse("ministry:application_evaluation", args=[group.application.pk])


def page_of(evaluation, ending=""):
    return reverse(f"ministry:evaluation{ending}", args=[evaluation.pk])


def strangers(group):
    others = [SpecialistFactory(), ExpertFactory(), CollegiumMemberFactory()]
    return [*map(acting_as, others), *group.everybody, group.by_head, Acting(user=UserFactory())]


def test_nobody_but_who_handles_the_application_gets_the_pages(visit, group):
    evaluation = group.final()
    for acting in strangers(group):
        for url in (overview(group), page_of(evaluation), page_of(evaluation, "_reopen")):
            assert visit(acting, url).status_code in {403, 404}
            assert visit(acting, url, {"reason": REASON}).status_code in {403, 404, 405}
    assert again(evaluation).state == EvaluationState.PUBLISHED
    for acting in (group.case.by_specialist, group.case.by_administrator):
        for url in (overview(group), page_of(evaluation), page_of(evaluation, "_reopen")):
            assert visit(acting, url).status_code == 200


@pytest.mark.parametrize("stage", ["rated", "published", "final"])
def test_what_an_expert_says_is_read_when_it_counts(visit, group, stage):
    evaluation = getattr(group, stage)()
    response = visit(group.case.by_specialist, page_of(evaluation))
    assert (SAID in response.text) == (stage == "final")
    assert ("hidden from everybody" in response.text) == (stage != "final")
    page = visit(group.case.by_specialist, overview(group)).text
    assert page.count("Not begun") == 2
    assert ("Read the decision" in page) == (stage == "final")


def test_an_administrator_who_sits_in_the_group_reads_and_reopens_nothing(visit, group):
    evaluation, person = group.final(), group.experts[2].person
    type(person).objects.filter(pk=person.pk).update(is_administrator=True)
    person.refresh_from_db()
    acting = Acting(user=person, place_key="administrator")
    assert visit(acting, page_of(evaluation)).status_code == 403
    assert visit(acting, page_of(evaluation, "_reopen"), {"reason": REASON}).status_code == 403
    page = visit(acting, overview(group))
    assert (page.status_code, "Read the decision" in page.text) == (200, False)


def test_a_decision_is_reopened_for_a_reason_and_its_words_can_still_be_read(visit, group):
    evaluation, by = group.final(), group.case.by_specialist
    assert "Reopen the decision" in visit(by, page_of(evaluation)).text
    assert "the signed paper is revoked" in visit(by, page_of(evaluation, "_reopen")).text
    response = visit(by, page_of(evaluation, "_reopen"), {"reason": REASON}, follow=True)
    assert "The decision is open again" in response.text
    assert again(evaluation).state == EvaluationState.REOPENED
    page = visit(by, page_of(evaluation)).text
    assert "What the decision said before" in page
    assert page.count(SAID) == evaluation.ratings.count()
    assert REASON in page
    assert "Reopen the decision" not in page


@pytest.mark.parametrize(
    ("reason", "words"), [("", "Write the reason."), (" ", "Write the reason."), ("я" * 501, "1 character is too many")]
)
def test_without_a_reason_nothing_happens(visit, group, reason, words):
    evaluation = group.final()
    response = visit(group.case.by_administrator, page_of(evaluation, "_reopen"), {"reason": reason})
    assert (response.status_code, words in response.text) == (422, True)
    assert reason.strip() in response.text
    assert again(evaluation).state == EvaluationState.PUBLISHED


@pytest.mark.parametrize("state", sorted(set(EvaluationState) - {EvaluationState.PUBLISHED}))
def test_only_what_counts_is_reopened(visit, group, state):
    evaluation = group.in_state(state)
    for data in (None, {"reason": REASON}):
        assert visit(group.case.by_administrator, page_of(evaluation, "_reopen"), data).status_code == 403


def test_within_the_time_for_recalling_the_page_says_why_not(visit, group):
    evaluation = group.published()
    assert "the expert may recall the decision himself" in visit(group.case.by_specialist, page_of(evaluation)).text
    assert visit(group.case.by_specialist, page_of(evaluation, "_reopen"), {"reason": REASON}).status_code == 403


def test_two_who_reopen_at_once_do_it_once(visit, group):
    evaluation, by = group.final(), group.case.by_administrator
    url = page_of(evaluation, "_reopen")
    assert [visit(by, url, {"reason": REASON}).status_code for _time in range(2)] == [302, 403]
    assert evaluation.events.filter(action="reopen_evaluation").count() == 1


class TestOverview:
    def test_the_answer_of_the_school_is_read_when_it_was_sent(self, visit, group):
        reply = group.asked()
        criterion = group.application.report.answers.exclude(criterion=None).first()
        replies.write_remark(reply, criterion, "Китепкана ачылган", by=group.by_head)
        by = group.case.by_specialist
        page = visit(by, overview(group)).text
        assert "The organization may answer" in page
        assert "Китепкана ачылган" not in page
        replies.send(reply, by=group.by_head)
        assert "Китепкана ачылган" in visit(by, overview(group)).text
        services.reopen(again(Evaluation.objects.first()), reason=REASON, by=by)
        page = visit(by, overview(group)).text
        assert "Китепкана ачылган" in page
        assert "Set aside" in page

    def test_the_joint_report_is_named_as_far_as_it_is(self, visit, group):
        by = group.case.by_specialist
        group.summed_up()
        assert "The chair writes it" in visit(by, overview(group)).text
        summary = joint_report.close(group.application, by=group.by_chair)
        assert "The experts are signing it" in visit(by, overview(group)).text
        Summary.objects.update(finished_at=again(Evaluation.objects.first()).published_at)
        page = visit(by, overview(group)).text
        assert reverse("records:document", args=[summary.paper.public_id]) in page
        assert "Accredit for the full term" in page

    def test_the_page_of_the_application_leads_there(self, visit, group):
        here = reverse("ministry:application", args=[group.application.pk])
        by = group.case.by_specialist
        assert overview(group) not in visit(by, here).text
        group.final()
        page = visit(by, here).text
        assert overview(group) in page
        assert "Published: 1 of 3." in page

    @pytest.mark.usefixtures("no_menu")
    def test_queries_do_not_grow_with_what_was_said(self, visit, case, django_assert_max_num_queries):
        group = Group(case, criteria=6)
        group.answered(*["Китепкана ачылган"] * 6)
        visit(case.by_specialist, overview(group))
        with django_assert_max_num_queries(45):
            assert visit(case.by_specialist, overview(group)).status_code == 200


def test_after_the_evaluation_nothing_is_reopened(visit, group):
    group.all_final()
    type(group.application).objects.filter(pk=group.application.pk).update(state="evaluated")
    evaluation = fresh(group.application).evaluations.first()
    assert "not going on" in visit(group.case.by_specialist, page_of(evaluation)).text
    assert visit(group.case.by_specialist, page_of(evaluation, "_reopen"), {"reason": REASON}).status_code == 403
    assert not Reply.objects.exists()
