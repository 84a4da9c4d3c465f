"""Values as codes, and back: each distinct value met once, in the order first seen.

pandas is asked only where it is loaded already, or needed: loading it takes longer than reading most files.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from survey.vocabulary import Column

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

LARGEST_CODE = 1 << 62
"""Combinations are numbered anew before their codes outgrow 64 bits."""

COUNTED_CODES = 1 << 16
"""Combinations there could be that are looked up in a table, however few respondents there are."""


class Numbers(Column):
    """Numbers as they came, (respondents,), coded only when someone asks for codes or levels.

    Weights are nearly as many values as respondents, and most that is done
    with them never asks.
    """

    values: NDArray[Any]

    def __init__(self, values: NDArray[Any]) -> None:
        kept = values.copy()
        kept.flags.writeable = False
        object.__setattr__(self, "values", kept)

    @property
    def respondents(self) -> int:
        """How many respondents it is of."""
        return len(self.values)

    @cached_property
    def _factorized(self) -> tuple[Ints, tuple[object, ...]]:
        import pandas as pd

        positions, found = pd.factorize(self.values)
        return np.asarray(positions, dtype=np.int32), tuple(found.tolist())

    @property
    def codes(self) -> Ints:
        """Position of each respondent's number in `levels`, (respondents,); -1 is a blank."""
        return self._factorized[0]

    @property
    def levels(self) -> tuple[object, ...]:
        """Distinct numbers in the order first seen."""
        return self._factorized[1]


def encode(values: Iterable[object]) -> Column:
    """A column of these values: codes (respondents,), levels in the order first seen.

    None, NaN and pandas' NA are blanks. Values of different types stay apart even where
    Python calls them equal (1, 1.0 and True).
    """
    if _is_series(values):
        return _encode_series(values)
    if isinstance(values, np.ndarray) and values.ndim == 1:
        if values.dtype.kind in "iuf" and values.dtype.itemsize <= 8:
            return Numbers(values)
        if values.dtype.kind in "OU":
            values = values.tolist()
    held = values if isinstance(values, list | tuple) else list(values)
    kinds = set(map(type, held)) - {NoneType}
    return _encode_alike(held) if len(kinds) < 2 or kinds == {str, float} else _encode_mixed(held)


def _is_series(values: object) -> TypeGuard[pd.Series]:
    """Whether values are pandas' own, which nothing is where pandas was never loaded."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(values, pandas.Series)


def _encode_series(values: pd.Series) -> Column:
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype):
        positions, found = pd.factorize(values)
        return Column(np.asarray(positions, dtype=np.int32), tuple(found.tolist()))
    if isinstance(values.dtype, pd.StringDtype):
        return _encode_alike(values.to_numpy(dtype=object).tolist())
    plain = isinstance(values.dtype, np.dtype) and values.dtype.kind in "iufO"
    return encode(values.to_numpy() if plain else values.tolist())


def _encode_alike(values: Sequence[object]) -> Column:
    """The column of values among which only those of one type can be equal."""
    seen: defaultdict[object, int] = defaultdict()
    seen.default_factory = seen.__len__
    codes = np.fromiter(map(seen.__getitem__, values), dtype=np.int32, count=len(values))
    nothing = _nothing()
    blank = [_is_blank(value, nothing) for value in seen]
    if not any(blank):
        return Column(codes, tuple(seen))
    places = np.where(blank, -1, np.cumsum(np.logical_not(blank)) - 1).astype(np.int32)
    return Column(places[codes], tuple(value for value, gone in zip(seen, blank, strict=True) if not gone))


def _encode_mixed(values: Sequence[object]) -> Column:
    """The column of values of several types."""
    seen: dict[tuple[type, object], int] = {}
    nothing = _nothing()
    codes = np.fromiter(
        (
            -1 if _is_blank(value, nothing) else seen.setdefault((type(value), value), len(seen))
            for value in values
        ),
        dtype=np.int32,
        count=len(values),
    )
    return Column(codes, tuple(value for _, value in seen))


def _nothing() -> object:
    """What pandas has for nothing, which cannot even be compared; None where it was never loaded."""
    return getattr(sys.modules.get("pandas"), "NA", None)


def _is_blank(value: object, nothing: object) -> bool:
    return value is None or value is nothing or value != value


def decode(column: Column) -> NDArray[np.object_]:
    """The values of a column, (respondents,); None where it is blank."""
    values = np.empty(len(column.levels) + 1, dtype=object)
    for position, level in enumerate(column.levels):
        values[position] = level
    return values[column.codes]


def numbers(column: Column) -> Floats:
    """The column as numbers, (respondents,); NaN where it is blank or no number."""
    if isinstance(column, Numbers):
        return column.values.astype(np.float64)
    levels = [float(level) if isinstance(level, int | float) else np.nan for level in column.levels]
    return np.asarray([*levels, np.nan])[column.codes]


def combinations(columns: Sequence[Column]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Codes that occur together, (combinations, columns), and which are each respondent's, (respondents,).

    Blanks, coded -1, are a code of their own.
    """
    combined = np.zeros(len(columns[0].codes), dtype=np.int64)
    size = 1
    for column in columns:
        levels = len(column.levels) + 1
        if size * levels >= LARGEST_CODE:
            _, combined = np.unique(combined, return_inverse=True)
            size = len(combined)
        combined = combined * levels + (column.codes + 1)
        size *= levels
    first, which = _distinct(combined, size)
    return np.stack([column.codes[first].astype(np.intp) for column in columns], axis=-1), which


def _distinct(codes: NDArray[np.int64], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Someone of each code that occurs, by rising code, and the rank of each one's code, (respondents,).

    All codes are below `size`; where there could be few, a table is quicker than sorting.
    """
    if size > COUNTED_CODES + len(codes):
        _, first, which = np.unique(codes, return_index=True, return_inverse=True)
        return first, which
    holder = np.full(size, -1, dtype=np.intp)
    holder[codes] = np.arange(len(codes))
    occupied = np.flatnonzero(holder >= 0)
    rank = np.zeros(size, dtype=np.intp)
    rank[occupied] = np.arange(len(occupied))
    return holder[occupied], rank[codes]
