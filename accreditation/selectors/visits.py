"""What the pages of a visit show: to the group, to the ministry, to the collegium; and its plan to the organization."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models import (
    Application,
    Expert,
    Invitation,
    Rating,
    Visit,
    VisitEntry,
    VisitEntryQuerySet,
    VisitPhoto,
    VisitQuerySet,
)
from accreditation.rules import voting
from accreditation.rules.people import collegium_member_of
from accreditation.selectors.evaluation import answers_to_rate
from accreditation.selectors.icalendar import whole_days
from selfassessment.models import Answer, Section


def visits_for(acting: Acting) -> VisitQuerySet:
    """Those that the person may read: as of the group or the ministry, or as a member of the collegium whose agenda
    has the case, without a conflict of interest."""
    member = collegium_member_of(acting.user)
    seen = Visit.objects.visible_to(acting)
    if member is None:
        return seen
    return Visit.objects.filter(Q(pk__in=seen.values("pk")) | Q(application__in=voting.readable_cases(member)))


def entries_for(acting: Acting) -> VisitEntryQuerySet:
    """What stands of the visits that the person may read, with photos, in three queries."""
    rows = VisitEntry.objects.standing().filter(visit__in=visits_for(acting).values("pk"))
    return rows.select_related("expert__person").prefetch_related(Prefetch("photos", VisitPhoto.objects.order_by("pk")))


def photos_for(acting: Acting) -> models.QuerySet[VisitPhoto]:
    return VisitPhoto.objects.filter(entry__in=entries_for(acting).values("pk"))


def visits_left(acting: Acting) -> VisitQuerySet:
    """Those to which the person was invited once, whatever became of it."""
    invited = Invitation.objects.filter(expert__person=acting.user)
    return Visit.objects.filter(application__in=invited.values("application"))


def plan_of(application: Application) -> Visit | None:
    """The visit with the experts who go, in two queries; None while nobody has planned one."""
    rows = Visit.objects.filter(application=application).select_related("application__organization", "planned_by")
    return rows.prefetch_related(Prefetch("experts", Expert.objects.select_related("person").order_by("pk"))).first()


def plans_told_to(acting: Acting) -> VisitQuerySet:
    """Whose days a person may put into his calendar: besides the readers, the people of the organization."""
    seen = visits_for(acting).values("pk")
    return Visit.objects.filter(Q(pk__in=seen) | Q(application__in=Application.objects.visible_to(acting)))


def calendar_file(visit: Visit, url: str) -> str:
    """The days of the visit as a file for calendars; a later one replaces it, a cancelled one takes it out."""
    title = _("Visit of the experts: %(organization)s") % {"organization": visit.application.organization.short_name}
    return whole_days(
        f"visit-{visit.pk}",
        title,
        visit.starts_on,
        visit.ends_on,
        url=url,
        sequence=visit.revision,
        where=visit.meeting,
        off=not visit.is_planned,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A criterion on the spot: what the school says, what was noted there, what the expert says of it so far."""

    answer: Answer
    entries: tuple[VisitEntry, ...] = ()
    rating: Rating | None = None
    choice: VisitEntry | None = None  # one's own, whose rating waits to be chosen or not

    @property
    def revision(self) -> int:
        return self.rating.revision if self.rating else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section of the standard with its criteria."""

    section: Section | None
    spots: tuple[Spot, ...]


def checklist(visit: Visit, acting: Acting) -> list[Chapter]:
    """All criteria, with the entries of the group and one's own ratings. A constant number of queries."""
    noted = by_answer(entries_for(acting).filter(visit=visit))
    own = Rating.objects.filter(evaluation__application=visit.application_id, evaluation__expert__person=acting.user)
    ratings = {rating.answer_id: rating for rating in own}
    return _chapters(
        Spot(
            answer=answer,
            entries=tuple(noted.get(answer.pk, ())),
            rating=ratings.get(answer.pk),
            choice=_choice(noted.get(answer.pk, ()), acting),
        )
        for answer in answers_to_rate(visit.application)
    )


def record(visit: Visit, acting: Acting) -> list[Chapter]:
    """The criteria of which something was noted."""
    return [
        Chapter(section=chapter.section, spots=noted)
        for chapter in checklist(visit, acting)
        if (noted := tuple(spot for spot in chapter.spots if spot.entries))
    ]


def by_answer(entries: Iterable[VisitEntry]) -> dict[int, list[VisitEntry]]:
    found: dict[int, list[VisitEntry]] = {}
    for entry in entries:
        found.setdefault(entry.answer_id, []).append(entry)
    return found


def own_entries(acting: Acting) -> VisitEntryQuerySet:
    """What this person noted himself and has not removed."""
    rows = VisitEntry.objects.visible_to(acting).standing().filter(expert__person=acting.user)
    return rows.select_related("visit__application__organization", "expert__person", "answer__criterion")


def own_rating(visit: Visit, answer: Answer, acting: Acting) -> Rating | None:
    """What this expert says of the criterion so far; None until his evaluation has begun."""
    own = Rating.objects.filter(evaluation__application=visit.application_id, evaluation__expert__person=acting.user)
    return own.filter(answer=answer).first()


def rating_of(entry: VisitEntry) -> Rating | None:
    """What the author of the entry says of its criterion in his evaluation."""
    rows = Rating.objects.filter(evaluation__application=entry.visit.application_id, evaluation__expert=entry.expert_id)
    return rows.filter(answer=entry.answer_id).select_related("evaluation__application", "answer__criterion").first()


def _choice(entries: Iterable[VisitEntry], acting: Acting) -> VisitEntry | None:
    own = (entry for entry in entries if entry.expert.person_id == acting.user.pk)
    return next((entry for entry in own if entry.waits_for_choice), None)


def _chapters(spots: Iterable[Spot]) -> list[Chapter]:
    grouped: dict[Section | None, list[Spot]] = {}
    for spot in spots:
        grouped.setdefault(spot.answer.section, []).append(spot)
    return [Chapter(section=section, spots=tuple(group)) for section, group in grouped.items()]
