"""The organization's library of evidence, and what the answers cite of it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core import outbox
from core.uploads.checks import Accepted
from core.uploads.refusals import over_quota
from core.uploads.storing import discard as discard_file
from core.uploads.storing import store
from organizations.models import Organization
from records import journal
from selfassessment import rules
from selfassessment.enums import Action, EvidenceKind, LinkState
from selfassessment.models import Answer, Citation, Evidence, EvidenceFile, EvidenceVersion
from selfassessment.selectors import evidence_room

CHECK_LINK = "check link"  # kind of an entry in the outbox


@transaction.atomic
def add_file(organization: Organization, accepted: Accepted, *, title: str = "", by: Acting) -> Evidence:
    """The library holds the file, under its own name where no title was given.

    Raises Refused where the organization has no room left for it.
    """
    rules.may_keep_evidence.check(by, organization)
    evidence = _add(organization, EvidenceKind.FILE, title.strip() or accepted.name, by=by)
    file = _store(organization, accepted, by=by)
    EvidenceVersion.objects.create(evidence=evidence, number=1, file=file, added_by=by.user)
    return evidence


@transaction.atomic
def add_link(organization: Organization, url: str, *, title: str = "", by: Acting) -> Evidence:
    """The library holds the link, which is tried soon."""
    rules.may_keep_evidence.check(by, organization)
    evidence = _add(organization, EvidenceKind.LINK, (title.strip() or url)[:300], by=by)
    _check_soon(EvidenceVersion.objects.create(evidence=evidence, number=1, url=url, added_by=by.user))
    return evidence


@transaction.atomic
def renew(evidence: Evidence, new: Accepted | str, *, by: Acting) -> EvidenceVersion:
    """The evidence has a newer file or link; the older ones stay, and approved reports keep theirs."""
    evidence = Evidence.objects.select_related("organization").select_for_update(of=("self",)).get(pk=evidence.pk)
    rules.may_keep_evidence.check(by, evidence)
    if isinstance(new, str) != (evidence.kind == EvidenceKind.LINK):
        raise PermissionDenied(_("A file is replaced by a file, a link by a link."))
    newest = evidence.versions.latest("number")
    if isinstance(new, str):
        content: dict[str, object] = {"url": new}
    else:
        content = {"file": _store(evidence.organization, new, by=by)}
    version = EvidenceVersion.objects.create(evidence=evidence, number=newest.number + 1, added_by=by.user, **content)
    _record(evidence, Action.RENEW_EVIDENCE, by=by, number=version.number)
    if version.url:
        _check_soon(version)
    return version


@transaction.atomic
def discard(evidence: Evidence, *, by: Acting) -> None:
    """The library no longer holds what no report names, in none of its versions; the journal keeps its title."""
    evidence = Evidence.objects.select_related("organization").select_for_update(of=("self",)).get(pk=evidence.pk)
    rules.may_discard_evidence.check(by, evidence)
    _record(evidence, Action.DISCARD_EVIDENCE, by=by, title=evidence.title)
    files = [version.file for version in evidence.versions.select_related("file") if version.file]
    evidence.delete()
    for file in files:
        discard_file(file)


@transaction.atomic
def cite(answer: Answer, evidence: Evidence, *, by: Acting) -> Citation:
    """The answer names the evidence, once."""
    _lock(answer, by=by)
    if evidence.organization_id != answer.report.organization_id:
        raise PermissionDenied(_("This evidence belongs to another organization."))
    return Citation.objects.get_or_create(answer=answer, evidence=evidence, defaults={"cited_by": by.user})[0]


@transaction.atomic
def uncite(answer: Answer, evidence: Evidence, *, by: Acting) -> None:
    """The answer no longer names the evidence; it stays in the library."""
    _lock(answer, by=by)
    Citation.objects.filter(answer=answer, evidence=evidence).delete()


@transaction.atomic
def note_link(version: EvidenceVersion, *, alive: bool, at: datetime) -> EvidenceVersion:
    """The library says whether the link opened when it was tried, and since when it does not."""
    version = EvidenceVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not version.url:
        return version
    version.link_state, version.link_checked_at = LinkState.ALIVE if alive else LinkState.DEAD, at
    version.link_dead_since = None if alive else version.link_dead_since or at
    version.link_failures = 0 if alive else version.link_failures + 1
    version.save(update_fields=["link_state", "link_checked_at", "link_dead_since", "link_failures"])
    return version


def _store(organization: Organization, accepted: Accepted, *, by: Acting) -> EvidenceFile:
    """The bytes are kept; two uploads at once don't share the last room."""
    Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    if accepted.size > (room := evidence_room(organization)):
        raise over_quota(room)
    return store(EvidenceFile, accepted, by=by.user, organization=organization)


def _check_soon(version: EvidenceVersion) -> None:
    outbox.put(CHECK_LINK, {"version_id": version.pk}, key=f"{CHECK_LINK} {version.pk}")


def _add(organization: Organization, kind: EvidenceKind, title: str, *, by: Acting) -> Evidence:
    evidence = Evidence.objects.create(organization=organization, kind=kind, title=title, added_by=by.user)
    _record(evidence, Action.ADD_EVIDENCE, by=by, kind=kind)
    return evidence


def _record(evidence: Evidence, action: Action, *, by: Acting, **facts: object) -> None:
    journal.write(action, by=by.user, obj=evidence, organization=evidence.organization, changes=facts)


def _lock(answer: Answer, *, by: Acting) -> None:
    """Who approves the report locks its answers first: so the rule is asked of the report as it is."""
    Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    rules.may_write.check(by, Answer.objects.select_related("report__organization").get(pk=answer.pk))
