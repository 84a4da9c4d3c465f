"""Quantiles of a survey, by groups and within domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.errors import PlanError
from survey.stats import intervals
from survey.stats.quantiles import Rule
from survey.tabulation.axes import valued_axis
from survey.tabulation.quantiles import quantiles_inside
from survey.tabulation.statistics.estimating import finished
from survey.tabulation.statistics.records import Cell, Statistic
from survey.tabulation.statistics.scope import Domain, Names, asked, scope
from survey.vocabulary import Survey, check_choice, check_level


def quantile(
    survey: Survey,
    question: str,
    p: float | Sequence[float] = 0.5,
    *,
    by: Names = (),
    domain: Domain | None = None,
    level: float = 0.95,
    interval: intervals.Method = "wald",
    rule: Rule = "math",
) -> Statistic:
    """Quantiles of a numeric question, by groups, with Woodruff's limits; no covariance between them.

    Parameters
    ----------
    p
        Which quantiles, 0 to 1; by default the median.
    interval
        How the limits of the share at or below the quantile are found, as in
        `survey.stats.intervals.share_interval`.
    rule
        `math` or `school`, as in `survey.stats.quantiles.quantiles`; the
        report's medians follow the latter. Others as in `mean`.

    Raises
    ------
    PlanError
        A question that is not numeric, or a quantile outside 0 to 1.

    References
    ----------
    Woodruff (1952), *Journal of the American Statistical Association* 47, 635-646.
    """
    check_choice("interval", interval, intervals.Method)
    check_choice("rule", rule, Rule)
    check_level(level)
    wanted = np.atleast_1d(np.asarray(p, dtype=float))
    if asked(survey, question).kind != "numeric":
        raise PlanError(f"{question!r} is not numeric, so that it has no quantiles")
    outside = wanted[~((wanted >= 0) & (wanted <= 1))]
    if len(outside) or not len(wanted):
        raise PlanError(f"quantiles lie between 0 and 1, not at {outside[0] if len(outside) else 'none'}")
    within = scope(survey, by, domain, [valued_axis(survey, question)])
    found = quantiles_inside(survey, question, wanted, within.axes, level=level, method=interval, rule=rule)
    cells = [[Cell(question, "", group, quantile=float(each)) for each in wanted] for group in within.groups]
    error = found.standard_error.T
    covariance = np.full((error.size, error.size), np.nan)
    np.fill_diagonal(covariance, error.ravel() ** 2)
    statistic = finished(
        within, cells, found.estimate.T, covariance, np.full(error.shape, np.nan), level=level
    )
    return replace(statistic, low=found.low.T.ravel(), high=found.high.T.ravel())
