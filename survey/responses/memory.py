"""Respondents in memory: integer codes, and one `np.bincount` per grouping."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.responses.coding import numbers
from survey.vocabulary import Axis, Column, Responses

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

DENSE_CELLS = 1 << 20
"""Cells a counting table may have whatever the number of respondents (8 MB)."""

KEPT_CODES = 64
"""Axes whose cells are remembered for every respondent, those last asked for."""

KEPT_CROSSINGS = 1 << 22
"""Respondents times crossings of axes whose cells are remembered, those last asked for (32 MB)."""

FEWEST_CROSSINGS = 4
"""Crossings that are remembered whatever the number of respondents."""


def stacked(first: Responses, second: Responses) -> MemoryResponses:
    """All respondents of both, one after the other; a column that one of them lacks is blank there."""
    names = dict.fromkeys((*first.names, *second.names))
    return MemoryResponses({name: _stacked_column(first, second, name) for name in names})


def _stacked_column(first: Responses, second: Responses, name: str) -> Column:
    codes: list[NDArray[np.int64]] = []
    levels: list[object] = []
    for part in (first, second):
        column = part.column(name) if name in part.names else Column(np.full(len(part), -1, np.int32), ())
        codes.append(np.where(column.codes < 0, -1, column.codes + len(levels)))
        levels += column.levels
    return Column(np.concatenate(codes).astype(np.int32), tuple(levels))


def reordered(columns: Mapping[str, Column], order: NDArray[np.intp]) -> MemoryResponses:
    """The columns with their respondents in another order."""
    return MemoryResponses(
        {name: Column(column.codes[order], column.levels) for name, column in columns.items()}
    )


class _CellCodes(NamedTuple):
    """Each respondent's cell on one axis, (respondents,), counted from 1; 0 is none of them.

    `members` are kept so that the key, which holds their address, stays theirs.
    """

    key: tuple[str, int]
    codes: Ints
    cells: int
    members: Floats | None


EVERYONE = _CellCodes(("", 0), np.empty(0, dtype=np.int32), 1, None)
"""The one cell of an axis that all respondents are in, which divides nothing."""


class _Crossing(NamedTuple):
    """One code per respondent for several axes; their members are kept as `_CellCodes` keeps its own."""

    codes: NDArray[np.intp]
    members: tuple[Floats | None, ...]


@dataclass(frozen=True, eq=False, repr=False)
class MemoryResponses:
    """All respondents in memory, column by column.

    Parameters
    ----------
    columns
        {name: column}, all of one length.
    blocks
        {name: (respondents, replicates) numbers kept side by side}.
    """

    columns: Mapping[str, Column]
    blocks: Mapping[str, Floats] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], Floats | None] = field(default_factory=dict, init=False, repr=False)
    _cells_of: OrderedDict[tuple[str, int], _CellCodes] = field(
        default_factory=OrderedDict, init=False, repr=False
    )
    _crossed: OrderedDict[tuple[tuple[str, int], ...], _Crossing] = field(
        default_factory=OrderedDict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        lengths = {column.respondents for column in self.columns.values()}
        lengths |= {len(block) for block in self.blocks.values()}
        if len(lengths) > 1:
            raise ValueError(f"columns differ in length: {sorted(lengths)}")

    def __reduce__(self) -> tuple[object, ...]:
        """Columns and blocks alone: what is remembered of axes goes by their place in memory."""
        return MemoryResponses, (self.columns, self.blocks)

    def __repr__(self) -> str:
        return f"<{len(self):,} respondents, {len(self.columns)} columns>"

    def __len__(self) -> int:
        return next((column.respondents for column in self.columns.values()), 0)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in the order they came."""
        return tuple(self.columns)

    def column(self, name: str) -> Column:
        """One column; KeyError when there is none of that name."""
        return self.columns[name]

    def block(self, name: str) -> Floats:
        """One block, (respondents, replicates); KeyError when there is none of that name."""
        return self.blocks[name]

    def assign(
        self, columns: Mapping[str, Column], blocks: Mapping[str, Floats] | None = None
    ) -> MemoryResponses:
        """The same respondents with these columns and blocks added or replaced."""
        return MemoryResponses({**self.columns, **columns}, {**self.blocks, **(blocks or {})})

    def keep(self, rows: Bools) -> MemoryResponses:
        """Only these respondents, (respondents,) True to keep; levels stay as they are."""
        return MemoryResponses(
            {name: Column(column.codes[rows], column.levels) for name, column in self.columns.items()},
            {name: block[rows] for name, block in self.blocks.items()},
        )

    def count(
        self, groupings: Sequence[Sequence[Axis]], *, weight: str | None = None, power: int = 1
    ) -> list[Floats]:
        """Sums of weight**power per cell, one array per grouping with one axis per key.

        A respondent counts in a cell as often as the product of the members
        says; with `power=0` every respondent whose weight is not zero counts
        one, with `weight=None` simply everyone. Where `weight` names a block,
        an axis of replicates stands before the others.
        """
        values = None if weight is None else self._powers(weight, power)
        return [self._count(tuple(grouping), values) for grouping in groupings]

    def _powers(self, weight: str, power: int) -> Floats | None:
        """What each respondent counts; None where everyone counts one."""
        if weight in self.blocks:
            return self.blocks[weight] if power == 1 else self.blocks[weight] ** power
        if (weight, power) not in self._numbers:
            weights = np.nan_to_num(numbers(self.columns[weight]), nan=0.0)
            counted = weights != 0 if power == 0 else weights**power
            self._numbers[weight, power] = None if power == 0 and counted.all() else counted.astype(float)
        return self._numbers[weight, power]

    def _count(self, grouping: tuple[Axis, ...], values: Floats | None) -> Floats:
        parted = [self._cell_codes(axis) for axis in grouping]
        codes = [each for each in parted if each is not None]
        if len(codes) == len(grouping) and self._dense([each.cells + 1 for each in codes]):
            return self._count_of_parts(codes, values)
        return self._count_of_members(grouping, values)

    def _dense(self, sizes: list[int]) -> bool:
        return math.prod(sizes) <= DENSE_CELLS + 8 * len(self)

    def _cell_codes(self, axis: Axis) -> _CellCodes | None:
        """Each respondent's cell of an axis; None where cells overlap or members are weighted."""
        if not axis.column and (axis.members is None or axis.members.tolist() == [[1.0]]):
            return EVERYONE
        key = axis.column, id(axis.members)
        if key in self._cells_of:
            self._cells_of.move_to_end(key)
            return self._cells_of[key]
        levels = len(self.columns[axis.column].levels) if axis.column else 1
        by_level = _cell_of_level(axis, levels)
        if by_level is None:
            return None
        codes = self.columns[axis.column].codes if axis.column else np.zeros(len(self), dtype=np.int32)
        found = _CellCodes(key, by_level[codes], self._cells(axis), axis.members)
        self._cells_of[key] = found
        if len(self._cells_of) > KEPT_CODES:
            self._cells_of.popitem(last=False)
        return found

    def _count_of_parts(self, parts: list[_CellCodes], values: Floats | None) -> Floats:
        """The count where each axis puts a respondent in one cell, or in none (coded 0)."""
        dividing = [part for part in parts if part is not EVERYONE]
        shape = [part.cells + 1 for part in dividing]
        table = _sums(self._crossing(dividing), math.prod(shape), values)
        ahead = _replicate_axes(values)
        table = table.reshape([*table.shape[:ahead], *shape])
        inner = table[(slice(None),) * ahead + (slice(1, None),) * len(shape)]
        whole = [1 if part is EVERYONE else part.cells for part in parts]
        return inner.reshape([*inner.shape[:ahead], *whole])

    def _crossing(self, parts: list[_CellCodes]) -> NDArray[np.intp]:
        """One code per respondent for the cells of all axes; crossings that begin alike share their work."""
        keys = tuple(part.key for part in parts)
        if not keys:
            return np.zeros(len(self), dtype=np.intp)
        if keys in self._crossed:
            self._crossed.move_to_end(keys)
            return self._crossed[keys].codes
        last = parts[-1]
        before = self._crossing(parts[:-1]) * (last.cells + 1) if len(parts) > 1 else 0
        codes = np.add(before, last.codes, dtype=np.intp)
        self._crossed[keys] = _Crossing(codes, tuple(part.members for part in parts))
        if len(self._crossed) > max(FEWEST_CROSSINGS, min(KEPT_CODES, KEPT_CROSSINGS // max(len(self), 1))):
            self._crossed.popitem(last=False)
        return codes

    def _count_of_members(self, grouping: tuple[Axis, ...], values: Floats | None) -> Floats:
        names = list(dict.fromkeys(axis.column for axis in grouping if axis.column))
        members = {name: self._members(name, grouping) for name in names}
        table = self._tally(names, members, values)
        for axis in grouping:
            if not axis.column:
                table = np.multiply.outer(table, np.ones(1) if axis.members is None else axis.members[0])
        by_column = sorted(range(len(grouping)), key=lambda i: [*names, ""].index(grouping[i].column))
        ahead = _replicate_axes(values)
        table = table.reshape([*table.shape[:ahead], *(self._cells(grouping[i]) for i in by_column)])
        return np.asarray(table.transpose([*range(ahead), *(np.argsort(by_column) + ahead)]))

    def _cells(self, axis: Axis) -> int:
        if axis.members is not None:
            return int(axis.members.shape[1])
        return len(self.columns[axis.column].levels) if axis.column else 1

    def _members(self, name: str, grouping: tuple[Axis, ...]) -> Floats | None:
        """What a blank and each level count in the cells of all axes on one column, (1 + levels, cells).

        None where that is one cell per level.
        """
        axes = [axis.members for axis in grouping if axis.column == name]
        if len(axes) == 1 and axes[0] is None:
            return None
        size = len(self.columns[name].levels)
        product = np.ones((size + 1, 1))
        for member in axes:
            right = np.eye(size) if member is None else member
            blank = right[size:] if len(right) > size else np.zeros((1, right.shape[1]))
            right = np.concatenate([blank, right[:size]])
            product = (product[:, :, None] * right[:, None, :]).reshape(size + 1, -1)
        return product

    def _tally(self, names: list[str], members: Mapping[str, Floats | None], values: Floats | None) -> Floats:
        """Sums of the values per cell of each column, (cells, ...): tabulated by level, then gathered."""
        fine = self._too_fine(names, members)
        if fine is not None:
            name, member = fine
            rest = [other for other in names if other != name]
            shares = member[self.columns[name].codes + 1].T
            weighted = (share if values is None else (share * values.T).T for share in shares)
            tables = [self._tally(rest, members, each) for each in weighted]
            return np.stack(tables, axis=names.index(name) + _replicate_axes(values))
        codes, shape = self._combined(names)
        ahead = _replicate_axes(values)
        table = _sums(codes, math.prod(shape), values)
        table = table.reshape([*table.shape[:ahead], *shape])
        for name in names:
            by_level = members[name]
            if by_level is None:
                table = np.moveaxis(table[(slice(None),) * ahead + (slice(1, None),)], ahead, -1)
            else:
                table = np.tensordot(table, by_level, axes=(ahead, 0))
        return table

    def _too_fine(self, names: list[str], members: Mapping[str, Floats | None]) -> tuple[str, Floats] | None:
        """The column to sum cell by cell, with its members, where a table by level would be too large."""
        sizes = {name: len(self.columns[name].levels) + 1 for name in names}
        if self._dense(list(sizes.values())):
            return None
        narrow = [
            (name, member)
            for name in names
            if (member := members[name]) is not None and 0 < member.shape[1] < sizes[name]
        ]
        return max(narrow, key=lambda pair: sizes[pair[0]] / pair[1].shape[1], default=None)

    def _combined(self, names: list[str]) -> tuple[NDArray[np.intp], list[int]]:
        """One code per respondent for all columns together; a blank is 0, so levels start at 1."""
        codes = np.zeros(len(self), dtype=np.intp)
        shape = []
        for name in names:
            column = self.columns[name]
            shape.append(len(column.levels) + 1)
            codes = codes * shape[-1] + (column.codes + 1)
        return codes, shape


def _cell_of_level(axis: Axis, levels: int) -> Ints | None:
    """The one cell, counted from 1, of each level and, last, of blanks; None where there may be several."""
    if axis.members is None:
        return (
            np.arange(1, levels + 2, dtype=np.int32) % (levels + 1) if axis.column else np.ones(1, np.int32)
        )
    members = axis.members
    if not ((members == 0) | (members == 1)).all() or (members.sum(axis=1) > 1).any():
        return None
    cells = np.where(members.any(axis=1), members.argmax(axis=1) + 1, 0).astype(np.int32)
    return cells if len(cells) > levels or not axis.column else np.append(cells, np.int32(0))


def _replicate_axes(values: Floats | None) -> int:
    """Axes of replicates before those of the cells: one for a block, none else."""
    return 0 if values is None else values.ndim - 1


def _sums(codes: NDArray[np.intp], cells: int, values: Floats | None) -> Floats:
    """Sums of the values per code, (cells,), or (replicates, cells) for a block."""
    if values is None or values.ndim == 1:
        return np.bincount(codes, weights=values, minlength=cells).astype(float, copy=False)
    from scipy import sparse

    member = sparse.csc_matrix(
        (np.ones(len(codes)), codes, np.arange(len(codes) + 1)), shape=(cells, len(codes))
    )
    return np.asarray((member @ values).T)
