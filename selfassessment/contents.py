"""The report as its papers print it: plain values that outlive every later change of what they were taken from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.dates import official_date
from organizations.enums import InstructionLanguage
from organizations.models import Organization
from selfassessment.completeness import answers_of
from selfassessment.enums import AccreditationType, OrderKind, OrderState, Question
from selfassessment.models import Answer, Citation, EvidenceVersion, Order, Section, SelfAssessment
from selfassessment.selectors import citations, commission

_SHOWN_DIGITS = 16  # of a hash: enough to compare by eye
_OTHER_TONGUES = {InstructionLanguage.OTHER: "und"}  # for the attribute `lang`; the others are codes already


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paper of the report says, and how: for those who make a file of another kind of it."""

    values: dict[str, Any]
    head: Mapping[str, str]
    language: str
    organization: str
    is_signed: bool


def language_of(report: SelfAssessment) -> str:
    """The language in which the paper speaks around the answers: Russian around Russian ones, else Kyrgyz."""
    return "ru" if report.language == InstructionLanguage.RUSSIAN else "ky"


def contents(report: SelfAssessment) -> dict[str, Any]:
    """All that the report says, in the language of its paper; the same report gives the same values."""
    language = language_of(report)
    with translation.override(language):
        cited = _Cited(citations(report))
        parts = _parts(report, cited)
        return {
            "report_number": str(report.pk),
            "accreditation_type": str(AccreditationType(report.type).label),
            "starts_on": report.starts_on,
            "ends_on": report.ends_on,
            "programmes": [str(programme) for programme in report.programmes.order_by("code", "pk")],
            "answers_language": _tongue(report, language),
            "facts": _facts(report.organization),
            "order": _order(report),
            "approval": {},
            **_commission(report),
            **parts,
            "evidence": list(cited.rows()),
        }


def _tongue(report: SelfAssessment, language: str) -> str:
    """The language of the answers where it differs from that of the paper, else nothing."""
    said = _OTHER_TONGUES.get(InstructionLanguage(report.language), report.language)
    return "" if said == language else said


def _facts(organization: Organization) -> list[list[str]]:
    """What the organization is known by: pairs of words and value, those that are known."""
    names = [
        *("inn", "okpo", "registration_number", "first_registered_on", "order_on", "legal_form"),
        *("head_name", "phone", "email", "site", "personnel", "mission"),
    ]
    fields = [organization._meta.get_field(name) for name in names]  # noqa: SLF001 -- the documented API
    known = [[str(field.verbose_name), _said(getattr(organization, field.name))] for field in fields]
    return [pair for pair in [[_("Address"), _address(organization)], *known] if pair[1]]


def _said(value: Any) -> str:
    if value is None:
        return ""
    return official_date(value, translation.get_language()) if isinstance(value, date) else str(value)


def _address(organization: Organization) -> str:
    names = ("region_name", "district_name", "city", "village", "microdistrict", "street", "house", "flat")
    return ", ".join(filter(None, (getattr(organization, name) for name in names)))


def _order(report: SelfAssessment) -> dict[str, Any]:
    """The order by which the report is written; empty while none is signed."""
    signed = Order.objects.filter(report=report, kind=OrderKind.CONDUCT, state=OrderState.SIGNED).first()
    return {"number": signed.number, "dated_on": signed.dated_on} if signed else {}


def _commission(report: SelfAssessment) -> dict[str, Any]:
    members = [(one.is_chair, f"{one.employment.name}, {one.employment.position}") for one in commission(report)]
    return {
        "chair": next((named for is_chair, named in members if is_chair), None),
        "members": [named for is_chair, named in members if not is_chair],
    }


def _parts(report: SelfAssessment, cited: "_Cited") -> dict[str, Any]:
    introduction, sections, conclusions = "", {}, []
    for answer in answers_of(report):
        if answer.question == Question.INTRODUCTION:
            introduction = answer.text
        elif answer.section is None:
            conclusions.append(_conclusion(answer))
        else:
            section = sections.setdefault(answer.section_id, _section(answer.section))
            if answer.question == Question.CRITERION:
                section["criteria"].append(_criterion(answer, cited))
            else:
                section["conclusions"].append(_conclusion(answer))
    return {"introduction": introduction, "sections": list(sections.values()), "conclusions": conclusions}


def _section(section: Section) -> dict[str, Any]:
    return {"number": section.number, "title": section.title, "criteria": [], "conclusions": []}


def _criterion(answer: Answer, cited: "_Cited") -> dict[str, Any]:
    criterion = answer.criterion
    named = {"number": criterion.number, "text": criterion.text} if criterion else {"number": "", "text": ""}
    return {**named, "answer": answer.text, "evidence": list(cited.by(answer))}


def _conclusion(answer: Answer) -> dict[str, Any]:
    return {"question": str(Question(answer.question).label), "answer": answer.text}


class _Cited:
    """The evidence of the report, numbered in the order in which a reader meets it."""

    def __init__(self, found: dict[int, list[Citation]]) -> None:
        self._found = found
        self._places: dict[int, int] = {}
        self._versions: list[tuple[str, EvidenceVersion]] = []

    def by(self, answer: Answer) -> Iterator[dict[str, Any]]:
        """What this answer cites: number in the list of evidence, and name."""
        for citation in self._found.get(answer.pk, []):
            evidence = citation.evidence
            if evidence.pk not in self._places:
                self._places[evidence.pk] = len(self._places) + 1
                self._versions.append((evidence.title, citation.version or _newest(evidence.versions.all())))
            yield {"place": self._places[evidence.pk], "title": evidence.title}

    def rows(self) -> Iterator[dict[str, Any]]:
        """The list of evidence: enough to find each thing again and to see that it is still the same."""
        for place, (title, version) in enumerate(self._versions, start=1):
            yield {"place": place, "title": title, "version": version.number, **_thing(version)}


def _newest(versions: Iterable[EvidenceVersion]) -> EvidenceVersion:
    return max(versions, key=lambda version: version.number)


def _thing(version: EvidenceVersion) -> dict[str, Any]:
    if version.file is None:
        return {"name": "", "size": 0, "sha256": "", "url": version.url}
    file = version.file
    return {"name": file.name, "size": file.size, "sha256": file.sha256[:_SHOWN_DIGITS].upper(), "url": ""}
