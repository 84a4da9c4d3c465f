"""Which sheet of a file holds the respondents."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from survey.errors import ReadingError
from survey.reading.folding import fold
from survey.reading.workbook import Cell, Sheet, holds, text
from survey.vocabulary import Note

LEAST_ROWS, LEAST_SHARE = 20, 0.05
"""Rows of a sheet, and its cells as a share of another's, from which it may be read in its place."""
LONGEST = 40
"""Characters of the longest words for a total, or a base."""
_TOTAL = re.compile(
    r"(grand )?total|n|(un)?weighted (base|total|n)|base( ?size)?|all respondents"
    r"|合 ?計|総 ?計|総数|全体|全 ?体|計|回答者数|回答者総数|サンプル数|基数|行ラベル|row labels"
)
Chosen = tuple[Sheet, tuple[Note, ...]]


@dataclass(frozen=True, eq=False)
class Sheets:
    """The sheets of a file, and those of them that explain no questions."""

    file: str
    all: Sequence[Sheet]
    data: Sequence[Sheet]


def named_sheet(sheets: Sheets, wanted: str) -> Chosen:
    """The sheet of this name.

    Raises
    ------
    ReadingError
        There is none.
    """
    for sheet in sheets.all:
        if sheet.name == wanted:
            return sheet, ()
    names = [sheet.name for sheet in sheets.all]
    close = get_close_matches(wanted, names, n=1)
    raise ReadingError(
        f"{sheets.file}: there is no sheet {wanted!r}; the sheets are {', '.join(map(repr, names))}",
        hint=(f"did you mean {close[0]!r}? " if close else "") + "mend sheet under [data] in the plan",
    )


def choose_sheet(sheets: Sheets, headers: Collection[str]) -> Chosen:
    """The sheet with the respondents, and a warning when others could be meant, or when it is hidden.

    Parameters
    ----------
    headers
        Those that the codebook names.

    Raises
    ------
    ReadingError
        No sheet holds anything but explanations.
    """
    candidates, hidden = _candidates(sheets)
    known = set(map(fold, headers))
    scores = [_likeness(sheet, known, among=_is_beside(sheet, candidates)) for sheet in candidates]
    best = max(range(len(candidates)), key=lambda place: (scores[place], -place))
    chosen = candidates[best]
    rivals = [
        sheet.name
        for sheet, score in zip(candidates, scores, strict=True)
        if sheet is not chosen and score[0] >= 0.5 * scores[best][0] and score[2] >= 0.2 * scores[best][2]
    ]
    notes = []
    if hidden:
        words = f"sheet {chosen.name!r} was read though it is hidden: no visible sheet holds a table"
        notes.append(Note(step="reading", text=words, level="warning", count=1))
    if rivals:
        words = (
            f"sheet {chosen.name!r} was read; {', '.join(map(repr, rivals))} look like respondents too: "
            f'name the one meant with sheet = "…" under [data] in survey.toml'
        )
        notes.append(Note(step="reading", text=words, level="warning", count=len(rivals)))
    return chosen, tuple(notes)


def _candidates(sheets: Sheets) -> tuple[list[Sheet], bool]:
    """The sheets that may hold respondents, and whether only hidden ones hold a table."""
    filled = [sheet for sheet in sheets.data if sheet.amounts.any()]
    if not filled:
        raise _nothing(sheets)
    visible = [sheet for sheet in filled if sheet.visible]
    if any(map(_is_table, visible)):
        return visible, False
    tables = [sheet for sheet in filled if _is_table(sheet)]
    return (tables, True) if tables else (visible or filled, False)


def _is_table(sheet: Sheet) -> bool:
    """Whether two rows hold two cells each."""
    return int((sheet.amounts >= 2).sum()) >= 2


def _nothing(sheets: Sheets) -> ReadingError:
    if len(sheets.data) < len(sheets.all):
        return ReadingError(
            f"{sheets.file}: the workbook explains questions but holds no respondents",
            hint="add a sheet with one row per respondent",
        )
    names = ", ".join(sheet.name for sheet in sheets.all) or "no sheet"
    return ReadingError(
        f"{sheets.file}: the workbook is empty ({names})", hint="fetch it again from where it came"
    )


def _likeness(sheet: Sheet, known: set[str], *, among: bool) -> tuple[int, bool, int]:
    """How much a sheet looks like the data: codebook headers found in one row, no tables of results, cells.

    Parameters
    ----------
    among
        Whether another could hold the answers, so that it matters whether this one holds tables.
    """
    headers = max(len(known & {fold(text(cell)) for cell in row}) for row in sheet.top) if known else 0
    return headers, not (among and _holds_tables(sheet)), int(sheet.amounts.sum())


def _is_beside(sheet: Sheet, sheets: Sequence[Sheet]) -> bool:
    """Whether another sheet is long enough to be the respondents', and not too small beside this one."""
    least = LEAST_SHARE * int(sheet.amounts.sum())
    return any(
        int((other.amounts >= 2).sum()) > LEAST_ROWS and int(other.amounts.sum()) >= least
        for other in sheets
        if other is not sheet
    )


def _holds_tables(sheet: Sheet) -> bool:
    """Whether a sheet holds tables of results: a total heads one of its first rows, and lines too."""
    headed = any(sum(map(holds, row)) > 2 and any(map(_is_total, row[1:])) for row in sheet.top)
    if not headed:
        return False
    lines = sum(_is_total(level) for column in sheet.coded.columns[:2] for level in column.levels)
    return lines > 0


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST and bool(_TOTAL.fullmatch(fold(cell)))
