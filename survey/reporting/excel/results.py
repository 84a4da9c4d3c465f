"""The sheet Data: every printed number, one per line, as a real Excel Table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from math import isfinite

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from survey.language.results import ResultWords
from survey.reporting.data import result_lines
from survey.reporting.excel import rows
from survey.reporting.excel.book import Book
from survey.reporting.excel.package import Streamed
from survey.reporting.excel.sheet import A3, Sheet
from survey.reporting.excel.style import BODY, GREY, HEAD, Look
from survey.reporting.text import clean, display_width, looks_like_formula

Line = Mapping[str, object]

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
    """Header in the first row, one line per number; beyond Excel's last row a line points to results.csv."""
    lines = result_lines(book.report, book.language)
    if not lines:
        return
    shown = lines if len(lines) <= MOST_LINES else lines[: MOST_LINES - 1]
    names = list(lines[0])
    sheet = book.sheet(book.words.data, columns=min(len(names), PRINTED_COLUMNS), colour=GREY)
    book.place("sheet", "data", sheet, 1)
    last = f"{get_column_letter(len(names))}{len(shown) + 1}"
    sheet.worksheet.add_table(_table(names, f"A1:{last}"))
    sheet.worksheet.freeze_panes = "B2"
    for column, name in enumerate(names, 1):
        texts = {clean(text) for line in lines[:400] if isinstance(text := line[name], str)}
        width = min(max([display_width(name) + 4, _LEAST, *map(display_width, texts)]), _WIDEST)
        sheet.worksheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page(paper=A3, titles="1:1", footer=book.words.page, last_row=min(len(shown) + 1, FIRST_PAGE))
    texts_of_rows = _rows(_Cells(sheet, names), shown)
    if more := len(lines) - len(shown):
        pointer = _Cells(sheet, ["A"]).row(
            len(shown) + 2, [ResultWords(book.language).beyond.format(more=f"{more:,}")]
        )
        texts_of_rows = chain(texts_of_rows, [pointer])
    book.streamed[sheet.name] = Streamed(f"A1:{last}", texts_of_rows)


def _table(names: Sequence[str], reference: str) -> Table:
    """The Excel Table that the lines are; one that knows its columns does not look for their cells."""
    table = Table(displayName=NAME, ref=reference)
    table.tableColumns = [TableColumn(id=place, name=name) for place, name in enumerate(names, 1)]
    table.autoFilter = AutoFilter(ref=reference)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    return table


def _rows(cells: _Cells, lines: Sequence[Line]) -> Iterator[str]:
    yield cells.head()
    for row, line in enumerate(lines, 2):
        yield cells.row(row, line.values())


class _Cells:
    """Lines as rows of XML: texts that stay text, numbers in the format of their column."""

    def __init__(self, sheet: Sheet, names: Sequence[str]) -> None:
        number = sheet.painter.number_of
        self.names = names
        self._head = number(sheet.worksheet, HEAD)
        self._plain, self._quoted = (
            number(sheet.worksheet, look) for look in (BODY, replace(BODY, quoted=True))
        )
        looks = [Look(align="right", format=_FORMATS.get(name, "0.0000")) for name in names]
        self._columns = [
            (f'<c r="{get_column_letter(column)}', number(sheet.worksheet, look))
            for column, look in enumerate(looks, 1)
        ]
        self._texts: dict[str, str] = {}

    def head(self) -> str:
        """The first row: the columns' names."""
        cells = (
            f'{start}1"{rows.text(name, self._head)}'
            for (start, _), name in zip(self._columns, self.names, strict=True)
        )
        return rows.row_text(1, cells)

    def row(self, row: int, values: Iterable[object]) -> str:
        """One line; what is undefined or empty has no cell."""
        cells = []
        for (start, style), value in zip(self._columns, values, strict=True):
            if isinstance(value, str):
                if value:
                    cells.append(f'{start}{row}"{self._text(value)}')
            elif isinstance(value, int | float) and isfinite(value):
                digits = int(value) if abs(value) < 1e15 and value == int(value) else f"{value:.16g}"
                cells.append(f'{start}{row}" s="{style}"><v>{digits}</v></c>')
        return rows.row_text(row, cells)

    def _text(self, value: str) -> str:
        if value not in self._texts:
            tidy = clean(value)
            style = self._quoted if looks_like_formula(tidy) else self._plain
            self._texts[value] = rows.text(tidy, style)
        return self._texts[value]
