from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accreditation.models import CollegiumMember, Expert, ExpertRelative, MinistryPerson, Specialist, Unavailability


class ReadOnlyAdmin(admin.ModelAdmin):
    """Operators look; only the services change anything."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- the answer is the same for everybody
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- as above
        return False


class PersonAdmin(ReadOnlyAdmin):
    list_display = ["name", "masked_pin", "position", "organization", "blocked_at", "added_at"]
    list_filter = [("blocked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["last_name", "first_name"]

    @admin.display(description=_("PIN"))
    def masked_pin(self, entry: MinistryPerson) -> str:
        return entry.person.pin.masked if entry.person.pin else ""


@admin.register(Specialist, CollegiumMember)
class SimplePersonAdmin(PersonAdmin):
    pass


class UnavailabilityInline(admin.TabularInline):
    model = Unavailability
    max_num = 0
    can_delete = False
    fields = ["from_on", "until_on", "note"]
    readonly_fields = fields


class RelativeInline(admin.TabularInline):
    model = ExpertRelative
    max_num = 0
    can_delete = False
    fields = ["organization", "kinship", "declared_on"]
    readonly_fields = fields


@admin.register(Expert)
class ExpertAdmin(PersonAdmin):
    list_display = ["name", "masked_pin", "type", "region", "certificate_valid_until", "blocked_at"]
    list_filter = ["type", "region", ("blocked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "region"]
    inlines = [RelativeInline, UnavailabilityInline]
