"""Sheets that are no list of respondents: tables of results, questions down the side, a row per answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from survey.errors import ReadingError
from survey.reading.folding import fold
from survey.reading.headers import Layout
from survey.reading.rows import distinct
from survey.reading.workbook import Cell, Sheet, holds, text

FEW_ROWS = 60
LEAST_COMBINED, MOST_COMBINED = 4, 2000
"""Rows that a list of all combinations of answers has."""
MOST_BESIDE = 4
"""Columns beside those of questions and answers in a list that has a row per answer."""
LEAST_REPEATED = 1.5
"""Rows a respondent has in it at least, on average."""

_TOTAL = re.compile(r"(grand )?total|all( respondents)?|overall|base|n|全体|総数|合計|計|総計")
_ASKED = re.compile(
    r"questions?|question[ _]?(id|no|number|code|name|text)|items?|item[ _]?(id|no)|variables?"
    r"|設問(番号|名)?|質問(番号|文)?|項目(名)?|変数(名)?|問番号"
)
_SAID = re.compile(r"answers?|answer[ _]?(text|code|value)|responses?|values?|回答(内容|値)?|答え|値")
_COUNT = re.compile(r"freq(s|uency|uencies)?|counts?\d*|n|度数|件数|人数|回答者?数")
_ROW = re.compile(r"|row[ _.]?(names?|id|no\.?|number)|unnamed: 0|#|no\.?")
_PERCENT = re.compile(r"-?\d+([.,]\d+)?\s*[%％]")


def check_shape(sheet: Sheet, layout: Layout, *, name: str) -> None:
    """Refuse a sheet that holds results, or respondents side by side, instead of one row each.

    Raises
    ------
    ReadingError
        The sheet is no list of respondents.
    """
    if (told := _answer_by_answer(sheet, layout)) is not None:
        people, asked = told
        raise ReadingError(
            f"{name}: sheet {sheet.name!r} has a row per answer: {people:,} respondents times {asked:,} "
            "questions, one below another",
            hint="one row per respondent is needed; spread the questions over columns, as Pivot Column of "
            "Excel's Power Query does",
        )
    if counted := _combination_by_combination(sheet, layout):
        raise ReadingError(
            f"{name}: sheet {sheet.name!r} has a row per combination of answers, and column {counted!r} says "
            "how many gave it",
            hint="one row per respondent is needed; repeat each row as often as its count says",
        )
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


def _answer_by_answer(sheet: Sheet, layout: Layout) -> tuple[int, int] | None:
    """How many respondents and questions a list of answers has; None where it is no such list.

    Columns are headed as one of questions and one of answers, few others stand
    beside them, and no respondent gives a question twice.
    """
    headings = {fold(heading.path[-1]): heading.position for heading in layout.headings}
    asked = next((place for words, place in headings.items() if _ASKED.fullmatch(words)), None)
    said = next((place for words, place in headings.items() if _SAID.fullmatch(words)), None)
    who = [place for place in headings.values() if place not in (asked, said)]
    if asked is None or said is None or not 1 <= len(who) <= MOST_BESIDE:
        return None
    questions = sheet.column(asked, layout.start, layout.stop)
    for place in who:
        people = sheet.column(place, layout.start, layout.stop)
        pairs = people.codes.astype(np.int64) * (len(questions.levels) + 1) + questions.codes
        several = len(pairs) > LEAST_REPEATED * len(people.levels) and len(questions.levels) > 1
        if several and len(distinct(pairs)) == len(pairs):
            return len(people.levels), len(questions.levels)
    return None


def _combination_by_combination(sheet: Sheet, layout: Layout) -> str:
    """The header of the counts where rows are combinations of answers, all of them; else nothing."""
    rows = layout.stop - layout.start
    named = {heading.position: fold(heading.path[-1]) for heading in layout.headings}
    counts = [place for place, words in named.items() if _COUNT.fullmatch(words)]
    if not counts or not LEAST_COMBINED <= rows <= MOST_COMBINED:
        return ""
    said = [place for place, words in named.items() if place not in counts and not _ROW.fullmatch(words)]
    columns = [sheet.column(place, layout.start, layout.stop) for place in said]
    possible = np.prod([float(len(column.levels)) for column in columns])
    if any(len(column.levels) == rows for column in columns):
        return ""
    if len(columns) < 2 or rows != possible or not all(_counts(sheet, layout, place) for place in counts):
        return ""
    combined = np.unique(np.stack([column.codes for column in columns]), axis=1)
    if combined.shape[1] < rows:
        return ""
    return next(heading.path[-1] for heading in layout.headings if heading.position == counts[0])


def _counts(sheet: Sheet, layout: Layout, place: int) -> bool:
    """Whether a column holds whole numbers alone, none below 0."""
    levels = sheet.column(place, layout.start, layout.stop).levels
    return all(isinstance(cell, int | float) and cell >= 0 and float(cell).is_integer() for cell in levels)


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
    lowest = sheet.rows[layout.header_rows[-1]]
    headers = [lowest[column] for column in others]
    repeated = len(headers) - len(set(map(text, headers)))
    numbers = sum(isinstance(header, int | float) for header in headers)
    return numbers > 0.5 * len(headers) or repeated > 0.5 * len(headers)
