"""A workbook packed anew in memory, with each sheet's merged ranges before its cells.

calamine goes through a sheet twice, the second time for its merged ranges,
which stand behind the cells: where they come first it stops at once, and takes
two thirds of the time. Nothing is unpacked or compressed for that: a part may
be made of several compressed pieces one after another.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from survey.reading.markup import places
from survey.reading.safety import unpacking

_CELLS, _END_OF_CELLS = b"<sheetData", b"</sheetData>"
_MERGES = re.compile(
    rb"<mergeCells(?=[\s>])[^<>]*>(?:\s*<mergeCell(?=[\s/>])[^<>]*(?:/>|>\s*</mergeCell>))*\s*</mergeCells>"
)
_ODD_HEAD = re.compile(rb"mergeCell|<!")
_NO_MERGES = b"<mergeCells></mergeCells>"
_DECLARED = len(b"\xef\xbb\xbf<?xml")
"""Bytes in which a declaration begins, where there is one."""
_LENGTHS = struct.Struct("<26xHH")
"""The part of an entry's own header that says how much longer it is: the lengths of name and extra field."""
_ZEROS = bytes(1 << 16)
_OF_ZEROS = zlib.crc32(_ZEROS)


@dataclass
class Ending:
    """Keeps the end of a sheet's part, which is fed piece by piece; hardly any has more behind its cells.

    Parameters
    ----------
    size
        Bytes of the part.
    """

    size: int
    _fed: int = 0
    _first: bytes = field(default=b"", repr=False)
    _last: deque[bytes] = field(default_factory=lambda: deque(maxlen=2), repr=False)

    def feed(self, content: bytes) -> None:
        """Take in the next piece."""
        self._first = self._first or content
        self._fed += len(content)
        self._last.append(content)

    def merges(self) -> bytes:
        """The sheet's merged ranges, or that there are none; empty where that takes a parser to tell."""
        content = b"".join(self._last)
        ends = _places(content, _END_OF_CELLS)
        if len(ends) != 1 or self._is_odd(content, ends[0]):
            return b""
        place = content.find(b"mergeCell", ends[0])
        if place < 0:
            return _NO_MERGES
        found = _MERGES.match(content, place - 1)
        return found[0] if found else b""

    def _is_odd(self, content: bytes, end: int) -> bool:
        """Whether cells may end elsewhere, or ranges stand before them, or in what is no markup."""
        begins = _places(self._first, _CELLS)
        return (
            self._fed != self.size
            or len(begins) != 1
            or _ODD_HEAD.search(self._first, 0, begins[0]) is not None
            or bool(_places(content, b"<!"))
            or len(_places(content, b"<?")) > content.count(b"<?xml", 0, _DECLARED)
            or not _is_well_formed(content[end:])
        )


def _places(content: bytes, words: bytes) -> list[int]:
    """Where words begin."""
    found: list[int] = places(content, words).tolist()
    return found


def _is_well_formed(content: bytes) -> bool:
    """Whether what stands from the end of the cells to the end of the sheet is well-formed."""
    try:
        ParserCreate().Parse(b"<worksheet>" + _CELLS + b">" + content, True)
    except ExpatError:
        return False
    return True


def repacked(path: Path, merges: Mapping[str, bytes]) -> io.BytesIO:
    """The package, with what `merges` has for a part put before its content, {part: markup}.

    Raises
    ------
    ReadingError
        The package is damaged.
    """
    packed = io.BytesIO()
    with unpacking(path) as archive, path.open("rb") as stream, zipfile.ZipFile(packed, "w") as target:
        for part in archive.infolist():
            stream.seek(part.header_offset)
            stream.seek(sum(_LENGTHS.unpack(stream.read(_LENGTHS.size))), io.SEEK_CUR)
            _add(target, packed, part, stream.read(part.compress_size), merges.get(part.filename, b""))
    packed.seek(0)
    return packed


def _add(
    target: zipfile.ZipFile, packed: io.BytesIO, part: zipfile.ZipInfo, content: bytes, before: bytes
) -> None:
    """Add a part as it is packed, after what shall stand before it."""
    entry = copy(part)
    entry.flag_bits &= ~8  # sizes stand before the content, not behind it
    entry.extra = b""
    entry.header_offset = packed.tell()
    first = _begun(before, entry.compress_type) if before else b""
    if first:
        entry.CRC = checksum(zlib.crc32(before), part.CRC, part.file_size)
        entry.file_size += len(before)
        entry.compress_size += len(first)
    packed.write(entry.FileHeader() + first)
    packed.write(content)
    target.filelist.append(entry)
    target.start_dir = packed.tell()


def _begun(content: bytes, method: int) -> bytes:
    """Content packed so that more of the same method may go on behind it; empty by any other method."""
    if method == zipfile.ZIP_DEFLATED:
        deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return deflate.compress(content) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return content if method == zipfile.ZIP_STORED else b""


def checksum(before: int, after: int, length: int) -> int:
    """The checksum of two contents one after another, by theirs and the second's length.

    What is before changes the checksum of what is after as it changes that of as many zeros.
    """
    whole, rest = divmod(length, len(_ZEROS))
    for _ in range(whole):
        before = zlib.crc32(_ZEROS, before) ^ _OF_ZEROS
    return after ^ zlib.crc32(_ZEROS[:rest], before) ^ zlib.crc32(_ZEROS[:rest])
