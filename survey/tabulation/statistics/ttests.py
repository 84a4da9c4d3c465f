"""Tests of means: one mean against a number, or two groups."""

from __future__ import annotations

import numpy as np
from scipy import stats

from survey.errors import PlanError
from survey.stats.ratios import ratios
from survey.tabulation.axes import answer_axis, any_cell, valued_axis
from survey.tabulation.statistics.levels import check_scored, mean
from survey.tabulation.statistics.records import TTest
from survey.tabulation.statistics.scope import NO_DEGREES, Domain, answers_inside, scope
from survey.vocabulary import Survey


def ttest(
    survey: Survey,
    question: str,
    *,
    by: str | None = None,
    against: float = 0.0,
    domain: Domain | None = None,
    level: float = 0.95,
) -> TTest:
    """t test of a mean against a number, or of the gap between the two groups of `by` (second minus first).

    Its degrees of freedom are, less one, those of the domain, and with two
    groups those of the respondents used.

    Parameters
    ----------
    question
        Numeric or scored.
    by
        A question of which two answers were given.
    against
        What the mean, or the gap, is compared with.

    Raises
    ------
    PlanError
        `by` does not make two groups, or the question has no mean.

    References
    ----------
    Korn & Graubard (1990), *The American Statistician* 44, 270-276.
    """
    check_scored(survey, question)
    found = mean(survey, question, by=by or (), domain=domain, level=level)
    if by is None:
        gap, error, groups = float(found.estimate[0]), float(found.standard_error[0]), _NO_GROUPS
        present = []
    else:
        there = np.flatnonzero(found.unweighted_base > 0)
        if len(there) != 2:
            raise PlanError(
                f"a t test compares two groups, and {by!r} makes {len(there)}",
                hint="name two of its answers in the domain, or use `pairwise`",
            )
        first, second = there
        gap = float(found.estimate[second] - found.estimate[first])
        covariance = found.covariance
        error = float(
            np.sqrt(
                max(covariance[first, first] + covariance[second, second] - 2 * covariance[first, second], 0)
            )
        )
        groups = tuple(found.cells[i].group[0] for i in there)
        codes = answers_inside(survey, by)
        present = [
            valued_axis(survey, question),
            any_cell(answer_axis(survey, by, [[code] for code in codes])),
        ]
    df = float(scope(survey, (), domain, present).bases.degrees[0] - 1)
    return _finished(gap, error, df, against, level, groups)


_NO_GROUPS: tuple[str, ...] = ()


def _finished(
    gap: float, error: float, df: float, against: float, level: float, groups: tuple[str, ...]
) -> TTest:
    known = df if df > 0 else np.nan
    t = float(ratios(np.array(gap - against), np.array(error)))
    reach = float(stats.t.isf((1 - level) / 2, known)) * error
    return TTest(
        estimate=gap,
        standard_error=error,
        low=gap - reach,
        high=gap + reach,
        t=t,
        df=df,
        p=float(2 * stats.t.sf(abs(t), known)),
        groups=groups,
        flag="" if np.isfinite(t) else NO_DEGREES if not df > 0 else "no standard error",
    )
