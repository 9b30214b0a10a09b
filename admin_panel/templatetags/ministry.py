from typing import Any

from django import template
from django.template import Context

from admin_panel.menu import sections_of

register = template.Library()


@register.inclusion_tag("admin_panel/navigation.html", takes_context=True)
def ministry_navigation(context: Context) -> dict[str, Any]:
    """The menu of the ministry's cabinet, with the section of this page marked."""
    request = context["request"]
    sections = sections_of(request.acting) if request.acting else []
    return {"sections": [(section, request.path.startswith(section.url)) for section in sections]}
