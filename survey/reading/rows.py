"""Rows of a sheet kept as coded columns: each distinct cell once, and rows made only when asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import ne
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from survey.responses import encode
from survey.vocabulary import Column

Whole = TypeVar("Whole", bound=np.integer)

BLOCK = 256
"""Rows that are turned into columns, or back, at a time: few, so that their cells' memory serves the next."""
RUN = 4096
"""Codes that are looked at together."""
HEAD, FEW = 1 << 16, 8
"""First codes, among which nearly all occur where few do; so many others are looked for one by one."""


class CodedRows(Sequence[Sequence[object]]):
    """The rows of a sheet, (rows, columns), held column by column.

    A sheet of answers says few things many times: a code for each cell needs
    a tenth of the memory, and what is asked of all cells is asked once of
    each distinct one.
    """

    def __init__(self, columns: Sequence[Column], length: int) -> None:
        self.columns = tuple(columns)
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> list[object]: ...
    @overload
    def __getitem__(self, place: slice) -> CodedRows: ...
    def __getitem__(self, place: int | slice) -> list[object] | CodedRows:
        """One row as a list of cells, or some rows."""
        if isinstance(place, slice):
            cut = [Column(column.codes[place], column.levels) for column in self.columns]
            return CodedRows(cut, len(range(*place.indices(self._length))))
        if not -self._length <= place < self._length:
            raise IndexError(place)
        codes = ((column, int(column.codes[place])) for column in self.columns)
        return [column.levels[code] if code >= 0 else None for column, code in codes]

    def __iter__(self) -> Iterator[list[object]]:
        for start in range(0, self._length, BLOCK):
            length = min(BLOCK, self._length - start)
            if not self.columns:
                yield from ([] for _ in range(length))
                continue
            block = [_decoded(column, start, start + length) for column in self.columns]
            yield from map(list, zip(*block, strict=True))


def _decoded(column: Column, start: int, stop: int) -> list[object]:
    levels = column.levels
    return [levels[code] if code >= 0 else None for code in column.codes[start:stop].tolist()]


def coded_rows(rows: Sequence[Sequence[object]]) -> CodedRows:
    """Rows of cells, all of one length, as coded columns."""
    if isinstance(rows, CodedRows):
        return rows
    columns = map(encode, zip(*rows, strict=True)) if rows else ()
    return CodedRows(tuple(columns), len(rows))


def code_rows(rows: Iterable[Sequence[object]], width: int, *, shift: int = 0) -> CodedRows:
    """A stream of rows, coded block by block, so that no more than a block is ever held as cells.

    Empty texts are blanks.

    Parameters
    ----------
    width
        Cells of each row.
    shift
        Blank columns that stand before the first cell.
    """
    coders = [Coder() for _ in range(width)]
    stream = iter(rows)
    length = 0
    while block := list(islice(stream, BLOCK)):
        length += len(block)
        for coder, cells in zip(coders, zip(*block, strict=True), strict=True):
            coder.add(cells)
    void = Column(np.full(length, -1, dtype=np.int32), ())
    return CodedRows((*[void] * shift, *(coder.column() for coder in coders)), length)


