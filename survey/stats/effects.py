"""Average marginal effects of a logistic model, with what each pattern of answers adds to them.

The average runs over the respondents as they are, all else as it is; its
error has two sources, the coefficients and whom the average is over, and both
are in the influence values.

References
----------
Graubard & Korn (1999), *Biometrics* 55, 652-659.
Binder (1983), *International Statistical Review* 51, 279-292.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Averaged:
    """A mean over respondents of what a model says of each.

    Parameters
    ----------
    value
        The weighted mean.
    each
        (patterns,) what the model says of a respondent of each pattern.
    slope
        (terms,) derivatives of the mean by the coefficients.
    """

    value: float
    each: Floats
    slope: Floats

    def influence(self, of_coefficients: Floats, whole: float) -> Floats:
        """What a respondent of weight one adds to the mean, (patterns,).

        Parameters
        ----------
        of_coefficients
            (patterns, terms) what one adds to the coefficients.
        whole
            Sum of all weights.
        """
        return np.asarray((self.each - self.value) / whole + of_coefficients @ self.slope)


def average_contrast(first: Floats, second: Floats, coefficients: Floats, weights: Floats) -> Averaged:
    """Mean of the probability with the terms as in `first`, less that with the terms as in `second`.

    Parameters
    ----------
    first, second
        (patterns, terms).
    coefficients
        (terms,) on the logit scale.
    weights
        (patterns,); 0 for patterns the mean is not over.
    """
    high, low = expit(first @ coefficients), expit(second @ coefficients)
    by_coefficient = first * (high * (1 - high))[:, None] - second * (low * (1 - low))[:, None]
    return _averaged(high - low, by_coefficient, weights)


def average_slope(terms: Floats, position: int, coefficients: Floats, weights: Floats) -> Averaged:
    """Mean of the derivative of the probability by the term at `position`; parameters as above."""
    mean = expit(terms @ coefficients)
    variance = mean * (1 - mean)
    coefficient = coefficients[position]
    by_coefficient = terms * (variance * (1 - 2 * mean) * coefficient)[:, None]
    by_coefficient[:, position] += variance
    return _averaged(variance * coefficient, by_coefficient, weights)


def _averaged(each: Floats, by_coefficient: Floats, weights: Floats) -> Averaged:
    share = weights / weights.sum()
    return Averaged(float(share @ each), each, np.asarray(share @ by_coefficient))
