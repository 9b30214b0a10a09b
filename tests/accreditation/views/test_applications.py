import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.applications import State, Tab
from accreditation.models import ReturnFile
from accreditation.services import intake
from core.uploads import checks, formats
from core.uploads.models import ScanState
from selfassessment.enums import RevisionKind
from selfassessment.services.answering import write
from tests.factories.accreditation import Case, fresh, quick
from tests.factories.selfassessment import World
from tests.files import pdf

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"accreditation:{name}", args=args)


@pytest.fixture
def browser(enter):
    return enter()


class TestList:
    @pytest.mark.parametrize("state", State)
    def test_every_state_stands_in_one_list(self, browser, case, state):
        application = quick(state, organization=case.school, specialist=case.specialist)
        for tab in Tab:
            found = f">№ {application.pk}</a>" in browser.get(f"{page('application_list')}?tab={tab.value}").text
            assert found is (state in tab.states), tab

    def test_each_state_belongs_to_exactly_one_tab(self):
        assert sorted(state for tab in Tab for state in tab.states) == sorted(State)

    def test_the_tabs_count(self, browser, case):
        for state in (State.DECLINED, State.WITHDRAWN, State.SUBMITTED):
            quick(state, organization=case.school, specialist=case.specialist)
        quick(State.SUBMITTED)
        tabs = {tab.label: tab.count for tab in browser.get(page("application_list")).context["tabs"]}
        assert tabs == {
            "In force": 0,
            "Drafts": 0,
            "Requests": 1,
            "Under consideration": 0,
            "Considered": 0,
            "Rejected": 2,
        }

    def test_the_first_look_falls_on_what_moves(self, browser, case):
        quick(State.WITHDRAWN, organization=case.school)
        assert browser.get(page("application_list")).context["tab"] == Tab.REJECTED
        quick(State.SUBMITTED, organization=case.school)
        assert browser.get(page("application_list")).context["tab"] == Tab.REQUESTS

    @pytest.mark.parametrize("tab", Tab)
    def test_an_empty_list_teaches(self, browser, tab):
        shown = browser.get(f"{page('application_list')}?tab={tab.value}").text
        assert "No data" in shown
        assert "Here will stand" in shown

    def test_what_came_back_is_said_above_all_lists(self, browser, case):
        application = case.returned()
        shown = browser.get(f"{page('application_list')}?tab=drafts").text
        assert f"Application № {application.pk} came back for correction" in shown

    def test_who_may_not_prepare_reads_why(self, enter, case):
        shown = enter(case.world.teachers[0]).get(page("application_list")).text
        assert "Your role does not allow this" in shown

    def test_the_page_and_its_menu_ask_once_what_the_reader_is(self, browser):
        with CaptureQueriesContext(connection) as queries:
            browser.get(page("application_list"))
        asked = [query["sql"] for query in queries if query["sql"].startswith('SELECT "staff_employment"."role"')]
        assert len(asked) == 1, asked

    def test_any_number_of_rows_takes_the_same_queries(self, browser, case):
        counts = []
        for number in (1, 2, 20):
            for _time in range(number):
                quick(State.WITHDRAWN, organization=case.school)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser.get(f"{page('application_list')}?tab=rejected")
            counts.append(len(queries))
        assert len(set(counts)) == 1, counts


class TestApplication:
    @pytest.mark.parametrize("state", State)
    def test_the_page_stands_in_every_state(self, browser, case, state):
        application = case.in_state(state)
        shown = browser.get(page("application", application.pk))
        assert shown.status_code == 200
        assert shown.context["application"].state == state
        for number in range(1, 5):
            assert f'<span class="asula-papers__number">{number}</span>' in shown.text

    def test_foreign_applications_do_not_exist(self, browser):
        foreign = Case(World()).submitted()
        for name in ("application", "application_sent", "application_changes", "application_withdraw"):
            assert browser.get(page(name, foreign.pk)).status_code == 404

    def test_the_head_reads_why_it_cannot_be_withdrawn_without_his_signature(self, enter, case):
        application = case.submitted()
        assert "cloud signature" in enter(signs=False).get(page("application", application.pk)).text
        assert "Only the" not in enter().get(page("application", application.pk)).text

    def test_a_returned_one_says_what_has_to_be_corrected(self, browser, case):
        application = case.returned()
        shown = browser.get(page("application", application.pk)).text
        for answer in application.report.answers.exclude(criterion=None)[:2]:
            assert answer.criterion.number in shown
        assert "1.1 толук эмес" in shown
        assert reverse("selfassessment:self_assessment_report", args=[application.report_id]) in shown
        case.approve_again(application.report)
        assert "Prepare the application" in browser.get(page("application", application.pk)).text

    def test_the_specialist_is_somebody_to_ask(self, browser, case):
        application = case.assigned()
        shown = browser.get(page("application", application.pk)).text
        assert case.specialist.name in shown
        assert f"mailto:{case.specialist.email}" in shown


class TestChanges:
    def test_both_texts_are_shown_with_their_differences(self, browser, case):
        application = case.returned(criteria=2)
        first, second = application.report.answers.exclude(criterion=None)[:2]
        write(first, "Жаңы жооп", kind=RevisionKind.SAVED, by=case.world.deputy.person)
        case.approve_again(application.report)
        shown = browser.get(page("application_changes", application.pk)).text
        assert "<del>" in shown
        assert "Жаңы" in shown
        assert "Nothing was changed here." in shown
        assert page("application_changes", application.pk) in browser.get(page("application", application.pk)).text
        assert str(second.criterion.number) in shown

    def test_before_there_is_anything_to_compare_the_page_says_so(self, browser, case):
        application = case.returned()
        assert "Nothing was corrected yet" in browser.get(page("application_changes", application.pk)).text


class TestReturnFile:
    @pytest.fixture
    def application(self, case):
        application = case.assigned()
        file = checks.check(SimpleUploadedFile("кат.pdf", pdf()), allowed=formats.PAPERS)
        intake.decline(application, reason="Туура эмес", file=file, by=case.by_specialist)
        return fresh(application)

    def test_the_document_of_the_ministry_is_given_out_once_it_is_clean(self, browser, application):
        stored = ReturnFile.objects.get()
        there = page("application_return_file", stored.public_id)
        assert browser.get(there).status_code == 403
        assert there not in browser.get(page("application", application.pk)).text
        ReturnFile.objects.update(scan_state=ScanState.CLEAN, scanned_at=timezone.now())
        assert browser.get(there).status_code == 200
        assert there in browser.get(page("application", application.pk)).text

    @pytest.mark.usefixtures("application")
    def test_nobody_else_gets_it(self, client):
        client.force_login(World().head.person)
        there = page("application_return_file", ReturnFile.objects.get().public_id)
        assert client.get(there).status_code == 404
