"""The sheet Data: every printed number, one per line, as a real Excel Table."""

from __future__ import annotations

import math

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from survey.reporting.data import result_lines
from survey.reporting.excel.book import Book
from survey.reporting.excel.sheet import A3
from survey.reporting.excel.style import BODY, GREY, HEAD, Look
from survey.reporting.text import clean, display_width

NAME = "Results"
MOST_LINES = 1_048_575
FIRST_PAGE = 60
"""Lines that print: the sheet is for filters and pivots, not for paper."""

_FORMATS = {
    "unweighted_count": "#,##0",
    "unweighted_base": "#,##0",
    "weighted_base": "#,##0.0",
    "effective_base": "#,##0.0",
    "design_effect": "0.00",
    "interval_degrees": "#,##0",
    "degrees_of_freedom": "#,##0",
    "cautious_degrees": "#,##0",
    "index": "0",
    "statistic": "#,##0.00",
    "df1": "#,##0.0",
    "df2": "#,##0.0",
    "flagged": "#,##0",
    "difference_from_rest": "+0.0000;-0.0000;0.0000",
    "residual": "+0.00;-0.00;0.00",
}
_LEAST, _WIDEST = 10, 34
PRINTED_COLUMNS = 19
"""From what the line is to the unweighted base."""


def write_results(book: Book) -> None:
    """Header in the first row, one line per number; beyond Excel's last row results.csv goes on."""
    lines = result_lines(book.report, book.language)[:MOST_LINES]
    if not lines:
        return
    names = list(lines[0])
    sheet = book.sheet(book.words.data, columns=min(len(names), PRINTED_COLUMNS), colour=GREY)
    book.place("sheet", "data", sheet, 1)
    for column, name in enumerate(names, 1):
        sheet.text(1, column, name, HEAD)
    looks = {name: Look(align="right", format=_FORMATS.get(name, "0.0000")) for name in names}
    for row, line in enumerate(lines, 2):
        for column, name in enumerate(names, 1):
            value = line[name]
            if isinstance(value, str):
                if value:
                    sheet.text(row, column, value, BODY)
            elif isinstance(value, int | float) and math.isfinite(value):
                sheet.number(row, column, value, looks[name])
    last = f"{get_column_letter(len(names))}{len(lines) + 1}"
    table = Table(displayName=NAME, ref=f"A1:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.worksheet.add_table(table)
    sheet.worksheet.freeze_panes = "B2"
    for column, name in enumerate(names, 1):
        texts = {clean(text) for line in lines[:400] if isinstance(text := line[name], str)}
        width = min(max([display_width(name) + 4, _LEAST, *map(display_width, texts)]), _WIDEST)
        sheet.worksheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page(paper=A3, titles="1:1", footer=book.words.page, last_row=min(len(lines) + 1, FIRST_PAGE))
