"""An expert rates a school: begun with one button, saved while he writes, signed, recalled, reopened."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow as applications
from accreditation.enums.applications import Action, State
from accreditation.enums.evaluation import EvaluationAct, Mark
from accreditation.models import Application, Evaluation, EvaluationEvent, Rating, RatingRevision
from accreditation.rules import evaluation as rules
from accreditation.selectors.evaluation import PURPOSE, answers_to_rate, signing_of
from accreditation.services import joint_report, replies
from accreditation.services import telling_evaluation as telling
from accreditation.services.evaluation_papers import expert_paper
from accreditation.workflow import evaluation as workflow
from core.forms import normalised
from notifications.services import notify
from records import services as records
from records.models import Document, SigningCeremony


@dataclass(frozen=True, slots=True)
class Conflict:
    """The same expert saved something else meanwhile, in another window: what stands, and what was not saved."""

    rating: Rating
    mark: str
    comment: str


@transaction.atomic
def begin(application: Application, *, by: Acting) -> Evaluation:
    """The expert has an empty rating for each criterion. With the first of the group the external evaluation begins.

    Pressed again, he gets the one that he has.
    """
    application = applications.lock(application)
    rules.may_begin.check(by, application)
    seat = rules.seat_of(by, application)
    assert seat is not None  # noqa: S101 -- the rule has just found it
    if application.state == State.ORDERED:
        application = applications.advance(application, Action.START_EVALUATION, by=None)
    evaluation, is_new = Evaluation.objects.get_or_create(application=application, expert_id=seat.expert_id)
    if is_new:
        answers = answers_to_rate(application)
        Rating.objects.bulk_create(Rating(evaluation=evaluation, answer=answer) for answer in answers)
        workflow.record(evaluation, EvaluationAct.BEGIN, by=by)
    return evaluation


@transaction.atomic
def save_rating(rating: Rating, *, mark: str, comment: str, revision: int, by: Acting) -> Rating | Conflict:
    """The rating says this, if nothing was saved since the `revision` that its author had read.

    Otherwise it stays. Saving what is there already changes nothing, so that a browser may send it again.
    """
    evaluation = workflow.lock(rating.evaluation)
    rules.may_write.check(by, evaluation)
    rating = evaluation.ratings.select_related("answer__criterion").get(pk=rating.pk)
    mark, comment = Mark(mark).value if mark else "", normalised(comment).replace("\r", "\n")
    if (mark, comment) == (rating.mark, rating.comment):
        return rating
    if revision != rating.revision:
        return Conflict(rating, mark, comment)
    rating.mark, rating.comment = mark, comment
    rating.revision, rating.saved_at = rating.revision + 1, timezone.now()
    rating.save(update_fields=["mark", "comment", "revision", "saved_at"])
    return rating


@transaction.atomic
def open_publishing(evaluation: Evaluation, *, by: Acting, return_url: str) -> SigningCeremony:
    """The ratings stand in a paper that the expert may sign; until he has, or has cancelled, nobody changes them."""
    evaluation = _lock(evaluation)
    workflow.EVALUATION.check(EvaluationAct.PUBLISH, by, evaluation)
    if evaluation.paper is None:
        evaluation.paper = expert_paper(evaluation, by=by)
        evaluation.save(update_fields=["paper"])
    return records.open_ceremony(
        [evaluation.paper],
        by=by.user,
        acting=by,
        purpose=PURPOSE,
        subject=evaluation,
        return_url=return_url,
        as_person=True,
    )


@transaction.atomic
def cancel_publishing(evaluation: Evaluation, *, by: Acting) -> None:
    """The ratings may be changed again. Refused once the decision is published."""
    evaluation = _lock(evaluation)
    rules.is_its_expert.check(by, evaluation)
    if evaluation.paper is not None:
        for ceremony in signing_of(evaluation, evaluation.paper):
            records.cancel_ceremony(ceremony, by=by.user)  # its receiver gives the paper up


@transaction.atomic
def give_up(evaluation: Evaluation, *, by: Acting) -> None:
    """The paper that was made for the signature is not used."""
    evaluation = _lock(evaluation)
    paper, evaluation.paper = evaluation.paper, None
    evaluation.save(update_fields=["paper"])
    if paper is not None:
        records.discard_document(paper, by=by.user)


@transaction.atomic
def publish(evaluation: Evaluation, *, document: Document, by: Acting) -> None:
    """The decision is signed. It counts as soon as the time for recalling it is over."""
    evaluation = _lock(evaluation)
    workflow.advance(evaluation, EvaluationAct.PUBLISH, by=by, published_at=timezone.now(), paper=document)
    telling.published(evaluation)


@transaction.atomic
def recall(evaluation: Evaluation, *, by: Acting) -> None:
    """The expert may write again; the paper that he had signed is revoked."""
    evaluation = _lock(evaluation)
    _open_again(evaluation, EvaluationAct.RECALL, _("Recalled by the expert"), by=by)


@transaction.atomic
def reopen(evaluation: Evaluation, *, reason: str, by: Acting) -> None:
    """The expert may write again, for a reason that he and the journal know; what he had said is kept.

    The joint report, if it was given for signing, is taken back, and the organization will be heard again.
    """
    if not reason.strip():
        raise PermissionDenied(_("Write the reason."))
    evaluation = _lock(evaluation)
    event = _open_again(evaluation, EvaluationAct.REOPEN, reason.strip(), by=by)
    RatingRevision.objects.bulk_create(
        RatingRevision(rating=each, event=event, mark=each.mark, comment=each.comment, revision=each.revision)
        for each in evaluation.ratings.all()
    )
    joint_report.give_up(evaluation.application, by=by)
    replies.set_aside(evaluation.application)
    context = {"application": evaluation.application, "reason": reason.strip()}
    url = reverse("accreditation:evaluation", args=[evaluation.application_id])
    notify([evaluation.expert.person], "accreditation/messages/evaluation_reopened", context, url=url)


def _open_again(evaluation: Evaluation, action: EvaluationAct, reason: str, *, by: Acting) -> EvaluationEvent:
    paper = evaluation.paper
    event = workflow.advance(evaluation, action, by=by, comment=reason, published_at=None, paper=None)
    assert paper is not None  # noqa: S101 -- what is published has a paper
    records.revoke_document(paper, by=by.user, reason=reason)
    return event


def _lock(evaluation: Evaluation) -> Evaluation:
    """The row as it is now, after the application's: everybody locks them in this order."""
    applications.lock(evaluation.application)
    return workflow.lock(evaluation)
