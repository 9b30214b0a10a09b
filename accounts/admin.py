from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Operators see numbers masked, close access, end sessions, and change nothing that is the state's to say."""

    list_display = ["username", "last_name", "first_name", "middle_name", "is_administrator", "is_active", "last_login"]
    list_filter = ["is_active", "is_administrator", "is_staff"]
    search_fields = ["username", "last_name", "first_name"]
    fields = [
        *("username", "masked_pin", "last_name", "first_name", "middle_name", "email", "phone", "language"),
        *("is_administrator", "is_staff", "is_active", "date_joined", "last_login"),
    ]
    readonly_fields = [
        *("username", "masked_pin", "last_name", "first_name", "middle_name", "is_active", "date_joined", "last_login"),
    ]
    actions = ["end_sessions", "block", "unblock"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- nobody may: people are entered by PIN
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002 -- nobody may
        return False

    @admin.display(description=_("PIN"))
    def masked_pin(self, user: User) -> str:
        return user.pin.masked if user.pin else ""

    @admin.action(description=_("End all sessions"))
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(people, lambda person: services.end_sessions(person, by=request.user))

    @admin.action(description=_("Close access"))
    def block(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(people, lambda person: services.block(person, by=request.user))

    @admin.action(description=_("Open access"))
    def unblock(self, request: HttpRequest, people: QuerySet[User]) -> None:  # noqa: ARG002 -- an action's signature
        self._each(people, services.unblock)

    @staticmethod
    def _each(people: QuerySet[User], act: Callable[[User], object]) -> None:
        for person in people:
            act(person)
