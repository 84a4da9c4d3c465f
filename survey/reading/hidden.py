"""What a workbook's reader hides: errors, numbers shown as per cents, hidden rows, formulas never calculated.

The markup is searched, never parsed: what is not written the way programs
write it is passed over, and then those cells are read as they always were.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np

from survey.reading.markup import Pieces, places
from survey.reading.safety import SMALL_PART

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


class Percent(float):
    """A number cell that the sheet shows as a per cent: 0.73 shown as 73%."""

    def shown(self) -> str:
        """The cell as the sheet shows it, no digit lost: `73%`."""
        return f"{100 * self:.12g}%"


@dataclass(frozen=True)
class Hidden:
    """The cells of one sheet that a reader passes over or misreads.

    Parameters
    ----------
    errors
        {place: error}, such as #DIV/0!.
    percents
        Places of the numbers whose format multiplies them by 100.
    rows
        Rows that a filter or a person hid, as Excel counts.
    uncalculated
        Places of formulas that were saved without their result.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()
    rows: tuple[int, ...] = ()
    uncalculated: frozenset[Place] = frozenset()


_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs[^<>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s([^<>]*)>")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_PER_CENT_FORMATS = frozenset((9, 10))
"""The formats 0% and 0.00%, which every workbook has without declaring them."""

_CELL = re.compile(rb"<(?:\w+:)?c (?=[^<>]*(?:\bt=\"e\"|\bs=\"\d))([^<>/]*)>")
_CELL_ATTRIBUTE = re.compile(rb'\b([rst])="([^"]*)"')
_REFERENCE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row (?=[^<>]*\bhidden="(?:1|true)")(?:[^<>]*\s)?r="([0-9]{1,7})"')
_UNCALCULATED = re.compile(
    rb'<c (?:[^<>]*\s)?r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>\s*'
    rb"<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v>(#[^<]*)</")


def content_of(archive: zipfile.ZipFile, names: Mapping[str, str], part: str) -> str:
    """A small part as text; empty where there is none, or where it is too large to be honest."""
    name = names.get(part)
    if name is None or archive.getinfo(name).file_size > SMALL_PART:
        return ""
    content = archive.read(name)
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if wide else "utf-8", errors="replace")


def sheet_parts(archive: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    relations = {}
    for found in _RELATION.findall(content_of(archive, names, "xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(found))
        relations[attributes.get("Id", "")] = attributes.get("Target", "")
    for found in _SHEET.findall(content_of(archive, names, "xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(found))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        target = relations.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if part.lower() in names:
            yield html.unescape(attributes.get("name", "")), names[part.lower()]


def percent_styles(styles: str) -> frozenset[bytes]:
    """Numbers of the cell styles whose format multiplies by 100, as cells name them."""
    formats = set(_PER_CENT_FORMATS)
    for found in _FORMAT.findall(styles):
        attributes = dict(_ATTRIBUTE.findall(found))
        code = _LITERAL.sub("", html.unescape(attributes.get("formatCode", "")))
        if "%" in code and attributes.get("numFmtId", "").isdigit():
            formats.add(int(attributes["numFmtId"]))
    cells = _STYLES.search(styles)
    declared = [dict(_ATTRIBUTE.findall(found)) for found in _STYLE.findall(cells[1])] if cells else []
    return frozenset(
        str(number).encode()
        for number, style in enumerate(declared)
        if style.get("numFmtId", "").isdigit() and int(style["numFmtId"]) in formats
    )


@dataclass
class Search:
    """Looks for the hidden cells of one sheet's part, which is fed piece by piece.

    Parameters
    ----------
    percent_styles
        Numbers of the cell styles that show per cents, as cells name them.
    """

    percent_styles: frozenset[bytes] = frozenset()
    _errors: dict[Place, str] = field(default_factory=dict)
    _percents: set[Place] = field(default_factory=set)
    _rows: list[int] = field(default_factory=list)
    _uncalculated: set[Place] = field(default_factory=set)
    _rows_of: Pieces = field(default_factory=lambda: Pieces(b"<row"), repr=False)

    def feed(self, content: bytes) -> None:
        """Take in the next piece; its last row waits for the piece after it."""
        for whole in self._rows_of.whole(content):
            self._look(whole)

    def end(self) -> Hidden:
        """Take in what waits; everything that was found."""
        for whole in self._rows_of.rest():
            self._look(whole)
        return Hidden(
            self._errors, frozenset(self._percents), tuple(self._rows), frozenset(self._uncalculated)
        )

    def _look(self, content: bytes) -> None:
        letters = np.frombuffer(content, dtype=np.uint8)
        named = (b't="e"', *(b's="%s"' % style for style in self.percent_styles))
        if any(len(places(letters, words)) for words in named):
            self._look_at_cells(content)
        if len(places(letters, b'hidden="')):
            self._rows += [int(found[1]) for found in _HIDDEN_ROW.finditer(content)]
        if len(places(letters, b"<f")):
            formulas = (_place(found[1]) for found in _UNCALCULATED.finditer(content))
            self._uncalculated |= {place for place in formulas if place is not None}

    def _look_at_cells(self, content: bytes) -> None:
        for found in _CELL.finditer(content):
            attributes = dict(_CELL_ATTRIBUTE.findall(found[1]))
            place = _place(attributes.get(b"r", b""))
            if place is None:
                continue
            kind = attributes.get(b"t", b"n")
            if kind == b"e":
                end = content.find(b"</c", found.end()) + 1 or len(content)
                value = _VALUE.search(content, found.end(), end)
                self._errors[place] = value[1].decode("ascii", errors="replace") if value else "#N/A"
            elif kind == b"n" and attributes.get(b"s") in self.percent_styles:
                self._percents.add(place)


def _place(reference: bytes) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
