"""Confidence limits of shares and means, elementwise on arrays.

References
----------
Korn & Graubard (1998), *Survey Methodology* 24, 193-201.
Wilson (1927), *Journal of the American Statistical Association* 22, 209-212.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]
Method = Literal["korn_graubard", "beta", "logit", "wilson", "wald"]


ROUNDING = 1e-12
"""A share this near to 0 or 1 is 0 or 1."""


@dataclass(frozen=True, eq=False)
class _Share:
    """A share with its error, the sizes of its sample, and the t quantile of its design."""

    estimate: Floats
    variance: Floats
    unweighted_base: Floats
    effective_base: Floats
    degrees: Floats
    log_odds_error: Floats
    tail: float

    @property
    def quantile(self) -> Floats:
        return _t(self.tail, self.degrees)

    @property
    def adjustment(self) -> Floats:
        """What few degrees of freedom take off an effective base."""
        return (_t(self.tail, self.unweighted_base - 1) / self.quantile) ** 2

    @property
    def certain(self) -> NDArray[np.bool_]:
        return (self.estimate <= 0) | (self.estimate >= 1)

    @property
    def from_variance(self) -> Floats:
        """Respondents of a simple random sample with the same variance; NaN where it is zero."""
        spread = self.estimate * (1 - self.estimate)
        return np.divide(spread, self.variance, out=np.full_like(spread, np.nan), where=self.variance > 0)


def share_interval(
    estimate: Floats,
    standard_error: Floats,
    *,
    unweighted_base: Floats,
    effective_base: Floats,
    degrees: Floats,
    method: Method = "korn_graubard",
    level: float = 0.95,
    log_odds_error: Floats | None = None,
) -> Limits:
    """Lower and upper limits of shares, shaped like them; NaN where the error is NaN or df is not positive.

    Parameters
    ----------
    effective_base
        Kish's effective respondents, for shares of exactly 0 or 1.
    degrees
        Degrees of freedom of the domain.
    method
        `korn_graubard`: exact binomial limits at the effective base, which is
        at most the unweighted one, and at shares of 0 or 1 the smaller of it
        and Kish's. `beta`: the same without those limits. `logit`, `wilson`,
        `wald`: as the literature names them. A share that is known exactly,
        since weighting fixed it, is its own limits.
    log_odds_error
        Standard error of the log odds, for `logit`; None: it follows from that
        of the share.
    """
    known = ~np.isnan(standard_error) & (degrees > 0) & (unweighted_base > 1)
    blank = np.where(known, 1.0, np.nan)
    exact = _exact_at_ends(estimate)
    if log_odds_error is None:
        inside = np.where((exact > 0) & (exact < 1), exact, np.nan)
        log_odds_error = standard_error / (inside * (1 - inside))
    share = _Share(
        exact * blank,
        standard_error**2 * blank,
        unweighted_base * blank,
        effective_base * blank,
        degrees * blank,
        log_odds_error * blank,
        (1 - level) / 2,
    )
    low, high = _METHODS[method](share)
    known_exactly = (standard_error == 0) & ~share.certain
    return np.where(known_exactly, exact * blank, low), np.where(known_exactly, exact * blank, high)


def _exact_at_ends(estimate: Floats) -> Floats:
    """Shares with the rounding of sums taken off nobody (0) and everybody (1)."""
    return np.where(estimate < ROUNDING, 0.0, np.where(estimate > 1 - ROUNDING, 1.0, estimate))


def wald(estimate: Floats, standard_error: Floats, degrees: Floats, level: float = 0.95) -> Limits:
    """Estimate ± t times its standard error; NaN where df is not positive."""
    reach = _t((1 - level) / 2, degrees) * standard_error
    return estimate - reach, estimate + reach


def _korn_graubard(share: _Share) -> Limits:
    smaller = np.fmin(share.unweighted_base, share.effective_base)
    base = np.where(share.certain, smaller, share.from_variance) * share.adjustment
    return _binomial(share, np.minimum(base, share.unweighted_base))


def _beta(share: _Share) -> Limits:
    return _binomial(share, share.from_variance * share.adjustment)


def _binomial(share: _Share, base: Floats) -> Limits:
    """Clopper and Pearson's limits for a share of a base that need not be whole."""
    ticked = share.estimate * base
    low = special.betaincinv(ticked, base - ticked + 1, share.tail)
    high = special.betainccinv(ticked + 1, base - ticked, share.tail)
    missing = np.isnan(base)
    return (
        np.asarray(np.where((share.estimate <= 0) & ~missing, 0.0, low)),
        np.asarray(np.where((share.estimate >= 1) & ~missing, 1.0, high)),
    )


def _logit(share: _Share) -> Limits:
    inside = np.where(share.certain, np.nan, share.estimate)
    centre = np.log(inside / (1 - inside))
    reach = share.quantile * share.log_odds_error
    return 1 / (1 + np.exp(reach - centre)), 1 / (1 + np.exp(-reach - centre))


def _wilson(share: _Share) -> Limits:
    square = share.quantile**2 / share.from_variance
    centre = (share.estimate + square / 2) / (1 + square)
    reach = np.sqrt(square * (share.estimate * (1 - share.estimate) + square / 4)) / (1 + square)
    return centre - reach, centre + reach


def _wald(share: _Share) -> Limits:
    reach = share.quantile * np.sqrt(share.variance)
    return share.estimate - reach, share.estimate + reach


def _t(tail: float, degrees: Floats) -> Floats:
    return np.asarray(-special.stdtrit(np.where(degrees > 0, degrees, np.nan), tail))


_METHODS: Mapping[Method, Callable[[_Share], Limits]] = {
    "korn_graubard": _korn_graubard,
    "beta": _beta,
    "logit": _logit,
    "wilson": _wilson,
    "wald": _wald,
}
