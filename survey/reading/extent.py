"""How far the cells of a sheet reach, told from its markup: a reader allocates rows × columns of them.

What a sheet declares (`<dimension>`) is not believed. Cells that hold nothing
do not count, since readers pass over them. Markup that is not written the way
programs write it is never explained away: there, everything that could be a
reference counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from survey.reading.markup import Pieces

_NAMED = rb"<(?:[\w.\-]+:)?"
_ATTRIBUTES = rb"""(?:\s+[\w:.\-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*+\s*"""
_CELL = re.compile(_NAMED + rb"c(?=[\s/>])")
_PLAIN_CELL = re.compile(_NAMED + rb'c r="[A-Z]{1,3}[0-9]{1,7}"')
_EMPTY_CELL = re.compile(_NAMED + rb"c" + _ATTRIBUTES + rb"(?:/>|></(?:[\w.\-]+:)?c\s*>)")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]+)\$?([0-9]+)\s*["']""")
_ROW = re.compile(_NAMED + rb"row(?=[\s/>])")
_NUMBER = re.compile(rb"""\br\s*=\s*["']\s*([0-9]+)\s*["']""")
_DIGITS = 12
"""Digits of a row number, letters of a column, that are looked at: more are far out in any case."""


@dataclass
class Extent:
    """The furthest row and column, from 1, of a part that is fed piece by piece."""

    row: int = 1
    column: int = 1
    _rows_of: Pieces = field(default_factory=lambda: Pieces(b"<row"), repr=False)
    _highest: int = 0
    _unnumbered: int = 0
    _loose: bool = False

    def feed(self, content: bytes) -> None:
        """Take in the next piece; its last row waits for the piece after it."""
        for whole in self._rows_of.whole(content):
            self._look(whole)

    def end(self) -> None:
        """Take in what waits."""
        for whole in self._rows_of.rest():
            self._look(whole)
        if self._loose:
            self.row = max(self.row, self._highest + self._unnumbered)

    def _look(self, content: bytes) -> None:
        numbers = _NUMBER.findall(content)
        self._highest = max(self._highest, max((int(digits[:_DIGITS]) for digits in numbers), default=0))
        self._unnumbered += max(0, len(_ROW.findall(content)) - len(numbers))
        cells = len(_CELL.findall(content))
        if cells == len(_PLAIN_CELL.findall(content)):
            self._reach(_EMPTY_CELL.sub(b"", content))
            return
        self._reach(content)
        self._loose = True
        self.column = max(self.column, *map(_loose_cells, _ROW.split(content)))

    def _reach(self, content: bytes) -> None:
        found = _REFERENCE.findall(content)
        if found:
            self.row = max(self.row, max(int(digits[:_DIGITS]) for _, digits in found))
            self.column = max(self.column, max(map(_column_number, {letters for letters, _ in found})))


def _loose_cells(row: bytes) -> int:
    """Cells of a row without a plain reference: they stand where counting puts them."""
    return len(_CELL.findall(row)) - len(_PLAIN_CELL.findall(row))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:_DIGITS].upper():
        number = number * 26 + letter - 64
    return number
