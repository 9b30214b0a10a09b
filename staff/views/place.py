"""Where the person of this request works, and whom he may see there."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from core.http import Request
from organizations.models import Organization
from staff import rules
from staff.enums import Permission
from staff.models import Employment


def organization_here(request: Request) -> Organization:
    """The organization of the chosen place of work; 404 for who works in none."""
    visible = Organization.objects.visible_to(request.acting)
    return get_object_or_404(visible, pk=request.acting.organization_id)


def employee_here(request: Request, pk: int) -> Employment:
    """An employee of the chosen place of work; 404 for those of other organizations."""
    people = Employment.objects.visible_to(request.acting).of(request.acting.organization_id)
    return get_object_or_404(people.select_related("organization", "person", "added_by"), pk=pk)


def standing_here(request: Request, organization: Organization, permission: Permission) -> rules.Standing:
    """What the person is here, asked once for a page that needs it; 403 for who has not this permission."""
    who = rules.standing(request.acting.user, organization.pk)
    if reason := rules.refusal(who, permission):
        raise PermissionDenied(reason)
    return who
