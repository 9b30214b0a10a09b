import socket
import struct
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.models import OutboxEntry
from core.uploads.models import ScanState
from integrations.virus_scanner import ScannerUnavailable, ScannerUnexpectedResponse, virus_scanner
from integrations.virus_scanner.clamd import ClamdScanner
from integrations.virus_scanner.fake import EICAR, FakeVirusScanner
from integrations.virus_scanner.uploads import scan_upload
from organizations.models import OrganizationDocument
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory


class Clamd:
    """A daemon that speaks INSTREAM for one connection and finds the test virus; `answer` makes it say other things."""

    def __init__(self, listener, answer=None):
        self.listener, self.answer, self.received = listener, answer, b""
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        channel, _address = self.listener.accept()
        with channel, channel.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(length)
            verdict = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in self.received else b"stream: OK\0"
            channel.sendall(verdict if self.answer is None else self.answer)


@pytest.fixture(params=["unix", "tcp"])
def listener(request, settings, tmp_path):
    yield from listening(request.param, settings, tmp_path)


def listening(kind, settings, tmp_path):
    """A socket that settings.CLAMD_ADDRESS names."""
    if kind == "unix":
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(tmp_path / "s"))
        settings.CLAMD_ADDRESS = f"unix:{tmp_path / 's'}"
    else:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"127.0.0.1:{listener.getsockname()[1]}"
    listener.listen()
    settings.CLAMD_SECONDS = 5
    with listener:
        yield listener


@pytest.fixture(params=["fake", "unix", "tcp"])
def scanner(request, settings, tmp_path):
    if request.param == "fake":
        yield FakeVirusScanner()
        return
    for listener in listening(request.param, settings, tmp_path):
        Clamd(listener)
        yield ClamdScanner()


class TestContract:
    def test_a_harmless_file_is_clean(self, scanner):
        verdict = scanner.scan(ContentFile(b"%PDF-1.4 " + bytes(700_000)))
        assert (verdict.is_clean, verdict.virus) == (True, "")

    def test_the_test_virus_is_found_wherever_it_stands(self, scanner):
        verdict = scanner.scan(ContentFile(b"%PDF-1.4 " + bytes(700_000) + EICAR))
        assert not verdict.is_clean
        assert "eicar" in verdict.virus.lower()

    def test_a_file_that_was_read_before_is_read_from_its_beginning(self, scanner):
        content = ContentFile(EICAR)
        content.read()
        assert not scanner.scan(content).is_clean


class TestClamd:
    def test_all_bytes_arrive(self, listener):
        daemon = Clamd(listener)
        content = bytes(range(256)) * 3000
        ClamdScanner().scan(ContentFile(content))
        daemon.thread.join(5)
        assert daemon.received == content

    def test_a_limit_of_the_daemon_is_no_verdict(self, listener):
        Clamd(listener, answer=b"INSTREAM size limit exceeded. ERROR\0")
        with pytest.raises(ScannerUnexpectedResponse, match="size limit"):
            ClamdScanner().scan(ContentFile(b"x"))

    def test_silence_is_no_verdict(self, listener):
        Clamd(listener, answer=b"")
        with pytest.raises(ScannerUnavailable, match="closed"):
            ClamdScanner().scan(ContentFile(b"x"))

    def test_an_answer_cut_short_is_no_verdict(self, listener):
        Clamd(listener, answer=b"stream: O")
        with pytest.raises(ScannerUnexpectedResponse):
            ClamdScanner().scan(ContentFile(b"x"))

    @pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "127.0.0.1:1"])
    def test_nobody_there_is_no_verdict(self, settings, address):
        settings.CLAMD_ADDRESS = address
        with pytest.raises(ScannerUnavailable):
            ClamdScanner().scan(ContentFile(b"x"))

    def test_it_needs_an_address(self, settings):
        settings.CLAMD_ADDRESS = ""
        with pytest.raises(ImproperlyConfigured):
            ClamdScanner()


@pytest.mark.django_db
class TestUploads:
    def waiting(self, content=b"%PDF-1.4 a scan"):
        return OrganizationDocumentFactory(
            organization=OrganizationFactory(),
            scan_state=ScanState.WAITING,
            scanned_at=None,
            file=ContentFile(content, name="x"),
        )

    def scan(self, document):
        scan_upload("organizations.OrganizationDocument", str(document.public_id))
        document.refresh_from_db()
        return document

    def test_a_clean_file_is_offered(self):
        document = self.scan(self.waiting())
        assert document.is_clean
        assert document.scanned_at is not None

    def test_a_virus_is_named_in_the_row_and_its_bytes_go(self, django_capture_on_commit_callbacks):
        document = self.waiting(EICAR)
        with django_capture_on_commit_callbacks(execute=True):
            self.scan(document)
        assert document.scan_state == ScanState.INFECTED
        assert not default_storage.exists(document.file.name)

    def test_while_the_scanner_is_away_the_file_waits_and_is_asked_for_again(self):
        virus_scanner().down = ScannerUnavailable()
        document = self.scan(self.waiting())
        assert (document.scan_state, document.scanned_at) == (ScanState.WAITING, None)
        assert document.scan_failed_at is not None
        again = OutboxEntry.objects.get()
        assert again.payload["public_id"] == str(document.public_id)
        assert again.available_at > document.scan_failed_at
        virus_scanner().down = None
        assert self.scan(document).is_clean

    def test_a_discarded_file_is_left_alone(self):
        document = self.waiting()
        OrganizationDocument.objects.all().delete()
        scan_upload("organizations.OrganizationDocument", str(document.public_id))
        assert virus_scanner().scanned == 0

    def test_a_second_nudge_scans_nothing(self):
        document = self.scan(self.waiting())
        self.scan(document)
        assert virus_scanner().scanned == 1
