"""The chair comments on the ratings of the colleagues, writes the joint report, and all three sign it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow as applications
from accreditation.enums.applications import Action
from accreditation.enums.evaluation import EvaluationAct
from accreditation.enums.replies import ReplyState, Verdict
from accreditation.models import Application, ChairComment, Rating, Remark, RemarkAnswer, Reply, Summary
from accreditation.rules import evaluation as rules
from accreditation.rules.replies import every_remark_is_answered, school_was_heard
from accreditation.selectors.evaluation import SUMMARY_PURPOSE, signing_of, uncommented
from accreditation.services import telling_evaluation as telling
from accreditation.services.evaluation_papers import summary_paper
from core.forms import normalised
from core.rules import Reason
from notifications.services import notify
from records import journal
from records import services as records
from records.models import SigningCeremony

PARTS = ("strengths", "weaknesses", "recommendations", "proposal")


@dataclass(frozen=True, slots=True)
class Clash:
    """The chair saved something else meanwhile, in another window: what stands."""

    text: str
    mark: str = ""


@transaction.atomic
def comment_on(rating: Rating, text: str, *, saves: int | None = None, by: Acting) -> int | Clash:
    """The chair has said this to the rating as it stands; without text he has said nothing.

    How often it was saved is returned. Where that is not what he had read in `saves`, nothing changes.
    """
    application = applications.lock(rating.evaluation.application)
    rules.may_speak.check(by, application)
    if rating.evaluation.expert.person_id == by.user.pk:
        raise PermissionDenied(_("The chair comments on the ratings of the other experts."))
    current = Rating.objects.select_for_update().get(pk=rating.pk)
    comment = ChairComment.objects.filter(rating=current).first() or ChairComment(rating=current, saves=0)
    text = normalised(text).replace("\r", "\n").strip()
    if (comment.text, comment.revision) == (text, current.revision) or not (text or comment.pk):
        return comment.saves
    if saves not in {None, comment.saves}:
        return Clash(comment.text)
    if not text:
        comment.delete()
        return 0
    comment.text, comment.revision, comment.saves = text, current.revision, comment.saves + 1
    comment.by, comment.at = by.user, timezone.now()
    comment.save()
    return comment.saves


@transaction.atomic
def write(application: Application, *, saves: int | None = None, by: Acting, **words: str) -> int | Clash:
    """The parts of the joint report say this. Parts that are sent together count their saves together.

    How often they were saved is returned. Where that is not what the chair had read in `saves`, nothing changes.
    """
    application = applications.lock(application)
    rules.may_speak.check(by, application)
    summary, _is_new = Summary.objects.select_for_update().get_or_create(application=application)
    new = {name: normalised(text).replace("\r", "\n") for name, text in words.items()}
    key = "+".join(name for name in PARTS if name in new)
    count = summary.saves.get(key, 0)
    before = {name: getattr(summary, name) for name in new}
    if new == before:
        return int(count)
    if saves not in {None, count}:
        return Clash(next(iter(before.values())), before.get("proposal", ""))
    for name, text in new.items():
        setattr(summary, name, text)
    summary.saves = summary.saves | {key: count + 1}
    summary.save(update_fields=[*new, "saves"])
    return int(count) + 1


@transaction.atomic
def answer_remark(remark: Remark, *, verdict: str, text: str, saves: int | None = None, by: Acting) -> int | Clash:
    """The chair says this to a remark of the organization; it may be half written.

    How often it was saved is returned. Where that is not what he had read in `saves`, nothing changes.
    """
    application = applications.lock(remark.reply.application)
    rules.may_speak.check(by, application)
    if Reply.objects.get(pk=remark.reply_id).state != ReplyState.SENT:
        raise PermissionDenied(_("This remark was not sent, or the findings to which it was made are being changed."))
    verdict, text = Verdict(verdict).value if verdict else "", normalised(text).replace("\r", "\n")
    answer = RemarkAnswer.objects.filter(remark=remark).first() or RemarkAnswer(remark=remark, saves=0)
    if (verdict, text) == (answer.verdict, answer.text):
        return answer.saves
    if saves not in {None, answer.saves}:
        return Clash(answer.text, answer.verdict)
    answer.verdict, answer.text, answer.saves = verdict, text, answer.saves + 1
    answer.by, answer.at = by.user, timezone.now()
    answer.save()
    return answer.saves


def why_not_closed(application: Application, *, by: Acting) -> Reason:
    """Why the joint report can't be given to the experts for signing yet, or None."""
    if refusal := rules.may_speak.reason(by, application):
        return refusal
    if lacking := uncommented(application).count():
        return _("Ratings of the experts without your comment: %(count)s.") % {"count": lacking}
    if refusal := school_was_heard(application) or every_remark_is_answered(application):
        return refusal
    summary = Summary.objects.filter(application=application).first()
    if summary is None or not summary.is_whole:
        return _("Write the strengths, the weaknesses, the recommendations and the proposal.")
    return None


