"""ClamAV's daemon, asked over its socket with the command INSTREAM: the bytes travel, no path of ours does."""

import re
import socket
import struct

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File

from integrations.virus_scanner import ScannerUnavailable, ScannerUnexpectedResponse, Verdict

_CHUNK = 256 * 1024
_LONGEST_ANSWER = 4_096
_FOUND = re.compile(r"^stream: (?P<virus>.+) FOUND$")


class ClamdScanner:
    """settings.CLAMD_ADDRESS is "unix:/path/of/socket" or "host:port"."""

    def __init__(self) -> None:
        if not settings.CLAMD_ADDRESS:
            raise ImproperlyConfigured("clamd: no address is set (see .env.example)")

    def scan(self, file: File) -> Verdict:
        try:
            with self._connected() as channel:
                channel.sendall(b"zINSTREAM\0")
                file.seek(0)
                for chunk in file.chunks(_CHUNK):
                    channel.sendall(struct.pack(">I", len(chunk)) + chunk)
                channel.sendall(struct.pack(">I", 0))
                answer = self._answer(channel)
        except OSError as error:
            raise ScannerUnavailable(type(error).__name__) from None
        return self._verdict(answer)

    def _connected(self) -> socket.socket:
        kind, _, rest = settings.CLAMD_ADDRESS.rpartition(":")
        if kind == "unix":
            return self._connected_to_file(rest)
        return socket.create_connection((kind, int(rest)), timeout=settings.CLAMD_SECONDS)

    def _connected_to_file(self, path: str) -> socket.socket:
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            channel.settimeout(settings.CLAMD_SECONDS)
            channel.connect(path)
        except OSError:
            channel.close()
            raise
        return channel

    def _answer(self, channel: socket.socket) -> str:
        received = b""
        while not received.endswith(b"\0") and len(received) < _LONGEST_ANSWER:
            part = channel.recv(_LONGEST_ANSWER)
            if not part:
                break
            received += part
        return received.rstrip(b"\0").decode("utf-8", "replace").strip()

    def _verdict(self, answer: str) -> Verdict:
        if answer == "stream: OK":
            return Verdict()
        if found := _FOUND.match(answer):
            return Verdict(virus=found["virus"])
        if not answer:
            raise ScannerUnavailable("closed")
        raise ScannerUnexpectedResponse(answer[:100])
