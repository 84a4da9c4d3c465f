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
    check_independent(terms, weights)
    used = FAMILIES[family]
    coefficients, converged = maximised(terms, answers, weights, family)
    mean = used.mean(terms @ coefficients)
    variance = used.variance(mean)
    separated: tuple[int, ...] = ()
    if family != "gaussian":
        separated = _separated(terms, answers, weights, family, coefficients)
    if not converged and not separated:
        raise NotFittedError
    information = terms.T @ (terms * (weights * variance)[:, None])
    inverse = np.linalg.pinv(information, hermitian=True, rcond=1e-14)
    residual = answers - mean
    return Fitted(
        coefficients=coefficients,
        influence=(terms * residual[:, None]) @ inverse,
        deviance=used.deviance(answers, mean),
        residual=residual / np.sqrt(np.maximum(variance, np.finfo(float).tiny)),
        separated=separated,
    )


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
        if family != "gaussian" and reach > LONGEST_STEP:
            step = step * (LONGEST_STEP / reach)
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


def _separated(
    terms: Floats, answers: Floats, weights: Floats, family: FamilyName, coefficients: Floats
) -> tuple[int, ...]:
    """Terms whose coefficients grow without end because some patterns are fitted with certainty."""
    mean = FAMILIES[family].mean(terms @ coefficients)
    certain = mean < CERTAIN
    if family == "binomial":
        certain |= mean > 1 - CERTAIN
    if not (certain & (weights > 0)).any():
        return ()
    uncertain = terms[~certain & (weights > 0)]
    loose = linalg.null_space(uncertain, rcond=1e-9) if len(uncertain) else np.eye(terms.shape[1])
    return tuple(int(position) for position in np.flatnonzero(np.abs(loose).max(axis=1, initial=0.0) > 1e-6))
