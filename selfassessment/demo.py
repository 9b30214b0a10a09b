"""Reports of the schools of the demo world: an approved one of each, and one that the first is writing."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.acting import Acting
from organizations import demo
from organizations.enums import InstructionLanguage
from organizations.models import Organization, Programme
from records import services as records
from records.demo import sign
from records.models import Document
from selfassessment.enums import AccreditationType, OrderKind
from selfassessment.models import Answer, Order, SelfAssessment, Standard
from selfassessment.services import answering, commenting, evidence, ordering, papers, planning, starting
from staff.models import Employment
from staff.selectors import head_of

_ANSWERS = (
    "Мектептин педагогикалык кеңеши бул багыттагы ички актыларды бекиткен, алар жыл сайын каралат.",
    "Окуу планы билим берүү стандартына ылайык түзүлгөн; анын аткарылышы ар бир чейректе талданат.",
    "Ата-энелер менен окуучулардан сурамжылоо алынат: акыркысында 312 адамдын 87 пайызы канааттанганын айткан.",
    "Мугалимдердин 92 пайызынын жогорку билими бар, беш жылда бир жолу квалификациясын жогорулатат.",
)
_LINKS = (
    ("Мектептин окуу планы", "https://mektep.example/okuu-plany"),
    ("Өткөн жылдын жыйынтыктары (эски шилтеме)", "https://mektep.invalid/jyiyntyk"),
)


def load_demo(_people: list[dict[str, Any]]) -> None:
    """The first school has both reports, if it has none yet and the standards are there."""
    school = demo.schools().get(demo.SCHOOL)
    if school and (by := _free_head(school)):
        _approved(school, by)
        _unfinished(school, by)


def load_history(_people: list[dict[str, Any]]) -> None:
    """Every other school has an approved report, if it has none yet."""
    for slug, school in demo.schools().items():
        if slug != demo.SCHOOL and (by := _free_head(school)):
            _approved(school, by)


def _free_head(school: Organization) -> Acting | None:
    """The head of a school that has no report yet, where a report can be written."""
    ready = Standard.objects.in_force().exists() and Programme.objects.in_force().exists()
    head = head_of(school)
    if not ready or head is None or SelfAssessment.objects.of(school.pk).exists():
        return None
    return demo.acting(head.person, school, head.position)


def _approved(school: Organization, by: Acting) -> None:
    report = _ordered(school, AccreditationType.INST_GEN, days_ago=60, by=by)
    writer = _deputy(school)
    answers = list(report.answers.in_order())
    for place, answer in enumerate(answers):
        answering.save_answer(answer, _ANSWERS[place % len(_ANSWERS)], version=0, by=writer)
    title, url = _LINKS[0]
    evidence.cite(answers[1], evidence.add_link(school, url, title=title, by=writer), by=writer)
    order = _order(report, OrderKind.APPROVE, number="47-Ө", days_ago=28, by=by)
    fixed = papers.report_document(report, by=by)
    document = _signed(order, by)
    sign(fixed, by=by)
    ordering.approve(order, document=document, by=by)


def _unfinished(school: Organization, by: Acting) -> None:
    report = _ordered(school, AccreditationType.PROG_GEN, days_ago=5, by=by)
    writer = _deputy(school)
    answers = list(report.answers.in_order())
    for place, answer in enumerate(answers[: len(answers) // 2]):
        answering.save_answer(answer, _ANSWERS[place % len(_ANSWERS)], version=0, by=writer)
    for answer, (title, url) in zip(answers[1:], _LINKS, strict=False):
        evidence.cite(answer, evidence.add_link(school, url, title=title, by=writer), by=writer)
    commenting.comment(answers[1], "Быйылкы сандарды кошуу керек.", by=by)
    _share_out(report, answers, writer)


def _share_out(report: SelfAssessment, answers: list[Answer], by: Acting) -> None:
    """Each member of the commission is responsible for some answers."""
    members = list(report.members.all())
    for place, answer in enumerate(answers):
        answering.assign(answer, members[place % len(members)], by=by)


def _ordered(school: Organization, kind: AccreditationType, *, days_ago: int, by: Acting) -> SelfAssessment:
    """A self-assessment whose commission may write, by an order of the head."""
    report = starting.start(school, by=by)
    deputy, *teachers = _staff(school)
    report = planning.set_commission(report, [deputy, *teachers], chair=deputy, by=by)
    starts_on = timezone.localdate() - timedelta(days=days_ago)
    report = planning.plan(
        report,
        type=kind,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=30),
        programmes=_programmes(kind),
        language=InstructionLanguage.KYRGYZ,
        by=by,
    )
    order = _order(report, OrderKind.CONDUCT, number=f"{days_ago}-Ө", days_ago=days_ago, by=by)
    return ordering.conduct(order, document=_signed(order, by), by=by)


def _order(report: SelfAssessment, kind: OrderKind, *, number: str, days_ago: int, by: Acting) -> Order:
    day = timezone.localdate() - timedelta(days=days_ago)
    return ordering.fill_order(
        ordering.prepare_order(report, kind, by=by),
        number=number,
        dated_on=day,
        submitted_on=day + timedelta(days=20),
        council_number=f"{days_ago}-1",
        council_on=day - timedelta(days=2),
        by=by,
    )


def _signed(order: Order, by: Acting) -> Document:
    return sign(records.fix_document(papers.draft_paper(order, by=by), by=by.user), by=by)


def _programmes(kind: AccreditationType) -> list[Programme]:
    return list(Programme.objects.in_force().filter(level__in=kind.levels)[:1]) if kind.concerns_programmes else []


def _staff(school: Organization) -> list[Employment]:
    """Everybody but the head, the deputy first."""
    head = head_of(school)
    return list(Employment.objects.live().of(school.pk).exclude(pk=head.pk if head else None).order_by("pk"))


def _deputy(school: Organization) -> Acting:
    deputy = _staff(school)[0]
    return Acting(user=deputy.person, position=deputy.position, organization_id=school.pk)
