"""Numbers as people write them: with units, commas, full-width digits, "about", or as a range."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from survey.cleaning.folding import fold
from survey.cleaning.ledger import Rule, change, raws, remark, shown, with_notes
from survey.cleaning.numerals import in_digits
from survey.responses.levels import columns, lookup, plain_text
from survey.vocabulary import Column, Note, Plan, Question, Survey

WRITTEN = Rule("C110", "A number written with a unit, commas, full-width digits or “about” is the number")
RANGE = Rule("C111", "A range given for a number is its midpoint")
FRACTION = Rule("C113", "Values between 0 and 1 stand among whole per cents; left as they are")
COMMAS = Rule("C114", "Where a question's cells show that commas are decimal, 1,5 is one and a half")
OTHER_SIGNS = Rule(
    "C115", "1.000,50 among numbers written 1,000.50, or the reverse, is read by its own signs"
)
PER_CENTS = Rule(
    "C116", "Per cents written in several ways in one column (73, 73%, 0.73 shown as 73%) are one"
)
KANJI = Rule("C117", "A number written in kanji numerals (三十五, 千二百) is the number")

READ = (WRITTEN, RANGE, COMMAS, OTHER_SIGNS, PER_CENTS, KANJI)
"""The rules that sign notes on numbers read from texts."""

_UNITS = {
    "years": ("歳", "才", "さい", "years", "year", "yearsold", "yrs", "y.o."),
    "percent": ("%", "パーセント", "percent", "percent.", "pct", "割合"),
    "yen": ("円", "yen", "jpy", "¥"),
    "people": ("人", "名", "people", "persons", "person"),
    "times": ("回", "度", "times", "time"),
    "items": ("個", "件", "つ"),
    "days": ("日", "日間", "days", "day"),
    "months": ("か月", "ヶ月", "ヵ月", "カ月", "months", "month"),
    "hours": ("時間", "hours", "hour", "hrs", "h"),
    "minutes": ("分", "分間", "minutes", "minute", "min"),
}
_GROUP = {unit: group for group, units in _UNITS.items() for unit in units}
_MULTIPLIERS = {
    "": 1.0,
    "千": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "億": 1e8,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
}

_MULTIPLIER = "|".join(sorted(filter(None, _MULTIPLIERS), key=len, reverse=True))
_BEFORE = r"(?:約|およそ|おおよそ|だいたい|大体|ほぼ|about|approximately|approx\.?|around|circa|ca\.|~)?"
_AFTER = r"(?:くらい|ぐらい|位|程度|ほど|前後|orso)?"
_UNIT = r"[^\d\s~,.+-]*?"


@dataclass(frozen=True)
class Style:
    """One of the two ways to punctuate a number: 1,234.5 or 1.234,5.

    Parameters
    ----------
    thousands, decimal
        The signs between groups of three digits and before the fraction.
    one, two
        Patterns of a cell that holds one number, or a range.
    telling
        Pattern of numbers that cannot be written so in the other style.
    """

    thousands: str
    decimal: str
    one: re.Pattern[str]
    two: re.Pattern[str]
    telling: re.Pattern[str]

    def value(self, digits: str) -> float:
        """The number that digits and signs stand for."""
        return float(digits.replace(self.thousands, "").replace(self.decimal, "."))


def _style(thousands: str, decimal: str) -> Style:
    """The patterns of a style; a group of thousands never follows a leading zero, as in 0,944."""
    group, point = re.escape(thousands), re.escape(decimal)
    grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+"
    number = rf"[-+]?(?:{grouped}|\d+)(?:{point}\d+)?|[-+]?{point}\d+"
    return Style(
        thousands,
        decimal,
        one=re.compile(
            rf"{_BEFORE}(?P<sign>[¥$€£\\]?)(?P<number>{number})(?P<multiplier>{_MULTIPLIER})?"
            rf"(?P<unit>{_UNIT}){_AFTER}"
        ),
        two=re.compile(
            rf"{_BEFORE}(?P<low>{number})(?P<first>{_UNIT})(?:~|-|ー|から|ないし|to)"
            rf"(?P<high>{number})(?P<unit>{_UNIT}){_AFTER}"
        ),
        telling=re.compile(
            rf"[-+]?(?:\d*{point}(?:\d{{1,2}}|\d{{4,}})|0+{point}\d+|{grouped}{point}\d+"
            rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}}){{2,}})"
        ),
    )


_THOUSANDS = re.compile(r"(?P<sign>[¥$€£\\]?)(?P<digits>[1-9]\d{0,2}(?:,\d{3})+)")

POINTS = _style(",", ".")
COMMA = _style(".", ",")


@dataclass(frozen=True)
class Quantity:
    """A number read from a text.

    Parameters
    ----------
    unit
        What stood behind it; empty for nothing.
    scaled
        Whether a multiplier such as 万 or a currency was written.
    """

    value: float
    unit: str = ""
    scaled: bool = False


def quantity(cell: object, style: Style = POINTS) -> Quantity | None:
    """The single number in a cell, or None."""
    found = style.one.fullmatch(in_digits(fold(cell)))
    if found is None:
        return None
    multiplier = found["multiplier"] or ""
    value = style.value(found["number"]) * _MULTIPLIERS[multiplier]
    return Quantity(value, found["unit"], bool(multiplier or found["sign"]))


def midpoint(cell: object, style: Style = POINTS) -> Quantity | None:
    """The middle of the range in a cell, such as 5〜10, or None."""
    found = style.two.fullmatch(in_digits(fold(cell)))
    if found is None:
        return None
    low, high = style.value(found["low"]), style.value(found["high"])
    if not low < high or found["first"] not in ("", found["unit"]):
        return None
    return Quantity((low + high) / 2, found["unit"])


def style_of(cells: Iterable[object]) -> Style:
    """How a question's cells punctuate numbers: decimal commas where some cell has no other reading.

    Where cells tell of both styles nobody can know, and commas stay signs of
    thousands; a cell that cannot be read so is set aside. £1,000 tells of
    thousands, as does 1,000 beside a plain 1000.
    """
    cells = list(cells)
    texts = [fold(cell) for cell in cells if isinstance(cell, str)]
    if not _tells(COMMA, texts) or _tells(POINTS, texts):
        return POINTS
    whole = {fold(cell) for cell in cells}
    thousands = (found for text in texts if (found := _THOUSANDS.fullmatch(text)))
    return POINTS if any(t["sign"] or t["digits"].replace(",", "") in whole for t in thousands) else COMMA


def _tells(style: Style, texts: Iterable[str]) -> bool:
    """Whether a number in one of the texts can be written in this style only."""
    for text in texts:
        if one := style.one.fullmatch(text):
            numbers: tuple[str, ...] = (one["number"],)
        elif two := style.two.fullmatch(text):
            numbers = (two["low"], two["high"])
        else:
            continue
        if any(style.telling.fullmatch(number) for number in numbers):
            return True
    return False


def read_numbers(survey: Survey, plan: Plan) -> Survey:
    """Cells of numeric questions that hold one number, or a range, in another writing."""
    found: dict[Rule, dict[str, dict[object, object]]] = {
        rule: {} for rule in (WRITTEN, KANJI, OTHER_SIGNS, RANGE)
    }
    notes: list[Note] = []
    for question, column in columns(survey, "numeric"):
        cells = dict(raws(column))
        style = style_of([*cells.values(), *(level for level in column.levels if isinstance(level, float))])
        one = _of_its_unit(_numbers_in(cells, style), question)
        two = _of_its_unit(_ranges_in(cells, style), question)
        other = _in_other_signs({i: cell for i, cell in cells.items() if i not in one}, style, question)
        kanji = {i: value for i, value in one.items() if in_digits(fold(cells[i])) != fold(cells[i])}
        digits = {i: value for i, value in one.items() if i not in kanji}
        for rule, values in ((WRITTEN, digits), (KANJI, kanji), (OTHER_SIGNS, other), (RANGE, two)):
            found[rule][question.name] = {cells[i]: value for i, value in values.items()}
        if style is COMMA:
            notes += _of_commas(survey, question, column, one | two)
        notes += _of_other_signs(survey, question, column, other)
    for rule, by_cell in found.items():
        survey = _changed(survey, rule, by_cell)
    return with_notes(survey, notes) if notes else survey


def _changed(survey: Survey, rule: Rule, by_cell: Mapping[str, Mapping[object, object]]) -> Survey:
    """The survey with these unread cells understood, {question: {cell: value}}; changes move positions."""
    meanings = {}
    for name, values in by_cell.items():
        left = raws(survey.responses.column(name)) if values else ()
        meanings[name] = {i: values[cell] for i, cell in left if cell in values}
    return change(survey, rule, meanings)


def _in_other_signs(cells: Mapping[int, object], style: Style, question: Question) -> dict[int, float]:
    """Numbers with both signs, which only the other style can have written."""
    other = POINTS if style is COMMA else COMMA
    both = {i: cell for i, cell in cells.items() if isinstance(cell, str) and {",", "."} <= set(fold(cell))}
    return _of_its_unit(_numbers_in(both, other), question)


def _of_other_signs(
    survey: Survey, question: Question, column: Column, found: Mapping[int, float]
) -> list[Note]:
    """How many cells were read by signs that the other cells do not use, and the first as an example."""
    if not found:
        return []
    concerned = lookup(column, np.isin(np.arange(len(column.levels)), list(found)))
    first = next(iter(found))
    before, after = shown(column.levels[first], question), plain_text(found[first])
    way = "European decimal commas" if before.rfind(",") > before.rfind(".") else "decimal points"
    text = (
        f"{question.name}: {way} in {concerned.sum():,} cells ({before} was read as {after}) "
        "among numbers written in another way"
    )
    return [remark(survey, OTHER_SIGNS, text, concerned, question=question.name)]


def _numbers_in(cells: Mapping[int, object], style: Style) -> dict[int, Quantity]:
    found = {}
    for i, cell in cells.items():
        if isinstance(cell, bool) or not isinstance(cell, int | float | str):
            continue
        parsed = quantity(cell, style if isinstance(cell, str) else POINTS)
        if parsed is not None:
            found[i] = parsed
    return found


def _ranges_in(cells: Mapping[int, object], style: Style) -> dict[int, Quantity]:
    texts = {i: cell for i, cell in cells.items() if isinstance(cell, str)}
    return {i: parsed for i, cell in texts.items() if (parsed := midpoint(cell, style)) is not None}


def _of_commas(
    survey: Survey, question: Question, column: Column, understood: Mapping[int, float]
) -> list[Note]:
    """How many cells were read with a decimal comma, and the first as an example."""
    cells = dict(raws(column))
    found = [i for i in understood if isinstance(cells[i], str) and "," in fold(cells[i])]
    if not found:
        return []
    concerned = lookup(column, np.isin(np.arange(len(column.levels)), found))
    before, after = shown(column.levels[found[0]], question), shown(understood[found[0]], question)
    text = f"{question.name}: decimal commas in {concerned.sum():,} cells ({before} was read as {after})"
    return [remark(survey, COMMAS, text, concerned, question=question.name)]


def _of_its_unit(found: Mapping[int, Quantity], question: Question) -> dict[int, float]:
    """The numbers whose unit is the question's; where it has none, whose units agree among themselves."""
    own = fold(question.unit)
    wanted = (
        {_GROUP.get(own, own)}
        if own
        else {_GROUP.get(each.unit, "?") for each in found.values() if each.unit}
    )
    if len(wanted) > 1 or (not own and wanted & {"percent", "?"}):
        wanted = set()
    return {
        i: each.value
        for i, each in found.items()
        if not each.unit or _GROUP.get(each.unit, each.unit) in wanted
    }


def doubt_fractions(survey: Survey, plan: Plan) -> Survey:
    """A per cent below one may be a share (0.1 for 10%); nobody but the respondent knows."""
    notes = []
    for question, column in columns(survey, "numeric"):
        if _GROUP.get(fold(question.unit)) != "percent":
            continue
        fractions = np.asarray([_between_0_and_1(level) for level in column.levels], dtype=bool)
        concerned = lookup(column, fractions)
        if concerned.any() and concerned.sum() < 0.1 * _numbers(column):
            count = int(concerned.sum())
            text = f"{question.name}: {count:,} values between 0 and 1 stand among whole per cents; left"
            notes.append(remark(survey, FRACTION, text, concerned, question=question.name))
    return with_notes(survey, notes)


def _between_0_and_1(level: object) -> bool:
    return isinstance(level, float) and 0 < abs(level) < 1


def _numbers(column: Column) -> int:
    return int(
        lookup(column, np.asarray([isinstance(level, float) for level in column.levels], dtype=bool)).sum()
    )
