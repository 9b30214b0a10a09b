"""A sitting of the collegium is called, opened, closed; cases come on its agenda and leave it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from accreditation import workflow as applications
from accreditation.enums.applications import Action, State
from accreditation.enums.collegium import LIVE_ITEMS, CollegiumAction, ItemState
from accreditation.models import AgendaItem, Application, Attendance, CollegiumMember, Conflict, Sitting
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from accreditation.services import minutes
from accreditation.workflow import sittings as workflow
from core.rules import Reason
from notifications.services import notify


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When and where a sitting is, and who leads it and keeps its record."""

    starts_at: datetime
    chair: CollegiumMember
    secretary: User
    place: str = ""
    link: str = ""


@transaction.atomic
def plan(what: Plan, *, by: Acting) -> Sitting:
    """The sitting stands in the calendar of every member, and they are told."""
    rules.may_convene.check(by)
    if reason := why_not_planned(what):
        raise PermissionDenied(reason)
    sitting = Sitting.objects.create(
        starts_at=what.starts_at,
        place=what.place.strip(),
        link=what.link.strip(),
        chair=what.chair,
        secretary=what.secretary,
        created_by=by.user,
    )
    facts = {"starts_at": what.starts_at.isoformat(), "chair": what.chair, "secretary": what.secretary}
    workflow.write_down(sitting, None, CollegiumAction.PLAN, sitting.state, by=by, facts=facts)
    _tell_members(sitting, "sitting_planned")
    return sitting


@transaction.atomic
def change(sitting: Sitting, what: Plan, *, by: Acting) -> Sitting:
    """The planned sitting is at this time and place, led by these people; the members are told if anything changed."""
    locked = workflow.lock(sitting)
    workflow.SITTING.check(CollegiumAction.PLAN, by, locked)
    if reason := why_not_planned(what):
        raise PermissionDenied(reason)
    wanted = {each.name: getattr(what, each.name) for each in fields(what)}
    wanted |= {"place": what.place.strip(), "link": what.link.strip()}
    changed = {name: value for name, value in wanted.items() if getattr(locked, name) != value}
    if not changed:
        return locked
    facts = {name: (str(getattr(locked, name)), str(value)) for name, value in changed.items()}
    locked = workflow.advance(locked, CollegiumAction.PLAN, by=by, facts=facts, comment=_said(what), **changed)
    _tell_members(locked, "sitting_moved")
    return locked


def _said(what: Plan) -> str:
    """The plan in a line, for the history."""
    when = date_format(timezone.localtime(what.starts_at), "SHORT_DATETIME_FORMAT")
    return ", ".join(part for part in (when, what.place.strip(), what.link.strip(), what.chair.name) if part)


def why_not_planned(what: Plan) -> Reason:
    """Why this cannot be a sitting, or None."""
    if what.starts_at <= timezone.now():
        return _("This moment is over: choose one that is still to come.")
    if not what.place.strip() and not what.link.strip():
        return _("Enter the place or the link.")
    if what.chair.is_blocked:
        return _("This member is blocked: choose another one.")
    return None


@transaction.atomic
def add_cases(sitting: Sitting, cases: Iterable[Application], *, by: Acting) -> list[AgendaItem]:
    """The cases stand on the agenda, after those that stood there, and are before the collegium."""
    sitting = workflow.lock(sitting)
    last = sitting.items.aggregate(last=Max("order"))["last"] or 0
    added = []
    for place, application in enumerate(cases, start=last + 1):
        locked = applications.lock(application)
        if AgendaItem.objects.filter(application=locked, state__in=sorted(LIVE_ITEMS)).exists():
            raise PermissionDenied(_("%(case)s stands on an agenda already.") % {"case": locked})
        if locked.state != State.CONSIDERED:
            locked = applications.advance(locked, Action.CONSIDER, by=by, comment=str(sitting))
        item = AgendaItem.objects.create(sitting=sitting, application=locked, order=place, added_by=by.user)
        added.append(workflow.advance_item(item, CollegiumAction.ADD_CASE, by=by))
    return added


