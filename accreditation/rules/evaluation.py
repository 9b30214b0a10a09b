"""Who may evaluate, look at what the others decided, and speak for the group."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation import WRITABLE
from accreditation.models import Application, Evaluation, Invitation, Summary
from accreditation.rules.applications import handles, of_a_person
from accreditation.rules.people import expert_of
from core.rules import Reason, rule


def seat_of(acting: Acting, application: Application) -> Invitation | None:
    """The person's place in the group of experts; None for who has none, or is blocked."""
    expert = expert_of(acting.user)
    return application.invitations.accepted().filter(expert=expert).first() if expert else None


@of_a_person
@rule
def sits_in_the_group(acting: Acting, application: Application) -> Reason:
    """An expert who has agreed, and whom nobody has blocked."""
    return None if seat_of(acting, application) else _("Only an expert of this application may do this.")


@of_a_person
@rule
def is_chair(acting: Acting, application: Application) -> Reason:
    """The chair of the group."""
    seat = seat_of(acting, application)
    return None if seat and seat.is_chair else _("Only the chair of the expert group may do this.")


@of_a_person
@rule
def is_its_expert(acting: Acting, evaluation: Evaluation) -> Reason:
    """Whose evaluation it is, while he sits in the group and nobody has blocked him."""
    if evaluation.expert.person_id == acting.user.pk and seat_of(acting, evaluation.application):
        return None
    return _("Only the expert whose evaluation this is may do this.")


@of_a_person
@rule
def handles_its_application(acting: Acting, evaluation: Evaluation) -> Reason:
    """The ministry's people of the application, but no expert of its group."""
    if refusal := handles.reason(acting, evaluation.application):
        return refusal
    if seat_of(acting, evaluation.application):
        return _("You are an expert of this application: somebody else of the ministry has to do this.")
    return None


@rule
def may_begin(acting: Acting, application: Application) -> Reason:
    """An expert of the group, as soon as the order is signed."""
    if refusal := sits_in_the_group.reason(acting, application):
        return refusal
    if application.state in {State.ORDERED, State.EVALUATION}:
        return None
    return _("The evaluation begins when the ministry has signed the order.")


@rule
def may_write(acting: Acting, evaluation: Evaluation) -> Reason:
    """The expert himself, until he signs."""
    if refusal := is_its_expert.reason(acting, evaluation) or is_being_evaluated(evaluation):
        return refusal
    if evaluation.state not in WRITABLE:
        return _("Your decision is published: it can't be changed any more.")
    if evaluation.paper_id:
        return _("You are signing your decision. Cancel the signing to change it.")
    return None


@rule
def may_speak(acting: Acting, application: Application) -> Reason:
    """The chair, once all decisions of the group count, until the joint report is given to the others."""
    if refusal := is_chair.reason(acting, application) or is_evaluated_now(application):
        return refusal
    if refusal := all_count(application):
        return refusal
    return is_being_signed(application)


def is_being_signed(application: Application) -> Reason:
    """What the group signs stays as it is."""
    if Summary.objects.filter(application=application, paper__isnull=False).exists():
        return _("The joint report is being signed. Take it back to change it.")
    return None


def is_evaluated_now(application: Application) -> Reason:
    """Before and after the external evaluation nothing of it is changed."""
    if application.state == State.EVALUATION:
        return None
    return _("The external evaluation is not going on now.")


def is_being_evaluated(evaluation: Evaluation) -> Reason:
    return is_evaluated_now(evaluation.application)


def all_count(application: Application) -> Reason:
    """Each expert of the group has published, and nobody may recall his decision any more."""
    seated = application.invitations.accepted().count()
    final = Evaluation.objects.final().filter(
        application=application, expert__in=application.invitations.accepted().values("expert")
    )
    if seated and final.count() == seated:
        return None
    return _("The decisions of all experts have to be published, and the time of their recall over.")
