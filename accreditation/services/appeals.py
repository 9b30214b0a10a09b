"""Appeals: filed by the head, registered by the ministry, decided by people who had no part in the case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from accreditation import workflow as applications
from accreditation.calendar import due
from accreditation.enums.appeals import Against, AppealAction, AppealGround, AppealState, Verdict
from accreditation.enums.applications import Action
from accreditation.enums.calendar import TermKey
from accreditation.enums.certificates import CertificateAction
from accreditation.models import Appeal, AppealFile, AppealPanelist, AppealRecusal, Application
from accreditation.rules import appeals as rules
from accreditation.rules import panels
from accreditation.selectors.appeals import appealable
from accreditation.services import certifying, telling
from accreditation.services.intake import why_not_registered
from accreditation.terms import term
from accreditation.workflow import appeals as workflow
from accreditation.workflow.certificates import CERTIFICATE
from core.rules import Reason
from core.uploads.checks import Accepted
from core.uploads.storing import store
from notifications.services import notify


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the organization says."""

    grounds: Collection[AppealGround]
    text: str
    files: Collection[Accepted] = field(default=())


@transaction.atomic
def file(application: Application, against: Against, complaint: Complaint, *, by: Acting) -> Appeal:
    """The ministry has the appeal, in time, once for each decision or order."""
    locked = applications.lock(application)
    rules.may_file.check(by, Appeal(application=locked, against=against))
    act = next((one for one in appealable(locked) if one.against == against and one.appeal is None), None)
    if act is None:
        raise PermissionDenied(_("There is nothing that could be appealed against, or an appeal was filed already."))
    if not act.is_open:
        raise PermissionDenied(_("The term for an appeal is over."))
    if not complaint.grounds or not complaint.text.strip():
        raise PermissionDenied(_("Choose the grounds and write the explanation."))
    appeal = Appeal.objects.create(
        application=locked,
        against=against,
        decision=act.decision,
        order=act.order,
        grounds=[ground.value for ground in complaint.grounds],
        text=complaint.text.strip(),
        filed_by=by.user,
        filed_at=timezone.now(),
        due_on=due(timezone.localdate(), term(TermKey.APPEAL_REVIEW)),
    )
    for one in complaint.files:
        store(AppealFile, one, by=by.user, appeal=appeal)
    facts: dict[str, Any] = {"application": locked, "against": against.value, "grounds": appeal.grounds}
    workflow.write_down(appeal, AppealAction.FILE, appeal.state, by=by, **facts)
    _tell_ministry(appeal)
    return appeal


@transaction.atomic
def register(appeal: Appeal, *, number: str, on: date, by: Acting) -> Appeal:
    """The appeal has its number and date in the СЭД, and the school knows them."""
    if reason := why_not_registered(number, on):
        raise PermissionDenied(reason)
    entry = {"registration_number": number.strip(), "registered_on": on}
    appeal = workflow.advance(appeal, AppealAction.REGISTER, by=by, comment=number.strip(), **entry)
    _tell_school(appeal)
    return appeal


@transaction.atomic
def name_panel(appeal: Appeal, people: Collection[int], *, by: Acting) -> Appeal:
    """Exactly these people, given by the keys of their accounts, decide the appeal; they are told. Who has voted
    stays."""
    locked = workflow.lock(appeal)
    eligible = {one.person.pk: one for one in panels.candidates(locked)}
    if reason := why_not_panel(locked, people, eligible):
        raise PermissionDenied(reason)
    seated = set(locked.panel.values_list("person", flat=True))
    locked.panel.exclude(person__in=people).delete()
    fresh = [eligible[key] for key in people if key not in seated]
    AppealPanelist.objects.bulk_create(
        AppealPanelist(appeal=locked, person=one.person, name=one.name, capacity=one.capacity) for one in fresh
    )
    names = ", ".join(locked.panel.order_by("name").values_list("name", flat=True))
    appeal = workflow.advance(locked, AppealAction.NAME_PANEL, by=by, comment=names)
    url = reverse("accreditation:panel_appeal", args=[appeal.pk])
    _tell([one.person for one in fresh], appeal, "appeal_panel", url)
    return appeal


def why_not_panel(appeal: Appeal, people: Collection[int], eligible: Collection[int]) -> Reason:
    """Why these people can't be the panel of this appeal, or None."""
    if len(set(people)) < panels.SMALLEST_PANEL or len(set(people)) % 2 == 0:
        return _("A panel has an odd number of members, three at least.")
    if appeal.panel.exclude(verdict="").exclude(person__in=people).exists():
        return _("Who has voted stays in the panel.")
    if not set(people) <= set(eligible):
        return _("Somebody had a part in the case, or an interest in the organization: choose others.")
    return None


