"""What calamine hides of an .xls, as xlrd sees it: errors, per cents, zeros before numbers, hidden rows."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from survey.reading.hidden import Hidden, Place, digits_shown
from survey.reading.safety import MEGABYTE

if TYPE_CHECKING:
    import xlrd

LARGEST = 32 * MEGABYTE
"""Bytes of a workbook beyond which it is not gone through a second time."""


def hidden_in(path: Path) -> Mapping[str, Hidden] | None:
    """The hidden cells of each sheet, {name: cells}; None where the file does not let them be seen.

    Its values are calamine's, so that a file that xlrd cannot take is read all the same.
    """
    import xlrd

    if path.stat().st_size > LARGEST:
        return None
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    except Exception:  # noqa: BLE001 - a damaged file makes xlrd raise whatever its code happens to meet
        return None
    shown = _shown(book)
    return {sheet.name: _hidden(sheet, shown) for sheet in book.sheets()}


def _shown(book: xlrd.Book) -> dict[int, int]:
    """{cell style: digits shown, 0 for per cents}, of those styles that show a number as something else."""
    formats = {key: digits_shown(known.format_str or "") for key, known in book.format_map.items()}
    found = {place: formats.get(style.format_key) for place, style in enumerate(book.xf_list)}
    return {place: digits for place, digits in found.items() if digits is not None}


def _hidden(sheet: xlrd.sheet.Sheet, shown: Mapping[int, int]) -> Hidden:
    from xlrd import XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

    errors: dict[Place, str] = {}
    numbers: dict[Place, int] = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == XL_CELL_ERROR:
                errors[row, column] = error_text_from_code.get(sheet.cell_value(row, column), "#N/A")
            elif kind == XL_CELL_NUMBER and shown:
                digits = shown.get(sheet.cell_xf_index(row, column))
                if digits is not None:
                    numbers[row, column] = digits
    rows = (row + 1 for row, details in sheet.rowinfo_map.items() if details.hidden)
    return Hidden.of(errors, numbers, rows)
