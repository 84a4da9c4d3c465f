"""Variances, covariances and correlations of numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.stats import moments
from survey.tabulation.axes import shifted, value_axis, valued_axis
from survey.tabulation.statistics.estimating import Estimand, Parts, estimated, finished
from survey.tabulation.statistics.records import Cell, Statistic
from survey.tabulation.statistics.scope import Domain, Names, Scope, asked, names_of, scope
from survey.vocabulary import Axis, Survey

Floats = NDArray[np.float64]


def variance(
    survey: Survey, question: Names, *, by: Names = (), domain: Domain | None = None, level: float = 0.95
) -> Statistic:
    """Variances and covariances of numbers or scores in the population, by groups.

    Of several questions, the whole matrix in reading order; respondents
    without a value in one of them are left out. Parameters as in `mean`.

    References
    ----------
    Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*, section 5.9.
    """
    names = names_of(question)
    if not names:
        raise PlanError("no question was named", hint="name one, or several in a list")
    return _of_pairs(
        survey, names, [(a, b) for a in names for b in names], by, domain, level, moments.covariances
    )


def correlation(
    survey: Survey,
    first: str,
    second: str,
    *,
    by: Names = (),
    domain: Domain | None = None,
    level: float = 0.95,
) -> Statistic:
    """Pearson's correlation of two numbers or scores, by groups, its error by linearisation.

    Parameters as in `mean`.
    """
    return _of_pairs(survey, [first, second], [(first, second)], by, domain, level, moments.correlation)


def _of_pairs(
    survey: Survey,
    names: list[str],
    pairs: list[tuple[str, str]],
    by: Names,
    domain: Domain | None,
    level: float,
    function: moments.Function,
) -> Statistic:
    axes = [_centred(survey, name) for name in names]
    within = scope(survey, by, domain, [valued_axis(survey, name) for name in names])
    estimate, covariance = estimated(within, _estimand(within, axes, function))
    cells = [[Cell(first, "", group, second) for first, second in pairs] for group in within.groups]
    return finished(within, cells, estimate, covariance, np.full(estimate.shape, np.nan), level=level)


def _centred(survey: Survey, name: str) -> Axis:
    """The numbers less their middle, which changes no variance and saves digits."""
    if not asked(survey, name).scored:
        raise PlanError(f"{name!r} holds neither numbers nor scored answers, so that it has no variance")
    return shifted(value_axis(survey, name), valued_axis(survey, name))[0]


def _estimand(within: Scope, axes: list[Axis], function: moments.Function) -> Estimand:
    size = len(axes)
    products = [(axes[i], axes[j]) for i in range(size) for j in range(i + 1)]
    respondents = within.bases.unweighted[:, None]

    def whole(parts: Parts) -> tuple[Floats, Floats, Floats]:
        """The base, sums, (..., size), and sums of products, (..., pairs), of every group."""
        return (
            parts[0],
            np.concatenate(parts[1 : size + 1], axis=-1),
            np.concatenate(parts[size + 1 :], axis=-1),
        )

    def estimates(parts: Parts) -> Floats:
        return function(*whole(parts), respondents)[0]

    def derivatives(parts: Parts) -> Parts:
        slopes = function(*whole(parts), respondents)[1]
        return list(np.split(slopes, slopes.shape[-2], axis=-2))

    return Estimand([(), *((axis,) for axis in axes), *products], estimates, derivatives)
