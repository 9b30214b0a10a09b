"""The two orders and the report as papers: drafts that follow what was chosen, until somebody signs them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.rules import Reason
from organizations.models import Organization
from records import services as records
from records import skeletons
from records.enums import DocumentState
from records.models import Document
from records.values import Bilingual, in_both, packed, spoken, unpacked
from selfassessment import rules, workflow
from selfassessment.contents import Reading, contents, language_of
from selfassessment.enums import AccreditationType, Action, OrderKind, OrderState
from selfassessment.models import Order, SelfAssessment
from selfassessment.selectors import signed_report
from selfassessment.services.ordering import hold_answers, lock_order, release_answers
from selfassessment.services.signers import signer_of
from staff.models import Employment

KIND = "self-assessment order"
TEMPLATES = {OrderKind.CONDUCT: "self-assessment-order", OrderKind.APPROVE: "self-assessment-approval"}
_TITLES = {
    OrderKind.CONDUCT: Bilingual("Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук", "Приказ о проведении самооценки"),
    OrderKind.APPROVE: Bilingual("Өзүн-өзү баалоону бекитүү жөнүндө буйрук", "Приказ об утверждении самооценки"),
}
REPORT_KIND = "self-assessment report"
_REPORT = "self-assessment-report"
_REPORT_TITLE = Bilingual("Өзүн-өзү баалоо боюнча отчет", "Отчет о самооценке")
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


@transaction.atomic
def report_preview(report: SelfAssessment, *, by: Acting) -> Document:
    """The report as it is written now lies in a draft that nobody signs; a worker prints it.

    Asking again while nothing has changed prints nothing.
    """
    report = workflow.lock(report)
    if refusal := why_no_preview(by, report):
        raise PermissionDenied(refusal)
    context, preview = contents(report), report.preview
    if same := current_preview(report):
        return same
    if preview is not None and preview.languages == [language_of(report)]:
        return records.change_draft(preview, context=context, by=by.user)
    if preview is not None:
        records.discard_document(preview, by=by.user)
    report.preview = _new_report_document(report, context, by=by, draft=True)
    report.save(update_fields=["preview"])
    return report.preview


@transaction.atomic
def report_document(report: SelfAssessment, *, by: Acting) -> Document:
    """The report stands in a document to be signed together with the order approving it; nobody writes it meanwhile.

    Of an approved report it is the document that was signed.
    """
    report = workflow.lock(report)
    order = _approving_order(report)
    if order.state == OrderState.SIGNED and order.report_document is not None:
        return order.report_document
    if refusal := workflow.SELF_ASSESSMENT[Action.APPROVE].reason(by, report):
        raise PermissionDenied(refusal)
    if missing := order.missing_details:
        raise PermissionDenied(_("Fill in: %(details)s.") % {"details": ", ".join(missing)})
    hold_answers(report)
    context = contents(report) | {"approval": _approval(order, by)}
    if order.report_document is not None:
        if order.report_document.values == packed(context):
            return order.report_document
        records.discard_document(order.report_document, by=by.user)
    order.report_document = _new_report_document(report, context, by=by, order=order)
    order.save(update_fields=["report_document"])
    workflow.record(report, Action.PREPARE_REPORT, by=by, order=str(order))
    return order.report_document


@transaction.atomic
def release_report(report: SelfAssessment, *, by: Acting) -> None:
    """The report is not going to be signed as it was prepared: its document is not used, the commission may write.

    Who may cancel a signing has been decided by the caller: `by` may be a head who has left since.
    """
    report = workflow.lock(report)
    order = report.orders.filter(kind=OrderKind.APPROVE, state=OrderState.DRAFT).first()
    if order is None or order.report_document is None:
        return
    records.discard_document(order.report_document, by=by.user)
    order.report_document = None
    order.save(update_fields=["report_document"])
    release_answers(report)
    workflow.record(report, Action.RELEASE_REPORT, by=by, order=str(order))


def reading(report: SelfAssessment) -> Reading:
    """The approved report exactly as it was signed; one that is not approved as it is now."""
    signed, language = signed_report(report), language_of(report)
    if signed is None:
        values, wording = contents(report), skeletons.newest(_REPORT)
    else:
        values, language = unpacked(signed.values), signed.languages[0]
        wording = skeletons.of_version(signed.template, signed.skeleton)
    with translation.override(language):
        organization = str(signed.organization if signed else report.organization)
    return Reading(spoken(values, language), wording.texts[language].head, language, organization, bool(signed))


def why_no_preview(by: Acting, report: SelfAssessment) -> Reason:
    """Only those who work on the report read it as a draft, and only when there is something to read."""
    if report.standard is None:
        return _("The report has no questions yet: choose the accreditation type.")
    return rules.may_see.reason(by, report)


def current_preview(report: SelfAssessment) -> Document | None:
    """The draft that was printed last, if the report has not changed since."""
    preview = report.preview
    if preview is None or report.standard is None or preview.languages != [language_of(report)]:
        return None
    return preview if preview.values == packed(contents(report)) else None


def _approving_order(report: SelfAssessment) -> Order:
    orders = report.orders.filter(kind=OrderKind.APPROVE, state__in=[OrderState.DRAFT, OrderState.SIGNED])
    order = orders.select_related("report_document", "report__organization").order_by("-pk").first()
    if order is None:
        raise PermissionDenied(_("The report is signed together with the order approving it: prepare the order first."))
    return order


def _approval(order: Order, by: Acting) -> dict[str, Any]:
    """What the stamp of the report that is going to be signed says."""
    signer = signer_of(order.report.organization, by)
    return {
        "number": order.number,
        "dated_on": order.dated_on,
        "signer_name": signer.name,
        "signer_position": signer.position,
    }


def _new_report_document(
    report: SelfAssessment, context: dict[str, Any], *, by: Acting, order: Order | None = None, draft: bool = False
) -> Document:
    return records.create_document(
        REPORT_KIND,
        title=_REPORT_TITLE,
        template=_REPORT,
        context=context,
        organization=report.organization,
        by=by.user,
        number=str(report.pk),
        dated_on=order.dated_on if order else None,
        languages=[language_of(report)],
        draft=draft,
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
