"""Objections of a school to an expert, of which only the rows exist."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.enums.objections import ObjectionGround, ObjectionState
from accreditation.models import Application, EvaluationOrder, Objection
from accreditation.services import evaluation_orders
from core.uploads.checks import check
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh, quick
from tests.factories.draw import agreed, bare_invitation, scheduled
from tests.files import picture

WORDS = "Эксперт биздин бухгалтердин бир тууганы, мектепте муну баары билет."


def ordered(case: Case) -> Application:
    """An application of the case's school whose evaluation is ordered, without experts and order: only the row."""
    application = scheduled(case)
    Application.objects.filter(pk=application.pk).update(state=State.ORDERED, taken_at=timezone.now())
    return fresh(application)


def named(case: Case, count: int = 6) -> Application:
    """Three experts of so many have agreed, and the signed order names them."""
    application = agreed(case, count)
    sign_order(application, case)
    return fresh(application)


def sign_order(application: Application, case: Case, number: str = "7-а") -> EvaluationOrder:
    """A new order is made and its scan uploaded."""
    facts = {"number": number, "dated_on": timezone.localdate(), "control": "Сыдыкова Б., министрдин орун басары"}
    order = evaluation_orders.generate(fresh(application), **facts, by=case.by_specialist)
    scan = check(SimpleUploadedFile("буйрук.jpg", picture()))
    evaluation_orders.upload_signed(order, scan, by=case.by_specialist)
    order.refresh_from_db()
    return order


def bare_objection(state: ObjectionState = ObjectionState.OPEN, **facts) -> Objection:
    """An objection in this state to somebody who has agreed to evaluate a school."""
    invitation = facts.pop("invitation", None) or bare_invitation(
        application=quick(State.ORDERED), state=InvitationState.ACCEPTED
    )
    values = {"ground": ObjectionGround.KINSHIP, "text": WORDS, "filed_by": UserFactory()}
    return Objection.objects.create(invitation=invitation, state=state, **values | ended_facts(state) | facts)


def ended_facts(state: ObjectionState) -> dict[str, object]:
    """The columns that an objection in this state must have besides."""
    if state == ObjectionState.OPEN:
        return {}
    facts: dict[str, object] = {"decided_at": timezone.now()}
    if state == ObjectionState.SETTLED:
        return facts
    reason = {} if state == ObjectionState.TAKEN_BACK else {"reason": "Текшерилди"}
    return facts | {"decided_by": UserFactory()} | reason
