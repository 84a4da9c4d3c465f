"""Ids, strata and sampling points: blanks taken off, leading zeros put back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import numpy as np

from survey.cleaning.ledger import Rule, change
from survey.responses.levels import columns, plain_text
from survey.vocabulary import Plan, Raw, Survey

STRIPPED = Rule("C130", "Spaces before and after an id, a stratum or a sampling point are taken off")
PADDED = Rule("C131", "Leading zeros that a spreadsheet took from an id are put back")

_ROLES = ("id", "stratum", "psu")
_EDGES = re.compile(r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$")


def strip_spaces(survey: Survey, plan: Plan) -> Survey:
    """Ids and design columns without spaces at their ends; one that is only spaces is blank."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey):
        if question.role in _ROLES:
            bare = {
                i: _EDGES.sub("", level) for i, level in enumerate(column.levels) if isinstance(level, str)
            }
            meanings[question.name] = {
                i: text or None for i, text in bare.items() if text != column.levels[i]
            }
    return change(survey, STRIPPED, meanings)


def pad_ids(survey: Survey, plan: Plan) -> Survey:
    """Ids of digits as wide as nine in ten of them, where one of those proves that zeros lead."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey):
        if question.role != "id":
            continue
        texts = {i: plain_text(level) for i, level in enumerate(column.levels)}
        digits = {i: text for i, text in texts.items() if text.isascii() and text.isdigit()}
        given = np.bincount(column.codes + 1, minlength=len(column.levels) + 1)[1:]
        width = _common_width({i: text for i, text in digits.items() if given[i]}, given.tolist())
        meanings[question.name] = {
            i: text.zfill(width)
            for i, text in digits.items()
            if len(text) < width or (width and isinstance(column.levels[i], Raw))
        }
    return change(survey, PADDED, meanings)


def _common_width(digits: Mapping[int, str], given: list[int]) -> int:
    widths: Counter[int] = Counter()
    for position, text in digits.items():
        widths[len(text)] += given[position]
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    zeros_lead = any(len(text) == width and text.startswith("0") for text in digits.values())
    return width if zeros_lead and count >= 0.9 * widths.total() else 0
