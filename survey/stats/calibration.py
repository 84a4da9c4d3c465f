"""What calibration explains of a variable: its projection on the margins that were met.

References
----------
Deville & Särndal (1992), *Journal of the American Statistical Association* 87, 376-382.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SINGULAR = 1e-10
"""Margins repeat each other (all imply the total): directions below this share of the largest are dropped."""


def inverse_of_moments(moments: Floats) -> Floats:
    """What turns sums of products with the margins into coefficients on them, (margins, margins).

    Parameters
    ----------
    moments
        (margins, margins) sums of d x x', d the weights that entered the calibration.
    """
    scale = np.sqrt(np.diagonal(moments))
    scale = np.where(scale > 0, scale, 1.0)
    inverse = np.linalg.pinv(moments / np.outer(scale, scale), rcond=SINGULAR, hermitian=True)
    return np.asarray(inverse / np.outer(scale, scale))
