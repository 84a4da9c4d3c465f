"""Whether two numbers agree, by the rules of the golden schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ESTIMATES = ("est", "observed", "expected", "counts")
LOOSER = ("statistic", "deff")

TOLERANCE = 1e-7
"""Of a case that names none."""

AT_ONE = 1e-6
"""How near an estimate must be where the reference's fit ends just beside 0 or 1."""

ROUNDING = 1e-9
"""How far a limit may be past its estimate, or past 0 and 1."""


@dataclass(frozen=True)
class Comparison:
    """The element of one field that is furthest off."""

    field: str
    expected: float
    got: float
    difference: float
    agrees: bool
    badness: float


@dataclass(frozen=True, eq=False)
class Boundary:
    """Cells whose reference numbers are artefacts, so that ours need only make sense.

    Parameters
    ----------
    cells
        (cells,) whether that is so.
    estimate
        (cells,) our estimates.
    share
        Whether they are shares, whose limits lie within 0 and 1.
    """

    cells: Bools
    estimate: Floats
    share: bool

    def sensible(self, field: str, found: Floats) -> Floats:
        """(cells,) 0 where a field is possible, or explicitly missing; infinite elsewhere."""
        low, high = (0.0, 1.0) if self.share else (-np.inf, np.inf)
        possible = {
            "se": found >= 0,
            "deff": found >= 0,
            "lo": (found >= low - ROUNDING) & (found <= self.estimate + ROUNDING),
            "hi": (found <= high + ROUNDING) & (found >= self.estimate - ROUNDING),
        }[field.split(".")[-1]]
        return np.where(np.isnan(found) | (possible & np.isfinite(found)), 0.0, np.inf)


def numbers(values: Any) -> Floats:
    """Numbers as an array, null as NaN; nested lists keep their shape."""
    if isinstance(values, list):
        return np.array([numbers(each) for each in values], dtype=float)
    return np.asarray(np.nan if values is None else values, dtype=float)


def compared(
    field: str, expected: Any, got: Any, case: Mapping[str, Any], boundary: Boundary | None = None
) -> Comparison:
    """The worst element of a field, its difference, and whether all elements agree."""
    wanted, found = numbers(expected), numbers(got)
    if wanted.size != found.size:
        return Comparison(
            f"elements of {field}", float(wanted.size), float(found.size), np.nan, False, np.inf
        )
    wanted = wanted.reshape(found.shape)
    gap, allowed = np.abs(wanted - found), _allowed(field, wanted, found, case)
    with np.errstate(divide="ignore", invalid="ignore"):
        badness = np.where(gap == 0, 0.0, gap / allowed)
    badness = np.where(np.isnan(wanted) & ~np.isfinite(found), 0.0, badness)
    if boundary is not None:
        badness = _at_boundary(field, badness, gap, found, boundary)
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


def _at_boundary(field: str, badness: Floats, gap: Floats, found: Floats, boundary: Boundary) -> Floats:
    """How bad each element is, where those of boundary cells are not held against the reference."""
    cells, last = boundary.cells, field.split(".")[-1]
    if last == "vcov":
        here = cells[:, None] | cells
        return np.where(here, np.where(np.isinf(found), np.inf, 0.0), badness)
    if last == "est":
        return np.where(cells & (gap.ravel() <= AT_ONE), 0.0, badness.ravel())
    if last in ("se", "deff", "lo", "hi"):
        return np.where(cells, boundary.sensible(field, found.ravel()), badness.ravel())
    return badness


def _allowed(field: str, wanted: Floats, found: Floats, case: Mapping[str, Any]) -> Floats:
    """The largest difference the case tolerates, elementwise."""
    tolerance = TOLERANCE if case.get("tolerance") is None else case["tolerance"]
    if field.split(".")[0] not in ESTIMATES:
        tolerance = case.get("se_tolerance") or tolerance
    scale = np.maximum(np.abs(wanted), np.abs(found))
    if field == "vcov":
        spread = np.sqrt(np.abs(np.diagonal(wanted))) if wanted.ndim == 2 else np.sqrt(np.abs(wanted))
        scale = np.outer(spread, spread) if wanted.ndim == 2 else np.abs(wanted)
    if field in LOOSER:
        tolerance = 10 * tolerance
    absolute = 0.0 if field == "df" else case.get("abs_tolerance") or 0.0
    plain = tolerance * scale + absolute
    return np.maximum(plain, 10 * tolerance * scale + 1e-9) if field == "p" else np.asarray(plain)
