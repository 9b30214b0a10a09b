import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from integrations.web_links import Answer, Page, addresses, http, web_links
from integrations.web_links.addresses import Forbidden, connect, is_public
from integrations.web_links.fake import FakeWebLinks
from integrations.web_links.http import PublicWebLinks

# Addresses ------------------------------------------------------------------------------------------------------------

PRIVATE = [
    *("127.0.0.1", "127.8.9.1", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fc00::1", "fe80::1", "fe80::1%eth0", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1"),
    *(
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::",
    ),
    "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo to 127.0.0.1
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_our_own_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.fixture
def resolve(monkeypatch):
    """A function that says what the names lead to, one answer after the other, and who was connected to."""
    reached = []

    def resolve(*answers):
        left = list(answers)

        def getaddrinfo(_host, port, **_kwargs):
            found = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        def create_connection(address, _patience):
            reached.append(address[0])
            if address[0].endswith(".99"):
                raise ConnectionRefusedError
            return socket.socket()

        monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(addresses.socket, "create_connection", create_connection)
        return reached

    return resolve


def test_a_name_is_resolved_once_so_that_it_cannot_change_its_mind(resolve):
    reached = resolve(["93.184.216.34"], ["127.0.0.1"])
    connect("rebinding.example", 80, 1).close()
    assert reached == ["93.184.216.34"]


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["::ffff:10.0.0.1"], []])
def test_a_name_with_any_address_of_ours_is_refused(resolve, found):
    reached = resolve(found)
    with pytest.raises(Forbidden):
        connect("ours.example", 80, 1)
    assert reached == []


def test_the_next_address_is_tried_where_one_does_not_answer(resolve):
    reached = resolve(["8.8.8.99", "8.8.8.8"])
    connect("two.example", 80, 1).close()
    assert reached == ["8.8.8.99", "8.8.8.8"]


def test_when_no_address_answers_the_last_error_is_told(resolve):
    resolve(["8.8.8.99"])
    with pytest.raises(ConnectionRefusedError):
        connect("silent.example", 80, 1)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "127.1", "0", "::1"])
def test_other_ways_to_write_this_machine_are_refused(name):
    with pytest.raises(OSError):  # noqa: PT011 -- Forbidden, or a name that the system does not know
        connect(name, 9, 1)


# Links ----------------------------------------------------------------------------------------------------------------


class _Site(BaseHTTPRequestHandler):
    """/status/404 answers so; /to/URL leads there; /get-only/404 refuses HEAD; /endless goes on and on.

    /page/5 has a body of so many bytes, /packed one that would have to be unpacked, /slow one that comes bit by bit.
    """

    def do_HEAD(self):
        self._answer("HEAD")

    def do_GET(self):
        self._answer("GET")

    def _answer(self, method):
        self.server.seen.append((method, self.path, self.headers["User-Agent"]))
        kind, _, rest = self.path[1:].partition("/")
        status = {
            "to": 302,
            "status": int(rest) if kind == "status" else 0,
            "get-only": 500 if method == "HEAD" else 200,
        }
        self.send_response(status.get(kind, 200))
        if kind == "to":
            self.send_header("Location", rest)
        if kind == "endless":
            self.send_header("Content-Length", str(10**12))
        if kind == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if method == "GET":
            self._write(kind, rest)

    def _write(self, kind, rest):
        try:
            for _part in range({"endless": 1000, "slow": 50}.get(kind, 0)):
                self.wfile.write(b"x" * 1000)
                self.wfile.flush()
                time.sleep(0.05 if kind == "slow" else 0)
            if kind in {"page", "packed"}:
                self.wfile.write(b"x" * int(rest))
        except OSError:
            pass  # the other side has heard enough

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A site on this machine, which counts as public here; 127.0.0.2 and everything else does not."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.seen, server.url = [], f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(PublicWebLinks, "ports", {server.server_port, 80, 443})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(2)


def ask(url):
    return PublicWebLinks().ask(url)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", Answer(opens=True)),
        ("/status/401", Answer(opens=True)),
        ("/status/403", Answer(opens=True)),
        ("/status/429", Answer(opens=True)),
        ("/status/404", Answer(opens=False, code="status_404")),
        ("/status/410", Answer(opens=False, code="status_410")),
        ("/status/503", Answer(opens=False, code="status_503")),
        ("/get-only/x", Answer(opens=True)),
        ("/endless", Answer(opens=True)),
        ("/to//status/200", Answer(opens=True)),
        ("/to//status/404", Answer(opens=False, code="status_404")),
    ],
)
def test_a_link_opens_or_not(site, path, answer):
    assert ask(site.url + path) == answer


def test_head_is_asked_first_and_get_only_where_it_fails(site):
    ask(f"{site.url}/")
    assert [method for method, _path, _agent in site.seen] == ["HEAD"]
    ask(f"{site.url}/status/404")
    assert [method for method, _path, _agent in site.seen[1:]] == ["HEAD", "GET"]
    assert all("ASULA" in agent for _method, _path, agent in site.seen)


