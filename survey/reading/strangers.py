"""Rows whose cells do not belong to the columns they stand in: tables, legends, titles amid respondents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from survey.reading.workbook import Cell, Sheet, holds
from survey.vocabulary import Column

SAMPLE = 300
"""Rows above that tell what a column holds."""
LOOKED_AT = 30
"""Rows of a block that tell whether it belongs to the columns above it."""
SILENT = 4
"""Rows after the first one beyond which a block that tells nothing is taken for respondents."""
MOST_COLUMNS = 100
"""Cells of a row that are looked at."""
STRANGE = 0.8
"""Share of a block's cells that must be strangers to their columns, of those that can be told."""
LEGEND_COLUMNS, LEGEND_ROWS, LEGEND_SHARE = (3, 2), (3, 30), 0.25
"""Columns and rows of a list of codes that stands beside respondents, and its share of their rows."""
FEW, FEW_SHARE = 12, 0.2
"""Distinct cells, at most so many or such a share, of a column in which a new one is a stranger."""


_ID = re.compile(r"[\w-]*\d", re.ASCII)


def stranger_to(above: Column) -> Callable[[Cell], bool | None]:
    """What tells whether a cell is unlike a column: words among numbers, a number among words, a new answer.

    It says None where the column's cells, each another, tell nothing; among ids of
    letters and numbers, what is not written as they are is a stranger.
    """
    levels = above.levels
    texts = sum(isinstance(level, str) for level in levels)
    only_texts = bool(levels) and texts == len(levels)
    ids = only_texts and all(_ID.fullmatch(str(level)) for level in levels[:SAMPLE])
    known = set(levels) if only_texts and len(levels) <= max(FEW, FEW_SHARE * len(above.codes)) else None

    def tell(cell: Cell) -> bool | None:
        if not isinstance(cell, str):
            return True if only_texts else None
        if levels and not texts:
            return True
        if not only_texts:
            return None
        if ids:
            return not _ID.fullmatch(cell.strip())
        return None if known is None else cell not in known

    return tell


def is_another_table(sheet: Sheet, start: int, upper: int, rows: Sequence[int]) -> bool:
    """Whether rows below a gap are a table or a legend of their own, and no respondents.

    Parameters
    ----------
    start, upper
        The first row of respondents, and the last one before the gap.
    rows
        The rows with cells below the gap.
    """
    tellers: dict[int, Callable[[Cell], bool | None]] = {}
    strangers = told = 0
    for place, row in enumerate(rows[:LOOKED_AT]):
        cells = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if holds(cell)]
        for column, cell in cells[:MOST_COLUMNS]:
            if column not in tellers:
                above = sheet.column(column, max(start, upper + 1 - SAMPLE), upper + 1)
                tellers[column] = stranger_to(above)
            strange = tellers[column](cell)
            if place == 0 and strange is False:
                return False
            told += strange is not None
            strangers += bool(strange)
        if place >= SILENT and not told:
            return False
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
