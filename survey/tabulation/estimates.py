"""Shares and means with standard errors from the design, and the tests a table needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from survey.stats import chisquare, intervals
from survey.stats.ratios import effective_base, part_derivatives, parts_of_whole, ratio_derivatives, ratios
from survey.stats.variance import without_rounding
from survey.tabulation.axes import any_cell, shifted, squared
from survey.tabulation.cells import respondents_by_unit, respondents_crossed, totals_crossed
from survey.tabulation.sampling import sampling
from survey.tabulation.totals import (
    ReplicatedTotals,
    Totals,
    Variables,
    replicate_covariance,
    totals,
)
from survey.vocabulary import Axis, Survey, TableTest

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimates:
    """Shares (or means) of some rows in some banner columns, with all that is known of their error.

    Parameters
    ----------
    kind
        `share` of a base, or `mean` over a base.
    estimate
        (rows, columns); NaN where the base is empty.
    covariance
        (rows, columns, columns) between banner columns, for each row; NaN for
        a column of one respondent or one sampling unit.
    count
        (rows, columns) unweighted respondents giving the answer; NaN for means.
    unweighted_base, weighted_base, effective_base
        (columns,); effective by Kish.
    srs_variance
        (rows, columns) variance that a simple random sample of the same size,
        drawn with replacement, would have.
    df
        Degrees of freedom of the design.
    domain_df, sampling_units
        (columns,) degrees of freedom and sampling units of each column's respondents.
    log_odds_error
        (rows, columns) standard error of a share's log odds, where replicates
        show it; None where it follows from that of the share.
    """

    kind: Literal["share", "mean"]
    estimate: Floats
    covariance: Floats
    count: Floats
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    srs_variance: Floats
    df: float
    domain_df: Floats
    sampling_units: Floats
    log_odds_error: Floats | None = None

    @property
    def standard_error(self) -> Floats:
        """Linearised standard errors, (rows, columns)."""
        return np.sqrt(np.diagonal(self.covariance, axis1=-2, axis2=-1))

    @property
    def design_effect(self) -> Floats:
        """Variance over that of simple random sampling with replacement, (rows, columns)."""
        return ratios(np.square(self.standard_error), self.srs_variance)


@dataclass(frozen=True, eq=False)
class Precision:
    """Estimates with what their limits rest on, but not with their covariance; fields as in `Estimates`."""

    kind: Literal["share", "mean"]
    estimate: Floats
    standard_error: Floats
    count: Floats
    srs_variance: Floats
    unweighted_base: Floats
    effective_base: Floats
    domain_df: Floats
    log_odds_error: Floats | None

    @property
    def design_effect(self) -> Floats:
        """Variance over that of simple random sampling with replacement, (rows, columns)."""
        return ratios(np.square(self.standard_error), self.srs_variance)


def shares(survey: Survey, stub: Axis, base: Axis, banner: Axis) -> Estimates:
    """Share of those in the base and the banner column who are in the stub's cell, (rows, columns)."""
    return shares_inside(survey, stub, (base, banner))


def shares_inside(survey: Survey, stub: Axis, inside: tuple[Axis, ...]) -> Estimates:
    """Share of those in each crossed cell of the axes who are in the stub's cell, (rows, crossed cells)."""
    return _estimates(survey, "share", stub, inside)


def means(survey: Survey, values: Axis, inside: tuple[Axis, ...]) -> Estimates:
    """Mean of the values over those in each crossed cell of the axes, the base first, (1, crossed cells)."""
    base = inside[0]
    if base.column != values.column:
        return _estimates(survey, "mean", values, inside)
    centred, middle = shifted(values, base)
    found = _estimates(survey, "mean", centred, inside)
    return replace(found, estimate=found.estimate + middle)


def _estimates(
    survey: Survey, kind: Literal["share", "mean"], stub: Axis, inside: tuple[Axis, ...]
) -> Estimates:
    found = totals(survey, [Variables(inside, stub), Variables(inside)])
    responses, weight = survey.responses, survey.design.weight
    if kind == "share":
        [further] = responses.count([(stub, *inside)], weight=weight, power=0)
    else:
        [further] = responses.count([(squared(stub), *inside)], weight=weight)
    df = sampling(responses, survey.design).degrees
    return estimated(kind, found, further.reshape(len(found.values), -1), Bases.of(survey, inside), df)


