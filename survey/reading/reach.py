"""How far the cells of a sheet reach, told quickly where the markup is as all programs write it.

Where it is not, or where cells reach too far, `extent` looks again, slowly and exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

PAD = 24
"""Bytes that are looked at beyond the start of a cell."""
_AFTER_NAME = np.zeros(256, dtype=bool)
_AFTER_NAME[np.frombuffer(b" />\t\r\n", dtype=np.uint8)] = True
_OPENING = np.frombuffer(b' r="', dtype=np.uint8)
ROW_DIGITS = 7


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
        """Take in the next piece; its last tag waits for the one after it."""
        if not self.plain:
            return
        content = self._rest + content
        cut = max(content.rfind(b"<"), 0)
        self._rest = content[cut:]
        self._look(content[:cut])

    def end(self) -> None:
        """Take in what waits."""
        self._look(self._rest)
        self._rest = b""

    def _look(self, content: bytes) -> None:
        if b":c" in content:
            self.plain = False
        if not self.plain or b"<c" not in content:
            return
        letters: Bytes = np.frombuffer(content + bytes(PAD), dtype=np.uint8)
        starts = np.flatnonzero(letters == ord("<"))
        starts = starts[letters[starts + 1] == ord("c")]
        starts = starts[_AFTER_NAME[letters[starts + 2]]]
        if not len(starts):
            return
        for place, letter in enumerate(_OPENING, 2):
            if (letters[starts + place] != letter).any():
                self.plain = False
                return
        self._reach(letters, starts + 6)

    def _reach(self, letters: Bytes, starts: NDArray[np.intp]) -> None:
        """Take in references that begin at these places: one to three capitals, then digits."""
        column, digits = _read(letters, starts, base=26, zero=ord("A") - 1, low=1, longest=3)
        row, end = _read(letters, digits, base=10, zero=ord("0"), low=0, longest=ROW_DIGITS)
        named = (digits > starts).all() and (end > digits).all()
        self.plain = bool(named and (letters[end] == ord('"')).all())
        self.row = max(self.row, int(row.max()))
        self.column = max(self.column, int(column.max()))


def _read(
    letters: Bytes, starts: NDArray[np.intp], *, base: int, zero: int, low: int, longest: int
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Numbers that begin at these places, and the places past their last digit."""
    number = np.zeros(len(starts), dtype=np.int32)
    place = starts
    more = np.ones(len(starts), dtype=bool)
    for _ in range(longest):
        digit = letters[place].astype(np.int32) - zero
        more &= (digit >= low) & (digit < low + base)
        if not more.any():
            break
        number = np.where(more, number * base + digit, number)
        place = place + more
    return number, place
