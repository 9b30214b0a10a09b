from typing import Any

from django import template
from django.template import Context

from admin_panel.menu import Menu, menu_of

register = template.Library()


@register.inclusion_tag("admin_panel/navigation.html", takes_context=True)
def ministry_navigation(context: Context) -> dict[str, Any]:
    """The menu of the ministry's cabinet, with the section of this page marked."""
    request = context["request"]
    menu = menu_of(request.acting) if request.acting else Menu([], [])
    current = next((section for section in menu.sections if request.path.startswith(section.url)), None)
    return {"menu": menu, "current": current}
