"""Days as they are written in Japan and elsewhere, years of birth, and days that cannot be right."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from survey.cleaning.folding import fold
from survey.cleaning.ledger import Rule, change, columns, lookup, plain_text, remark, with_notes
from survey.vocabulary import Column, Note, Plan, Question, Raw, Survey

READ = Rule("C120", "A day written in another way (Japanese era, full-width, spreadsheet serial) is that day")
BORN = Rule("C121", "A year of birth given as an age is the age in the year of the interview")
DOUBTFUL = Rule("C122", "A day outside the fieldwork, or in another year than the rest; left as it is")

OLDEST = 120
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925, "大正": 1911, "t": 1911}
_ERA = r"(?P<era>令和|平成|昭和|大正|[rhst])\.?(?P<year>\d{1,2}|元)"
_DAY = r"[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?"
_WEEKDAY = r"(?:\([日月火水木金土a-z]+\))?"
_JAPANESE = re.compile(_ERA + _DAY + _WEEKDAY)
_COMMON = re.compile(r"(?P<year>\d{4})" + _DAY + _WEEKDAY)
_TIMED = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[t\s]+\d{1,2}:\d{2}\S*")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_DAY_FIRST = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_BIRTH = re.compile(
    r"(?:(?P<year>\d{4})|(?P<era>令和|平成|昭和|大正|[rhst])\.?(?P<of>\d{1,2}|元))年?(?:生まれ|生)?"
)
_EPOCH = datetime.date(1899, 12, 30)
_AGE_UNITS = ("歳", "才", "years", "year", "yearsold")


def day(cell: object) -> datetime.date | None:
    """The day in a cell, or None when it is not certain which day is meant."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, bool):
        return None
    if found := _TIMED.fullmatch(plain_text(cell).strip().casefold()):
        return _valid(int(found["year"]), int(found["month"]), int(found["day"]))
    text = fold(cell)
    if found := _JAPANESE.fullmatch(text):
        year = _ERAS[found["era"]] + (1 if found["year"] == "元" else int(found["year"]))
        return _valid(year, int(found["month"]), int(found["day"]))
    if found := _COMMON.fullmatch(text) or _COMPACT.fullmatch(text):
        return _valid(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _DAY_FIRST.fullmatch(text):
        return _of_either_order(int(found["year"]), int(found["first"]), int(found["second"]))
    if _SERIAL.fullmatch(text):
        return _EPOCH + datetime.timedelta(days=int(float(text)))
    return None


def _of_either_order(year: int, first: int, second: int) -> datetime.date | None:
    """Day and month in the only order that is a day; 03/04 could be either and is none."""
    found = {_valid(year, first, second), _valid(year, second, first)} - {None}
    return found.pop() if len(found) == 1 else None


def _valid(year: int, month: int, day_of_month: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day_of_month)
    except ValueError:
        return None


def read_days(survey: Survey, plan: Plan) -> Survey:
    """Cells of date questions that hold a day in another writing."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey, "date"):
        cells = {
            i: level.cell if isinstance(level, Raw) else level
            for i, level in enumerate(column.levels)
            if isinstance(level, Raw | float | int)
        }
        found = {i: day(cell) for i, cell in cells.items()}
        meanings[question.name] = {i: value for i, value in found.items() if value is not None}
    return change(survey, READ, meanings)


def doubt_days(survey: Survey, plan: Plan) -> Survey:
    """Days outside the question's range, or that fit the fieldwork in all but the year."""
    notes: list[Note] = []
    for question, column in columns(survey, "date"):
        doubtful = _doubtful(question, column)
        for year in sorted({level.year for level in _days(column, doubtful)}):
            of_year = np.asarray([_year(level) == year for level in column.levels]) & doubtful
            concerned = lookup(column, of_year)
            if concerned.any():
                text = f"{question.name}: {concerned.sum():,} days in {year} are outside the fieldwork; left"
                notes.append(remark(survey, DOUBTFUL, text, concerned, question=question.name))
    return with_notes(survey, notes)


def _days(column: Column, chosen: NDArray[np.bool_]) -> list[datetime.date]:
    return [
        level
        for level, wanted in zip(column.levels, chosen, strict=True)
        if wanted and isinstance(level, datetime.date)
    ]


def _year(level: object) -> int | None:
    return level.year if isinstance(level, datetime.date) else None


def _doubtful(question: Question, column: Column) -> NDArray[np.bool_]:
    """Whether each level is a day that cannot be right, (levels,)."""
    low, high = _bound(question.low), _bound(question.high)
    usual = _commonest_year(column)
    inside = [level for level in column.levels if isinstance(level, datetime.date) and level.year == usual]
    first, last = min(inside, default=None), max(inside, default=None)
    doubtful = []
    for level in column.levels:
        if not isinstance(level, datetime.date):
            doubtful.append(False)
        elif low is not None or high is not None:
            doubtful.append((low is not None and level < low) or (high is not None and level > high))
        else:
            typed = _valid(usual, level.month, level.day) if usual else None
            apart = level.year != usual and typed is not None
            doubtful.append(bool(apart and typed and first and last and first <= typed <= last))
    return np.asarray(doubtful, dtype=bool)


def _bound(value: float | None) -> datetime.date | None:
    """A day given as a number: 20260115, or a spreadsheet serial."""
    return None if value is None else day(str(int(value)))


def _commonest_year(column: Column, *, least: float = 0.9) -> int | None:
    """The year of most days, or None when fewer than this share of them are in it."""
    given = np.bincount(column.codes + 1, minlength=len(column.levels) + 1)[1:]
    counts: Counter[int] = Counter()
    for level, count in zip(column.levels, given, strict=True):
        if isinstance(level, datetime.date):
            counts[level.year] += int(count)
    year, count = counts.most_common(1)[0] if counts else (None, 0)
    return year if count >= least * counts.total() else None


def read_birth_years(survey: Survey, plan: Plan) -> Survey:
    """Years of birth in a question that asks for an age, by the year of each interview."""
    for question, _ in columns(survey, "numeric"):
        if _asks_age(question):
            survey = _aged(survey, question)
    return survey


def _aged(survey: Survey, question: Question) -> Survey:
    years = _interview_years(survey)
    for year in np.unique(years[years > 0]):
        levels = survey.responses.column(question.name).levels
        births = {i: born for i, level in enumerate(levels) if (born := birth_year(level)) is not None}
        ages = {i: float(year - born) for i, born in births.items() if 0 <= year - born <= OLDEST}
        survey = change(survey, BORN, {question.name: ages}, where=years == year)
    return survey


def _interview_years(survey: Survey) -> NDArray[np.int64]:
    """The year of each interview, (respondents,); the usual one where it is unknown; 0 for none."""
    for question, column in columns(survey, "date"):
        doubtful = _doubtful(question, column)
        usual = _commonest_year(column, least=0.0) or 0
        years = [
            level.year if isinstance(level, datetime.date) and not doubt else usual
            for level, doubt in zip(column.levels, doubtful, strict=True)
        ]
        return np.asarray([*years, usual], dtype=np.int64)[column.codes]
    return np.zeros(len(survey.responses), dtype=np.int64)


def birth_year(level: object) -> int | None:
    """The year of birth that a level of an age question holds, or None."""
    if isinstance(level, float):
        return int(level) if level.is_integer() and 1900 <= level <= 2100 else None
    if not isinstance(level, Raw):
        return None
    found = _BIRTH.fullmatch(fold(level.cell))
    if found is None:
        return None
    if found["year"]:
        return int(found["year"])
    return _ERAS[found["era"]] + (1 if found["of"] == "元" else int(found["of"]))


def _asks_age(question: Question) -> bool:
    words = {word.casefold() for text in question.label.texts.values() for word in re.split(r"\W+", text)}
    return (
        fold(question.unit) in _AGE_UNITS or question.name == "age" or bool(words & {"age", "年齢", "満年齢"})
    )
