from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import signed_in
from staff.services import checks, recognition


@receiver(signed_in)
def know_who_signed_in(user: User, **_kwargs: Any) -> None:
    """The state has just named the person: entries typed by hand are confirmed, a head is recognised."""
    checks.confirm_by_sign_in(user)
    recognition.recognise_by_number(user)
