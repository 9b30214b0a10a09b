"""The papers of the external evaluation: the sheet of one expert, and the joint report of the group."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation

from accounts.acting import Acting
from accreditation.enums.evaluation import Mark, Proposal
from accreditation.enums.replies import ReplyState, Verdict
from accreditation.enums.visits import Finding
from accreditation.models import Application, Evaluation, Rating, Remark, Summary, Visit, VisitEntry
from accreditation.rules.replies import current, sent_remarks
from accreditation.selectors.evaluation import ratings_of
from records import services as records
from records.models import Document
from records.values import Bilingual
from selfassessment.contents import language_of
from selfassessment.enums import AccreditationType

EXPERT_KIND = "expert evaluation"
SUMMARY_KIND = "joint report of the experts"
_EXPERT_TITLE = Bilingual("Эксперттин тышкы баалоо барагы", "Лист внешней оценки эксперта")
_SUMMARY_TITLE = Bilingual("Тышкы баалоонун жыйынтыктоочу отчету", "Сводный отчёт по внешней оценке")


def expert_paper(evaluation: Evaluation, *, by: Acting) -> Document:
    """What the expert has rated stands in a paper, in the language of the school's report."""
    application = evaluation.application
    with translation.override(language_of(application.report)):
        ratings = list(ratings_of(evaluation))
        context = _facts(application) | {
            "expert": evaluation.expert.name,
            "counts": _counts(ratings),
            "sections": _sections(ratings, remarks={}),
            "signers": [evaluation.expert.name],
        }
    return _create(EXPERT_KIND, _EXPERT_TITLE, "expert-evaluation", application, context, by=by)


def summary_paper(summary: Summary, *, by: Acting) -> Document:
    """What the group has found stands in a paper: the chair's words, each rating, his comment on it."""
    application = summary.application
    seats = list(application.invitations.accepted().select_related("expert__person").order_by("-is_chair", "seat"))
    related = ("answer__criterion", "answer__section", "evaluation__expert", "chair_comment")
    with translation.override(language_of(application.report)):
        ratings = Rating.objects.filter(evaluation__application=application).select_related(*related)
        found = list(ratings.order_by("answer__place", "evaluation__pk"))
        context = _facts(application) | {
            "chair": seats[0].expert.name,
            "experts": [seat.expert.name for seat in seats[1:]],
            "strengths": summary.strengths,
            "weaknesses": summary.weaknesses,
            "recommendations": summary.recommendations,
            "proposal": str(Proposal(summary.proposal).label),
            "counts": _counts(found),
            "sections": _sections(
                found, remarks=_remarks(found), replies=_replies(application), spots=_spots(application)
            ),
            "heard": _heard(application),
            "visited": _visited(application),
            "signers": [seat.expert.name for seat in seats],
        }
    return _create(SUMMARY_KIND, _SUMMARY_TITLE, "joint-report", application, context, by=by)


def _create(
    kind: str, title: Bilingual, template: str, application: Application, context: dict[str, Any], *, by: Acting
) -> Document:
    return records.create_document(
        kind,
        title=title,
        template=template,
        context=context,
        organization=application.organization,
        by=by.user,
        number=str(application.pk),
        dated_on=timezone.localdate(),
        languages=[language_of(application.report)],
    )


def _facts(application: Application) -> dict[str, Any]:
    organization = application.organization
    return {
        "application_number": str(application.pk),
        "organization": Bilingual(organization.full_name_ky, organization.full_name_ru),
        "accreditation_type": str(AccreditationType(application.type).label),
        "starts_on": application.evaluation_starts_on,
        "ends_on": application.evaluation_ends_on,
    }


def _counts(ratings: Iterable[Rating]) -> list[str]:
    """How often each mark was given. Nothing is proposed from it."""
    given = Counter(rating.mark for rating in ratings)
    return [f"{mark.label}: {given[mark]}" for mark in Mark]


def _remarks(ratings: Iterable[Rating]) -> dict[int, str]:
    """What the chair said to the ratings as they stand now."""
    said = ((rating, getattr(rating, "chair_comment", None)) for rating in ratings)
    return {rating.pk: remark.text for rating, remark in said if remark and remark.revision == rating.revision}


def _heard(application: Application) -> str:
    """How the organization used its right of reply; nothing where the term is set to none."""
    reply = current(application)
    return str(ReplyState(reply.state).label) if reply else ""


def _replies(application: Application) -> dict[int, dict[str, str]]:
    """What the organization said to the findings on each criterion, and what the chair decided, by the answer."""
    return {remark.answer_id: _reply(remark) for remark in sent_remarks(application)}


def _reply(remark: Remark) -> dict[str, str]:
    said = remark.chair_answer
    return {"text": remark.text, "verdict": str(Verdict(said.verdict).label), "answer": said.text}


def _visited(application: Application) -> str:
    """When the experts were there, and who of them; nothing where nobody went."""
    visit = Visit.objects.planned().filter(application=application).first()
    if visit is None:
        return ""
    names = ", ".join(expert.name for expert in visit.experts.order_by("pk"))
    return f"{visit.starts_on:%d.%m.%Y} – {visit.ends_on:%d.%m.%Y}: {names}"


def _spots(application: Application) -> dict[int, list[str]]:
    """What each expert found on the spot, by the answer. His words and photos are not for the organization."""
    found: dict[int, list[str]] = {}
    entries = VisitEntry.objects.standing().filter(visit__application=application).select_related("expert")
    for entry in entries:
        line = f"{Finding(entry.finding).label} ({entry.expert.name})"
        lines = found.setdefault(entry.answer_id, [])
        if line not in lines:
            lines.append(line)
    return found


def _sections(
    ratings: Iterable[Rating],
    *,
    remarks: dict[int, str],
    replies: dict[int, dict[str, str]] | None = None,
    spots: dict[int, list[str]] | None = None,
) -> list[dict[str, Any]]:
    """Sections, their criteria and what was said of each, in the order of the report."""
    sections: dict[int | None, dict[str, Any]] = {}
    for rating in ratings:
        answer = rating.answer
        section = sections.setdefault(answer.section_id, {"title": str(answer.section), "criteria": {}})
        facts = {"reply": (replies or {}).get(answer.pk), "spot": (spots or {}).get(answer.pk, [])}
        criterion = section["criteria"].setdefault(answer.pk, {"text": str(answer), "ratings": []} | facts)
        criterion["ratings"].append(
            {
                "expert": rating.evaluation.expert.name,
                "mark": str(Mark(rating.mark).label),
                "comment": rating.comment,
                "remark": remarks.get(rating.pk, ""),
            }
        )
    return [section | {"criteria": list(section["criteria"].values())} for section in sections.values()]
