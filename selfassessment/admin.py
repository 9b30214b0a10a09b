from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from selfassessment.models import Order, Section, SelfAssessment, Standard


class _ReadOnly(admin.ModelAdmin):
    """Operators look; only the services change anything."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the answer is the same for everybody
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        return False


@admin.register(Section)
class SectionAdmin(_ReadOnly):
    """The ministry changes a standard on its own pages, as a new version."""

    list_display = ["number", "title_ky", "status_ky", "status_ru", "standard"]
    list_filter = ["standard", "status_ky", "status_ru"]
    list_select_related = ["standard"]


@admin.register(Standard)
class StandardAdmin(_ReadOnly):
    list_display = ["type", "version", "state", "legal_basis", "in_force_since"]
    list_filter = ["type", "state"]


@admin.register(SelfAssessment)
class SelfAssessmentAdmin(_ReadOnly):
    list_display = ["pk", "organization", "type", "state", "starts_on", "ends_on", "created_at", "approved_at"]
    list_filter = ["state", "type"]
    list_select_related = ["organization"]


@admin.register(Order)
class OrderAdmin(_ReadOnly):
    list_display = ["pk", "report", "kind", "state", "number", "dated_on", "signed_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["report"]
