"""How far the cells of a sheet reach, told quickly where the markup is as all programs write it.

Where it is not, or where cells reach too far, `extent` looks again, slowly and exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.reading.markup import Bytes, places

LETTERS, DIGITS = 3, 7
"""The longest names of columns and of rows, in bytes."""
_OPENING = b'<c r="'
_LOOKED_AT = len(_OPENING) + LETTERS + DIGITS + 1
"""Bytes of a cell's beginning that are looked at, the quote after its reference included."""
_A, _ZERO, _QUOTE, _BEFORE_A = np.uint8(ord("A")), np.uint8(ord("0")), ord('"'), ord("A") - 1
_AFTER_NAME = np.zeros(256, dtype=bool)
_AFTER_NAME[np.frombuffer(b" />\t\r\n", dtype=np.uint8)] = True


@dataclass
class Reach:
    """The furthest row and column, from 1, of a part that is fed piece by piece; empty cells count.

    Parameters
    ----------
    plain
        Whether every cell so far names its place as programs do: `<c r="AB12"`.
    """

    row: int = 1
    column: int = 1
    plain: bool = True
    _rest: bytes = field(default=b"", repr=False)

    def feed(self, content: bytes) -> None:
        """Take in the next piece; a cell that begins near its end waits for the one after it."""
        if self.plain:
            content = self._rest + content
            self._look(content)
            self._rest = content[1 - _LOOKED_AT :]

    def end(self) -> None:
        """Take in what waits."""
        self.feed(bytes(_LOOKED_AT))

    def _look(self, content: bytes) -> None:
        """Take in the cells of which as much is there as is looked at."""
        if len(_named(content, b":c")):
            self.plain = False
        starts = _named(content, b"<c")
        if not self.plain or not len(starts):
            return
        letters = np.frombuffer(content, dtype=np.uint8)
        self.plain = all((letters[n:].take(starts) == _OPENING[n]).all() for n in range(2, len(_OPENING)))
        if self.plain:
            self._reach(letters, starts + len(_OPENING))

    def _reach(self, letters: Bytes, names: NDArray[np.intp]) -> None:
        """Take in the references at these places: one to three capitals, then digits, then a quote."""
        first = letters.take(names)
        column = first.astype(np.int32) - _BEFORE_A
        more, after = _is_capital(first), names + 1
        self.plain = bool(more.all())
        for _ in range(LETTERS - 1):
            letter = letters.take(after)
            more &= _is_capital(letter)
            if not more.any():
                break
            column = np.where(more, column * 26 + letter - _BEFORE_A, column)
            after += more
        self.column = max(self.column, int(column.max()))
        self._rows(letters, after)

    def _rows(self, letters: Bytes, numbers: NDArray[np.intp]) -> None:
        """Take in the numbers of rows at these places, each with a quote after its last digit."""
        row = np.zeros(len(numbers), dtype=np.int32)
        for place in range(DIGITS + 1):
            digit = letters[place:].take(numbers)
            closed = digit == _QUOTE
            digit -= _ZERO
            running = digit <= 9
            if not running.all():
                self.plain &= place > 0 and bool((closed | running).all())
                self.row = max(self.row, int(row.max()))
                if closed.all() or not self.plain:
                    return
                numbers, row, digit = numbers[running], row[running], digit[running]
            row = row * 10 + digit
        self.plain = False


def _named(content: bytes, end: bytes) -> NDArray[np.intp]:
    """Where a tag's name ends so, in what is looked at."""
    found = places(content, end)
    found = found[: found.searchsorted(len(content) - _LOOKED_AT, "right")]
    return found[_AFTER_NAME[np.frombuffer(content, dtype=np.uint8)[len(end) :].take(found)]]


def _is_capital(letters: Bytes) -> NDArray[np.bool_]:
    return letters - _A < 26
