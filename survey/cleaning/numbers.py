"""Numbers as people write them: with units, commas, full-width digits, "about", or as a range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from survey.cleaning.folding import fold
from survey.cleaning.ledger import Rule, change, columns, lookup, raws, remark, with_notes
from survey.vocabulary import Column, Plan, Question, Survey

WRITTEN = Rule("C110", "A number written with a unit, commas, full-width digits or “about” is the number")
RANGE = Rule("C111", "A range given for a number is its midpoint")
FRACTION = Rule("C113", "Values between 0 and 1 stand among whole per cents; left as they are")

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

_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+"
_MULTIPLIER = "|".join(sorted(filter(None, _MULTIPLIERS), key=len, reverse=True))
_BEFORE = r"(?:約|およそ|おおよそ|だいたい|大体|ほぼ|about|approximately|approx\.?|around|circa|ca\.|~)?"
_AFTER = r"(?:くらい|ぐらい|位|程度|ほど|前後|orso)?"
_UNIT = r"[^\d\s~,.+-]*?"
_ONE = re.compile(
    rf"{_BEFORE}(?P<sign>[¥$€£]?)(?P<number>{_NUMBER})(?P<multiplier>{_MULTIPLIER})?(?P<unit>{_UNIT}){_AFTER}"
)
_TWO = re.compile(
    rf"{_BEFORE}(?P<low>{_NUMBER})(?P<first>{_UNIT})(?:~|-|ー|から|ないし|to)"
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT}){_AFTER}"
)


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


def quantity(cell: object) -> Quantity | None:
    """The single number in a cell, or None."""
    found = _ONE.fullmatch(fold(cell))
    if found is None:
        return None
    multiplier = found["multiplier"] or ""
    value = float(found["number"].replace(",", "")) * _MULTIPLIERS[multiplier]
    return Quantity(value, found["unit"], bool(multiplier or found["sign"]))


def midpoint(cell: object) -> Quantity | None:
    """The middle of the range in a cell, such as 5〜10, or None."""
    found = _TWO.fullmatch(fold(cell))
    if found is None:
        return None
    low, high = float(found["low"].replace(",", "")), float(found["high"].replace(",", ""))
    if not low < high or found["first"] not in ("", found["unit"]):
        return None
    return Quantity((low + high) / 2, found["unit"])


def read_numbers(survey: Survey, plan: Plan) -> Survey:
    """Cells of numeric questions that hold one number in another writing."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey, "numeric"):
        found = {i: parsed for i, cell in raws(column) if (parsed := _number(cell)) is not None}
        meanings[question.name] = _of_its_unit(found, question)
    return change(survey, WRITTEN, meanings)


def average_ranges(survey: Survey, plan: Plan) -> Survey:
    """Cells of numeric questions that hold a range."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey, "numeric"):
        found = {
            i: parsed
            for i, cell in raws(column)
            if isinstance(cell, str) and (parsed := midpoint(cell)) is not None
        }
        meanings[question.name] = _of_its_unit(found, question)
    return change(survey, RANGE, meanings)


def _number(cell: object) -> Quantity | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    return quantity(cell)


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
