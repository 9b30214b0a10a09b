"""A scanner in memory that knows one virus: the harmless test file that every scanner must find."""

from django.core.files.base import File

from integrations.errors import IntegrationError
from integrations.virus_scanner import Verdict

# The EICAR test string, put together here so that scanners do not complain about this source file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"!$H+H*"


class FakeVirusScanner:
    def __init__(self) -> None:
        self.down: IntegrationError | None = None
        self.scanned = 0

    def scan(self, file: File) -> Verdict:
        if self.down:
            raise self.down
        self.scanned += 1
        file.seek(0)
        return Verdict(virus="Eicar-Test-Signature" if EICAR in file.read() else "")
