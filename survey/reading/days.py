"""Columns of days, however each is written: date cells, Japanese eras, spreadsheet serials, time stamps."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from survey.reading.folding import fold
from survey.reading.profiles import Profile
from survey.reading.understanding import Remark
from survey.reading.workbook import Cell

WRITINGS = "C126"
MOST_OTHERS = 0.25
"""Share of cells that are no days beyond which the rest need not be looked at."""

_WRITTEN = re.compile(
    r"(?:令和|平成|昭和|大正|[rhst])\.? ?(?:\d{1,2}|元) ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日?.{0,4}"
    r"|\d{4} ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?日?(?:[t (].*)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_FIRST_OF_DAYS = frozenset("令平昭大rhst0123456789")
_WAYS = (
    ("with a Buddhist year", re.compile(r"2[4-6]\d{2} ?[年./-].*")),
    ("with a time zone", re.compile(r".*\d:\d{2}.*(?:z|[+-]\d{1,2}(?::?\d{2})?)")),
    ("in a Japanese era", re.compile(r"(?:令和|平成|昭和|大正|[rhst]).*")),
    ("day or month first", re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")),
    ("year first", re.compile(r"\d{4}.*")),
)
_SAYS_DAY = re.compile(
    r"(?<![a-z])date$|年月日|日付|^日$"
    r"|(回答|調査|実施|記入|訪問|購入|登録|投票|来店|来場|利用|受診|開始|終了)日$"
)
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 60_000
"""1982 and 2064, as spreadsheets count days."""


def day_share(profile: Profile) -> float:
    """Share of cells that are days; whole numbers count beside other days, or where a day is asked for.

    It is 0 where other cells are too many for the column to be one of days.
    """
    written = others = 0
    if profile.all_texts:
        if profile.mostly_fails(_WRITTEN.fullmatch):
            return 0.0
        for words, times in zip(profile.folds, profile.counts, strict=True):
            if words[:1] in _FIRST_OF_DAYS and _WRITTEN.fullmatch(words):
                written += times
            else:
                others += times
                if others > MOST_OTHERS * profile.answered:
                    return 0.0
        return profile.share(written)
    for cell, times in () if profile.all_numbers else profile.items():
        if _is_day(cell):
            written += times
        elif not _is_serial(cell):
            others += times
            if others > MOST_OTHERS * profile.answered:
                return 0.0
    if not written and not _SAYS_DAY.search(fold(profile.heading.path[-1])):
        return 0.0
    serials = sum(times for cell, times in profile.items() if _is_serial(cell))
    return profile.share(written + serials)


def writings_of(profile: Profile) -> Remark | None:
    """In how many ways a column writes its days; None where it is one."""
    times: Counter[str] = Counter()
    for cell, often in profile.items():
        times[_way(cell)] += often
    if len(times) < 2:
        return None
    listed = ", ".join(f"{often:,} {way}" for way, often in times.most_common())
    words = f"days are written in {len(times)} ways ({listed}); each was read by its own"
    return Remark(WRITINGS, words, tuple(range(len(profile.cells.levels))))


def _way(cell: Cell) -> str:
    if isinstance(cell, date):
        return "as date cells"
    if isinstance(cell, int | float):
        return "as serial numbers"
    words = fold(str(cell))
    return next((name for name, pattern in _WAYS if pattern.fullmatch(words)), "in other words")


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and bool(_WRITTEN.fullmatch(fold(cell))))


def _is_serial(cell: Cell) -> bool:
    return isinstance(cell, float) and cell.is_integer() and _FIRST_SERIAL <= cell <= _LAST_SERIAL
