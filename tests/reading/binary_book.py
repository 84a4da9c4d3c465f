"""A small .xlsb written record by record, since no library writes one ([MS-XLSB] 2.1.4 and 2.4)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A}


@dataclass(frozen=True)
class Error:
    """A cell that holds an error; of a formula, if so."""

    name: str
    formula: bool = False


@dataclass(frozen=True)
class Styled:
    """A number in a cell style, counted from 0."""

    number: float
    style: int


def record(kind: int, fields: bytes = b"") -> bytes:
    """One record: its kind and size in as few bytes as they need, and its fields."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, sizes = len(fields), b""
    while True:
        sizes += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + sizes + fields


def text(words: str) -> bytes:
    """A text of a record."""
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def _cell(column: int, value: object) -> bytes:
    if isinstance(value, Error):
        fields = struct.pack("<IIB", column, 0, ERRORS[value.name])
        return record(11, fields + struct.pack("<HI", 0, 0)) if value.formula else record(3, fields)
    if isinstance(value, Styled):
        return record(5, struct.pack("<IId", column, value.style, value.number))
    if isinstance(value, int | float):
        return record(5, struct.pack("<IId", column, 0, value))
    return record(6, struct.pack("<II", column, 0) + text(str(value)))


def sheet(rows: Sequence[Sequence[object]], hidden: Sequence[int] = ()) -> bytes:
    """A sheet's part; rows in `hidden`, from 0, are hidden."""
    lines = b""
    for place, row in enumerate(rows):
        flags = 0x10 if place in hidden else 0
        lines += record(0, struct.pack("<IIHBBBI", place, 0, 300, 0, flags, 0, 0))
        lines += b"".join(_cell(column, value) for column, value in enumerate(row) if value is not None)
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    return record(129) + record(148, extent) + record(145) + lines + record(146) + record(130)


def styles(formats: Sequence[str | int]) -> bytes:
    """The part of styles: one cell style for each number format, built in (int) or declared."""
    numbers = [164 + place if isinstance(each, str) else each for place, each in enumerate(formats)]
    declared = b"".join(
        record(44, struct.pack("<H", number) + text(each))
        for number, each in zip(numbers, formats, strict=True)
        if isinstance(each, str)
    )
    cells = b"".join(record(47, struct.pack("<HH12x", 0, number)) for number in numbers)
    declared = _counted(615, sum(isinstance(each, str) for each in formats)) + declared + record(616)
    cells = _counted(617, len(formats)) + cells + record(618)
    return record(278) + declared + cells + record(279)


def _counted(kind: int, count: int) -> bytes:
    """The record that begins a list of so many."""
    return record(kind, struct.pack("<I", count))


def binary_book(path: Path, part: bytes, formats: Sequence[str | int] = (0,)) -> Path:
    """The workbook with one sheet called Data."""
    bundle = record(156, struct.pack("<II", 0, 1) + text("r1") + text("Data"))
    book = record(131) + record(143) + bundle + record(144) + record(132)
    links = f'<Relationships xmlns="{PACKAGE}/relationships">'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'{links}<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/>'
            "</Relationships>",
        )
        packed.writestr(
            "xl/_rels/workbook.bin.rels",
            f'{links}<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
            f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="styles.bin"/></Relationships>',
        )
        packed.writestr("xl/workbook.bin", book)
        packed.writestr("xl/worksheets/sheet1.bin", part)
        packed.writestr("xl/styles.bin", styles(formats))
    return path
