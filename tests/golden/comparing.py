"""Whether two numbers agree, by the rules of the golden schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ESTIMATES = ("est", "observed", "expected", "counts")
LOOSER = ("statistic", "deff")

BOUNDARY = 1e-6
"""How near an estimate must be where the reference's fit ends just beside 0 or 1."""


@dataclass(frozen=True)
class Comparison:
    """The element of one field that is furthest off."""

    field: str
    expected: float
    got: float
    difference: float
    agrees: bool
    badness: float


def compared(field: str, expected: Any, got: Any, case: Mapping[str, Any]) -> Comparison:
    """The worst element of a field, its difference, and whether all elements agree."""
    wanted = _array(expected)
    found = np.asarray(got, dtype=float)
    if wanted.shape != found.shape:
        found = np.resize(found, wanted.shape) if found.size == wanted.size else np.full(wanted.shape, np.nan)
    allowed = _allowed(field, wanted, found, case)
    gap = np.abs(wanted - found)
    with np.errstate(divide="ignore", invalid="ignore"):
        badness = np.where(gap == 0, 0.0, gap / allowed)
    badness = np.where(np.isnan(wanted) & ~np.isfinite(found), 0.0, badness)
    if "boundary" in case["flags"]:
        badness = np.where(np.isinf(found) | ((field == "est") & (gap > BOUNDARY)), np.inf, 0.0)
    badness = np.where(np.isnan(badness), np.inf, badness).ravel()
    worst = int(badness.argmax()) if badness.size else 0
    if not badness.size:
        return Comparison(field, np.nan, np.nan, 0.0, True, 0.0)
    return Comparison(
        field,
        float(wanted.ravel()[worst]),
        float(found.ravel()[worst]),
        float(gap.ravel()[worst]),
        bool(badness[worst] <= 1),
        float(badness[worst]),
    )


def _array(expected: Any) -> Floats:
    """Numbers as an array, null as NaN; nested lists keep their shape."""
    if isinstance(expected, list):
        return np.array([_array(each) for each in expected], dtype=float)
    return np.asarray(np.nan if expected is None else float(expected))


def _allowed(field: str, wanted: Floats, found: Floats, case: Mapping[str, Any]) -> Floats:
    """The largest difference the case tolerates, elementwise."""
    tolerance = case["tolerance"]
    if field.split(".")[0] not in ESTIMATES:
        tolerance = case.get("se_tolerance") or tolerance
    scale = np.maximum(np.abs(wanted), np.abs(found))
    if field == "vcov":
        spread = np.sqrt(np.abs(np.diagonal(wanted))) if wanted.ndim == 2 else np.sqrt(np.abs(wanted))
        scale = np.outer(spread, spread) if wanted.ndim == 2 else np.abs(wanted)
    if field in LOOSER:
        tolerance = 10 * tolerance
    plain = tolerance * scale + case["abs_tolerance"]
    return np.maximum(plain, 10 * tolerance * scale + 1e-9) if field == "p" else np.asarray(plain)
