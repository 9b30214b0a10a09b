"""Who answers the experts' findings for the organization, and what has to be heard before they are final."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.calendar import TermKey
from accreditation.enums.replies import ReplyState
from accreditation.models import Application, Remark, Reply
from accreditation.rules.applications import is_the_system, may_prepare, may_sign
from accreditation.terms import term
from core.rules import Reason, rule


@rule
def may_answer(acting: Acting, reply: Reply) -> Reason:
    """Who leads the self-assessment writes the remarks, until the answer is given or the term over."""
    return may_prepare.reason(acting, reply.application) or may_still_be_given(reply)


@rule
def may_give(acting: Acting, reply: Reply) -> Reason:
    """The head speaks for the organization."""
    return may_sign.reason(acting, reply.application)


@rule
def by_itself(acting: Acting | None, reply: Reply) -> Reason:
    """What the calendar or the ministry's act brings with it."""
    return is_the_system.reason(acting, reply.application)


def may_still_be_given(reply: Reply) -> Reason:
    """The day is not over, and nothing was sent yet."""
    if reply.state != ReplyState.OPEN:
        return _("Nothing can be changed any more: %(state)s.") % {"state": reply.get_state_display()}
    if not reply.is_open:
        return _("The time for the answer is over: it ended on %(day)s.") % {"day": _day(reply)}
    return None


def says_something(reply: Reply) -> Reason:
    """An answer without a remark would say the same as that there are no objections."""
    if reply.remarks.exists():
        return None
    return _("Write an answer to at least one criterion, or say that you have no objections.")


def is_over(reply: Reply) -> Reason:
    """The last day has gone."""
    return _("The organization may answer until %(day)s.") % {"day": _day(reply)} if reply.is_open else None


def school_was_heard(application: Application) -> Reason:
    """Before the findings are final the organization has answered, had nothing to say, or let the term pass."""
    reply = current(application)
    if reply is None:
        if not term(TermKey.REPLY).number:
            return None
        return _("The organization has to be heard first. It is asked by itself as soon as all decisions count.")
    if reply.state == ReplyState.OPEN:
        return _("The organization may answer until %(day)s. Wait for its answer.") % {"day": _day(reply)}
    return None


def nobody_is_being_heard(application: Application) -> Reason:
    """Nothing is finished while the organization is writing its answer."""
    reply = current(application)
    return is_over(reply) if reply and reply.state == ReplyState.OPEN else None


def every_remark_is_answered(application: Application) -> Reason:
    """The chair has decided on each remark that was sent, and said why."""
    lacking = sum(not _is_answered(remark) for remark in sent_remarks(application))
    return _("Remarks of the organization without your answer: %(count)s.") % {"count": lacking} if lacking else None


def current(application: Application) -> Reply | None:
    """The right of reply of this application as it stands, if there is one."""
    return Reply.objects.current().filter(application=application).select_related("application__organization").first()


def sent_remarks(application: Application) -> list[Remark]:
    """What the organization has said and not taken back by a new round."""
    rows = Remark.objects.filter(reply__application=application, reply__state=ReplyState.SENT)
    return list(rows.select_related("chair_answer"))


def _is_answered(remark: Remark) -> bool:
    answer = getattr(remark, "chair_answer", None)
    return answer is not None and answer.is_complete


def _day(reply: Reply) -> str:
    return date_format(reply.due_on, "SHORT_DATE_FORMAT")
