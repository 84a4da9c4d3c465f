"""What a workbook's reader hides: errors, per cents, zeros before numbers, hidden rows, empty formulas.

The markup is searched, never parsed: what is not written the way programs
write it is passed over, and then those cells are read as they always were.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np

from survey.reading.markup import Pieces, places
from survey.reading.rows import distinct
from survey.reading.safety import SMALL_PART

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


class Percent(float):
    """A number cell that the sheet shows as a per cent: 0.73 shown as 73%."""

    def shown(self) -> str:
        """The cell as the sheet shows it, no digit lost: `73%`."""
        return f"{100 * self:.12g}%"


class Padded(float):
    """A whole number, not negative, that the sheet shows with zeros before it, as ids are: 7 shown as 007.

    Parameters
    ----------
    width
        Digits that are shown.
    """

    width: int

    def __new__(cls, number: float, width: int) -> Padded:
        """The number, and how wide it is shown."""
        padded = super().__new__(cls, number)
        padded.width = width
        return padded

    def __reduce__(self) -> tuple[type[Padded], tuple[float, int]]:
        return Padded, (float(self), self.width)

    def shown(self) -> str:
        """The cell as the sheet shows it: `007`."""
        return f"{self:0{self.width}.0f}"


@dataclass(frozen=True)
class Hidden:
    """The cells of one sheet that a reader passes over or misreads.

    Parameters
    ----------
    errors
        {place: error}, such as #DIV/0!.
    percents
        Places of the numbers whose format multiplies them by 100.
    padded
        {place of a number: digits it is shown with}, where zeros are put before it.
    rows
        Rows that a filter or a person hid, as Excel counts.
    uncalculated
        Places of formulas that were saved without their result.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()
    padded: Mapping[Place, int] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    uncalculated: frozenset[Place] = frozenset()

    @classmethod
    def of(cls, errors: Mapping[Place, str], numbers: Mapping[Place, int], rows: Iterable[int]) -> Hidden:
        """Hidden cells from {place of a number: digits shown, 0 for per cents}, errors and hidden rows."""
        return cls(
            errors,
            frozenset(place for place, digits in numbers.items() if not digits),
            {place: digits for place, digits in numbers.items() if digits},
            tuple(sorted(rows)),
        )


_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs[^<>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s([^<>]*)>")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_ZEROS = re.compile(r"0{2,20}")
MANY_STYLES = 16
"""Styles beyond which each cell is looked at, since to look for all of them would take longer."""
PER_CENT_FORMATS = frozenset((9, 10))
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


def related_parts(markup: str) -> dict[str, str]:
    """The parts that a workbook's relations lead to, {relation: part}."""
    parts = {}
    for found in _RELATION.findall(markup):
        attributes = dict(_ATTRIBUTE.findall(found))
        target = attributes.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        parts[attributes.get("Id", "")] = whole
    return parts


def sheet_parts(archive: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    parts = related_parts(content_of(archive, names, "xl/_rels/workbook.xml.rels"))
    for found in _SHEET.findall(content_of(archive, names, "xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(found))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        part = parts.get(relation, "")
        if part.lower() in names:
            yield html.unescape(attributes.get("name", "")), names[part.lower()]


@dataclass(frozen=True)
class Styles:
    """Cell styles that show a number as something else, by their numbers as cells name them.

    Parameters
    ----------
    percents
        Those whose format multiplies by 100.
    padded
        {style: digits}, where zeros are put before a number.
    """

    percents: frozenset[bytes] = frozenset()
    padded: Mapping[bytes, int] = field(default_factory=dict)

    @property
    def names(self) -> tuple[bytes, ...]:
        """All of them."""
        return (*self.percents, *self.padded)


def digits_shown(code: str) -> int | None:
    """How many digits a number format puts zeros before a number to reach; 0 where it shows per cents.

    None where it shows a number as it is.
    """
    if "%" in _LITERAL.sub("", code):
        return 0
    return len(code) if _ZEROS.fullmatch(code) else None


def telling_styles(markup: str) -> Styles:
    """The cell styles of a workbook that show a number as something else, from its `styles.xml`."""
    percents, zeros = set(PER_CENT_FORMATS), dict[int, int]()
    for found in _FORMAT.findall(markup):
        attributes = dict(_ATTRIBUTE.findall(found))
        code = html.unescape(attributes.get("formatCode", ""))
        if not attributes.get("numFmtId", "").isdigit():
            continue
        digits = digits_shown(code)
        if digits:
            zeros[int(attributes["numFmtId"])] = digits
        elif digits is not None:
            percents.add(int(attributes["numFmtId"]))
    cells = _STYLES.search(markup)
    declared = [dict(_ATTRIBUTE.findall(found)) for found in _STYLE.findall(cells[1])] if cells else []
    formats = {
        str(number).encode(): int(style["numFmtId"])
        for number, style in enumerate(declared)
        if style.get("numFmtId", "").isdigit()
    }
    return Styles(
        frozenset(style for style, number in formats.items() if number in percents),
        {style: zeros[number] for style, number in formats.items() if number in zeros},
    )


@dataclass
class Search:
    """Looks for the hidden cells of one sheet's part, which is fed piece by piece.

    Parameters
    ----------
    styles
        The cell styles that show a number as something else.
    """

    styles: Styles = field(default_factory=Styles)
    _errors: dict[Place, str] = field(default_factory=dict)
    _percents: set[Place] = field(default_factory=set)
    _padded: dict[Place, int] = field(default_factory=dict)
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
            self._errors,
            frozenset(self._percents),
            self._padded,
            tuple(self._rows),
            frozenset(self._uncalculated),
        )

    def _look(self, content: bytes) -> None:
        named = (b'"e"', *(b's="%s"' % style for style in self.styles.names))
        self._look_at(_CELL.finditer(content) if len(named) > MANY_STYLES else _cells_with(content, named))
        if len(places(content, b'hidden="')):
            self._rows += [int(found[1]) for found in _HIDDEN_ROW.finditer(content)]
        if len(places(content, b"<f")):
            formulas = (_place(found[1]) for found in _UNCALCULATED.finditer(content))
            self._uncalculated |= {place for place in formulas if place is not None}

    def _look_at(self, cells: Iterable[re.Match[bytes]]) -> None:
        for found in cells:
            attributes = dict(_CELL_ATTRIBUTE.findall(found[1]))
            place = _place(attributes.get(b"r", b""))
            if place is None:
                continue
            kind = attributes.get(b"t", b"n")
            if kind == b"e":
                end = found.string.find(b"</c", found.end()) + 1 or len(found.string)
                value = _VALUE.search(found.string, found.end(), end)
                self._errors[place] = value[1].decode("ascii", errors="replace") if value else "#N/A"
            elif kind == b"n" and (style := attributes.get(b"s", b"")) in self.styles.percents:
                self._percents.add(place)
            elif kind == b"n" and style in self.styles.padded:
                self._padded[place] = self.styles.padded[style]


def _cells_with(content: bytes, named: Iterable[bytes]) -> Iterator[re.Match[bytes]]:
    """The beginnings of cells that hold any of these words."""
    hits = np.concatenate([places(content, words) for words in named])
    if not len(hits):
        return
    tags = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("<"))
    before = distinct(tags.searchsorted(hits))
    for start in tags[before[before > 0] - 1].tolist():
        if found := _CELL.match(content, start):
            yield found


def _place(reference: bytes) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
