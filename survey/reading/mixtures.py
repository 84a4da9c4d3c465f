"""Columns that hold things of several kinds: numbers, words, days, TRUE and FALSE side by side."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from survey.reading.profiles import Profile
from survey.reading.understanding import Remark
from survey.reading.workbook import Cell

MIXED = "C105"
LEAST = 0.02
"""Share of the cells from which a kind is no slip of one respondent."""

_BAND = re.compile(r"\s*\d+\s*[-–~〜～]\s*\d+\s*|\s*\d+\s*\+\s*")
_NAMES = {"number": "numbers", "text": "words", "day": "days", "truth": "TRUE or FALSE"}


def mixture_of(profile: Profile) -> Remark | None:
    """What kinds stand side by side, where they have no reason to; None where there is nothing to say.

    Numbers among words are usual (codes and "don't know"), and need a third
    kind beside them before they are strange; days and truths never are at home
    among others.
    """
    times: Counter[str] = Counter()
    for cell, often in profile.items():
        times[_kind(cell)] += often
    common = [kind for kind, often in times.most_common() if often >= max(2, LEAST * profile.answered)]
    if len(common) < 2 or set(common) == {"number", "text"}:
        return None
    listed = ", ".join(f"{times[kind]:,} {_NAMES[kind]}" for kind in common)
    words = f"the column is a mixture ({listed}); each value is kept as it stands: look whether cells slipped"
    if set(common) == {"day", "text"} and (made := _made_of_bands(profile)):
        words += f"; Excel may have made days of bands such as {made}"
    strange = {kind for kind in common if kind != common[0]}
    levels = [i for i, cell in enumerate(profile.cells.levels) if _kind(cell) in strange]
    return Remark(MIXED, words, tuple(levels))


def _made_of_bands(profile: Profile) -> str:
    """The band that the first day was typed as, where all texts are bands: 2026-01-05 of 1-5; else empty."""
    texts = [cell for cell in profile.cells.levels if isinstance(cell, str)]
    first = next(cell for cell in profile.cells.levels if isinstance(cell, date))
    return f"{first.month}-{first.day}" if all(map(_BAND.fullmatch, texts)) else ""


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "truth"
    if isinstance(cell, date):
        return "day"
    if isinstance(cell, int | float):
        return "number"
    words = str(cell).strip()
    if words.casefold() in ("true", "false"):
        return "truth"
    return "number" if words.replace(".", "", 1).isdecimal() else "text"
