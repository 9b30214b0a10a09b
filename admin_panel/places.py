"""The administrator's place of work, for the sign-in: see settings.PLACES_OF_WORK."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.places import Place


def places(request: HttpRequest) -> Iterator[Place]:
    """The ministry's cabinet, to its administrators of accreditation."""
    if request.acting.user.is_administrator:  # type: ignore[attr-defined]
        yield Place(
            key="administrator",
            label=_("Cabinet of the ministry"),
            detail=_("Administrator of accreditation"),
            url=reverse("ministry:home"),
            ministry=True,
        )
