"""Amounts given where bands were asked: 1200万 is 1,000万円以上."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from survey.cleaning.folding import fold
from survey.cleaning.ledger import Rule, change, raws
from survey.cleaning.numbers import quantity
from survey.responses.levels import columns
from survey.vocabulary import Answer, Plan, Question, Survey

BANDED = Rule("C112", "An amount given in place of a band belongs to the band that holds it")

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)(千万|百万|千|万|億|thousand|million|billion)?(?:円|yen|jpy|歳|人|%)?"
_MONEY = r"[¥$€£]?"
_UNDER = re.compile(
    rf"(?:under|lessthan|below|upto)?{_MONEY}{_NUMBER}(?:未満|以下|より少ない|orless|orunder)?"
)
_OVER = re.compile(rf"(?:over|morethan)?{_MONEY}{_NUMBER}(?:以上|超|~|-|\+|ormore|andover|andmore|orover)?")
_BETWEEN = re.compile(
    rf"{_MONEY}{_NUMBER}(?:以上|から|~|-|to)+(?:under|lessthan)?{_MONEY}{_NUMBER}(?:未満|以下|台)?"
)
_SCALE = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "億": 1e8}
_SCALE |= {"thousand": 1e3, "million": 1e6, "billion": 1e9}


@dataclass(frozen=True)
class Band:
    """From `low` up to, and not including, `high`.

    Parameters
    ----------
    step
        One unit of the scale the label counts in: 10,000 in 万円.
    """

    code: str
    low: float
    high: float
    step: float


def place_amounts(survey: Survey, plan: Plan) -> Survey:
    """Amounts in questions whose every substantive answer is a band."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey, "single", "scale"):
        cells = dict(raws(column))
        found = bands(question) if cells else ()
        if found:
            placed = {i: _place(cell, found) for i, cell in cells.items()}
            meanings[question.name] = {i: code for i, code in placed.items() if code is not None}
    return change(survey, BANDED, meanings)


def bands(question: Question) -> tuple[Band, ...]:
    """The bands that all answers' labels name in some language, lowest first; else none."""
    answers = [answer for answer in question.answers if answer.role == "substantive"]
    languages = dict.fromkeys(language for answer in answers for language in answer.label.texts)
    for language in languages:
        found = [_band(answer, language) for answer in answers]
        parsed = [band for band in found if band is not None]
        if len(parsed) == len(answers) > 1:
            return _joined(sorted(parsed, key=lambda band: band.low))
    return ()


def _band(answer: Answer, language: str) -> Band | None:
    label = fold(answer.label.texts.get(language, ""))
    if between := _BETWEEN.fullmatch(label):
        low, first, high, second = between.groups()
        step = _SCALE.get(second or first or "", 1.0)
        return Band(
            answer.code, _value(low) * _SCALE.get(first or second or "", 1.0), _value(high) * step, step
        )
    for pattern, under in ((_UNDER, True), (_OVER, False)):
        found = pattern.fullmatch(label)
        if found and not re.fullmatch(rf"{_MONEY}{_NUMBER}", label):
            step = _SCALE.get(found[2] or "", 1.0)
            edge = _value(found[1]) * step
            return Band(answer.code, *((float("-inf"), edge) if under else (edge, float("inf"))), step)
    return None


def _value(digits: str) -> float:
    return float(digits.replace(",", ""))


def _joined(found: Sequence[Band]) -> tuple[Band, ...]:
    """Bands up to where the next begins (399 meets 400); none when they overlap or leave gaps."""
    joined = []
    for band, following in zip(found, [*found[1:], None], strict=True):
        if following is not None and not 0 <= following.low - band.high <= band.step:
            return ()
        joined.append(band if following is None else replace(band, high=following.low))
    return tuple(joined)


def _place(cell: object, found: Sequence[Band]) -> str | None:
    """The band of an amount written with the scale of the labels; a bare 1200 could be anything."""
    amount = quantity(cell) if isinstance(cell, str) else None
    scaled = any(band.step > 1 for band in found)
    if amount is None or amount.scaled != scaled or amount.unit not in ("", "円", "yen", "jpy"):
        return None
    return next((band.code for band in found if band.low <= amount.value < band.high), None)