@pytest.mark.parametrize(("steps", "opens"), [(0, True), (5, True), (6, False)])
def test_a_chain_of_redirects_ends(site, steps, opens):
    assert ask(f"{site.url}{'/to/' * steps}/end").opens is opens


@pytest.mark.parametrize("host", ["127.0.0.2", "[::1]", "localhost.localdomain"])
def test_a_redirect_to_our_own_network_is_not_followed(site, host):
    answer = ask(f"{site.url}/to/http://{host}:{site.server_port}/secret")
    assert not answer.opens
    assert [path for _method, path, _agent in site.seen if path == "/secret"] == []


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://mektep.kg/", "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "//mektep.kg", ""),
        *(
            "http://",
            "http://user:password@mektep.kg/",
            "http://[broken",
            "https://mektep.kg:22/",
            "http://mektep.kg:0x",
        ),
        *("http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://127.1/"),
    ],
)
def test_what_is_no_public_page_is_never_asked(url):
    assert not ask(url).opens


def fetch(url, limit=1000):
    return PublicWebLinks().fetch(url, limit=limit)


@pytest.mark.parametrize(
    ("path", "length", "code"),
    [
        ("/page/5", 5, "ok"),
        ("/page/1000", 1000, "ok"),
        ("/page/1001", 0, "too_large"),
        ("/endless/", 0, "too_large"),
        ("/page/0", 0, "empty"),
        ("/packed/9", 0, "packed"),
        ("/status/404", 0, "status_404"),
        ("/status/403", 0, "status_403"),
        ("/status/503", 0, "status_503"),
        ("/to//page/7", 7, "ok"),
        ("/to/ftp://127.0.0.1/", 0, "forbidden_address"),
        (f"{'/to/' * 6}/page/1", 0, "too_many_redirects"),
    ],
)
def test_what_a_link_shows_is_read_up_to_a_limit(site, path, length, code):
    page = fetch(site.url + path)
    assert (len(page.content), page.code) == (length, code)
    if code == "ok":
        assert page.content_type == "text/html; charset=utf-8"
        assert page.address.endswith(f"/page/{length}")


@pytest.mark.parametrize("host", ["127.0.0.2", "[::1]", "localhost.localdomain"])
def test_a_copy_is_never_made_of_our_own_network(site, host):
    for url in (f"http://{host}/secret", f"{site.url}/to/http://{host}:{site.server_port}/secret"):
        page = fetch(url)
        assert page.content == b""
        assert page.code in {"forbidden_address", "no_answer", "forbidden_port", "not_an_address"}
    assert [path for _method, path, _agent in site.seen if path == "/secret"] == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://user:secret@mektep.kg/", "http://[broken", "", "mektep"])
def test_a_copy_is_made_of_pages_only(url):
    assert fetch(url).code != "ok"


def test_a_site_that_drips_is_left_in_time(monkeypatch, site):
    monkeypatch.setattr(http, "_READING", 0.3)
    began = time.monotonic()
    assert fetch(f"{site.url}/slow/", limit=10**6).code == "timeout"
    assert time.monotonic() - began < 2


def test_the_fake_shows_what_a_test_put_there(settings):
    links = FakeWebLinks()
    links.pages["https://mektep.kg/"] = Page(b"x" * 20, "text/plain", "https://mektep.kg/")
    links.closed.add("https://mektep.kg/gone")
    codes = [links.fetch(url, limit=limit).code for url, limit in FETCHED]
    assert codes == ["ok", "too_large", "status_404", "ok"]


FETCHED = [("https://mektep.kg/", 20), ("https://mektep.kg/", 19), ("https://mektep.kg/gone", 9), ("https://a.kg/", 99)]


def test_a_redirect_out_of_the_web_is_not_followed(site):
    assert ask(f"{site.url}/to/ftp://127.0.0.1/").code == "forbidden_address"


def test_a_site_that_says_nothing_is_left_in_time(monkeypatch, site):
    monkeypatch.setattr(http, "_PATIENCE", 0.2)
    monkeypatch.setattr(http, "_DEADLINE", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        monkeypatch.setattr(PublicWebLinks, "ports", {port})
        assert ask(f"http://127.0.0.1:{port}/") == Answer(opens=False, code="timeout")


def test_a_site_that_speaks_no_tls_does_not_open(site):
    assert ask(site.url.replace("http://", "https://")).code in {"certificate", "no_answer"}


def test_the_fake_knows_what_is_closed(settings):
    links = web_links()
    assert isinstance(links, FakeWebLinks)
    links.closed.add("https://mektep.kg/")
    assert [links.ask(url).opens for url in ("https://mektep.kg/", "https://a.invalid/x", "https://mektep.kg/a")] == [
        False,
        False,
        True,
    ]
    assert len(links.asked) == 3
