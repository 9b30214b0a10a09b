"""Two sittings of the demo world's collegium: one has decided three cases, one is still to come."""

from datetime import timedelta

from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.collegium import Choice, Outcome
from accreditation.models import AgendaItem, Application, CollegiumMember, Sitting
from accreditation.services import deciding, sittings
from accreditation.services.deciding import Wording
from accreditation.services.sittings import Plan

_PLACE = "Бишкек ш., Агартуу министрлиги, 214-каана"
_ABSENT = 2
_AGAINST = {Outcome.ACCREDITED: 0, Outcome.CONDITIONAL: 1, Outcome.REFUSED: 2}  # votes, of nine


def decide(cases: list[tuple[Application, Outcome]], *, secretary: Acting, second: Acting) -> None:
    """A sitting was held, and what it decided is in force: drafted by the secretary, confirmed by the second person."""
    members = _members()
    sitting = _plan([application for application, _outcome in cases], hours=1, secretary=secretary, members=members)
    sittings.open_sitting(sitting, by=secretary)
    there = members[: len(members) - _ABSENT]
    sittings.record_presence(sitting, there, by=secretary)
    for item, (_application, outcome) in zip(sitting.items.order_by("order"), cases, strict=True):
        _decide(item, outcome, there, secretary=secretary, second=second)
    sittings.close(sitting, by=secretary)


def convene(application: Application, *, secretary: Acting) -> None:
    """A sitting is planned, and the case stands on its agenda."""
    _plan([application], hours=24 * 7, secretary=secretary, members=_members())


def _members() -> list[CollegiumMember]:
    return list(CollegiumMember.objects.active().select_related("person").order_by("pk"))


def _plan(cases: list[Application], *, hours: int, secretary: Acting, members: list[CollegiumMember]) -> Sitting:
    starts_at = timezone.now() + timedelta(hours=hours)
    plan = Plan(starts_at=starts_at, chair=members[0], secretary=secretary.user, place=_PLACE)
    sitting = sittings.plan(plan, by=secretary)
    sittings.add_cases(sitting, cases, by=secretary)
    return sitting


def _decide(
    item: AgendaItem, outcome: Outcome, there: list[CollegiumMember], *, secretary: Acting, second: Acting
) -> None:
    voting = deciding.put_to_vote(item, outcome, by=secretary)
    for place, member in enumerate(there):
        choice = Choice.AGAINST if place >= len(there) - _AGAINST[outcome] else Choice.FOR
        deciding.vote(voting, member, choice, by=Acting(user=member.person, position=member.position))
    deciding.draft(voting, _wording(outcome), by=secretary)
    deciding.confirm(voting, by=second)


def _wording(outcome: Outcome) -> Wording:
    if outcome == Outcome.CONDITIONAL:
        return Wording(
            conditions_ky="Китепкананын фондун толуктоо\nФизика лабораториясын жабдуу",
            conditions_ru="Пополнить фонд библиотеки\nОснастить лабораторию физики",
            until=timezone.localdate() + timedelta(days=180),
        )
    if outcome == Outcome.REFUSED:
        return Wording(
            reasons_ky="Критерийлердин үчтөн бири боюнча далил көрсөтүлгөн эмес.",
            reasons_ru="По трети критериев не представлены доказательства.",
        )
    return Wording()
