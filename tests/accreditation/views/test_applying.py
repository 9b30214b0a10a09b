"""The way of an application, page by page, with a signature service in memory."""

import pytest
from django.urls import reverse

from accreditation.enums.applications import Action, State
from accreditation.models import Application
from accreditation.selectors.signing import signing_of
from core import effects
from integrations.cloud_signature import cloud_signature
from records.enums import CeremonyState, DocumentState
from records.services import cancel_ceremony
from selfassessment.models import SelfAssessment
from tests.acting import sign_in
from tests.factories.accreditation import fresh, steps
from tests.factories.staff import ActingHeadFactory

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"accreditation:{name}", args=args)


@pytest.fixture
def browser(enter):
    return enter()


@pytest.fixture
def signer(case):
    """The head's cloud signature, as the service knows it."""
    head = case.world.head.person
    return cloud_signature().add(head.pin, case.school.inn, person_name=str(head), org_name="Мектеп")


def begin(browser, report):
    answer = browser.post(page("application_create"), {"report": report.pk})
    application = Application.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page("application_paper", application.pk))
    return application


def sign(browser, application, signer):
    """Send for consideration, then the one signing of the house."""
    there = browser.post(page("application_send", application.pk))["Location"]
    effects.drain()
    ceremony = signing_of(application)
    browser.post(reverse("records:sign_code", args=[ceremony.public_id]), {"channel": "email"})
    browser.post(there, {"code": signer.code})
    ceremony.refresh_from_db()
    assert ceremony.state == CeremonyState.COMPLETED
    return ceremony


class TestCreate:
    def test_the_only_report_is_chosen_already(self, browser, case):
        report = case.report()
        shown = browser.get(page("application_create")).text
        assert f'value="{report.pk}" id="id_report_0" checked' in shown
        assert "Choose the self-assessment:" in shown

    def test_without_a_report_the_page_leads_to_the_self_assessment(self, browser):
        shown = browser.get(page("application_create")).text
        assert "There is no approved report yet" in shown
        assert reverse("selfassessment:self_assessment_list") in shown

    def test_nothing_chosen_is_said_beside_the_reports(self, browser, case):
        case.report(), case.report()
        answer = browser.post(page("application_create"), {})
        assert answer.status_code == 422
        assert answer.text.count("Choose the report with which the organization applies.") == 2
        assert 'href="#id_report_0"' in answer.text

    def test_a_report_in_use_leads_to_its_application(self, browser, case):
        application = case.submitted()
        shown = browser.get(page("application_create")).text
        assert f"in application № {application.pk}" in shown
        assert 'type="radio"' not in shown
        assert browser.post(page("application_create"), {"report": application.report_id}).status_code == 422

    def test_a_second_one_of_the_type_is_refused_in_words(self, browser, case):
        case.submitted()
        answer = browser.post(page("application_create"), {"report": case.report().pk})
        assert answer.status_code == 422
        assert "of the same type is open already" in answer.text


class TestPaper:
    def test_the_draft_is_printed_and_shown(self, browser, case):
        application = begin(browser, case.report())
        assert "The document is being prepared" in browser.get(page("application_paper", application.pk)).text
        effects.drain()
        shown = browser.get(page("application_paper", application.pk)).text
        assert reverse("records:document_file", args=[application.draft.public_id]) in shown
        assert "Send for consideration" in shown
        pdf = browser.get(reverse("records:document_file", args=[application.draft.public_id]))
        assert pdf["Content-Type"] == "application/pdf"

    def test_the_paper_says_who_asks_for_what(self, browser, case):
        application = begin(browser, case.report())
        values = application.draft.values["map"]
        assert values["organization"]["said"][0] == case.school.full_name_ky
        assert values["report_number"] == str(application.report_id)
        assert values["signer_name"] == case.world.head.name
        assert len(values["annexes"]) == 3
        assert values["annexes"][0]["said"][0].endswith("№\u00a03454")

    def test_an_acting_head_signs_with_the_ground_of_his_acting(self, client, case, enter):
        appointment = ActingHeadFactory(employment=case.world.deputy)
        application = begin(enter(case.world.deputy), case.report())
        sign_in(client, case.world.deputy.person, inn=case.school.inn, organization_id=case.school.pk, place_key="test")
        client.post(page("application_send", application.pk))
        values = fresh(application).draft.values["map"]
        assert values["signer_name"] == case.world.deputy.name
        assert appointment.order_number in values["signer_position"]["said"][0]
        assert "№ 17-к" in signing_of(application).position

    def test_saving_prints_anew_only_what_changed(self, browser, case):
        application = begin(browser, case.report())
        answer = browser.post(page("application_paper", application.pk), follow=True)
        assert "tab of drafts" in answer.text
        assert fresh(application).draft.revision == 1
        case.school.phone = "+996 700 123456"
        case.school.save()
        browser.post(page("application_paper", application.pk))
        assert fresh(application).draft.revision == 2

    def test_who_may_not_sign_reads_why(self, enter, case):
        application = begin(enter(case.world.deputy), case.report())
        shown = enter(case.world.deputy).get(page("application_paper", application.pk)).text
        assert "It may be done by:" in shown
        assert enter(case.world.deputy).post(page("application_send", application.pk)).status_code == 403
        shown = enter(signs=False).get(page("application_paper", application.pk)).text
        assert "choose the cloud signature" in shown

    def test_what_was_sent_has_no_draft_any_more(self, browser, case):
        application = case.submitted()
        answer = browser.get(page("application_paper", application.pk))
        assert answer["Location"] == page("application", application.pk)


