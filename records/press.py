"""A process of its own that turns HTML into PDF: it knows neither Django nor the network nor the database.

`python -m records.press FOLDER MEGABYTES` reads jobs from standard input and writes answers to standard output, each a
line of JSON with the length of the bytes that follow it. The only files it opens for a document lie in FOLDER.
"""

import json
import mimetypes
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "packaged:"
_POINTS = 0.75  # of a CSS pixel


class PackagedOnly(URLFetcher):
    """Opens files of one folder and nothing else; whatever else a document asks for stops its printing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=())
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 -- the interface
        path = (self._folder / url.removeprefix(SCHEME)).resolve()
        if not url.startswith(SCHEME) or not path.is_relative_to(self._folder) or not path.is_file():
            raise FatalURLFetchingError(f"not packaged: {url[:200]}")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def print_document(html: str, folder: Path) -> tuple[dict[str, Any], bytes]:
    """The PDF with the number of its pages and the place of the element `seal`: page, corners in points from below."""
    document = HTML(string=html, base_url=SCHEME, url_fetcher=PackagedOnly(folder)).render()
    facts: dict[str, Any] = {"pages": len(document.pages), "seal": None}
    for number, page in enumerate(document.pages):
        if "seal" in page.anchors:
            left, top, right, bottom = page.anchors["seal"]
            box = [left, page.height - bottom, right, page.height - top]
            facts["seal"] = {"page": number, "box": [round(value * _POINTS) for value in box]}
            break
    return facts, document.write_pdf(pdf_variant="pdf/a-3a")


def serve(folder: Path, jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer one job after another until the other side closes the pipe, or until the memory was not enough: then
    nobody knows in what state the libraries were left."""
    is_whole = True
    while is_whole and (line := jobs.readline()):
        html = jobs.read(json.loads(line)["length"]).decode()
        pdf = b""
        try:
            facts, pdf = print_document(html, folder)
        except (MemoryError, SystemError):  # the second from libraries that don't expect the first
            facts, is_whole = {"problem": "out of memory", "is_last": True}, False
        except (Exception, FatalURLFetchingError) as error:  # noqa: BLE001 -- whatever it is, the other side is told
            facts = {"problem": f"{type(error).__name__}: {error}"[:500]}
        answers.write(json.dumps(facts | {"length": len(pdf)}).encode() + b"\n" + pdf)
        answers.flush()


def main() -> NoReturn:
    folder, megabytes = Path(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    serve(folder, sys.stdin.buffer, answers)
    sys.exit(0)


if __name__ == "__main__":
    main()
