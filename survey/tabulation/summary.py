"""The figures of the cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import stats

from survey.errors import PlanError
from survey.tabulation.axes import answer_axis, base_axis, everyone
from survey.tabulation.domains import domain, marked
from survey.tabulation.estimates import interval, shares_inside
from survey.tabulation.usual import matter_of
from survey.vocabulary import FLAG_COLUMN, Axis, Plan, Question, Summary, Survey, Table, Unflagged


def summarise(survey: Survey, plan: Plan, tables: Mapping[str, Table], raw_rows: int) -> Summary:
    """Respondents, design effect, margin of error and headline.

    The margin of error is t × √(median design effect × 0.25 / n), and NaN
    unless the plan says that this was a probability sample. Bases are of those
    whom `[tables] filter` holds for.

    Raises
    ------
    PlanError
        `[study] headline` names a question or an answer that has no row.
    """
    survey = marked(survey, [plan.tables.filter])
    bases = shares_inside(survey, everyone(), (everyone(), *domain(plan.tables.filter)))
    unweighted_base = int(bases.unweighted_base[0])
    effect = _median_design_effect(tables)
    headline = _headline(plan, tables)
    probability = survey.design.probability is True and unweighted_base > 0
    t = float(stats.t.ppf(0.5 + plan.tables.level / 2, bases.df)) if probability else np.nan
    return Summary(
        raw_rows=raw_rows,
        respondents=len(survey.responses),
        unweighted_base=unweighted_base,
        effective_base=float(bases.effective_base[0]),
        design_effect=effect,
        margin_of_error=float(t * np.sqrt(effect * 0.25 / unweighted_base)) if probability else np.nan,
        headline=headline,
        unflagged=_unflagged(survey, plan, tables, headline),
    )


def _unflagged(
    survey: Survey, plan: Plan, tables: Mapping[str, Table], headline: tuple[str, int] | None
) -> Unflagged | None:
    """The headline figure without the flagged; None where nobody is, or the figure is no share of answers."""
    if headline is None or FLAG_COLUMN not in survey.responses.names:
        return None
    table = tables[headline[0]]
    codes = codes_of(table, headline[1])
    if codes is None:
        return None
    flags = survey.responses.column(FLAG_COLUMN)
    clear = Axis(FLAG_COLUMN, np.array([[0.0]] * len(flags.levels) + [[1.0]]))
    name = table.question.name
    stub, base = answer_axis(survey, name, [codes]), base_axis(survey, name, table.base_kind)
    found = shares_inside(survey, stub, (base, clear, *domain(table.filter)))
    low, high = interval(found, level=plan.tables.level)
    return Unflagged(
        flagged=int((flags.codes >= 0).sum()),
        share=float(found.estimate[0, 0]),
        low=float(low[0, 0]),
        high=float(high[0, 0]),
        unweighted_base=int(found.unweighted_base[0]),
    )


def codes_of(table: Table, position: int) -> tuple[str, ...] | None:
    """Answers that a row of a table is the share of; None where it is of none."""
    row = table.rows[position]
    nets = {net.name: net.answers for net in table.question.nets}
    return (row.code,) if row.kind == "answer" else nets.get(row.code)


def _median_design_effect(tables: Mapping[str, Table]) -> float:
    """Over the answers of the opinion questions' toplines, of all toplines where there are none; or NaN.

    Demographics would mislead: weighting fixes some of them, and others are
    what the strata were made of.
    """
    own = [table for table in tables.values() if table.id == table.question.name]
    return _median_of([table for table in own if table.question.role == "question"] or own)


def _median_of(tables: Sequence[Table]) -> float:
    effects = [
        effect
        for table in tables
        for row, effect in zip(table.rows, table.design_effect[:, 0], strict=True)
        if row.kind == "answer" and np.isfinite(effect) and effect > 0
    ]
    return float(np.median(effects)) if effects else float("nan")


def _headline(plan: Plan, tables: Mapping[str, Table]) -> tuple[str, int] | None:
    wanted = plan.study.headline
    name, _, code = wanted.partition(":")
    if not name:
        return _unasked(plan.tables.banner or (), tables)
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


def _unasked(banner: Sequence[str], tables: Mapping[str, Table]) -> tuple[str, int] | None:
    """The largest answer of the first question of a report that it can be about, where nobody named one.

    Not of one that heads the tables, asks of sex or age, or was answered by too
    few; and of a scale or a list of several answers before any other. What is
    left leads where there is nothing else.
    """
    leading = {table.id: row for table in tables.values() if (row := _leading(table)) is not None}
    about = [
        tables[id]
        for id in leading
        if tables[id].question.name not in banner and not matter_of(tables[id].question)
    ]
    ample = [table for table in about if table.columns[0].flag != "low"]
    telling = [table for table in ample if _is_telling(table.question)]
    ordered = (*telling, *ample, *about, *map(tables.__getitem__, leading))
    return next(((table.id, leading[table.id]) for table in ordered), None)


def _is_telling(question: Question) -> bool:
    """Whether it is a scale with two sides or steps in words, or takes several answers."""
    in_words = question.kind == "scale" and question.scale != "numeric"
    return question.kind == "multiple" or in_words or len(question.nets) > 1


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
