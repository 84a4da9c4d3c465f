"""The figures of the cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

from survey.errors import PlanError
from survey.tabulation.axes import everyone
from survey.tabulation.estimates import shares
from survey.vocabulary import Plan, Summary, Survey, Table


def summarise(survey: Survey, plan: Plan, tables: Mapping[str, Table], raw_rows: int) -> Summary:
    """Respondents, design effect, margin of error and headline.

    The margin of error is t × √(median design effect × 0.25 / n), and NaN
    unless the plan says that this was a probability sample.

    Raises
    ------
    PlanError
        `[study] headline` names a question or an answer that has no row.
    """
    bases = shares(survey, everyone(), everyone(), everyone())
    unweighted_base = int(bases.unweighted_base[0])
    effect = _median_design_effect(tables)
    probability = survey.design.probability is True and unweighted_base > 0
    t = float(stats.t.ppf(0.5 + plan.tables.level / 2, bases.df)) if probability else np.nan
    return Summary(
        raw_rows=raw_rows,
        respondents=len(survey.responses),
        unweighted_base=unweighted_base,
        effective_base=float(bases.effective_base[0]),
        design_effect=effect,
        margin_of_error=float(t * np.sqrt(effect * 0.25 / unweighted_base)) if probability else np.nan,
        headline=_headline(plan.study.headline, tables),
    )


def _median_design_effect(tables: Mapping[str, Table]) -> float:
    """Over the answers of the opinion questions' toplines, of all toplines where there are none; or NaN.

    Demographics would mislead: weighting fixes some of them, and others are
    what the strata were made of.
    """
    opinions = [table for table in tables.values() if table.question.role == "question"]
    return _median_of(opinions or list(tables.values()))


def _median_of(tables: Sequence[Table]) -> float:
    effects = [
        effect
        for table in tables
        for row, effect in zip(table.rows, table.design_effect[:, 0], strict=True)
        if row.kind == "answer" and np.isfinite(effect) and effect > 0
    ]
    return float(np.median(effects)) if effects else float("nan")


def _headline(wanted: str, tables: Mapping[str, Table]) -> tuple[str, int] | None:
    name, _, code = wanted.partition(":")
    if not name:
        return next(
            ((table.id, row) for table in tables.values() if (row := _leading(table)) is not None), None
        )
    if name not in tables:
        raise PlanError(
            f"[study] headline names {name!r}, which has no table",
            hint=f"tables here: {', '.join(tables)}",
        )
    codes = [row.code for row in tables[name].rows]
    if code and code not in codes:
        raise PlanError(
            f"[study] headline names {wanted!r}, but {name!r} has no row {code!r}",
            hint=f"rows there: {', '.join(codes)}",
        )
    row = codes.index(code) if code else _largest(tables[name])
    return None if row is None else (name, row)


def _leading(table: Table) -> int | None:
    """The largest answer of an opinion question; None for other questions."""
    opinion = table.question.role == "question" and table.question.kind in ("single", "scale", "multiple")
    return _largest(table) if opinion else None


def _largest(table: Table) -> int | None:
    """Position of the largest substantive answer; None where nobody answered."""
    substantive = table.question.codes("substantive")
    shares_of_answers = {
        position: float(table.estimate[position, 0])
        for position, row in enumerate(table.rows)
        if row.kind == "answer" and row.code in substantive and np.isfinite(table.estimate[position, 0])
    }
    return max(shares_of_answers, key=lambda position: shares_of_answers[position], default=None)
