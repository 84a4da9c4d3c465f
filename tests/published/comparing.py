"""One reference number held against ours, and how near they must be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["agrees", "differs", "explained", "not covered"]

PER_CENT = 5e-7
"""Half of the last digit of the computed per cents, which are written with six decimals."""

RELATIVE = 1e-9
"""Of computed numbers that are written with ten digits or more."""

TAIL = 1e-6
"""Of computed p, relative; a p of 1e-281 magnifies the last digits of its statistic."""


@dataclass(frozen=True)
class Compared:
    """A number of the reference file and ours.

    Parameters
    ----------
    part
        `published`: printed by the survey's owner or by the press; `computed`:
        worked out in R by whoever wrote the reference file.
    about
        Which entry, cell and field of the file.
    got
        None where ours does not cover it.
    reason
        Why it differs, or why it is not covered.
    """

    part: Literal["published", "computed"]
    about: str
    expected: float
    got: float | None
    tolerance: float
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether ours agrees; a difference with a stated reason is explained."""
        if self.got is None:
            return "not covered"
        if abs(self.got - self.expected) <= self.tolerance:
            return "agrees"
        return "explained" if self.reason else "differs"

    def __str__(self) -> str:
        got = "none" if self.got is None else f"{self.got:.10g}"
        reason = self.reason or "UNKNOWN"
        return "\t".join((self.verdict, self.part, self.about, f"{self.expected:.10g}", got, reason))


def tolerance_of(field: str, expected: float) -> float:
    """How far a computed number may be off: half of its last digit; the file states none."""
    if field in ("n", "base_unweighted", "n_first", "df"):
        return 1e-6
    six_decimals = field == "mean" and round(expected, 6) == expected
    if six_decimals or field in ("pct", "se_pct", "col_pct", "pct_of_respondents", "top2_pct", "mean_rank"):
        return PER_CENT * (1 + 1e-6)
    return (TAIL if field == "p" else RELATIVE) * abs(expected) + 5e-11


def whole(number: object) -> float:
    """A number as a float; NaN for what is none."""
    return float(number) if isinstance(number, int | float) else math.nan
