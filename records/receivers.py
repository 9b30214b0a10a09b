"""Sign-ins become journal entries: the apps below send signals and know nothing of the journal."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from accounts.models import User
from records import journal
from records.enums import Act


@receiver(user_logged_in)
def note_sign_in(user: User, **_kwargs: Any) -> None:
    journal.write(Act.SIGNED_IN, by=user, obj=user)


@receiver(user_logged_out)
def note_sign_out(user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        journal.write(Act.SIGNED_OUT, by=user, obj=user)
