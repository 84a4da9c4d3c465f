"""Every change of cleaning as it can be taken back: what stood in which row, step by step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.responses import reordered, stacked
from survey.vocabulary import ROW_COLUMN, CellsChanged, Change, Column, Responses, RowsRemoved, Survey

Ints = NDArray[np.int64]


def changes_between(before: Survey, after: Survey, rules: tuple[str, ...]) -> tuple[Change, ...]:
    """What a step changed, from the responses before and after it; nothing where rows have no numbers."""
    if before.responses is after.responses or ROW_COLUMN not in before.responses.names:
        return ()
    found: list[Change] = []
    old = before.responses
    if len(old) != len(after.responses):
        gone = ~np.isin(row_numbers(old), row_numbers(after.responses))
        found.append(RowsRemoved(rules, old.keep(gone)))
        old = old.keep(~gone)
    rows = row_numbers(old)
    for name in after.responses.names:
        new = after.responses.column(name)
        if name not in old.names:
            found.append(CellsChanged(rules, name, rows, None))
            continue
        was = old.column(name)
        if was is new:
            continue
        moved = np.flatnonzero(_common(was, was, new) != _common(new, was, new))
        if len(moved):
            found.append(CellsChanged(rules, name, rows[moved], Column(was.codes[moved], was.levels)))
    return tuple(found)


def raw_responses(survey: Survey) -> Responses:
    """The responses as they were before cleaning: its changes taken back, the last one first."""
    responses = survey.responses
    new: set[str] = set()
    for change in reversed(survey.changes):
        if isinstance(change, RowsRemoved):
            responses = stacked(responses, change.removed)
        elif isinstance(change, CellsChanged) and change.before is None:
            new.add(change.question)
        elif isinstance(change, CellsChanged):
            responses = responses.assign({change.question: _taken_back(responses, change)})
    columns = {name: responses.column(name) for name in responses.names if name not in new}
    return reordered(columns, np.argsort(row_numbers(responses), kind="stable"))


def row_numbers(responses: Responses) -> Ints:
    """Row numbers of the data sheet, (respondents,)."""
    column = responses.column(ROW_COLUMN)
    return np.asarray([int(str(level)) for level in column.levels], dtype=np.int64)[column.codes]


def _common(column: Column, first: Column, second: Column) -> NDArray[np.int64]:
    """The column's values as numbers that two columns share, (respondents,); -1 where blank."""
    known: dict[tuple[type, object], int] = {}
    for level in (*first.levels, *second.levels):
        known.setdefault((type(level), level), len(known))
    shared = [known[type(level), level] for level in column.levels]
    return np.asarray([*shared, -1], dtype=np.int64)[column.codes]


def _taken_back(responses: Responses, change: CellsChanged) -> Column:
    column, before = responses.column(change.question), change.before
    assert before is not None
    order = np.argsort(numbers := row_numbers(responses), kind="stable")
    places = order[np.searchsorted(numbers[order], change.rows)]
    codes = column.codes.copy()
    codes[places] = np.where(before.codes < 0, -1, before.codes + len(column.levels))
    return Column(codes, (*column.levels, *before.levels))
