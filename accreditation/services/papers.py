"""The application as a paper: a draft that follows what it rests on, fixed when the head begins to sign it."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import Action, State
from accreditation.models import Application
from accreditation.rules import applications as rules
from accreditation.selectors.signing import PURPOSE, signing_of
from accreditation.workflow.applications import report_is_approved
from core.dates import official_date
from records import services as records
from records.enums import DocumentState
from records.models import Document, SigningCeremony
from records.values import Bilingual, in_both, packed
from selfassessment.enums import AccreditationType, OrderKind, OrderState
from selfassessment.models import Order
from selfassessment.services.signers import signer_of

KIND = "application"
_NBSP = "\u00a0"  # a number stays on the line of its sign
TITLE = Bilingual("Аккредитация жүргүзүү жөнүндө арыз", "Заявление о проведении аккредитации")
_REPORT = Bilingual("Өзүн-өзү баалоо боюнча отчет", "Отчёт по самооценке")
_ORDERS = {
    OrderKind.CONDUCT: Bilingual("Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук", "Приказ о проведении самооценки"),
    OrderKind.APPROVE: Bilingual("Өзүн-өзү баалоону бекитүү жөнүндө буйрук", "Приказ об утверждении самооценки"),
}


@transaction.atomic
def draft_paper(application: Application, *, by: Acting) -> Document:
    """The unsigned application has a paper that says what is so now; a worker prints it.

    Asking again while nothing has changed prints nothing. While somebody is signing, it is the paper that he signs.
    """
    application = workflow.lock(application)
    rules.may_prepare.check(by, application)
    if refusal := _why_no_paper(application):
        raise PermissionDenied(refusal)
    if signing_of(application) and application.draft:
        return application.draft
    context, today = _context(application, by), timezone.localdate()
    if application.draft is not None and application.draft.state == DocumentState.DRAFT:
        if application.draft.values == packed(context) and application.draft.dated_on == today:
            return application.draft
        return records.change_draft(application.draft, context=context, by=by.user, dated_on=today)
    application.draft = records.create_document(
        KIND,
        title=TITLE,
        template="application",
        context=context,
        organization=application.organization,
        by=by.user,
        number=str(application.pk),
        dated_on=today,
        draft=True,
    )
    application.save(update_fields=["draft"])
    return application.draft


@transaction.atomic
def open_signing(application: Application, *, by: Acting, return_url: str) -> SigningCeremony:
    """The paper is fixed and the head may sign it; what he began already is returned, what another began, cancelled."""
    application = workflow.lock(application)
    workflow.APPLICATION.check(action_of(application), by, application)
    running = signing_of(application)
    if running and running.signer_id == by.user.pk:
        return running
    if running:
        records.cancel_ceremony(running, by=by.user)
        application = workflow.lock(application)
    document = records.fix_document(draft_paper(application, by=by), by=by.user)
    acting = replace(by, position=str(signer_of(application.organization, by).position))
    return records.open_ceremony(
        [document], by=by.user, acting=acting, purpose=PURPOSE, subject=application, return_url=return_url
    )


def check(application: Application, *, by: Acting) -> None:
    """The application that is being signed can still be sent. Raises PermissionDenied."""
    workflow.APPLICATION.check(action_of(application), by, application)


@transaction.atomic
def give_up(application: Application, *, by: Acting) -> None:
    """Nobody signs the paper any more: it is not used, and the next one says what is so then."""
    application = workflow.lock(application)
    paper, application.draft = application.draft, None
    application.save(update_fields=["draft"])
    if paper is not None and paper.state != DocumentState.DISCARDED:
        records.discard_document(paper, by=by.user)


def cancel_signing(application: Application, *, by: Acting) -> None:
    """Nobody is signing the application any more, and its unsigned paper is not used. Refused once it is signed."""
    if running := signing_of(application):
        records.cancel_ceremony(running, by=by.user)  # its receiver gives the paper up
    elif application.draft is not None:
        give_up(application, by=by)


def action_of(application: Application) -> Action:
    """What signing the paper means now: the first sending, or another one after a return."""
    return Action.RESUBMIT if application.state == State.RETURNED else Action.SUBMIT


def _why_no_paper(application: Application) -> str | None:
    if application.state not in {State.DRAFT, State.RETURNED}:
        return _("The application was signed and sent already.")
    return report_is_approved(application)


def _context(application: Application, by: Acting) -> dict[str, Any]:
    organization, report = application.organization, application.report
    signer = signer_of(organization, by)
    return {
        "ministry": Bilingual(settings.MINISTRY_NAME["ky"], settings.MINISTRY_NAME["ru"]),
        "accreditation_type": in_both(AccreditationType(application.type).label),
        "programmes": [
            Bilingual(f"{one.code} {one.title_ky}".strip(), f"{one.code} {one.title_ru}".strip())
            for one in report.programmes.order_by("code", "pk")
        ],
        "organization": Bilingual(organization.full_name_ky, organization.full_name_ru),
        "inn": str(organization.inn),
        "okpo": organization.okpo,
        "address": organization.address or "—",
        "phone": organization.phone or "—",
        "email": organization.email or "—",
        "report_number": str(report.pk),
        "approved_on": timezone.localdate(report.approved_at),
        "annexes": _annexes(application),
        "signer_name": signer.name,
        "signer_position": signer.position,
    }


def _annexes(application: Application) -> list[Bilingual]:
    """The three papers on which the application rests, in the order of the ministry's icons."""
    orders = {order.kind: order for order in application.report.orders.filter(state=OrderState.SIGNED)}
    conduct, approve = (_named(kind, orders.get(kind)) for kind in (OrderKind.CONDUCT, OrderKind.APPROVE))
    report = Bilingual(f"{_REPORT.ky} №{_NBSP}{application.report_id}", f"{_REPORT.ru} №{_NBSP}{application.report_id}")
    return [conduct, report, approve]


def _named(kind: OrderKind, order: Order | None) -> Bilingual:
    title = _ORDERS[kind]
    if order is None or order.dated_on is None:
        return title
    return Bilingual(
        f"{title.ky}, {official_date(order.dated_on, 'ky')}, №{_NBSP}{order.number}",
        f"{title.ru} от {official_date(order.dated_on, 'ru')} №{_NBSP}{order.number}",
    )
