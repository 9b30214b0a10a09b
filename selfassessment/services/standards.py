"""Standards are changed only as new versions: reports keep the version that they were begun with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from core.rules import Reason
from records import journal
from selfassessment import rules
from selfassessment.enums import StandardAct, StandardState, WordingStatus
from selfassessment.models import Criterion, Section, Standard

_COMING = (StandardState.DRAFT, StandardState.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Wording:
    """A criterion as an administrator typed it; `pk` is None for a new one."""

    pk: int | None
    ky: str
    ru: str


@transaction.atomic
def begin_version(standard: Standard, *, by: Acting) -> Standard:
    """The type has a draft, a copy of this version; the one that is coming already is returned."""
    rules.may_keep_standards.check(by)
    versions = list(Standard.objects.filter(type=standard.type).select_for_update(of=("self",)).order_by("-version"))
    coming = next((version for version in versions if version.state in _COMING), None)
    if coming:
        return coming
    draft = Standard.objects.create(
        type=standard.type,
        version=versions[0].version + 1,
        legal_basis=standard.legal_basis,
        limit=standard.limit,
        conclusions_per_section=standard.conclusions_per_section,
        created_by=by.user,
    )
    for section in standard.sections.prefetch_related("criteria"):
        _copy(section, draft)
    _record(draft, StandardAct.BEGIN, by.user, copied_from=standard.version)
    return draft


@transaction.atomic
def save_details(
    draft: Standard, *, legal_basis: str, limit: int, conclusions_per_section: bool, note: str, by: Acting
) -> Standard:
    """The draft has these details."""
    draft = _draft(draft, by)
    new = {"legal_basis": legal_basis, "limit": limit, "conclusions_per_section": conclusions_per_section, "note": note}
    changed = {name: (getattr(draft, name), value) for name, value in new.items() if getattr(draft, name) != value}
    if changed:
        for name, value in new.items():
            setattr(draft, name, value)
        draft.save(update_fields=[*new])
        _record(draft, StandardAct.EDIT, by.user, **changed)
    return draft


@transaction.atomic
def add_section(draft: Standard, *, title_ky: str, title_ru: str, by: Acting) -> Section:
    """The draft has one section more, at its end."""
    draft = _draft(draft, by)
    place = draft.sections.count() + 1
    section = Section.objects.create(
        standard=draft, order=place, number=str(place), title_ky=title_ky, title_ru=title_ru, **_confirmed()
    )
    _record(draft, StandardAct.EDIT, by.user, section=section.number, added=title_ky)
    return section


@transaction.atomic
def save_section(
    section: Section, *, title_ky: str, title_ru: str, criteria: Sequence[Wording], confirmed: bool, by: Acting
) -> Section:
    """The section has this title and exactly these criteria, in this order, numbered anew.

    A wording that was changed counts as confirmed by the ministry, and with `confirmed` all of them do.
    """
    draft = _draft(section.standard, by)
    section = draft.sections.get(pk=section.pk)
    before = _plain(section)
    _say(section, "title", title_ky, title_ru, confirmed=confirmed)
    section.save()
    section.criteria.exclude(pk__in=[wording.pk for wording in criteria if wording.pk]).delete()
    known = {criterion.pk: criterion for criterion in section.criteria.all()}
    for place, wording in enumerate(criteria, start=1):
        _write(section, place, wording, known, confirmed=confirmed)
    after = _plain(section)
    if after != before:
        _record(draft, StandardAct.EDIT, by.user, section=section.number, **{"from": before, "to": after})
    return section


@transaction.atomic
def remove_section(section: Section, *, by: Acting) -> Standard:
    """The draft has the other sections only, numbered anew."""
    draft = _draft(section.standard, by)
    _record(draft, StandardAct.EDIT, by.user, section=section.number, removed=section.title_ky)
    draft.sections.filter(pk=section.pk).delete()
    for place, other in enumerate(draft.sections.prefetch_related("criteria"), start=1):
        other.order, other.number = place, str(place)
        other.save(update_fields=["order", "number"])
        for criterion in other.criteria.all():
            criterion.number = f"{place}.{criterion.order}"
            criterion.save(update_fields=["number"])
    return draft


def why_not_whole(standard: Standard) -> Reason:
    """Why the draft can't be published yet, or None."""
    sections = list(standard.sections.prefetch_related("criteria"))
    if not sections:
        return _("The standard has no section yet.")
    if empty := [section.number for section in sections if not section.criteria.all()]:
        return _("Sections without criteria: %(numbers)s.") % {"numbers": ", ".join(empty)}
    return None