def estimated(
    kind: Literal["share", "mean"], found: Totals, further: Floats, bases: Bases, df: float
) -> Estimates:
    """Estimates from totals of numerators and then of denominators, (rows, 2 × columns).

    Parameters
    ----------
    further
        (rows, columns) of shares the unweighted respondents, of means the weighted sums of squares.
    df
        Degrees of freedom of the design.
    """
    numerator, denominator = np.split(found.values, 2, axis=-1)
    estimate = ratios(numerator, denominator)
    covariance = found.covariance_of(_halves, ratio_derivatives(estimate, denominator))
    undefined = bases.undefined | np.isnan(estimate)
    covariance = np.where(undefined[:, :, None] | undefined[:, None, :], np.nan, covariance)
    if kind == "share":
        count, spread = further, estimate * (1 - estimate)
    else:
        count, spread = np.full(estimate.shape, np.nan), ratios(further, denominator) - estimate**2
    return Estimates(
        kind=kind,
        estimate=estimate,
        covariance=covariance,
        count=count,
        unweighted_base=bases.unweighted,
        weighted_base=denominator[0],
        effective_base=bases.effective,
        srs_variance=ratios(np.clip(spread, 0, None), bases.unweighted - 1),
        df=df,
        domain_df=bases.degrees,
        sampling_units=bases.sampling_units,
        log_odds_error=_log_odds_error(found) if kind == "share" else None,
    )


def _log_odds_error(found: Totals) -> Floats | None:
    """Standard errors of the log odds of shares in replicates, (rows, columns)."""
    if not isinstance(found, ReplicatedTotals):
        return None

    def log_odds(values: Floats) -> Floats:
        share = _halves(values)
        inside = np.where((share > 0) & (share < 1), share, np.nan)
        return np.asarray(np.log(inside / (1 - inside)))

    covariance = replicate_covariance(log_odds(found.replicated), log_odds(found.values), found.replication)
    return np.asarray(np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)))


def _halves(found: Floats) -> Floats:
    """The first half of the totals over the second, (..., variables) to (..., ratios)."""
    return ratios(*np.split(found, 2, axis=-1))


@dataclass(frozen=True, eq=False)
class Bases:
    """Respondents, effective respondents, sampling units and their degrees of freedom, (columns,) each."""

    unweighted: Floats
    effective: Floats
    sampling_units: Floats
    degrees: Floats

    @property
    def undefined(self) -> NDArray[np.bool_]:
        """Columns from which no variance can be computed: one respondent, or one sampling unit."""
        return (self.unweighted <= 1) | (self.sampling_units <= 1)

    @classmethod
    def of(cls, survey: Survey, inside: tuple[Axis, ...]) -> Bases:
        """The bases of all crossed cells of the axes, in their order."""
        found = respondents_by_unit(survey, inside)
        found = found.reshape(len(found), -1)
        if survey.design.weight is None:
            return cls.from_counts(survey, found, found.sum(axis=0), found.sum(axis=0))
        weighted, squares = (
            survey.responses.count([inside], weight=survey.design.weight, power=power)[0].ravel()
            for power in (1, 2)
        )
        return cls.from_counts(survey, found, weighted, squares)

    @classmethod
    def from_counts(cls, survey: Survey, respondents: Floats, weighted: Floats, squares: Floats) -> Bases:
        """The bases of columns whose respondents do not overlap within a unit's count.

        Parameters
        ----------
        respondents
            (units or strata, columns) as `respondents_by_unit` gives them.
        weighted, squares
            (columns,) sums of weights and of their squares.
        """
        units, degrees = sampling(survey.responses, survey.design).present(respondents)
        return cls(respondents.sum(axis=0), effective_base(weighted, squares), units, degrees)


def interval(
    estimates: Estimates | Precision, method: intervals.Method = "korn_graubard", level: float = 0.95
) -> tuple[Floats, Floats]:
    """Lower and upper confidence limits, (rows, columns) each; t limits for means.

    Limits use the degrees of freedom of each column's own respondents.
    """
    error, degrees = estimates.standard_error, np.broadcast_to(estimates.domain_df, estimates.estimate.shape)
    if estimates.kind == "mean":
        return intervals.wald(estimates.estimate, error, degrees, level)
    return intervals.share_interval(
        estimates.estimate,
        error,
        unweighted_base=np.broadcast_to(estimates.unweighted_base, error.shape),
        effective_base=np.broadcast_to(estimates.effective_base, error.shape),
        degrees=degrees,
        log_odds_error=estimates.log_odds_error,
        method=method,
        level=level,
    )


