import os
import socket
import stat

import pytest

from launcher import sockets
from launcher.console import StepFailed

UID, GID = os.geteuid(), os.getegid()


def bound(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def test_the_limit_is_the_system_s(tmp_path):
    stem = tmp_path / ("x" * (sockets.LONGEST_PATH - len(os.fsencode(tmp_path)) - 1))
    assert sockets.fits(stem)
    bound(stem)
    longer = stem.with_name(f"{stem.name}y")
    assert not sockets.fits(longer)
    with pytest.raises(OSError, match="too long"):
        bound(longer)


def test_letters_count_as_bytes(tmp_path):
    letters = (sockets.LONGEST_PATH - len(os.fsencode(tmp_path)) - 1) // 2
    assert sockets.fits(tmp_path / ("ң" * letters))
    assert not sockets.fits(tmp_path / ("ң" * (letters + 1)))


def test_a_short_path_is_used_as_it_is_and_is_private(tmp_path):
    folder = sockets.folder(tmp_path / "socket", "s", uid=UID, gid=GID)
    assert folder == tmp_path / "socket"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_long_path_falls_back_to_the_same_private_folder_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(sockets.tempfile, "gettempdir", lambda: str(tmp_path))
    preferred = tmp_path / ("deep" * 30) / "socket"
    folder = sockets.folder(preferred, "s.sock", uid=UID, gid=GID)
    assert folder.parent == tmp_path
    assert sockets.fits(folder / "s.sock")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sockets.folder(preferred, "s.sock", uid=UID, gid=GID) == folder
    assert sockets.folder(preferred / "other", "s.sock", uid=UID, gid=GID) != folder


def test_a_comma_would_be_read_as_two_hosts(tmp_path, monkeypatch):
    monkeypatch.setattr(sockets.tempfile, "gettempdir", lambda: str(tmp_path))
    folder = sockets.folder(tmp_path / "a, b", "s", uid=UID, gid=GID)
    assert folder.parent == tmp_path
    assert "," not in folder.name


def test_a_folder_that_others_may_enter_is_refused(tmp_path):
    (tmp_path / "socket").mkdir()
    (tmp_path / "socket").chmod(0o755)
    with pytest.raises(StepFailed, match="nobody else may enter"):
        sockets.folder(tmp_path / "socket", "s", uid=UID, gid=GID)


def test_a_link_that_somebody_laid_there_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StepFailed):
        sockets.folder(tmp_path / "socket", "s", uid=UID, gid=GID)


def test_a_busy_port_is_named_with_the_way_to_choose_another():
    with socket.socket(socket.AF_INET) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with pytest.raises(StepFailed, match=str(port)) as failed:
            sockets.require_free(port, "PORT")
    assert f"PORT={port + 10} bin/run" in failed.value.advice
    sockets.require_free(port, "PORT")
