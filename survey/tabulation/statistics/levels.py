"""Means, shares, totals and ratios of a survey, by groups and within domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.stats import intervals
from survey.stats.ratios import ratios
from survey.tabulation.axes import (
    answer_axis,
    base_axis,
    shifted,
    squared,
    ticks_axis,
    value_axis,
    valued_axis,
)
from survey.tabulation.statistics.estimating import estimated, finished, log_odds_of, ratios_to, totals_of
from survey.tabulation.statistics.records import Cell, Statistic
from survey.tabulation.statistics.scope import Domain, Names, Scope, answers_inside, asked, names_of, scope
from survey.vocabulary import Axis, Question, Survey, check_choice

Floats = NDArray[np.float64]


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

    Raises
    ------
    PlanError
        A question or an answer that is not there.
    DesignError
        The design admits no variance.
    """
    items = _items(survey, question, "best")
    within = scope(survey, by, domain, [item.present for item in items])
    return _statistic(within, items, level=level)


def proportion(
    survey: Survey,
    question: Names,
    *,
    by: Names = (),
    domain: Domain | None = None,
    level: float = 0.95,
    interval: intervals.Method = "korn_graubard",
) -> Statistic:
    """Share of each answer among those who answered, by groups; of several ticked, per cent of respondents.

    Parameters as in `mean`, and `interval` as in `survey.stats.intervals.share_interval`.
    """
    check_choice("interval", interval, intervals.Method)
    items = _items(survey, question, "answers")
    within = scope(survey, by, domain, [item.present for item in items])
    return _statistic(within, items, level=level, shares=interval)


def total(
    survey: Survey, question: Names, *, by: Names = (), domain: Domain | None = None, level: float = 0.95
) -> Statistic:
    """Weighted totals of numbers or scores, or of respondents giving each answer. Parameters as in `mean`."""
    items = _items(survey, question, "best")
    within = scope(survey, by, domain, [item.present for item in items])
    estimate, covariance = estimated(within, totals_of([item.values for item in items]))
    simple = _simple_variance(within, items) * within.weighted_base[:, None] ** 2
    return finished(within, _cells(within, items), estimate, covariance, simple, level=level)


def ratio(
    survey: Survey,
    numerator: Names,
    denominator: str,
    *,
    by: Names = (),
    domain: Domain | None = None,
    level: float = 0.95,
) -> Statistic:
    """Total of each numerator over the total of the denominator, by groups; all are numbers or scores.

    Respondents without a value in one of them are left out. Other parameters as in `mean`.

    References
    ----------
    Binder (1983), *International Statistical Review* 51, 279-292.
    """
    items = [_number(survey, name) for name in _named(numerator)]
    below = _number(survey, denominator)
    within = scope(survey, by, domain, [item.present for item in (*items, below)])
    return _statistic(within, items, below, level=level)


def mentions(
    survey: Survey, question: str, *, by: Names = (), domain: Domain | None = None, level: float = 0.95
) -> Statistic:
    """Share of each answer of a multiple-response question among all ticks, by groups.

    This is per cent of responses; per cent of respondents is what `proportion` gives.
    Parameters as in `mean`.
    """
    if asked(survey, question).kind != "multiple":
        raise PlanError(f"{question!r} takes one answer only", hint="ask for its `proportion`")
    [item] = _items(survey, question, "answers")
    ticks = _Item("", ticks_axis(item.values), item.present, ("",))
    return _statistic(scope(survey, by, domain, [item.present]), [item], ticks, level=level)


@dataclass(frozen=True, eq=False)
class _Item:
    """One question as measured: what its cells sum, who has a value, what the cells are called."""

    question: str
    values: Axis
    present: Axis
    answers: tuple[str, ...]


def _items(survey: Survey, question: Names, measure: Literal["best", "answers"]) -> list[_Item]:
    return [_item(survey, asked(survey, name), measure) for name in _named(question)]


def _named(question: Names) -> list[str]:
    names = names_of(question)
    if not names:
        raise PlanError("no question was named", hint="name one, or several in a list")
    return names


def _item(survey: Survey, question: Question, measure: Literal["best", "answers"]) -> _Item:
    name = question.name
    if measure == "best" and question.scored:
        return _number(survey, name)
    codes = answers_inside(survey, name)
    if not codes:
        meant = "ask for its mean instead" if question.kind == "numeric" else f"it is of kind {question.kind}"
        raise PlanError(f"{name!r} has no answers to take shares of", hint=meant)
    cells = answer_axis(survey, name, [[code] for code in codes])
    return _Item(name, cells, base_axis(survey, name, "answered"), codes)


def check_scored(survey: Survey, name: str) -> None:
    """Refuses a question without numbers or scores, which has no mean."""
    if not asked(survey, name).scored:
        raise PlanError(
            f"{name!r} holds neither numbers nor scored answers",
            hint="give its answers scores in the codebook, or take shares of them",
        )


def _number(survey: Survey, name: str) -> _Item:
    check_scored(survey, name)
    return _Item(name, value_axis(survey, name), valued_axis(survey, name), ("",))


def _statistic(
    within: Scope,
    items: Sequence[_Item],
    below: _Item | None = None,
    *,
    level: float,
    shares: intervals.Method | None = None,
) -> Statistic:
    """Totals of the items over that of another, or over the base."""
    denominator = () if below is None else (below.values,)
    middles = np.zeros(sum(len(item.answers) for item in items))
    if below is None and shares is None:
        items, middles = _centred(items)
    estimand = ratios_to([item.values for item in items], denominator)
    estimate, covariance = estimated(within, estimand)
    by_logit = estimated(within, log_odds_of(estimand))[1] if shares == "logit" else None
    simple = _simple_variance(within, items, below)
    cells = _cells(within, items, "" if below is None else below.question)
    return finished(
        within,
        cells,
        estimate + middles,
        covariance,
        simple,
        level=level,
        shares=shares,
        log_odds_error=None if by_logit is None else np.sqrt(np.diagonal(by_logit)),
    )


def _centred(items: Sequence[_Item]) -> tuple[list[_Item], Floats]:
    """Numbers less their middles, which saves their means' digits, and the middles, (cells,)."""
    centred, middles = [], []
    for item in items:
        values, middle = item.values, 0.0
        if item.answers == ("",):
            values, middle = shifted(item.values, item.present)
        centred.append(replace(item, values=values))
        middles += [middle] * len(item.answers)
    return centred, np.array(middles)


def _cells(within: Scope, items: Sequence[_Item], other: str = "") -> list[list[Cell]]:
    return [
        [Cell(item.question, answer, group, other) for item in items for answer in item.answers]
        for group in within.groups
    ]


def _simple_variance(within: Scope, items: Sequence[_Item], below: _Item | None = None) -> Floats:
    """Variance of each mean or ratio under simple random sampling with replacement, (groups, cells)."""
    groups = len(within.groups)

    def sums(*axes: Axis) -> Floats:
        return within.count((*within.axes, *axes)).reshape(groups, -1)

    other = () if below is None else (below.values,)
    own, squares = (
        np.concatenate([sums(turned(item.values)) for item in items], axis=1) for turned in (_same, squared)
    )
    products = own if below is None else np.concatenate([sums(item.values, *other) for item in items], axis=1)
    whole, of_squares = sums(*other), sums(*map(squared, other))
    estimate = ratios(own, whole)
    residual = squares - 2 * estimate * products + estimate**2 * of_squares
    spread = ratios(np.clip(residual, 0, None), whole**2) * within.weighted_base[:, None]
    return ratios(spread, within.bases.unweighted[:, None] - 1)


def _same(axis: Axis) -> Axis:
    return axis
