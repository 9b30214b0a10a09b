"""The Ministry of Justice's register through X-Road: `getSubjectByTin`."""

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import now
from lxml import etree

from core.identifiers import Identifier, Inn, InvalidIdentifier, Pin
from integrations.legal_entity_registry import Address, EntityState, Founder, LegalEntity
from integrations.provenance import Provenance
from integrations.registries import NotFound, RegistryUnexpectedResponse
from integrations.times import day
from integrations.xroad import security_server, service_address
from integrations.xroad.soap import Reply, SoapService, as_data, descendant, value

NAMESPACE = "http://tunduk.gov.kg"
_YES = {"1", "true", "да", "ооба", "имеется", "бар"}
_NO = {"0", "false", "нет", "жок", "отсутствует", "не имеется"}


class JusticeRegistry:
    """Asks by INN and takes an answer only about the INN that was asked."""

    def __init__(self) -> None:
        self._states = _states(settings.JUSTICE_STATES)
        self._service = SoapService(
            client=security_server("legal_entity_registry"),
            address=service_address("JUSTICE_SERVICE"),
            operation="getSubjectByTin",
            not_found=tuple(settings.REGISTRY_NOT_FOUND),
        )

    def by_inn(self, inn: Inn, *, on_behalf_of: str, case: str | None = None) -> LegalEntity:
        inn = Inn.parse(inn)
        body = etree.Element(f"{{{NAMESPACE}}}getSubjectByTinRequest", nsmap={"tun": NAMESPACE})
        etree.SubElement(body, f"{{{NAMESPACE}}}tin").text = inn
        return self._service.ask(body, lambda reply: self._entity(inn, reply), on_behalf_of=on_behalf_of, case=case)

    def _entity(self, inn: Inn, reply: Reply) -> LegalEntity:
        subject = descendant(reply.content, "subject")
        if subject is None or not value(subject, "tin"):
            raise NotFound("empty subject")
        if value(subject, "tin") != inn:
            raise RegistryUnexpectedResponse("the answer is about another organization")
        note = value(subject, "description")
        return LegalEntity(
            inn=inn,
            full_name_ky=value(subject, "fullNameGl"),
            short_name_ky=value(subject, "shortNameGl"),
            full_name_ru=value(subject, "fullNameOl"),
            short_name_ru=value(subject, "shortNameOl"),
            registration_number=value(subject, "registrCode"),
            okpo=value(subject, "statSubCode"),
            first_registered=day(value(subject, "firstOrderDate")),
            last_order_date=day(value(subject, "orderDate")),
            legal_form_code=value(subject, "category") or value(subject, "categorySystemId") or None,
            legal_form=value(subject, "categoryName") or None,
            ownership=value(subject, "ownership") or None,
            foreign_participation=_yes_or_no(value(subject, "foreignPart")),
            address=_address(subject),
            phones=_several(value(subject, "phones")),
            emails=tuple(dict.fromkeys(_several(value(subject, "email1")) + _several(value(subject, "email2")))),
            head_name=value(subject, "chief"),
            head_pin=_identifier(Pin, value(subject, "chiefTin")),
            activity_code=value(subject, "baseBusCode") or None,
            activity=value(subject, "baseBus") or None,
            founders=_founders(subject),
            founders_individual=_count(value(subject, "indFounders")),
            founders_legal=_count(value(subject, "jurFounders")),
            state=self._state(note),
            note=note,
            provenance=_provenance(reply, subject),
        )

    def _state(self, note: str) -> EntityState:
        """The register has no field for it, so its note is searched; a note that says nothing means unknown."""
        lowered = note.lower()
        return next((state for part, state in self._states if part in lowered), EntityState.UNKNOWN)


def _provenance(reply: Reply, subject: etree._Element) -> Provenance:
    raw = as_data(subject)
    return Provenance(
        source="minjust",
        fetched_at=now(),
        x_road_id=reply.x_road_id,
        request_hash=reply.request_hash,
        raw=raw if isinstance(raw, dict) else {},
    )


def _states(entries: list[str]) -> tuple[tuple[str, EntityState], ...]:
    try:
        return tuple((part.lower(), EntityState(state)) for part, _, state in (e.partition("=") for e in entries))
    except ValueError as error:
        raise ImproperlyConfigured(f"JUSTICE_STATES: {error}") from None


def _address(subject: etree._Element) -> Address:
    return Address(**{name: value(subject, name) for name in Address.__slots__})


def _founders(subject: etree._Element) -> tuple[Founder, ...]:
    """Founders, whether each repeats `founders` or all stand inside one."""
    found = []
    for group in (child for child in subject.iterchildren(etree.Element) if _named(child, "founders")):
        inner = [child for child in group.iterchildren(etree.Element) if len(child)] or [group]
        found += [
            Founder(
                full_name=value(item, "fullName"),
                citizenship=value(item, "citizenship") or None,
                tin=value(item, "tin") or None,
            )
            for item in inner
            if value(item, "fullName")
        ]
    return tuple(found)


def _named(element: etree._Element, name: str) -> bool:
    return etree.QName(element).localname == name


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;]", text) if part.strip())


def _yes_or_no(text: str) -> bool | None:
    lowered = text.lower()
    return True if lowered in _YES else False if lowered in _NO else None


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _identifier[T: Identifier](kind: type[T], text: str) -> T | None:
    try:
        return kind.parse(text)
    except InvalidIdentifier:
        return None
