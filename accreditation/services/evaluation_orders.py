"""The order on external evaluation: generated when all experts have agreed, valid when the signed one is uploaded."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import Action, State
from accreditation.enums.evaluation_orders import EvaluationOrderAct, EvaluationOrderState
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile
from accreditation.rules.applications import handles
from accreditation.selectors.draw import period_of
from accreditation.services.telling import people_of_the_school
from accreditation.services.telling_experts import tell_group
from core.uploads.checks import Accepted
from core.uploads.storing import store
from notifications.services import notify
from records import services as records
from records.values import Bilingual, in_both
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
def upload_signed(order: EvaluationOrder, accepted: Accepted, *, by: Acting) -> Application:
    """The evaluation is ordered: experts and school are told who evaluates and when. An earlier order is replaced."""
    application = workflow.lock(order.application)
    handles.check(by, application)
    order = EvaluationOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.state != EvaluationOrderState.GENERATED:
        raise PermissionDenied(_("This order was signed or replaced already."))
    file = store(EvaluationOrderFile, accepted, by=by.user, application=application)
    signed = EvaluationOrder.objects.filter(application=application, state=EvaluationOrderState.SIGNED)
    signed.update(state=EvaluationOrderState.REPLACED)
    order.state, order.file = EvaluationOrderState.SIGNED, file
    order.signed_at, order.signed_by = timezone.now(), by.user
    order.save(update_fields=["state", "file", "signed_at", "signed_by"])
    workflow.record(application, EvaluationOrderAct.UPLOAD, by=by, number=order.number)
    application = workflow.advance(application, Action.ORDER, by=by, comment=str(order))
    _tell(application, order)
    return application


def _discard_generated(application: Application, *, by: Acting) -> None:
    generated = EvaluationOrder.objects.filter(application=application, state=EvaluationOrderState.GENERATED)
    before = generated.select_related("document")
    for order in before.select_for_update(of=("self",)):
        records.discard_document(order.document, by=by.user)
        order.state = EvaluationOrderState.DISCARDED
        order.save(update_fields=["state"])


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


def _tell(application: Application, order: EvaluationOrder) -> None:
    """The school hears the names for the first time."""
    members = list(application.invitations.live().select_related("expert__person", "application__organization"))
    names = [member.expert.name for member in members]
    url = reverse("accreditation:application", args=[application.pk])
    context = {"application": application, "order": order, "names": ", ".join(names)}
    notify(people_of_the_school(application), "accreditation/messages/evaluation_ordered", context, url=url)
    tell_group(members, "evaluation_ordered_expert", order=order)
