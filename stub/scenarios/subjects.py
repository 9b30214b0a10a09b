"""What may be made to fail: people, organizations, signatures, tokens and whole services, found by one name each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.http import Http404

from stub.codes.models import Lock, OneTimeCode
from stub.registry import loading
from stub.registry.models import Failing, Organization, Person, Service, Signature
from stub.registry.modes import (
    SERVICE_MODES,
    OrganizationMode,
    PersonMode,
    ServiceMode,
    ServiceName,
    SignatureMode,
    TokenMode,
)
from stub.softtoken import loading as token_loading
from stub.softtoken.models import Token


class Unknown(Http404):
    """No such kind, subject, mode or field."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject: where its rows are, by which fields one is found, and how they may fail."""

    model: type[Failing]
    keys: tuple[str, ...]
    searched: tuple[str, ...]
    modes: type[TextChoices]
    related: tuple[str, ...] = ()

    def rows(self, text: str = "") -> QuerySet[Any]:
        rows = self.model.objects.select_related(*self.related)  # type: ignore[attr-defined]  # all of them have it
        condition = Q()
        for field in self.searched if text else ():
            condition |= Q(**{f"{field}__icontains": text})
        return rows.filter(condition)

    def find(self, name: str) -> Failing:
        for key in self.keys:
            if found := self.rows().filter(**{key: name}).first():
                return found
        raise Unknown(f"no subject {name!r}")

    def possible(self, subject: Failing) -> list[TextChoices]:
        if isinstance(subject, Service):
            return [mode for mode in ServiceMode if mode in SERVICE_MODES[ServiceName(subject.name)]]
        return list(self.modes)


KINDS = {
    "person": Kind(Person, ("slug", "pin"), ("slug", "last_name", "first_name", "pin", "modes"), PersonMode),
    "organization": Kind(
        Organization, ("slug", "inn"), ("slug", "full_name_ky", "full_name_ru", "inn", "modes"), OrganizationMode
    ),
    "signature": Kind(
        Signature,
        ("slug",),
        ("slug", "person__last_name", "person__pin", "organization__inn", "modes"),
        SignatureMode,
        ("person", "organization"),
    ),
    "token": Kind(Token, ("slug", "serial"), ("slug", "note", "modes"), TokenMode),
    "service": Kind(Service, ("name",), ("name",), ServiceMode),
}


def kind_named(name: str) -> Kind:
    if name not in KINDS:
        raise Unknown(f"no kind {name!r}; there are {sorted(KINDS)}")
    return KINDS[name]


@transaction.atomic
def set_modes(kind_name: str, name: str, modes: Iterable[str]) -> Failing:
    """The subject fails in exactly these ways from now on."""
    kind = kind_named(kind_name)
    subject = kind.find(name)
    wanted = set(modes)
    possible = [mode.value for mode in kind.possible(subject)]
    if wanted - set(possible):
        raise Unknown(f"no modes {sorted(wanted - set(possible))}; there are {possible}")
    subject.modes = [mode for mode in possible if mode in wanted]
    subject.save(update_fields=["modes"])
    loading.mark_as_changed()
    return subject


@transaction.atomic
def change_record(inn: str, changes: dict[str, Any]) -> Organization:
    """The Ministry of Justice's register says these things of the organization from now on."""
    organization = Organization.objects.select_for_update().filter(inn=inn).first()
    if organization is None:
        raise Unknown(f"no organization {inn!r}")
    if strange := set(changes) - set(organization.record):
        raise Unknown(f"no fields {sorted(strange)}; there are {sorted(organization.record)}")
    organization.record |= changes
    organization.save(update_fields=["record"])
    loading.mark_as_changed()
    return organization


def reset() -> None:
    """Everything fails only where the world's files say so; codes, locks and counters are forgotten."""
    if loading.was_changed():
        loading.load(force=True)
        token_loading.load()
    token_loading.forget_wrong_guesses()
    OneTimeCode.objects.all().delete()
    Lock.objects.all().delete()
    cache.clear()
