"""A real browser for the journeys. `open_page` gives pages of any width, language and age; every page is watched:
it may ask no foreign host, break no script and no policy of the browser."""

import gzip
import os
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect, sync_playwright

WIDTHS = (360, 768, 1280)
LANGUAGES = ("ky", "ru")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
DIST = Path(settings.BASE_DIR) / "static" / "dist"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
MILLISECONDS_TO_APPEAR = 30_000  # of a busy machine; what is there is found at once
SECONDS_TO_END = 15
TIMES_TO_LOOK = 3


@pytest.fixture(scope="package")
def browser():
    """One browser for all journeys, gone before other tests: its event loop runs in the thread of the tests."""
    expect.set_options(timeout=MILLISECONDS_TO_APPEAR)
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


def content(response):
    """What was sent: of our assets the file itself, because a browser forgets what it had in its cache."""
    path = urlsplit(response.url).path
    if path.startswith(settings.STATIC_URL):
        return (DIST / path.removeprefix(settings.STATIC_URL)).read_bytes()
    return response.body()


def unfold_menu(page, *, further=False):
    """The ministry's menu is one line on small screens, which opens; `further` opens what stands behind «More»."""
    if page.viewport_size["width"] < 1000:
        page.locator(".asula-cabinet__menu > summary").click()
    if further:
        page.locator(".asula-cabinet__more > summary").click()


class Watch:
    """What a page did that a person doesn't see: hosts it asked, complaints of the browser, bytes over the wire."""

    def __init__(self, *own):
        self.own = {urlsplit(address).netloc for address in own}
        self.foreign = set()
        self.complaints = []
        self.responses = []

    def follow(self, page):
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._console)

    def _request(self, request):
        host = urlsplit(request.url).netloc
        if request.url.startswith("http") and host not in self.own:
            self.foreign.add(host)

    def _response(self, response):
        self.responses.append(response)

    def weights(self):
        """Bytes over the wire by address, of what came since the last time; text counts as packed."""
        found = {response.url: content(response) for response in self.responses if response.ok}
        self.responses.clear()
        return {url: len(body if url.endswith(".woff2") else gzip.compress(body)) for url, body in found.items()}

    def _console(self, message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


class Underway:
    """Counts the requests that the server's threads are answering; those of the test's own client are not its."""

    def __init__(self):
        self._count, self._changed = 0, threading.Condition()

    def _add(self, number):
        if threading.current_thread() is not threading.main_thread():
            with self._changed:
                self._count += number
                self._changed.notify_all()

    def _begun(self, **_signal):
        self._add(1)

    def _ended(self, **_signal):
        self._add(-1)

    def watch(self):
        request_started.connect(self._begun)
        request_finished.connect(self._ended)

    def forget(self):
        request_started.disconnect(self._begun)
        request_finished.disconnect(self._ended)

    def wait(self):
        """A page that was closed leaves its last request running, which would lock the tables that are emptied next."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._count <= 0, SECONDS_TO_END), "a request never ended"


@pytest.fixture
def underway(live_server):
    """The requests of the test's browsers; when the test is over they are too."""
    requests = Underway()
    requests.watch()
    yield requests
    requests.wait()
    requests.forget()


@pytest.fixture
def open_page(browser, live_server, underway):
    """A function that opens a new page at a path, as a person with this screen and this language.

    `also` are addresses of other sites to which the person goes from there.
    """
    opened = []

    def open_page(path="/", *, width=1280, language="ky", scripts=True, cookies=(), also=()):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        language_cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
        context.add_cookies([language_cookie, *({**cookie, "url": live_server.url} for cookie in cookies)])
        page = context.new_page()
        page.watch = Watch(live_server.url, *also)
        page.watch.follow(page)
        opened.append(page)
        page.goto(path)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    for page in opened:
        assert page.watch.foreign == set()
        assert page.watch.complaints == []


@pytest.fixture
def page(open_page):
    """The home page on a desk, in Kyrgyz."""
    return open_page()


def on_the_page_that_stays(page, look):
    """What `look` sees on a loaded page. A click may leave an old document behind, or one that is still coming: when
    it goes away under the eyes, the look is taken again."""
    for _time in range(TIMES_TO_LOOK - 1):
        page.wait_for_load_state()
        with suppress(PlaywrightError):
            return look()
    page.wait_for_load_state()
    return look()


@pytest.fixture
def axe():
    """A function that fails with every violation that axe-core finds on the page."""
    source = AXE.read_text(encoding="utf-8")

    def violations(page):
        page.evaluate(source)
        run = "(tags) => axe.run({runOnly: tags, resultTypes: ['violations'], preload: false})"
        return page.evaluate(run, WCAG)["violations"]

    def axe(page):
        found = on_the_page_that_stays(page, lambda: violations(page))
        assert [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]] == []

    return axe


@pytest.fixture
def inspect(axe):
    """A function for each page of a journey: accessible, nothing past the edge; SCREENSHOTS=folder keeps a picture."""

    def inspect(page, name):
        axe(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow == 0, f"{name} reaches {overflow} px past the edge"
        if folder := os.environ.get("SCREENSHOTS"):
            width, language = page.viewport_size["width"], page.get_attribute("html", "lang")
            page.screenshot(path=str(Path(folder) / f"{name}-{width}-{language}.png"), full_page=True)

    return inspect


@pytest.fixture
def session_of(client):
    """A function that gives the cookies of a person who has signed in, for `open_page(cookies=…)`."""

    def session_of(user):
        client.force_login(user)
        return [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}]

    return session_of
