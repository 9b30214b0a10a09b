"""The organization's library of evidence, as its pages show it."""

from django.db import models

from accounts.acting import Acting
from organizations.models import Organization
from selfassessment import selectors
from selfassessment.models import Answer, Citation, Evidence, EvidenceQuerySet, EvidenceVersion


def shelf(acting: Acting, organization: Organization, words: str = "", use: str = "") -> EvidenceQuerySet:
    """What the library holds, the newest first: by words of the title, and by whether a report cites it."""
    found = selectors.library(acting, organization)
    if words.strip():
        found = found.filter(title__icontains=words.strip())
    return found.filter(is_used=use == "cited") if use else found


def to_choose_from(acting: Acting, answer: Answer, words: str = "") -> EvidenceQuerySet:
    """What the answer does not name yet."""
    named = Citation.objects.filter(answer=answer).values("evidence")
    return shelf(acting, answer.report.organization, words).exclude(pk__in=named)


def versions(evidence: Evidence) -> models.QuerySet[EvidenceVersion]:
    """Every file or link that the evidence was, the newest first."""
    return evidence.versions.select_related("file", "added_by").fetch_mode(models.FETCH_RAISE)


def uses(evidence: Evidence) -> models.QuerySet[Citation]:
    """Where the organization's reports cite it, the newest report first."""
    related = evidence.citations.select_related("answer__report", "answer__criterion", "answer__section")
    return related.order_by("-answer__report", "answer__place").fetch_mode(models.FETCH_RAISE)
