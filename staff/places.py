"""Where employees work, for the sign-in: see settings.PLACES_OF_WORK."""

from collections.abc import Iterator

from django.http import HttpRequest

from accounts.places import Place
from organizations.places import place_of
from staff import selectors


def places(request: HttpRequest) -> Iterator[Place]:
    """Each organization that employs the person of this request; the one whose signature he used says so itself."""
    acting = request.acting  # type: ignore[attr-defined]
    for employment in selectors.places_of(acting):
        if employment.organization.inn != acting.organization_inn:
            yield place_of(employment.organization, detail=f"{employment.get_role_display()}, {employment.position}")
