"""Where the respondents of a sheet end: before totals, remarks, and what strayed far below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.reading.folding import counted
from survey.reading.strangers import is_another_table
from survey.reading.workbook import Cell, Sheet, filled, holds, opening, text
from survey.vocabulary import Note

SAMPLE = 300
"""Rows that tell how many cells a row usually fills."""
FOOTER_ROWS = 30
TELLING = 2
"""Columns that must tell a header of another table from an answer never given before."""
SHORT_GAPS = 100
"""Gaps after which a header of other columns is looked for."""
LOOKED_AT = 100
"""Columns at most that are looked at for one."""
GAP = 10
"""Wholly blank rows in a row that end a table, when more stands above them than below."""

_TOTAL = re.compile(
    r"^\s*(合\s*計|総\s*計|小\s*計|計|総数|平均|回答者数|total|grand total|sum|mean|average|count|base|n)"
    r"\s*(?:$|[:：=（(])",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"^\s*(※|＊|\*|†|‡|注|（注|\(注|備考|出典|出所|資料|作成|note|notes|source|footnote|remark|created|"
    r"exported|generated|weights?\b.*rounded)",
    re.IGNORECASE,
)


def before_gap(sheet: Sheet, start: int) -> tuple[int, list[Note]]:
    """One past the table's last row, and a warning of what stands below it.

    A table ends before a long gap of blank rows, and before a shorter one with
    a header of other columns below, or cells that are strangers to the columns above.
    """
    taken = start + np.flatnonzero(sheet.amounts[start:])
    gaps = np.diff(taken)
    above = np.cumsum(sheet.amounts[taken])
    short, long = np.flatnonzero(gaps > 1)[:SHORT_GAPS], np.flatnonzero(gaps > GAP)
    for place in sorted({*(short + 1).tolist(), *(long + 1).tolist()}):
        upper = int(taken[place - 1])
        if (
            gaps[place - 1] <= GAP
            and not _begins_another(sheet, start, upper + 1, int(taken[place]))
            and not _is_another(sheet, start, upper, taken[place:])
        ):
            continue
        if 2 * above[place - 1] > above[-1]:
            return upper + 1, [_stray_note(sheet, upper, taken[place:].tolist())]
    return len(sheet.rows), []


def _is_another(sheet: Sheet, start: int, upper: int, below: NDArray[np.intp]) -> bool:
    """Whether rows below a gap are no respondents, and more than totals and remarks."""
    rows = below[: FOOTER_ROWS + 1].tolist()
    if not is_another_table(sheet, start, upper, rows):
        return False
    return len(rows) > FOOTER_ROWS or not all(
        _is_footer(sheet, sheet.rows[row], start, rows[-1] + 1) for row in rows
    )


def _begins_another(sheet: Sheet, start: int, stop: int, row: int) -> bool:
    """Whether a row below a gap heads other columns: words only, none of them said in its column above.

    A column of numbers, or of few answers, tells; one of free words does not, nor one
    whose answers go on below as they were above.
    """
    cells = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if holds(cell)]
    if len(cells) < 2 or not all(isinstance(cell, str) for _, cell in cells):
        return False
    header = sheet.rows[start - 1]
    if any(cell == header[column] for column, cell in cells) or row + 1 >= len(sheet.rows):
        return False
    judged = 0
    for place, cell in cells[:LOOKED_AT]:
        above = sheet.column(place, max(start, stop - SAMPLE), stop)
        texts = [level for level in above.levels if isinstance(level, str)]
        if not above.levels or (texts and len(above.levels) > max(12, 0.2 * len(above.codes))):
            continue
        if cell in texts:
            return False
        below = sheet.column(place, row + 1, min(row + 1 + SAMPLE, len(sheet.rows)))
        judged += set(texts).isdisjoint(below.levels)
    return judged >= TELLING and bool(sheet.amounts[row + 1])


def _stray_note(sheet: Sheet, upper: int, stray: Sequence[int]) -> Note:
    words = "; ".join(f"row {position + 1:,}: {opening(sheet.rows[position], 40)}" for position in stray[:5])
    return Note(
        step="reading",
        text=f"sheet {sheet.name!r}: the table ends at row {upper + 1:,}; below "
        f"{counted(stray[0] - upper - 1, 'blank row')} {counted(len(stray), 'row')} more, left out: {words}",
        count=len(stray),
        rows=tuple(position + 1 for position in stray[:10]),
        level="warning",
    )


def without_footer(sheet: Sheet, start: int, stop: int) -> tuple[int, list[Note]]:
    """One past the last respondent, and a note of what stands below: totals, remarks, blank rows."""
    taken = np.flatnonzero(sheet.amounts[start:stop])
    stop = start + int(taken[-1]) + 1 if len(taken) else start
    last = stop
    while stop > start and last - stop < FOOTER_ROWS:
        row = sheet.rows[stop - 1]
        if filled(row) and not _is_footer(sheet, row, start, last):
            break
        stop -= 1
    if stop == start:
        return last, []
    if not sheet.amounts[stop:last].any():
        stop = last
    dropped = [position for position in range(stop, last) if filled(sheet.rows[position])]
    return stop if dropped else last, [_footer_note(sheet, dropped)] if dropped else []


def _times_first(sheet: Sheet, words: str, start: int, stop: int) -> int:
    """How often a text stands in the first column."""
    column = sheet.coded.columns[0]
    same = np.array([*(text(cell) == words for cell in column.levels), False], dtype=bool)
    return int(np.count_nonzero(same[column.codes[start:stop]]))


def _typical(sheet: Sheet, start: int, stop: int) -> float:
    sample = sorted(sheet.amounts[start : min(stop, start + SAMPLE)].tolist())
    return sample[len(sample) // 2] if sample else 0


def _is_footer(sheet: Sheet, row: Sequence[Cell], start: int, stop: int) -> bool:
    """Whether a row at the end is a total or a remark: by its first words, which no other row begins with."""
    words = next((cell for cell in row if holds(cell)), None)
    if not isinstance(words, str):
        return False
    if not _TOTAL.match(words):
        typical = _typical(sheet, start, stop)
        sparse = filled(row) <= max(1.0, 0.2 * typical) and typical > 2
        if not sparse or not (_REMARK.match(words) or len(words) > 25):
            return False
    return _times_first(sheet, words, start, stop) <= 2


def _footer_note(sheet: Sheet, dropped: Sequence[int]) -> Note:
    words = "; ".join(opening(sheet.rows[position], 40) for position in dropped[:5])
    return Note(
        step="reading",
        text=f"{counted(len(dropped), 'row')} below the respondents, totals or remarks, left out: {words}",
        count=len(dropped),
        rows=tuple(position + 1 for position in dropped[:10]),
    )
