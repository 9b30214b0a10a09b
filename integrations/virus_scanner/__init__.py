"""Port to the virus scanner that looks at every upload before anybody else may open it."""

from dataclasses import dataclass
from typing import Protocol

from django.core.files.base import File
from django.utils.translation import gettext_lazy

from integrations.adapters import adapter
from integrations.errors import Unavailable, UnexpectedResponse


@dataclass(frozen=True, slots=True)
class Verdict:
    """`virus` is the name the scanner gave to what it found; empty when the file is clean."""

    virus: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.virus


class ScannerUnavailable(Unavailable):
    """The scanner could not be asked: the file waits."""

    code = "scanner_unavailable"
    explanation = gettext_lazy("The virus scanner does not answer now. The file waits and is checked later.")


class ScannerUnexpectedResponse(UnexpectedResponse):
    """The scanner gave no verdict, for example because the stream is longer than it allows."""

    code = "scanner_unexpected_response"


class VirusScanner(Protocol):
    def scan(self, file: File) -> Verdict:
        """The verdict on all bytes of the file, read from its beginning."""


def virus_scanner() -> VirusScanner:
    """The adapter that settings.ADAPTERS names."""
    scanner: VirusScanner = adapter("virus_scanner")
    return scanner
