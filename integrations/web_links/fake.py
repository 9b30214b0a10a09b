"""The web in memory: everything opens but hosts of the top-level domain .invalid and what a test has closed."""

from urllib.parse import urlsplit

from integrations.web_links import Answer, Page


class FakeWebLinks:
    def __init__(self) -> None:
        self.closed: set[str] = set()
        self.asked: list[str] = []
        self.pages: dict[str, Page] = {}  # what a test put there

    def ask(self, url: str) -> Answer:
        self.asked.append(url)
        gone = url in self.closed or (urlsplit(url).hostname or "").endswith(".invalid")
        return Answer(opens=False, code="status_404") if gone else Answer(opens=True)

    def fetch(self, url: str, *, limit: int) -> Page:
        if not self.ask(url).opens:
            return Page(code="status_404")
        page = self.pages.get(url, Page(b"<html><body><p>Mektep</p></body></html>", "text/html; charset=utf-8", url))
        return page if len(page.content) <= limit else Page(code="too_large")
