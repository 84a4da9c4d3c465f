"""Texts of a text file that are numbers: only where a spreadsheet would show the same digits again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from operator import itemgetter
from typing import cast

from survey.reading.coding import relevel
from survey.vocabulary import Column

ARMOURED = 20
"""Distinct texts of a column that tell whether its writer put them into formulas."""
TELLING = 10_000
"""Distinct cells of a column that tell how its numbers are written."""
LONGEST = 15
"""Digits a number can have before some of them are lost."""

_POINT = re.compile(r"-?(?:\d+\.?\d*|\.\d+|\d+(?:\.\d+)?[eE]-\d{1,2}|\d\.\d+[eE]\+?\d{1,2})", re.ASCII)
"""`12E4` is none: it is as likely a code as a number."""
_POINTS = re.compile(rf"(?:{_POINT.pattern}(?:\0|\Z))++", re.ASCII)
"""As `_POINT`, of many texts in one piece."""
_AN_ID = re.compile(rf"(?:\A|\0)-?(?:0\d+|\d{{{LONGEST + 1},}})(?:\0|\Z)", re.ASCII)
"""Digits of which a number would lose some, among texts in one piece."""
_PLAIN = re.compile(r"[\d\0]*+", re.ASCII)
"""Whole numbers without a sign, each written as no other is unless zeros stand before it."""
_FIRST, _LAST = frozenset("-.0123456789"), frozenset(".0123456789")
"""How numbers begin and end."""
_ARMOUR = re.compile(r'="([^"]*)"')
_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)


def without_armour(column: Column) -> Column:
    """The column with `="007"`, which keeps a spreadsheet from making 7 of it, as 007, (rows,)."""
    if not any(level[:2] == '="' for level in column.levels[:ARMOURED] if isinstance(level, str)):
        return column
    return relevel(
        column.codes,
        [
            found[1] if isinstance(level, str) and (found := _ARMOUR.fullmatch(level)) else level
            for level in column.levels
        ],
    )


def decimal_comma(columns: Sequence[Column]) -> bool:
    """Whether numbers of the file have a decimal comma: some have one, and hardly any a decimal point.

    The first distinct cells of each column tell.
    """
    commas = points = 0
    for column in columns:
        for cell in column.levels[:TELLING]:
            words = str(cell)
            commas += _COMMA.fullmatch(words) is not None
            points += "." in words and _POINT.fullmatch(words) is not None
    return commas > 0 and points <= 0.02 * commas


def with_numbers(column: Column, *, comma: bool = False) -> Column:
    """The column of texts with those that are numbers as numbers, (rows,).

    A column in which some number begins with a zero, or has more digits than
    a number keeps, is one of ids: all of it stays text.
    """
    levels = cast("tuple[str, ...]", column.levels)
    if _FIRST.isdisjoint(map(itemgetter(0), levels)):
        return column
    header, rest = levels[:1], levels[1:]
    piece = "\0".join(rest)
    if not any(map(_likely, header)) and piece.count("\0") == len(rest) - 1 and _POINTS.fullmatch(piece):
        if _AN_ID.search(piece):
            return column
        read = (*header, *map(float, rest))
        return Column(column.codes, read) if _PLAIN.fullmatch(piece) else relevel(column.codes, read)
    likely = list(map(_likely, levels))
    if not any(likely):
        return column
    written = list(compress(levels, likely))
    piece = "\0".join(written)
    if _AN_ID.search(piece):
        return column
    plain = _POINTS.fullmatch(piece)
    numbers = list(map(float, written)) if plain else [_number(words, comma=comma) for words in written]
    if all(number is None for number in numbers):
        return column
    told = iter(numbers)
    pairs = zip(levels, likely, strict=True)
    return relevel(
        column.codes,
        [words if not like or (number := next(told)) is None else number for words, like in pairs],
    )


def _likely(words: str) -> bool:
    """Whether a text may be a number: one that begins and ends as numbers do."""
    return words[0] in _FIRST and words[-1] in _LAST and "\0" not in words


def _number(words: str, *, comma: bool) -> float | None:
    if _POINT.fullmatch(words):
        return float(words)
    if comma and _COMMA.fullmatch(words):
        return float(words.replace(",", "."))
    return None
