import os
import socket
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings

from records.press import PackagedOnly
from records.typesetter import RenderFailed, Typesetter, typesetter

FONT = "@font-face{{font-family:A;src:url(packaged:fonts/pt-serif-cyrillic-400-normal.woff2)}}body{{font-family:A}}"
PAGE = f"<!doctype html><html lang=ky><title>Кат</title><style>{FONT}</style><body>{{}}</body></html>"


@pytest.fixture
def own():
    """A typesetter of this test's own, which it may ruin."""
    made = Typesetter()
    yield made
    made.close()


@pytest.fixture
def listener():
    """A port that counts who comes."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        hits = []

        def count():
            while True:
                try:
                    hits.append(server.accept()[0])
                except TimeoutError:
                    continue
                except OSError:
                    return

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield server.getsockname()[1], hits
    thread.join(2)


def test_the_same_page_gives_the_same_bytes():
    page = PAGE.format("<p>ңөү</p>")
    assert typesetter.print(page).pdf == typesetter.print(page).pdf


def test_the_same_page_gives_the_same_bytes_in_another_process(own):
    page = PAGE.format("<p>ңөү</p>")
    assert own.print(page).pdf == typesetter.print(page).pdf


def test_the_place_of_the_seal_is_told_in_points_from_below():
    style = "<style>@page{size:100mm 100mm;margin:10mm}body{margin:0}#seal{width:20mm;height:10mm}</style>"
    printed = typesetter.print(PAGE.format(f"{style}<div id=seal></div>"))
    assert printed.seal == {"page": 0, "box": [28, 227, 85, 255]}
    assert printed.pages == 1
    assert typesetter.print(PAGE.format("<p>кат</p>")).seal is None


HOSTILE = [
    "<img src='http://127.0.0.1:{port}/x.png'>",
    "<link rel=stylesheet href='http://127.0.0.1:{port}/x.css'>",
    "<style>@import url(http://127.0.0.1:{port}/x.css);</style>",
    "<style>p{{background:url(http://127.0.0.1:{port}/x.png)}}</style><p>x</p>",
    "<style>p::before{{content:url(http://127.0.0.1:{port}/x.png)}}</style><p>x</p>",
    "<object data='http://127.0.0.1:{port}/x.svg'></object>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "<img src='file:///etc/passwd'>",
    "<img src='packaged:../../manage.py'>",
    "<img src='packaged:/etc/passwd'>",
    "<img src='../../../etc/passwd'>",
    "<img src='data:image/svg+xml,<svg/>'>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_but_packaged_files_is_fetched(listener, hostile):
    port, hits = listener
    with pytest.raises(RenderFailed, match="not packaged"):
        typesetter.print(PAGE.format(hostile.format(port=port)))
    assert hits == []


def test_a_picture_inside_a_drawing_is_not_fetched(listener):
    port, hits = listener
    image = f"<image width=9 height=9 href='http://127.0.0.1:{port}/x.png'/>"
    typesetter.print(PAGE.format(f"<svg width=9 height=9 viewBox='0 0 9 9'>{image}</svg>"))
    assert hits == []


def test_the_fetcher_opens_files_of_its_folder_only(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a.css").write_text("p{}")
    (tmp_path / "outside.css").write_text("secret")
    (tmp_path / "inside" / "link.css").symlink_to(tmp_path / "outside.css")
    fetcher = PackagedOnly(tmp_path / "inside")
    assert fetcher.fetch("packaged:a.css").read() == b"p{}"
    for url in ("packaged:link.css", "packaged:../outside.css", "packaged:", "packaged:none.css", "PACKAGED:a.css"):
        with pytest.raises(BaseException, match="not packaged"):
            fetcher.fetch(url)


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_printed(own, settings):
    own.print(PAGE.format("<p>кат</p>"))
    settings.DOCUMENT_SECONDS = 1
    begin = time.monotonic()
    with pytest.raises(RenderFailed, match="out of time or memory"):
        own.print(PAGE.format("<p>a</p>" * 30_000))
    assert time.monotonic() - begin < 5
    settings.DOCUMENT_SECONDS = 20
    assert own.print(PAGE.format("<p>кат</p>")).pdf.startswith(b"%PDF")


def test_a_page_that_takes_too_much_memory_is_given_up_and_the_next_one_printed(own, settings):
    settings.DOCUMENT_MEGABYTES = 310
    own.print(PAGE.format("<p>кат</p>"))
    with pytest.raises(RenderFailed, match=r"out of (time or )?memory"):
        own.print(PAGE.format("<p>Салам</p>" * 20_000))
    assert own._press is None, "what was left half-made prints nothing more"
    settings.DOCUMENT_MEGABYTES = 1024
    assert own.print(PAGE.format("<p>кат</p>")).pdf.startswith(b"%PDF")


def test_a_press_that_was_killed_is_replaced(own):
    own.print(PAGE.format("<p>кат</p>"))
    own._press.kill()
    own._press.wait()
    assert own.print(PAGE.format("<p>кат</p>")).pdf.startswith(b"%PDF")


def test_a_press_that_printed_a_hundred_pages_is_replaced(own, monkeypatch):
    monkeypatch.setattr("records.typesetter._JOBS_OF_ONE_PRESS", 2)
    processes = []
    for _number in range(4):
        own.print(PAGE.format("<p>кат</p>"))
        processes.append(own._press.pid)
    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_a_fork_starts_a_press_of_its_own(own, monkeypatch):
    own.print(PAGE.format("<p>кат</p>"))
    of_the_parent = own._press
    monkeypatch.setattr(os, "getpid", lambda: -1)
    own.print(PAGE.format("<p>кат</p>"))
    assert own._press.pid != of_the_parent.pid
    own.close()
    monkeypatch.undo()
    assert of_the_parent.poll() is None
    of_the_parent.kill()
    of_the_parent.communicate()


def test_the_press_is_told_no_secret(own):
    own.print(PAGE.format("<p>кат</p>"))
    environment = Path(f"/proc/{own._press.pid}/environ").read_bytes().decode()
    assert settings.SECRET_KEY not in environment
    assert "DATABASE_URL" not in environment
