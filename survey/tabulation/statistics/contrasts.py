"""Contrasts of a statistic's estimates: differences, leads, ratios, and all pairs of groups."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.errors import PlanError
from survey.stats.intervals import wald
from survey.stats.ratios import ratios
from survey.tabulation.marks import Correction, corrected
from survey.tabulation.statistics.records import Cell, Contrasts, Statistic
from survey.vocabulary import check_choice, check_level

Floats = NDArray[np.float64]
Key = str | tuple[str, ...]
Coefficients = Mapping[Key, float]


def contrast(
    statistic: Statistic,
    wanted: Mapping[str, Coefficients | tuple[Coefficients, Coefficients]],
    *,
    level: float = 0.95,
    correction: Correction = "none",
) -> Contrasts:
    """Sums of estimates times coefficients, or ratios of two such sums, with their covariance, (contrasts,).

    Parameters
    ----------
    wanted
        {name: {cell: coefficient}}; a cell is called by its answer and group,
        ("support", "60s"), or by the one of them that it has. A pair of such
        mappings is the ratio of the two sums.
    correction
        Of p over all contrasts: `bh`, `holm` or `none`.

    Raises
    ------
    PlanError
        A cell that the statistic does not have, or has several times.

    References
    ----------
    Binder (1983), *International Statistical Review* 51, 279-292 (delta method for ratios).
    """
    lines = [_line(statistic, given) for given in wanted.values()]
    slopes = np.array([slope for _, slope in lines]).reshape(len(lines), len(statistic.cells))
    return _finished(
        statistic, tuple(wanted), np.array([value for value, _ in lines]), slopes, level, correction
    )


def pairwise(statistic: Statistic, *, level: float = 0.95, correction: Correction = "bh") -> Contrasts:
    """Every pair of groups, first minus second, for each answer; p corrected over all pairs."""
    cells = statistic.cells
    pairs = [
        (i, j)
        for i, j in itertools.combinations(range(len(cells)), 2)
        if replace(cells[i], group=()) == replace(cells[j], group=())
    ]
    slopes = np.zeros((len(pairs), len(cells)))
    for position, (i, j) in enumerate(pairs):
        slopes[position, [i, j]] = 1.0, -1.0
    names = tuple(f"{_name(cells[i])} - {_name(cells[j])}" for i, j in pairs)
    estimate = np.array([statistic.estimate[i] - statistic.estimate[j] for i, j in pairs])
    return _finished(statistic, names, estimate, slopes, level, correction)


def _name(cell: Cell) -> str:
    return " × ".join(cell.key)


def _line(
    statistic: Statistic, given: Coefficients | tuple[Coefficients, Coefficients]
) -> tuple[float, Floats]:
    """The contrast's value and its derivatives by the estimates, (cells,)."""
    if isinstance(given, Mapping):
        slope = _coefficients(statistic, given)
        return _summed(statistic, slope), slope
    above, below = (_coefficients(statistic, each) for each in given)
    whole = _summed(statistic, below)
    value = float(ratios(np.array(_summed(statistic, above)), np.array(whole)))
    return value, (above - value * below) * ratios(np.array(1.0), np.array(whole))


def _summed(statistic: Statistic, slope: Floats) -> float:
    used = slope != 0
    return float(slope[used] @ statistic.estimate[used])


def _coefficients(statistic: Statistic, given: Coefficients) -> Floats:
    slope = np.zeros(len(statistic.cells))
    for key, coefficient in given.items():
        slope[_position(statistic.cells, key)] += coefficient
    return slope


def _position(cells: Sequence[Cell], key: Key) -> int:
    wanted = (key,) if isinstance(key, str) else tuple(key)
    found = [
        i
        for i, cell in enumerate(cells)
        if wanted in (cell.key, (cell.question, *cell.key)) or (wanted == (cell.question,) and not cell.key)
    ]
    if len(found) == 1:
        return found[0]
    there = ", ".join(dict.fromkeys(_name(cell) or cell.question for cell in cells))
    many = "several" if found else "no"
    raise PlanError(
        f"a contrast names {' × '.join(wanted)!r}, and {many} estimates are called so", hint=there
    )


def _finished(
    statistic: Statistic,
    names: tuple[str, ...],
    estimate: Floats,
    slopes: Floats,
    level: float,
    correction: Correction,
) -> Contrasts:
    check_choice("correction", correction, Correction)
    check_level(level)
    undefined = np.isnan(np.diagonal(statistic.covariance))
    covariance = slopes @ np.where(undefined[:, None] | undefined, 0.0, statistic.covariance) @ slopes.T
    unknown = (slopes[:, undefined] != 0).any(axis=1)
    covariance = np.where(unknown[:, None] | unknown, np.nan, covariance)
    error = np.sqrt(np.clip(np.diagonal(covariance), 0, None))
    t = ratios(estimate, error)
    df = statistic.df if statistic.df > 0 else np.nan
    p = np.asarray(2 * stats.t.sf(np.abs(t), df))
    low, high = wald(estimate, error, np.full(len(estimate), df), level)
    return Contrasts(
        names=names,
        estimate=estimate,
        standard_error=error,
        covariance=covariance,
        low=low,
        high=high,
        t=t,
        df=statistic.df,
        p=p,
        q=corrected(p, correction),
    )
