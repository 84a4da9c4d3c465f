"""Sheets of a workbook, or a DataFrame, as rows of plain Python values."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from survey.reading.hidden import Hidden, Percent, Place, hidden_cells
from survey.reading.safety import CHUNK, Parsing, check_file

Cell = object
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
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    visible: bool = True
    merges: tuple[Merge, ...] = ()
    errors: Mapping[Place, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many columns the sheet has."""
        return len(self.rows[0]) if self.rows else 0


def open_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook with cells in them, as (rows, columns) of Python values each.

    Nothing but cell values is looked at: no macro, link or formula is followed.

    Raises
    ------
    ReadingError
        The file is not a workbook, or is damaged, locked or unsafe.
    """
    check_file(path)
    with Parsing(str(path)):
        book = CalamineWorkbook.from_path(path)
        hidden = hidden_cells(path)
        return tuple(
            _sheet(
                book,
                position,
                details.name,
                details.visible == SheetVisibleEnum.Visible,
                hidden.get(details.name, Hidden()),
            )
            for position, details in enumerate(book.sheets_metadata)
            if details.typ == SheetTypeEnum.WorkSheet
        )


def _sheet(book: CalamineWorkbook, position: int, name: str, visible: bool, hidden: Hidden) -> Sheet:
    sheet = book.get_sheet_by_index(position)
    rows = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in hidden.percents:
        number = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(number, float):
            rows[row][column] = Percent(number)
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(name, rows, visible, merges, hidden.errors)


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
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def text(cell: Cell) -> str:
    """A cell as text, the way a pollster would write it: 1.0 is "1", True is "TRUE"."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def filled(row: Iterable[Cell]) -> int:
    """How many cells of a row hold something other than spaces."""
    return sum(1 for cell in row if holds(cell))


def holds(cell: Cell) -> bool:
    """Whether a cell holds something other than spaces."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def letters(column: int) -> str:
    """A column's letters as Excel shows them, 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