def difference(estimates: Estimates, first: int, second: int) -> tuple[Floats, Floats, Floats]:
    """First banner column minus the second: gap, standard error and p by t, (rows,) each."""
    covariance = estimates.covariance
    gap = estimates.estimate[:, first] - estimates.estimate[:, second]
    parts = covariance[:, first, first], covariance[:, second, second], covariance[:, first, second]
    variance = (parts[0] + parts[1] - 2 * parts[2])[:, None, None]
    gross = (np.sqrt(parts[0]) + np.sqrt(parts[1]))[:, None] ** 2
    error = np.sqrt(without_rounding(variance, gross)[:, 0, 0])
    return gap, error, np.asarray(2 * special.stdtr(estimates.df, -np.abs(ratios(gap, error))), dtype=float)


def table_test(
    survey: Survey,
    rows: Axis,
    columns: Axis,
    inside: tuple[Axis, ...] = (),
    statistic: chisquare.Statistic = "rao_scott",
    respondents: Floats | None = None,
) -> TableTest:
    """Test of independence of two questions' cells, which must not overlap; Rao–Scott's second-order F.

    All fields are NaN when fewer than two rows or columns hold respondents, or
    when the design has no degrees of freedom.

    Parameters
    ----------
    inside
        Axes of one cell that the respondents must be in.
    statistic
        Another test of `survey.stats.chisquare`.
    respondents
        In the crossed cells of all axes, where they are counted already.
    """
    found = totals_crossed(survey, (*inside, rows, columns))
    if respondents is None:
        respondents = respondents_crossed(survey, (*inside, rows, columns))
    shape = respondents.shape[len(inside) :]
    degrees = sampling(survey.responses, survey.design).degrees
    share = parts_of_whole(found.values)
    test = chisquare.independence(
        share.reshape(shape),
        found.covariance_of(parts_of_whole, part_derivatives(share, found.values.sum(axis=-1)))[0],
        respondents=float(respondents.sum()),
        degrees=degrees,
        statistic="first_order" if statistic == "first_order" else "rao_scott",
    )
    v = test.cramers_v
    if statistic in ("wald", "adjusted_wald"):
        whole = Bases.of(survey, (*inside, any_cell(rows), any_cell(columns)))
        adjusted = statistic == "adjusted_wald"
        test = chisquare.UNDEFINED if whole.undefined[0] else _wald_test(found, shape, degrees, adjusted)
    return TableTest(test.statistic, test.df1, test.df2, test.p, v)


def _wald_test(
    found: Totals, shape: tuple[int, ...], degrees: float, adjusted: bool
) -> chisquare.Significance:
    """Wald's test over the rows and columns that hold respondents."""
    whole = found.values.reshape(shape)
    held = np.ix_(whole.sum(axis=1) > 0, whole.sum(axis=0) > 0)
    kept = np.arange(whole.size).reshape(shape)[held]

    def excess(values: Floats) -> Floats:
        tables = chisquare.distances(values[..., kept])
        return tables.reshape(*tables.shape[:-2], -1)

    slope = np.zeros((1, whole.size, kept.size))
    slope[0, kept.ravel()] = chisquare.distance_derivatives(whole[held])
    covariance = found.covariance_of(excess, slope)[0]
    return chisquare.wald(chisquare.distances(whole[held]), covariance, degrees=degrees, adjusted=adjusted)


def residuals(survey: Survey, rows: Axis, columns: Axis) -> Floats:
    """(p_ij − p_i· p_·j) over its linearised standard error, (rows, columns).

    Shares of those in any row and any column; the cells may overlap. NaN where
    the standard error is zero or undefined.
    """
    inside = (any_cell(rows), any_cell(columns))
    found = totals(
        survey,
        [
            Variables((inside[0], columns), rows),
            Variables(inside, rows),
            Variables((inside[0], columns)),
            Variables(inside),
        ],
    )
    whole = found.values[:, -1:]
    width = (found.values.shape[1] - 2) // 2

    def shares_of(found: Floats) -> list[Floats]:
        return np.split(ratios(found[..., :-1], found[..., -1:]), [width, width + 1], axis=-1)

    def excess(found: Floats) -> Floats:
        joint, row, column = shares_of(found)
        return np.asarray(joint - row * column)

    joint, row, column = shares_of(found.values)
    unit = np.broadcast_to(np.eye(width), (len(row), width, width))
    derivatives = [unit, -column[:, None, :], -row[:, :, None] * unit, (2 * row * column - joint)[:, None, :]]
    covariance = found.covariance_of(excess, np.concatenate(derivatives, axis=-2) / whole[:, :, None])
    return ratios(joint - row * column, np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)))
