"""Calls to the signature service are written down before they are made, and finished by what came of them."""

from collections.abc import Callable

from django.utils import timezone

from integrations.cloud_signature import errors
from records.enums import Call, Outcome
from records.models import SignatureAttempt, SigningCeremony


def call_for[T](ceremony: SigningCeremony, call: Call, ask: Callable[[], T]) -> T:
    """The service's answer; the call stands in the ceremony's attempts from before it was made."""
    return finish(SignatureAttempt.objects.create(ceremony=ceremony, call=call), ask, done=True)


def finish[T](attempt: SignatureAttempt, ask: Callable[[], T], *, done: bool = False) -> T:
    """The answer; the attempt says how the call ended."""
    try:
        answer = ask()
    except errors.SigningError as error:
        attempt.outcome = Outcome.UNKNOWN if isinstance(error, errors.Unavailable) else Outcome.REFUSED
        attempt.error, attempt.correlation_id = error.code, error.correlation_id
        attempt.finished_at = timezone.now()
        attempt.save()
        raise
    attempt.finished_at = timezone.now()
    if done:
        attempt.outcome = Outcome.DONE
        attempt.save()
    return answer
