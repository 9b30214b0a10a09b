"""The order on external evaluation: generated when all experts have agreed, in force when it is signed, on paper and
then uploaded, or in the system. Whenever the group, its chair or the period changes, a new order is needed."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.calendar import due
from accreditation.enums.applications import Action, State
from accreditation.enums.calendar import TermKey
from accreditation.enums.evaluation_orders import EvaluationOrderAct, EvaluationOrderState
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile
from accreditation.rules import evaluation_orders as rules
from accreditation.rules.applications import handles
from accreditation.selectors.draw import period_of
from accreditation.selectors.evaluation_orders import PURPOSE, signing_of
from accreditation.services.telling import people_of_the_school
from accreditation.services.telling_experts import tell_group
from accreditation.terms import term
from core.locking import read_locked
from core.uploads.checks import Accepted
from core.uploads.storing import store
from notifications.services import notify
from records import services as records
from records.enums import DocumentAct
from records.models import SigningCeremony
from records.values import Bilingual, in_both
from records.workflow import DOCUMENT
from selfassessment.enums import AccreditationType

KIND = "order on external evaluation"
_TITLE = Bilingual("Тышкы баалоо жүргүзүү жөнүндө буйрук", "Приказ о проведении внешней оценки")
_BASIS = Bilingual(
    "Билим берүү уюмдарын жана программаларын аккредитациялоо тартибине ылайык",
    "В соответствии с порядком аккредитации образовательных организаций и программ",
)


@transaction.atomic
def generate(application: Application, *, number: str, dated_on: date, control: str, by: Acting) -> EvaluationOrder:
    """The order names the group as it is now and can be read; one that was generated before is not used."""
    application = workflow.lock(application)
    handles.check(by, application)
    if application.state != State.AGREED:
        raise PermissionDenied(_("The order is generated when all three experts have agreed."))
    _discard_generated(application, by=by)
    document = records.create_document(
        KIND,
        title=_TITLE,
        template="external-evaluation-order",
        context=_context(application, control),
        organization=None,  # a paper of the ministry
        by=by.user,
        number=number,
        dated_on=dated_on,
    )
    order = EvaluationOrder.objects.create(
        application=application,
        number=number,
        dated_on=dated_on,
        control=control,
        document=document,
        generated_by=by.user,
    )
    workflow.record(application, EvaluationOrderAct.GENERATE, by=by, number=number, dated_on=dated_on)
    return order


@transaction.atomic
def open_signing(order: EvaluationOrder, *, by: Acting, return_url: str) -> SigningCeremony:
    """The person may sign the order with his own cloud signature. What he began already is returned, what another
    began, cancelled."""
    application = workflow.lock(order.application)
    rules.may_sign.check(by, application)
    order = _lock_generated(order)
    running = signing_of(order)
    if running and running.signer_id != by.user.pk:
        records.cancel_ceremony(running, by=by.user)
    return records.open_ceremony(
        [order.document],
        by=by.user,
        acting=by,
        purpose=PURPOSE,
        subject=order,
        return_url=return_url,
        as_person=True,
    )


@transaction.atomic
def sign(order: EvaluationOrder, *, ceremony: SigningCeremony, by: Acting) -> Application:
    """Called in the transaction of the signature: the evaluation is ordered, as if the signed order were uploaded."""
    application = workflow.lock(order.application)
    rules.may_sign.check(by, application)
    order = _lock_generated(order)
    order.ceremony = ceremony
    return _put_in_force(application, order, EvaluationOrderAct.SIGN, by=by)


@transaction.atomic
def upload_signed(order: EvaluationOrder, accepted: Accepted, *, by: Acting) -> Application:
    """The evaluation is ordered: experts and school are told who evaluates and when. An earlier order is replaced."""
    application = workflow.lock(order.application)
    handles.check(by, application)
    order = _lock_generated(order)
    _cancel_signing(order, by=by)
    order.file = store(EvaluationOrderFile, accepted, by=by.user, application=application)
    return _put_in_force(application, order, EvaluationOrderAct.UPLOAD, by=by)


@transaction.atomic
def outdate(application: Application, *, reason: str, by: Acting | None) -> bool:
    """The order says something else than what holds now: an unsigned one is not used, and a signed one has to be
    renewed. It stays, and is replaced when its successor is signed. Says whether that was so; the caller tells it."""
    application = workflow.lock(application)
    discard_unsigned(application, reason=reason, by=by)
    if application.state != State.ORDERED:
        return False
    workflow.advance(application, Action.RENEW_ORDER, by=by)
    return True


def discard_unsigned(application: Application, *, reason: str, by: Acting | None) -> None:
    """An order that nobody has signed is not used any more. The caller holds the application's lock."""
    for order in _discard_generated(application, by=by):
        workflow.record(application, EvaluationOrderAct.DISCARD, by=by, number=order.number, reason=reason)


