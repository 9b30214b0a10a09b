"""What a registration still lacks, part by part: the sentences of the task list and of the refusal are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.uploads.models import ScanState
from organizations.enums import DocumentKind, Outcome, Ownership
from organizations.heads import needs_proof
from organizations.models import Registration
from organizations.register import NEEDED
from organizations.selectors import label

OWN_NEEDED = ("district", "phone", "kind", "instruction_languages", "levels")
DOCUMENTS_NEEDED = (DocumentKind.CHARTER, DocumentKind.CERTIFICATE)


class Part(models.TextChoices):
    """The parts of a registration, in the order of the task list."""

    DATA = "data", gettext_lazy("Information about the organization")
    HEAD = "head", gettext_lazy("Proof that you head the organization")
    ADDITIONS = "additions", gettext_lazy("Your additions")
    DOCUMENTS = "documents", gettext_lazy("Charter and certificate")
    BANK = "bank", gettext_lazy("Bank details (optional)")


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: `missing` says what it lacks, empty when it is ready."""

    part: Part
    missing: str
    is_begun: bool = False
    is_optional: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.missing


def parts(registration: Registration, person: User) -> list[PartState]:
    """The state of every part that this person has to fill, in three queries at most."""
    documents = {document.kind: document for document in registration.documents.all()}
    states = [_data(registration)]
    if needs_proof(registration, person):
        states.append(_head(registration, person))
    return [*states, _additions(registration), _documents(documents), _bank(registration)]


def missing(registration: Registration, person: User) -> list[PartState]:
    """The parts that stand in the way of «Каттоо»."""
    return [state for state in parts(registration, person) if not state.is_ready]


def _data(registration: Registration) -> PartState:
    if registration.outcome == Outcome.NOT_FOUND:
        return PartState(Part.DATA, _("The register does not know this INN."))
    return PartState(Part.DATA, _fill_in(registration, NEEDED), is_begun=True)


def _additions(registration: Registration) -> PartState:
    is_begun = any(getattr(registration, name) for name in ("district_id", "kind", "instruction_languages", "levels"))
    return PartState(Part.ADDITIONS, _fill_in(registration, OWN_NEEDED), is_begun=is_begun)


def _head(registration: Registration, person: User) -> PartState:
    is_given = registration.head_proofs.filter(person=person).exclude(note="").exists()
    return PartState(Part.HEAD, "" if is_given else _("Attach the proof and write a note for the specialist."))


def _documents(documents: dict[str, Any]) -> PartState:
    lacking = [kind for kind in DOCUMENTS_NEEDED if kind not in documents]
    infected = [kind for kind in DOCUMENTS_NEEDED if _is_infected(documents.get(kind))]
    if lacking:
        text = _("Attach: %(documents)s.") % {"documents": _listed(kind.label for kind in lacking)}
    elif infected:
        text = _("A virus was found: choose another file for %(documents)s.") % {
            "documents": _listed(kind.label for kind in infected)
        }
    else:
        text = ""
    return PartState(Part.DOCUMENTS, text, is_begun=bool(documents))


def _bank(registration: Registration) -> PartState:
    filled = [bool(getattr(registration, name)) for name in ("bank", "account", "bic")]
    text = _("Fill in all three lines or none.") if any(filled) and not all(filled) else ""
    return PartState(Part.BANK, text, is_begun=any(filled), is_optional=True)


def _is_infected(document: Any) -> bool:
    return document is not None and document.scan_state == ScanState.INFECTED


def _fill_in(registration: Registration, names: Iterable[str]) -> str:
    """Names the fields that are empty; nothing where none is."""
    empty = [name for name in names if getattr(registration, _attribute(name)) in (None, "", [], Ownership.UNKNOWN)]
    if not empty:
        return ""
    labels = (label(name) for name in empty)
    return _("Fill in: %(fields)s.") % {"fields": _listed(labels)}


def _attribute(name: str) -> str:
    return "district_id" if name == "district" else name


def _listed(labels: Iterable[Any]) -> str:
    *others, last = [str(label) for label in labels]
    return f"{', '.join(others)} {_('and')} {last}" if others else last
