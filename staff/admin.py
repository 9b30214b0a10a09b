from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from staff.models import ActingHead, Employment, EmploymentEvent


class _ReadOnly(admin.ModelAdmin):
    """Operators look; only the services change anything."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the answer is the same for everybody
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        return False


class EventInline(admin.TabularInline):
    model = EmploymentEvent
    can_delete = False
    fields = ["at", "action", "by", "role", "position", "comment"]
    readonly_fields = fields
    max_num = 0


@admin.register(Employment)
class EmploymentAdmin(_ReadOnly):
    list_display = [
        "last_name",
        "first_name",
        "middle_name",
        "organization",
        "role",
        "position",
        "state",
        "verification",
    ]
    list_filter = ["role", "state", "verification"]
    list_select_related = ["organization"]
    search_fields = ["last_name", "first_name"]
    inlines = [EventInline]


@admin.register(ActingHead)
class ActingHeadAdmin(_ReadOnly):
    list_display = ["organization", "employment", "from_on", "until_on", "order_number", "stopped_at"]
    list_select_related = ["organization", "employment"]
