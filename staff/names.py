"""A person's name in its three parts, as registers give it."""

from dataclasses import dataclass
from typing import Self

from core.search import fold
from integrations.person_registry import Person


@dataclass(frozen=True, slots=True)
class Name:
    last_name: str
    first_name: str
    middle_name: str = ""

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(person.last_name, person.first_name, person.middle_name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """A name written in one line, surname first, as registers of organizations write the head's."""
        words = [*text.split(maxsplit=2), "", "", ""]
        return cls(words[0], words[1], words[2])

    @property
    def parts(self) -> tuple[str, str, str]:
        return self.last_name, self.first_name, self.middle_name

    @property
    def fields(self) -> dict[str, str]:
        """The parts under the names of the columns."""
        return {"last_name": self.last_name, "first_name": self.first_name, "middle_name": self.middle_name}

    def is_like(self, other: "Name") -> bool:
        """The same name apart from capitals, spaces and letters that a keyboard lacks; a patronymic may be missing."""
        if fold(self.last_name) != fold(other.last_name) or fold(self.first_name) != fold(other.first_name):
            return False
        return not (self.middle_name and other.middle_name) or fold(self.middle_name) == fold(other.middle_name)

    def __str__(self) -> str:
        return " ".join(part for part in self.parts if part)
