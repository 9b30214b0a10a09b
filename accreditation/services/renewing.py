"""A certificate comes to its end: the next self-assessment starts from the last report."""

from django.db import transaction

from accounts.acting import Acting
from accreditation.models import Certificate
from accreditation.rules.certificates import may_renew
from organizations.models import Programme
from selfassessment.enums import AccreditationType
from selfassessment.models import SelfAssessment
from selfassessment.services import planning, starting


@transaction.atomic
def renew(certificate: Certificate, *, by: Acting) -> SelfAssessment:
    """The organization has a draft of the certificate's type that holds what its last approved report says.

    Answers and evidence of criteria that the present standard still has are copied and marked as taken over; the
    commission and the dates are new. Where an unfinished report of the type is there already, it is returned as it is.
    """
    may_renew.check(by, certificate)
    last = certificate.application.report
    unfinished = SelfAssessment.objects.unfinished().of(certificate.organization_id).filter(type=certificate.type)
    if begun := unfinished.order_by("-pk").first():
        return begun
    known = Programme.objects.in_force().filter(pk__in=last.programmes.values("pk"))
    report = planning.plan(
        starting.start(certificate.organization, by=by),
        type=AccreditationType(certificate.type),
        starts_on=None,
        ends_on=None,
        programmes=known,
        language=last.language,  # type: ignore[arg-type]
        by=by,
    )
    starting.take_over(report, by=by)
    report.refresh_from_db()
    return report
