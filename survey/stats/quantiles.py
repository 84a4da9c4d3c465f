"""Quantiles of weighted numbers.

References
----------
Woodruff (1952), *Journal of the American Statistical Association* 47, 635-646.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rule = Literal["math", "school"]

ROUNDING = 1e-12
"""A cumulated share this near to the one wanted has reached it."""


def quantiles(numbers: Floats, weights: Floats, shares_below: Floats, rule: Rule = "math") -> Floats:
    """Smallest number whose cumulated share of the weights reaches each share wanted, (shares, groups).

    NaN for shares outside 0 to 1, and in groups without weight.

    Parameters
    ----------
    numbers
        (numbers,) in rising order.
    weights
        (numbers, groups).
    shares_below
        (shares, groups).
    rule
        Where the cumulated share is just the one wanted: `math` takes that
        number, `school` the middle between it and the next (R's names).
    """
    found = np.full(shares_below.shape, np.nan)
    cumulated = np.cumsum(weights, axis=0)
    for group in np.flatnonzero(weights.sum(axis=0) > 0):
        held = weights[:, group] > 0
        reached = cumulated[held, group] / cumulated[-1, group]
        reached[-1] = 1.0
        position = np.searchsorted(reached, np.clip(shares_below[:, group], 0, 1) - ROUNDING)
        inside = (shares_below[:, group] >= 0) & (shares_below[:, group] <= 1)
        last = len(reached) - 1
        position = np.minimum(position, last)
        just = (np.abs(reached[position] - shares_below[:, group]) <= ROUNDING) & (rule == "school")
        upper = np.where(just, np.minimum(position + 1, last), position)
        middle = (numbers[held][position] + numbers[held][upper]) / 2
        found[:, group] = np.where(inside, middle, np.nan)
    return found
