from typing import Any

from django.urls import URLPattern, path

from admin_panel.views.people import adding, entries, lists
from admin_panel.views.people.kinds import COLLEGIUM, EXPERTS, SPECIALISTS, Kind


def _of(kind: Kind, prefix: str) -> list[URLPattern]:
    """The pages of one list, each under a name of its own."""

    def page(route: str, view: Any, name: str) -> URLPattern:
        return path(f"{prefix}/{route}", view, {"kind": kind}, name=f"{kind.key}_{name}" if name else kind.key)

    return [
        page("", lists.person_list, "list"),
        page("find/", lists.person_find, "find"),
        page("add/", adding.person_add, "add"),
        page("<int:pk>/", entries.person, ""),
        page("<int:pk>/edit/", entries.person_edit, "edit"),
        page("<int:pk>/block/", entries.person_block, "block"),
        page("<int:pk>/unblock/", entries.person_unblock, "unblock"),
        page("<int:pk>/delete/", entries.person_delete, "delete"),
    ]


urlpatterns = [*_of(EXPERTS, "experts"), *_of(COLLEGIUM, "collegium"), *_of(SPECIALISTS, "specialists")]
