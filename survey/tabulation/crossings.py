"""Two questions in depth: shares both ways, residuals, a test, and gaps between rows."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.language.sentences import crossing_title
from survey.stats.ratios import ratios
from survey.tabulation.axes import base_axis
from survey.tabulation.banners import column_flags
from survey.tabulation.bases import base_kind, crossing_base_label, grouping_question, in_languages
from survey.tabulation.companions import unweighted_test
from survey.tabulation.comparisons import differences
from survey.tabulation.crosstab import UNTESTED, independence
from survey.tabulation.estimates import Estimates, interval, residuals, shares
from survey.tabulation.marks import corrected
from survey.tabulation.measures import first_columns
from survey.tabulation.odds import collapse, odds_ratio
from survey.tabulation.sides import CROSSING, Side, column_side, row_side
from survey.tabulation.within import within
from survey.vocabulary import (
    Contrast,
    Crossing,
    CrossingPlan,
    Label,
    Plan,
    Question,
    Survey,
    TableTest,
)

Floats = NDArray[np.float64]


def crossings(survey: Survey, plan: Plan) -> tuple[Crossing, ...]:
    """Every crossing of the plan, finished; rows explain, columns are explained.

    Raises
    ------
    PlanError
        A crossing names a question that is not there or has no answers.
    """
    return tuple(crossing(survey, plan, wanted) for wanted in plan.crossing)


def crossing(survey: Survey, plan: Plan, wanted: CrossingPlan) -> Crossing:
    """One crossing.

    Shares of a row speak of those with an answer on the rows (don't know left
    out) who are in the base of the column question.
    """
    rows = row_side(grouping_question(survey, wanted.rows, CROSSING), wanted.merge)
    columns, answers = column_side(plan, grouping_question(survey, wanted.columns, CROSSING))
    kind = base_kind(columns.question, plan)
    base = base_axis(survey, columns.question.name, kind)
    found = shares(survey, columns.axis(survey), base, rows.with_total(survey))
    collapsed = collapse(survey, plan, wanted)
    count = len(rows.rows)
    shown = first_columns(found, count)
    low, high = interval(found, level=plan.tables.level)
    residual, test = _dependence(survey, rows, columns, answers)
    return Crossing(
        id=f"{wanted.rows}_x_{wanted.columns}",
        title=_title(wanted, rows.question, columns.question),
        row_question=rows.question,
        column_question=columns.question,
        rows=rows.rows,
        columns=columns.rows,
        base_label=crossing_base_label(survey.codebook, rows.question, columns.question, kind),
        share_of_row=shown.estimate.T,
        standard_error=shown.standard_error.T,
        low=low[:, :count].T,
        high=high[:, :count].T,
        share_of_column=_share_of_column(found, count),
        count=shown.count.T,
        residual=residual,
        residual_q=_residual_q(residual, found.df),
        unweighted_base=shown.unweighted_base,
        weighted_base=shown.weighted_base,
        effective_base=shown.effective_base,
        total_share=found.estimate[:, count],
        total_low=low[:, count],
        total_high=high[:, count],
        total_unweighted_base=float(found.unweighted_base[count]),
        total_weighted_base=float(found.weighted_base[count]),
        total_effective_base=float(found.effective_base[count]),
        degrees_of_freedom=found.df,
        interval_degrees=shown.domain_df,
        design_effect=shown.design_effect.T,
        total_standard_error=found.standard_error[:, count],
        test=test,
        contrasts=_contrasts(found, rows, columns, plan.tables.level),
        flags=column_flags(shown.unweighted_base, shown.effective_base, plan.tables),
        collapsed=collapsed.words if collapsed else None,
        odds=odds_ratio(survey, collapsed, plan.tables.level) if collapsed else None,
        within=within(survey, plan, wanted, (rows, columns, answers), collapsed) if wanted.within else None,
        companion=unweighted_test(shown.count[:answers].T) if _single(rows, columns) else None,
    )


def _title(wanted: CrossingPlan, rows: Question, columns: Question) -> Label:
    if wanted.title.to("en"):
        return wanted.title
    return in_languages(lambda to: crossing_title(rows.label.to(to), columns.label.to(to)))


def _share_of_column(found: Estimates, rows: int) -> Floats:
    """Share of each row among those giving the column's answer, (rows, columns)."""
    weighted = np.nan_to_num(found.estimate) * found.weighted_base
    part, whole = weighted[:, :rows].T, weighted[:, rows]
    return ratios(part, np.tile(whole, (rows, 1)))


def _single(rows: Side, columns: Side) -> bool:
    return "multiple" not in (rows.question.kind, columns.question.kind)


def _dependence(survey: Survey, rows: Side, columns: Side, answers: int) -> tuple[Floats, TableTest]:
    """Adjusted residuals, NaN for nets, and the whole-table test over the answers.

    Neither is defined where a respondent can stand in two cells.
    """
    residual = np.full((len(rows.rows), len(columns.rows)), np.nan)
    row_axis, column_axis = rows.axis(survey), columns.axis(survey, upto=answers)
    if not _single(rows, columns) or not survey.responses.count([(row_axis, column_axis)])[0].any():
        return residual, UNTESTED
    residual[:, :answers] = residuals(survey, row_axis, column_axis)
    return residual, independence(survey, row_axis, column_axis)


def _residual_q(residual: Floats, df: float) -> Floats:
    """Benjamini–Hochberg over the residuals that are defined, (rows, columns)."""
    q = np.full(residual.shape, np.nan)
    defined = np.isfinite(residual)
    q[defined] = corrected(2 * stats.t.sf(np.abs(residual[defined]), df if df > 0 else np.nan), "bh")
    return q


def _contrasts(found: Estimates, rows: Side, columns: Side, level: float) -> tuple[Contrast, ...]:
    """Gaps in each net of the columns between every two rows, first minus second."""
    nets = [position for position, row in enumerate(columns.rows) if row.kind == "net"]
    pairs = np.array(list(combinations(range(len(rows.rows)), 2)), dtype=np.intp).reshape(-1, 2)
    made = differences(found, pairs[:, 0], pairs[:, 1])
    margin = stats.t.ppf(0.5 + level / 2, found.df) * made.error
    return tuple(
        Contrast(
            answer=columns.rows[net],
            first=rows.rows[first],
            second=rows.rows[second],
            gap=float(made.gap[net, pair]),
            standard_error=float(made.error[net, pair]),
            low=float(made.gap[net, pair] - margin[net, pair]),
            high=float(made.gap[net, pair] + margin[net, pair]),
            p=float(made.p[net, pair]),
        )
        for net in nets
        for pair, (first, second) in enumerate(pairs)
    )
