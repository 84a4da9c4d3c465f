"""A packed workbook looked at before any parser: sizes, type definitions, reach, and what readers hide."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from survey.errors import ReadingError
from survey.reading.extent import Extent
from survey.reading.hidden import Hidden, Search, Styles, content_of, sheet_parts, telling_styles
from survey.reading.identity import FileKind
from survey.reading.markup import places
from survey.reading.mending import KNOWN_ERRORS, Oddities
from survey.reading.opendocument import OpenSearch
from survey.reading.reach import Reach
from survey.reading.repacking import Ending
from survey.reading.safety import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    EXPANDED_LIMIT,
    LAST_ROW,
    MEGABYTE,
    PIECE,
    RATIO_LIMIT,
    SAVE_AGAIN,
    SMALL_PART,
    Parsing,
    unpacking,
)
from survey.vocabulary import Note

USUAL_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts of workbooks are packed."""
_TYPE_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LENGTH = len(b"<!DOCTYPE")
_OUTSIDE = re.compile(r"xl/externallinks/|xl/connections\.xml|xl/querytables/")


@dataclass(frozen=True)
class Inspected:
    """What was seen: the hidden cells of each sheet that has some, and what a reader must know.

    Parameters
    ----------
    odd
        Whether a reader would stumble over the package, unless it is mended.
    merges
        What says which cells of a sheet are merged, {part: markup}, where it is as programs write it.
    """

    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    odd: bool = False
    merges: Mapping[str, bytes] = field(default_factory=dict)


class _Watcher(Protocol):
    def feed(self, content: bytes) -> None: ...


def inspect(path: Path, kind: FileKind) -> Inspected:
    """Unpack a workbook once without keeping it, and refuse what is not safe to parse.

    Raises
    ------
    ReadingError
        Damaged, ambiguous, with a type definition, or made to exhaust the memory.
    """
    with Parsing(str(path)), unpacking(path) as archive:
        return _inspected(path, archive, kind)


def _inspected(path: Path, archive: zipfile.ZipFile, kind: FileKind) -> Inspected:
    parts = archive.infolist()
    _check_directory(path, parts)
    names = {part.filename.replace("\\", "/").lower(): part.filename for part in parts}
    sheets: dict[str, str] = {}
    styles = Styles()
    if kind == "xlsx":
        sheets = {part: sheet for sheet, part in sheet_parts(archive, names)}
        styles = telling_styles(content_of(archive, names, "xl/styles.xml"))
    hidden: dict[str, Hidden] = {}
    merges: dict[str, bytes] = {}
    odd = False
    for part in parts:
        if kind != "xlsx":
            hidden |= _check_open_part(path, archive, part, kind)
            continue
        oddities, search, ending = Oddities(part.file_size), Search(styles), Ending(part.file_size)
        is_sheet = part.filename in sheets
        _check_part(path, archive, part, [oddities, search, ending] if is_sheet else [oddities])
        odd |= oddities.found
        if not is_sheet:
            continue
        merges[part.filename] = ending.merges()
        if (found := search.end()) != Hidden():
            hidden[sheets[part.filename]] = found
            odd |= not KNOWN_ERRORS.issuperset(found.errors.values())
    return Inspected(hidden, _notes_of_links(names), odd, merges)


