"""Which differences are marked: families, correction, ▲▼ and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.tabulation.comparisons import beside
from survey.tabulation.measures import Block
from survey.vocabulary import Row, RowKind, TablePlan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Correction = Literal["bh", "holm", "none"]

_FAMILIES: tuple[tuple[RowKind, ...], ...] = (("answer",), ("net", "net_score", "mean"))
"""Rows that are corrected together; rows of other kinds carry no marks."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Marks of a table, (rows, columns), and how many comparisons its answers were part of.

    Parameters
    ----------
    q
        Cautious p of column against rest, corrected; NaN where no mark could stand.
    mark
        1 above the rest, -1 below, 0 neither.
    pairs
        Letters of the columns that the cell is significantly above.
    """

    q: Floats
    mark: Ints
    pairs: tuple[tuple[str, ...], ...]
    rest_comparisons: int
    pair_comparisons: int


def marks(rows: Sequence[Row], blocks: Sequence[Block], plan: TablePlan, *, compared: bool = True) -> Marks:
    """Marks of all blocks of a table, corrected over all banners together.

    The answers of a question are one family for ▲▼ and one for letters; nets,
    net score and mean are another of each. A question that is not to be
    compared, because weighting fixed its shares, carries no marks.
    """
    made = beside([block.comparisons for block in blocks])
    rest_tested = made.rest_allowed & np.isfinite(made.rest.cautious_p) & compared
    pairs_tested = made.pairs_allowed & np.isfinite(made.pairs.cautious_p) & compared
    q = corrected_by_family(rows, made.rest.cautious_p, rest_tested, plan)
    pair_q = corrected_by_family(rows, made.pairs.cautious_p, pairs_tested, plan)
    alpha = 1 - plan.level
    answers = np.array([row.kind == "answer" for row in rows])[:, None]
    return Marks(
        q=q,
        mark=np.where(q < alpha, np.sign(np.nan_to_num(made.rest.gap)), 0).astype(np.int64),
        pairs=_letters(blocks, made.pairs.gap, pair_q, plan.letter_levels),
        rest_comparisons=int((rest_tested & answers).sum()),
        pair_comparisons=int((pairs_tested & answers).sum()),
    )


def corrected(p: Floats, correction: Correction) -> Floats:
    """p-values corrected as one family, in their order: Benjamini–Hochberg, Holm, or as they are.

    A p that is not defined is no part of the family, and stays NaN.
    """
    known = np.isfinite(p)
    if correction == "none" or not known.any():
        return p
    q = np.full(p.shape, np.nan)
    q[known] = (_benjamini_hochberg if correction == "bh" else _holm)(p[known])
    return q


def _benjamini_hochberg(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    scaled = p[order] * (len(p) / np.arange(1, len(p) + 1))
    return _in_order_of(order, np.minimum.accumulate(scaled[::-1])[::-1])


def _holm(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    return _in_order_of(order, np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p)))))


def _in_order_of(order: NDArray[np.intp], stepped: Floats) -> Floats:
    """Corrected p-values put back in their places, at most 1."""
    q = np.empty_like(stepped)
    q[order] = np.minimum(stepped, 1.0)
    return q


def corrected_by_family(rows: Sequence[Row], p: Floats, tested: Bools, plan: TablePlan) -> Floats:
    """p corrected family by family, (rows, columns); NaN where nothing was tested."""
    q = np.full(p.shape, np.nan)
    for kinds in _FAMILIES:
        family = tested & np.array([row.kind in kinds for row in rows])[:, None]
        q[family] = corrected(p[family], plan.correction)
    return q


def _letters(
    blocks: Sequence[Block], gaps: Floats, q: Floats, levels: Sequence[float]
) -> tuple[tuple[str, ...], ...]:
    """Letters per cell, capitals at the stricter of two levels; `gaps` and `q` hold the pairs of all blocks.

    The family of each level holds the same comparisons, so one q serves both.
    """
    significant, strict = q < 1 - levels[0], q < 1 - levels[-1]
    capitals = strict if len(levels) > 1 else np.zeros_like(strict)
    lines: list[list[str]] = [[] for _ in significant]
    start = 0
    for block in blocks:
        first, second = block.banner.pairs
        here = slice(start, start + len(first))
        names = [column.letter for column in block.banner.columns]
        cells = [[""] * len(names) for _ in lines]
        for row, pair in np.argwhere(significant[:, here]).tolist():
            above, below = (first, second) if gaps[row, start + pair] > 0 else (second, first)
            letter = names[below[pair]]
            cells[row][above[pair]] += letter.upper() if capitals[row, start + pair] else letter
        for line, found in zip(lines, cells, strict=True):
            line.extend("".join(sorted(cell, key=str.lower)) for cell in found)
        start += len(first)
    return tuple(tuple(line) for line in lines)