@transaction.atomic
def publish(draft: Standard, *, on: date, by: Acting) -> Standard:
    """New reports are written by this version from the day `on`; those that were begun keep theirs."""
    draft = _draft(draft, by)
    if refusal := why_not_whole(draft):
        raise PermissionDenied(refusal)
    if on < timezone.localdate():
        raise PermissionDenied(_("A standard comes into force today or later."))
    draft.state, draft.starts_on, draft.published_by = StandardState.SCHEDULED, on, by.user
    draft.save(update_fields=["state", "starts_on", "published_by"])
    _record(draft, StandardAct.PUBLISH, by.user, starts_on=on)
    return _enforce(draft, by.user) if on == timezone.localdate() else draft


@transaction.atomic
def withhold(standard: Standard, *, by: Acting) -> Standard:
    """A version that was published and is not in force yet is a draft again."""
    rules.may_keep_standards.check(by)
    standard = Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
    if standard.state != StandardState.SCHEDULED:
        raise PermissionDenied(_("Only a version that is not in force yet can be taken back."))
    standard.state, standard.starts_on, standard.published_by = StandardState.DRAFT, None, None
    standard.save(update_fields=["state", "starts_on", "published_by"])
    _record(standard, StandardAct.WITHHOLD, by.user)
    return standard


@transaction.atomic
def discard(draft: Standard, *, by: Acting) -> None:
    """The draft is gone; the journal keeps that it was there."""
    draft = _draft(draft, by)
    _record(draft, StandardAct.DISCARD, by.user, sections=[str(section) for section in draft.sections.all()])
    draft.delete()


@transaction.atomic
def enforce_due() -> int:
    """Versions whose day has come are in force. Returns how many."""
    due = Standard.objects.filter(state=StandardState.SCHEDULED, starts_on__lte=timezone.localdate())
    return len([_enforce(standard, None) for standard in due.select_for_update(of=("self",)).order_by("pk")])


def _enforce(standard: Standard, by: User | None) -> Standard:
    Standard.objects.in_force().filter(type=standard.type).update(state=StandardState.WITHDRAWN)
    standard.state, standard.in_force_since = StandardState.IN_FORCE, timezone.now()
    standard.save(update_fields=["state", "in_force_since"])
    _record(standard, StandardAct.ENFORCE, by)
    return standard


def _draft(standard: Standard, by: Acting) -> Standard:
    """The draft as it is now, locked."""
    rules.may_keep_standards.check(by)
    locked = Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
    if locked.state != StandardState.DRAFT:
        raise PermissionDenied(_("A version that was published is not changed any more: begin a new version."))
    return locked


def _copy(section: Section, draft: Standard) -> None:
    criteria = list(section.criteria.all())
    section.pk, section.standard = None, draft
    section._state.adding = True  # noqa: SLF001 -- how Django says that a row is copied
    section.save()
    for criterion in criteria:
        criterion.pk, criterion.section = None, section
    Criterion.objects.bulk_create(criteria)


def _write(section: Section, place: int, wording: Wording, known: dict[int, Criterion], *, confirmed: bool) -> None:
    criterion = known.get(wording.pk or 0) or Criterion(section=section, **_confirmed())
    criterion.order, criterion.number = place, f"{section.number}.{place}"
    _say(criterion, "text", wording.ky, wording.ru, confirmed=confirmed)
    criterion.save()


def _say(part: Section | Criterion, name: str, ky: str, ru: str, *, confirmed: bool) -> None:
    for language, text in (("ky", ky), ("ru", ru)):
        if confirmed or getattr(part, f"{name}_{language}") != text:
            setattr(part, f"status_{language}", WordingStatus.CONFIRMED)
        setattr(part, f"{name}_{language}", text)


def _confirmed() -> dict[str, WordingStatus]:
    return {"status_ky": WordingStatus.CONFIRMED, "status_ru": WordingStatus.CONFIRMED}


def _plain(section: Section) -> list[list[str]]:
    rows = section.criteria.values_list("number", "text_ky", "text_ru", "status_ky", "status_ru")
    title = [section.number, section.title_ky, section.title_ru, section.status_ky, section.status_ru]
    return [title, *(list(row) for row in rows)]


def _record(standard: Standard, act: StandardAct, by: User | None, **facts: Any) -> None:
    journal.write(act, by=by, obj=standard, changes=facts)
