"""Rows among the respondents that are none: a header printed again, totals, column numbers, blank rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from survey.reading.folding import counted
from survey.reading.headers import Layout
from survey.reading.rows import CodedRows, distinct, without_unused
from survey.reading.strangers import stranger_to
from survey.reading.workbook import Cell, Sheet, filled, holds, opening, text, texts_among
from survey.vocabulary import Column, Note

Rows = NDArray[np.intp]

TELLING = 2
"""Columns, those with the fewest distinct cells, of which a header printed again fills one at least."""
ALIKE = 0.6
"""Share of the columns whose header a row must repeat to be that header printed again."""
SPARSE = 0.8
"""Share of the cells usually filled up to which a row may be a total."""
GROUPED = 0.95
"""The same of a row that begins with an answer and a word for a total: Excel's subtotals."""
MOST_TEXTS = 12
"""Texts in a first column of numbers, headers among them, up to which they may be words for totals."""
MOST_GROUPS = 500
"""Different cells of a column that may name groups."""
FIRST_COLUMNS = 4
"""Columns in which a group's subtotal may say whose it is."""
LONGEST_TOTAL = 40
"""Characters of the longest words for a total."""
NUMBERED, NUMBERED_ANYWAY = 3, 8
"""Columns from which numbers in sequence may be those of the columns, and from which they are for certain."""

_TOTAL = re.compile(
    r"\s*(?:合\s*計|総\s*計|小\s*計|計|総数|(?:grand|sub)?[\s-]*totals?|(?:zwischen)?summe|sous[\s-]total"
    r"|平\s*均値?|中央値|最大値?|最小値?|標準偏差|average|mean|median|mittelwert|moyenne)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"n\s*[=:]?|(?:base|count|min|max|s\.?d\.?|std\.?(?: dev\.?)?)\s*:?"
    r"|(?:有効)?(?:回答|サンプル)(?:者|件)?数|件数|人数",
    re.IGNORECASE,
)
_OF_GROUP = re.compile(
    r"(.*?\S)\s*(?:小\s*計|合\s*計|計|集計|平均|(?<=\s)(?:(?:sub)?[\s-]?total|average|count|sum|ergebnis))\s*",
    re.IGNORECASE,
)
"""The total of a group: 北部 小計, and 北部 集計 or North Total as Excel writes them."""
_FIGURE = re.compile(r"[-+−(（]?(?:[nN] ?= ?)?[.\d]")
_NAMED_ALONE = re.compile(rf"(?:{_TOTAL.pattern})\s*(?:[:：].*|[(（].*)?", re.IGNORECASE)
"""A total without a number, told from what somebody said of one."""
_COUNTED = re.compile(r"[(（]?(\d{1,4})[)）]?")


@dataclass(frozen=True, eq=False)
class People:
    """A sheet in which only respondents fill rows.

    Parameters
    ----------
    kept
        Which rows from `start` to `stop` of the layout are respondents, (rows,).
    notes
        What was left out.
    """

    sheet: Sheet
    kept: NDArray[np.bool_]
    notes: tuple[Note, ...] = ()


def everyone(sheet: Sheet, layout: Layout) -> People:
    """The sheet as it is: of a file whose rows are cases whatever they hold."""
    return People(sheet, np.ones(layout.stop - layout.start, dtype=bool))


def people_of(sheet: Sheet, layout: Layout) -> People:
    """The sheet with all rows emptied that are no respondents; rows keep their numbers."""
    amounts = _amounts(sheet, layout)
    kept = np.ones(len(amounts), dtype=bool)
    notes = []
    repeated = _repeated(sheet, layout)
    typical = float(np.median(amounts)) if len(amounts) else 0.0
    titles = _titles(sheet, layout, amounts, typical, repeated)
    for rows, what, level in (
        (repeated, "with the header again", "warning"),
        (_totals(sheet, layout, amounts, typical), "of totals among the respondents", "warning"),
        (_among_numbers(sheet, layout), "of totals among the respondents", "warning"),
        (_of_groups(sheet, layout, amounts, typical), "of groups' totals among the respondents", "warning"),
        (titles, "with a title only among the respondents", "warning"),
        (_numbering(sheet, layout), "with numbers of the columns", ""),
        (_blank(sheet, layout, amounts), "without any cell", ""),
    ):
        if len(rows) and kept[rows].any():
            rows = rows[kept[rows]]
            kept[rows] = False
            notes.append(_note(sheet, rows + layout.start, what, level))
    if kept.all() or not kept.any():
        return everyone(sheet, layout)
    return People(_emptied(sheet, layout, kept), kept, tuple(notes))


def _amounts(sheet: Sheet, layout: Layout) -> Rows:
    """How many cells of the respondents' columns each row fills, (rows,)."""
    if len(layout.headings) == sheet.width:
        return sheet.amounts[layout.start : layout.stop]
    places = [heading.position for heading in layout.headings]
    return np.asarray(sheet.taken[places, layout.start : layout.stop].sum(axis=0, dtype=np.intp))


