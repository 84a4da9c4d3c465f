"""What calamine hides of an .xlsb: its records gone through for errors, per cents, zeros and hidden rows.

Records and their fields are those of [MS-XLSB], sections 2.1.4 and 2.4.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from survey.reading.hidden import PER_CENT_FORMATS, Hidden, Place, content_of, digits_shown, related_parts
from survey.reading.safety import MEGABYTE, unpacking

LARGEST = 32 * MEGABYTE
"""Bytes of a part beyond which it is not gone through."""
_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11
_NUMBERS = frozenset((2, 5, 9))
"""Cells that hold a number: short, long, and a formula's."""
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END, _SHEET = 44, 47, 617, 618, 156
_HIDDEN = 0x10
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_CELL = struct.Struct("<II")
_PAIR = struct.Struct("<HH")


def hidden_in(path: Path) -> Mapping[str, Hidden] | None:
    """The hidden cells of each sheet, {name: cells}; None where the file does not let them be seen."""
    with unpacking(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        try:
            shown = _shown(_part(archive, names, "xl/styles.bin"))
            parts = related_parts(content_of(archive, names, "xl/_rels/workbook.bin.rels"))
            return {
                sheet: _hidden(_part(archive, names, parts[relation]), shown)
                for sheet, relation in _sheets(_part(archive, names, "xl/workbook.bin"))
            }
        except (KeyError, IndexError, struct.error, UnicodeDecodeError, ValueError):
            return None


def _part(archive: zipfile.ZipFile, names: Mapping[str, str], part: str) -> bytes:
    """A part's content.

    Raises
    ------
    KeyError, ValueError
        There is none, or it is too large.
    """
    name = names[part.lower()]
    if archive.getinfo(name).file_size > LARGEST:
        raise ValueError(part)
    return archive.read(name)


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each record of a part: its kind, and where its fields begin and end."""
    place = 0
    while place < len(content):
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[place] << 7)
            place += 1
        size = shift = 0
        for _ in range(4):
            byte = content[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, place, place + size
        place += size


def _text(content: bytes, place: int) -> tuple[str, int]:
    """A text, and where it ends."""
    end = place + 4 + 2 * int.from_bytes(content[place : place + 4], "little")
    return content[place + 4 : end].decode("utf-16-le"), end


def _sheets(content: bytes) -> Iterator[tuple[str, str]]:
    """Each sheet's name, and the relation that leads to its part."""
    for kind, start, _ in _records(content):
        if kind == _SHEET:
            relation, end = _text(content, start + 8)
            yield _text(content, end)[0], relation


def _shown(content: bytes) -> dict[int, int]:
    """{cell style: digits shown, 0 for per cents}, of those styles that show a number as something else."""
    formats: dict[int, int | None] = dict.fromkeys(PER_CENT_FORMATS, 0)
    styles: list[int] = []
    inside = False
    for kind, start, _ in _records(content):
        if kind == _FORMAT:
            formats[int.from_bytes(content[start : start + 2], "little")] = digits_shown(
                _text(content, start + 2)[0]
            )
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            styles.append(_PAIR.unpack_from(content, start)[1])
    found = {place: formats.get(number) for place, number in enumerate(styles)}
    return {place: digits for place, digits in found.items() if digits is not None}


def _hidden(content: bytes, shown: Mapping[int, int]) -> Hidden:
    errors: dict[Place, str] = {}
    numbers: dict[Place, int] = {}
    rows = []
    row = 0
    for kind, start, _ in _records(content):
        if kind == _ROW:
            row = int.from_bytes(content[start : start + 4], "little")
            if content[start + 11] & _HIDDEN:
                rows.append(row + 1)
        elif kind in (_ERROR, _FORMULA_ERROR):
            column, _ = _CELL.unpack_from(content, start)
            errors[row, column] = _ERRORS.get(content[start + 8], "#N/A")
        elif kind in _NUMBERS and shown:
            column, style = _CELL.unpack_from(content, start)
            digits = shown.get(style & 0xFFFFFF)
            if digits is not None:
                numbers[row, column] = digits
    return Hidden.of(errors, numbers, rows)
