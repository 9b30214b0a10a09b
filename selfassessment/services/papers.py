"""The two orders as papers: drafts that follow what was chosen, until somebody signs them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from organizations.models import Organization
from records import services as records
from records.enums import DocumentState
from records.models import Document
from records.values import Bilingual, in_both, packed
from selfassessment import rules, workflow
from selfassessment.enums import AccreditationType, OrderKind, OrderState
from selfassessment.models import Order, SelfAssessment
from selfassessment.services.ordering import lock_order
from selfassessment.services.signers import signer_of
from staff.models import Employment

KIND = "self-assessment order"
TEMPLATES = {OrderKind.CONDUCT: "self-assessment-order", OrderKind.APPROVE: "self-assessment-approval"}
_TITLES = {
    OrderKind.CONDUCT: Bilingual("Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук", "Приказ о проведении самооценки"),
    OrderKind.APPROVE: Bilingual("Өзүн-өзү баалоону бекитүү жөнүндө буйрук", "Приказ об утверждении самооценки"),
}
_SUBJECTS = {
    True: Bilingual("Билим берүү программаларын", "образовательных программ"),
    False: Bilingual("Билим берүү уюмун", "образовательной организации"),
}


@transaction.atomic
def draft_paper(order: Order, *, by: Acting) -> Document:
    """The unsigned order has a draft document that says what is chosen now; a worker prints it.

    Asking again while nothing has changed prints nothing.
    """
    report = workflow.lock(order.report)
    order = lock_order(order)
    rules.may_lead.check(by, report)
    if order.state != OrderState.DRAFT:
        raise PermissionDenied(_("This order is no longer a draft: a new order replaces it."))
    if order.document is not None and order.document.state != DocumentState.DRAFT:
        return order.document  # somebody is signing it
    if refusal := workflow.plan_is_whole(report):
        raise PermissionDenied(refusal)
    kind, context = OrderKind(order.kind), _context(order, report, by)
    if order.document is None:
        order.document = records.create_document(
            KIND,
            title=_TITLES[kind],
            template=TEMPLATES[kind],
            context=context,
            organization=report.organization,
            by=by.user,
            number=order.number,
            dated_on=order.dated_on,
            draft=True,
        )
        order.save(update_fields=["document"])
        return order.document
    if _says(order.document, order, context):
        return order.document
    return records.change_draft(
        order.document, context=context, by=by.user, number=order.number, dated_on=order.dated_on
    )


def _says(document: Document, order: Order, context: dict[str, Any]) -> bool:
    same_facts = (document.number, document.dated_on) == (order.number, order.dated_on)
    return same_facts and document.values == packed(context)


def _context(order: Order, report: SelfAssessment, by: Acting) -> dict[str, Any]:
    kind, signer = AccreditationType(report.type), signer_of(report.organization, by)
    facts = {
        "place": _place(report.organization),
        "council_number": order.council_number or None,
        "council_date": order.council_on,
        "starts_on": report.starts_on,
        "ends_on": report.ends_on,
        "accreditation_type": in_both(kind.label),
        "programmes": [
            Bilingual(f"{one.code} {one.title_ky}".strip(), f"{one.code} {one.title_ru}".strip())
            for one in report.programmes.order_by("code", "pk")
        ],
        "signer_name": signer.name,
        "signer_position": signer.position,
    }
    if order.kind == OrderKind.APPROVE:
        return facts | {"report_number": str(report.pk)}
    return (
        facts
        | _commission(report)
        | {
            "subject_of_accreditation": _SUBJECTS[kind.concerns_programmes],
            "submitted_on": order.submitted_on,
        }
    )


def _commission(report: SelfAssessment) -> dict[str, Any]:
    members = list(report.members.select_related("employment"))
    chair = next((_named(member.employment) for member in members if member.is_chair), None)
    return {"chair": chair, "members": [_named(one.employment) for one in members if not one.is_chair]}


def _named(employment: Employment) -> str:
    return f"{employment.name}, {employment.position}"


def _place(organization: Organization) -> Bilingual | None:
    """The town or village as the register writes it; without one, the district of the accreditation."""
    town = organization.city or organization.village
    if town:
        return Bilingual(town, town)
    district = organization.district
    return Bilingual(district.name_ky, district.name_ru) if district else None
