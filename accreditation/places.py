"""Where specialists, experts and members of the collegium work, for the sign-in: see settings.PLACES_OF_WORK."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.places import Place
from accreditation.models import Appeal
from accreditation.rules.people import collegium_member_of, expert_of, specialist_of


def places(request: HttpRequest) -> Iterator[Place]:
    """A place for each thing that the person is now; none for who was blocked."""
    user = request.acting.user  # type: ignore[attr-defined]
    if specialist_of(user):
        yield Place(
            key="specialist",
            label=_("Cabinet of the ministry"),
            detail=_("Accreditation specialist"),
            url=reverse("ministry:home"),
            ministry=True,
        )
    if expert_of(user):
        yield Place(
            key="expert",
            label=_("Expert’s personal account"),
            detail=_("External evaluation"),
            url=reverse("accreditation:expert_home"),
        )
    if collegium_member_of(user):
        yield Place(
            key="collegium",
            label=_("Collegium"),
            detail=_("Member of the Collegium"),
            url=reverse("accreditation:collegium_home"),
            ministry=True,
        )
    if Appeal.objects.live().heard_by(request.acting).exists():  # type: ignore[attr-defined]
        yield Place(
            key="panel",
            label=_("Appeal panels"),
            detail=_("Decision on appeals"),
            url=reverse("accreditation:panel_home"),
        )
