"""Single statistics of a survey: means, totals, shares and tests, for notebooks and for checking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.stats.intervals import wald
from survey.stats.ratios import ratios
from survey.tabulation.axes import answer_axis, base_axis, squared, value_axis, valued_axis
from survey.tabulation.estimates import Bases, table_test
from survey.tabulation.sampling import sampling
from survey.tabulation.totals import Variables, totals
from survey.vocabulary import Axis, Question, Survey

Floats = NDArray[np.float64]
Domain = Mapping[str, Sequence[str]]
Names = str | Sequence[str]


@dataclass(frozen=True)
class Cell:
    """What one number of a `Statistic` is about.

    Parameters
    ----------
    answer
        Answer code; empty for a number's mean or total.
    group
        Answer code in each question of `by`.
    """

    question: str
    answer: str = ""
    group: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Statistic:
    """Estimates and their errors, one per cell: by question, then group, then answer.

    Parameters
    ----------
    estimate, standard_error, design_effect
        (cells,); NaN where not defined. The effect is against simple random
        sampling with replacement.
    covariance
        (cells, cells).
    low, high
        (cells,) limits by t on `df`.
    df
        Degrees of freedom of the design.
    unweighted_base, weighted_base
        (cells,) respondents the estimate is of.
    """

    cells: tuple[Cell, ...]
    estimate: Floats
    standard_error: Floats
    covariance: Floats
    low: Floats
    high: Floats
    design_effect: Floats
    df: float
    unweighted_base: Floats
    weighted_base: Floats


@dataclass(frozen=True, eq=False)
class Independence:
    """Rao–Scott test of two questions, with the table it was made of.

    Parameters
    ----------
    observed, expected
        (rows, columns) weighted shares of the table's respondents.
    row_codes, column_codes
        Answers that respondents gave.
    """

    statistic: float
    df1: float
    df2: float
    p: float
    cramers_v: float
    observed: Floats
    expected: Floats
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    unweighted_base: float


def mean(
    survey: Survey, question: Names, *, by: Names = (), domain: Domain | None = None, level: float = 0.95
) -> Statistic:
    """Means of numbers or scores, by groups; of a question without either, shares of its answers.

    Parameters
    ----------
    question
        One name, or several whose estimates shall have a joint covariance;
        respondents without a value in one of them are left out of all.
    by
        Questions whose answers, crossed, form the groups.
    domain
        {question: answer codes}; others leave the base, not the design.
    level
        Of the confidence limits.
    """
    return _statistic(survey, _items(survey, question, "best"), "mean", by, domain, level)


def proportion(
    survey: Survey, question: Names, *, by: Names = (), domain: Domain | None = None, level: float = 0.95
) -> Statistic:
    """Share of each answer among those who answered, by groups. Parameters as in `mean`."""
    return _statistic(survey, _items(survey, question, "answers"), "mean", by, domain, level)


def total(
    survey: Survey, question: Names, *, by: Names = (), domain: Domain | None = None, level: float = 0.95
) -> Statistic:
    """Weighted totals of numbers or scores, or of respondents giving each answer. Parameters as in `mean`."""
    return _statistic(survey, _items(survey, question, "best"), "total", by, domain, level)


def chisquare(survey: Survey, rows: str, columns: str, *, domain: Domain | None = None) -> Independence:
    """Rao–Scott second-order F of the independence of two single-response questions."""
    row_codes, column_codes = (_codes(survey, name) for name in (rows, columns))
    row_axis, column_axis = (
        answer_axis(survey, name, [[code] for code in codes])
        for name, codes in ((rows, row_codes), (columns, column_codes))
    )
    inside = _inside(survey, domain)
    test = table_test(survey, row_axis, column_axis, inside)
    axes = (*inside, row_axis, column_axis)
    weight = survey.design.weight
    observed, respondents = (
        survey.responses.count([axes], weight=weight, power=power)[0].reshape(
            len(row_codes), len(column_codes)
        )
        for power in (1, 0)
    )
    there = observed.sum(axis=1) > 0, observed.sum(axis=0) > 0
    observed = observed[np.ix_(*there)] / observed.sum()
    return Independence(
        statistic=test.statistic,
        df1=test.df1,
        df2=test.df2,
        p=test.p,
        cramers_v=test.cramers_v,
        observed=observed,
        expected=np.outer(observed.sum(axis=1), observed.sum(axis=0)),
        row_codes=tuple(code for code, kept in zip(row_codes, there[0], strict=True) if kept),
        column_codes=tuple(code for code, kept in zip(column_codes, there[1], strict=True) if kept),
        unweighted_base=float(respondents.sum()),
    )


@dataclass(frozen=True, eq=False)
class _Item:
    """One question as measured: what its cells sum, who has a value, what the cells are called."""

    question: str
    values: Axis
    present: Axis
    answers: tuple[str, ...]


def _items(survey: Survey, question: Names, measure: Literal["best", "answers"]) -> list[_Item]:
    names = [question] if isinstance(question, str) else list(question)
    return [_item(survey, _question(survey, name), measure) for name in names]


def _item(survey: Survey, question: Question, measure: Literal["best", "answers"]) -> _Item:
    scored = question.kind == "numeric" or any(answer.score is not None for answer in question.answers)
    name = question.name
    if scored and measure == "best":
        return _Item(name, value_axis(survey, name), valued_axis(survey, name), ("",))
    codes = _codes(survey, name)
    if not codes:
        raise PlanError(f"{name!r} has no answers to take shares of", hint="ask for its mean instead")
    cells = answer_axis(survey, name, [[code] for code in codes])
    return _Item(name, cells, base_axis(survey, name, "answered"), codes)


def _question(survey: Survey, name: str) -> Question:
    if name not in survey.codebook or name not in survey.responses.names:
        there = ", ".join(question.name for question in survey.codebook)
        raise PlanError(f"there is no question {name!r}", hint=f"the questions are: {there}")
    return survey.codebook[name]


def _codes(survey: Survey, name: str) -> tuple[str, ...]:
    """Answers inside the base, in questionnaire order."""
    question = _question(survey, name)
    return tuple(a.code for a in question.answers if a.role in ("substantive", "dont_know"))


def _inside(survey: Survey, domain: Domain | None) -> tuple[Axis, ...]:
    """Axes of one cell each that a respondent of the domain is in."""
    return tuple(
        answer_axis(survey, _question(survey, name).name, [codes]) for name, codes in (domain or {}).items()
    )


def _groups(survey: Survey, by: Names) -> tuple[tuple[Axis, ...], list[tuple[str, ...]]]:
    """Axes of the groups, and the codes of each group, in the order of their cells."""
    names = [by] if isinstance(by, str) else list(by)
    axes: list[Axis] = []
    groups: list[tuple[str, ...]] = [()]
    for name in names:
        codes = _codes(survey, name)
        axes.append(answer_axis(survey, name, [[code] for code in codes]))
        groups = [(*group, code) for group in groups for code in codes]
    return tuple(axes), groups


def _statistic(
    survey: Survey,
    items: Sequence[_Item],
    kind: Literal["mean", "total"],
    by: Names,
    domain: Domain | None,
    level: float,
) -> Statistic:
    group_axes, groups = _groups(survey, by)
    inside = (*group_axes, *_inside(survey, domain), *(item.present for item in items))
    found = totals(survey, [*(Variables((*inside, item.values)) for item in items), Variables(inside)])
    named = [
        (item.question, answer, g) for item in items for g in range(len(groups)) for answer in item.answers
    ]
    group = np.array([g for _, _, g in named])

    sums, weighted = np.split(found.values[0], [len(named)])
    average = ratios(sums, weighted[group])
    bases = Bases.of(survey, inside)
    covariance = found.mapped(_derivatives(kind, average, weighted, group))[0]
    if kind == "mean":
        undefined = (bases.undefined | (weighted == 0))[group]
        covariance[undefined[:, None] | undefined] = np.nan
    estimate = average if kind == "mean" else sums
    error = np.sqrt(np.diagonal(covariance))
    degrees = sampling(survey.responses, survey.design).degrees
    low, high = wald(estimate, error, np.full(len(named), degrees), level)
    simple = _simple_variance(survey, items, inside, average, weighted[group], bases.unweighted[group])
    return Statistic(
        cells=tuple(Cell(question, answer, groups[g]) for question, answer, g in named),
        estimate=estimate,
        standard_error=error,
        covariance=covariance,
        low=low,
        high=high,
        design_effect=ratios(error**2, simple * (1.0 if kind == "mean" else weighted[group] ** 2)),
        df=degrees,
        unweighted_base=bases.unweighted[group],
        weighted_base=weighted[group],
    )


def _derivatives(
    kind: Literal["mean", "total"], average: Floats, weighted: Floats, group: NDArray[np.intp]
) -> Floats:
    """Derivatives of the estimates by the sums and the groups' bases, (sums + groups, cells)."""
    cells = np.arange(len(average))
    derivatives = np.zeros((len(average) + len(weighted), len(average)))
    derivatives[cells, cells] = 1.0
    if kind == "mean":
        derivatives[len(average) + group, cells] = -np.nan_to_num(average)
        derivatives *= np.nan_to_num(ratios(np.ones(len(group)), weighted[group]))
    return derivatives


def _simple_variance(
    survey: Survey,
    items: Sequence[_Item],
    inside: tuple[Axis, ...],
    average: Floats,
    weighted: Floats,
    respondents: Floats,
) -> Floats:
    """Variance of each mean under simple random sampling with replacement, (cells,)."""
    groupings = [(*inside, squared(item.values)) for item in items]
    tables = survey.responses.count(groupings, weight=survey.design.weight)
    squares = np.concatenate([table.ravel() for table in tables])
    return ratios(np.clip(ratios(squares, weighted) - average**2, 0, None), respondents - 1)
