"""The cabinet of an organization: one menu, to which each app adds entries through settings.CABINET_SECTIONS."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acting import Acting
from notifications.selectors import unread_count
from organizations.models import Organization

type Sections = Callable[[Acting, Organization], "CabinetSection | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CabinetSection:
    """An entry of the menu; `count` is how much there waits for the person. Work begins at the first that `starts`."""

    label: str | Promise
    url: str
    count: int | None = None
    starts: bool = True


def sections_of(acting: Acting, organization: Organization) -> list[CabinetSection]:
    """What this person finds in the cabinet, in the order of the settings."""
    declared: list[Sections] = [import_string(path) for path in settings.CABINET_SECTIONS]
    return [section for sections in declared if (section := sections(acting, organization))]


def messages(acting: Acting, _organization: Organization) -> CabinetSection:
    """The person's own messages, with how many are not read."""
    label = pgettext_lazy("menu", "Messages")
    return CabinetSection(label=label, url=reverse("message_list"), count=unread_count(acting.user), starts=False)


def profile(_acting: Acting, _organization: Organization) -> CabinetSection:
    """Everybody who works in the organization may see its profile."""
    return CabinetSection(label=_("Organization profile"), url=reverse("organization_profile"))
