"""A case is put to the vote, the members vote, the decision is drafted by one person and confirmed by another."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow as applications
from accreditation.enums.applications import Action
from accreditation.enums.certificates import CertificateAction
from accreditation.enums.collegium import Choice, CollegiumAction, Outcome
from accreditation.models import AgendaItem, Application, Certificate, CollegiumDecision, CollegiumMember, Vote
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from accreditation.services import certifying, conditions, decision_letters, telling
from accreditation.workflow import sittings as workflow
from core.rules import Reason

_STEPS = {
    Outcome.ACCREDITED: Action.ACCREDIT,
    Outcome.CONDITIONAL: Action.ACCREDIT,
    Outcome.REFUSED: Action.REFUSE,
    Outcome.POSTPONED: Action.POSTPONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the decision says beside its outcome."""

    reasons_ky: str = ""
    reasons_ru: str = ""
    conditions_ky: str = ""
    conditions_ru: str = ""
    until: date | None = None


class Overtaken(PermissionDenied):
    """Somebody else has changed the case since the person looked at it."""


def sign_of(item: AgendaItem) -> str:
    """How the case stands, as a page remembers it: another round, state or draft is another sign."""
    decision = getattr(item, "decision", None)
    return f"{item.state} {item.round} {decision.drafted_at.isoformat() if decision else ''}".strip()


def check_same_case(item: AgendaItem, seen: str | None) -> None:
    """`seen` is the key of the case that stood at this place on the page; raises Overtaken if another one does now."""
    if seen is not None and seen != str(item.application_id):
        raise Overtaken(
            _("The agenda was changed meanwhile: another case stands at this place now. Nothing was saved.")
        )


@transaction.atomic
def put_to_vote(item: AgendaItem, motion: Outcome, *, by: Acting, seen: str | None = None) -> AgendaItem:
    """The members vote on this outcome. Votes on an earlier motion stay in the record and count no more.

    `seen` is the sign of the case as the person saw it, here and below; raises Overtaken if it is another one now.
    """
    locked = _lock(item, seen)
    return workflow.advance_item(
        locked,
        CollegiumAction.PUT_TO_VOTE,
        by=by,
        comment=str(motion.label),
        facts={"motion": (locked.motion, motion.value)},
        motion=motion,
        round=locked.round + 1,
    )


@transaction.atomic
def vote(item: AgendaItem, member: CollegiumMember, choice: Choice, *, opinion: str = "", by: Acting) -> Vote:
    """The member's vote on the motion stands. Given by himself it is confirmed at once; recorded by somebody else, it
    counts when the member has given the same or another one himself."""
    locked = workflow.lock_item(item)
    if reason := why_not_voting(locked, member, by=by):
        raise PermissionDenied(reason)
    own = member.person_id == by.user.pk
    before = Vote.objects.filter(item=locked, round=locked.round, member=member).first()
    if before and before.confirmed_at and not own:
        raise PermissionDenied(_("The member has confirmed this vote: only the member changes it."))
    facts = {"member": member, "vote": (before.choice if before else "", choice.value), "confirmed": own}
    workflow.advance_item(locked, CollegiumAction.VOTE, by=by, facts=facts, comment=str(member))
    columns = {
        "choice": choice,
        "opinion": opinion.strip() if own or before is None else before.opinion,
        "recorded_by": by.user,
        "recorded_at": timezone.now(),
        "confirmed_at": timezone.now() if own else None,
    }
    if own:  # who votes is there
        locked.sitting.attendances.filter(member=member, confirmed_at=None).update(confirmed_at=timezone.now())
    return Vote.objects.update_or_create(item=locked, round=locked.round, member=member, defaults=columns)[0]


def why_not_voting(item: AgendaItem, member: CollegiumMember, *, by: Acting) -> Reason:
    """Why this member has no vote on the case, or why this person records none for him."""
    if member.is_blocked:
        return _("A member who is blocked does not sit in the Collegium.")
    if voting.has_conflict(item.application, member):
        return _("%(member)s has a conflict of interest in this case.") % {"member": member}
    if not item.sitting.attendances.filter(member=member).exists():
        return _("%(member)s is not recorded as present.") % {"member": member}
    if member.person_id != by.user.pk and not rules.may_record.allows(by, item):
        return _("Only the member or the secretary records this vote.")
    return None


@transaction.atomic
def draft(item: AgendaItem, wording: Wording, *, by: Acting, seen: str | None = None) -> CollegiumDecision:
    """The decision on the motion that was carried waits for a second person; nobody outside knows of it yet."""
    locked = _lock(item, seen)
    workflow.AGENDA_ITEM.check(CollegiumAction.DRAFT_DECISION, by, locked)
    outcome = Outcome(locked.motion)
    if lacking := lacking_in(outcome, wording, sat_on=locked.sitting.sat_on):
        raise PermissionDenied(" ".join(lacking.values()))
    columns = {
        "application": locked.application,
        "number": str(locked),
        "outcome": outcome,
        "reasons_ky": wording.reasons_ky.strip(),
        "reasons_ru": wording.reasons_ru.strip(),
        "conditions_ky": wording.conditions_ky.strip() if outcome == Outcome.CONDITIONAL else "",
        "conditions_ru": wording.conditions_ru.strip() if outcome == Outcome.CONDITIONAL else "",
        "until": wording.until if outcome in {Outcome.CONDITIONAL, Outcome.POSTPONED} else None,
        "tally": asdict(voting.tally(locked)),
        "drafted_by": by.user,
        "drafted_at": timezone.now(),
    }
    decision = CollegiumDecision.objects.update_or_create(item=locked, defaults=columns)[0]
    facts = {"outcome": outcome.value}
    workflow.advance_item(locked, CollegiumAction.DRAFT_DECISION, by=by, comment=str(outcome.label), facts=facts)
    return decision


