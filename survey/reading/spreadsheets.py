"""Workbooks of every kind that calamine reads, as sheets; what it hides is looked for beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from survey.errors import ReadingError
from survey.reading import binary_workbooks, old_workbooks
from survey.reading.folding import counted
from survey.reading.hidden import Hidden, Padded, Percent, Place
from survey.reading.identity import FileKind
from survey.reading.inspection import Inspected, inspect
from survey.reading.mending import mended
from survey.reading.repacking import repacked
from survey.reading.rows import CodedRows, code_rows
from survey.reading.safety import CELL_LIMIT, COLUMN_LIMIT, Parsing, locked
from survey.reading.workbook import Sheet, letters
from survey.responses import decode, encode
from survey.vocabulary import Note

LONG_NUMBER = 1e15
"""Excel keeps fifteen digits of a number; ids of more have lost some."""
_HIDDEN_IN: Mapping[FileKind, Callable[[Path], Mapping[str, Hidden] | None]] = {
    "xls": old_workbooks.hidden_in,
    "xlsb": binary_workbooks.hidden_in,
}
_UNSEEN = (
    "cells that hold an error (#N/A) look blank in this kind of file, and number formats and hidden rows are "
    "not seen: where they matter, save it as .xlsx"
)


def open_workbook(path: Path, kind: FileKind = "xlsx") -> tuple[Sheet, ...]:
    """The sheets of a workbook with cells in them, as (rows, columns) of Python values each.

    Nothing but cell values is looked at: no macro, link or formula is followed.

    Raises
    ------
    ReadingError
        The file is not a workbook, or is damaged, locked or unsafe.
    """
    seen = inspect(path, kind) if kind != "xls" else Inspected()
    hidden = _HIDDEN_IN[kind](path) if kind in _HIDDEN_IN else seen.hidden
    with Parsing(str(path)):
        try:
            book = _opened(path, seen)
        except PasswordError as error:
            raise locked(path) from error
        sheets = tuple(
            _sheet(
                book.get_sheet_by_index(position),
                details.name,
                visible=details.visible == SheetVisibleEnum.Visible,
                hidden=(hidden or {}).get(details.name, Hidden()),
            )
            for position, details in enumerate(book.sheets_metadata)
            if details.typ == SheetTypeEnum.WorkSheet
        )
    unseen = (Note("reading", _UNSEEN, level="assumption"),) if hidden is None else ()
    return tuple(replace(sheet, notes=(*seen.notes, *unseen, *sheet.notes)) for sheet in sheets)


def _opened(path: Path, seen: Inspected) -> CalamineWorkbook:
    """The workbook; by its content where that is put right, or its name is no text."""
    if seen.odd:
        return CalamineWorkbook.from_filelike(mended(path))
    if seen.merges:
        return CalamineWorkbook.from_filelike(repacked(path, seen.merges))
    try:
        str(path).encode()
    except UnicodeEncodeError:
        with path.open("rb") as stream:
            return CalamineWorkbook.from_filelike(stream)
    return CalamineWorkbook.from_path(path)


def _sheet(sheet: CalamineSheet, name: str, *, visible: bool, hidden: Hidden) -> Sheet:
    shift = sheet.start[1] if sheet.start else 0
    if sheet.width > COLUMN_LIMIT or sheet.total_width * sheet.total_height > CELL_LIMIT:
        raise ReadingError(
            f"sheet {name!r} reaches to row {sheet.total_height:,}, column {sheet.total_width:,}; "
            f"the limits are {COLUMN_LIMIT:,} columns, and {CELL_LIMIT:,} cells",
            hint="delete whatever stands far below or far right of the answers, and save it again",
        )
    rows = code_rows(sheet.iter_rows(), sheet.width, shift=shift)
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    notes = (*_notes_of_hidden(name, hidden), *_note_of_long_numbers(name, rows))
    return Sheet(name, _as_shown(rows, hidden), visible, merges, hidden.errors, notes)


def _as_shown(rows: CodedRows, hidden: Hidden) -> CodedRows:
    """The rows with the numbers marked that the sheet shows as per cents, or with zeros before them."""
    widths: dict[Place, int] = {**dict.fromkeys(hidden.percents, 0), **hidden.padded}
    places: dict[int, list[tuple[int, int]]] = {}
    for (row, column), width in widths.items():
        if row < len(rows) and column < len(rows.columns):
            places.setdefault(column, []).append((row, width))
    columns = list(rows.columns)
    for column, concerned in places.items():
        cells = decode(columns[column])
        for row, width in concerned:
            number = cells[row]
            if type(number) not in (int, float):
                continue
            if not width:
                cells[row] = Percent(number)
            elif number >= 0 and float(number).is_integer():
                cells[row] = Padded(number, width)
        columns[column] = encode(cells)
    return CodedRows(columns, len(rows))


def _notes_of_hidden(name: str, hidden: Hidden) -> list[Note]:
    notes = []
    if hidden.rows:
        notes.append(
            Note(
                "reading",
                f"sheet {name!r}: {counted(len(hidden.rows), 'row')} hidden by a filter or by hand, read "
                "like the others",
                count=len(hidden.rows),
                rows=hidden.rows[:10],
                level="warning",
            )
        )
    if hidden.uncalculated:
        rows = sorted({row + 1 for row, _ in hidden.uncalculated})
        notes.append(
            Note(
                "reading",
                f"sheet {name!r}: {counted(len(hidden.uncalculated), 'formula')} saved without a result, "
                "read as blank; open the workbook in Excel and save it again to have them",
                count=len(hidden.uncalculated),
                rows=tuple(rows[:10]),
                level="warning",
            )
        )
    return notes


def _numbers(cells: Sequence[object]) -> NDArray[np.float64]:
    """The cells that are numbers, (numbers,)."""
    kinds = set(map(type, cells))
    if float not in kinds:
        return np.empty(0)
    return np.array(cells if len(kinds) == 1 else [cell for cell in cells if type(cell) is float])


def _note_of_long_numbers(name: str, rows: CodedRows) -> list[Note]:
    """A warning of whole numbers of which a spreadsheet has lost digits."""
    columns = [
        letters(place)
        for place, column in enumerate(rows.columns)
        if LONG_NUMBER <= np.abs(_numbers(column.levels)).max(initial=0) < 1e22
    ]
    if not columns:
        return []
    listed: Sequence[str] = columns[:10]
    words = (
        f"sheet {name!r}: numbers of sixteen digits or more in column {', '.join(listed)}: a spreadsheet "
        "keeps fifteen digits, so ids may have lost their end; export them as text"
    )
    return [Note("reading", words, count=len(columns), level="warning")]
