from typing import Any

from django import template
from django.template import Context

from organizations.cabinet import sections_of
from organizations.selectors import organization_of

register = template.Library()


@register.inclusion_tag("organizations/cabinet_navigation.html", takes_context=True)
def cabinet_navigation(context: Context) -> dict[str, Any]:
    """The menu of the organization for which the person acts; nothing where he acts for none."""
    request = context["request"]
    organization = organization_of(request.acting) if request.acting else None
    sections = sections_of(request.acting, organization) if organization else []
    return {
        "organization": organization,
        "sections": [(section, request.path.startswith(section.url)) for section in sections],
    }
