"""The draft of a codebook as a workbook that a person can correct."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from survey.reading.drafting import DraftSheet, Value

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 60
MADE = datetime(2000, 1, 1)
"""Workbooks have no time zones; the same draft has the same properties."""
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f]|_x(?=[0-9A-Fa-f]{4}_)")


def write_draft(sheets: Sequence[DraftSheet], guide: tuple[str, str], path: Path) -> None:
    """Write the sheets, after one that explains them, to a workbook.

    Parameters
    ----------
    guide
        Name and text of the explaining sheet, a line per row.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    explaining = book.create_sheet(guide[0])
    explaining.column_dimensions["A"].width = 110
    for row, line in enumerate(guide[1].split("\n"), 1):
        explaining.cell(row, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)


def _write(page: Worksheet, sheet: DraftSheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    bold, head = Font(bold=True), PatternFill("solid", fgColor="D9DCE0")
    doubt = PatternFill("solid", fgColor="FDE3C3")
    for column, name in enumerate(sheet.header, 1):
        cell = page.cell(1, column, name)
        cell.font, cell.fill = bold, head
        if name in sheet.comments:
            comment = Comment(sheet.comments[name], "survey")
            comment.width, comment.height = 320, 130
            cell.comment = comment
        widths = [_width(row[column - 1]) for row in sheet.rows[:200]]
        page.column_dimensions[get_column_letter(column)].width = min(
            WIDEST, max([8, _width(name), *widths]) + 2
        )
        if said := sheet.choices.get(name):
            allowed = DataValidation(
                "list", formula1=f'"{",".join(said)}"', allow_blank=True, showErrorMessage=False
            )
            letter = get_column_letter(column)
            allowed.add(f"{letter}2:{letter}{len(sheet.rows) + 200}")
            page.add_data_validation(allowed)
    for place, row in enumerate(sheet.rows):
        for column, value in enumerate(row, 1):
            _put(page, place + 2, column, value)
            if place in sheet.doubtful:
                page.cell(place + 2, column).fill = doubt
    page.freeze_panes = "C2"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _put(page: Worksheet, row: int, column: int, value: Value) -> None:
    """A cell that says exactly this: a text stays a text, whatever it begins with."""
    if value is None:
        return
    if not isinstance(value, str):
        page.cell(row, column, value)
        return
    cell = page.cell(row, column, _UNWRITABLE.sub(_escaped, value))
    cell.data_type = "s"
    cell.number_format = "@"


def _escaped(found: re.Match[str]) -> str:
    return "_x005F_x" if found[0] == "_x" else f"_x{ord(found[0]):04X}_"


def _width(value: Value) -> int:
    words = "" if value is None else str(value).partition("\n")[0]
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)
