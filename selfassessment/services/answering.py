"""Answers are written by several people at once, and nothing that anybody wrote is lost."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import User
from selfassessment import rules, texts, workflow
from selfassessment.enums import Action, RevisionKind
from selfassessment.models import Answer, AnswerRevision, CommissionMember


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved first: the answer as it stands now, and the text that was not saved.

    `revision` is where that text is kept in the history.
    """

    answer: Answer
    mine: str
    revision: AnswerRevision

    @property
    def theirs(self) -> str:
        return self.answer.text


@transaction.atomic
def save_answer(answer: Answer, text: str, *, version: int, by: Acting) -> Answer | Conflict:
    """The answer says `text`, if nobody has changed it since the `version` that its author had read.

    Otherwise it stays, and the text stands in the history as set aside. Saving what is there already changes nothing,
    so a browser that lost the connection may send the same text again. Neither does sending back what one had read:
    without scripts a page sends all its fields, and those that its reader left alone are no opinion of his.
    """
    return _save(_lock(answer), texts.normalized(text), version=version, kind=RevisionKind.SAVED, by=by)


@transaction.atomic
def restore(revision: AnswerRevision, *, version: int, by: Acting) -> Answer | Conflict:
    """The answer says again what it said in `revision`, as a new version."""
    answer = _lock(revision.answer)
    return _save(answer, revision.text, version=version, kind=RevisionKind.RESTORED, by=by, restores=revision)


@transaction.atomic
def assign(answer: Answer, member: CommissionMember | None, *, by: Acting) -> Answer:
    """This member of the commission, or nobody, is responsible for the answer."""
    answer = _lock(answer)
    rules.may_resolve.check(by, answer)
    if member is not None and member.report_id != answer.report_id:
        raise ValueError("A member of another commission")
    if answer.responsible_id != (member.pk if member else None):
        answer.responsible = member
        answer.save(update_fields=["responsible"])
        workflow.record(answer.report, Action.ASSIGN, by=by, question=str(answer), responsible=str(member or ""))
    return answer


def write(answer: Answer, text: str, *, kind: RevisionKind, by: User, restores: AnswerRevision | None = None) -> None:
    """The locked answer has its next version, and its history one entry more."""
    answer.text, answer.version = text, answer.version + 1
    answer.updated_by, answer.updated_at = by, timezone.now()
    answer.save(update_fields=["text", "version", "updated_by", "updated_at", "copied_from"])
    AnswerRevision.objects.create(
        answer=answer, kind=kind, version=answer.version, text=text, by=by, at=answer.updated_at, restores=restores
    )


def _save(
    answer: Answer,
    text: str,
    *,
    version: int,
    kind: RevisionKind,
    by: Acting,
    restores: AnswerRevision | None = None,
) -> Answer | Conflict:
    rules.may_write.check(by, answer)
    if text == answer.text:
        return answer
    if version != answer.version:
        if kind == RevisionKind.SAVED and _is_known(answer, text, version=version, by=by.user):
            return answer
        return Conflict(answer, text, _set_aside(answer, text, version=version, by=by.user))
    write(answer, text, kind=kind, by=by.user, restores=restores)
    return answer


def _is_known(answer: Answer, text: str, *, version: int, by: User) -> bool:
    """Whether this is what its author had read, or what he has saved since: then there is nothing to lose."""
    if version == 0 and not text:
        return True
    written = answer.revisions.exclude(kind=RevisionKind.SET_ASIDE).filter(text=text)
    return written.filter(Q(version=version) | Q(version__gt=version, by=by)).exists()


def _set_aside(answer: Answer, text: str, *, version: int, by: User) -> AnswerRevision:
    """One entry in the history, however often the same browser tries again."""
    return AnswerRevision.objects.get_or_create(
        answer=answer, kind=RevisionKind.SET_ASIDE, version=version, text=text, by=by
    )[0]


def _lock(answer: Answer) -> Answer:
    """The row as it is now. Its report is read after the lock: who approves it locks the answers first."""
    locked = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    related = Answer.objects.select_related("report__organization", "report__standard", "criterion", "updated_by")
    return related.get(pk=locked.pk)
