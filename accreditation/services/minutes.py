"""The minutes of a sitting: a document in both languages, with who was there, what was decided and by which votes.

Its chair and its secretary sign it, each in the own time; what was decided is in force without that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.collegium import Choice, CollegiumAction, ItemState
from accreditation.models import AgendaItem, CollegiumMember, Sitting, Vote
from accreditation.rules import voting
from accreditation.selectors.collegium import MINUTES_PURPOSE
from accreditation.workflow import sittings as workflow
from core.languages import localized
from core.rules import Reason
from records import services as records
from records.enums import DocumentState
from records.marks import MARKED
from records.models import Document, SigningCeremony
from records.values import Bilingual

KIND = "collegium_minutes"
_TITLE = Bilingual("Коллегиянын жыйынынын протоколу", "Протокол заседания Коллегии")
_CHAIR, _SECRETARY = Bilingual("Төрага", "Председатель"), Bilingual("Катчы", "Секретарь")


def write(sitting: Sitting, *, by: Acting) -> Document:
    """The minutes of the sitting as it ended; a worker prints them, and chair and secretary may sign."""
    return records.create_document(
        KIND,
        title=_TITLE,
        template="collegium-minutes",
        context={**_context(sitting), MARKED: True},
        organization=None,
        by=by.user,
        number=str(sitting.pk),
        dated_on=sitting.sat_on,
    )


@transaction.atomic
def open_signing(sitting: Sitting, *, by: Acting, return_url: str) -> SigningCeremony:
    """The chair, or the secretary, may sign the minutes of the closed sitting, once."""
    locked = workflow.lock(sitting)
    if refusal := why_not_signed(locked, by=by):
        raise PermissionDenied(refusal)
    assert locked.minutes is not None  # noqa: S101 -- a closed sitting has minutes
    return records.open_ceremony(
        [locked.minutes],
        by=by.user,
        acting=replace(by, position=(_CHAIR if by.user.pk == locked.chair.person_id else _SECRETARY).ky),
        purpose=MINUTES_PURPOSE,
        subject=locked,
        return_url=return_url,
        as_person=True,
        completes=False,
    )


def why_not_signed(sitting: Sitting, *, by: Acting) -> Reason:
    """Why this person can't sign the minutes now, or None."""
    if refusal := workflow.SITTING[CollegiumAction.SIGN_MINUTES].reason(by, sitting):
        return refusal
    if sitting.minutes is None or sitting.minutes.state not in {DocumentState.PREPARING, DocumentState.FIXED}:
        return _("The minutes are final: nobody signs them any more.")
    if sitting.minutes.signatures.filter(signer=by.user).exists():
        return _("You have signed the minutes.")
    return None


@transaction.atomic
def sign(sitting: Sitting, *, by: Acting) -> None:
    """One of the two has signed. With the second of them the minutes are final, and sealed soon."""
    locked = workflow.advance(sitting, CollegiumAction.SIGN_MINUTES, by=by)
    assert locked.minutes is not None  # noqa: S101 -- somebody has just signed them
    signed = set(locked.minutes.signatures.values_list("signer", flat=True))
    if not {locked.chair.person_id, locked.secretary_id} - signed:
        records.conclude_signing(locked.minutes, by=by.user)


def _context(sitting: Sitting) -> Mapping[str, Any]:
    members = voting.members_of(sitting)
    there = dict(sitting.attendances.values_list("member", "confirmed_at"))
    items = _items(sitting)
    grounds = voting.conflicts([item.application for item in items], members)
    decided = [item for item in items if item.state == ItemState.DECIDED]
    left = [item for item in items if item.state == ItemState.LEFT]
    return {
        "ministry": Bilingual(settings.MINISTRY_NAME["ky"], settings.MINISTRY_NAME["ru"]),
        "starts_on": sitting.sat_on,
        "opened_at": _hour(sitting.opened_at),
        "closed_at": _hour(sitting.closed_at),
        "place": " / ".join(part for part in (sitting.place, sitting.link) if part),
        "chair": sitting.chair.name,
        "chair_position": _CHAIR,
        "secretary": str(sitting.secretary),
        "secretary_position": _SECRETARY,
        "present": [_said(partial(_named, one, there[one.pk])) for one in members if one.pk in there] or ["—"],
        "absent": [member.name for member in members if member.pk not in there],
        "cases": [_said(partial(_case, item, members, grounds)) for item in decided] or ["—"],
        "left": [_said(partial(_subject, item)) for item in left],
    }


