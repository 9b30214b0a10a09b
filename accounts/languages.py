"""In which language a person is written to: the one that he last chose for the pages."""

from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

WRITTEN = frozenset({"ky", "ru"})  # messages, letters and papers; who reads the site in English keeps what he had


def chosen_in(request: HttpRequest) -> str:
    """The language that was chosen in this browser, or nothing."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")


def adopt(user: User, language: str) -> None:
    """From now on the person is written to in this language, if it is one in which anybody is."""
    if language in WRITTEN and language != user.language:
        user.language = language
        user.save(update_fields=["language"])
