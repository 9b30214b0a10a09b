"""Port to the web at large: whether a link that somebody named as evidence still opens, and what it shows."""

from dataclasses import dataclass
from typing import Protocol

from integrations.adapters import adapter


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the link opens; `code` says in one word why not, for the log."""

    opens: bool
    code: str = "ok"


@dataclass(frozen=True, slots=True)
class Page:
    """What a link showed, byte by byte, and where its redirects led; without content `code` says why there is none."""

    content: bytes = b""
    content_type: str = ""
    address: str = ""
    code: str = "ok"


class WebLinks(Protocol):
    def ask(self, url: str) -> Answer:
        """Try the link once. Never raises: a link that can't be tried does not open."""

    def fetch(self, url: str, *, limit: int) -> Page:
        """Read what the link shows, at most `limit` bytes. Never raises: what can't be read has no content."""


def web_links() -> WebLinks:
    """The adapter that settings.ADAPTERS names."""
    links: WebLinks = adapter("web_links")
    return links
