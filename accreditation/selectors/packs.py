"""What stands in the pack of a sitting for a reader: the papers of the cases that he may read, in their order."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.collegium import ItemState
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.replies import ReplyState
from accreditation.models import (
    AgendaItem,
    Evaluation,
    EvaluationOrder,
    Remark,
    Reply,
    Return,
    Sitting,
    SittingPack,
    Summary,
    VisitEntry,
)
from accreditation.rules import voting
from accreditation.rules.people import collegium_member_of
from core.uploads.models import ScanState, StoredFile
from records.models import Document
from selfassessment.enums import OrderKind, OrderState
from selfassessment.models import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A few lines of text under a heading, for what was written on pages and never on paper."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """One paper of a case: a document of ours, a file as it was uploaded, or text that the pack itself prints."""

    label: str
    digest: str
    document: Document | None = None
    file: StoredFile | None = None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A case with its papers."""

    item: AgendaItem
    enclosures: list[Enclosure] = field(default_factory=list)


def cases_for(sitting: Sitting, acting: Acting) -> list[int]:
    """The keys of the cases whose papers this person gets: none of those in which he has a conflict of interest."""
    items = list(
        sitting.items.exclude(state=ItemState.LEFT).select_related("application__specialist").order_by("order")
    )
    member = collegium_member_of(acting.user)
    if member is None:
        return [item.pk for item in items] if acting.user.is_administrator else []
    hidden = voting.conflicts([item.application for item in items], [member])
    return [item.pk for item in items if (item.application_id, member.pk) not in hidden]


def folders(sitting: Sitting, cases: Collection[int]) -> list[Folder]:
    """The papers of these cases, in as many queries for one as for all."""
    rows = sitting.items.filter(pk__in=cases).select_related("application__organization", "application__document")
    found = [Folder(item=item) for item in rows.order_by("order")]
    by_case = {folder.item.application_id: folder for folder in found}
    for part in (
        _joint_reports,
        _of_the_experts,
        _papers_of_reports,
        _applications,
        _evaluation_orders,
        _returns,
        _replies,
    ):
        for case, enclosure in part(found):
            by_case[case].enclosures.append(enclosure)
    return found


def key_of(found: Iterable[Folder]) -> str:
    """A digest that differs as soon as another paper, another state of one or another language is meant."""
    contents = [[folder.item.pk, [[one.label, one.digest] for one in folder.enclosures]] for folder in found]
    return hashlib.sha256(json.dumps([get_language(), contents]).encode()).hexdigest()


def pack_of(sitting: Sitting, found: Iterable[Folder]) -> SittingPack | None:
    """The pack of exactly these papers, ready or being made; None if nobody has asked for it."""
    return SittingPack.objects.filter(sitting=sitting, key=key_of(found)).first()


type _Found = Iterator[tuple[int, Enclosure]]


def _joint_reports(found: list[Folder]) -> _Found:
    cases = [folder.item.application_id for folder in found]
    rows = Summary.objects.filter(application__in=cases, finished_at__isnull=False).select_related("paper")
    for summary in rows:
        yield from _of_document(summary.application_id, summary.paper)


def _of_the_experts(found: list[Folder]) -> _Found:
    """The sheet of each expert, then what he noted on the spot: both only from whoever has published his decision and
    may not recall it any more."""
    cases = [folder.item.application_id for folder in found]
    rows = Evaluation.objects.final().filter(application__in=cases).select_related("expert__person", "paper")
    published = list(rows.order_by("pk"))
    for evaluation in published:
        yield from _of_document(evaluation.application_id, evaluation.paper, more=evaluation.expert.name)
    notes = _notes({(one.application_id, one.expert_id) for one in published})
    for evaluation in published:
        if said := notes.get((evaluation.application_id, evaluation.expert_id)):
            yield (
                evaluation.application_id,
                _of_text(_("Notes of the visit: %(expert)s") % {"expert": evaluation.expert.name}, said),
            )


