"""System checks: a term that can't be read is found at the start, not when the first one runs out."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from accreditation.terms import terms


@register
def check_terms(**_kwargs: Any) -> list[CheckMessage]:
    """Every step of the procedure has a term."""
    try:
        terms()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="accreditation.E001")]
    return []
