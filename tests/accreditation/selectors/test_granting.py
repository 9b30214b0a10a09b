"""What an application lets the people of the ministry see, and when it ends."""

import pytest

from accreditation.enums.applications import State
from accreditation.models import Application
from accreditation.services import intake
from organizations.models import Organization
from records.models import Document
from selfassessment.models import SelfAssessment
from tests.factories.accreditation import Case, fresh, signed_paper
from tests.factories.people import SpecialistFactory, acting_as
from tests.factories.selfassessment import World

pytestmark = pytest.mark.django_db


def sees(acting, application):
    """Of the application, its organization, report and paper: which of them the person sees."""
    found = {
        "application": Application.objects.visible_to(acting).filter(pk=application.pk),
        "organization": Organization.objects.visible_to(acting).filter(pk=application.organization_id),
        "report": SelfAssessment.objects.visible_to(acting).filter(pk=application.report_id),
        "paper": Document.objects.visible_to(acting).filter(pk=application.document_id),
    }
    return {name for name, rows in found.items() if rows.exists()}


EVERYTHING = {"application", "organization", "report", "paper"}


def test_each_sees_what_his_work_needs(case):
    application = case.assigned()
    assert sees(case.by_specialist, application) == EVERYTHING
    assert sees(case.by_administrator, application) == EVERYTHING
    assert sees(case.by_head, application) == EVERYTHING
    assert sees(case.world.by_teachers[0], application) == EVERYTHING
    assert sees(acting_as(SpecialistFactory()), application) == set()
    assert sees(World().by_head, application) == set()


def test_before_it_is_given_to_him_a_specialist_sees_nothing(case):
    assert sees(case.by_specialist, case.registered()) == set()


def test_a_draft_is_the_organizations_alone(case):
    application = case.draft()
    signed_paper(application)
    assert "application" in sees(case.by_deputy, application)
    for acting in (case.by_administrator, case.by_specialist):
        assert "application" not in sees(acting, application)
        assert not Document.objects.visible_to(acting).filter(pk=fresh(application).draft_id).exists()


def test_with_the_application_goes_what_he_saw(case):
    application, other = case.assigned(), SpecialistFactory()
    intake.assign(application, other, by=case.by_administrator, reason="Өргүү")
    assert sees(case.by_specialist, application) == set()
    assert sees(acting_as(other), application) == EVERYTHING


def test_a_blocked_specialist_sees_nothing_from_the_next_request_on(case):
    application = case.assigned(SpecialistFactory())
    specialist = application.specialist
    specialist.blocked_at, specialist.blocked_by, specialist.block_reason = (
        application.changed_at,
        case.administrator,
        "x",
    )
    specialist.save()
    assert sees(acting_as(specialist), application) == set()


def test_while_the_school_corrects_nobody_looks_over_its_shoulder(case):
    application = case.returned()
    assert sees(case.by_specialist, application) == EVERYTHING - {"report"}
    case.approve_again(application.report)
    assert sees(case.by_specialist, application) == EVERYTHING


def test_the_orders_of_the_report_are_read_with_the_application(case):
    application = case.assigned()
    papers = set(application.report.orders.values_list("document", flat=True))
    readable = set(Document.objects.visible_to(case.by_specialist).values_list("pk", flat=True))
    assert readable == papers | {application.document_id}
    assert not Document.objects.visible_to(acting_as(SpecialistFactory())).exists()


def test_a_case_of_another_school_stays_foreign(case):
    foreign = Case(World()).in_state(State.ASSIGNED)
    assert sees(case.by_specialist, foreign) == set()
