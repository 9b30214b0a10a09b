"""What an expert says of himself, or the ministry enters for him: relatives, and days on which he evaluates nothing.

The journal says which of the two it was. If the expert sits in a group already, the ministry is told what follows."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.experts import ExpertAct
from accreditation.enums.people import PersonAct
from accreditation.models import Expert, ExpertRelative, Unavailability
from accreditation.rules.people import may_declare, may_manage_people
from accreditation.services.rechecking import recheck
from core.identifiers import Pin
from organizations.models import Organization
from records import journal


@transaction.atomic
def declare_relative(
    expert: Expert, *, by: Acting, kinship: str = "", pin: Pin | None = None, organization: Organization | None = None
) -> ExpertRelative:
    """The draw knows this relative, or the organization where a relative works, from now on."""
    may_declare.check(by, expert)
    relative = ExpertRelative.objects.create(
        expert=expert, kinship=kinship, pin=pin or None, organization=organization, declared_on=timezone.localdate()
    )
    facts = {"kinship": kinship, "organization": organization, "pin": pin.masked if pin else None}
    act = ExpertAct.DECLARE_RELATIVE if _is_own(expert, by) else PersonAct.DECLARE_RELATIVE
    journal.write(act, by=by.user, obj=expert, changes=facts)
    recheck(expert)
    return relative


@transaction.atomic
def withdraw_relative(relative: ExpertRelative, *, by: Acting) -> None:
    """The draw does not know this relative any more; the journal does."""
    may_manage_people.check(by)
    facts = {"kinship": relative.kinship, "relative": str(relative)}
    journal.write(PersonAct.WITHDRAW_RELATIVE, by=by.user, obj=relative.expert, changes=facts)
    relative.delete()


@transaction.atomic
def add_absence(expert: Expert, *, by: Acting, from_on: date, until_on: date, note: str = "") -> Unavailability:
    """The expert is not drawn on these days."""
    may_declare.check(by, expert)
    absence = Unavailability.objects.create(expert=expert, from_on=from_on, until_on=until_on, note=note)
    facts = {"from_on": from_on, "until_on": until_on, "note": note}
    act = ExpertAct.ADD_ABSENCE if _is_own(expert, by) else PersonAct.ADD_ABSENCE
    journal.write(act, by=by.user, obj=expert, changes=facts)
    recheck(expert)
    return absence


@transaction.atomic
def remove_absence(absence: Unavailability, *, by: Acting) -> None:
    """The expert may be drawn on these days again."""
    may_declare.check(by, absence.expert)
    facts = {"from_on": absence.from_on, "until_on": absence.until_on}
    act = ExpertAct.REMOVE_ABSENCE if _is_own(absence.expert, by) else PersonAct.REMOVE_ABSENCE
    journal.write(act, by=by.user, obj=absence.expert, changes=facts)
    absence.delete()


def _is_own(expert: Expert, by: Acting) -> bool:
    return expert.person_id == by.user.pk
