"""Who may do what, asked of the database at the moment of the act: a changed role holds from the next request."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from accounts.rules import may_sign_for
from core.once import once
from core.rules import Reason, Rule, rule
from organizations.enums import Role
from organizations.models import Organization
from staff.enums import Permission
from staff.models import ActingHead, Employment
from staff.permissions import TABLE, allowed


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is in an organization now: his own role, and whether he acts as its head today."""

    role: Role | None = None
    acts_as_head: bool = False

    @property
    def effective_role(self) -> Role | None:
        """The role by which rights are measured."""
        return Role.HEAD if self.acts_as_head else self.role

    def may(self, permission: Permission) -> bool:
        return allowed(self.role, permission, acts_as_head=self.acts_as_head)


@once
def standing(user: User, organization_id: int | None) -> Standing:
    """The person's standing in the organization, in one query; an empty one for who does not work there."""
    if organization_id is None:
        return Standing()
    row = (
        Employment.objects.live()
        .of(organization_id)
        .filter(person=user)
        .values_list("role", ActingHead.objects.today_of_outer_employment())
        .first()
    )
    return Standing(Role(row[0]), row[1]) if row else Standing()


def role_in(user: User, organization_id: int | None) -> Role | None:
    """The role by which the person's rights in the organization are measured; None for who does not work there."""
    return standing(user, organization_id).effective_role


def is_led(organization_id: int) -> bool:
    """Whether the organization has a head now."""
    return Employment.objects.live().of(organization_id).filter(role=Role.HEAD).exists()


def may(permission: Permission) -> Rule:
    """The rule of one row of the table, for an organization or anything that has one."""

    @rule
    def may_by_table(acting: Acting, obj: Any) -> Reason:
        return refusal(standing(acting.user, _organization_id(obj)), permission)

    may_by_table.__name__ = f"may_{permission.value}"
    return may_by_table


def refusal(who: Standing, permission: Permission) -> Reason:
    """None, or why this person may not."""
    if who.may(permission):
        return None
    if who.role is None:
        return _("You do not work in this organization.")
    if who.acts_as_head and Role.HEAD in TABLE[permission]:
        return _("The head cannot lend this right: an acting head does not have it.")
    roles = ", ".join(str(role.label) for role in Role if role in TABLE[permission])
    return _("Your role does not allow this. It may be done by: %(roles)s.") % {"roles": roles}


may_see_staff = may(Permission.SEE_STAFF)
may_manage_staff = may(Permission.MANAGE_STAFF)
may_appoint_acting_head = may(Permission.APPOINT_ACTING_HEAD)
may_hand_over = may(Permission.HAND_OVER)
may_lead_self_assessment = may(Permission.LEAD_SELF_ASSESSMENT)
may_write_self_assessment = may(Permission.WRITE_SELF_ASSESSMENT)
may_see_self_assessment = may(Permission.SEE_SELF_ASSESSMENT)


@rule
def may_sign(acting: Acting, obj: Any) -> Reason:
    """The head or the acting head, who signed in with a signature of this organization issued to himself."""
    who = standing(acting.user, _organization_id(obj))
    if reason := refusal(who, Permission.SIGN):
        return reason
    reason = may_sign_for.reason(acting, _organization(obj).inn)
    if reason and who.acts_as_head:
        own = _("An acting head signs only with a certificate of the organization issued in his or her own name.")
        return f"{own} {reason}"
    return reason


@rule
def is_not_oneself(acting: Acting, employment: Employment) -> Reason:
    """Nobody takes away his own role by mistake: somebody else does it."""
    if employment.person_id == acting.user.pk:
        return _("This is your own entry: somebody else who manages the employees has to change it.")
    return None


@rule
def may_change(acting: Acting, employment: Employment) -> Reason:
    """Who manages the employees changes role and position; the head's entry only the head himself."""
    if reason := may_manage_staff.reason(acting, employment):
        return reason
    if employment.is_head and employment.person_id != acting.user.pk:
        return _("This is the head of the organization: only he or she changes this entry.")
    return None


def _organization(obj: Any) -> Organization:
    return obj if isinstance(obj, Organization) else obj.organization


def _organization_id(obj: Any) -> int:
    return obj.pk if isinstance(obj, Organization) else obj.organization_id
