"""What the draw and its invitations let people read in the apps below, for the hooks in settings."""

from django.db.models import Q, QuerySet

from accounts.acting import Acting
from accreditation.enums.applications import CLOSED, State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Draw, EvaluationOrder, Expert, Specialist
from selfassessment.models import Order

_SIGNED = (EvaluationOrderState.SIGNED, EvaluationOrderState.REPLACED)
_BEFORE_THE_ORDER = frozenset({State.INVITING, State.AGREED})


def protocols(acting: Acting) -> Q:
    """DOCUMENT_READERS: whoever handles the application reads the protocols of its draws; the school does not."""
    return Q(pk__in=Draw.objects.filter(application__in=_handled(acting), document__isnull=False).values("document"))


def documents(acting: Acting) -> Q:
    """DOCUMENT_READERS: an expert who has agreed reads the papers of the case until it is decided."""
    cases = cases_of(acting)
    orders = Order.objects.filter(report__in=cases.values("report"), document__isnull=False)
    return Q(pk__in=cases.exclude(document=None).values("document")) | Q(pk__in=orders.values("document"))


def evaluation_orders(acting: Acting) -> Q:
    """DOCUMENT_READERS: who handles the application reads its orders; the school and the experts the signed one."""
    handled = EvaluationOrder.objects.filter(application__in=_handled(acting))
    signed = EvaluationOrder.objects.filter(state__in=_SIGNED)
    seen = Q(application__in=Application.objects.visible_to(acting)) | Q(application__in=cases_of(acting))
    return Q(pk__in=handled.values("document")) | Q(pk__in=signed.filter(seen).values("document"))


def self_assessments(acting: Acting) -> Q:
    """SELF_ASSESSMENT_VIEWERS: an expert reads the report from the order on."""
    return Q(pk__in=cases_of(acting).exclude(state__in=_BEFORE_THE_ORDER).values("report"))


def cases_of(acting: Acting) -> QuerySet[Application]:
    """The undecided applications in whose group the person sits."""
    experts = Expert.objects.active().filter(person=acting.user)
    sits = Q(invitations__expert__in=experts.values("pk"), invitations__state=InvitationState.ACCEPTED)
    return Application.objects.filter(sits).exclude(state__in=CLOSED)


def _handled(acting: Acting) -> QuerySet[Application]:
    if acting.user.is_administrator:
        return Application.objects.sent()
    mine = Specialist.objects.active().filter(person=acting.user)
    return Application.objects.sent().filter(specialist__in=mine.values("pk"))
