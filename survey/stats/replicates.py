"""The one door for replicate variances: how estimates spread over replicate weights, and how those arise.

References
----------
Wolter (2007), *Introduction to Variance Estimation*, 2nd ed., chapters 3 to 5.
Rao & Wu (1988), *Journal of the American Statistical Association* 83, 231-241 (bootstrap).
Fay & Train (1995), *Proceedings of the Section on Government Statistics*, ASA, 154-159 (SDR).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import hadamard

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

NOBODY: Ints = np.empty(0, dtype=np.intp)
"""No unit."""

RANK = 1e-5
"""Directions of the replicate weights below this share of the largest carry no degree of freedom."""


def covariance_of_replicates(
    replicated: Floats, estimate: Floats, *, scale: float, scales: Floats, about_estimate: bool
) -> Floats:
    """Covariance of estimates from their replicates, (..., estimates, estimates).

    An estimate that some replicate with a scale above zero leaves undefined
    has none: NaN.

    Parameters
    ----------
    replicated
        (replicates, ..., estimates).
    estimate
        (..., estimates) from all respondents.
    scale, scales
        The variance is scale × Σ scales_r (t_r − c)², `scales` (replicates,).
    about_estimate
        Whether c is the estimate, or the mean of the replicates with a scale above zero.
    """
    used = replicated[scales > 0]
    if not len(used):
        return np.zeros((*estimate.shape, estimate.shape[-1]))
    centre = estimate if about_estimate else used.mean(axis=0)
    left = (used - centre) * np.sqrt(scale * scales[scales > 0]).reshape(-1, *(1,) * (used.ndim - 1))
    across = np.moveaxis(left, 0, -1)
    return np.asarray(across @ np.swapaxes(across, -1, -2))


def degrees_of_freedom(weights: Floats) -> float:
    """Rank of the replicate weights less one; as R's `degf`.

    Parameters
    ----------
    weights
        (respondents, replicates) with the weight multiplied in.
    """
    moments = weights.T @ weights if weights.shape[0] >= weights.shape[1] else weights @ weights.T
    directions = np.linalg.eigvalsh(moments)
    return float((directions > directions.max() * RANK**2).sum() - 1)


@dataclass(frozen=True, eq=False)
class Factors:
    """What each replicate multiplies the weights of a sampling unit by.

    Parameters
    ----------
    values
        (units, replicates).
    scale, scales
        The variance is scale × Σ scales_r (t_r − c)², `scales` (replicates,).
    """

    values: Floats
    scale: float
    scales: Floats


def jackknife(stratum: Ints, fraction: Floats, centred: Ints = NOBODY) -> Factors:
    """Each unit left out in turn: JKn, or with one stratum JK1.

    Parameters
    ----------
    stratum
        (units,) position of each unit's stratum; one of a single unit adds nothing.
    fraction
        (strata,) share of the stratum's units that were drawn.
    centred
        Units, alone in their strata, that add their distance from the mean of all units.
    """
    drawn = np.bincount(stratum)[stratum].astype(float)
    same = stratum[:, None] == stratum
    values = np.where(same & (drawn > 1), drawn / np.maximum(drawn - 1, 1), 1.0)
    np.fill_diagonal(values, np.where(drawn > 1, 0.0, 1.0))
    scales = (1 - fraction[stratum]) * (drawn - 1) / drawn
    if same.all():
        return Factors(values, float(scales[0]), np.ones(len(drawn)))
    others = (len(stratum) - 1) / len(stratum)
    values[:, centred] = 1 / others
    values[centred, centred] = 0.0
    scales[centred] = (1 - fraction[stratum[centred]]) * others**2
    return Factors(values, 1.0, scales)


def balanced(stratum: Ints, rho: float = 0.0, centred: Ints = NOBODY) -> Factors:
    """Balanced half-samples of two units a stratum: BRR, and with rho above zero Fay's.

    Parameters
    ----------
    stratum
        (units,) position of each unit's stratum, each of which has two; one of
        a single unit adds nothing.
    rho
        What the half-sample left out keeps of its weight, 0 to 1.
    centred
        Units, alone in their strata, that add their distance from the mean of all units.
    """
    drawn = np.bincount(stratum)
    pairs = int((drawn == 2).sum())
    signs: Floats = hadamard(_power_of_two(pairs + len(centred) + 1), dtype=float)
    signs = signs[1 : pairs + len(centred) + 1]
    sign_of_stratum = np.zeros((len(drawn), signs.shape[1]))
    sign_of_stratum[drawn == 2] = signs[:pairs]
    second = np.zeros(len(stratum), dtype=bool)
    second[np.unique(stratum, return_index=True)[1]] = True
    half = np.where(second[:, None], -sign_of_stratum[stratum], sign_of_stratum[stratum])
    size = signs.shape[1]
    values = _with_centred(1 + (1 - rho) * half, centred, (1 - rho) * signs[pairs:])
    return Factors(values, 1 / (size * (1 - rho) ** 2), np.ones(size))


def successive_differences(order: Ints) -> Factors:
    """Differences of neighbours in the order drawn (SDR), the first unit after the last.

    Parameters
    ----------
    order
        (units,) place of each unit, from 0; below zero: it adds nothing.
    """
    taking = order >= 0
    units = int(taking.sum())
    size = _power_of_two(units + 1)
    rows = hadamard(size)[1 : units + 1].astype(float)
    values = np.ones((len(order), size))
    values[taking] = (1 + (rows - np.roll(rows, -1, axis=0)) * 2**-1.5)[order[taking]]
    return Factors(values, 4 / size, np.ones(size))


def bootstrap(
    stratum: Ints,
    fraction: Floats,
    replicates: int,
    random: np.random.Generator,
    centred: Ints = NOBODY,
) -> Factors:
    """Rao and Wu's rescaled bootstrap: m_h − 1 of a stratum's m_h units, drawn with replacement.

    Parameters
    ----------
    stratum
        (units,) position of each unit's stratum; one of a single unit adds nothing.
    fraction
        (strata,) share of the stratum's units that were drawn.
    centred
        Units, alone in their strata, that add their distance from the mean of
        all units, up or down as a coin falls.
    """
    values = np.empty((len(stratum), replicates))
    for position in range(int(stratum.max()) + 1):
        units = np.flatnonzero(stratum == position)
        drawn = len(units)
        if drawn == 1:
            values[units] = 1.0
            continue
        times = random.multinomial(drawn - 1, np.full(drawn, 1 / drawn), size=replicates).T
        spread = np.sqrt(1 - fraction[position])
        values[units] = 1 + spread * (times * drawn / (drawn - 1) - 1)
    coins = np.sqrt(1 - fraction[stratum[centred]])[:, None] * random.choice(
        [-1.0, 1.0], (len(centred), replicates)
    )
    return Factors(_with_centred(values, centred, coins), 1 / replicates, np.ones(replicates))


def _with_centred(values: Floats, centred: Ints, signs: Floats) -> Floats:
    """The factors with each lonely unit moved from the mean of all, (units, replicates).

    One unit moves a total by its sign times its distance from that mean; the
    factors stay above zero whatever the number of such units.

    Parameters
    ----------
    signs
        (centred, replicates).
    """
    if not len(centred):
        return values
    units = len(values)
    taken = 1 - signs / units
    together = taken.prod(axis=0)
    values = values * together
    values[centred] = (1 + signs * (1 - 1 / units)) * together / taken
    return values


def _power_of_two(least: int) -> int:
    return 1 << max(least - 1, 1).bit_length()