def _emptied(sheet: Sheet, layout: Layout, kept: NDArray[np.bool_]) -> Sheet:
    gone = layout.start + np.flatnonzero(~kept)
    columns = []
    for column in sheet.coded.columns:
        codes = column.codes.copy()
        codes[gone] = -1
        columns.append(Column(codes, column.levels))
    lost = set(gone.tolist())
    errors = {place: error for place, error in sheet.errors.items() if place[0] not in lost}
    return replace(sheet, rows=CodedRows(columns, len(sheet.rows)), errors=errors)


def _note(sheet: Sheet, rows: Rows, what: str, level: str) -> Note:
    shown = "; ".join(f"row {row + 1:,}: {words}" for row, words in _openings(sheet, rows[:5].tolist()))
    told = f"{counted(len(rows), 'row')} {what}, left out{f': {shown}' if shown else ''}"
    numbers = tuple((rows[:10] + 1).tolist())
    if level:
        return Note(
            "reading", f"sheet {sheet.name!r}: {told}", count=len(rows), rows=numbers, level="warning"
        )
    return Note("reading", f"sheet {sheet.name!r}: {told}", count=len(rows), rows=numbers)


def _openings(sheet: Sheet, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    for row in rows:
        if filled(sheet.rows[row]):
            yield row, opening(sheet.rows[row], 40)


def _blank(sheet: Sheet, layout: Layout, amounts: Rows) -> Rows:
    """Rows without any cell, an error among them."""
    rows = np.flatnonzero(amounts == 0)
    if not len(rows) or not sheet.errors:
        return rows
    wrong = [row - layout.start for row, _ in sheet.errors]
    return rows[~np.isin(rows, wrong)]


def _repeated(sheet: Sheet, layout: Layout) -> Rows:
    """Rows that are a header row once more.

    Columns tell it in which nobody else says what their header says: an option
    that its ticks repeat does not.
    """
    columns = sheet.coded.columns
    found: list[Rows] = []
    for header in layout.header_rows:
        told = [columns[heading.position] for heading in layout.headings]
        varied = sorted(
            (column for column in told if column.codes[header] >= 0 and len(column.levels) > TELLING),
            key=lambda column: len(column.levels),
        )
        if len(varied) < TELLING:
            continue
        if not any(_same(column, header, layout).any() for column in varied[:TELLING]):
            continue
        same = np.stack([_same(column, header, layout) for column in varied])
        alike = same.sum(axis=0) >= max(TELLING, ALIKE * len(varied))
        telling = same[~(same & ~alike).any(axis=1)]
        found.append(np.flatnonzero(alike & (telling.sum(axis=0) >= max(TELLING, ALIKE * len(telling)))))
    return distinct(np.concatenate(found)) if found else np.empty(0, dtype=np.intp)


def _same(column: Column, header: int, layout: Layout) -> NDArray[np.bool_]:
    return np.asarray(column.codes[layout.start : layout.stop] == column.codes[header])


def _totals(sheet: Sheet, layout: Layout, amounts: Rows, typical: float) -> Rows:
    """Rows that begin with a word for a total, as no row does that is filled as others are."""
    if typical <= TELLING:
        return np.empty(0, dtype=np.intp)
    sparse = (amounts > 0) & (amounts <= SPARSE * typical)
    if not sparse.any():
        return np.empty(0, dtype=np.intp)
    first, *others = [sheet.coded.columns[heading.position] for heading in layout.headings]
    begins = _says_total(first, layout)
    if others:
        unsaid = first.codes[layout.start : layout.stop] < 0
        begins |= unsaid & _says_total(others[0], layout)
    if not begins.any() or (begins & ~sparse).any():
        return np.empty(0, dtype=np.intp)
    rows = np.flatnonzero(begins)
    return rows[[_only_figures(sheet, layout, row) for row in rows.tolist()]]


def _among_numbers(sheet: Sheet, layout: Layout) -> Rows:
    """Rows that begin with a word for a total where all others begin with a number, however filled."""
    column = sheet.coded.columns[layout.headings[0].position]
    texts = texts_among(column.levels)
    if not 0 < len(texts) <= min(MOST_TEXTS, len(column.levels) - NUMBERED):
        return np.empty(0, dtype=np.intp)
    begins = np.zeros(len(column.levels) + 1, dtype=bool)
    for words in texts:
        said = words.strip()
        begins[column.levels.index(words)] = bool(_TOTAL.fullmatch(said) or _SUMMARY.fullmatch(said))
    rows = np.flatnonzero(begins[column.codes[layout.start : layout.stop]])
    return rows[[_only_figures(sheet, layout, row) for row in rows.tolist()]]


def _of_groups(sheet: Sheet, layout: Layout, amounts: Rows, typical: float) -> Rows:
    """Rows that begin with an answer of their column and a word for a total, and hold figures alone."""
    few = (amounts > 0) & (amounts <= GROUPED * typical)
    if typical <= TELLING or not few.any():
        return np.empty(0, dtype=np.intp)
    found = np.zeros(len(amounts), dtype=bool)
    for heading in layout.headings[:FIRST_COLUMNS]:
        column = sheet.coded.columns[heading.position]
        if len(column.levels) > MOST_GROUPS:
            continue
        groups = {level for level in column.levels if isinstance(level, str)}
        told = [
            isinstance(level, str)
            and len(level) <= LONGEST_TOTAL
            and (of := _OF_GROUP.fullmatch(level)) is not None
            and of[1].strip() in groups
            for level in column.levels
        ]
        if any(told):
            found |= np.array([*told, False], dtype=bool)[column.codes[layout.start : layout.stop]]
    rows = np.flatnonzero(found & few)
    return rows[[_only_figures(sheet, layout, row) for row in rows.tolist()]]


def _titles(sheet: Sheet, layout: Layout, amounts: Rows, typical: float, repeated: Rows) -> Rows:
    """Rows of one cell at the left that is a stranger to its column: a page's number, a group's name."""
    first = layout.headings[0].position
    levels = sheet.coded.columns[first].levels
    column = sheet.coded.columns[first].codes[layout.start : layout.stop]
    rows = np.flatnonzero((amounts == 1) & (column >= 0)) if typical > TELLING else np.empty(0, dtype=np.intp)
    if not len(rows):
        return rows
    others = np.ones(len(amounts), dtype=bool)
    others[rows] = others[repeated] = False
    tell = stranger_to(without_unused(Column(column[others], levels)))
    cells = [levels[code] for code in column[rows].tolist()]
    return rows[[isinstance(cell, str) and bool(tell(cell)) for cell in cells]]


def _only_figures(sheet: Sheet, layout: Layout, row: int) -> bool:
    """Whether a row holds, behind its first words, numbers alone, or its words are a total's and no more."""
    whole = sheet.rows[layout.start + row]
    cells = [whole[heading.position] for heading in layout.headings]
    words, *more = [text(cell).strip() for cell in cells if holds(cell)]
    return all(map(_FIGURE.match, more)) if more else bool(_NAMED_ALONE.fullmatch(words))


def _says_total(column: Column, layout: Layout) -> NDArray[np.bool_]:
    said = [
        isinstance(level, str) and len(level) <= LONGEST_TOTAL and bool(_TOTAL.match(level))
        for level in column.levels
    ]
    return np.array([*said, False], dtype=bool)[column.codes[layout.start : layout.stop]]


def _numbering(sheet: Sheet, layout: Layout) -> Rows:
    """The first row, where it numbers the columns from 1 on."""
    first = sheet.rows[layout.start]
    cells = [first[heading.position] for heading in layout.headings]
    numbered = all(_is_number(cell, place) for place, cell in enumerate(cells, 1))
    if _numbers_options(cells):
        return np.zeros(1, dtype=np.intp)
    if numbered and len(cells) >= NUMBERED:
        strange = any(_is_worded(sheet, heading.position, layout) for heading in layout.headings)
        if strange or len(cells) >= NUMBERED_ANYWAY:
            return np.zeros(1, dtype=np.intp)
    return np.empty(0, dtype=np.intp)


def _numbers_options(cells: Sequence[Cell]) -> bool:
    """Whether a row numbers the options of questions, 1, 2, 3, and again from 1, and says nothing else.

    The first column, and another, must be blank: respondents fill them.
    """
    said = [(place, text(cell).strip()) for place, cell in enumerate(cells) if holds(cell)]
    if not said or said[0][0] == 0 or len(said) < NUMBERED or len(said) > len(cells) - 2:
        return False
    if not all(words.isdecimal() and len(words) < NUMBERED for _, words in said):
        return False
    numbers = [(place, int(words)) for place, words in said]
    runs_on = [two == (one[0] + 1, one[1] + 1) or two[1] == 1 for one, two in pairwise(numbers)]
    return numbers[0][1] == 1 and all(runs_on) and max(number for _, number in numbers) >= NUMBERED


def _is_number(cell: Cell, number: int) -> bool:
    found = _COUNTED.fullmatch(f"{cell:g}" if isinstance(cell, float) else text(cell).strip())
    return holds(cell) and found is not None and int(found[1]) == number


def _is_worded(sheet: Sheet, place: int, layout: Layout) -> bool:
    """Whether all cells of a column are texts, the first aside."""
    column = sheet.column(place, layout.start + 1, layout.stop)
    return bool(column.levels) and all(isinstance(level, str) for level in column.levels)
