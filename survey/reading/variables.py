"""Header rows of variable names (Q1, Q2_1) beside rows of wordings: which row is which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.workbook import Cell, holds, text

_TOKEN = re.compile(r"[A-Za-z_@$#]?[\w.\-#@\[\]()（）]{0,39}")
_NUMBERED = re.compile(r"\d|_")


def variable_row(rows: Sequence[Sequence[Cell]], columns: Sequence[int]) -> int | None:
    """The place of the header row that names variables, or None where no row does.

    Names are short words without spaces, every one different, most with a
    number in them, in every column; another row beside them has different
    words for nearly as many columns. Options below a group are no names: they
    repeat from group to group, or carry no number.

    Parameters
    ----------
    rows
        The header rows from the top down.
    columns
        Places of the columns that hold respondents.
    """
    if len(rows) < 2 or len(columns) < 3:
        return None
    for place in (0, len(rows) - 1):
        names = [text(rows[place][column]).strip() for column in columns if holds(rows[place][column])]
        others = [row for other, row in enumerate(rows) if other != place]
        if not _are_names(names, len(columns)):
            continue
        wordings = [
            " ".join(text(row[column]).strip() for row in others if holds(row[column])) for column in columns
        ]
        said = [words for words in wordings if words]
        if len(said) >= 0.8 * len(columns) and not _are_names(said, len(columns)):
            return place
    return None


def _are_names(words: Sequence[str], columns: int) -> bool:
    tokens = [word for word in words if _TOKEN.fullmatch(word)]
    numbered = [word for word in tokens if _NUMBERED.search(word)]
    return (
        len(words) >= 0.95 * columns
        and len(set(words)) == len(words)
        and len(tokens) >= 0.95 * len(words)
        and len(numbered) >= 0.5 * len(words)
    )
