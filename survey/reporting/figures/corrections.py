"""What weighting corrected: the categories whose share it moved, and those that are worth the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import isclose

from survey.reporting.amounts import MINUS, per_cent, signed
from survey.vocabulary import Achieved, WeightingResult

LEAST = 0.0005
"""The smallest change of a share that is called one: half of what the last printed digit counts."""

APART = 0.45
"""Room above a margin's heading, in rows; nothing stands above the first."""


@dataclass(frozen=True)
class Corrections:
    """Lines of a weighting as a figure needs them, each in the order of the margins.

    Parameters
    ----------
    lines
        Categories that have a target.
    buckets
        Respondents in no target category of a margin.
    means
        Names of numbers whose mean was met.
    """

    lines: tuple[Achieved, ...] = ()
    buckets: tuple[Achieved, ...] = ()
    means: tuple[str, ...] = ()

    @property
    def unweighted_base(self) -> int:
        """Respondents weighted: in any margin, each is in a category or in the bucket."""
        first = self.lines[0].margin
        return sum(line.unweighted_base for line in (*self.lines, *self.buckets) if line.margin == first)


def corrections(result: WeightingResult) -> Corrections:
    """The categories of every margin of shares, apart from buckets and from means."""
    lines: list[Achieved] = []
    buckets: list[Achieved] = []
    means: list[str] = []
    for margin, group in groupby(result.achieved, key=lambda line: line.margin):
        found = list(group)
        means += [margin for line in found if line.mean]
        lines += [line for line in found if not (line.bucket or line.mean)]
        buckets += [line for line in found if line.bucket]
    return Corrections(tuple(lines), tuple(buckets), tuple(dict.fromkeys(means)))


def moved(line: Achieved) -> float:
    """How far weighting moved a share; zero where it would print as none."""
    change = line.after - line.before
    return change if abs(change) >= LEAST else 0.0


def numbers(line: Achieved) -> tuple[str, str, str]:
    """Share before and after in per cent, and the points between, as they are printed."""
    return per_cent(line.before, 1), per_cent(line.after, 1), signed((line.after - line.before) * 100)


def adds_up(line: Achieved) -> bool:
    """Whether the printed points are the difference of the printed shares."""
    before, after, points = (Decimal(text.replace(MINUS, "-")) for text in numbers(line))
    return after - before == points


def largest(lines: Sequence[Achieved]) -> tuple[Achieved, ...]:
    """The category that moved most, with the one that moved as far the other way in the same margin.

    Empty when none moved.
    """
    size = max((abs(moved(line)) for line in lines), default=0.0)
    if not size:
        return ()
    ties = [line for line in lines if isclose(abs(moved(line)), size, rel_tol=1e-9)]
    first = ties[0]
    opposite = [line for line in ties if line.margin == first.margin and moved(line) * moved(first) < 0]
    return (first, *opposite) if len(ties) == 2 else (first,)


def fitting(lines: Sequence[Achieved], room: float) -> tuple[Achieved, ...]:
    """The largest corrections that fill at most so many rows with their headings; one at least."""
    by_size = sorted(range(len(lines)), key=lambda n: -abs(moved(lines[n])))
    for keep in range(len(lines), 1, -1):
        kept = tuple(lines[n] for n in sorted(by_size[:keep]))
        if height(kept) <= room:
            return kept
    return tuple(lines[n] for n in by_size[:1])


def height(lines: Sequence[Achieved]) -> float:
    """Rows that categories take with the headings of their margins."""
    headings = len({line.margin for line in lines})
    return len(lines) + headings * (1 + APART) - APART
