"""Scales and places of a trend's figure: the ends of its axis, labels apart, waves that can be named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

STEPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
MOST_STEPS = 6
LEAST_SPAN = 0.2
"""What an axis spans at least when it does not begin at zero, so that noise does not look like a cliff."""


@dataclass(frozen=True)
class Scale:
    """The ends of an axis of shares and its step, whole steps from end to end."""

    low: float
    high: float
    step: float

    @property
    def count(self) -> int:
        """Steps from end to end."""
        return round((self.high - self.low) / self.step)


def scale_of(*values: NDArray[np.float64]) -> Scale:
    """Whole steps around all values; from zero where that is near."""
    known = np.concatenate([each[np.isfinite(each)] for each in values])
    if not len(known):
        return Scale(0.0, 1.0, 0.2)
    least, most = float(known.min()), float(known.max())
    from_zero = least <= 0.5 * most
    least = 0.0 if from_zero else least
    for step in STEPS:
        low, high = floor(least / step + 1e-9), max(ceil(most / step - 1e-9), 1)
        if not from_zero:
            low, high = _widened(least / step, most / step, round(LEAST_SPAN / step), round(1 / step))
        if high - low <= MOST_STEPS:
            break
    return Scale(low * step, high * step, step)


def _widened(least: float, most: float, span: int, whole: int) -> tuple[int, int]:
    """Ends, in steps, of an axis of so many or more, the values in its middle, within 0 and the whole."""
    low, high = floor(least + 1e-9), ceil(most - 1e-9)
    while high - low < span:
        if high == whole or (low > 0 and least - low <= high - most):
            low -= 1
        else:
            high += 1
    return low, high


def spread(wanted: Sequence[float], needs: Sequence[float], bottom: float, top: float) -> list[float]:
    """Middles as near as can be to where they are wanted, each with the height it needs.

    Those that would meet are set edge to edge about their common middle; all
    stay between bottom and top, as far as there is room.
    """
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], -n))
    blocks: list[tuple[list[int], float]] = []
    for number in order:
        blocks.append(([number], _within(wanted[number], needs[number], bottom, top)))
        while len(blocks) > 1 and _meet(blocks[-2], blocks[-1], needs):
            members = blocks[-2][0] + blocks[-1][0]
            del blocks[-2:]
            height = sum(needs[n] for n in members)
            middle = sum(_middle(n, members, wanted, needs) for n in members) / len(members)
            blocks.append((members, _within(middle, height, bottom, top)))
    found = [0.0] * len(wanted)
    for members, middle in blocks:
        edge = middle - sum(needs[n] for n in members) / 2
        for number in members:
            found[number] = edge + needs[number] / 2
            edge += needs[number]
    return found


def _middle(number: int, members: Sequence[int], wanted: Sequence[float], needs: Sequence[float]) -> float:
    """Where the middle of a block would be if this member stood where it is wanted."""
    below = sum(needs[n] for n in members[: members.index(number)])
    return wanted[number] - below - needs[number] / 2 + sum(needs[n] for n in members) / 2


def _meet(lower: tuple[list[int], float], upper: tuple[list[int], float], needs: Sequence[float]) -> bool:
    tops = lower[1] + sum(needs[n] for n in lower[0]) / 2
    return tops > upper[1] - sum(needs[n] for n in upper[0]) / 2 + 1e-9


def _within(middle: float, height: float, bottom: float, top: float) -> float:
    return max(bottom + height / 2, min(top - height / 2, middle))


def fitting(
    count: int, named: Callable[[Sequence[int]], tuple[dict[int, list[str]], bool]]
) -> dict[int, list[str]]:
    """Names of waves that have room, the last among them: all, or every second, third ... of them.

    Parameters
    ----------
    named
        Gives the names of some waves in lines, and whether they are whole.
    """
    for every in range(1, count):
        found, whole = named([wave for wave in range(count) if (count - 1 - wave) % every == 0])
        if whole:
            return found
    return named([0, count - 1])[0]
