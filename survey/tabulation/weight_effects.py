"""What weights and design did to the report's main figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.responses import encode, numbers
from survey.tabulation.axes import answer_axis, base_axis
from survey.tabulation.domains import domain, marked
from survey.tabulation.estimates import Estimates, shares_inside
from survey.tabulation.summary import codes_of
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    Crossing,
    Design,
    Summary,
    Survey,
    Table,
    WeightEffect,
)

USED_COLUMN = "#used"
"""Column that is 1 for those with a final weight, 0 for others."""

STARTED_COLUMN = "#design weight of those used"
"""Column of the design weights of those with a final weight."""

LONGEST = 30
"""Figures that are told."""


def weight_effects(
    survey: Survey, tables: Mapping[str, Table], crossings: Sequence[Crossing], summary: Summary
) -> tuple[WeightEffect, ...]:
    """The answers and nets of the headline's question and of the crossings', the headline first.

    A design effect is the product of two: of the weights, with respondents
    taken for a simple random sample that was weighted as this one was, and of
    strata and clusters. One respondent has neither.
    """
    if len(survey.responses) < 2:
        return ()
    wanted = [summary.headline[0]] if summary.headline else []
    wanted += [crossing.column_question.name for crossing in crossings]
    found: list[WeightEffect] = []
    for name in dict.fromkeys(wanted):
        if name in tables:
            found += _of_table(survey, tables[name])
    if summary.headline:
        table, row = summary.headline
        label = tables[table].rows[row].label
        found.sort(key=lambda line: (line.table, line.answer) != (table, label))
    return tuple(found[:LONGEST])


def headline_share(survey: Survey, table: Table, row: int) -> tuple[float, float]:
    """Share and standard error of a table's row in a survey with other weights; NaN where it is no share."""
    codes = codes_of(table, row)
    if codes is None:
        return float("nan"), float("nan")
    found = _shares(survey, table, [codes])
    return float(found.estimate[0, 0]), float(found.standard_error[0, 0])


def _of_table(survey: Survey, table: Table) -> list[WeightEffect]:
    rows = [
        (row.label, codes)
        for position, row in enumerate(table.rows)
        if row.kind in ("answer", "net") and (codes := codes_of(table, position)) is not None
    ]
    if not rows:
        return []
    codes_of_rows = [codes for _, codes in rows]
    full = _shares(survey, table, codes_of_rows)
    one_by_one = _shares(_with(survey, survey.design.weight, calibrated=True), table, codes_of_rows)
    started, plain = (_shares(each, table, codes_of_rows) for each in _before(survey))
    total, weighting = full.design_effect[:, 0], one_by_one.design_effect[:, 0]
    clustering = np.divide(total, weighting, out=np.full_like(total, np.nan), where=weighting > 0)
    return [
        WeightEffect(
            table=table.id,
            question=table.question.label,
            answer=label,
            unweighted=float(plain.estimate[place, 0]),
            design_weighted=float(started.estimate[place, 0]),
            weighted=float(full.estimate[place, 0]),
            design_effect=float(total[place]),
            weighting_effect=float(weighting[place]),
            sampling_effect=float(clustering[place]),
            unweighted_base=int(full.unweighted_base[0]),
        )
        for place, (label, _) in enumerate(rows)
    ]


def _before(survey: Survey) -> tuple[Survey, Survey]:
    """The survey with its design weights, and with none, among those who have a final weight."""
    weight = survey.design.weight
    before = DESIGN_WEIGHT_COLUMN if DESIGN_WEIGHT_COLUMN in survey.responses.names else weight
    if weight is None:
        return _with(survey, before), _with(survey, None)
    used = (numbers(survey.responses.column(weight)) != 0).astype(float)
    started = numbers(survey.responses.column(before)) if before is not None else used
    columns = {USED_COLUMN: encode(used), STARTED_COLUMN: encode(started * used)}
    survey = replace(survey, responses=survey.responses.assign(columns))
    return _with(survey, STARTED_COLUMN), _with(survey, USED_COLUMN)


def _shares(survey: Survey, table: Table, codes: Sequence[Sequence[str]]) -> Estimates:
    name, survey = table.question.name, marked(survey, [table.filter])
    inside = (base_axis(survey, name, table.base_kind), *domain(table.filter))
    return shares_inside(survey, answer_axis(survey, name, codes), inside)


def _with(survey: Survey, weight: str | None, *, calibrated: bool = False) -> Survey:
    """The survey as if its respondents had been drawn one by one, with this weight."""
    calibration = survey.design.calibration if calibrated else None
    return replace(survey, design=Design(weight=weight, calibration=calibration))
