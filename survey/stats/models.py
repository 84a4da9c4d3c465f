"""Generalised linear models over patterns of answers, by weighted maximum likelihood.

Respondents with the same answers are one pattern; a model never sees more
than the weight of each.

References
----------
McCullagh & Nelder (1989), *Generalized Linear Models*, 2nd ed.
Binder (1983), *International Statistical Review* 51, 279-292.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import linalg
from scipy.special import expit, xlog1py, xlogy

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
FamilyName = Literal["gaussian", "binomial", "poisson"]

COLLINEAR = 1e-9
"""A term is one too many when this little of its scaled length is its own."""

CONSTANT = 1e-13
"""A term that varies by less than this share of its size is constant."""

NO_DEVIANCE = 1e-8
"""A deviance per weight below which the terms part the outcomes altogether."""

UNDETERMINED = 1e-10
"""Smallest eigenvalue of scaled terms below which weights leave one of them undetermined."""

CONVERGED = 1e-11
MAX_STEPS = 60
HALVINGS = 25

LONGEST_STEP = 8.0
"""How far a step may move a linear predictor on the log or logit scale."""

WORST_CONDITION = 1e12
"""Above it the curvature has flat directions, along which steps are not taken."""
CERTAIN = 1e-9
"""A fitted probability this near to 0 or 1 is what separation drives it to."""


class CollinearError(ValueError):
    """Terms that the others determine.

    Parameters
    ----------
    terms
        Positions of the terms one too many.
    """

    def __init__(self, terms: tuple[int, ...]) -> None:
        super().__init__(f"the terms {terms} are determined by the others")
        self.terms = terms


class NotFittedError(ValueError):
    """The likelihood has no maximum that could be found."""


@dataclass(frozen=True)
class Family:
    """Mean, its slope, variance and deviance of a distribution with its canonical link.

    Parameters
    ----------
    mean
        Of the linear predictor.
    variance
        Of the mean; with the canonical link it is the mean's slope too.
    deviance
        Of answer and mean, elementwise.
    start
        A linear predictor to begin with, from the overall mean.
    """

    mean: Callable[[Floats], Floats]
    variance: Callable[[Floats], Floats]
    deviance: Callable[[Floats, Floats], Floats]
    start: Callable[[float], float]


FAMILIES: Mapping[FamilyName, Family] = {
    "gaussian": Family(
        mean=lambda predictor: predictor,
        variance=np.ones_like,
        deviance=lambda y, mean: (y - mean) ** 2,
        start=float,
    ),
    "binomial": Family(
        mean=expit,
        variance=lambda mean: mean * (1 - mean),
        deviance=lambda y, mean: np.asarray(-2 * (xlogy(y, mean) + xlog1py(1 - y, -mean)), dtype=float),
        start=lambda mean: float(np.log(mean / (1 - mean))),
    ),
    "poisson": Family(
        mean=lambda predictor: np.exp(np.minimum(predictor, 700.0)),
        variance=lambda mean: mean,
        deviance=lambda y, mean: np.asarray(2 * (xlogy(y, y) - xlogy(y, mean) - (y - mean)), dtype=float),
        start=lambda mean: float(np.log(mean)),
    ),
}


@dataclass(frozen=True, eq=False)
class Fitted:
    """Coefficients, and what their error is made of.

    Parameters
    ----------
    coefficients
        (terms,).
    influence
        (patterns, terms) what a respondent of weight one adds to the coefficients.
    deviance, residual
        (patterns,) of each pattern, and its Pearson residual.
    separated
        Positions of the terms that grow without end.
    """

    coefficients: Floats
    influence: Floats
    deviance: Floats
    residual: Floats
    separated: tuple[int, ...]


def fitted(terms: Floats, answers: Floats, weights: Floats, family: FamilyName) -> Fitted:
    """The model's coefficients with their influence values.

    Parameters
    ----------
    terms
        (patterns, terms), the intercept among them.
    answers, weights
        (patterns,).

    Raises
    ------
    CollinearError
        Terms that the others determine.
    NotFittedError
        No maximum was found, and not because of separation.
    """
    scale = _Scale.of(terms, weights)
    scaled = scale.applied(terms) * (weights > 0)[:, None]
    check_independent(scaled, weights)
    used = FAMILIES[family]
    found, converged = maximised(scaled, answers, weights, family)
    mean = used.mean(scaled @ found)
    variance = used.variance(mean)
    deviance = used.deviance(answers, mean)
    separated: tuple[int, ...] = ()
    if family != "gaussian":
        separated = _separated(terms, mean, weights, family)
        if weights @ deviance <= NO_DEVIANCE * weights.sum():
            separated = tuple(range(terms.shape[1]))
    if not converged and not separated:
        raise NotFittedError
    inverse = np.linalg.pinv(scaled.T @ (scaled * (weights * variance)[:, None]), hermitian=True, rcond=1e-14)
    residual = answers - mean
    return Fitted(
        coefficients=scale.back(found),
        influence=scale.back((scaled * residual[:, None]) @ inverse),
        deviance=deviance,
        residual=residual / np.sqrt(np.maximum(variance, np.finfo(float).tiny)),
        separated=separated,
    )


def refitted(
    terms: Floats, answers: Floats, weights: Floats, family: FamilyName, coefficients: Floats
) -> Floats:
    """Coefficients under each of several weights, (replicates, terms); NaN where a term is undetermined.

    Parameters
    ----------
    weights
        (replicates, patterns).
    coefficients
        (terms,) to begin with.
    """
    together = weights.sum(axis=0)
    scale = _Scale.of(terms, together)
    scaled = scale.applied(terms) * (together > 0)[:, None]
    start = scale.forth(coefficients)
    found = np.full((len(weights), terms.shape[1]), np.nan)
    for replicate, each in enumerate(weights):
        moments = scaled.T @ (scaled * each[:, None]) / max(each.sum(), np.finfo(float).tiny)
        if np.linalg.eigvalsh(moments)[0] > UNDETERMINED:
            at, rested = maximised(scaled, answers, each, family, start)
            if rested:
                found[replicate] = scale.back(at)
    return found


@dataclass(frozen=True, eq=False)
class _Scale:
    """Terms less their mean and over their spread, the intercept (the first) as it is.

    What a number is counted in, or from, then changes nothing but its
    coefficient.

    Parameters
    ----------
    centre, spread
        (terms,); 0 and 1 for the intercept.
    """

    centre: Floats
    spread: Floats

    @classmethod
    def of(cls, terms: Floats, weights: Floats) -> _Scale:
        """The scale of these terms, (patterns, terms), under these weights, (patterns,)."""
        share = weights / weights.sum()
        centre = share @ terms
        spread = np.sqrt(share @ (terms - centre) ** 2)
        constant = spread <= CONSTANT * np.abs(terms).max(axis=0, initial=0.0)
        centre[0], spread[0] = 0.0, 1.0
        return cls(centre, np.where(constant & (np.arange(len(spread)) > 0), np.inf, spread))

    def applied(self, terms: Floats) -> Floats:
        """The terms on this scale, (patterns, terms); a constant one is 0."""
        return np.asarray((terms - self.centre) / self.spread)

    def back(self, coefficients: Floats) -> Floats:
        """Coefficients of the terms from those of the scaled ones, (..., terms)."""
        plain = coefficients / self.spread
        plain[..., 0] -= plain[..., 1:] @ self.centre[1:]
        return np.asarray(plain)

    def forth(self, coefficients: Floats) -> Floats:
        """Coefficients of the scaled terms from those of the terms, (terms,)."""
        moved = coefficients.copy()
        moved[0] += coefficients[1:] @ self.centre[1:]
        return np.asarray(moved * np.where(np.isinf(self.spread), 0.0, self.spread))


def maximised(
    terms: Floats, answers: Floats, weights: Floats, family: FamilyName, start: Floats | None = None
) -> tuple[Floats, bool]:
    """Coefficients of greatest weighted likelihood, (terms,), and whether the steps came to rest."""
    used = FAMILIES[family]
    coefficients = _first(terms, answers, weights, used) if start is None else start

    def loss(at: Floats) -> float:
        return float(weights @ used.deviance(answers, used.mean(terms @ at)))

    before = loss(coefficients)
    for _ in range(MAX_STEPS):
        mean = used.mean(terms @ coefficients)
        slope = terms.T @ (weights * (answers - mean))
        curvature = terms.T @ (terms * (weights * used.variance(mean))[:, None])
        step = _solved(curvature, slope)
        reach = np.abs(terms @ step).max()
        longest = max(LONGEST_STEP, float(np.abs(terms @ coefficients).max()))
        if family != "gaussian" and reach > longest:
            step = step * (longest / reach)
        for _ in range(HALVINGS):
            after = loss(coefficients + step)
            if np.isfinite(after) and after <= before + abs(before) * 1e-12:
                break
            step = step / 2
        coefficients = coefficients + step
        if np.abs(step).max() <= CONVERGED * (np.abs(coefficients).max() + CONVERGED):
            return coefficients, True
        before = after
    return coefficients, False


def _first(terms: Floats, answers: Floats, weights: Floats, family: Family) -> Floats:
    """Coefficients that give everyone the overall mean, as nearly as the terms can."""
    level = family.start(float(weights @ answers / weights.sum()))
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(terms * root[:, None], root * level, rcond=None)[0])


def _solved(curvature: Floats, slope: Floats) -> Floats:
    scale = np.sqrt(np.maximum(np.diagonal(curvature), np.finfo(float).tiny))
    if np.linalg.cond(curvature / np.outer(scale, scale)) < WORST_CONDITION:
        return np.asarray(np.linalg.solve(curvature, slope))
    with np.errstate(all="ignore"):
        return np.asarray(np.linalg.pinv(curvature, hermitian=True) @ slope)


def check_independent(terms: Floats, weights: Floats) -> None:
    """Complains of terms that the others determine.

    Raises
    ------
    CollinearError
        Names the later ones of each dependent set.
    """
    held = terms[weights > 0]
    length = np.sqrt((held**2).sum(axis=0))
    scaled = held / np.where(length > 0, length, 1.0)
    basis = np.empty((len(held), 0))
    extra = []
    for position, column in enumerate(scaled.T):
        own = column - basis @ (basis.T @ column)
        own = own - basis @ (basis.T @ own)
        size = np.sqrt(own @ own)
        if size <= COLLINEAR:
            extra.append(position)
        else:
            basis = np.column_stack([basis, own / size])
    if extra:
        raise CollinearError(tuple(extra))


def _separated(terms: Floats, mean: Floats, weights: Floats, family: FamilyName) -> tuple[int, ...]:
    """Terms whose coefficients grow without end because some patterns are fitted with certainty."""
    certain = mean < CERTAIN
    if family == "binomial":
        certain |= mean > 1 - CERTAIN
    if not (certain & (weights > 0)).any():
        return ()
    size = np.abs(terms).max(axis=0, initial=0.0)
    uncertain = terms[~certain & (weights > 0)] / np.where(size > 0, size, 1.0)
    loose = linalg.null_space(uncertain, rcond=1e-9) if len(uncertain) else np.eye(terms.shape[1])
    return tuple(int(position) for position in np.flatnonzero(np.abs(loose).max(axis=1, initial=0.0) > 1e-6))
