from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.certificates import CertificateState
from accreditation.models import Certificate
from accreditation.rules.certificates import may_renew
from accreditation.services import renewing
from core.dates import months_later
from organizations.models import Programme
from selfassessment.enums import AccreditationType, RevisionKind
from selfassessment.enums import State as ReportState
from selfassessment.models import SelfAssessment
from tests.factories.accreditation import Case
from tests.factories.certificates import issued
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

TODAY = timezone.localdate()


def certified(case, *, months=6) -> Certificate:
    """The school has a certificate on its approved report that ends in so many months."""
    report = case.report()
    answer = report.answers.exclude(criterion=None).order_by("place").first()
    answer.text, answer.version = "Китепкана бар", 1
    answer.updated_by, answer.updated_at = case.world.deputy.person, timezone.now()
    answer.save()
    certificate = issued(application=case.quick(State.ACCREDITED, report=report))
    until = months_later(TODAY, months)
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=until, valid_from=until - timedelta(days=1800))
    certificate.refresh_from_db()
    return certificate


def by(employment):
    return acting_for(employment)


def test_the_new_report_holds_what_the_last_one_says_marked_as_taken_over(case):
    certificate = certified(case)
    last = certificate.application.report
    report = renewing.renew(certificate, by=by(case.world.deputy))
    assert (report.type, report.state, report.based_on) == (last.type, ReportState.DRAFT, last)
    assert (report.starts_on, report.ends_on, report.members.count()) == (None, None, 0)
    texts = {answer.criterion_id: answer for answer in report.answers.exclude(criterion=None) if answer.text}
    taken = next(answer for answer in texts.values() if answer.text == "Китепкана бар")
    assert taken.copied_from.report == last
    assert taken.revisions.get().kind == RevisionKind.COPIED


def test_asked_twice_it_is_one_report(case):
    certificate = certified(case)
    first = renewing.renew(certificate, by=by(case.world.deputy))
    assert renewing.renew(certificate, by=by(case.world.head)) == first
    assert SelfAssessment.objects.filter(organization=case.school, state=ReportState.DRAFT).count() == 1


def test_a_report_that_was_begun_already_is_not_touched(case):
    certificate = certified(case)
    begun = case.world.planned()
    assert renewing.renew(certificate, by=by(case.world.deputy)) == begun
    begun.refresh_from_db()
    assert begun.based_on is None


@pytest.mark.usefixtures("_standards")
def test_programmes_that_are_still_in_force_are_chosen():
    case = Case(kind=AccreditationType.PROG_GEN)
    certificate = certified(case)
    report = renewing.renew(certificate, by=by(case.world.deputy))
    chosen = set(certificate.application.report.programmes.all())
    assert set(report.programmes.all()) == chosen != set()
    assert chosen <= set(Programme.objects.in_force())


@pytest.mark.parametrize(
    ("months", "state", "refusal"),
    [
        (12, CertificateState.IN_FORCE, None),
        (1, CertificateState.IN_FORCE, None),
        (-1, CertificateState.IN_FORCE, None),  # expired, even if nobody has noted it yet
        (-1, CertificateState.EXPIRED, None),
        (6, CertificateState.SUSPENDED, None),
        (13, CertificateState.IN_FORCE, "can start from the last report from"),
        (59, CertificateState.IN_FORCE, "can start from the last report from"),
        (6, CertificateState.REVOKED, "not valid any more"),
        (6, CertificateState.REPLACED, "not valid any more"),
    ],
)
def test_when_a_certificate_may_be_renewed(case, months, state, refusal):
    certificate = certified(case, months=months)
    certificate.state = state
    reason = may_renew.reason(by(case.world.deputy), certificate)
    assert refusal in reason if refusal else reason is None


def test_the_first_day_of_the_last_year_counts(case):
    certificate = certified(case, months=13)
    opens = months_later(certificate.valid_until, -12)
    noon = timezone.now().replace(hour=6) + (opens - TODAY)
    for moment, allowed in ((noon - timedelta(days=1), False), (noon, True)):
        with time_machine.travel(moment):
            assert (may_renew.reason(by(case.world.head), certificate) is None) == allowed


def test_who_does_not_lead_the_self_assessment_renews_nothing(case):
    certificate = certified(case)
    for acting in (case.world.by_teachers[0], case.by_administrator, case.by_specialist):
        with pytest.raises(PermissionDenied):
            renewing.renew(certificate, by=acting)


def test_another_place_of_work_is_named_as_the_reason(case):
    certificate = certified(case)
    elsewhere = acting_for(case.world.deputy)
    elsewhere = type(elsewhere)(user=elsewhere.user, organization_id=certificate.organization_id + 1)
    assert "place where you work now" in may_renew.reason(elsewhere, certificate)
