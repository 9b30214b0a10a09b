"""Office files are archives: their directory is read, nothing of a stranger is unpacked but small lists."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from core.uploads.formats import Format
from core.uploads.refusals import refused, wrong_type

_MAX_MEMBERS = 1_000
_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_RATIO = 100
_MAX_LIST = 1024 * 1024
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_NEEDS_A_CLICK = {"hyperlink"}  # external targets of other kinds are fetched as the file opens


def check_office(path: Path, allowed: Sequence[Format]) -> Format:
    """The Office format of the archive; raises Refused for bombs, macros, attached objects and other archives."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_directory(archive, members)
            found = _office_format(archive, allowed)
            _check_content(archive, members)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, OSError, NotImplementedError, ValueError):
        raise refused("damaged") from None
    except RuntimeError:  # zipfile's way to say that a member has a password
        raise refused("encrypted") from None
    return found


def is_locked_office(path: Path) -> bool:
    """True for a modern Office file with a password, which is a compound file around an encrypted package."""
    with path.open("rb") as file:
        return _OLE_PASSWORD in file.read(1024 * 1024)


def _check_directory(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED or unpacked / packed > _MAX_RATIO:
        raise refused("not_readable")
    if archive.comment or min((member.header_offset for member in members), default=0) > 0:
        raise refused("extra_data")


def _office_format(archive: zipfile.ZipFile, allowed: Sequence[Format]) -> Format:
    try:
        contents = _list_in(archive, "[Content_Types].xml")
    except KeyError:
        raise wrong_type(allowed) from None
    types = {element.get("ContentType", "") for element in contents.iterchildren(etree.Element)}
    if any("macroenabled" in kind.lower() for kind in types):
        raise refused("active_content")
    for kind in allowed:
        if kind.main_part and kind.main_part in types:
            return kind
    raise wrong_type(allowed)


def _check_content(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        name = member.filename.lower()
        if name.endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) or (
            "/embeddings/" in name and name.endswith(".bin")
        ):
            raise refused("active_content")
        if name.endswith(".rels"):
            for relation in _list_in(archive, member.filename).iterchildren(etree.Element):
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                if relation.get("TargetMode") == "External" and kind not in _NEEDS_A_CLICK:
                    raise refused("active_content")


def _list_in(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > _MAX_LIST:
        raise refused("not_readable")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    tree = etree.fromstring(archive.read(name), parser)
    if tree.getroottree().docinfo.doctype:  # Office writes none
        raise refused("damaged")
    return tree
