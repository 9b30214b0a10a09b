"""The web in memory: everything opens but hosts of the top-level domain .invalid and what a test has closed."""

from urllib.parse import urlsplit

from integrations.web_links import Answer


class FakeWebLinks:
    def __init__(self) -> None:
        self.closed: set[str] = set()
        self.asked: list[str] = []

    def ask(self, url: str) -> Answer:
        self.asked.append(url)
        gone = url in self.closed or (urlsplit(url).hostname or "").endswith(".invalid")
        return Answer(opens=False, code="status_404") if gone else Answer(opens=True)