def _check_directory(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse, before anything is unpacked, parts that occur twice and sizes past the limits."""
    twice = [name for name, times in Counter(part.filename.lower() for part in parts).items() if times > 1]
    if twice:
        raise ReadingError(
            f"{path}: the workbook holds two parts called {twice[0]}, so what it says is ambiguous",
            hint=SAVE_AGAIN,
        )
    strange = [part for part in parts if part.compress_type not in USUAL_METHODS and not part.flag_bits & 1]
    if strange:
        raise ReadingError(
            f"{path}: {strange[0].filename} is compressed by method {strange[0].compress_type}, which "
            "readers of workbooks cannot undo",
            hint=SAVE_AGAIN,
        )
    packed, size = sum(part.compress_size for part in parts), path.stat().st_size
    if packed > size:
        raise ReadingError(
            f"{path}: the parts of the workbook are said to take {packed:,} bytes, more than the {size:,} of "
            "the file: some lie over others, or its directory is wrong",
            hint=SAVE_AGAIN,
        )
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > SMALL_PART and part.file_size > RATIO_LIMIT * max(part.compress_size, 1)
        for part in parts
    )
    if total > EXPANDED_LIMIT or swollen:
        raise ReadingError(
            f"{path}: the workbook unpacks from {size / MEGABYTE:,.1f} to "
            f"{total / MEGABYTE:,.0f} MB; the limits are {EXPANDED_LIMIT // MEGABYTE} MB, and {RATIO_LIMIT} "
            "times the packed size",
            hint="if it is honest, delete the empty formatted cells or split it, and save it again",
        )


def _notes_of_links(names: Mapping[str, str]) -> tuple[Note, ...]:
    found = [name for name in names if _OUTSIDE.match(name)]
    if not found:
        return ()
    words = (
        "the workbook has links to other files or databases; none was followed, "
        "the values saved in it were read"
    )
    return (Note("reading", words, count=len(found), level="warning"),)


def _check_open_part(
    path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: FileKind
) -> dict[str, Hidden]:
    """Unpack one part of a workbook of another kind without keeping it; what the sheets in it hide."""
    if kind != "ods" or part.filename != "content.xml":
        _unpack(path, archive, part, [])
        return {}
    search = OpenSearch()
    _unpack(path, archive, part, [search])
    hidden = search.end()
    if _too_far(search.rows, search.columns):
        raise _far(path, part.filename, search.rows, search.columns)
    return hidden


def _check_part(
    path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, watchers: Sequence[_Watcher]
) -> None:
    """Unpack one part without keeping it: its checksum, type definitions, and how far its cells reach.

    Any part may be named as a sheet, so none is passed over for its name.
    """
    reach = Reach()
    if not _unpack(path, archive, part, [reach, *watchers]):
        return
    reach.end()
    if not reach.plain or _too_far(reach.row, reach.column):
        extent = Extent()
        _unpack(path, archive, part, [extent])
        extent.end()
        if _too_far(extent.row, extent.column):
            raise _far(path, part.filename, extent.row, extent.column)


def _unpack(
    path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo, watchers: Sequence[_Watcher]
) -> bool:
    """Unpack a part to its end, piece by piece; whether it is markup, which alone is shown to watchers."""
    first = markup = True
    last = b""
    with archive.open(part) as stream:
        while chunk := stream.read(PIECE):
            if first:
                markup = _is_markup(part.filename, chunk)
                first = False
            if markup:
                plain = chunk.replace(b"\0", b"") if b"\0" in chunk else chunk
                between = last + plain[:_LENGTH]
                if (b"<!" in between and _defines_types(between)) or _defines_types(plain):
                    raise ReadingError(
                        f"{path}: {part.filename} carries a document type definition, which no workbook "
                        "needs and which can be used to attack the reader",
                        hint=SAVE_AGAIN,
                    )
                last = plain[-_LENGTH:]
                for watcher in watchers:
                    watcher.feed(plain)
    return markup


def _defines_types(content: bytes) -> bool:
    """Whether a type definition begins in a piece, wherever: comments without end may go before it."""
    found = places(content, b"<!")
    return any(_TYPE_DEFINITION.match(content, place) for place in found.tolist())


def _too_far(row: int, column: int) -> bool:
    return row > LAST_ROW or column > COLUMN_LIMIT or row * column > CELL_LIMIT


def _far(path: Path, part: str, row: int, column: int) -> ReadingError:
    return ReadingError(
        f"{path}: {part} reaches to row {row:,}, column {column:,}; "
        f"the limits are {COLUMN_LIMIT:,} columns, and {CELL_LIMIT:,} cells",
        hint="delete whatever stands far below or far right of the answers, and save it again",
    )


def _is_markup(name: str, first: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or first.lstrip(
        b"\xef\xbb\xbf\xff\xfe\0 \r\n\t"
    ).startswith(b"<")
