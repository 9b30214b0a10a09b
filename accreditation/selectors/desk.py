"""What the ministry's lists show: each list in a constant number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.applications import MINISTRY_TABS, NOT_TAKEN, OPEN, State, Tab
from accreditation.enums.desk import Queue
from accreditation.models import (
    Application,
    ApplicationEvent,
    ApplicationQuerySet,
    Escalation,
    EvaluationOrder,
    Label,
    Objection,
    Seen,
    Specialist,
)
from accreditation.selectors.evaluation_orders import CURRENT, with_papers
from accreditation.selectors.tabs import in_tab
from core.languages import data_language
from core.search import fold
from organizations.models import District
from selfassessment.enums import OrderKind, OrderState
from selfassessment.models import Answer, Citation, Order
from selfassessment.selectors import citations

_RUNNING = sorted(OPEN - {State.DRAFT, State.RETURNED})  # the ministry's clock does not stand still


class Sort(models.TextChoices):
    """The orders of a list."""

    NEW = "new", _("Newest first")
    OLD = "old", _("Oldest first")
    ORGANIZATION = "organization", _("Organization, alphabetically")
    ORGANIZATION_BACK = "-organization", _("Organization, from the end of the alphabet")
    SPECIALIST = "specialist", _("Specialist, alphabetically")
    SPECIALIST_BACK = "-specialist", _("Specialist, from the end of the alphabet")
    LETTER = "letter", _("Date in SED, oldest first")
    LETTER_BACK = "-letter", _("Date in SED, newest first")
    DUE = "due", _("Deadline, soonest first")
    DUE_BACK = "-due", _("Deadline, latest first")
    CHANGED = "changed", _("Last changed first")

    @property
    def columns(self) -> tuple[Any, ...]:
        """What the database orders by; equal rows stand in the order of their numbers."""
        return {
            Sort.NEW: (F("submitted_at").desc(), "-pk"),
            Sort.OLD: (F("submitted_at").asc(), "pk"),
            Sort.ORGANIZATION: (f"organization__sort_key_{data_language()}", "pk"),
            Sort.ORGANIZATION_BACK: (f"-organization__sort_key_{data_language()}", "-pk"),
            Sort.SPECIALIST: (F("specialist__sort_key").asc(nulls_last=True), "pk"),
            Sort.SPECIALIST_BACK: (F("specialist__sort_key").desc(nulls_last=True), "-pk"),
            Sort.LETTER: (F("registered_on").asc(nulls_last=True), "registration_number", "pk"),
            Sort.LETTER_BACK: (F("registered_on").desc(nulls_last=True), "-registration_number", "-pk"),
            Sort.DUE: (F("due_on").asc(nulls_last=True), "pk"),
            Sort.DUE_BACK: (F("due_on").desc(nulls_last=True), "-pk"),
            Sort.CHANGED: ("-changed_at", "-pk"),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which applications somebody wants to see: of one tab or one queue, narrowed by what he typed."""

    tab: Tab | None = None
    queue: Queue | None = None
    words: str = ""
    type: str = ""
    specialist: int | None = None
    region: int | None = None
    label: int | None = None
    submitted_from: date | None = None
    submitted_until: date | None = None
    sort: Sort = Sort.NEW

    @property
    def are_narrow(self) -> bool:
        """Whether anything was typed or chosen beside the tab."""
        return any((self.words, self.type, self.specialist, self.region, self.label)) or bool(
            self.submitted_from or self.submitted_until
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many applications stand in each tab and each queue."""

    tabs: Mapping[Tab, int]
    queues: Mapping[Queue, int]


def on_desk(acting: Acting) -> ApplicationQuerySet:
    """What the person deals with for the ministry: administrators with all that was sent, a specialist with his own."""
    sent = Application.objects.sent()
    if acting.user.is_administrator:
        return sent
    return sent.filter(specialist__in=Specialist.objects.active().filter(person=acting.user).values("pk"))


def selected(acting: Acting, filters: Filters) -> ApplicationQuerySet:
    """The applications that the filters choose, in their order, without what a page needs besides."""
    rows = on_desk(acting).filter(_place(acting, filters), _narrowed(filters), _with_words(filters.words))
    return rows.order_by(*filters.sort.columns)


def listed(acting: Acting, filters: Filters) -> ApplicationQuerySet:
    """The chosen applications with everything that their rows show: `is_unread` and `is_changed` are this person's."""
    return shown(selected(acting, filters), to=acting).fetch_mode(models.FETCH_RAISE)


def shown(rows: ApplicationQuerySet, *, to: Acting) -> ApplicationQuerySet:
    """The rows with organization, specialist, papers and labels, and what is new in them to this person."""
    seen = Seen.objects.filter(application=OuterRef("pk"), person=to.user).values("at")[:1]
    orders = Order.objects.filter(state=OrderState.SIGNED).select_related("document", "report_document").order_by("pk")
    evaluating = with_papers(EvaluationOrder.objects.filter(state__in=CURRENT))
    related = ("organization", "specialist", "document", "report")
    return (
        rows.select_related(*related)
        .prefetch_related(
            Prefetch("report__orders", orders, to_attr="signed_orders"),
            Prefetch("evaluation_orders", evaluating, to_attr="current_orders"),
            "labels",
        )
        .annotate(
            seen_at=Subquery(seen, output_field=models.DateTimeField()),
            is_unread=models.ExpressionWrapper(Q(seen_at=None), output_field=models.BooleanField()),
            is_changed=models.ExpressionWrapper(Q(seen_at__lt=F("changed_at")), output_field=models.BooleanField()),
        )
    )


def counts(acting: Acting) -> Counts:
    """The numbers on the tabs and the queues, in one query."""
    tabs = {f"tab_{tab.name}": Count("pk", filter=in_tab(tab)) for tab in MINISTRY_TABS}
    queues = {f"queue_{queue.name}": Count("pk", filter=in_queue(acting, queue)) for queue in Queue}
    found = on_desk(acting).aggregate(**tabs, **queues)
    return Counts(
        {tab: found[f"tab_{tab.name}"] for tab in MINISTRY_TABS},
        {queue: found[f"queue_{queue.name}"] for queue in Queue},
    )


def unread_count(acting: Acting) -> int:
    """How many open applications of the desk this person has never looked at."""
    seen = Seen.objects.filter(person=acting.user).values("application")
    return on_desk(acting).filter(state__in=_RUNNING).exclude(pk__in=seen).count()


def in_queue(acting: Acting, queue: Queue) -> Q:
    """The condition of a queue. The week ends on Sunday."""
    today = timezone.localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    running = Q(state__in=_RUNNING)
    return {
        Queue.UNASSIGNED: Q(state__in=sorted(NOT_TAKEN), specialist=None),
        Queue.MINE: Q(state__in=sorted(OPEN), specialist__person=acting.user),
        Queue.OBJECTIONS: Q(pk__in=Objection.objects.open().values("invitation__application")),
        Queue.WAITING: Q(state=State.RETURNED),
        Queue.SOON: running & Q(due_on__gte=today, due_on__lte=sunday),
        Queue.OVERDUE: running & Q(due_on__lt=today),
    }[queue]


def is_overdue(application: Application) -> bool:
    """Whether the ministry should have done the next step already."""
    due_on = application.due_on
    return application.state in _RUNNING and due_on is not None and due_on < timezone.localdate()


def newly_overdue() -> ApplicationQuerySet:
    """What missed a day of which nobody has been told yet."""
    late = Application.objects.filter(state__in=_RUNNING, due_on__lt=timezone.localdate())
    told = Escalation.objects.filter(application=OuterRef("pk"), due_on=OuterRef("due_on"))
    return late.exclude(models.Exists(told)).order_by("pk")


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a list stood when somebody looked at it: how many rows, and when the last of them changed."""

    rows: int
    newest: datetime | None

    @classmethod
    def of(cls, rows: ApplicationQuerySet) -> Self:
        found = rows.order_by().aggregate(rows=Count("pk"), newest=Max("changed_at"))
        return cls(found["rows"], found["newest"])


def changed_after(rows: ApplicationQuerySet, moment: datetime | None) -> int:
    """How many of the rows came or changed after the moment."""
    return rows.filter(changed_at__gt=moment).count() if moment else rows.count()


# People and words -----------------------------------------------------------------------------------------------------


def specialists_with_load() -> models.QuerySet[Specialist]:
    """Everybody to whom an application may be given, who worked last standing first: `open_count`, `overdue_count`
    and `last_work_at` say how much lies on his desk."""
    own = Q(applications__state__in=sorted(OPEN))
    late = Q(applications__state__in=_RUNNING, applications__due_on__lt=timezone.localdate())
    work = ApplicationEvent.objects.filter(by=OuterRef("person")).order_by("-at").values("at")[:1]
    return (
        Specialist.objects.active()
        .select_related("person")
        .annotate(
            open_count=Count("applications", filter=own, distinct=True),
            overdue_count=Count("applications", filter=late, distinct=True),
            last_work_at=Subquery(work, output_field=models.DateTimeField()),
        )
        .order_by(F("last_work_at").desc(nulls_last=True), "sort_key", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def same_number_in_year(number: str, on: date, *, besides: Application | None = None) -> Application | None:
    """Another application that was registered under this number in the same year, if there is one."""
    same = Application.objects.filter(registration_number__iexact=number.strip(), registered_on__year=on.year)
    others = same.exclude(pk=besides.pk) if besides else same
    return others.select_related("organization").order_by("pk").first()


def numbers_taken(numbers: Collection[str]) -> dict[tuple[str, int], Application]:
    """Those of the numbers that stand somewhere already, in small letters with their year, and the application."""
    rows = Application.objects.annotate(number=Lower("registration_number")).select_related("organization")
    taken = rows.filter(number__in=[number.lower() for number in numbers]).order_by("-pk")
    return {(row.number, row.registered_on.year): row for row in taken if row.registered_on}


def without_number(acting: Acting, words: str = "") -> ApplicationQuerySet:
    """What the registry has to file, in the order in which it came; with `words` only what they name."""
    waiting = on_desk(acting).filter(_with_words(words), state=State.SUBMITTED, registration_number="")
    return waiting.select_related("organization").order_by("submitted_at", "pk").fetch_mode(models.FETCH_RAISE)


def place_in_registry(pk: int) -> Application | None:
    """The application that was filed last, to go on with the next one."""
    return Application.objects.sent().filter(pk=pk).only("pk", "submitted_at").first()


def labels_in_use() -> models.QuerySet[Label]:
    """All labels, with how many applications carry each: `application_count`."""
    return Label.objects.annotate(application_count=Count("applications"))


# The conditions -------------------------------------------------------------------------------------------------------


def _place(acting: Acting, filters: Filters) -> Q:
    if filters.queue:
        return in_queue(acting, filters.queue)
    return in_tab(filters.tab) if filters.tab else Q()


def _narrowed(filters: Filters) -> Q:
    given = {
        "type": filters.type,
        "specialist": filters.specialist,
        "organization__district__region": filters.region,
        "labels": filters.label,
        "submitted_at__gte": filters.submitted_from and _begin(filters.submitted_from),
        "submitted_at__lt": filters.submitted_until and _begin(filters.submitted_until + timedelta(days=1)),
    }
    return Q(**{name: value for name, value in given.items() if value})


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _with_words(text: str) -> Q:
    """Each word stands in the names or the place of the organization, in the specialist's name or in a number."""
    condition = Q()
    districts = _district_keys() if text else {}
    for word in fold(text).split():
        number = word.removeprefix("№")
        found = (
            Q(organization__search_key__contains=word)
            | Q(specialist__search_key__contains=word)
            | Q(registration_number__icontains=number)
            | Q(organization__district__in=[pk for pk, key in districts.items() if word in key])
        )
        if number.isascii() and number.isdigit() and len(number) < 16:
            found |= Q(pk=int(number))
        condition &= found
    return condition


def _district_keys() -> dict[int, str]:
    """The districts by their names as one types them; there are some sixty."""
    return {pk: fold(f"{ky} {ru}") for pk, ky, ru in District.objects.values_list("pk", "name_ky", "name_ru")}


def paper_of(orders: list[Order], kind: OrderKind) -> Order | None:
    """The signed order of this kind among those of a report."""
    return next((order for order in reversed(orders) if order.kind == kind), None)


# The report -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """A part of the report: its heading, empty for what stands outside the sections, and its answers."""

    heading: str
    answers: list[Answer]


def answer_groups(application: Application) -> list[AnswerGroup]:
    """The answers of the report as it reads, by section."""
    answers = application.report.answers.in_order().select_related("section", "criterion")
    by_section = groupby(answers.fetch_mode(models.FETCH_RAISE), key=lambda answer: answer.section)
    return [AnswerGroup(str(section or ""), list(group)) for section, group in by_section]


def answers_with_evidence(application: Application) -> list[tuple[str, list[tuple[Answer, list[Citation]]]]]:
    """The same with what each answer cites beside it."""
    cited = citations(application.report)
    return [
        (group.heading, [(answer, cited.get(answer.pk, [])) for answer in group.answers])
        for group in answer_groups(application)
    ]
