"""Answers given twice: together in one cell, and one by one in the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from survey.reading.folding import fold
from survey.reading.profiles import Profile
from survey.reading.workbook import text

AGREE = 0.97
"""Share of respondents for whom a column must tick what the cell says."""
MOST_CELLS = 5000
FEW = 6
"""Spellings of 0 and 1, at most."""

_BETWEEN = r"[\n;；、|,，/ 　]\s*"


def doubled(profiles: Sequence[Profile]) -> list[tuple[Profile, list[Profile]]]:
    """Columns of several answers, each with the columns to its right that tick these one by one."""
    found = []
    places = {profile: place for place, profile in enumerate(profiles)}
    for whole, beside in pairwise(profiles):
        if not _is_binary(beside) or _is_binary(whole) or not 2 <= len(whole.texts) <= MOST_CELLS:
            continue
        run = _run(whole, profiles[places[beside] :])
        if len(run) > 1:
            found.append((whole, run))
    return found


def _run(whole: Profile, following: Sequence[Profile]) -> list[Profile]:
    """The columns that tick what `whole` says, as far as they stand side by side."""
    run: list[Profile] = []
    told = 0
    for profile in following:
        expected = whole.heading.position + 1 + len(run)
        if profile.heading.position != expected or not _is_binary(profile):
            break
        said = _says(whole, profile.heading.path[-1])
        ticked = _ticked(profile)
        answered = whole.cells.codes >= 0
        if (said == ticked)[answered].mean() < AGREE:
            break
        told += bool((said & ticked).any())
        run.append(profile)
    return run if told > 1 else []


def _is_binary(profile: Profile) -> bool:
    """Whether a column holds 0 and 1; “other” may hold people's own words for 1."""
    if not 0 < len(profile.cells.levels) <= MOST_CELLS:
        return False
    other = fold(profile.heading.path[-1]).startswith(("other", "その他"))
    if len(profile.cells.levels) > FEW and not other:
        return False
    said = set(profile.folded)
    if said <= {"0", "1"} or said <= {"true", "false"}:
        return True
    return other and "0" in said and profile.share(sum(n for _, n in profile.folded["0"])) > 0.5


def _says(whole: Profile, option: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each respondent's cell names an option, (respondents,)."""
    part = re.compile(rf"(?:^|{_BETWEEN}){re.escape(fold(option))}(?:{_BETWEEN}|$)")
    named = [bool(part.search(_folded_lines(text(cell)))) for cell in whole.cells.levels]
    return np.array([*named, False])[whole.cells.codes]


def _folded_lines(words: str) -> str:
    return "\n".join(fold(line) for line in words.splitlines())


def _ticked(profile: Profile) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Who is ticked in a column, (respondents,)."""
    states = [fold(text(cell)) not in ("0", "false") for cell in profile.cells.levels]
    return np.array([*states, False])[profile.cells.codes]