def _notes(seats: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Said]]:
    """What the experts of these cases noted of each criterion; their photos are on the page of the visit."""
    said: dict[tuple[int, int], list[Said]] = defaultdict(list)
    entries = VisitEntry.objects.standing().filter(
        visit__application__in={case for case, _expert in seats}, expert__in={expert for _case, expert in seats}
    )
    counted = entries.annotate(pictures=Count("photos")).select_related("visit", "answer__criterion")
    for entry in counted.order_by("answer__place", "noted_at", "pk"):
        lines = [entry.get_finding_display(), entry.note]
        if entry.pictures:
            lines.append(_("Photos on the page of the visit: %(count)s") % {"count": entry.pictures})
        text = "\n".join(line for line in lines if line)
        said[entry.visit.application_id, entry.expert_id].append(Said(heading=str(entry.answer), text=text))
    return said


def _papers_of_reports(found: list[Folder]) -> _Found:
    by_report = {folder.item.application.report_id: folder.item.application_id for folder in found}
    orders = Order.objects.filter(report__in=by_report, state=OrderState.SIGNED)
    rows = list(orders.select_related("document", "report_document"))
    for order in rows:
        yield from _of_document(by_report[order.report_id], order.report_document)
    for order in sorted(rows, key=lambda one: one.kind != OrderKind.CONDUCT):
        yield from _of_document(by_report[order.report_id], order.document)


def _applications(found: list[Folder]) -> _Found:
    for folder in found:
        yield from _of_document(folder.item.application_id, folder.item.application.document)


def _evaluation_orders(found: list[Folder]) -> _Found:
    cases = [folder.item.application_id for folder in found]
    rows = EvaluationOrder.objects.filter(application__in=cases, state=EvaluationOrderState.SIGNED)
    for order in rows.select_related("document", "file"):
        label = _("Order on external evaluation %(order)s") % {"order": order}
        yield from _of_file(order.application_id, label, order.file)


def _returns(found: list[Folder]) -> _Found:
    cases = [folder.item.application_id for folder in found]
    rows = Return.objects.filter(application__in=cases).select_related("file").order_by("at", "pk")
    said: dict[int, list[Said]] = defaultdict(list)
    for row in rows:
        day = date_format(localtime(row.at), "SHORT_DATE_FORMAT")
        heading = _("Returned on %(day)s") % {"day": day}
        if row.answered_at:
            answered = date_format(localtime(row.answered_at), "SHORT_DATE_FORMAT")
            heading = _("Returned on %(day)s, corrected on %(answered)s") % {"day": day, "answered": answered}
        said[row.application_id].append(Said(heading=heading, text=row.reason))
        label = _("Document of the return of %(day)s") % {"day": day}
        yield from _of_file(row.application_id, label, row.file)
    for case, lines in said.items():
        yield case, _of_text(_("Returns of the application"), lines)


def _replies(found: list[Folder]) -> _Found:
    cases = [folder.item.application_id for folder in found]
    said: dict[int, list[Said]] = defaultdict(list)
    for reply in Reply.objects.current().filter(application__in=cases).exclude(state=ReplyState.SENT):
        said[reply.application_id].append(Said(heading=reply.get_state_display(), text=""))
    sent = Remark.objects.filter(reply__application__in=cases, reply__state=ReplyState.SENT)
    for remark in sent.select_related("reply", "answer__criterion", "file", "chair_answer"):
        case, answered = remark.reply.application_id, getattr(remark, "chair_answer", None)
        said[case].append(Said(heading=str(remark.answer), text=remark.text))
        if answered:
            verdict = _("Answer of the chair: %(verdict)s") % {"verdict": answered.get_verdict_display()}
            said[case].append(Said(heading=verdict, text=answered.text))
        yield from _of_file(case, _("File of the answer to the findings"), remark.file)
    for case, lines in said.items():
        yield case, _of_text(_("Answer of the organization to the findings"), lines)


def _of_document(case: int, document: Document | None, *, more: str = "") -> _Found:
    """Only what is printed: a paper that is still being printed comes with the next pack."""
    if document is not None and document.file:
        label = f"{document}. {more}" if more else str(document)
        yield case, Enclosure(label=label, digest=document.sealed_sha256 or document.sha256, document=document)


def _of_file(case: int, label: str, file: StoredFile | None) -> _Found:
    """Only what the scanner called clean."""
    if file is not None and file.scan_state == ScanState.CLEAN:
        yield case, Enclosure(label=label, digest=file.sha256, file=file)


def _of_text(label: str, lines: list[Said]) -> Enclosure:
    content = json.dumps([[one.heading, one.text] for one in lines])
    return Enclosure(label=label, digest=hashlib.sha256(content.encode()).hexdigest(), said=tuple(lines))
