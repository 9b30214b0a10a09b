"""Port to the web at large: whether a link that somebody named as evidence still opens."""

from dataclasses import dataclass
from typing import Protocol

from integrations.adapters import adapter


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the link opens; `code` says in one word why not, for the log."""

    opens: bool
    code: str = "ok"


class WebLinks(Protocol):
    def ask(self, url: str) -> Answer:
        """Try the link once. Never raises: a link that can't be tried does not open."""


def web_links() -> WebLinks:
    """The adapter that settings.ADAPTERS names."""
    links: WebLinks = adapter("web_links")
    return links
