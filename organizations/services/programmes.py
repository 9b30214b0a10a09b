"""The list of programmes: a programme that may have been chosen is never rewritten, a new version takes its place."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from organizations import rules
from organizations.enums import Act, ProgrammeState
from organizations.models import Programme
from records import journal


class NotInForce(PermissionDenied):
    """The programme was replaced or withdrawn already."""


@transaction.atomic
def add(values: Mapping[str, Any], *, acting: Acting) -> Programme:
    """A programme that can be chosen from now on."""
    rules.may_edit_programmes.check(acting, None)
    programme = Programme.objects.create(**values, state=ProgrammeState.IN_FORCE)
    journal.write(Act.PROGRAMME_ADDED, by=acting.user, obj=programme, changes=dict(values))
    return programme


@transaction.atomic
def replace(programme: Programme, values: Mapping[str, Any], *, acting: Acting) -> Programme:
    """The new version can be chosen, the old one no more; what was accredited keeps the old one."""
    rules.may_edit_programmes.check(acting, None)
    old = _withdrawn(programme)
    new = Programme.objects.create(**values, state=ProgrammeState.IN_FORCE, replaces=old)
    changes = {name: (getattr(old, name), value) for name, value in values.items() if getattr(old, name) != value}
    journal.write(Act.PROGRAMME_REPLACED, by=acting.user, obj=new, changes=changes)
    return new


@transaction.atomic
def withdraw(programme: Programme, *, acting: Acting) -> Programme:
    """The programme can't be chosen any more."""
    rules.may_edit_programmes.check(acting, None)
    withdrawn = _withdrawn(programme)
    journal.write(Act.PROGRAMME_WITHDRAWN, by=acting.user, obj=withdrawn)
    return withdrawn


def _withdrawn(programme: Programme) -> Programme:
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if locked.state != ProgrammeState.IN_FORCE:
        raise NotInForce(_("This programme was replaced or withdrawn already."))
    locked.state, locked.withdrawn_at = ProgrammeState.WITHDRAWN, timezone.now()
    locked.save(update_fields=["state", "withdrawn_at"])
    return locked
