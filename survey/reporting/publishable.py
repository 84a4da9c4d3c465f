"""Trends, changes and models as they may leave the house: none that rests on too few respondents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.vocabulary import Drivers, Report, Since, Table, Trend

Masks = Mapping[str, NDArray[np.int64]]
"""Why each number of each table is hidden, by the table's id."""


def large_trends(report: Report, hidden: Masks) -> tuple[Trend, ...]:
    """Trends whose every wave rests on enough respondents, and whose topline is not hidden."""
    return tuple(
        each
        for each in report.trends
        if all(wave.flag != "low" for wave in each.waves) and not _topline_hidden(each.question.name, hidden)
    )


def large_drivers(report: Report, hidden: Masks) -> tuple[Drivers, ...]:
    """Models whose every answer was given by enough respondents, whatever else is said of it.

    Observed shares go where, held against a table of the outcome, they would
    tell what the few said who are in the table and not in the model.
    """
    minimum = report.plan.tables.minimum_base
    large = [
        each
        for each in report.drivers
        if all(
            min(term.unweighted_base, term.effective_base) >= minimum
            for term in each.terms
            if term.kind != "number"
        )
        and not _topline_hidden(each.outcome.name, hidden)
    ]
    return tuple(
        _without_shares(each) if any(0 < few < minimum for few in _missing(each, report)) else each
        for each in large
    )


def shown_since(table: Table, gone: NDArray[np.bool_], minimum: int) -> Since | None:
    """A table beside the wave before, without the banner questions of which one column is too small.

    Small in either wave; and so are those of the wave before who are in none of
    the columns.
    """
    since = table.since
    if since is None:
        return None
    banners = np.array([column.banner for column in table.columns])
    least = np.fmin(since.unweighted_base, since.effective_base)
    away = gone.copy()
    for banner in dict.fromkeys(banners):
        own = banners == banner
        few = ((least[:, own] > 0) & (least[:, own] < minimum)).any(axis=1)
        rest = since.unweighted_base[:, 0] - np.nansum(since.unweighted_base[:, own], axis=1)
        few |= gone[:, own].any(axis=1) | ((rest > 0) & (rest < minimum))
        away[:, own] |= few[:, None]
    numbers: dict[str, Any] = {
        field.name: np.where(away, np.nan, value)
        for field in fields(since)
        if isinstance(value := getattr(since, field.name), np.ndarray) and field.name != "mark"
    }
    return replace(since, mark=np.where(away, 0, since.mark), **numbers)


def _topline_hidden(name: str, hidden: Masks) -> bool:
    return name in hidden and bool((hidden[name][:, 0] > 0).all())


def _missing(model: Drivers, report: Report) -> Iterator[float]:
    """How many respondents each table and crossing of the outcome has in a group more than the model has."""
    bases = {(term.question, term.code): term.unweighted_base for term in model.terms}
    bases["", ""] = model.unweighted_base
    for table in report.tables.values():
        if table.question.name == model.outcome.name and not table.filter:
            for column, base in zip(table.columns, table.unweighted_base, strict=True):
                yield abs(base - bases.get((column.banner, column.code), base))
    for crossing in report.crossings:
        if crossing.column_question.name == model.outcome.name:
            name = crossing.row_question.name
            yield abs(crossing.total_unweighted_base - model.unweighted_base)
            for row, base in zip(crossing.rows, crossing.unweighted_base, strict=True):
                yield abs(base - bases.get((name, row.code), base))


def _without_shares(model: Drivers) -> Drivers:
    questions = tuple(
        replace(question, terms=tuple(replace(term, share=nan) for term in question.terms))
        for question in model.questions
    )
    return replace(model, share=nan, questions=questions)
