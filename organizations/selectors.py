"""What the pages of an organization show."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Acting
from core.identifiers import Identifier
from core.languages import data_language
from organizations import register
from organizations.enums import DocumentKind, InstructionLanguage, Kind, Level, Ownership, ProofState, Section, State
from organizations.models import District, HeadProof, Organization, OrganizationDocument, Registration
from organizations.models.register import RegisterData

EMPTY = "—"
GROUPS = (
    (gettext_lazy("Names"), register.NAMES),
    (gettext_lazy("Registration and ownership"), register.IDENTITY),
    (gettext_lazy("Address"), register.ADDRESS),
    (gettext_lazy("Activity and head"), register.OTHER),
)
OWN = (
    "phone",
    "email",
    "kind",
    "district",
    "instruction_languages",
    "levels",
    "activity",
    "site",
    "mission",
    "personnel",
)
BANK = ("bank", "account", "bic")

_NOT_A_NAME = re.compile(r"\b(район|району|району|облусу|область|обл|г|город|города|шаары|шаар|ш)\b|[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of facts."""

    label: str
    value: str
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[Row]


def organization_of(acting: Acting) -> Organization | None:
    """The organization for which the person acts now: that of the place of work, else that of the signature."""
    if acting.organization_id is not None:
        return Organization.objects.visible_to(acting).filter(pk=acting.organization_id).first()
    if acting.organization_inn is not None:
        return Organization.objects.by_inn(acting.organization_inn).first()
    return None


def registration_of(acting: Acting) -> Registration | None:
    """The unfinished registration of the signer's organization."""
    if acting.organization_inn is None:
        return None
    return Registration.objects.by_inn(acting.organization_inn).select_related("district__region").first()


def register_groups(data: RegisterData) -> list[Group]:
    """What the register knows, in the groups and the order of the registration form."""
    return [Group(str(title), [_row(data, name) for name in names]) for title, names in GROUPS]


def own_rows(data: Registration | Organization) -> list[Row]:
    return [_row(data, name) for name in OWN]


def bank_rows(data: Registration | Organization) -> list[Row]:
    return [_row(data, name) for name in BANK]


def state_row(data: RegisterData) -> Row:
    """Whether the organization exists, with the register's own words."""
    note = f" ({data.register_note})" if data.register_note else ""
    return Row(label("state"), f"{State(data.state).label}{note}")


def current_documents(owner: Registration | Organization) -> dict[str, OrganizationDocument]:
    """The newest file of each kind but proofs, by kind."""
    documents = owner.documents.current().exclude(kind=DocumentKind.HEAD_PROOF)
    return {document.kind: document for document in documents.fetch_mode(models.FETCH_RAISE)}


def own_proof(acting: Acting, organization: Organization) -> HeadProof | None:
    """The last proof that this person gave."""
    proofs = HeadProof.objects.filter(organization=organization, person=acting.user)
    return proofs.select_related("document").order_by("-given_at", "-pk").first()


def proofs_of_organizations() -> models.QuerySet[HeadProof]:
    """Proofs for organizations that are registered, with all that the ministry's page shows of them."""
    proofs = HeadProof.objects.filter(organization__isnull=False)
    return proofs.select_related("organization", "person", "document", "decided_by").fetch_mode(models.FETCH_RAISE)


def waiting_proofs() -> models.QuerySet[HeadProof]:
    """Proofs that the ministry has not judged, the oldest first."""
    return proofs_of_organizations().filter(state=ProofState.WAITING).order_by("given_at", "pk")


def judged_proofs() -> models.QuerySet[HeadProof]:
    """Proofs that the ministry accepted or refused, the latest first."""
    return proofs_of_organizations().exclude(state=ProofState.WAITING).order_by("-decided_at", "-pk")


def districts_by_region() -> list[tuple[str, list[tuple[int, str]]]]:
    """Every district that can be chosen, under its region, in the order of the reader's alphabet."""
    rows = District.objects.filter(is_active=True).select_related("region").fetch_mode(models.FETCH_RAISE)
    groups: dict[str, list[tuple[int, str]]] = {}
    for district in rows.order_by("region__order", "is_city", f"sort_key_{data_language()}"):
        groups.setdefault(district.region.name, []).append((district.pk, district.name))
    return list(groups.items())


def district_of(data: RegisterData) -> District | None:
    """Our district behind the register's words, or None where they fit none or several."""
    region, place = _bare(data.region_name), _bare(data.district_name) or _bare(data.city)
    if not place:
        return None
    known = District.objects.filter(is_active=True).select_related("region")
    fitting = [district for district in known if place in _bare_names(district)]
    if len(fitting) > 1:
        fitting = [district for district in fitting if region in _bare_names(district.region)]
    if len(fitting) > 1:
        fitting = [district for district in fitting if district.is_city is not bool(_bare(data.district_name))]
    return fitting[0] if len(fitting) == 1 else None


def label(name: str) -> str:
    """What pages call the field."""
    return str(Organization._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 -- Django's API


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Old and new value of one field, as pages show them."""

    label: str
    old: str
    new: str


def change_rows(changes: Mapping[str, tuple[Any, Any]]) -> list[ChangeRow]:
    """The changes that a person can read: of a personal number only that it is another."""
    return [ChangeRow(label(name), shown(name, old), shown(name, new)) for name, (old, new) in changes.items()]


lazy_label = lazy(label, str)


def shown(name: str, value: Any) -> str:
    """A value as pages show it, also outside its row: «Ооба», 02.09.2022, the words of a choice, or a dash."""
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, Identifier):
        return value.masked
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(_word(name, item) for item in value)
    return _word(name, value)


_WORDS: dict[str, type[models.TextChoices]] = {
    "kind": Kind,
    "levels": Level,
    "instruction_languages": InstructionLanguage,
    "ownership": Ownership,
    "sections": Section,
    "state": State,
}


def _word(name: str, value: Any) -> str:
    words = _WORDS.get(name)
    return str(words(value).label) if words and value in words.values else str(value)


def _row(data: RegisterData, name: str) -> Row:
    return Row(label(name), shown(name, getattr(data, name)), name in data.unverified)


def _bare(text: str) -> str:
    return " ".join(_NOT_A_NAME.sub(" ", text.lower()).split())


def _bare_names(place: Any) -> Iterable[str]:
    return {_bare(place.name_ky), _bare(place.name_ru)}
