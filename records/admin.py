from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from records import journal
from records.models import JournalEntry


class ReadOnlyAdmin(admin.ModelAdmin):
    """Pages that show and change nothing."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class ActionFilter(admin.SimpleListFilter):
    title = _("what")
    parameter_name = "action"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        return list(journal.words().items())

    def queryset(self, _request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    """The journal, the newest entry first."""

    list_display = ["number", "at", "what", "by_name", "organization_name", "object_name", "ip"]
    list_display_links = ["number", "at"]
    list_filter = [ActionFilter, "object_type"]
    list_select_related = ["link"]
    list_per_page = 50
    search_fields = ["=object_id", "by_name", "organization_name", "object_name", "=request_id"]
    date_hierarchy = "at"
    ordering = ["-pk"]
    fields = [
        *["number", "hash", "at", "what", "by_name", "organization_name", "object_type", "object_id", "object_name"],
        *["changes", "ip", "user_agent", "request_id"],
    ]

    @admin.display(description=_("number"))
    def number(self, entry: JournalEntry) -> int:
        return entry.link.seq

    @admin.display(description=_("hash"))
    def hash(self, entry: JournalEntry) -> str:
        return entry.link.hash

    @admin.display(description=_("what"))
    def what(self, entry: JournalEntry) -> str:
        return str(journal.words().get(entry.action, entry.action))
