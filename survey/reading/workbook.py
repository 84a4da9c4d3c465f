"""A sheet as rows of plain Python values, however it was read; a DataFrame as such a sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from survey.reading.folding import shortened
from survey.reading.hidden import Place
from survey.reading.rows import CodedRows, coded_rows, without_unused
from survey.vocabulary import Column, Note

if TYPE_CHECKING:
    import pandas as pd

Cell = object
SEARCHED = 40
"""First rows of a sheet among which its header is looked for."""
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range, from 0."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: its rows from the very first, all of one length; None is an empty cell.

    Parameters
    ----------
    merges
        Merged ranges, read with `merges_of` only where a header asks for them.
    errors
        Cells that hold an error, such as #DIV/0!, which `rows` has as empty.
    notes
        What had to be guessed, or was noticed, to make rows of the file.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    visible: bool = True
    merges: tuple[Merge, ...] = ()
    errors: Mapping[Place, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the sheet has."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def top(self) -> list[Sequence[Cell]]:
        """Its first rows, among which the header is looked for."""
        return list(self.rows[:SEARCHED])

    @cached_property
    def coded(self) -> CodedRows:
        """The rows as coded columns."""
        return coded_rows(self.rows)

    @cached_property
    def taken(self) -> NDArray[np.bool_]:
        """Which cells hold something other than spaces, (columns, rows)."""
        columns = self.coded.columns
        if not columns:
            return np.zeros((0, len(self.rows)), dtype=bool)
        taken = np.empty((len(columns), len(self.rows)), dtype=bool)
        for place, column in enumerate(columns):
            np.greater_equal(column.codes, 0, out=taken[place])
            if blanks := _blanks(column):
                taken[place] &= ~np.isin(column.codes, blanks)
        return taken

    @cached_property
    def amounts(self) -> NDArray[np.intp]:
        """How many cells of each row hold something, (rows,)."""
        return np.asarray(self.taken.sum(axis=0, dtype=np.intp))

    def column(self, place: int, start: int, stop: int) -> Column:
        """The distinct cells of a column from one row up to another, (respondents,)."""
        column = self.coded.columns[place]
        return without_unused(Column(column.codes[start:stop], column.levels))

    def last_taken(self, place: int, start: int, stop: int) -> int:
        """The last row of `start` to `stop` - 1 in which a column holds something; `start` - 1 if none."""
        found = np.flatnonzero(self.taken[place, start:stop])
        return start + int(found[-1]) if len(found) else start - 1


def _blanks(column: Column) -> list[int]:
    """Places of levels that hold nothing."""
    texts = texts_among(column.levels)
    if all(map(str.strip, texts)) and (len(texts) == len(column.levels) or None not in column.levels):
        return []
    return [place for place, cell in enumerate(column.levels) if not holds(cell)]


def frame_sheet(frame: pd.DataFrame) -> Sheet:
    """A DataFrame as a sheet: its column names are the header rows, the index is left out."""
    headers = [
        [str(part) for part in (name if isinstance(name, tuple) else (name,))] for name in frame.columns
    ]
    height = max((len(header) for header in headers), default=1)
    rows: list[list[Cell]] = [
        [header[level] if level < len(header) else None for header in headers] for level in range(height)
    ]
    columns = []
    for position in range(frame.shape[1]):
        series = frame.iloc[:, position]
        values = series.astype(object).to_numpy(copy=True)
        values[series.isna().to_numpy()] = None
        columns.append([_plain(value) for value in values])
    rows.extend(list(row) for row in zip(*columns, strict=True))
    return Sheet("DataFrame", rows)


def _plain(value: object) -> Cell:
    """A value as plain Python has it; timestamps without a time of day become dates."""
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime()
        midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
        return moment.date() if midnight else moment
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, Hashable):
        value = str(value)
    return None if value == "" else value


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal, so that a report can name its input exactly."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def text(cell: Cell) -> str:
    """A cell as text, the way a pollster would write it: 1.0 is "1", True is "TRUE"."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    return str(cell)


def texts_among(cells: Sequence[Cell]) -> Sequence[str]:
    """The cells that are texts, (texts,)."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return cast("Sequence[str]", cells)
    return [cell for cell in cells if type(cell) is str] if str in kinds else ()


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """Each cell as text, (cells,)."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return list(cast("Sequence[str]", cells))
    if kinds == {float}:
        numbers = np.array(cells)
        if (np.abs(numbers) < 1e16).all() and (numbers == np.floor(numbers)).all():
            return list(map(str, numbers.astype(np.int64).tolist()))
        return [words.removesuffix(".0") for words in map(str, (numbers + 0.0).tolist())]
    return list(map(text, cells))


def filled(row: Iterable[Cell]) -> int:
    """How many cells of a row hold something other than spaces."""
    return sum(1 for cell in row if holds(cell))


def holds(cell: Cell) -> bool:
    """Whether a cell holds something other than spaces."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def opening(row: Iterable[Cell], length: int) -> str:
    """The first cell of a row that holds something, shortened to this length."""
    return shortened(text(next(cell for cell in row if holds(cell))), length)


def letters(column: int) -> str:
    """A column's letters as Excel shows them, 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
