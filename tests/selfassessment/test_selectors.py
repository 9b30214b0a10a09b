from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from organizations.enums import Role
from records.models import Document
from selfassessment import selectors
from selfassessment.enums import AccreditationType, OrderKind, State
from selfassessment.models import SelfAssessment
from selfassessment.selectors import Viewer, status_sentence
from selfassessment.services import commenting, evidence, ordering
from selfassessment.services.answering import save_answer
from tests.factories.selfassessment import LinkFactory, SelfAssessmentFactory, World, paper, standard

pytestmark = pytest.mark.django_db


def test_the_two_tabs_divide_the_reports(world):
    approved = world.approved()
    draft, other = world.planned(AccreditationType.PROG_GEN), World().planned()
    assert list(selectors.drafts(world.by_outsider, world.school.pk)) == [draft]
    assert list(selectors.finished(world.by_outsider, world.school.pk)) == [approved]
    assert list(selectors.drafts(world.by_head, other.organization_id)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_tab_costs_two_queries_however_many_reports(world, django_assert_num_queries, count):
    for _ in range(count):
        SelfAssessmentFactory(organization=world.school, type="prog_gen", standard=standard(), is_second=True)
    with django_assert_num_queries(2):
        rows = [
            (report.get_type_display(), [str(programme) for programme in report.programmes.all()])
            for report in selectors.drafts(world.by_head, world.school.pk)
        ]
    assert len(rows) == count


def test_the_chair_leads_the_commission(world, django_assert_num_queries):
    report = world.planned()
    with django_assert_num_queries(1):
        names = [str(member) for member in selectors.commission(report)]
    assert names[0] == world.deputy.name
    assert len(names) == 3


def test_history_and_comments_are_read_in_one_query_each(world, django_assert_num_queries):
    answer = world.ordered().answers.first()
    for version, text in enumerate(("1", "2", "3")):
        save_answer(answer, text, version=version, by=world.by_deputy)
    first = commenting.comment(answer, "Биринчи", by=world.by_head)
    commenting.comment(answer, "Экинчи", by=world.by_outsider)
    commenting.resolve(first, by=world.by_deputy)
    with django_assert_num_queries(2):
        history = [(entry.text, str(entry.by)) for entry in selectors.history(answer)]
        remarks = [(remark.text, str(remark.by), bool(remark.resolved_by)) for remark in selectors.comments(answer)]
    assert history == [(text, str(world.deputy.person)) for text in ("3", "2", "1")]
    assert [(text, resolved) for text, _by, resolved in remarks] == [("Экинчи", False), ("Биринчи", True)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_costs_two_queries_however_large(world, django_assert_num_queries, count):
    links = [LinkFactory(organization=world.school) for _ in range(count)]
    evidence.renew(links[0], "https://mektep.kg/2", by=world.by_deputy)
    report = world.ordered()
    evidence.cite(report.answers.first(), links[0], by=world.by_deputy)
    with django_assert_num_queries(2):
        rows = {
            item.pk: (item.is_used, [version.url for version in item.versions.all()])
            for item in selectors.library(world.by_outsider, world.school)
        }
    assert rows[links[0].pk] == (True, ["https://mektep.kg/2", "https://mektep.kg/plan"])
    assert [used for used, _urls in rows.values()].count(False) == count - 1
    with django_assert_num_queries(2):
        cited = selectors.citations(report)
    assert {key: [citation.evidence for citation in found] for key, found in cited.items()} == {
        report.answers.first().pk: [links[0]]
    }


def test_an_order_is_read_by_who_sees_the_report(world):
    signed = world.ordered().orders.get().document
    paper()
    assert list(Document.objects.visible_to(world.by_outsider)) == [signed]
    assert list(Document.objects.visible_to(World().by_head)) == []


def test_progress_is_that_of_the_report(world):
    assert selectors.progress(world.filled()).is_complete


# Every state × role has its sentence ----------------------------------------------------------------------------------

LANGUAGES = ["ky", "ru", "en"]
ROLES = [*Role, None]
APPROVED_AT = datetime(2026, 9, 29, 20, 30, tzinfo=UTC)  # in Bishkek the next day has begun


def report_in(state):
    approved_at = APPROVED_AT if state == State.APPROVED else None
    return SelfAssessment(pk=7, state=state, ends_on=date(2026, 9, 3), approved_at=approved_at)


@pytest.fixture
def _in_september():
    with time_machine.travel("2026-09-01T06:00Z", tick=False):
        yield


@pytest.mark.usefixtures("_in_september")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_member", [False, True])
def test_each_state_has_a_sentence_for_each_role(language, state, role, is_member):
    with translation.override("en"):
        source = status_sentence(report_in(state), Viewer(role, is_member))
    with translation.override(language):
        sentence = status_sentence(report_in(state), Viewer(role, is_member))
    assert sentence.endswith(".")
    assert "%" not in sentence
    assert (sentence == source) is (language == "en")
    if state == State.ORDERED:
        assert "03.09.2026" in sentence
    if state == State.APPROVED:
        assert "30.09.2026" in sentence


@pytest.mark.usefixtures("_in_september", "_english")
@pytest.mark.parametrize("state", State)
def test_the_head_the_leaders_the_colleagues_and_the_others_hear_different_things(state):
    told = {role: status_sentence(report_in(state), Viewer(role)) for role in ROLES}
    assert told[Role.DEPUTY] == told[Role.DEPARTMENT_HEAD]
    assert told[Role.SPECIALIST] == told[Role.ACCOUNTANT]
    assert len(set(told.values())) == 4
    as_member = status_sentence(report_in(state), Viewer(Role.SPECIALIST, is_member=True))
    assert (as_member == told[Role.SPECIALIST]) is (state == State.APPROVED)


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(("today", "overdue"), [("2026-09-03T17:00Z", False), ("2026-09-03T19:00Z", True)])
@pytest.mark.parametrize("state", State)
def test_a_period_that_ended_is_said(today, overdue, state):
    with time_machine.travel(today, tick=False):
        sentence = status_sentence(report_in(state), Viewer(Role.HEAD))
    assert ("The period ended on 03.09.2026" in sentence) is (overdue and state.is_written)


def test_the_viewer_is_known_by_his_work_and_his_seat(world):
    report = world.ordered()
    assert selectors.viewer(world.by_head, report) == Viewer(Role.HEAD)
    assert selectors.viewer(world.by_deputy, report) == Viewer(Role.DEPUTY, is_member=True)
    assert selectors.viewer(world.by_outsider, report) == Viewer(Role.SPECIALIST)
    assert selectors.viewer(World().by_head, report) == Viewer(None)


def test_the_names_of_the_manual(world):
    order = ordering.prepare_order(world.planned(), ordering.OrderKind.CONDUCT, by=world.by_head)
    with translation.override("ky"):
        assert order.missing_details == [
            "Буйрукка берилүүчү номер",
            "Буйруктун бекитилген күнү",
            "Педагогикалык кеңешке берүү датасы",
            "Педагогикалык кеңештин чечиминин номери",
            "Педагогикалык кеңештин чечиминин датасы",
        ]
    with translation.override("ru"):
        assert order.missing_details[0] == "Номер приказа"


@pytest.mark.parametrize("state", State)
def test_what_has_to_be_corrected_is_said_while_it_is_corrected(world, state):
    report = world.in_state(state)
    assert selectors.returned_because(report) == ("1.1 түзөтүлсүн" if state == State.RETURNED else "")


def test_the_orders_of_a_kind_stand_by_what_became_of_them(world, django_assert_num_queries):
    report = world.ordered()
    assert (selectors.orders(report, OrderKind.APPROVE).draft, selectors.orders(report, OrderKind.APPROVE).signed) == (
        None,
        None,
    )
    first = report.orders.get()
    second = ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    found = selectors.orders(report, OrderKind.CONDUCT)
    assert (found.draft, found.signed, found.replaced) == (second, first, ())
    ordering.conduct(world.order(report), document=paper(), by=world.by_head)
    with django_assert_num_queries(1):
        found = selectors.orders(report, OrderKind.CONDUCT)
    assert (found.draft, found.signed, found.replaced) == (None, second, (first,))
