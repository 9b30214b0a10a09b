"""A registered organization: its own data edited, the register's taken anew, its papers replaced."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from core.uploads.checks import Accepted
from core.uploads.storing import store
from organizations import register, rules
from organizations.enums import Act, DocumentKind, Outcome
from organizations.models import Organization, OrganizationDocument, RegisterAnswer
from organizations.services.answers import Changes, apply_values, differences, keep_answer
from organizations.services.registering import possible_sections
from organizations.services.seeing import check_seen
from organizations.signals import organization_changed
from records import journal


class NoAnswer(Exception):
    """The register could not be asked, or does not know the organization any more."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@transaction.atomic
def edit(
    organization: Organization, changes: Mapping[str, Any], *, seen: Mapping[str, Any], acting: Acting
) -> Organization:
    """The organization's own data are these. Raises ChangedMeanwhile where others stand than the person had `seen`."""
    locked = _locked(organization)
    rules.may_edit.check(acting, locked)
    check_seen(locked, changes, seen)
    differing = {
        name: (getattr(locked, name), value) for name, value in changes.items() if getattr(locked, name) != value
    }
    if not differing:
        return locked
    for name, (_old, new) in differing.items():
        setattr(locked, name, new)
    locked.save()
    journal.write(Act.EDITED, by=acting.user, obj=locked, organization=locked, changes=differing)
    return locked


@transaction.atomic
def replace_document(
    organization: Organization, kind: DocumentKind, accepted: Accepted, *, acting: Acting
) -> OrganizationDocument:
    """The new scan is the current one; the old one stays in the organization's history."""
    locked = _locked(organization)
    rules.may_edit.check(acting, locked)
    locked.documents.current().filter(kind=kind).update(replaced_at=timezone.now())
    document = store(OrganizationDocument, accepted, by=acting.user, organization=locked, kind=kind)
    changes = {"kind": kind.value, "name": document.name, "sha256": document.sha256}
    journal.write(Act.DOCUMENT_REPLACED, by=acting.user, obj=document, organization=locked, changes=changes)
    return document


def ask_again(organization: Organization, *, acting: Acting) -> RegisterAnswer:
    """What the register says today is kept, but nothing is changed before somebody confirms it. Raises NoAnswer."""
    rules.may_refresh.check(acting, organization)
    answer = register.ask_for(acting, organization.inn, case="profile")
    if answer.outcome != Outcome.CONFIRMED:
        raise NoAnswer(answer.outcome)
    return keep_answer(answer, organization=organization)


@transaction.atomic
def refresh(organization: Organization, answer: RegisterAnswer, *, acting: Acting) -> Changes:
    """The organization's data are those of the kept answer; returns what changed."""
    locked = _locked(organization)
    rules.may_refresh.check(acting, locked)
    return take_over(locked, answer, act=Act.REFRESHED, by=acting.user)


def take_over(locked: Organization, answer: RegisterAnswer, *, act: Act, by: Any) -> Changes:
    """The locked organization holds what the answer says, its systems still fit its ownership, the journal knows."""
    changes = apply_values(locked, register.restored(answer.values), answer.fetched_at)
    sections = possible_sections(locked.ownership, locked.sections)
    if sections != locked.sections:
        changes["sections"] = (locked.sections, sections)
        locked.sections = sections
    locked.save()
    journal.write(act, by=by, obj=locked, organization=locked, changes=changes)
    if changes:
        organization_changed.send(Organization, organization=locked, changes=changes)
    return changes


def coming_changes(organization: Organization, answer: RegisterAnswer) -> Changes:
    """What `refresh` would change now."""
    return differences(organization, register.restored(answer.values))


def _locked(organization: Organization) -> Organization:
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
