"""Texts of a text file that are numbers: only where a spreadsheet would show the same digits again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.coding import relevel
from survey.vocabulary import Column

LONGEST = 15
"""Digits a number can have before some of them are lost."""

_POINT = re.compile(r"-?(?:\d+\.?\d*|\.\d+|\d+(?:\.\d+)?[eE]-\d{1,2}|\d\.\d+[eE]\+?\d{1,2})", re.ASCII)
"""`12E4` is none: it is as likely a code as a number."""
_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_LEADING_ZERO = re.compile(r"-?0\d+", re.ASCII)


def decimal_comma(columns: Sequence[Column]) -> bool:
    """Whether numbers of the file have a decimal comma: some have one, and none a decimal point."""
    commas = points = 0
    for column in columns:
        for cell in column.levels:
            words = str(cell)
            commas += _COMMA.fullmatch(words) is not None
            points += "." in words and _POINT.fullmatch(words) is not None
    return commas > 0 and points <= 0.02 * commas


def with_numbers(column: Column, *, comma: bool = False) -> Column:
    """The column with texts that are numbers as numbers, (rows,).

    A column in which some number begins with a zero, or has more digits than
    a number keeps, is one of ids: all of it stays text.
    """
    numbers = [_number(str(cell), comma=comma) for cell in column.levels]
    if not any(number is not None for number in numbers) or any(map(_is_id, column.levels)):
        return column
    pairs = zip(numbers, column.levels, strict=True)
    return relevel(column.codes, [words if number is None else number for number, words in pairs])


def _number(words: str, *, comma: bool) -> float | None:
    if _POINT.fullmatch(words):
        return float(words)
    if comma and _COMMA.fullmatch(words):
        return float(words.replace(",", "."))
    return None


def _is_id(cell: object) -> bool:
    words = str(cell)
    digits = len(words) - words.startswith("-")
    long = digits > LONGEST and _WHOLE.fullmatch(words) is not None
    return long or _LEADING_ZERO.fullmatch(words) is not None