@transaction.atomic
def put_aside(application: Application, *, reason: str, by: Acting) -> None:
    """The order that was signed without effect is not used; another one can be generated."""
    discard_unsigned(workflow.lock(application), reason=reason, by=by)


def _put_in_force(
    application: Application, order: EvaluationOrder, act: EvaluationOrderAct, *, by: Acting
) -> Application:
    before = EvaluationOrder.objects.filter(application=application, state=EvaluationOrderState.SIGNED)
    earlier = before.select_related("document").first()
    if earlier is not None:
        earlier.state = EvaluationOrderState.REPLACED
        earlier.save(update_fields=["state"])
        if (
            DOCUMENT[DocumentAct.REPLACE].reason(by.user, earlier.document) is None
        ):  # a paper signed by hand is not ours
            records.replace_document(earlier.document, by=by.user, replacement=order.document)
    order.state, order.signed_at, order.signed_by = EvaluationOrderState.SIGNED, timezone.now(), by.user
    order.save(update_fields=["state", "file", "ceremony", "signed_at", "signed_by"])
    workflow.record(application, act, by=by, number=order.number)
    application = workflow.advance(application, Action.ORDER, by=by, comment=str(order))
    _tell(application, order, earlier)
    return application


def _lock_generated(order: EvaluationOrder) -> EvaluationOrder:
    """The order as it is now; refused when it was signed, replaced or put aside meanwhile."""
    order = read_locked(EvaluationOrder.objects.select_related("document", "application"), order.pk)
    if order.state != EvaluationOrderState.GENERATED:
        raise PermissionDenied(_("This order was signed or replaced already."))
    return order


def _discard_generated(application: Application, *, by: Acting | None) -> list[EvaluationOrder]:
    generated = EvaluationOrder.objects.filter(application=application, state=EvaluationOrderState.GENERATED)
    discarded = list(generated.select_related("document").select_for_update(of=("self",)))
    for order in discarded:
        _cancel_signing(order, by=by)
        records.discard_document(order.document, by=by.user if by else None)
        order.state = EvaluationOrderState.DISCARDED
        order.save(update_fields=["state"])
    return discarded


def _cancel_signing(order: EvaluationOrder, *, by: Acting | None) -> None:
    """Nobody goes on signing the order; refused once the signature is there."""
    if running := signing_of(order):
        records.cancel_ceremony(running, by=by.user if by else running.signer)


def _context(application: Application, control: str) -> dict[str, Any]:
    starts_on, ends_on = period_of(application)
    members = list(application.invitations.live().select_related("expert").order_by("-is_chair", "seat"))
    organization, specialist = application.organization, application.specialist
    programmes = application.report.programmes.order_by("code", "pk")
    return {
        "organization": Bilingual(organization.full_name_ky, organization.full_name_ru),
        "legal_basis": _BASIS,
        "application_number": str(application.pk),
        "registration_number": application.registration_number,
        "registration_date": application.registered_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "accreditation_type": in_both(AccreditationType(application.type).label),
        "programmes": [Bilingual(f"{one.code} {one.title_ky}", f"{one.code} {one.title_ru}") for one in programmes],
        "chair": members[0].expert.name,
        "experts": [member.expert.name for member in members[1:]],
        "submitted_on": ends_on,
        "specialist": specialist.name if specialist else "",
        "control": control,
        "place": None,
        "signer_name": None,
        "signer_position": None,
    }


def _tell(application: Application, order: EvaluationOrder, earlier: EvaluationOrder | None) -> None:
    """The school hears the names, for the first time or of the renewed group."""
    members = list(application.invitations.live().select_related("expert__person", "application__organization"))
    names = [member.expert.name for member in members]
    url = reverse("accreditation:application", args=[application.pk])
    until = due(timezone.localdate(order.signed_at), term(TermKey.OBJECTION))
    context = {
        "application": application,
        "order": order,
        "earlier": earlier,
        "names": ", ".join(names),
        "until": until,
    }
    notify(people_of_the_school(application), "accreditation/messages/evaluation_ordered", context, url=url)
    tell_group(members, "evaluation_ordered_expert", order=order)
