"""Two questions in depth: shares both ways, residuals, a test, and gaps between rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.errors import PlanError
from survey.language.sentences import both_bases_in_words, crossing_title
from survey.stats.ratios import ratios
from survey.tabulation.axes import answer_axis, base_axis
from survey.tabulation.banners import column_flags
from survey.tabulation.bases import base_kind, base_label, codes_inside, in_languages
from survey.tabulation.comparisons import differences
from survey.tabulation.crosstab import UNTESTED, independence
from survey.tabulation.estimates import Estimates, interval, residuals, shares
from survey.tabulation.marks import corrected
from survey.tabulation.measures import first_columns
from survey.tabulation.reliability import companion
from survey.tabulation.stub import nets_of
from survey.vocabulary import (
    Axis,
    Base,
    Contrast,
    Crossing,
    CrossingPlan,
    Label,
    Net,
    Plan,
    Question,
    Row,
    Survey,
    TableTest,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Side:
    """Rows or columns of a crossing, and the answers behind each."""

    question: Question
    rows: tuple[Row, ...]
    codes: tuple[tuple[str, ...], ...]

    def axis(self, survey: Survey, *, upto: int | None = None) -> Axis:
        """One cell per row, as far as wanted."""
        return answer_axis(survey, self.question.name, self.codes[:upto])


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
    rows = _row_side(_question(survey, wanted.rows), wanted.merge)
    columns, answers = _column_side(plan, _question(survey, wanted.columns))
    kind = base_kind(columns.question, plan)
    found = _estimates(survey, rows, columns, base_axis(survey, columns.question.name, kind))
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
        base_label=_base_label(survey, rows.question, columns.question, kind),
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
        companion=companion(shown.count[:answers].T) if _single(rows, columns) else None,
    )


def _title(wanted: CrossingPlan, rows: Question, columns: Question) -> Label:
    if wanted.title.to("en"):
        return wanted.title
    return in_languages(lambda to: crossing_title(rows.label.to(to), columns.label.to(to)))


def _base_label(survey: Survey, rows: Question, columns: Question, kind: Base) -> Label:
    base = base_label(survey.codebook, columns, kind)
    return in_languages(lambda to: both_bases_in_words(to, base.to(to), rows.label.to(to)))


def _question(survey: Survey, name: str) -> Question:
    if name not in survey.codebook or name not in survey.responses.names:
        raise PlanError(
            f"[[crossing]] names {name!r}, which is not a question of this file",
            hint=f"questions here: {', '.join(question.name for question in survey.codebook)}",
        )
    question = survey.codebook[name]
    if question.kind == "numeric" or not question.codes("substantive"):
        raise PlanError(
            f"[[crossing]] names {name!r}, a question without answers to cross",
            hint=f"make bands of it with [[derive]] from = {name!r}, and cross those",
        )
    return question


def _row_side(question: Question, merge: Sequence[Net]) -> _Side:
    """Substantive answers, those to be merged standing together where the first of them stood.

    Raises
    ------
    PlanError
        A merge names an answer that is not there, or that another merge has.
    """
    known = question.codes("substantive")
    owner: dict[str, Net] = {}
    for net in merge:
        for code in net.answers:
            if code not in known or code in owner:
                fault = "is in two merges" if code in owner else "is not an answer"
                raise PlanError(f"[[crossing]] merge {net.name!r}: {code!r} {fault} of {question.name!r}")
            owner[code] = net
    rows: list[Row] = []
    codes: list[tuple[str, ...]] = []
    for code in known:
        merged = owner.get(code)
        if merged is None:
            rows.append(Row(code, question.answer(code).label))
            codes.append((code,))
        elif code == next(first for first in known if first in merged.answers):
            rows.append(Row(merged.name, merged.label, "net"))
            codes.append(merged.answers)
    return _Side(question, tuple(rows), tuple(codes))


def _column_side(plan: Plan, question: Question) -> tuple[_Side, int]:
    """Answers in the base and the nets after them, and how many are answers."""
    inside = codes_inside(question, base_kind(question, plan))
    nets = nets_of(question, plan)
    rows = [Row(code, question.answer(code).label) for code in inside]
    rows += [Row(net.name, net.label, "net") for net in nets]
    codes: list[tuple[str, ...]] = [(code,) for code in inside]
    codes += [tuple(code for code in net.answers if code in inside) for net in nets]
    return _Side(question, tuple(rows), tuple(codes)), len(inside)


def _estimates(survey: Survey, rows: _Side, columns: _Side, base: Axis) -> Estimates:
    """Shares of each column answer within each row and, last, within all rows together."""
    everyone = tuple(dict.fromkeys(code for codes in rows.codes for code in codes))
    within = answer_axis(survey, rows.question.name, [*rows.codes, everyone])
    return shares(survey, columns.axis(survey), base, within)


def _share_of_column(found: Estimates, rows: int) -> Floats:
    """Share of each row among those giving the column's answer, (rows, columns)."""
    weighted = np.nan_to_num(found.estimate) * found.weighted_base
    part, whole = weighted[:, :rows].T, weighted[:, rows]
    return ratios(part, np.tile(whole, (rows, 1)))


def _single(rows: _Side, columns: _Side) -> bool:
    return "multiple" not in (rows.question.kind, columns.question.kind)


def _dependence(survey: Survey, rows: _Side, columns: _Side, answers: int) -> tuple[Floats, TableTest]:
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


def _contrasts(found: Estimates, rows: _Side, columns: _Side, level: float) -> tuple[Contrast, ...]:
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
