"""Model fields for personal data: encrypted numbers, with a blind index beside them for exact search, and answers."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, IsNull

from core import crypto
from core.identifiers import Identifier, Inn, Pin

_KINDS: dict[str, type[Identifier]] = {"pin": Pin, "inn": Inn}


class _Emptiness(Exact):
    """Equality with None, which Django turns into IS NULL; with anything else a mistake of the programmer."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs is not None:
            raise TypeError("The number is encrypted: search its blind index")
        super().__init__(lhs, rhs)


class EncryptedIdentifierField(models.Field):
    """A Pin or Inn, encrypted in the column. It can't be searched: use the BlindIndexField beside it."""

    description = "encrypted personal number"

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"kind": self.kind}

    def get_internal_type(self) -> str:
        return "TextField"

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 -- the documented API

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Identifier | None:
        return None if value is None else _KINDS[self.kind](crypto.decrypt(value, context=self._context))

    def get_prep_value(self, value: str | None) -> str | None:
        return None if value is None else crypto.encrypt(value, context=self._context)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty?" can be asked of the column."""
        return IsNull if lookup_name == "isnull" else _Emptiness


class BlindIndexField(models.CharField):
    """The blind index of the identifier field `source`, kept in step at every save of the row."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": 64, "editable": False} | kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:  # noqa: ARG002 -- called by keyword
        number = getattr(model_instance, self.source)
        value = crypto.blind_index(number) if number else None
        setattr(model_instance, self.attname, value)
        return value


class EncryptedJSONField(models.Field):
    """A JSON value, encrypted in the column as one text: for answers that hold personal data."""

    description = "encrypted JSON"

    def get_internal_type(self) -> str:
        return "TextField"

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 -- the documented API

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        return None if value is None else json.loads(crypto.decrypt(value, context=self._context))

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return crypto.encrypt(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False), context=self._context)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty?" can be asked of the column."""
        return IsNull if lookup_name == "isnull" else _Emptiness
