"""Estimates per group as functions of weighted totals, finished with errors, limits and bases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats import intervals
from survey.stats.ratios import ratios
from survey.tabulation.statistics.records import Cell, Statistic
from survey.tabulation.statistics.scope import NO_DEGREES, Scope
from survey.tabulation.totals import Variables, totals
from survey.vocabulary import Axis, check_level

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Parts = Sequence[Floats]


@dataclass(frozen=True, eq=False)
class Estimand:
    """What is estimated in every group from a few totals of the group.

    Parameters
    ----------
    axes
        Of each part, what its totals are crossed by beside the groups.
    estimates
        From the parts' totals, (..., cells of the part) each, to (..., estimates).
    derivatives
        Of the estimates by each part, (..., cells of the part, estimates) each.
    within
        Whether the error is that of something within the group, which one
        respondent or one sampling unit cannot show; a total's is not.
    """

    axes: Sequence[tuple[Axis, ...]]
    estimates: Callable[[Parts], Floats]
    derivatives: Callable[[Parts], Parts]
    within: bool = True


def estimated(scope: Scope, estimand: Estimand) -> tuple[Floats, Floats]:
    """Estimates, (groups, estimates), and their covariance, (groups × estimates, same).

    The covariance is NaN for groups of one respondent or one sampling unit.
    """
    found = totals(scope.survey, [Variables((*scope.axes, *axes)) for axes in estimand.axes])
    groups = len(scope.groups)
    widths = [int(np.prod([_cells(scope, axis) for axis in axes])) for axes in estimand.axes]
    ends = np.cumsum([groups * width for width in widths])[:-1]

    def parts(values: Floats) -> Parts:
        return [
            part.reshape(*part.shape[:-1], groups, width)
            for part, width in zip(np.split(values, ends, axis=-1), widths, strict=True)
        ]

    def flat(values: Floats) -> Floats:
        estimates = estimand.estimates(parts(values))
        return estimates.reshape(*estimates.shape[:-2], -1)

    estimate = estimand.estimates(parts(found.values[0]))
    slopes = [_block_diagonal(slope) for slope in estimand.derivatives(parts(found.values[0]))]
    covariance = found.covariance_of(flat, np.nan_to_num(np.concatenate(slopes))[None])[0]
    undefined = np.isnan(estimate).ravel()
    if estimand.within:
        undefined |= np.repeat(scope.bases.undefined, estimate.shape[1])
    return estimate, np.where(undefined[:, None] | undefined, np.nan, covariance)


def _cells(scope: Scope, axis: Axis) -> int:
    if axis.members is not None:
        return int(axis.members.shape[1])
    return len(scope.survey.responses.column(axis.column).levels) if axis.column else 1


def _block_diagonal(slope: Floats) -> Floats:
    """Derivatives of all groups' estimates by all groups' totals, from those within each group."""
    groups, cells, estimates = slope.shape
    whole = np.zeros((groups, cells, groups, estimates))
    whole[np.arange(groups), :, np.arange(groups)] = slope
    return whole.reshape(groups * cells, groups * estimates)


def ratios_to(numerators: Sequence[Axis], denominator: tuple[Axis, ...] = ()) -> Estimand:
    """Totals of the numerators' cells over that of the denominator's one cell; by default of the base."""

    def estimates(parts: Parts) -> Floats:
        return ratios(np.concatenate(parts[:-1], axis=-1), parts[-1])

    def derivatives(parts: Parts) -> Parts:
        share = estimates(parts)
        inverse = ratios(np.ones_like(parts[-1]), parts[-1])[..., None]
        ends = np.cumsum([part.shape[-1] for part in parts[:-1]])[:-1]
        own = np.split(np.eye(share.shape[-1]), ends)
        return [*(each * inverse for each in own), -share[..., None, :] * inverse]

    return Estimand([*((axis,) for axis in numerators), denominator], estimates, derivatives)


def log_odds_of(estimand: Estimand) -> Estimand:
    """The log odds of shares; NaN at 0 and 1."""

    def share(parts: Parts) -> Floats:
        found = estimand.estimates(parts)
        return np.where((found > 0) & (found < 1), found, np.nan)

    def estimates(parts: Parts) -> Floats:
        found = share(parts)
        return np.asarray(np.log(found / (1 - found)))

    def derivatives(parts: Parts) -> Parts:
        found = share(parts)
        slope = 1 / (found * (1 - found))
        return [each * slope[..., None, :] for each in estimand.derivatives(parts)]

    return Estimand(estimand.axes, estimates, derivatives)


def totals_of(axes: Sequence[Axis]) -> Estimand:
    """The totals of the axes' cells themselves."""

    def estimates(parts: Parts) -> Floats:
        return np.concatenate(parts, axis=-1)

    def derivatives(parts: Parts) -> Parts:
        whole = estimates(parts)
        ends = np.cumsum([part.shape[-1] for part in parts])[:-1]
        own = np.split(np.eye(whole.shape[-1]), ends)
        return [np.broadcast_to(each, (*whole.shape[:-1], *each.shape)) for each in own]

    return Estimand([(axis,) for axis in axes], estimates, derivatives, within=False)


def finished(
    scope: Scope,
    cells: Sequence[Sequence[Cell]],
    estimate: Floats,
    covariance: Floats,
    simple_variance: Floats,
    *,
    level: float,
    shares: intervals.Method | None = None,
    log_odds_error: Floats | None = None,
) -> Statistic:
    """The statistic of these estimates.

    Parameters
    ----------
    cells
        (groups, estimates) what each number is about.
    estimate, simple_variance
        (groups, estimates); the latter of simple random sampling with replacement.
    covariance
        (groups × estimates, groups × estimates).
    shares
        Method of their limits where the estimates are shares; None: t limits.
    log_odds_error
        (groups × estimates,) of shares, for limits by the logit.
    """
    check_level(level)
    group = np.repeat(np.arange(len(scope.groups)), estimate.shape[1])
    bases, flat, error = scope.bases, estimate.ravel(), np.sqrt(np.diagonal(covariance))
    degrees = bases.degrees[group]
    if shares is None:
        low, high = intervals.wald(flat, error, degrees, level)
    else:
        low, high = intervals.share_interval(
            flat,
            error,
            unweighted_base=bases.unweighted[group],
            effective_base=bases.effective[group],
            degrees=degrees,
            method=shares,
            level=level,
            log_odds_error=log_odds_error,
        )
    return Statistic(
        cells=tuple(cell for line in cells for cell in line),
        estimate=flat,
        standard_error=error,
        covariance=covariance,
        low=low,
        high=high,
        design_effect=ratios(error**2, simple_variance.ravel()),
        df=scope.df,
        domain_df=degrees,
        unweighted_base=bases.unweighted[group],
        weighted_base=scope.weighted_base[group],
        effective_base=bases.effective[group],
        flags=_flags(scope, group, flat, error),
    )


def _flags(scope: Scope, group: Ints, estimate: Floats, error: Floats) -> tuple[str, ...]:
    """Why each error is not defined; empty where it is."""
    reasons = scope.flags
    replicated = scope.survey.design.replication is not None
    in_replicates = "not defined in every replicate" if replicated else "not defined"
    degrees = scope.bases.degrees
    found = []
    for g, value, spread in zip(group, estimate, error, strict=True):
        if np.isnan(spread):
            found.append(reasons[g] or (in_replicates if np.isfinite(value) else "not defined"))
        else:
            found.append("" if degrees[g] > 0 and scope.df > 0 else NO_DEGREES)
    return tuple(found)
