"""Rows whose cells do not belong to the columns they stand in: tables, legends, titles amid respondents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.workbook import Cell, Sheet, holds
from survey.vocabulary import Column

SAMPLE = 300
"""Rows above that tell what a column holds."""
LOOKED_AT = 30
"""Rows of a block that tell whether it belongs to the columns above it."""
STRANGE = 0.8
"""Share of a block's cells that must be strangers to their columns, of those that can be told."""
LEGEND_COLUMNS, LEGEND_ROWS, LEGEND_SHARE = (3, 2), (3, 30), 0.25
"""Columns and rows of a list of codes that stands beside respondents, and its share of their rows."""
FEW, FEW_SHARE = 12, 0.2
"""Distinct cells, at most so many or such a share, of a column in which a new one is a stranger."""


_ID = re.compile(r"[\w-]*\d", re.ASCII)


def is_stranger(cell: Cell, above: Column) -> bool | None:
    """Whether a cell is unlike its column: words among numbers, a number among words, a new answer.

    None where the column's cells, each another, tell nothing; among ids of
    letters and numbers, what is not written as they are is a stranger.
    """
    if not above.levels:
        return None
    texts = sum(isinstance(level, str) for level in above.levels)
    if not isinstance(cell, str):
        return True if texts == len(above.levels) else None
    if not texts:
        return True
    if texts < len(above.levels):
        return None
    if all(_ID.fullmatch(str(level)) for level in above.levels[:SAMPLE]):
        return not _ID.fullmatch(cell.strip())
    if len(above.levels) <= max(FEW, FEW_SHARE * len(above.codes)):
        return cell not in above.levels
    return None


def is_another_table(sheet: Sheet, start: int, upper: int, rows: Sequence[int]) -> bool:
    """Whether rows below a gap are a table or a legend of their own, and no respondents.

    Parameters
    ----------
    start, upper
        The first row of respondents, and the last one before the gap.
    rows
        The rows with cells below the gap.
    """
    columns: dict[int, Column] = {}
    strangers = told = 0
    for place, row in enumerate(rows[:LOOKED_AT]):
        for column, cell in enumerate(sheet.rows[row]):
            if not holds(cell):
                continue
            if column not in columns:
                columns[column] = sheet.column(column, max(start, upper + 1 - SAMPLE), upper + 1)
            strange = is_stranger(cell, columns[column])
            if place == 0 and strange is False:
                return False
            told += strange is not None
            strangers += bool(strange)
    return told > 0 and strangers >= STRANGE * told


def legend_beside(
    used: Sequence[bool], ends: Sequence[int], amounts: Sequence[int], start: int
) -> int | None:
    """The first of the last columns, two or three, that are a list of codes beside the respondents, or None.

    Such columns are filled from the first row on without a gap, all equally
    far, and end long before the others do.
    """
    places = [place for place, is_used in enumerate(used) if is_used]
    height = max(ends) - start + 1
    for width in LEGEND_COLUMNS:
        last = places[-width:]
        lengths = {ends[place] - start + 1 for place in last}
        length = next(iter(lengths))
        even = len(lengths) == 1 and all(amounts[place] == length for place in last)
        few = LEGEND_ROWS[0] <= length <= min(LEGEND_ROWS[1], LEGEND_SHARE * height)
        if even and few and len(places) > 2 * width and last[-1] - last[0] == width - 1:
            return last[0]
    return None
