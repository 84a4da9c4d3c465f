"""What a trend's figure shows: which rows, which of them leads, and where their lines are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from survey.vocabulary import Trend

MOST_LINES = 6
FEW_LINES = 3
"""Lines that nets alone should give; with fewer, answers inside them are drawn too."""

Run = tuple[int, ...]
"""Waves that one unbroken line joins."""

_MOMENT = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*月?)?年?")


@dataclass(frozen=True)
class Shown:
    """The rows of a trend that its figure draws, the one that the title speaks of first.

    Parameters
    ----------
    left_out
        How many rows that have a share are not drawn.
    moved
        Whether the first has changed significantly since the wave before.
    """

    rows: tuple[int, ...]
    left_out: int
    moved: bool


def shown_rows(trend: Trend) -> Shown:
    """Nets and the answers outside them, or the answers that changed or are largest; at most six."""
    known = [r for r in range(len(trend.rows)) if np.isfinite(trend.estimate[r]).any()]
    ranked = sorted(known, key=lambda r: (not moved(trend, r), -_latest(trend, r), r))
    nets = [r for r in ranked if trend.rows[r].kind == "net"]
    inside = {code for net in trend.question.nets for code in net.answers if _followed(trend, net.name)}
    outside = [r for r in ranked if r not in nets and trend.rows[r].code not in inside]
    chosen = [*nets, *outside]
    if len(chosen) < FEW_LINES:
        chosen += [r for r in ranked if r not in chosen]
    kept = chosen[:MOST_LINES]
    lead = max(kept, key=lambda r: _prominence(trend, r), default=None)
    rest = sorted((r for r in kept if r != lead), key=lambda r: (-_latest(trend, r), r))
    rows = () if lead is None else (lead, *rest)
    return Shown(rows, len(known) - len(rows), lead is not None and moved(trend, lead))


def moved(trend: Trend, row: int) -> bool:
    """Whether a row has changed significantly since the wave it is held against."""
    return bool(_q(trend, row) < 1 - trend.level)


def compared_rows(trend: Trend) -> list[int]:
    """Rows whose change since the wave before could be tested."""
    return [r for r in range(len(trend.rows)) if np.isfinite(_q(trend, r))]


def runs(trend: Trend, row: int) -> list[Run]:
    """The waves of a row in unbroken lines: between neighbours that have the share and are compared."""
    found: list[list[int]] = []
    for wave in range(len(trend.waves)):
        if not np.isfinite(trend.estimate[row, wave]):
            continue
        if found and found[-1][-1] == wave - 1 and joined(trend, wave):
            found[-1].append(wave)
        else:
            found.append([wave])
    return [tuple(run) for run in found]


def joined(trend: Trend, wave: int) -> bool:
    """Whether a wave is compared with the one before it."""
    small = "low" in (trend.waves[wave].flag, trend.waves[wave - 1].flag)
    return trend.compared(wave, wave - 1) and not small


def places(names: Sequence[str]) -> list[float]:
    """Where waves stand, 0 to 1: by their years or months where all names are such, else evenly spaced."""
    even = [number / max(1, len(names) - 1) for number in range(len(names))]
    found = [_moment(name) for name in names]
    known = [moment for moment in found if moment is not None]
    if len(known) < len(names) or any(second <= first for first, second in pairwise(known)):
        return even
    return [(moment - known[0]) / (known[-1] - known[0]) for moment in known] if len(known) > 1 else even


def _moment(name: str) -> float | None:
    """A year, or a year and a month, as a number of years."""
    found = _MOMENT.fullmatch(name.strip())
    if not found:
        return None
    month = int(found[2] or 1)
    return int(found[1]) + (month - 1) / 12 if 1 <= month <= 12 else None


def _followed(trend: Trend, code: str) -> bool:
    return any(row.kind == "net" and row.code == code for row in trend.rows)


def _latest(trend: Trend, row: int) -> float:
    known = trend.estimate[row][np.isfinite(trend.estimate[row])]
    return float(known[-1]) if len(known) else -1.0


def _q(trend: Trend, row: int) -> float:
    """Corrected p of the change since the wave before; NaN where the two are not compared."""
    last, before = len(trend.waves) - 1, trend.before(row)
    if before is None or not trend.compared(last, before):
        return float("nan")
    if "low" in (trend.waves[last].flag, trend.waves[before].flag):
        return float("nan")
    return float(trend.changes.q[row, last, before])


def _prominence(trend: Trend, row: int) -> tuple[bool, float, float]:
    """What a title speaks of: the largest significant change, or else the largest share."""
    last, before = len(trend.waves) - 1, trend.before(row)
    said = np.isfinite(trend.estimate[row, last])
    if before is None or not moved(trend, row):
        return False, float(said), _latest(trend, row)
    return True, abs(float(trend.changes.gap[row, last, before])), 0.0
