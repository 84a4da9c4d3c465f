"""Respondents who came twice or answered without looking: told, and removed only where the plan says so."""

from __future__ import annotations

import datetime
import itertools

import numpy as np
from numpy.typing import NDArray

from survey.cleaning.flags import with_flag
from survey.cleaning.ledger import Bools, Rule
from survey.responses.conditions import answered
from survey.responses.levels import columns, lookup
from survey.vocabulary import Column, Plan, Question, Raw, Survey

DUPLICATED = Rule("C501", "Respondents who share an id; removed only by the plan's `duplicates`")
STRAIGHT = Rule("C502", "The same answer to every item of a grid of three or more; flagged, never changed")

SHORTEST_GRID = 3

LONG_BATTERY = 5
"""Questions in a row that make a grid although nobody said so."""

Ints = NDArray[np.int64]


def flag_duplicates(survey: Survey, plan: Plan) -> Survey:
    """Rows that share their id with another, when the plan leaves them in."""
    shared = id_groups(survey)
    concerned = shared >= 0
    if plan.clean.duplicates != "flag" or not concerned.any():
        return survey
    text = (
        f"{concerned.sum():,} rows share {len(np.unique(shared[concerned])):,} respondent ids; all are kept "
        '([clean] duplicates = "keep_most_complete" keeps one of each)'
    )
    return with_flag(survey, DUPLICATED, text, concerned)


def id_groups(survey: Survey) -> Ints:
    """A number per id that several rows share, (respondents,); -1 where the id is single or blank.

    Where several questions are ids, rows are the same only when they agree on all.
    """
    ids = [column for question, column in columns(survey) if question.role == "id"]
    group = np.full(len(survey.responses), -1 if not ids else 0, dtype=np.int64)
    for column in ids:
        _, group = np.unique(group * (len(column.levels) + 1) + column.codes + 1, return_inverse=True)
    if not ids:
        return group
    blank = np.logical_or.reduce([column.codes < 0 for column in ids])
    times = np.bincount(group[~blank], minlength=len(group) + 1)[group]
    return np.where(~blank & (times > 1), group, -1)


def superfluous(survey: Survey) -> Bools:
    """Rows that repeat an id and are not the one to keep, (respondents,).

    Kept is the row with the most answers, then the earliest by the first date
    question, then the first in the file.
    """
    group = id_groups(survey)
    rows = np.flatnonzero(group >= 0)
    order = rows[np.lexsort((rows, _days(survey)[rows], -answered(survey)[rows], group[rows]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = group[order[1:]] != group[order[:-1]]
    repeated = np.zeros(len(group), dtype=bool)
    repeated[order[~first]] = True
    return repeated


def _days(survey: Survey) -> Ints:
    """The day of each interview as a number, (respondents,); unknown days come last."""
    latest = np.iinfo(np.int64).max
    for _, column in columns(survey, "date"):
        days = [level.toordinal() if isinstance(level, datetime.date) else latest for level in column.levels]
        return np.asarray([*days, latest], dtype=np.int64)[column.codes]
    return np.full(len(survey.responses), latest, dtype=np.int64)


def flag_straight_lining(survey: Survey, plan: Plan) -> Survey:
    """One and the same answer to all items of a grid."""
    grids: dict[str, list[tuple[Question, Column]]] = {}
    for question, column in columns(survey, "single", "scale", "numeric"):
        if question.grid:
            grids.setdefault(question.grid, []).append((question, column))
    for grid, items in grids.items() or _batteries(survey).items():
        if len(items) < SHORTEST_GRID:
            continue
        concerned = _same_throughout(items)
        text = (
            f"{grid}: {concerned.sum():,} respondents gave one and the same answer to all "
            f"{len(items)} items; kept, for such answers may be sincere"
        )
        survey = with_flag(survey, STRAIGHT, text, concerned, question=grid)
    return survey


def _batteries(survey: Survey) -> dict[str, list[tuple[Question, Column]]]:
    """Questions in a row with the same answers, where no grid is declared; a battery of few is none."""
    found: dict[str, list[tuple[Question, Column]]] = {}
    asked = columns(survey, "single", "scale")
    for codes, group in itertools.groupby(asked, key=lambda pair: frozenset(pair[0].codes())):
        items = list(group)
        if len(codes) >= SHORTEST_GRID and len(items) >= LONG_BATTERY:
            found[f"{items[0][0].name} to {items[-1][0].name}"] = items
    return found


def _same_throughout(items: list[tuple[Question, Column]]) -> Bools:
    """Who gave the same substantive answer to every item, (respondents,)."""
    number: dict[object, int] = {}
    first: NDArray[np.int64] | None = None
    same = np.ones(len(items[0][1].codes), dtype=bool)
    for question, column in items:
        substantive = frozenset(question.codes("substantive"))
        given = np.asarray([_is_answer(level, substantive) for level in column.levels], dtype=bool)
        shared = [number.setdefault(level, len(number)) for level in column.levels]
        values = np.asarray([*shared, -1], dtype=np.int64)[column.codes]
        first = values if first is None else first
        same &= lookup(column, given) & (values == first)
    return same


def _is_answer(level: object, substantive: frozenset[str]) -> bool:
    return isinstance(level, float) or (not isinstance(level, Raw) and level in substantive)
