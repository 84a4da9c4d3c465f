"""Sheets that are no list of respondents: finished tables of results, and questions down the side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.errors import ReadingError
from survey.reading.folding import fold
from survey.reading.headers import Layout
from survey.reading.workbook import Cell, Sheet, holds, text

FEW_ROWS = 60

_TOTAL = re.compile(r"(grand )?total|all( respondents)?|overall|base|n|全体|総数|合計|計|総計")
_PERCENT = re.compile(r"-?\d+([.,]\d+)?\s*[%％]")


def check_shape(sheet: Sheet, layout: Layout, *, name: str) -> None:
    """Refuse a sheet that holds results, or respondents side by side, instead of one row each.

    Raises
    ------
    ReadingError
        The sheet is no list of respondents.
    """
    rows = sheet.rows[layout.start : layout.stop]
    if len(rows) > FEW_ROWS or len(layout.headings) < 2:
        return
    if _is_results(sheet, layout, rows):
        raise ReadingError(
            f"{name}: sheet {sheet.name!r} looks like a table of results, not like answers",
            hint="one row per respondent is needed; name another sheet with sheet = … under [data]",
        )
    if _is_transposed(sheet, layout, rows):
        raise ReadingError(
            f"{name}: sheet {sheet.name!r} looks transposed: {len(rows)} questions down the side, "
            f"{len(layout.headings) - 1:,} respondents across",
            hint="one row per respondent is needed; in Excel copy it and paste with Transpose",
        )


def _is_results(sheet: Sheet, layout: Layout, rows: Sequence[Sequence[Cell]]) -> bool:
    """Percentages under a Total column, beside labels that never repeat."""
    stub, *others = [heading.position for heading in layout.headings]
    labels = [text(row[stub]) for row in rows if holds(row[stub])]
    cells = [row[column] for row in rows for column in others if holds(row[column])]
    if not cells or len(set(labels)) < len(labels):
        return False
    percent = sum(isinstance(cell, str) and bool(_PERCENT.fullmatch(cell.strip())) for cell in cells)
    numbers = sum(isinstance(cell, int | float) for cell in cells)
    headers = [fold(text(cell)) for row in layout.header_rows for cell in sheet.rows[row]]
    worded = all(not isinstance(row[stub], int | float) for row in rows)
    total = any(_TOTAL.fullmatch(header) for header in headers)
    return worded and (percent > 0.5 * len(cells) or (total and percent + numbers > 0.8 * len(cells)))


def _is_transposed(sheet: Sheet, layout: Layout, rows: Sequence[Sequence[Cell]]) -> bool:
    """Many more columns than rows, questions in the first column, headers that are answers or ids."""
    stub, *others = [heading.position for heading in layout.headings]
    labels = [row[stub] for row in rows if holds(row[stub])]
    if len(others) < 3 * len(rows) or len(labels) < 3 or len(set(map(text, labels))) < len(labels):
        return False
    if not all(isinstance(label, str) for label in labels):
        return False
    headers = [sheet.rows[layout.header_rows[-1]][column] for column in others]
    repeated = len(headers) - len(set(map(text, headers)))
    numbers = sum(isinstance(header, int | float) for header in headers)
    return numbers > 0.5 * len(headers) or repeated > 0.5 * len(headers)