class TestSend:
    def test_signed_it_is_sent_at_once(self, browser, case, signer):
        application = begin(browser, case.report())
        ceremony = sign(browser, application, signer)
        application = fresh(application)
        assert (application.state, application.document.state) == (State.SUBMITTED, DocumentState.SIGNED)
        assert ceremony.return_url == page("application_sent", application.pk)
        assert list(steps(application)) == [Action.CREATE, Action.SUBMIT]
        shown = browser.get(page("application_sent", application.pk)).text
        for said in ("signed and sent for consideration", f"№ {application.pk}", "Next, it gets its number", "by "):
            assert said in shown

    def test_sending_again_goes_on_with_the_same_signing(self, browser, case):
        application = begin(browser, case.report())
        first = browser.post(page("application_send", application.pk))["Location"]
        assert browser.post(page("application_send", application.pk))["Location"] == first
        assert "has begun to sign" in browser.get(page("application_paper", application.pk)).text

    def test_after_a_cancelled_signing_the_paper_is_made_anew(self, browser, case, signer):
        application = begin(browser, case.report())
        browser.post(page("application_send", application.pk))
        paper = fresh(application).draft
        cancel_ceremony(signing_of(application), by=case.world.head.person)
        paper.refresh_from_db()
        assert (paper.state, fresh(application).draft) == (DocumentState.DISCARDED, None)
        shown = browser.get(page("application_sent", application.pk), follow=True)
        assert shown.redirect_chain[-1][0] == page("application", application.pk)
        assert "Prepare the application" in shown.text
        browser.post(page("application_paper", application.pk))
        sign(browser, application, signer)
        assert fresh(application).state == State.SUBMITTED

    @pytest.mark.usefixtures("signer")
    def test_what_could_not_be_sent_any_more_is_not_signed(self, browser, case):
        application = begin(browser, case.report())
        browser.post(page("application_send", application.pk))
        effects.drain()
        ceremony = signing_of(application)
        SelfAssessment.objects.update(state="returned", approved_at=None, approved_by=None)
        answer = browser.post(reverse("records:sign_code", args=[ceremony.public_id]), {"channel": "email"})
        assert (answer.status_code, "not approved yet" in answer.text) == (409, True)
        ceremony.refresh_from_db()
        assert (ceremony.state, ceremony.attempts.count()) == (CeremonyState.CANCELLED, 0)
        assert (fresh(application).state, fresh(application).draft) == (State.DRAFT, None)

    def test_a_new_head_does_not_wait_for_the_old_one(self, browser, case):
        application = begin(browser, case.report())
        browser.post(page("application_send", application.pk))
        old = signing_of(application)
        old.signer = case.world.deputy.person
        old.save()
        browser.post(page("application_send", application.pk))
        old.refresh_from_db()
        assert old.state == CeremonyState.CANCELLED
        assert signing_of(application).signer == case.world.head.person

    def test_not_sent_yet_the_confirmation_leads_back(self, browser, case):
        application = begin(browser, case.report())
        answer = browser.get(page("application_sent", application.pk))
        assert answer["Location"] == page("application_paper", application.pk)


class TestAgain:
    def test_a_corrected_application_is_signed_and_sent_again(self, browser, case, signer):
        application = case.returned()
        case.approve_again(application.report)
        assert browser.post(page("application_paper", application.pk)).status_code == 302
        sign(browser, application, signer)
        application = fresh(application)
        assert (application.state, application.draft) == (State.ASSIGNED, None)
        assert list(steps(application))[-1] == Action.RESUBMIT

    def test_before_the_report_is_approved_there_is_no_paper(self, browser, case):
        application = case.returned()
        answer = browser.post(page("application_paper", application.pk))
        assert answer.status_code == 403
        assert "not approved yet" in answer.text


class TestWithdraw:
    def test_with_a_reason_it_is_withdrawn(self, browser, case):
        application = case.assigned()
        assert "this cannot be undone" in browser.get(page("application_withdraw", application.pk)).text
        answer = browser.post(page("application_withdraw", application.pk), {"reason": "Кийин"}, follow=True)
        assert "The ministry has been told" in answer.text
        assert fresh(application).state == State.WITHDRAWN

    def test_without_a_reason_nothing_happens(self, browser, case):
        application = case.submitted()
        answer = browser.post(page("application_withdraw", application.pk), {"reason": " "})
        assert answer.status_code == 422
        assert answer.text.count("Write why the application is withdrawn.") == 2
        assert fresh(application).state == State.SUBMITTED

    def test_once_it_is_taken_it_is_too_late(self, browser, case):
        application = case.taken()
        assert browser.get(page("application_withdraw", application.pk)).status_code == 403
        assert browser.post(page("application_withdraw", application.pk), {"reason": "Кийин"}).status_code == 403


class TestDelete:
    def test_the_draft_is_gone(self, browser, case):
        application = begin(browser, case.report())
        assert "was not sent to anybody" in browser.get(page("application_delete", application.pk)).text
        answer = browser.post(page("application_delete", application.pk), follow=True)
        assert "The draft is deleted" in answer.text
        assert not Application.objects.exists()

    def test_what_was_sent_stays(self, browser, case):
        application = case.submitted()
        answer = browser.get(page("application_delete", application.pk))
        assert answer["Location"] == page("application", application.pk)
        assert browser.post(page("application_delete", application.pk)).status_code == 403