@transaction.atomic
def move_case(item: AgendaItem, *, up: bool, by: Acting) -> AgendaItem:
    """The case and the one before or behind it have changed their numbers; the first goes no further up. Only until
    the sitting is opened: then the numbers are those of the decisions."""
    locked = workflow.lock_item(item)
    workflow.SITTING.check(CollegiumAction.MOVE_CASE, by, locked.sitting)
    others = locked.sitting.items.filter(state__in=sorted(LIVE_ITEMS))
    before, behind = others.filter(order__lt=locked.order), others.filter(order__gt=locked.order)
    neighbour = before.order_by("order").last() if up else behind.order_by("order").first()
    if neighbour is None or locked.state not in LIVE_ITEMS:
        return locked
    way = f"{locked} → {neighbour}, {locked.application.organization.name}"
    workflow.advance(locked.sitting, CollegiumAction.MOVE_CASE, by=by, comment=way)
    _change_places(locked, neighbour)
    return locked


def _change_places(one: AgendaItem, other: AgendaItem) -> None:
    """By way of a number that no case has: no two may have the same, not even for a moment."""
    free = (one.sitting.items.aggregate(last=Max("order"))["last"] or 0) + 1
    for item, order in ((one, free), (other, one.order), (one, other.order)):
        AgendaItem.objects.filter(pk=item.pk).update(order=order)
    one.order, other.order = other.order, one.order


@transaction.atomic
def leave_case(item: AgendaItem, *, reason: str, by: Acting) -> AgendaItem:
    """The case is not decided in this sitting; it can be put on the agenda of another one."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the case is left for another sitting."))
    return workflow.advance_item(item, CollegiumAction.LEAVE_CASE, by=by, comment=reason.strip())


def open_sitting(sitting: Sitting, *, by: Acting) -> Sitting:
    """The sitting goes on: presence is recorded and cases are decided."""
    return workflow.advance(sitting, CollegiumAction.OPEN, by=by, opened_at=timezone.now())


@transaction.atomic
def record_presence(sitting: Sitting, members: Collection[CollegiumMember], *, by: Acting) -> Sitting:
    """Exactly these members are present; each may say so himself, until then it stands that somebody else did."""
    locked = workflow.lock(sitting)
    if any(member.is_blocked for member in members):
        raise PermissionDenied(_("A member who is blocked does not sit in the Collegium."))
    before, now = voting.present(locked), {member.pk for member in members}
    if before == now:
        workflow.SITTING.check(CollegiumAction.RECORD_PRESENCE, by, locked)
        return locked
    facts = {"present": [str(member) for member in members]}
    locked = workflow.advance(
        locked, CollegiumAction.RECORD_PRESENCE, by=by, comment=", ".join(facts["present"]), facts=facts
    )
    locked.attendances.exclude(member__in=now).delete()
    Attendance.objects.bulk_create(_attendance(locked, one, by=by) for one in members if one.pk not in before)
    return locked


def _attendance(sitting: Sitting, member: CollegiumMember, *, by: Acting) -> Attendance:
    own = timezone.now() if member.person_id == by.user.pk else None
    return Attendance(sitting=sitting, member=member, recorded_by=by.user, confirmed_at=own)


@transaction.atomic
def confirm_presence(sitting: Sitting, *, by: Acting) -> Attendance:
    """The member has said himself that he is there. Said twice, it is written down once."""
    locked = workflow.lock(sitting)
    workflow.SITTING.check(CollegiumAction.CONFIRM_PRESENCE, by, locked)
    attendance = locked.attendances.select_related("member").get(member__person=by.user)
    if attendance.confirmed_at is None:
        workflow.advance(locked, CollegiumAction.CONFIRM_PRESENCE, by=by, comment=str(attendance.member))
        attendance.confirmed_at = timezone.now()
        attendance.save(update_fields=["confirmed_at"])
    return attendance


@transaction.atomic
def close(sitting: Sitting, *, by: Acting) -> Sitting:
    """The sitting is over and its minutes are written; what was not decided is left for another sitting."""
    locked = workflow.lock(sitting)
    workflow.SITTING.check(CollegiumAction.CLOSE, by, locked)
    _leave_all(locked, by=by)
    closed_at = timezone.now()
    locked.closed_at = closed_at
    document = minutes.write(locked, by=by)
    return workflow.advance(locked, CollegiumAction.CLOSE, by=by, closed_at=closed_at, minutes=document)


@transaction.atomic
def cancel(sitting: Sitting, *, reason: str, by: Acting) -> Sitting:
    """The sitting does not take place; its cases wait for another one, and the members are told."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the sitting is cancelled."))
    locked = workflow.lock(sitting)
    workflow.SITTING.check(CollegiumAction.CANCEL, by, locked)
    _leave_all(locked, by=by)
    cancelled = workflow.advance(locked, CollegiumAction.CANCEL, by=by, comment=reason.strip())
    _tell_members(cancelled, "sitting_cancelled", reason=reason.strip())
    return cancelled


