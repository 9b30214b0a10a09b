import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from launcher import programs
from launcher.console import StepFailed
from launcher.development import Ports

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "asula.settings"}


@pytest.fixture
def server():
    """Answers every path with what it was told; `asked` holds the paths."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            status, body = self.server.told
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            """Not into the output of the tests."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.told, server.asked = (200, b"ok"), []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ports(server):
    return Ports(web=server.server_port, stub=server.server_port, mail=1)


@pytest.mark.parametrize(("status", "answers"), [(200, True), (503, False), (404, False)])
def test_the_site_answers_when_it_is_ready(server, ports, status, answers):
    server.told = (status, b"")
    assert programs.web(ENVIRONMENT, ports, reload=False).answers() is answers
    assert server.asked == ["/health/ready"]


def test_nobody_there_is_no_answer():
    assert not programs.web(ENVIRONMENT, Ports(web=1, stub=1, mail=1), reload=False).answers()


def test_the_stub_server_has_its_own_settings_and_ports(ports):
    service = programs.stub(ENVIRONMENT, ports)
    assert service.environment["DJANGO_SETTINGS_MODULE"] == "stub.settings"
    assert str(ports.stub) in service.command
    assert service.answers()


def test_workers_watch_templates_in_development_only(ports):
    def watches(*, reload):
        command = programs.web(ENVIRONMENT, ports, reload=reload).command
        return "--reload" in command, any(part.endswith("base.html") for part in command)

    assert watches(reload=True) == (True, True)
    assert watches(reload=False) == (False, False)


def test_the_root_certificate_is_kept_for_the_site(server, ports, tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "TOKEN_ROOTS", tmp_path / "roots.pem")
    server.told = (200, b"-----BEGIN CERTIFICATE-----")
    programs.keep_token_roots(ports)
    assert (tmp_path / "roots.pem").read_bytes() == b"-----BEGIN CERTIFICATE-----"
    server.told = (500, b"")
    with pytest.raises(StepFailed, match="500"):
        programs.keep_token_roots(ports)
    assert (tmp_path / "roots.pem").read_bytes() == b"-----BEGIN CERTIFICATE-----"


def test_the_worker_is_ready_when_its_log_says_so_from_now_on(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "LOG", tmp_path)
    log = tmp_path / "worker.log"
    log.write_text("worker@host ready.\n", encoding="utf-8")
    worker = programs.worker(ENVIRONMENT)
    assert not worker.answers()
    with log.open("a", encoding="utf-8") as file:
        file.write("worker@host ready.\n")
    assert worker.answers()
    assert not programs.beat(ENVIRONMENT).answers()


def test_the_demo_world_is_filled_once_and_gives_way():
    filling = programs.history(ENVIRONMENT)
    assert filling.once
    assert filling.command[:3] == ("nice", "-n", "10")
    assert filling.command[-2:] == ("load_demo", "--history")
