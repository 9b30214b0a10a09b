"""Sign-ins become journal entries: the apps below send signals and know nothing of the journal."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from accounts.acting import Acting
from accounts.models import User
from accounts.signals import sessions_ended, signed_in
from records import journal
from records.enums import Act


@receiver(signed_in)
def note_sign_in(user: User, acting: Acting, method: str, **_kwargs: Any) -> None:
    """Who came in, how, and for which organization he spoke."""
    changes = {"method": method, "signature": acting.signature.value, "organization": acting.organization_name}
    journal.write(Act.SIGNED_IN, by=user, obj=user, changes=changes)


@receiver(user_logged_in)
def note_operator(user: User, **_kwargs: Any) -> None:
    """Only operators have a password; everybody else is noted with what his sign-in proved."""
    if user.has_usable_password():
        journal.write(Act.SIGNED_IN, by=user, obj=user, changes={"method": "password"})


@receiver(sessions_ended)
def note_sessions_ended(user: User, by: User, count: int, **_kwargs: Any) -> None:
    journal.write(Act.SESSIONS_ENDED, by=by, obj=user, changes={"count": count})


@receiver(user_logged_out)
def note_sign_out(user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        journal.write(Act.SIGNED_OUT, by=user, obj=user)
