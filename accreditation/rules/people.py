"""Who is a specialist, an expert, a member of the collegium now, asked of the database at the moment of the act:
whoever was blocked is nobody from the next request on."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from accreditation.models import CollegiumMember, Expert, MinistryPerson, Specialist
from core.once import once
from core.rules import Reason, rule


@once
def specialist_of(user: User) -> Specialist | None:
    """The person as a specialist of the ministry; None for who is none, or is blocked."""
    return Specialist.objects.active().filter(person=user).first()


@once
def expert_of(user: User) -> Expert | None:
    """The person as an expert; None for who is none, or is blocked."""
    return Expert.objects.active().filter(person=user).first()


@once
def collegium_member_of(user: User) -> CollegiumMember | None:
    """The person as a member of the collegium; None for who is none, or is blocked."""
    return CollegiumMember.objects.active().filter(person=user).first()


@rule
def is_administrator(acting: Acting, _obj: Any = None) -> Reason:
    """The ministry's administrator of accreditation."""
    if acting.user.is_administrator:
        return None
    return _("Only the ministry's administrator of accreditation may do this.")


@rule
def is_specialist(acting: Acting, _obj: Any = None) -> Reason:
    """A specialist whom nobody blocked."""
    if specialist_of(acting.user):
        return None
    return _("Only a specialist of accreditation may do this.")


@rule
def is_expert(acting: Acting, _obj: Any = None) -> Reason:
    """An expert whom nobody blocked."""
    if expert_of(acting.user):
        return None
    return _("Only an expert may do this.")


@rule
def is_collegium_member(acting: Acting, _obj: Any = None) -> Reason:
    """A member of the collegium whom nobody blocked."""
    if collegium_member_of(acting.user):
        return None
    return _("Only a member of the collegium may do this.")


@rule
def works_in_the_ministry(acting: Acting, _obj: Any = None) -> Reason:
    """An administrator or a specialist."""
    if acting.user.is_administrator or specialist_of(acting.user):
        return None
    return _("This page is for the people of the ministry who work with accreditation.")


may_manage_people = is_administrator


@rule
def may_declare(acting: Acting, expert: Expert) -> Reason:
    """The expert says of himself what keeps him from evaluating; the ministry enters it for him."""
    if expert.person_id == acting.user.pk:
        return is_expert.reason(acting, expert)
    return is_administrator.reason(acting, expert)


@rule
def is_not_oneself(acting: Acting, entry: MinistryPerson) -> Reason:
    """Nobody locks himself out by mistake."""
    if entry.person_id == acting.user.pk:
        return _("This is your own entry: another administrator has to do this.")
    return None


@rule
def has_no_history(_acting: Acting, entry: MinistryPerson) -> Reason:
    """Only an entry on which nothing rests is deleted; everybody else is blocked, and what he did stays."""
    if any(_rests_on(entry)):
        return _("There is work on this person's record, which has to stay. Block the person instead.")
    return None


may_delete = may_manage_people & is_not_oneself & has_no_history


def _rests_on(entry: models.Model) -> Iterator[bool]:
    """For each table whose rows would keep the entry from being deleted: whether there are any."""
    for relation in entry._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- the documented API
        if isinstance(relation, models.ForeignObjectRel) and relation.on_delete in {models.PROTECT, models.RESTRICT}:
            rows = relation.related_model._base_manager  # noqa: SLF001 -- as above
            yield rows.filter(**{relation.field.name: entry}).exists()
