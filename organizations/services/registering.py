"""From the first question to the register until the organization is registered."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core import crypto, outbox
from core.identifiers import Inn
from core.uploads.checks import Accepted
from core.uploads.storing import discard, store
from organizations import readiness, register, rules, selectors
from organizations.enums import PUBLIC_OWNERSHIP, Act, DocumentKind, Outcome, Ownership, Section
from organizations.models import HeadProof, Organization, OrganizationDocument, Registration
from organizations.models.organizations import BankDetails, OwnData
from organizations.models.register import RegisterData
from organizations.services import proofs
from organizations.services.answers import CONFIRM, apply_answer, keep_answer
from organizations.services.seeing import check_seen
from organizations.signals import organization_registered
from records import journal

_FRESH = timedelta(hours=24)  # so long an answer of the register is used again
_COPIED = (RegisterData, OwnData, BankDetails)


class AlreadyRegistered(Exception):
    """Somebody registered the organization meanwhile."""

    def __init__(self, organization: Organization) -> None:
        super().__init__(organization.pk)
        self.organization = organization


class NotReady(PermissionDenied):
    """Something is still missing; the message says what."""


def begin(*, acting: Acting, again: bool = False) -> Registration:
    """A registration of the signer's organization exists, with what the register says of it now.

    An answer of the last day is used again unless `again`. What was typed stays. Raises AlreadyRegistered.
    """
    rules.may_register.check(acting)
    inn = _inn(acting)
    _refuse_if_registered(inn)
    known = Registration.objects.by_inn(inn).first()
    if known and not again and _is_fresh(known):
        return known
    answer = register.ask_for(acting, inn, case="registration")
    return _keep(inn, answer, acting)


@transaction.atomic
def save(
    registration: Registration, changes: Mapping[str, Any], *, seen: Mapping[str, Any], acting: Acting
) -> Registration:
    """The typed values are kept. Raises ChangedMeanwhile where others stand than the person had `seen`."""
    locked = _locked(registration, acting)
    check_seen(locked, changes, seen)
    for name, value in changes.items():
        setattr(locked, name, value)
    typed = {name for name in changes if name in register.TYPED}
    locked.unverified = sorted(
        name for name in {*locked.unverified, *typed} if getattr(locked, name) not in (None, "", Ownership.UNKNOWN)
    )
    return _saved(locked, acting)


@transaction.atomic
def attach(registration: Registration, kind: DocumentKind, accepted: Accepted, *, acting: Acting) -> None:
    """The scan takes the place of the one of its kind that was there."""
    locked = _locked(registration, acting)
    for old in locked.documents.filter(kind=kind):
        discard(old)
    store(OrganizationDocument, accepted, by=acting.user, registration=locked, kind=kind)
    _saved(locked, acting)


@transaction.atomic
def prove_head(registration: Registration, *, accepted: Accepted | None, note: str | None, acting: Acting) -> HeadProof:
    """The specialist will see why this person registers the organization, though the register names another head."""
    locked = _locked(registration, acting)
    proof = proofs.give(locked, accepted=accepted, note=note, acting=acting)
    _saved(locked, acting)
    return proof


@transaction.atomic
def complete(*, sections: Iterable[str], acting: Acting) -> Organization:
    """The signer's organization is registered, with its documents; the registration is gone; the journal says so.

    Raises AlreadyRegistered for the second of two who press at once, NotReady while something is missing.
    """
    rules.may_register.check(acting)
    inn = _inn(acting)
    registration = Registration.objects.by_inn(inn).select_for_update(of=("self",)).first()
    _refuse_if_registered(inn)
    if registration is None:
        raise NotReady(_("The registration has not been begun."))
    rules.may_go_on.check(acting, registration)
    if lacking := readiness.missing(registration, acting.user):
        raise NotReady(" ".join(f"{state.part.label}: {state.missing}" for state in lacking))
    organization = _organization(registration, possible_sections(registration.ownership, sections), acting)
    _hand_over(registration, organization)
    registration.delete()
    if organization.register_answered_at is None:
        outbox.put(CONFIRM, {"organization_id": organization.pk})
    facts = {"sections": organization.sections, "unverified": organization.unverified}
    journal.write(Act.REGISTERED, by=acting.user, obj=organization, organization=organization, changes=facts)
    organization_registered.send(Organization, organization=organization, acting=acting)
    return organization


def possible_sections(ownership: str, wanted: Iterable[str]) -> list[str]:
    """The wanted systems in a fixed order; a state or municipal organization is in Accreditation only."""
    if ownership in PUBLIC_OWNERSHIP:
        return [Section.ACCREDITATION.value]
    chosen = set(wanted)
    return [section.value for section in Section if section in chosen]


def _inn(acting: Acting) -> Inn:
    if acting.organization_inn is None:
        raise ValueError("the rule may_register was not asked")
    return acting.organization_inn


def _refuse_if_registered(inn: Inn) -> None:
    if organization := Organization.objects.by_inn(inn).first():
        raise AlreadyRegistered(organization)


def _is_fresh(registration: Registration) -> bool:
    answered_at = registration.register_answered_at
    return answered_at is not None and answered_at > timezone.now() - _FRESH


@transaction.atomic
def _keep(inn: Inn, answer: register.Answer, acting: Acting) -> Registration:
    _refuse_if_registered(inn)
    registration, is_new = Registration.objects.select_for_update(of=("self",)).get_or_create(
        inn_index=crypto.blind_index(inn),
        defaults={"inn": inn, "started_by": acting.user, "changed_by": acting.user},
    )
    if is_new:
        _prefill(registration, answer, acting)
    registration.register_asked_at = timezone.now()
    if answer.outcome == Outcome.CONFIRMED:
        registration.outcome = Outcome.CONFIRMED
        apply_answer(registration, answer)
        registration.district = registration.district or selectors.district_of(registration)
        keep_answer(answer, registration=registration)
    elif registration.register_answered_at is None:
        registration.outcome = answer.outcome
    return _saved(registration, acting)


def _prefill(registration: Registration, answer: register.Answer, acting: Acting) -> None:
    """What need not be typed: contacts that the register knows, or the name in the certificate."""
    registration.phone, registration.email = answer.phone, answer.email
    if answer.outcome != Outcome.CONFIRMED and acting.organization_name:
        registration.full_name_ru = acting.organization_name
        registration.head_name = acting.user.get_full_name()
        registration.unverified = ["full_name_ru", "head_name"]


def _locked(registration: Registration, acting: Acting) -> Registration:
    """The row as it is now, locked. AlreadyRegistered when the registration was completed meanwhile."""
    locked = Registration.objects.select_for_update(of=("self",)).filter(pk=registration.pk).first()
    if locked is None:
        _refuse_if_registered(registration.inn)
        raise NotReady(_("The registration has not been begun."))
    rules.may_go_on.check(acting, locked)
    return locked


def _saved(registration: Registration, acting: Acting) -> Registration:
    registration.changed_by = acting.user
    registration.save()
    return registration


def _organization(registration: Registration, sections: list[str], acting: Acting) -> Organization:
    names = [field.name for part in _COPIED for field in part._meta.local_fields]  # noqa: SLF001 -- Django's API
    values = {name: getattr(registration, name) for name in names}
    return Organization.objects.create(inn=registration.inn, sections=sections, registered_by=acting.user, **values)


def _hand_over(registration: Registration, organization: Organization) -> None:
    registration.head_proofs.update(registration=None, organization=organization)
    registration.documents.update(registration=None, organization=organization)
    registration.answers.update(registration=None, organization=organization)
