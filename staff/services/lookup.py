"""Asking the registers who bears a PIN: the answer, what to tell the one who asked, and a trace of the question."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core import crypto
from core.identifiers import Pin
from core.limits import TooMany, limit
from integrations.person_registry import Person, person_registry
from integrations.registries import NotFound, RegistryError
from organizations.models import Organization
from records import journal
from staff import rules
from staff.enums import Inquiry, Outcome
from staff.models import Employment
from staff.names import Name

TICKET_LIFE = timedelta(hours=2)
_SALT = "staff.person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is known about a PIN: `name` if a register said it, `employment` if the organization knows the person."""

    pin: Pin
    outcome: Outcome
    name: Name | None = None
    employment: Employment | None = None
    message: str = ""

    @property
    def may_be_added(self) -> bool:
        """With the register's name, or with one typed by hand while no register answers."""
        return self.outcome in {Outcome.FOUND, Outcome.UNAVAILABLE}

    @property
    def by_hand(self) -> bool:
        return self.outcome == Outcome.UNAVAILABLE


def look_up(pin: Pin, *, by: Acting, organization: Organization) -> Finding:
    """Who bears this PIN. The organization's own people are known without asking the registers."""
    rules.may_manage_staff.check(by, organization)
    if finding := _known_here(pin, organization):
        return finding
    return ask_registers(pin, by=by, purpose="add an employee", about=organization, organization=organization)


def ask_registers(
    pin: Pin, *, by: Acting, purpose: str, about: Model, organization: Organization | None = None
) -> Finding:
    """Who bears this PIN, as the registers say it. Each question is counted against the limit of the one who asks, and
    stands in the journal with its purpose, under the object that it is asked for. The caller has asked the rules."""
    try:
        limit("look up a person", by.user.pk, settings.PERSON_LOOKUPS)
    except TooMany as refusal:
        return Finding(pin=pin, outcome=Outcome.LIMITED, message=limit_message(refusal))
    finding = _ask(pin, by)
    facts = {"pin": pin.masked, "purpose": purpose, "outcome": finding.outcome.value}
    journal.write(Inquiry.LOOK_UP, by=by.user, obj=about, organization=organization, changes=facts)
    return finding


def ticket(finding: Finding, *, by: Acting) -> str:
    """A sealed note that the page hands back, so that the same person need not be looked up twice. Holds no PIN."""
    note = {
        "pin": crypto.blind_index(finding.pin),
        "by": by.user.pk,
        "outcome": finding.outcome.value,
        "name": finding.name.parts if finding.name else None,
    }
    return signing.dumps(note, salt=_SALT)


def redeemed(sealed: str, pin: Pin, *, by: Acting) -> Finding | None:
    """The finding of a ticket that was given to this person for this PIN within two hours; otherwise None."""
    try:
        note = signing.loads(sealed, salt=_SALT, max_age=TICKET_LIFE)
    except signing.BadSignature:
        return None
    if note["pin"] != crypto.blind_index(pin) or note["by"] != by.user.pk:
        return None
    name = Name(*note["name"]) if note["name"] else None
    return Finding(pin=pin, outcome=Outcome(note["outcome"]), name=name)


def _known_here(pin: Pin, organization: Organization) -> Finding | None:
    known = Employment.objects.of(organization.pk).filter(person__pin_index=crypto.blind_index(pin)).first()
    return known_employment(known, pin) if known else None


def known_employment(known: Employment, pin: Pin) -> Finding:
    """The finding about somebody whom the organization knows already."""
    if known.is_live:
        message = _("Works here already: %(name)s, %(role)s, %(position)s.") % {
            "name": known.name,
            "role": known.get_role_display(),
            "position": known.position,
        }
        return Finding(pin=pin, outcome=Outcome.EMPLOYED, employment=known, message=message)
    message = _("%(name)s worked here until %(date)s. You can take this person back.") % {
        "name": known.name,
        "date": date_format(known.ended_on or timezone.localdate(), "SHORT_DATE_FORMAT"),
    }
    return Finding(pin=pin, outcome=Outcome.DISMISSED, employment=known, message=message)


def _ask(pin: Pin, by: Acting) -> Finding:
    try:
        person = person_registry().by_pin(pin, on_behalf_of=by.user.pin or by.user.username)
    except NotFound:
        message = _("The tax service knows nobody with this number. Compare all 14 digits with the ID card.")
        return Finding(pin=pin, outcome=Outcome.UNKNOWN, message=message)
    except RegistryError as error:
        return Finding(pin=pin, outcome=Outcome.UNAVAILABLE, message=error.user_message)
    if reason := not_in_use(person):
        return Finding(pin=pin, outcome=Outcome.REFUSED, message=reason)
    return Finding(pin=pin, outcome=Outcome.FOUND, name=Name.of(person))


def not_in_use(person: Person) -> str:
    """Why nobody can work under this number, or an empty text."""
    if person.deceased:
        return _("The register says that the person with this number has died. Compare all 14 digits with the ID card.")
    if person.pin_blocked:
        return _("The register says that this number is blocked: the person has another one. Ask for the new ID card.")
    return ""


def limit_message(refusal: TooMany) -> str:
    """What to tell somebody who has asked the registers too often."""
    again = timezone.localtime(timezone.now() + timedelta(seconds=refusal.retry_after))
    return _(
        "You have looked up as many people as is allowed in an hour. You can go on at %(time)s; "
        "what you typed stays on the page."
    ) % {"time": date_format(again, "TIME_FORMAT")}
