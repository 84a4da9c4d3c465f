"""Finished cells of one stub within one banner: estimates, and the comparisons beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.tabulation.across import estimates_within, side_by_side
from survey.tabulation.axes import everyone
from survey.tabulation.banners import Banner
from survey.tabulation.comparisons import Comparisons, compared, stacked, uncompared
from survey.tabulation.estimates import Estimates, interval, shares_inside
from survey.tabulation.numbers import extremes, trimmed_means
from survey.tabulation.quantiles import quantiles_inside
from survey.tabulation.stub import Section, Stub
from survey.vocabulary import Survey, TablePlan

Floats = NDArray[np.float64]


class Cells(NamedTuple):
    """What is known of some rows within some columns, each (rows, columns)."""

    estimate: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    unweighted_count: Floats
    design_effect: Floats
    interval_degrees: Floats


@dataclass(frozen=True, eq=False)
class Block:
    """All rows of a table within one banner; bases are (columns,)."""

    banner: Banner
    cells: Cells
    comparisons: Comparisons
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    degrees_of_freedom: float


@dataclass(frozen=True, eq=False)
class _Part:
    """One section of a block; `bases` speaks of the section's own base."""

    section: Section
    bases: Estimates
    cells: Cells
    comparisons: Comparisons


def measure(survey: Survey, stub: Stub, banners: Sequence[Banner], plan: TablePlan) -> list[Block]:
    """Every row of a stub within the columns of each banner, a block per banner."""
    sections = [_parts_of(survey, section, banners, plan) for section in stub.sections]
    found = list(zip(banners, zip(*sections, strict=True), strict=True))
    return [_block(survey, stub, banner, parts) for banner, parts in found]


def _parts_of(survey: Survey, section: Section, banners: Sequence[Banner], plan: TablePlan) -> list[_Part]:
    """A section within each banner."""
    if section.measure in ("share", "mean"):
        return _parts(survey, section, banners, plan)
    part = _MEASURES[section.measure]
    return [part(survey, section, banner, plan) for banner in banners]


def _block(survey: Survey, stub: Stub, banner: Banner, parts: Sequence[_Part]) -> Block:
    """The sections of a stub within one banner, one below the other."""
    base = next((part.bases for part in parts if part.section.base is stub.base), None)
    if base is None:
        base = shares_inside(survey, everyone(), (stub.base, *banner.shown))
    width = len(banner.columns)
    return Block(
        banner=banner,
        cells=Cells(*(np.vstack(arrays) for arrays in zip(*(part.cells for part in parts), strict=True))),
        comparisons=stacked([part.comparisons for part in parts]),
        unweighted_base=base.unweighted_base[:width],
        weighted_base=base.weighted_base[:width],
        effective_base=base.effective_base[:width],
        degrees_of_freedom=float(base.df),
    )


def first_columns(estimates: Estimates, width: int) -> Estimates:
    """The estimates of the first so many banner columns."""
    return replace(
        estimates,
        estimate=estimates.estimate[:, :width],
        covariance=estimates.covariance[:, :width, :width],
        count=estimates.count[:, :width],
        srs_variance=estimates.srs_variance[:, :width],
        unweighted_base=estimates.unweighted_base[:width],
        weighted_base=estimates.weighted_base[:width],
        effective_base=estimates.effective_base[:width],
        domain_df=estimates.domain_df[:width],
        sampling_units=estimates.sampling_units[:width],
        log_odds_error=None if estimates.log_odds_error is None else estimates.log_odds_error[:, :width],
    )


def _parts(survey: Survey, section: Section, banners: Sequence[Banner], plan: TablePlan) -> list[_Part]:
    """Shares or means of a section within each banner, with intervals, and columns compared."""
    insides = [banner.inside for banner in banners]
    kind: Literal["share", "mean"] = "share" if section.measure == "share" else "mean"
    found = estimates_within(survey, kind, section.cells, section.base, insides)
    widths = [len(banner.columns) for banner in banners]
    shown = side_by_side(found, widths)
    low, high = interval(shown, level=plan.level)
    cells = Cells(
        estimate=shown.estimate,
        standard_error=shown.standard_error,
        low=low,
        high=high,
        unweighted_count=shown.count,
        design_effect=shown.design_effect,
        interval_degrees=np.broadcast_to(shown.domain_df, shown.estimate.shape),
    )
    parted = zip(*(np.split(array, np.cumsum(widths)[:-1], axis=1) for array in cells), strict=True)
    comparisons = compared(found, banners, plan.minimum_base)
    return [
        _Part(section, bases, Cells(*arrays), made)
        for bases, arrays, made in zip(found, parted, comparisons, strict=True)
    ]


def _quartile_part(survey: Survey, section: Section, banner: Banner, plan: TablePlan) -> _Part:
    """Quartiles of a section, with intervals."""
    found = quantiles_inside(
        survey,
        section.cells.column,
        np.array([0.25, 0.5, 0.75]),
        (section.base, *banner.shown),
        level=plan.level,
        rule="school",
    )
    blank = np.full_like(found.estimate, np.nan)
    cells = (found.estimate, found.standard_error, found.low, found.high, blank, blank)
    return _uncompared(survey, section, banner, cells)


def _trimmed_part(survey: Survey, section: Section, banner: Banner, plan: TablePlan) -> _Part:
    """Trimmed means of a section, with intervals."""
    inside = (section.base, *banner.shown)
    found = trimmed_means(survey, section.cells.column, inside, level=plan.level)
    blank = np.full_like(found.estimate, np.nan)
    cells = tuple(array[None, :] for array in (*found, blank, blank))
    return _uncompared(survey, section, banner, cells)


def _extreme_part(survey: Survey, section: Section, banner: Banner, plan: TablePlan) -> _Part:
    """The lowest and the highest number, known without an error."""
    ends = extremes(survey, section.cells.column, (section.base, *banner.shown))
    blank = np.full_like(ends, np.nan)
    return _uncompared(survey, section, banner, (ends, *([blank] * 5)))


def _uncompared(survey: Survey, section: Section, banner: Banner, cells: tuple[Floats, ...]) -> _Part:
    """A part whose columns are not compared, so that nothing is known of their rests."""
    width, pairs = len(banner.columns), len(banner.pairs[0])
    bases = shares_inside(survey, everyone(), (section.base, *banner.shown))
    degrees = np.broadcast_to(bases.domain_df, (len(section.rows), width))
    return _Part(section, bases, Cells(*[*cells, degrees]), uncompared(len(section.rows), width, pairs))


_MEASURES = {
    "quantile": _quartile_part,
    "trimmed_mean": _trimmed_part,
    "extreme": _extreme_part,
}
