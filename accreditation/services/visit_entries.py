"""What experts note on the spot: stored once however often it is sent, with its photos and its rating."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow as applications
from accreditation.enums.evaluation import WRITABLE
from accreditation.enums.visits import RatingFate, VisitAct
from accreditation.models import Evaluation, Rating, Visit, VisitEntry, VisitPhoto
from accreditation.rules import evaluation as evaluation_rules
from accreditation.rules import visits as rules
from accreditation.selectors.visits import rating_of
from accreditation.services import evaluation as evaluations
from accreditation.services.evaluation import Conflict
from accreditation.workflow import visits as workflow
from core.forms import normalised
from core.locking import read_locked
from core.uploads import storing
from core.uploads.checks import Accepted
from selfassessment.models import Answer

MOST_PHOTOS = 5  # of one entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An entry as it was written. `rating_base` is the revision of the own rating that its author had before him."""

    public_id: UUID
    answer: Answer
    finding: str
    noted_at: datetime
    note: str = ""
    mark: str = ""
    comment: str = ""
    rating_base: int = 0


@transaction.atomic
def note(visit: Visit, noted: Noted, *, by: Acting) -> VisitEntry:
    """The entry is stored, and its rating stands in the expert's evaluation, unless he has saved another one since.

    Sent again, it changes nothing.
    """
    application = applications.lock(visit.application)
    before = VisitEntry.objects.filter(public_id=noted.public_id).select_related("expert").first()
    if before is not None:
        if before.visit_id != visit.pk or before.expert.person_id != by.user.pk:
            raise PermissionDenied(_("Only the expert who wrote this entry may do this."))
        return before
    visit = workflow.lock(visit)
    rules.may_note.check(by, visit)
    seat = evaluation_rules.seat_of(by, application)
    assert seat is not None  # noqa: S101 -- the rule has just found it
    fate, revision = _carry(visit, noted, by=by)
    entry = VisitEntry.objects.create(
        public_id=noted.public_id,
        visit=visit,
        expert_id=seat.expert_id,
        answer=noted.answer,
        finding=noted.finding,
        note=_plain(noted.note),
        noted_at=min(noted.noted_at, timezone.now()),
        mark=noted.mark,
        comment=_plain(noted.comment),
        rating_base=noted.rating_base,
        rating_fate=fate,
        carried_revision=revision,
    )
    workflow.record(entry, VisitAct.NOTE, by=by, finding=noted.finding, rating=fate)
    return entry


@transaction.atomic
def add_photo(entry: VisitEntry, accepted: Accepted, *, public_id: UUID, by: Acting) -> VisitPhoto:
    """The entry has the photo, once. Raises Refused when there is no room for it."""
    applications.lock(entry.visit.application)
    before = VisitPhoto.objects.filter(public_id=public_id).first()
    if before is not None and before.entry_id == entry.pk:
        return before
    rules.may_change_entry.check(by, entry)
    if before is not None or entry.photos.count() >= MOST_PHOTOS:
        raise PermissionDenied(_("An entry has at most %(count)s photos.") % {"count": MOST_PHOTOS})
    return storing.store(VisitPhoto, accepted, by=by.user, entry=entry, public_id=public_id)


@transaction.atomic
def remove(entry: VisitEntry, *, by: Acting) -> None:
    """Words and photos of the entry are gone; that there was one, who wrote and who removed it, stays known."""
    applications.lock(entry.visit.application)
    entry = _lock(entry)
    rules.may_change_entry.check(by, entry)
    for photo in entry.photos.all():
        storing.discard(photo)
    entry.removed_at, entry.note = timezone.now(), ""
    entry.save(update_fields=["removed_at", "note"])
    workflow.record(entry, VisitAct.REMOVE, by=by)


@transaction.atomic
def choose(entry: VisitEntry, *, take: bool, revision: int, by: Acting) -> VisitEntry | Conflict:
    """The expert has said which rating is right: the one of the visit, or the other as it stood at `revision`."""
    application = applications.lock(entry.visit.application)
    entry = _lock(entry)
    rules.may_change_entry.check(by, entry)
    if not entry.waits_for_choice:
        raise PermissionDenied(_("You have chosen already."))
    if take:
        rating = rating_of(entry)
        if rating is None:
            raise PermissionDenied(_("There is no evaluation of yours here."))
        result = evaluations.save_rating(rating, mark=entry.mark, comment=entry.comment, revision=revision, by=by)
        if isinstance(result, Conflict):
            return result
        entry.carried_revision = result.revision
    entry.rating_fate = RatingFate.TAKEN if take else RatingFate.KEPT
    entry.save(update_fields=["rating_fate", "carried_revision"])
    workflow.record(entry, VisitAct.CHOOSE, by=by, rating=entry.rating_fate, application=application.pk)
    return entry


def _carry(visit: Visit, noted: Noted, *, by: Acting) -> tuple[str, int | None]:
    """What becomes of the rating, and the revision in which it stands now."""
    if not noted.mark and not noted.comment.strip():
        return "", None
    evaluation = evaluations.begin(visit.application, by=by)
    if evaluation_rules.may_write.reason(by, evaluation):
        is_open = evaluation.state in WRITABLE  # the signing may be cancelled
        return (RatingFate.WAITING if is_open else RatingFate.LATE), None
    rating = evaluation.ratings.get(answer=noted.answer)
    revision = rating.revision if _only_visits_since(evaluation, rating, noted.rating_base) else noted.rating_base
    result = evaluations.save_rating(rating, mark=noted.mark, comment=noted.comment, revision=revision, by=by)
    if isinstance(result, Conflict):
        return RatingFate.WAITING, None
    return RatingFate.CARRIED, result.revision


def _only_visits_since(evaluation: Evaluation, rating: Rating, base: int) -> bool:
    """Whether all that was saved since came from the same expert's entries: an offline device does not hear of them."""
    own = VisitEntry.objects.filter(expert=evaluation.expert_id, answer=rating.answer_id)
    since = own.filter(carried_revision__gt=base, carried_revision__lte=rating.revision)
    return since.values("carried_revision").distinct().count() == rating.revision - base


def _plain(text: str) -> str:
    return normalised(text).replace("\r", "\n").strip()


def _lock(entry: VisitEntry) -> VisitEntry:
    rows = VisitEntry.objects.select_related("visit__application__organization", "expert", "answer__criterion")
    return read_locked(rows, entry.pk)
