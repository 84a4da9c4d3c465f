"""The one door for linearised variances: covariance of weighted totals under the design.

Every estimate is a smooth function of weighted totals; its variance is that of
a linear map of them (Binder 1983). What comes in are sums, never respondents:
totals per sampling unit, or, where every respondent is a unit of their own,
sums of squares and products.

References
----------
Binder (1983), *International Statistical Review* 51, 279-292.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

LonelyPolicy = Literal["fail", "remove", "certainty", "adjust", "average"]

ROUNDING = 1e-13
"""A variance smaller than this share of what it is a remainder of is rounding, and zero."""


class LonelyStratumError(ValueError):
    """A stratum with one sampling unit, and no policy for it.

    Parameters
    ----------
    strata
        Positions of the strata.
    """

    def __init__(self, strata: tuple[int, ...]) -> None:
        super().__init__(f"strata {strata} have one sampling unit each")
        self.strata = strata


@dataclass(frozen=True, eq=False)
class Stage:
    """How many units a stage of sampling drew from each stratum.

    Parameters
    ----------
    units
        (strata,) sampling units drawn, m_h.
    fraction
        (strata,) share of the stratum's units drawn, f_h; 0 when drawn with replacement.
    lonely
        `remove` and `certainty` let a stratum of one unit add nothing;
        `adjust` measures it from the mean over all units; `average` gives it
        the mean contribution of the others; `fail` refuses.
    scale
        (strata,) what a stratum's variance counts. At the second stage the
        strata are the first one's units, and this is the fraction drawn of them.
    """

    units: Floats
    fraction: Floats
    lonely: LonelyPolicy = "fail"
    scale: Floats | float = 1.0

    @cached_property
    def alone(self) -> NDArray[np.bool_]:
        """Strata of one unit that count and were not taken whole, (strata,)."""
        return np.asarray((self.units == 1) & (self.fraction < 1) & (np.asarray(self.scale) > 0))

    @cached_property
    def factor(self) -> Floats:
        """(1 − f_h) m_h / (m_h − 1) times the scale, (strata,); zero for strata of one unit.

        Raises
        ------
        LonelyStratumError
            There is a stratum of one unit and the policy is to fail.
        """
        if self.lonely == "fail" and self.alone.any():
            raise LonelyStratumError(tuple(int(h) for h in np.flatnonzero(self.alone)))
        spread = np.maximum(self.units - 1, 1)
        return np.where(self.units > 1, self.scale * (1 - self.fraction) * self.units / spread, 0.0)


def sampling_fraction(population: Floats, units: Floats) -> Floats:
    """Share of each stratum's units that were drawn, (strata,).

    Parameters
    ----------
    population
        Units in the stratum; a value of at most one is the share itself, and
        infinity means drawn with replacement.
    units
        Units drawn from the stratum.
    """
    return np.where(population <= 1, population, np.minimum(units / population, 1.0))


def covariance_of_units(totals: Floats, stratum: Ints, stage: Stage) -> Floats:
    """Covariance of weighted totals from totals per sampling unit, (..., variables, variables).

    Parameters
    ----------
    totals
        (..., units, variables) weighted totals z_ha of each unit.
    stratum
        (units,) position of each unit's stratum.
    """
    sums = sums_by_stratum(totals, stratum, len(stage.units))
    centred = totals - (sums / stage.units[:, None])[..., stratum, :]
    scaled = centred * np.sqrt(stage.factor[stratum])[:, None]
    return _with_lonely(np.swapaxes(scaled, -1, -2) @ scaled, sums, stage)


def sums_by_stratum(values: Floats, stratum: Ints, strata: int) -> Floats:
    """Sums over the units of each stratum, (..., strata, variables).

    Parameters
    ----------
    values
        (..., units, variables).
    stratum
        (units,) position of each unit's stratum; every stratum has some.
    """
    if (stratum[1:] < stratum[:-1]).any():
        order = np.argsort(stratum, kind="stable")
        values, stratum = values[..., order, :], stratum[order]
    first = np.searchsorted(stratum, np.arange(strata))
    return np.asarray(np.add.reduceat(values, first, axis=-2))


def covariance_of_respondents(squares: Floats, sums: Floats, stage: Stage) -> Floats:
    """The same where each respondent is a unit of their own, (..., variables, variables).

    Parameters
    ----------
    squares
        (..., variables, variables) sums of w² e e' over respondents, each
        stratum's share multiplied by its `Stage.factor`.
    sums
        (..., strata, variables) sums of w e in each stratum.
    """
    scaled = sums * np.sqrt(stage.factor / stage.units)[:, None]
    gross = np.diagonal(squares, axis1=-2, axis2=-1)
    return _with_lonely(without_rounding(squares - np.swapaxes(scaled, -1, -2) @ scaled, gross), sums, stage)


def _with_lonely(covariance: Floats, sums: Floats, stage: Stage) -> Floats:
    """What the policy lets strata of one unit add."""
    alone = stage.alone
    if not alone.any():
        return covariance
    if stage.lonely == "average":
        return np.asarray(covariance * (len(alone) / max((~alone).sum(), 1)))
    if stage.lonely == "adjust":
        centre = sums.sum(axis=-2, keepdims=True) / stage.units.sum()
        lonely = (sums - centre)[..., alone, :] * np.sqrt(1 - stage.fraction[alone])[:, None]
        return np.asarray(covariance + np.swapaxes(lonely, -1, -2) @ lonely)
    return covariance


def mapped(covariance: Floats, coefficients: Floats) -> Floats:
    """Covariance of linear maps of the totals, (..., estimates, estimates).

    Parameters
    ----------
    covariance
        (..., variables, variables) of the totals.
    coefficients
        (..., variables, estimates) derivatives of the estimates.
    """
    spread = np.sqrt(np.clip(np.diagonal(covariance, axis1=-2, axis2=-1), 0, None))
    gross = (np.abs(coefficients) * spread[..., None]).sum(axis=-2) ** 2
    return without_rounding(np.swapaxes(coefficients, -1, -2) @ covariance @ coefficients, gross)


def without_rounding(covariance: Floats, gross: Floats) -> Floats:
    """The covariance with exact zeros for what is known, such as a share that weighting fixed.

    Parameters
    ----------
    covariance
        (..., estimates, estimates).
    gross
        (..., estimates) the variances that the diagonal is a remainder of.
    """
    known = np.diagonal(covariance, axis1=-2, axis2=-1) <= ROUNDING * gross
    return np.where(known[..., :, None] | known[..., None, :], 0.0, covariance)