def _items(sitting: Sitting) -> Sequence[AgendaItem]:
    votes = Prefetch("votes", Vote.objects.select_related("member"))
    rows = AgendaItem.objects.filter(sitting=sitting).select_related(
        "application__organization", "application__specialist", "decision"
    )
    return list(rows.prefetch_related(votes).order_by("order"))


def _case(item: AgendaItem, members: Sequence[CollegiumMember], grounds: voting.Grounds) -> str:
    """Everything on one case, in the language of the moment."""
    decision = item.decision
    parts = [
        f"{item.order}. {_subject(item)}.",
        _("Decision № %(number)s: %(outcome)s.")
        % {"number": decision.number, "outcome": decision.get_outcome_display()},
    ]
    parts += [_("Reasons: %(text)s") % {"text": decision.reasons}] if decision.reasons else []
    parts += [_("Conditions: %(text)s") % {"text": _in_one_line(decision.conditions)}] if decision.conditions else []
    if decision.until:
        parts.append(_("Until: %(day)s.") % {"day": date_format(decision.until, "SHORT_DATE_FORMAT")})
    parts += _votes(item, decision.tally)
    if away := [member.name for member in members if _interested(item, member, grounds)]:
        parts.append(_("Took no part because of a conflict of interest: %(names)s.") % {"names": ", ".join(away)})
    return "\n".join(parts)


def _votes(item: AgendaItem, tally: Mapping[str, Any]) -> list[str]:
    """Who voted how, and what those wrote who thought otherwise."""
    last = [vote for vote in item.votes.all() if vote.round == item.round]
    cast = [vote for vote in last if vote.confirmed_at]
    said = [
        _("Members who count for this case: %(eligible)s, present: %(present)s, needed: %(needed)s.")
        % {name: tally[name] for name in ("eligible", "present", "needed")}
    ]
    for choice in Choice:
        names = ", ".join(vote.member.name for vote in cast if vote.choice == choice)
        said.append(f"{choice.label}: {names or '—'}.")
    said += [
        _("Dissenting opinion of %(member)s: %(text)s") % {"member": vote.member.name, "text": vote.opinion}
        for vote in cast
        if vote.opinion
    ]
    if names := ", ".join(vote.member.name for vote in last if not vote.confirmed_at):
        said.append(
            _("Recorded by the secretary, not confirmed by the member and not counted: %(names)s.") % {"names": names}
        )
    return said


def _interested(item: AgendaItem, member: CollegiumMember, grounds: voting.Grounds) -> bool:
    return bool(grounds.get((item.application_id, member.pk)))


def _subject(item: AgendaItem) -> str:
    application = item.application
    name = localized(application.organization, "full_name")
    return _("%(organization)s, application № %(number)s") % {"organization": name, "number": application.pk}


def _in_one_line(conditions: str) -> str:
    return "; ".join(line.strip() for line in conditions.splitlines() if line.strip())


def _named(member: CollegiumMember, confirmed_at: datetime | None) -> str:
    named = ", ".join(part for part in (member.name, member.position) if part)
    return named if confirmed_at else _("%(member)s (recorded by the secretary)") % {"member": named}


def _hour(moment: Any) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _said(text: Callable[[], str]) -> Bilingual:
    """What the function says in each of the two languages."""
    said = []
    for language in ("ky", "ru"):
        with translation.override(language):
            said.append(text())
    return Bilingual(*said)
