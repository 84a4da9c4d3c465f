"""Shares and means as ratios of weighted totals, with their linearised derivatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ratios(numerator: Floats, denominator: Floats) -> Floats:
    """Numerator over denominator, elementwise; NaN where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator == 0, np.nan, numerator / denominator)


def ratio_derivatives(estimate: Floats, denominator: Floats) -> Floats:
    """Derivatives of ratios by their numerators, then their denominators, (..., 2 × ratios, ratios).

    Parameters
    ----------
    estimate, denominator
        (..., ratios).
    """
    inverse = ratios(np.ones_like(denominator), denominator)
    unit = np.eye(estimate.shape[-1])
    by_numerator = unit * np.where(np.isnan(inverse), 0.0, inverse)[..., None, :]
    by_denominator = -np.where(np.isnan(estimate), 0.0, estimate)[..., None, :] * by_numerator
    return np.concatenate(np.broadcast_arrays(by_numerator, by_denominator), axis=-2)


def effective_base(weighted: Floats, squared: Floats) -> Floats:
    """Kish's effective number of respondents, (Σw)² / Σw², elementwise."""
    return ratios(weighted**2, squared)


def parts_of_whole(found: Floats) -> Floats:
    """Totals over their sum, (..., parts)."""
    return ratios(found, found.sum(axis=-1, keepdims=True))


def part_derivatives(share: Floats, whole: Floats) -> Floats:
    """Derivatives of `parts_of_whole` by the totals, (..., parts, shares).

    Parameters
    ----------
    share
        (..., parts).
    whole
        (...) sums of the totals.
    """
    parts = share.shape[-1]
    blank = np.nan_to_num(share)
    return np.asarray(
        (np.eye(parts) - blank[..., None, :]) * ratios(np.ones_like(whole), whole)[..., None, None]
    )
