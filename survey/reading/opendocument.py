"""What a reader of OpenDocument sheets hides: errors, numbers shown as per cents, hidden rows, formulas.

As in `hidden`, the markup is searched, never parsed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from survey.reading.hidden import Hidden, Place
from survey.reading.markup import Pieces

MOST_REPEATED = 10_000
"""Cells that one cell may stand for; what stands for more is no answer of anybody."""

_TABLE_OR_ROW = re.compile(rb"<table:table(?P<row>-row)?(?P<attributes>(?:\s[^<>]*)?)>")
_NAME = re.compile(rb'\btable:name="([^"]*)"')
_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell(?P<attributes>(?:\s[^<>]*?)?)"
    rb"(?:/>|>(?P<inside>.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
_COLUMNS = re.compile(rb'\btable:number-columns-repeated="([0-9]{1,9})"')
_ROWS = re.compile(rb'\btable:number-rows-repeated="([0-9]{1,9})"')
_OUT_OF_SIGHT = re.compile(rb'\btable:visibility="(?:collapse|filter)"')
_TELLING = re.compile(rb'"error"|"percentage"|\btable:formula="')
_ERROR = re.compile(rb'\bcalcext:value-type="error"')
_PER_CENT = re.compile(rb'\boffice:value-type="percentage"')
_FORMULA = re.compile(rb'\btable:formula="')
_WORDS = re.compile(rb"<text:p[^<>]*>([^<]*)</text:p>")
_HELD = b"office:value-type="


@dataclass
class _Found:
    """What one sheet hides, as far as its rows were gone through."""

    rows: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    hidden: list[int] = field(default_factory=list)
    uncalculated: set[Place] = field(default_factory=set)

    def row(self, attributes: bytes, cells: bytes) -> None:
        """Take in a row; rows from 0."""
        times = _number(_ROWS, attributes)
        if _HELD in cells and _OUT_OF_SIGHT.search(attributes) and times <= MOST_REPEATED:
            self.hidden += range(self.rows + 1, self.rows + times + 1)
        if _TELLING.search(cells):
            self._cells(cells, times)
        self.rows += times

    def _cells(self, cells: bytes, times: int) -> None:
        column = 0
        for cell in _CELL.finditer(cells):
            repeated = _number(_COLUMNS, cell["attributes"])
            if repeated * times <= MOST_REPEATED:
                places = [
                    (self.rows + row, column + place) for row in range(times) for place in range(repeated)
                ]
                self._cell(cell, places)
            column += repeated

    def _cell(self, cell: re.Match[bytes], places: list[Place]) -> None:
        attributes = cell["attributes"]
        if _ERROR.search(attributes):
            words = _WORDS.search(cell["inside"] or b"")
            said = html.unescape(words[1].decode("utf-8", errors="replace")).strip() if words else ""
            self.errors |= dict.fromkeys(places, said or "#N/A")
        elif _PER_CENT.search(attributes):
            self.percents.update(places)
        elif _FORMULA.search(attributes) and _HELD not in attributes:
            self.uncalculated.update(places)

    def result(self) -> Hidden:
        """All of it."""
        return Hidden(
            errors=self.errors,
            percents=frozenset(self.percents),
            rows=tuple(self.hidden),
            uncalculated=frozenset(self.uncalculated),
        )


@dataclass
class OpenSearch:
    """Looks for the hidden cells of all sheets in a `content.xml`, which is fed piece by piece."""

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
        tags = list(_TABLE_OR_ROW.finditer(content))
        ends = [*(tag.start() for tag in tags[1:]), len(content)]
        for tag, end in zip(tags, ends, strict=True):
            if not tag["row"]:
                named = _NAME.search(tag["attributes"])
                self._name = html.unescape(named[1].decode("utf-8", errors="replace")) if named else ""
                self._sheets[self._name] = _Found()
            elif self._name in self._sheets:
                self._sheets[self._name].row(tag["attributes"], content[tag.end() : end])


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
