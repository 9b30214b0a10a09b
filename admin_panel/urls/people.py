from typing import Any

from django.urls import URLPattern, path

from admin_panel.views.people import adding, declarations, entries, exporting, importing, lists, workload
from admin_panel.views.people.kinds import COLLEGIUM, EXPERTS, SPECIALISTS, Kind


def _of(kind: Kind, prefix: str) -> list[URLPattern]:
    """The pages of one list, each under a name of its own."""

    def page(route: str, view: Any, name: str) -> URLPattern:
        return path(f"{prefix}/{route}", view, {"kind": kind}, name=f"{kind.key}_{name}" if name else kind.key)

    return [
        page("", lists.person_list, "list"),
        page("find/", lists.person_find, "find"),
        page("add/", adding.person_add, "add"),
        page("export/", exporting.people_export, "export"),
        page("import/", importing.people_import, "import"),
        page("import/sample/", exporting.people_sample, "sample"),
        page("import/confirm/", importing.people_import_confirm, "import_confirm"),
        page("<int:pk>/", entries.person, ""),
        page("<int:pk>/edit/", entries.person_edit, "edit"),
        page("<int:pk>/block/", entries.person_block, "block"),
        page("<int:pk>/unblock/", entries.person_unblock, "unblock"),
        page("<int:pk>/delete/", entries.person_delete, "delete"),
    ]


_declarations = [
    path("experts/<int:pk>/relatives/add/", declarations.relative_add, name="expert_relative_add"),
    path(
        "experts/<int:pk>/relatives/<int:relative>/withdraw/",
        declarations.relative_withdraw,
        name="expert_relative_withdraw",
    ),
    path("experts/<int:pk>/absences/add/", declarations.absence_add, name="expert_absence_add"),
    path(
        "experts/<int:pk>/absences/<int:absence>/remove/",
        declarations.absence_remove,
        name="expert_absence_remove",
    ),
]
urlpatterns = [
    path("workload/", workload.workload, name="workload"),
    *_of(EXPERTS, "experts"),
    *_declarations,
    *_of(COLLEGIUM, "collegium"),
    *_of(SPECIALISTS, "specialists"),
]
