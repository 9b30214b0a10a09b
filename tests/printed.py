"""What a telephone reads from a paper: the QR codes of a PDF, as they are printed."""

import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings

SCALE = 3  # 216 dots to the inch: a poor printer
NEEDS_OPENSSL = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


def codes_of(pdf: bytes) -> list[str]:
    """The texts of all QR codes on all pages, each once, in the order of the pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=SCALE).to_pil() for page in document]
    found = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    return list(dict.fromkeys(found))


def checked_by_hand(folder: Path, statement: str, *, keys: bytes) -> bytes:
    """What a shell answers to the lines of docs/certificates.md about the statement of a QR code."""
    (folder / "keys.pem").write_bytes(keys)
    lines = (settings.BASE_DIR / "docs" / "certificates.md").read_text().split("```")[1]
    environment = {"STATEMENT": statement, "PATH": os.environ["PATH"]}
    shell = ["/bin/sh", "-c", lines]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, check=False).stdout  # noqa: S603
