"""Opens one PDF of a stranger in a process of its own, with little memory and time, and says what it is.

Run as a script: `probe_pdf.py PATH MAX_PAGES MEMORY SECONDS`; prints "ok" or the code of a refusal.
"""

import resource
import sys
from collections.abc import Iterator

import pikepdf

_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EF", "/XFA", "/RichMediaContent"})
_ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"})
_CONTAINERS = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)


def verdict(path: str, max_pages: int) -> str:
    """ "ok", or why the file is refused; opening does not inflate the pages."""
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                return "encrypted"
            if len(pdf.pages) > max_pages:
                return "too_many_pages"
            return "active_content" if any(_is_active(part) for part in _dictionaries(pdf)) else "ok"
    except pikepdf.PasswordError:
        return "encrypted"
    except pikepdf.PdfError:
        return "damaged"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    stack = [*pdf.objects, pdf.trailer]
    while stack:
        part = stack.pop()
        if isinstance(part, pikepdf.Array):
            stack += [child for child in part if isinstance(child, _CONTAINERS) and not child.is_indirect]
        elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            stack += [child for _key, child in part.items() if isinstance(child, _CONTAINERS) and not child.is_indirect]


def _is_active(part: pikepdf.Object) -> bool:
    if _ACTIVE_KEYS.intersection(part.keys()) or part.get("/Type") == "/EmbeddedFile":
        return True
    if part.get("/S") in _ACTIVE_ACTIONS:
        return True
    opening = part.get("/OpenAction")
    return isinstance(opening, pikepdf.Dictionary) and opening.get("/S") == "/URI"


if __name__ == "__main__":
    _path, _max_pages, _memory, _seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(_memory), int(_memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(_seconds), int(_seconds)))
    sys.stdout.write(verdict(_path, int(_max_pages)))
