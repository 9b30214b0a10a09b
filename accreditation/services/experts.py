"""What an expert changes himself. The draw reads it the next time; where he sits in a group, the ministry is told."""

from collections.abc import Sequence

from django.db import transaction

from accounts.acting import Acting
from accreditation.enums.experts import ExpertAct
from accreditation.models import Expert
from accreditation.rules.people import is_expert
from accreditation.services.rechecking import recheck
from organizations.models import District
from records import journal


@transaction.atomic
def change_own_data(expert: Expert, *, district: District, languages: Sequence[str], by: Acting) -> Expert:
    """The expert lives and works so from now on; where he lived before stands in the journal."""
    expert = _lock(expert, by=by)
    before = (expert.district, expert.languages)
    expert.district, expert.region, expert.languages = district, district.region, list(languages)
    expert.save(update_fields=["district", "region", "languages"])
    changes = {"district": (before[0], district), "languages": (before[1], expert.languages)}
    journal.write(ExpertAct.CHANGE_OWN_DATA, by=by.user, obj=expert, changes=changes)
    recheck(expert)
    return expert


def _lock(expert: Expert, *, by: Acting) -> Expert:
    """His own entry, as it is now: nobody speaks for another expert."""
    is_expert.check(by)
    own = Expert.objects.select_for_update(of=("self",)).select_related("district__region").filter(person=by.user)
    return own.get(pk=expert.pk)
