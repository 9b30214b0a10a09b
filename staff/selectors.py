"""What the pages of the staff show, each in a constant number of queries."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.search import has_words
from organizations.enums import Role
from organizations.models import Organization
from staff.enums import Permission, State, Verification
from staff.models import ActingHead, ActingHeadQuerySet, Employment, EmploymentEvent, EmploymentQuerySet
from staff.permissions import TABLE

ANY_STATE = "all"


def employees(
    acting: Acting, organization: Organization, *, words: str = "", role: str = "", state: str = ""
) -> EmploymentQuerySet:
    """The people of the organization whom this person may see, by name: those who work now, unless `state` differs."""
    people = Employment.objects.visible_to(acting).of(organization.pk).select_related("person")
    if role:
        people = people.filter(role=role)
    if state != ANY_STATE:
        people = people.filter(state=state or State.EMPLOYED)
    return people.filter(has_words("search_key", words)).fetch_mode(models.FETCH_RAISE)


def commission_candidates(organization: Organization) -> EmploymentQuerySet:
    """Who may sit in the organization's commission: everybody who works there, the head too, by name."""
    people = Employment.objects.live().of(organization.pk)
    return people.select_related("person").fetch_mode(models.FETCH_RAISE)


def successors(organization: Organization) -> EmploymentQuerySet:
    """To whom the role of the head may be handed or lent: confirmed employees other than the head."""
    confirmed = Employment.objects.live().of(organization.pk).filter(verification=Verification.CONFIRMED)
    return confirmed.exclude(role=Role.HEAD).select_related("organization", "person").fetch_mode(models.FETCH_RAISE)


def head_of(organization: Organization) -> Employment | None:
    """The organization's head, or None while nobody was recognised."""
    heads = Employment.objects.live().of(organization.pk).filter(role=Role.HEAD)
    return heads.select_related("organization", "person").first()


def history(employment: Employment) -> models.QuerySet[EmploymentEvent]:
    """What happened to the employment, the newest first."""
    return employment.events.select_related("by").fetch_mode(models.FETCH_RAISE)


def acting_heads(organization: Organization) -> ActingHeadQuerySet:
    """All who acted, act or will act as the head, the latest first."""
    appointments = ActingHead.objects.filter(organization=organization)
    return appointments.select_related("employment", "appointed_by", "stopped_by").fetch_mode(models.FETCH_RAISE)


def acting_head_now(organization: Organization) -> ActingHead | None:
    """Who acts as the head today."""
    return acting_heads(organization).on(timezone.localdate()).first()


def places_of(acting: Acting) -> EmploymentQuerySet:
    """Where the person works now."""
    return Employment.objects.live().filter(person=acting.user).select_related("organization")


def employers(acting: Acting) -> models.Q:
    """The organizations that employ the person now, for settings.ORGANIZATION_VIEWERS."""
    return models.Q(pk__in=Employment.objects.live().filter(person=acting.user).values("organization"))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an entry is not confirmed, and what the person who manages the employees does about it."""

    title: str
    text: str


def doubt(employment: Employment) -> Doubt | None:
    """What to say about an entry that no register has confirmed."""
    again = _(
        "Compare the number with the ID card. If it was typed wrongly, dismiss this entry and add the person again."
    )
    texts = {
        Verification.WAITING: _(
            "The name was typed by hand. The register is asked again by itself until it answers; "
            "the person can work in the system meanwhile."
        ),
        Verification.UNKNOWN: again,
        Verification.REFUSED: again,
        Verification.DIFFERENT: _("The register knows this number under the name: %(name)s.")
        % {"name": " ".join(part for part in employment.name_in_register if part)}
        + f" {again}",
    }
    text = texts.get(Verification(employment.verification))
    return Doubt(_capital(employment.get_verification_display()), text) if text else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """A line of the page that shows who may do what: each role with yes or no."""

    label: str
    marks: tuple[tuple[Role, bool], ...]


def permission_rows() -> list[PermissionRow]:
    """The table behind the rules, as the page shows it."""
    return [
        PermissionRow(str(permission.label), tuple((role, role in TABLE[permission]) for role in Role))
        for permission in Permission
    ]
