"""What a reader of OpenDocument sheets hides: errors, per cents, zeros before numbers, hidden rows, formulas.

As in `hidden`, the markup is searched, never parsed; in time that grows with
its length alone, for whoever wrote it may have left its tags open.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.reading.hidden import Hidden, Place
from survey.reading.markup import Pieces

MOST_REPEATED = 10_000
"""Cells that one cell may stand for; what stands for more is no answer of anybody."""
ALL_REPEATED = 1_000_000
"""Cells that all such cells of a sheet may stand for together."""

_TABLE_OR_ROW = re.compile(rb"<table:table(?P<row>-row)?(?P<attributes>(?:[\s/][^<>]*)?)>")
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?P<attributes>(?:[\s/][^<>]*)?)>")
_COLUMNS = re.compile(rb'\btable:number-columns-repeated="([0-9]+)"')
_ROWS = re.compile(rb'\btable:number-rows-repeated="([0-9]+)"')
_DIGITS = 12
"""Digits of a number that are looked at: more are too many in any case."""
_OUT_OF_SIGHT = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_TELLING = (b'"error"', b'"percentage"', b'table:formula="')
_ERROR = re.compile(rb'\bcalcext:value-type="error"')
_PER_CENT = re.compile(rb'\boffice:value-type="percentage"')
_FORMULA = re.compile(rb'\btable:formula="')
_WORDS = re.compile(rb"<text:p[^<>]*>([^<]*)</text:p>")
_SHOWN_ZERO = b"<text:p>0"
_SHOWN = re.compile(rb"<text:p>(0[0-9]{1,19})</text:p>")
_VALUE = re.compile(rb'\boffice:value-type="float"(?:[^<>]*\s)?office:value="([0-9]{1,15})"')
_HELD = b"office:value-type="
_REPEATED_WITH_CONTENT = re.compile(rb'table:number-columns-repeated="([0-9]+)"[^<>]*(?<!/)>')
_WITH_CONTENT = re.compile(rb"<table:table-cell[^<>]*(?<!/)>")


@dataclass
class _Found:
    """What one sheet hides, as far as its rows were gone through."""

    rows: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    padded: dict[Place, int] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    uncalculated: set[Place] = field(default_factory=set)
    _repeated: int = 0

    def row(self, attributes: bytes, cells: bytes) -> None:
        """Take in a row; rows from 0."""
        times = _number(_ROWS, attributes)
        if _HELD in cells and _OUT_OF_SIGHT.search(attributes) and self._is_honest(times):
            self.hidden += range(self.rows + 1, self.rows + times + 1)
        if _SHOWN_ZERO in cells or any(words in cells for words in _TELLING):
            self._cells(cells, times)
        self.rows += times

    def _is_honest(self, cells: int) -> bool:
        """Whether a cell may stand for so many, after all that others stood for."""
        self._repeated += cells if cells > 1 else 0
        return cells <= MOST_REPEATED and self._repeated <= ALL_REPEATED

    def _cells(self, cells: bytes, times: int) -> None:
        column = 0
        for cell, inside in _each(_CELL, cells):
            attributes = cell["attributes"]
            repeated = _number(_COLUMNS, attributes)
            telling = inside.startswith(_SHOWN_ZERO) or any(words in attributes for words in _TELLING)
            if telling and self._is_honest(repeated * times):
                rows, columns = range(self.rows, self.rows + times), range(column, column + repeated)
                self._cell(attributes, inside, [(row, place) for row in rows for place in columns])
            column += repeated

    def _cell(self, attributes: bytes, inside: bytes, places: list[Place]) -> None:
        if _ERROR.search(attributes):
            words = _WORDS.search(inside)
            said = html.unescape(words[1].decode("utf-8", errors="replace")).strip() if words else ""
            self.errors |= dict.fromkeys(places, said or "#N/A")
        elif _PER_CENT.search(attributes):
            self.percents.update(places)
        elif _FORMULA.search(attributes) and _HELD not in attributes:
            self.uncalculated.update(places)
        elif width := _width(attributes, inside):
            self.padded |= dict.fromkeys(places, width)

    def result(self) -> Hidden:
        """All of it."""
        return Hidden(
            errors=self.errors,
            percents=frozenset(self.percents),
            padded=self.padded,
            rows=tuple(self.hidden),
            uncalculated=frozenset(self.uncalculated),
        )


@dataclass
class OpenSearch:
    """Looks at all sheets in a `content.xml`, which is fed piece by piece.

    Parameters
    ----------
    rows, columns
        The most rows, and columns, that one row or cell with something in it stands for.
    """

    rows: int = 1
    columns: int = 1
    _sheets: dict[str, _Found] = field(default_factory=dict)
    _name: str = ""
    _rows_of: Pieces = field(default_factory=lambda: Pieces(b"<table:table-row"), repr=False)

    def feed(self, content: bytes) -> None:
        """Take in the next piece; its last row waits for the piece after it."""
        for whole in self._rows_of.whole(content):
            self._look(whole)

    def end(self) -> dict[str, Hidden]:
        """Take in what waits; {sheet: what it hides}, of the sheets that hide something."""
        for whole in self._rows_of.rest():
            self._look(whole)
        found = {name: sheet.result() for name, sheet in self._sheets.items()}
        return {name: hidden for name, hidden in found.items() if hidden != Hidden()}

    def _look(self, content: bytes) -> None:
        for tag, inside in _each(_TABLE_OR_ROW, content):
            attributes = tag["attributes"]
            if not tag["row"]:
                named = _NAME.search(attributes)
                self._name = html.unescape(named[1].decode("utf-8", errors="replace")) if named else ""
                self._sheets[self._name] = _Found()
                continue
            self._reach(attributes, inside)
            if self._name in self._sheets:
                self._sheets[self._name].row(attributes, inside)

    def _reach(self, attributes: bytes, cells: bytes) -> None:
        if b"-repeated=" not in attributes and b"-repeated=" not in cells:
            return
        if _HELD in cells or _WITH_CONTENT.search(cells):
            self.rows = max(self.rows, _number(_ROWS, attributes))
        for columns in _REPEATED_WITH_CONTENT.findall(cells):
            self.columns = max(self.columns, int(columns[:_DIGITS]))


def _each(tag: re.Pattern[bytes], content: bytes) -> Iterator[tuple[re.Match[bytes], bytes]]:
    """Each tag with all that stands between it and the next."""
    last: re.Match[bytes] | None = None
    for found in tag.finditer(content):
        if last:
            yield last, content[last.end() : found.start()]
        last = found
    if last:
        yield last, content[last.end() :]


def _width(attributes: bytes, inside: bytes) -> int:
    """How many digits a whole number is shown with, where zeros stand before it; else 0."""
    value, shown = _VALUE.search(attributes), _SHOWN.match(inside)
    return len(shown[1]) if value and shown and int(value[1]) == int(shown[1]) else 0


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1][:_DIGITS]) if found else 1
