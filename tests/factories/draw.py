"""A country with experts, and an application whose experts are drawn."""

from datetime import date, timedelta

from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import LIVE, InvitationState
from accreditation.models import Application, Draw, EvaluationOrder, Expert, Invitation, RedrawRequest
from accreditation.services import intake, invitations
from records.models import SigningCeremony
from selfassessment.enums import AccreditationType
from selfassessment.models import SelfAssessment
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh, quick
from tests.factories.organizations import DistrictFactory
from tests.factories.people import ExpertFactory
from tests.factories.selfassessment import paper, standard

SURNAMES = ("Байтемирова", "Жакыпов", "Токтосунова", "Мамытов", "Эсенова", "Чолпонбаев", "Уметова", "Кадыров")


def experts(count: int = 6, **facts) -> list[Expert]:
    """Experts who live in another district than the schools of the tests."""
    elsewhere = facts.pop("district", None) or DistrictFactory(code="41702215000000", name_ky="Ысык-Көл району")
    return [
        ExpertFactory(district=elsewhere, last_name=SURNAMES[number % len(SURNAMES)], **facts)
        for number in range(count)
    ]


def scheduled(case: Case, kind: AccreditationType = AccreditationType.INST_GEN) -> Application:
    """An application of the case's school that may be taken, its report being only a row: enough for a draw."""
    by = case.world.head.person
    report = SelfAssessment.objects.create(organization=case.school, created_by=by)
    SelfAssessment.objects.filter(pk=report.pk).update(
        type=kind,
        standard=standard(kind),
        state="approved",
        starts_on=date(2022, 9, 1),
        ends_on=date(2022, 9, 3),
        approved_at=timezone.now(),
        approved_by=by,
    )
    report.refresh_from_db()
    starts_on = timezone.localdate() + timedelta(days=14)
    period = {"evaluation_starts_on": starts_on, "evaluation_ends_on": starts_on + timedelta(days=10)}
    return quick(State.SCHEDULED, report=report, by=by, specialist=case.specialist, taken_at=None, **period)


def taken(case: Case, count: int = 6) -> Application:
    """An application for which three of so many experts were just drawn and invited."""
    experts(count)
    return fresh(intake.take_under_review(scheduled(case), by=case.by_specialist))


def group(application: Application) -> list[Invitation]:
    """The live invitations, the first seat first."""
    rows = application.invitations.live().select_related("expert__person", "application__organization")
    return list(rows.order_by("seat"))


def agreed(case: Case, count: int = 6) -> Application:
    """All three have accepted."""
    application = taken(case, count)
    for invitation in group(application):
        invitations.accept(invitation, by=None)
    return fresh(application)


def bare_invitation(**facts) -> Invitation:
    """An invitation of which only the rows exist, waiting in the first seat."""
    today = timezone.localdate()
    values = {
        "application": facts.pop("application", None) or quick(State.INVITING),
        "expert": facts.pop("expert", None) or ExpertFactory(),
        "seat": 1,
        "hand_reason": "Сыноо",
        "asked_at": timezone.now(),
        "due_on": today + timedelta(days=3),
        "remind_on": today + timedelta(days=2),
    }
    return Invitation.objects.create(**values | facts)


def ended_facts(state: InvitationState) -> dict[str, object]:
    """The columns that an invitation in this state must have besides."""
    if state in LIVE:
        return {}
    return {"ended_at": timezone.now(), "decline_reason": "busy", "comment": "Командировка"}


def bare_draw(application: Application | None = None, **facts) -> Draw:
    """A draw of which only the row exists."""
    values = {
        "application": application or quick(State.INVITING),
        "number": 1,
        "drawn_by": UserFactory(),
        "anchor_day": timezone.localdate(),
        "anchor_seq": 1,
        "anchor_hash": "a" * 64,
        "seed": "b" * 64,
        "list_hash": "c" * 64,
        "load_limit": 1,
    }
    return Draw.objects.create(**values | facts)


def redraw_request() -> RedrawRequest:
    application = quick(State.INVITING)
    return RedrawRequest.objects.create(application=application, reason="Ката", asked_by=UserFactory())


def inviting() -> Application:
    """An application for which experts are being invited, of which only the row exists."""
    return quick(State.INVITING)


def namesake() -> tuple[int, int]:
    """The keys of an application and of an expert who bears the surname of the head."""
    application = inviting()
    surname = application.organization.head_name.split()[0]
    return application.pk, ExpertFactory(last_name=surname).pk


def bare_order(application: Application, **facts) -> EvaluationOrder:
    """An order on external evaluation of which only the row exists, not signed yet."""
    values = {"number": "7-а", "dated_on": timezone.localdate(), "control": "Сыдыкова Б.", "document": paper("Буйрук")}
    return EvaluationOrder.objects.create(
        application=application, generated_by=application.created_by, **values | facts
    )


def signed_order(application: Application, **facts) -> EvaluationOrder:
    """An order that was signed in the system, just now unless `signed_at` says otherwise: only the rows."""
    order = bare_order(application, number=facts.pop("number", "1"))
    ceremony = SigningCeremony.objects.create(
        purpose="test",
        subject=order,
        signer=application.created_by,
        return_url="/",
        state="completed",
        completed_at=timezone.now(),
    )
    columns = {"state": EvaluationOrderState.SIGNED, "signed_at": timezone.now(), "signed_by": application.created_by}
    EvaluationOrder.objects.filter(pk=order.pk).update(ceremony=ceremony, **columns | facts)
    order.refresh_from_db()
    return order


def application_with_an_order() -> Application:
    application = quick(State.AGREED)
    bare_order(application)
    return application
