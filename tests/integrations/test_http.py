import contextlib
import gzip
import json
import logging
import resource
import socket
import struct
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import now

from integrations import breaker, http
from integrations.errors import IntegrationError, Unavailable, UnexpectedResponse
from integrations.http import Client, Question, Service, Timeouts
from tests.integrations.conftest import answer

PIN = "21901198000124"
DEADLINE = 0.8


def client(url: str, *, total: float = DEADLINE, **changes) -> Client:
    timeouts = Timeouts(connect=0.5, read=0.5, total=total)
    return Client(Service(name="some_service", url=url, timeouts=timeouts, **changes))


def ask(the_client: Client, *, retry: bool = False, path: str = f"/people/{PIN}"):
    question = Question(operation="find", method="GET", path=path)
    return the_client.call(question, lambda got: (got.status, got.body), retry=retry)


def drip_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    drip(connection)


def drip_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(connection)


def drip_chunks(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    drip(connection, b"0")


def drip(connection: socket.socket, byte: bytes = b"x") -> None:
    for _ in range(40):
        connection.sendall(byte)
        time.sleep(0.1)


def hang(connection: socket.socket) -> None:
    connection.settimeout(5)
    with contextlib.suppress(OSError):
        connection.recv(1)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x" * 1024 * 1024)


def cut_short(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"half": ')


def close_at_once(_connection: socket.socket) -> None:
    return


def not_http(connection: socket.socket) -> None:
    connection.sendall(b"\x00\x01\x02 hello\r\n\r\n")


@pytest.mark.parametrize(
    ("behaviour", "error", "detail"),
    [
        (drip_body, Unavailable, "timeout"),
        (drip_headers, Unavailable, "timeout"),
        (drip_chunks, Unavailable, "timeout"),
        (hang, Unavailable, "timeout"),
        (reset, Unavailable, "connection"),
        (close_at_once, Unavailable, "connection"),
        (not_http, Unavailable, "connection"),
        (cut_short, Unavailable, "broken answer"),
        (flood, UnexpectedResponse, "too large"),
        (answer(b"", status="302 Found", headers=("Location: http://127.0.0.1:1/",)), UnexpectedResponse, "redirect"),
        (answer(b"", status="304 Not Modified"), UnexpectedResponse, "redirect"),
        (
            answer(gzip.compress(b"x" * 10_000_000), headers=("Content-Encoding: gzip",)),
            UnexpectedResponse,
            "compressed",
        ),
    ],
)
@pytest.mark.parametrize("retry", [False, True])
def test_each_way_to_misbehave_ends_in_time_with_its_error(bad_server, behaviour, error, detail, retry):
    server = bad_server(behaviour)
    started = time.monotonic()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(error) as raised:
        ask(client(server.url), retry=retry)
    assert time.monotonic() - started < DEADLINE + 0.5
    assert raised.value.detail == detail
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 20 * 1024


def test_nobody_listening_is_unavailable():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(Unavailable, match="unavailable: connection"):
        ask(client(url))


def test_answer_carries_status_headers_and_body(bad_server):
    server = bad_server(answer("«Жаңы үй»".encode(), status="404 Not Found", headers=("X-Road-Id: 7",)))
    got = client(server.url).call(Question(operation="find"), lambda found: found)
    assert (got.status, got.headers["x-road-id"], got.body.decode()) == (404, "7", "«Жаңы үй»")


def test_request_says_who_asks_and_carries_the_correlation_id(bad_server):
    server = bad_server(answer(b"{}"))
    question = Question(operation="send", headers={"Content-Type": "application/json"}, body=b'{"a":1}')
    client(server.url, headers={"User-Agent": "asula-test"}).call(question, lambda got: got)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST / HTTP/1.1"
    assert {"User-Agent: asula-test", f"X-Correlation-Id: {question.correlation_id}"} <= set(lines)
    assert body == b'{"a":1}'


def test_password_file_and_proxy_of_the_machine_are_not_used(bad_server, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login thief password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server = bad_server(answer(b"{}"))
    assert ask(client(server.url)) == (200, b"{}")
    assert b"authorization" not in server.requests[0].lower()


class Flaky:
    """Breaks the first `failures` connections, then answers."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    def __call__(self, connection: socket.socket) -> None:
        if self.failures > 0:
            self.failures -= 1
            return reset(connection)
        return answer(b"{}")(connection)


def test_allowed_retry_asks_once_more(bad_server):
    server = bad_server(Flaky(failures=1))
    assert ask(client(server.url, total=5), retry=True) == (200, b"{}")
    assert len(server.requests) == 2


def test_retry_is_one_and_only_one(bad_server):
    server = bad_server(Flaky(failures=3))
    with pytest.raises(Unavailable):
        ask(client(server.url, total=5), retry=True)
    assert len(server.requests) == 2


def test_without_permission_nothing_is_repeated(bad_server):
    server = bad_server(Flaky(failures=1))
    with pytest.raises(Unavailable):
        ask(client(server.url, total=5))
    assert len(server.requests) == 1


def test_what_cannot_be_understood_is_not_asked_again(bad_server):
    server = bad_server(answer(b"", status="302 Found", headers=("Location: /",)))
    with pytest.raises(UnexpectedResponse):
        ask(client(server.url, total=5), retry=True)
    assert len(server.requests) == 1


def fail(the_client: Client, times: int) -> None:
    for _ in range(times):
        with pytest.raises(IntegrationError):
            ask(the_client)


def test_fifth_failure_in_a_row_opens_the_breaker(bad_server):
    server = bad_server(reset)
    fail(client(server.url), breaker.FAILURES)
    with pytest.raises(Unavailable) as raised:
        ask(client(server.url))
    assert raised.value.paused
    assert len(server.requests) == breaker.FAILURES


def test_success_between_failures_keeps_the_breaker_closed(bad_server):
    server = bad_server(Flaky(failures=breaker.FAILURES - 1))
    fail(client(server.url), breaker.FAILURES - 1)
    assert ask(client(server.url)) == (200, b"{}")
    server.behaviour.failures = breaker.FAILURES - 1
    fail(client(server.url), breaker.FAILURES - 1)
    assert ask(client(server.url)) == (200, b"{}")


def test_after_the_pause_one_caller_may_try_and_success_closes(bad_server, time_machine):
    server = bad_server(Flaky(failures=breaker.FAILURES))
    fail(client(server.url), breaker.FAILURES)
    time_machine.move_to(now() + timedelta(seconds=breaker.PAUSE - 1))
    with pytest.raises(Unavailable):
        ask(client(server.url))
    time_machine.shift(2)
    assert breaker.Breaker(f"some_service@{server.url.removeprefix('http://')}").allows()  # another process's probe
    with pytest.raises(Unavailable) as raised:
        ask(client(server.url))
    assert raised.value.paused
    cache.delete(f"breaker:some_service@{server.url.removeprefix('http://')}:probe")
    assert ask(client(server.url)) == (200, b"{}")
    assert ask(client(server.url)) == (200, b"{}")


def test_failed_probe_opens_the_breaker_for_another_pause(bad_server, time_machine):
    server = bad_server(reset)
    fail(client(server.url), breaker.FAILURES)
    time_machine.move_to(now() + timedelta(seconds=breaker.PAUSE + 1))
    fail(client(server.url), 1)
    with pytest.raises(Unavailable) as raised:
        ask(client(server.url))
    assert raised.value.paused
    assert len(server.requests) == breaker.FAILURES + 1


def test_refusals_do_not_open_the_breaker(bad_server):
    class Refused(IntegrationError):
        code = "refused"

    def refuse(_answer):
        raise Refused

    server = bad_server(answer(b"{}"))
    for _ in range(breaker.FAILURES + 2):
        with pytest.raises(Refused):
            client(server.url).call(Question(operation="find"), refuse)
    assert len(server.requests) == breaker.FAILURES + 2


def test_without_a_cache_calls_go_on(bad_server, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    server = bad_server(answer(b"{}"))
    assert ask(client(server.url, total=5)) == (200, b"{}")


def test_no_time_left_is_a_timeout(bad_server):
    server = bad_server(answer(b"{}"))
    with pytest.raises(Unavailable, match="timeout"):
        ask(client(server.url, total=0))
    assert server.requests == []


def test_missing_address_is_named():
    with pytest.raises(ImproperlyConfigured, match="some_service"):
        client("")


def test_timeouts_are_three_numbers():
    assert Timeouts.parse(["3", "15", "20"], "CDS_TIMEOUTS") == Timeouts(3, 15, 20)
    with pytest.raises(ImproperlyConfigured, match="CDS_TIMEOUTS"):
        Timeouts.parse(["3", "soon", "20"], "CDS_TIMEOUTS")


def garbled_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno colon here\r\n\r\n{}")


@pytest.mark.parametrize("behaviour", [answer(b"{}"), garbled_headers, hang, reset, flood])
def test_log_has_one_line_without_personal_data(bad_server, behaviour, capsys, caplog):
    server = bad_server(behaviour)
    question = Question(
        operation="find",
        path=f"/people/{PIN}?code=482913",
        headers={"Authorization": "Bearer the-system-token"},
        body=json.dumps({"personIdnp": PIN, "byPin": "482913", "userToken": "the-user-token"}).encode(),
    )
    with caplog.at_level(logging.INFO), contextlib.suppress(IntegrationError):
        client(server.url).call(question, lambda got: got)
    written = caplog.text + capsys.readouterr().err
    for secret in (PIN, "482913", "the-system-token", "the-user-token", "/people/"):
        assert secret not in written
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [line["operation"] for line in lines] == ["find"]
    assert {"integration", "host", "outcome", "ms", "correlation_id"} <= set(lines[0])


def test_traceback_of_a_failure_holds_no_address(bad_server):
    server = bad_server(reset)
    with pytest.raises(Unavailable) as raised:
        ask(client(server.url))
    chain, error = "", raised.value
    while error is not None:
        chain, error = f"{chain} {error!r}", error.__cause__ or error.__context__
    assert PIN not in chain


def test_text_of_the_service_is_logged_without_its_numbers(bad_server, caplog):
    def refuse(_answer):
        raise IntegrationError(said=f"Код 482913 для {PIN} неверен")

    with caplog.at_level(logging.INFO), pytest.raises(IntegrationError):
        client(bad_server(answer(b"{}")).url).call(Question(operation="find"), refuse)
    assert caplog.records[0].msg["said"] == "Код … для … неверен"


def test_module_promises_five_megabytes():
    assert http.MAX_BYTES == 5 * 1024 * 1024
