"""Whose word lets people in: the state's. A password opens one door only, and that door is walled up as a rule."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils.module_loading import import_string

from accounts.models import User


class _Backend(ModelBackend):
    """Loads the person of a session, in one query with what every page shows of him (settings.PERSON_FACTS)."""

    def get_user(self, user_id: int) -> User | None:
        facts = {name: import_string(path)() for name, path in settings.PERSON_FACTS.items()}
        person = User.objects.annotate(**facts).filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


class PersonBackend(_Backend):
    """People were recognised by ЕСИ or by their token before they get here; no password of theirs exists."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:  # type: ignore[override]
        return None


class OperatorBackend(_Backend):
    """The break-glass account: the password of a superuser, while settings.BREAK_GLASS is on (docs/sign-in.md)."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str = "", password: str = "", **_others: Any
    ) -> User | None:
        if not settings.BREAK_GLASS or not username or not password:
            return None
        operator = super().authenticate(request, username=username, password=password)
        return operator if isinstance(operator, User) and operator.is_superuser else None
