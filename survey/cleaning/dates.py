"""Days as they are written in Japan and elsewhere, years of birth, and days that cannot be right."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from survey.cleaning.folding import fold
from survey.cleaning.ledger import Rule, change, raws, remark, shown, with_notes
from survey.responses.levels import columns, lookup, plain_text
from survey.vocabulary import Column, Note, Plan, Question, Raw, Survey

READ = Rule("C120", "A day written in another way (Japanese era, full-width, spreadsheet serial) is that day")
BORN = Rule("C121", "A year of birth given as an age is the age in the year of the interview")
DOUBTFUL = Rule("C122", "A day outside the fieldwork, or in another year than the rest; left as it is")

AMBIGUOUS = Rule("C123", "A day such as 03/04/2026 that could be either of two is set aside")
BUDDHIST = Rule("C124", "A year of the Buddhist era (2569) is the year 543 years before (2026)")
IMPOSSIBLE = Rule("C125", "A day that the calendar or the Japanese era does not have is set aside")
WRITINGS = Rule("C126", "Days are written in several ways in one column; each is read by its own")

OLDEST = 120
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925, "大正": 1911, "t": 1911}
_LAST_YEARS = {"平成": 31, "h": 31, "昭和": 64, "s": 64, "大正": 15, "t": 15}
_BUDDHIST_YEARS, _AHEAD = range(2443, 2644), 543
_ERA = r"(?P<era>令和|平成|昭和|大正|[rhst])\.?(?P<year>\d{1,2}|元)"
_DAY = r"[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?"
_WEEKDAY = r"(?:\([日月火水木金土a-z]+\))?"
_JAPANESE = re.compile(_ERA + _DAY + _WEEKDAY)
_JAPANESE_YEAR = re.compile(_ERA + r"年?")
_COMMON = re.compile(r"(?P<year>\d{4})" + _DAY + _WEEKDAY)
_TIMED = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?[t\s]+\d{1,2}:\d{2}.*", re.DOTALL
)
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
        cell = cell.date()
    if isinstance(cell, datetime.date):
        return _valid(cell.year, cell.month, cell.day)
    if isinstance(cell, bool):
        return None
    if found := _TIMED.fullmatch(plain_text(cell).strip().casefold()):
        return _valid(int(found["year"]), int(found["month"]), int(found["day"]))
    text = fold(cell)
    if found := _JAPANESE.fullmatch(text):
        era_year = _year_of_era(found["era"], found["year"])
        return None if era_year is None else _valid(era_year, int(found["month"]), int(found["day"]))
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


def _year_of_era(era: str, written: str) -> int | None:
    """The year that a year of an era is; None where the era has no such year (昭和70年)."""
    year = 1 if written == "元" else int(written)
    return _ERAS[era] + year if 1 <= year <= _LAST_YEARS.get(era, 99) else None


def _valid(year: int, month: int, day_of_month: int) -> datetime.date | None:
    """The day, a Buddhist year told from its number; None where there is none."""
    year -= _AHEAD if year in _BUDDHIST_YEARS else 0
    try:
        return datetime.date(year, month, day_of_month)
    except ValueError:
        return None


def read_days(survey: Survey, plan: Plan) -> Survey:
    """Cells of date questions that hold a day in another writing."""
    found: dict[Rule, dict[str, dict[object, datetime.date]]] = {BUDDHIST: {}, READ: {}}
    notes: list[Note] = []
    for question, column in columns(survey, "date"):
        read = {level: value for level in column.levels if (value := day(_cell(level))) and value != level}
        ahead = {level: value for level, value in read.items() if _is_buddhist(_cell(level), value)}
        found[BUDDHIST][question.name] = ahead
        found[READ][question.name] = {level: value for level, value in read.items() if level not in ahead}
        notes += _of_buddhist_years(survey, question, column, ahead)
    for rule, by_level in found.items():
        meanings = {
            name: {
                i: values[level]
                for i, level in enumerate(survey.responses.column(name).levels)
                if level in values
            }
            for name, values in by_level.items()
        }
        survey = change(survey, rule, meanings)
    return with_notes(survey, notes) if notes else survey


def _cell(level: object) -> object:
    return level.cell if isinstance(level, Raw) else level


def _is_buddhist(cell: object, value: datetime.date) -> bool:
    return str(value.year + _AHEAD) in plain_text(cell)


def _of_buddhist_years(
    survey: Survey, question: Question, column: Column, found: Mapping[object, datetime.date]
) -> list[Note]:
    """How many days were written with a Buddhist year, and the first as an example."""
    if not found:
        return []
    concerned = lookup(column, np.asarray([level in found for level in column.levels], dtype=bool))
    first, value = next(iter(found.items()))
    text = (
        f"{question.name}: {concerned.sum():,} days have a year of the Buddhist era "
        f"({shown(first, question)} was read as {value})"
    )
    return [remark(survey, BUDDHIST, text, concerned, question=question.name)]


def doubt_writings(survey: Survey, plan: Plan) -> Survey:
    """Unread cells that could be two days, or name one that is in no calendar."""
    notes: list[Note] = []
    for question, column in columns(survey, "date", "numeric"):
        texts = {i: fold(cell) for i, cell in raws(column) if isinstance(cell, str)}
        if question.kind == "date":
            either = [i for i, text in texts.items() if _readings(text)]
            never = [i for i, text in texts.items() if i not in either and _looks_like_a_day(text)]
        else:
            either = []
            never = [i for i, text in texts.items() if _asks_age(question) and _is_born_in_no_year(text)]
        for rule, found in ((AMBIGUOUS, either), (IMPOSSIBLE, never)):
            if found:
                text = _doubt_in_words(rule, question, column, found)
                concerned = lookup(column, np.isin(np.arange(len(column.levels)), found))
                words = f"{question.name}: {concerned.sum():,} cells {text}"
                notes.append(remark(survey, rule, words, concerned, question=question.name))
    return with_notes(survey, notes) if notes else survey


def _doubt_in_words(rule: Rule, question: Question, column: Column, found: list[int]) -> str:
    example = shown(column.levels[found[0]], question)
    if rule is AMBIGUOUS:
        readings = " or ".join(map(str, _readings(fold(_cell(column.levels[found[0]])))))
        return f"could be either of two days ({example} is {readings}); set aside"
    listed = ", ".join(shown(column.levels[i], question) for i in found[:5])
    return f"name a day or year that does not exist ({listed}); set aside"


def _readings(text: str) -> list[datetime.date]:
    """The two days that a day such as 03/04/2026 could be; empty where it is one or none."""
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return []
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    days = {_valid(year, second, first), _valid(year, first, second)} - {None}
    return sorted(day for day in days if day) if len(days) == 2 else []


def _looks_like_a_day(text: str) -> bool:
    return any(
        pattern.fullmatch(text) for pattern in (_JAPANESE, _COMMON, _COMPACT, _DAY_FIRST, _JAPANESE_YEAR)
    )


def _is_born_in_no_year(text: str) -> bool:
    found = _BIRTH.fullmatch(text)
    return bool(found and found["era"] and _year_of_era(found["era"], found["of"]) is None)


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
    return _year_of_era(found["era"], found["of"])


def _asks_age(question: Question) -> bool:
    words = {word.casefold() for text in question.label.texts.values() for word in re.split(r"\W+", text)}
    return (
        fold(question.unit) in _AGE_UNITS or question.name == "age" or bool(words & {"age", "年齢", "満年齢"})
    )
