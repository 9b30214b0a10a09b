"""The applications of the organization where the person of this request works."""

from django.shortcuts import get_object_or_404

from accreditation.models import Application
from core.http import Request


def application_here(request: Request, pk: int) -> Application:
    """An application of the chosen place of work; 404 for those of other organizations."""
    visible = Application.objects.visible_to(request.acting).of(request.acting.organization_id)
    return get_object_or_404(visible.select_related("organization", "report", "specialist", "document", "draft"), pk=pk)