@transaction.atomic
def declare_conflict(item: AgendaItem, member: CollegiumMember, *, note: str, by: Acting) -> Conflict:
    """The member neither sees the case nor counts for it from now on, also where the secretary wrote it down and the
    member has not confirmed it yet. Said twice, it is kept once."""
    if not note.strip():
        raise PermissionDenied(_("Write what the interest is."))
    locked = workflow.lock_item(item)
    own = member.person_id == by.user.pk
    if not own:
        rules.may_record.check(by, locked)
    elif member.is_blocked:
        raise PermissionDenied(_("A member who is blocked does not sit in the Collegium."))
    if locked.state not in LIVE_ITEMS:
        raise PermissionDenied(_("The case is not before this sitting any more."))
    facts = {"note": note.strip(), "declared_by": by.user, "confirmed_at": timezone.now() if own else None}
    conflict, is_new = Conflict.objects.get_or_create(application=locked.application, member=member, defaults=facts)
    if is_new:
        workflow.write_down(
            locked.sitting,
            locked,
            CollegiumAction.DECLARE_CONFLICT,
            locked.state,
            by=by,
            comment=str(member),
        )
    return conflict


@transaction.atomic
def confirm_conflict(item: AgendaItem, *, by: Acting) -> Conflict:
    """The member has said himself what the secretary had written down. Said twice, it is written down once."""
    locked = workflow.lock_item(item)
    conflict = Conflict.objects.filter(application=locked.application, member__person=by.user).first()
    if conflict is None:
        raise PermissionDenied(_("No conflict of interest is recorded for you in this case."))
    if conflict.confirmed_at is None:
        conflict.confirmed_at = timezone.now()
        conflict.save(update_fields=["confirmed_at"])
        workflow.write_down(
            locked.sitting,
            locked,
            CollegiumAction.CONFIRM_CONFLICT,
            locked.state,
            by=by,
            comment=str(conflict.member),
        )
    return conflict


@transaction.atomic
def take_back_conflict(item: AgendaItem, member: CollegiumMember, *, reason: str, by: Acting) -> None:
    """What somebody wrote down of the member by mistake holds no more: he sees the case and counts for it. What was
    written and why it went stays in the history; what the member said himself stays as it is."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the conflict of interest is taken back."))
    locked = workflow.lock_item(item)
    conflict = Conflict.objects.filter(application=locked.application, member=member).first()
    if conflict is None:
        raise PermissionDenied(_("No conflict of interest is recorded for this member in this case."))
    if member.person_id == by.user.pk:
        raise PermissionDenied(_("This is about yourself: another administrator has to do it."))
    if conflict.confirmed_at:
        raise PermissionDenied(_("The member has said so himself: the conflict of interest stays."))
    facts = {"member": member, "note": (conflict.note, "")}
    comment = f"{member}. {reason.strip()}"
    workflow.advance_item(locked, CollegiumAction.TAKE_BACK_CONFLICT, by=by, comment=comment, facts=facts)
    conflict.delete()


def _leave_all(sitting: Sitting, *, by: Acting) -> None:
    """What an end of the sitting means for its cases follows from it: whoever may end it may do that too."""
    for item in sitting.items.filter(state__in=sorted(LIVE_ITEMS)).select_related("application__organization"):
        source, item.state = item.state, ItemState.LEFT
        item.sitting = sitting
        item.save(update_fields=["state"])
        workflow.write_down(sitting, item, CollegiumAction.LEAVE_CASE, source, by=by)


def _tell_members(sitting: Sitting, message: str, **context: str) -> None:
    members = CollegiumMember.objects.active().select_related("person")
    people = [member.person for member in members]
    notify(people, f"accreditation/messages/{message}", {"sitting": sitting, **context}, url=sitting.get_absolute_url())
