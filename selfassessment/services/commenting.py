"""Colleagues speak about an answer beside it."""

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from core.locking import read_locked
from selfassessment import rules, texts
from selfassessment.models import Answer, Comment


@transaction.atomic
def comment(answer: Answer, text: str, *, by: Acting) -> Comment:
    """The comment stands beside the answer, unresolved."""
    rules.may_comment.check(by, answer)
    return Comment.objects.create(answer=answer, text=texts.normalized(text).strip(), by=by.user)


@transaction.atomic
def resolve(remark: Comment, *, by: Acting) -> Comment:
    """The comment is settled; who settled it first stays named."""
    remark = _lock(remark)
    rules.may_resolve.check(by, remark.answer)
    if not remark.is_resolved:
        remark.resolved_by, remark.resolved_at = by.user, timezone.now()
        remark.save(update_fields=["resolved_by", "resolved_at"])
    return remark


@transaction.atomic
def reopen(remark: Comment, *, by: Acting) -> Comment:
    """The comment is open again."""
    remark = _lock(remark)
    rules.may_comment.check(by, remark.answer)
    remark.resolved_by = remark.resolved_at = None
    remark.save(update_fields=["resolved_by", "resolved_at"])
    return remark


def _lock(remark: Comment) -> Comment:
    return read_locked(Comment.objects.select_related("answer__report__organization"), remark.pk)
