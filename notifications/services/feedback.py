"""Letters to the ministry: sent by anybody, answered by e-mail, deleted for a reason."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core import outbox
from notifications import rules
from notifications.enums import FeedbackAct
from notifications.models import Feedback
from records import journal

SEND_ANSWER = "send feedback answer"


@transaction.atomic
def send_feedback(data: Mapping[str, str], *, acting: Acting | None) -> Feedback:
    """The ministry has the letter, and the language in which to answer it."""
    language = get_language() or settings.LANGUAGE_CODE
    return Feedback.objects.create(language=language, sent_by=acting.user if acting else None, **data)


@transaction.atomic
def answer_feedback(pk: int, answer: str, *, by: Acting) -> Feedback:
    """The letter is answered: once, by e-mail, which leaves after the transaction."""
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=pk)
    (rules.may_answer & rules.is_unanswered).check(by, feedback)
    feedback.answer, feedback.answered_at, feedback.answered_by = answer, timezone.now(), by.user
    feedback.save(update_fields=["answer", "answered_at", "answered_by"])
    journal.write(FeedbackAct.ANSWER, by=by.user, obj=feedback)
    outbox.put(SEND_ANSWER, {"feedback_id": feedback.pk}, key=f"{SEND_ANSWER}-{feedback.pk}")
    return feedback


@transaction.atomic
def delete_feedback(pk: int, reason: str, *, by: Acting) -> None:
    """The letter is gone with the data of its writer; the journal keeps who deleted it and why."""
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=pk)
    rules.may_answer.check(by)
    journal.write(FeedbackAct.DELETE, by=by.user, obj=feedback, changes={"reason": reason, "sent_at": feedback.sent_at})
    feedback.delete()


@transaction.atomic
def send_answer(feedback_id: int) -> None:
    """The answer is with the mail server, now or already; raises when that refuses, so that the outbox tries again."""
    feedback = Feedback.objects.select_for_update(of=("self",)).filter(pk=feedback_id).first()
    if feedback is None or not feedback.answer or feedback.emailed_at:
        return
    with translation.override(feedback.language):
        subject = _("Answer to your message to ASULA")
        body = render_to_string("notifications/messages/answer.txt", {"feedback": feedback})
    headers = {"Message-ID": f"<feedback-{feedback.pk}@asula>", "Auto-Submitted": "auto-generated"}
    EmailMessage(subject=subject, body=body, to=[feedback.email], headers=headers).send()
    feedback.emailed_at = timezone.now()
    feedback.save(update_fields=["emailed_at"])
