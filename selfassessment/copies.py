"""What a stored copy of a link says: its words, why there is none, and how a page brings copies along."""

from collections.abc import Collection
from email.message import Message

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from lxml import html
from lxml.etree import ParserError

from selfassessment.models import LinkCopy
from selfassessment.models.link_copies import PAGE

LONGEST = 100_000  # characters of a text that a page shows; the file has all of it
_SILENT = ("script", "style", "noscript", "template", "head")


def copies_of(reports: Collection[int]) -> Prefetch:
    """For queries of citations: the copies that were made for these reports, the newest first."""
    rows = LinkCopy.objects.filter(report__in=reports).select_related("file").order_by("-pk")
    return Prefetch("version__copies", rows, to_attr="copies_of_report")


def words_of(copy: LinkCopy, content: bytes) -> str:
    """The text that the page showed, line by line, without anything that runs or looks."""
    charset = _charset(copy.content_type)
    if copy.file is None or copy.file.format != PAGE:
        return content.decode(charset or "utf-8", errors="replace")[:LONGEST]
    try:
        parser = html.HTMLParser(encoding=charset, no_network=True, remove_comments=True, remove_pis=True)
        page = html.document_fromstring(content, parser=parser)
    except (ParserError, ValueError):
        return ""
    for silent in page.xpath(" | ".join(f"//{name}" for name in _SILENT)):
        silent.drop_tree()
    lines = (" ".join(line.split()) for line in page.itertext())
    return "\n".join(line for line in lines if line)[:LONGEST]


def why_failed(code: str) -> str:
    """Why no copy could be made, in words."""
    if code.startswith("status_"):
        return _("The site answered with the error %(number)s.") % {"number": code.removeprefix("status_")}
    reasons = {
        "forbidden_address": _("The address is not one of the public web."),
        "forbidden_port": _("The address is not one of the public web."),
        "timeout": _("The site did not answer in time."),
        "too_large": _("The page is larger than what is kept."),
        "kind": _("Only pages, texts, pictures, PDF and Office files are kept."),
        "refused": _("The file did not pass the check of uploads."),
        "empty": _("The page was empty."),
    }
    return reasons.get(code, _("The site could not be reached."))


def _charset(content_type: str) -> str | None:
    """The encoding that the site named, if Python knows it."""
    header = Message()
    header["Content-Type"] = content_type
    named = header.get_content_charset()
    try:
        return named if named and "".encode(named) == b"" else None
    except (LookupError, UnicodeError):
        return None
