"""The right of reply: the organization reads what the experts found and answers on facts, once."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow as applications
from accreditation.calendar import Calendar
from accreditation.enums.applications import State
from accreditation.enums.calendar import TermKey
from accreditation.enums.replies import ReplyAct, ReplyState
from accreditation.models import Application, Remark, Reply, ReplyFile
from accreditation.rules import evaluation as evaluation_rules
from accreditation.rules import replies as rules
from accreditation.services import telling_evaluation as telling
from accreditation.terms import term
from accreditation.workflow import replies as workflow
from core.forms import normalised
from core.uploads.checks import Accepted
from core.uploads.storing import discard, store
from core.workflow import TransitionDenied
from selfassessment.models import Answer


@transaction.atomic
def open_reply(application: Application) -> Reply | None:
    """The organization sees the findings and may answer, once all decisions count; None where that is not so.

    Called again it changes nothing. In a new round the organization finds what it had written in the one before.
    """
    application = applications.lock(application)
    days = term(TermKey.REPLY)
    if not days.number or evaluation_rules.is_evaluated_now(application) or evaluation_rules.all_count(application):
        return None
    if rules.current(application) or evaluation_rules.is_being_signed(application):
        return None
    before = Reply.objects.filter(application=application).order_by("-round").first()
    due_on = Calendar.load().due(timezone.localdate(), days)
    assert due_on is not None  # noqa: S101 -- without pauses the term ends
    reply = Reply.objects.create(application=application, round=before.round + 1 if before else 1, due_on=due_on)
    if before is not None:
        _copy_remarks(before, reply)
    workflow.record(reply, ReplyAct.OPEN, by=None, due_on=due_on)
    telling.reply_opened(reply)
    return reply


@transaction.atomic
def write_remark(
    reply: Reply, answer: Answer, text: str, *, file: Accepted | None = None, drop_file: bool = False, by: Acting
) -> Remark:
    """The draft of the answer says this to the findings on this criterion; a new file takes the place of the old."""
    reply = workflow.lock(reply)
    rules.may_answer.check(by, reply)
    if answer.report_id != reply.application.report_id or answer.criterion_id is None:
        raise PermissionDenied(_("This criterion does not belong to the report."))
    text = normalised(text).replace("\r", "\n").strip()
    if not text:
        raise PermissionDenied(_("Write your answer."))
    before = Remark.objects.filter(reply=reply, answer=answer).select_related("file").first()
    old = before.file if before else None
    kept = None if file or drop_file else old
    new = store(ReplyFile, file, by=by.user, application=reply.application) if file else kept
    facts = {"text": text, "file": new, "by": by.user, "at": timezone.now()}
    remark, _is_new = Remark.objects.update_or_create(reply=reply, answer=answer, defaults=facts)
    if old and old != new:
        _discard_unused(old)
    return remark


@transaction.atomic
def remove_remark(remark: Remark, *, by: Acting) -> None:
    """The draft of the answer says nothing to this criterion."""
    reply = workflow.lock(remark.reply)
    rules.may_answer.check(by, reply)
    file = remark.file
    remark.delete()
    if file:
        _discard_unused(file)


@transaction.atomic
def send(reply: Reply, *, by: Acting) -> Reply:
    """The experts have the answer; nothing in it changes any more."""
    return _give(reply, ReplyAct.SEND, by=by)


@transaction.atomic
def waive(reply: Reply, *, by: Acting) -> Reply:
    """The organization has no objections; drafts that it had written are gone."""
    reply = _give(reply, ReplyAct.WAIVE, by=by)
    for remark in reply.remarks.select_related("file"):
        file = remark.file
        remark.delete()
        if file:
            _discard_unused(file)
    return reply


@transaction.atomic
def lapse(reply: Reply) -> Reply:
    """The day is over; the experts go on without an answer."""
    applications.lock(reply.application)
    reply = workflow.advance(reply, ReplyAct.LAPSE, by=None)
    telling.reply_lapsed(reply)
    return reply


@transaction.atomic
def remind(reply: Reply) -> None:
    """The organization was told once that the day is near."""
    reply = workflow.lock(reply)
    if reply.reminded_at is None and reply.is_open:
        reply.reminded_at = timezone.now()
        reply.save(update_fields=["reminded_at"])
        telling.reply_reminded(reply)


@transaction.atomic
def set_aside(application: Application) -> None:
    """The findings are being changed: the organization will be asked again. The caller holds the application's lock."""
    if reply := rules.current(application):
        telling.reply_set_aside(workflow.advance(reply, ReplyAct.SET_ASIDE, by=None))


def sweep() -> None:
    """Who is to be heard is asked, reminded on the last working day before the end, and no longer waited for after it.

    A sweep that was missed, or came twice, does no harm.
    """
    today, calendar = timezone.localdate(), Calendar.load()
    heard = Reply.objects.current().values("application")
    for application in Application.objects.filter(state=State.EVALUATION).exclude(pk__in=heard).order_by("pk"):
        open_reply(application)
    running = Reply.objects.filter(state=ReplyState.OPEN).select_related("application").order_by("pk")
    for reply in running:
        if reply.due_on < today:
            with suppress(TransitionDenied):  # somebody was faster
                lapse(reply)
        elif reply.reminded_at is None and calendar.add(reply.due_on, -1) <= today:
            remind(reply)


def _give(reply: Reply, action: ReplyAct, *, by: Acting) -> Reply:
    applications.lock(reply.application)
    reply = workflow.advance(reply, action, by=by)
    telling.reply_given(reply)
    return reply


def _copy_remarks(before: Reply, reply: Reply) -> None:
    """What the organization had written is its draft again; it may change it, and has to send it."""
    rows = before.remarks.all()
    Remark.objects.bulk_create(
        Remark(reply=reply, answer_id=each.answer_id, text=each.text, file_id=each.file_id, by_id=each.by_id)
        for each in rows
    )


def _discard_unused(file: ReplyFile) -> None:
    """An earlier round may name the same file."""
    if not file.remarks.exists():
        discard(file)