@transaction.atomic
def vote(appeal: Appeal, verdict: Verdict, *, opinion: str, by: Acting) -> AppealPanelist:
    """The member's vote stands, with the reason for it; it may be changed until the outcome is recorded."""
    if not opinion.strip():
        raise PermissionDenied(_("Write why you vote so."))
    appeal = workflow.advance(appeal, AppealAction.VOTE, by=by, comment=str(verdict.label))
    seat: AppealPanelist = appeal.panel.get(person=by.user)
    seat.verdict, seat.opinion, seat.voted_at = verdict, opinion.strip(), timezone.now()
    seat.save(update_fields=["verdict", "opinion", "voted_at"])
    return seat


@transaction.atomic
def step_aside(appeal: Appeal, reason: str, *, by: Acting) -> AppealRecusal:
    """The person sits in the panel no more, votes no more and reads the case no more; the ministry names another."""
    if not reason.strip():
        raise PermissionDenied(_("Write why you step aside."))
    appeal = workflow.advance(appeal, AppealAction.STEP_ASIDE, by=by, comment=reason.strip())
    seat: AppealPanelist = appeal.panel.get(person=by.user)
    said: AppealRecusal = appeal.recusals.create(person=by.user, name=seat.name, reason=reason.strip())
    seat.delete()
    _tell_ministry(appeal, "appeal_recused", recusal=said)
    return said


@transaction.atomic
def decide(appeal: Appeal, *, reasons: str, by: Acting) -> Appeal:
    """What the majority voted is the outcome, and the school reads the reasons.

    An appeal that was upheld against a decision brings the case back before the collegium; against an order, it gives
    the certificate back, as far as time has not ended it.
    """
    if not reasons.strip():
        raise PermissionDenied(_("Write the reasons: the organization reads them."))
    locked = workflow.lock(appeal)
    facts = {"reasons": reasons.strip(), "decided_by": by.user, "decided_at": timezone.now()}
    appeal = workflow.advance(locked, AppealAction.DECIDE, by=by, comment=reasons.strip(), **facts)
    if appeal.state == AppealState.UPHELD:
        _carry_out(appeal, by=by)
    _tell_school(appeal)
    if appeal.application.specialist and not appeal.application.specialist.is_blocked:
        url = reverse("ministry:appeal", args=[appeal.pk])
        _tell([appeal.application.specialist.person], appeal, "appeal_changed", url)
    return appeal


@transaction.atomic
def withdraw(appeal: Appeal, *, by: Acting) -> Appeal:
    """The organization does not ask any more; the ministry and the panel are told."""
    appeal = workflow.advance(appeal, AppealAction.WITHDRAW, by=by)
    _tell_ministry(appeal)
    seats = appeal.panel.select_related("person")
    url = reverse("accreditation:panel_appeal", args=[appeal.pk])
    _tell([seat.person for seat in seats], appeal, "appeal_changed", url)
    return appeal


def _carry_out(appeal: Appeal, *, by: Acting) -> None:
    if appeal.order is None:
        if applications.APPLICATION[Action.ANNUL].reason(None, appeal.application) is None:
            applications.advance(appeal.application, Action.ANNUL, by=None, comment=_("Appeal %s") % appeal)
        return  # otherwise the organization has another application open: the outcome stands
    certificate = appeal.order.certificate
    is_revoked = appeal.against == Against.REVOCATION
    step = CertificateAction.RESTORE if is_revoked else CertificateAction.REINSTATE
    if CERTIFICATE[step].reason(None if is_revoked else by, certificate):
        return  # it has run out, or was given back meanwhile: the outcome stands
    ground = certifying.Ground(
        order_number=appeal.registration_number, ordered_on=timezone.localdate(), reason=appeal.reasons
    )
    if is_revoked:
        certifying.restore(certificate, ground=ground, by=by)
    else:
        certifying.decree(certificate, step, ground=ground, by=by)


def _tell_school(appeal: Appeal) -> None:
    url = reverse("accreditation:appeal", args=[appeal.pk])
    _tell(telling.people_of_the_school(appeal.application), appeal, "appeal_changed", url)


def _tell_ministry(appeal: Appeal, message: str = "appeal_changed", **context: object) -> None:
    url = reverse("ministry:appeal", args=[appeal.pk])
    _tell(User.objects.filter(is_administrator=True, is_active=True), appeal, message, url, **context)


def _tell(recipients: Iterable[User], appeal: Appeal, message: str, url: str, **context: object) -> None:
    said = {"appeal": appeal, "application": appeal.application, **context}
    notify(recipients, f"accreditation/messages/{message}", said, url=url)