def lacking_in(outcome: Outcome, wording: Wording, *, sat_on: date) -> dict[str, str]:
    """What the outcome needs and the wording does not say, by field."""
    lacking = {}
    if outcome in {Outcome.REFUSED, Outcome.POSTPONED} and not (wording.reasons_ky + wording.reasons_ru).strip():
        lacking["reasons_ky"] = _("Write the reasons: the organization reads them.")
    if outcome == Outcome.CONDITIONAL:
        lacking |= _lacking_in_conditions(wording)
    if outcome in {Outcome.CONDITIONAL, Outcome.POSTPONED}:
        if wording.until is None:
            lacking["until"] = _("Enter the day.")
        elif wording.until <= sat_on:
            lacking["until"] = _("The day has to come after the sitting.")
        elif outcome == Outcome.CONDITIONAL and wording.until > certifying.ends_on(sat_on, is_conditional=True):
            lacking["until"] = _("The certificate ends before this day.")
    return lacking


def _lacking_in_conditions(wording: Wording) -> dict[str, str]:
    """There is at least one; and in two languages there are as many, because each line is a condition of its own."""
    ky, ru = (len(conditions.lines_of(text)) for text in (wording.conditions_ky, wording.conditions_ru))
    if not ky and not ru:
        return {"conditions_ky": _("Write the conditions: the organization has to fulfil them.")}
    if ky and ru and ky != ru:
        text = _("Kyrgyz has %(ky)s conditions and Russian %(ru)s: write each of them on a line in both.")
        return {"conditions_ru": text % {"ky": ky, "ru": ru}}
    return {}


@transaction.atomic
def send_back(item: AgendaItem, *, reason: str, by: Acting) -> AgendaItem:
    """The draft is not confirmed; its text waits for whoever corrects it, and the case is open to the vote again."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the draft is sent back."))
    return workflow.advance_item(item, CollegiumAction.SEND_BACK_DECISION, by=by, comment=reason.strip())


@transaction.atomic
def confirm(item: AgendaItem, *, by: Acting, seen: str | None = None) -> CollegiumDecision:
    """The decision is in force: the application has moved, the certificate is issued where one was granted, the letter
    is written and the organization is told. All of it, or nothing."""
    locked = _lock(item, seen)
    facts = {"outcome": locked.motion}
    workflow.advance_item(locked, CollegiumAction.CONFIRM_DECISION, by=by, comment=str(locked), facts=facts)
    decision = locked.decision
    decision.tally = asdict(voting.tally(locked))
    decision.confirmed_by, decision.confirmed_at = by.user, timezone.now()
    decision.save(update_fields=["tally", "confirmed_by", "confirmed_at"])
    application = applications.advance(
        locked.application,
        _STEPS[Outcome(decision.outcome)],
        by=by,
        comment=f"{decision}. {decision.get_outcome_display()}",
    )
    _settle_earlier(application, decision, by=by)
    if decision.outcome == Outcome.CONDITIONAL:
        conditions.set_by(decision, by=by)
    granted = certified(decision)
    certificate = certifying.issue(application, decision=granted, by=by) if granted else None
    decision.letter = decision_letters.write(decision, certificate=certificate, by=by)
    decision.save(update_fields=["letter"])
    telling.decided(application, decision=decision)
    return decision


def _lock(item: AgendaItem, seen: str | None) -> AgendaItem:
    locked = workflow.lock_item(item)
    if seen is not None and seen != sign_of(locked):
        raise Overtaken(_("Somebody else has changed this case meanwhile. Nothing was saved: look at it again."))
    return locked


def certified(decision: CollegiumDecision) -> certifying.Decision | None:
    """What the certificate says of the decision; None where none is granted."""
    outcome = Outcome(decision.outcome)
    if not outcome.grants:
        return None
    conditional = outcome == Outcome.CONDITIONAL
    sat_on = decision.item.sitting.sat_on
    return certifying.Decision(number=decision.number, decided_on=sat_on, is_conditional=conditional)


def _settle_earlier(application: Application, decision: CollegiumDecision, *, by: Acting) -> None:
    """What an earlier decision on the same case asked for or granted ends, where that was annulled on appeal."""
    conditions.lift_earlier(decision)
    granted = Certificate.objects.living().filter(application=application).first()
    if granted is not None and decision.outcome == Outcome.REFUSED:
        sat_on = decision.item.sitting.sat_on
        ground = certifying.Ground(
            order_number=decision.number, ordered_on=sat_on, reason=decision.reasons_ky or decision.reasons_ru
        )
        certifying.decree(granted, CertificateAction.REVOKE, ground=ground, by=by)