@transaction.atomic
def close(application: Application, *, by: Acting) -> Summary:
    """The joint report stands in a paper that all three may sign, and nothing in it changes any more."""
    application = applications.lock(application)
    if refusal := why_not_closed(application, by=by):
        raise PermissionDenied(refusal)
    summary = _lock(application)
    summary.paper = summary_paper(summary, by=by)
    summary.save(update_fields=["paper"])
    _record(summary, EvaluationAct.CLOSE_SUMMARY, by=by)
    others = application.invitations.accepted().filter(is_chair=False).select_related("expert__person")
    url = reverse("accreditation:evaluation_group", args=[application.pk])
    context = {"application": application}
    notify([seat.expert.person for seat in others], "accreditation/messages/joint_report", context, url=url)
    return summary


@transaction.atomic
def take_back(application: Application, *, by: Acting) -> None:
    """The chair may change the joint report again; who had signed it, signs the next one."""
    application = applications.lock(application)
    rules.is_chair.check(by, application)
    if refusal := rules.is_evaluated_now(application):
        raise PermissionDenied(refusal)
    give_up(application, by=by)


@transaction.atomic
def give_up(application: Application, *, by: Acting) -> None:
    """The paper of the joint report, if there is one, is not used. The caller has asked whether that may be."""
    summary = Summary.objects.select_for_update(of=("self",)).filter(application=application).first()
    if summary is None or summary.paper is None:
        return
    paper, summary.paper = summary.paper, None
    for ceremony in signing_of(summary, paper):
        records.cancel_ceremony(ceremony, by=ceremony.signer)
    summary.save(update_fields=["paper"])
    records.discard_document(paper, by=by.user, reason=_("Taken back to be changed"))
    _record(summary, EvaluationAct.TAKE_SUMMARY_BACK, by=by)


@transaction.atomic
def open_signing(application: Application, *, by: Acting, return_url: str) -> SigningCeremony:
    """An expert of the group may sign the joint report, once."""
    application = applications.lock(application)
    rules.sits_in_the_group.check(by, application)
    summary = _lock(application)
    if refusal := rules.is_evaluated_now(application) or why_not_signed(summary, by=by):
        raise PermissionDenied(refusal)
    assert summary.paper is not None  # noqa: S101 -- asked in the line before
    return records.open_ceremony(
        [summary.paper],
        by=by.user,
        acting=by,
        purpose=SUMMARY_PURPOSE,
        subject=summary,
        return_url=return_url,
        as_person=True,
        completes=False,
    )


def why_not_signed(summary: Summary, *, by: Acting) -> Reason:
    """Why this expert can't sign now, or None."""
    if summary.paper is None:
        return _("The joint report is not ready yet.")
    if summary.paper.signatures.filter(signer=by.user).exists():
        return _("You have signed the joint report.")
    return None


@transaction.atomic
def sign(summary: Summary, *, by: Acting) -> None:
    """One of the three has signed. With the last of them the paper is sealed and the external evaluation finished."""
    application = applications.lock(summary.application)
    summary = _lock(application)
    _record(summary, EvaluationAct.SIGN_SUMMARY, by=by)
    group = set(application.invitations.accepted().values_list("expert__person", flat=True))
    assert summary.paper is not None  # noqa: S101 -- somebody has just signed it
    if group - set(summary.paper.signatures.values_list("signer", flat=True)):
        return
    records.conclude_signing(summary.paper, by=by.user)
    summary.finished_at = timezone.now()
    summary.save(update_fields=["finished_at"])
    telling.finished(applications.advance(application, Action.FINISH_EVALUATION, by=None))


def _lock(application: Application) -> Summary:
    """The row as it is now, after the application's."""
    rows = Summary.objects.select_related("paper", "application__organization", "application__report")
    found = rows.select_for_update(of=("self",)).filter(application=application).first()
    if found is None:
        raise PermissionDenied(_("The joint report is not ready yet."))
    return found


def _record(summary: Summary, action: EvaluationAct, *, by: Acting) -> None:
    journal.write(action, by=by.user, obj=summary, organization=summary.application.organization)
