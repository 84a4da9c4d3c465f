"""A package in which a reader can find its way: what it would stumble over is put right, in a copy in memory.

Some programs write what the format allows and calamine does not take, or what
no reader needs: errors newer than it knows, markup in UTF-16, and counts and
extents that are not so. None of it changes a cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from survey.reading.safety import unpacking

KNOWN_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
)
"""Errors that calamine knows; one other makes it refuse the whole sheet."""
_HEAD = 4096
"""Bytes from the start of a part in which its oddities stand."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DECLARED_WIDE = re.compile(rb"<\?xml[^<>]*encoding\s*=\s*[\"']utf-16", re.IGNORECASE)
_DECLARED = re.compile(r"(<\?xml[^<>]*)\sencoding\s*=\s*[\"'][^\"']*[\"']", re.IGNORECASE)
_STRINGS = re.compile(rb"(<(?:\w+:)?sst\b)([^<>]*)>")
_COUNT = re.compile(rb"\s(?:count|uniqueCount)\s*=\s*[\"']([^\"']*)[\"']")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b([^<>]*)/>")
_PLACES = re.compile(rb"\sref\s*=\s*[\"']\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?[\"']")
_ERROR = re.compile(
    rb"(<(?:\w+:)?c\b(?=[^<>]*\bt=\"e\")[^<>]*>(?:\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*"
    rb"<(?:\w+:)?v>)[^<]*"
)


@dataclass
class Oddities:
    """Looks at the start of a part, which is fed piece by piece, for what a reader stumbles over.

    Parameters
    ----------
    size
        Bytes of the part.
    """

    size: int
    found: bool = False
    _begun: bool = False

    def feed(self, content: bytes) -> None:
        """Look at the first piece."""
        if self._begun:
            return
        self._begun = True
        head = content[:_HEAD]
        self.found = head.startswith(_WIDE) or bool(_DECLARED_WIDE.search(head))
        if strings := _STRINGS.search(head):
            counts = _COUNT.findall(strings[2])
            self.found |= any(not count.isdigit() or int(count) > self.size for count in counts)
        if extent := _DIMENSION.search(head):
            self.found |= not _PLACES.search(extent[1])


def mended(path: Path) -> io.BytesIO:
    """The package with every part as a reader takes it.

    Raises
    ------
    ReadingError
        The package is damaged.
    """
    copy = io.BytesIO()
    with (
        unpacking(path) as archive,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for part in archive.infolist():
            target.writestr(part.filename, _part(archive.read(part)))
    copy.seek(0)
    return copy


def _part(content: bytes) -> bytes:
    """One part; what is no markup stays as it is."""
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t").startswith(b"<"):
        return content
    content = _narrow(content)
    head, rest = content[:_HEAD], content[_HEAD:]
    if strings := _STRINGS.search(head):
        begin, end = strings.span(2)
        head = head[:begin] + _COUNT.sub(b"", strings[2]) + head[end:]
    if (extent := _DIMENSION.search(head)) and not _PLACES.search(extent[1]):
        head = head.replace(extent[0], b"", 1)
    content = head + rest
    return _ERROR.sub(rb"\1#N/A", content) if b't="e"' in content else content


def _narrow(content: bytes) -> bytes:
    """Markup in UTF-8, whatever it was in."""
    wide = content[:2] in _WIDE
    if not wide and b"\0" not in content[:_HEAD]:
        return content
    name = "utf-16" if wide else "utf-16-be" if content.startswith(b"\0") else "utf-16-le"
    return _DECLARED.sub(r"\1", content.decode(name, errors="replace"), count=1).encode()
