"""The letter in which an organization reads the collegium's decision: a paper in both languages with the system's seal,
and what it will say, before anybody confirms it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import lazy

from accounts.acting import Acting
from accreditation.calendar import due
from accreditation.enums.calendar import TermKey
from accreditation.enums.collegium import Outcome
from accreditation.models import Certificate, CollegiumDecision
from accreditation.services.conditions import pairs_of
from accreditation.terms import term
from core.languages import written
from records import services as records
from records.models import Document
from records.rendering import Passage, passages
from records.values import Bilingual, in_both
from selfassessment.enums import AccreditationType

KIND = "collegium_decision"
_TEMPLATE = "collegium-decision"
_APPEALABLE = frozenset({Outcome.CONDITIONAL, Outcome.REFUSED})
_TITLE = Bilingual("Коллегиянын чечими жөнүндө кабарлама", "Уведомление о решении Коллегии")
_VOTES = Bilingual(
    "макул – {votes_for}, каршы – {against}, калыс – {abstained}",
    "за – {votes_for}, против – {against}, воздержались – {abstained}",
)


def write(decision: CollegiumDecision, *, certificate: Certificate | None, by: Acting) -> Document:
    """The letter of a decision that was just confirmed; a worker prints and seals it."""
    return records.create_document(
        KIND,
        title=_TITLE,
        template=_TEMPLATE,
        context=_context(decision, certificate),
        organization=decision.application.organization,
        by=by.user,
        number=decision.number,
        dated_on=timezone.localdate(),
        seal=True,
    )


def preview(decision: CollegiumDecision) -> list[Passage]:
    """What the letter will say in each language if the draft is confirmed now."""
    return passages(_TEMPLATE, _context(decision, None))


def _context(decision: CollegiumDecision, certificate: Certificate | None) -> Mapping[str, Any]:
    application, outcome = decision.application, Outcome(decision.outcome)
    organization, sitting = application.organization, decision.item.sitting
    conditional = outcome == Outcome.CONDITIONAL
    return {
        "ministry": Bilingual(settings.MINISTRY_NAME["ky"], settings.MINISTRY_NAME["ru"]),
        "organization": Bilingual(organization.full_name_ky, organization.full_name_ru or organization.full_name_ky),
        "application_number": str(application.pk),
        "submitted_on": timezone.localdate(application.submitted_at) if application.submitted_at else None,
        "accreditation_type": in_both(AccreditationType(application.type).label),
        "sitting_number": str(sitting.pk),
        "sat_on": sitting.sat_on,
        "decision_number": decision.number,
        "outcome": in_both(outcome.label),
        "votes": Bilingual(_VOTES.ky.format(**decision.tally), _VOTES.ru.format(**decision.tally)),
        "reasons": _in_both(decision.reasons_ky, decision.reasons_ru) if decision.reasons else "",
        "conditions": [_in_both(*pair) for pair in pairs_of(decision)],
        "conditions_until": decision.until if conditional else None,
        "postponed_until": decision.until if outcome == Outcome.POSTPONED else None,
        "certificate_number": certificate.printed_number if certificate else "",
        "valid_from": certificate.valid_from if certificate else None,
        "valid_until": certificate.valid_until if certificate else None,
        "appeal_until": due(timezone.localdate(), term(TermKey.APPEAL)) if outcome in _APPEALABLE else None,
    }


def _in_both(ky: str, ru: str) -> Bilingual:
    """In each part of the letter what was written in its language; what was not, says in which it was."""
    return in_both(lazy(written, str)(ky, ru))
