from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import signed_in
from accreditation.services.people_names import follow_sign_in


@receiver(signed_in)
def know_the_name(user: User, **_kwargs: Any) -> None:
    """The state has just named the person: the ministry's lists say the same."""
    follow_sign_in(user)
