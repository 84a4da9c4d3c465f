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
            self._look(np.frombuffer(content, dtype=np.uint8))
            self._rest = content[1 - _LOOKED_AT :]

    def end(self) -> None:
        """Take in what waits."""
        self.feed(bytes(_LOOKED_AT))

    def _look(self, letters: Bytes) -> None:
        """Take in the cells of which as much is there as is looked at."""
        if len(places(letters, b":c")):
            self.plain = False
        starts = places(letters[: 2 - _LOOKED_AT], b"<c")
        starts = starts[_AFTER_NAME[letters[starts + 2]]]
        if not self.plain or not len(starts):
            return
        windows = np.lib.stride_tricks.sliding_window_view(letters, _LOOKED_AT)
        heads = np.ascontiguousarray(windows[starts].T)
        self.plain = all((heads[place] == letter).all() for place, letter in enumerate(_OPENING))
        if self.plain:
            self._reach(heads[len(_OPENING) :])

    def _reach(self, references: Bytes) -> None:
        """Take in references, (bytes, cells): one to three capitals, then digits, then a quote."""
        second, third = _is_capital(references[1]), _is_capital(references[2])
        numbers = references[1:]
        column = references[0].astype(np.int32) - _BEFORE_A
        for more, letters in ((second, references[1]), (second & third, references[2])):
            if more.any():
                column = np.where(more, column * 26 + letters - _BEFORE_A, column)
                numbers = np.where(more, numbers[1:], numbers[:-1])
        self.column = max(self.column, int(column.max()))
        self.plain = bool(_is_capital(references[0]).all())
        self._rows(numbers)

    def _rows(self, numbers: Bytes) -> None:
        """Take in numbers of rows, (bytes, cells), each with a quote after its last digit."""
        row = np.zeros(numbers.shape[1], dtype=np.int32)
        for place in range(DIGITS + 1):
            digit = numbers[place] - _ZERO
            running = digit <= 9
            if not running.all():
                closed = numbers[place] == _QUOTE
                self.plain &= place > 0 and bool((closed | running).all())
                self.row = max(self.row, int(row.max()))
                if closed.all() or not self.plain:
                    return
                numbers, row, digit = numbers[:, running], row[running], digit[running]
            row = row * 10 + digit
        self.plain = False


def _is_capital(letters: Bytes) -> NDArray[np.bool_]:
    return letters - _A < 26