class Coder:
    """One column, coded as its cells come; values of different types stay apart."""

    def __init__(self) -> None:
        self._seen: defaultdict[object, int] = defaultdict(None, {"": 0})
        self._seen.default_factory = self._seen.__len__
        self._typed: dict[tuple[type, object], int] | None = None
        self._kinds: set[type] = set()
        self._codes: list[NDArray[np.int32]] = []

    def add(self, cells: Sequence[object]) -> None:
        """Code some more cells."""
        known = len(self._seen)
        if self._typed is None:
            codes = np.fromiter(map(self._seen.__getitem__, cells), dtype=np.int32, count=len(cells))
            if (0 in self._seen or 1 in self._seen) and self._may_clash(cells):
                self._typed = {
                    (type(value), value): code for value, code in islice(self._seen.items(), known)
                }
        if self._typed is not None:
            typed = self._typed
            found = (typed.setdefault((type(value), value), len(typed)) for value in cells)
            codes = np.fromiter(found, dtype=np.int32, count=len(cells))
        self._codes.append(codes)

    def _may_clash(self, cells: Sequence[object]) -> bool:
        """Whether True or False stands beside 1 or 0, which Python calls equal."""
        self._kinds.update(map(type, cells))
        return bool in self._kinds and not self._kinds <= {bool, str}

    def column(self) -> Column:
        """The column of all cells that were added; empty texts, which are coded 0, and NaN are blanks."""
        codes = np.concatenate(self._codes) if self._codes else np.empty(0, dtype=np.int32)
        levels = list(self._seen) if self._typed is None else [value for _, value in self._typed]
        if self._typed is not None or None in self._seen or any(map(ne, levels, levels)):
            return without_blanks(codes, levels, _places_of_nan(levels))
        codes -= 1
        return Column(codes, tuple(levels[1:]))


def _places_of_nan(levels: Sequence[object]) -> list[int]:
    return [place for place, level in enumerate(levels) if level != level]


def without_blanks(codes: NDArray[np.int32], levels: Sequence[object], blank: Iterable[int] = ()) -> Column:
    """The column of codes and distinct levels, (rows,); None, empty texts and those named are blank.

    The codes, of which none is -1 yet, are changed in place: copying them would take longer.
    """
    gone = {levels.index(empty) for empty in (None, "") if empty in levels}.union(blank)
    if not gone:
        return Column(codes, tuple(levels))
    kept = np.ones(len(levels), dtype=bool)
    kept[list(gone)] = False
    places = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    said = list(levels)
    for place in sorted(gone, reverse=True):
        del said[place]
    np.take(places, codes, out=codes, mode="clip")
    return Column(codes, tuple(said))


def without_unused(column: Column) -> Column:
    """The column without levels that no cell has; levels in the order first seen."""
    count = len(column.levels)
    first = first_places(column.codes, count + 1)[:count]
    order = np.flatnonzero(first < len(column.codes))
    if (np.diff(first[order]) < 0).any():
        order = order[np.argsort(first[order])]
    elif len(order) and order[-1] - order[0] == len(order) - 1:
        used = column.levels[order[0] : order[-1] + 1]
        if order[0] == 0:
            return Column(column.codes, used)
        codes = column.codes - np.int32(order[0])
        return Column(np.maximum(codes, np.int32(-1), out=codes), used)
    places = np.full(count + 1, -1, dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return Column(places[column.codes], tuple(map(column.levels.__getitem__, order.tolist())))


def distinct(numbers: NDArray[Whole]) -> NDArray[Whole]:
    """The different numbers, rising.

    Counted too, since without that `np.unique` loads numpy's masked arrays, which takes longer.
    """
    found: NDArray[Whole] = np.unique(numbers, return_counts=True)[0]
    return found


def first_places(codes: NDArray[np.integer], count: int) -> NDArray[np.intp]:
    """Where each code first occurs, (count,), the number of codes where it does not.

    Where -1 is among them, the last place says nothing.
    """
    first = np.full(count, len(codes), dtype=np.intp)
    _enter_first(first, codes[:HEAD])
    rest = codes[HEAD:]
    if not len(rest):
        return first
    unseen = np.flatnonzero(first == len(codes))
    if len(unseen) > FEW:
        _enter_first(first, codes)
        return first
    for code in unseen.tolist():
        found = rest == code
        if found.any():
            first[code] = HEAD + found.argmax()
    return first


def _enter_first(first: NDArray[np.intp], codes: NDArray[np.integer]) -> None:
    """Enter where each of these codes first occurs among them."""
    for start in range(len(codes) // RUN * RUN, -1, -RUN):
        block = codes[start : start + RUN]
        first[block[::-1]] = np.arange(start + len(block) - 1, start - 1, -1)
