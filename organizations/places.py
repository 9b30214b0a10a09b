"""The organization of this sign-in as a place of work, or the place where it is registered first."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from accounts.places import Place
from organizations.models import Organization
from organizations.roles import role_in


def places(request: HttpRequest) -> Iterator[Place]:
    """Nothing for who signed in with the simple signature: he works where others employ him."""
    acting = request.acting  # type: ignore[attr-defined]
    if acting.organization_inn is None:
        return
    organization = Organization.objects.by_inn(acting.organization_inn).first()
    if organization is None:
        yield Place(
            key="registration",
            label=acting.organization_name or acting.organization_inn.masked,
            detail=_("Organization registration"),
            url=reverse("organization_register_start"),
        )
        return
    role = role_in(acting, organization)
    yield place_of(organization, detail=str(role.label) if role else _("Signature of the organization"))


def place_of(organization: Organization, detail: str = "") -> Place:
    """The organization's cabinet."""
    return Place(
        key=f"organization-{organization.pk}",
        label=_short_name(organization),
        detail=detail,
        url=reverse("organization_cabinet"),
        organization_id=organization.pk,
    )


_short_name = lazy(lambda organization: organization.short_name, str)  # follows the reader who changes the language
