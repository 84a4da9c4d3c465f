"""Bars, dots, lines and bands, drawn by seaborn from finished numbers, and intervals, on a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from typing import Any

import pandas as pd
import seaborn.objects as so
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import NullLocator
from seaborn._marks.base import Mark

from survey.reporting.figures import theme
from survey.reporting.figures.page import Box, Page

LINE = 2.2


def panel(page: Page, box: Box, low: float, high: float) -> Axes:
    """Axes whose x runs over values from `low` to `high` and whose y is the page's height in points."""
    axes = page.axes(box)
    axes.set_xlim(low, high)
    axes.set_ylim(box.bottom, box.top)
    return axes


def upright(page: Page, box: Box, low: float, high: float) -> Axes:
    """Axes whose x is the page's width in points and whose y runs over values from `low` to `high`."""
    axes = page.axes(box)
    axes.set_xlim(box.left, box.right)
    axes.set_ylim(low, high)
    return axes


def bars(
    axes: Axes,
    heights: Sequence[float],
    starts: Sequence[float],
    stops: Sequence[float],
    colours: Sequence[str],
    thickness: float,
) -> list[Rectangle | None]:
    """Horizontal bars from start to stop, `thickness` points thick; None where there is nothing to draw."""
    kept = [number for number in range(len(heights)) if starts[number] != stops[number]]
    found: list[Rectangle | None] = [None] * len(heights)
    if not kept:
        return found
    columns = {"y": heights, "start": starts, "stop": stops, "colour": colours}
    frame = pd.DataFrame({name: [values[n] for n in kept] for name, values in columns.items()})
    levels = sorted(set(frame["y"]))
    spacing = min((b - a for a, b in pairwise(levels)), default=1.0)
    before = len(axes.patches)
    mark = so.Bar(width=thickness / spacing, alpha=1, edgewidth=0)
    _draw(axes, frame, mark, y="y", x="stop", baseline="start", color="colour")
    drawn = [patch for patch in axes.patches[before:] if isinstance(patch, Rectangle)]
    for number, patch in zip(kept, drawn, strict=True):
        patch.set_gid(f"bar/{axes.get_gid()}/{before}/{number}")
        patch.set(edgecolor=theme.PAPER, linewidth=0.8)
        found[number] = patch
    return found


def intervals(
    axes: Axes,
    heights: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    colours: Sequence[str],
    *,
    width: float = LINE,
    halo: bool = False,
) -> None:
    """Horizontal lines from low to high where both are known; with a halo they read on top of bars."""
    known = [number for number in range(len(heights)) if isfinite(low[number]) and isfinite(high[number])]
    at, starts, stops = ([values[number] for number in known] for values in (heights, low, high))
    shades = [colours[number] for number in known]
    lines = axes.hlines(at, starts, stops, colors=shades, linewidth=width, zorder=3, clip_on=False)
    lines.set_capstyle("round")
    if halo:
        lines.set_path_effects([Stroke(linewidth=width + 2.4, foreground=theme.PAPER), Normal()])


def dots(
    axes: Axes,
    heights: Sequence[float],
    values: Sequence[float],
    faces: Sequence[str],
    edges: Sequence[str],
    size: float,
) -> None:
    """Dots of `size` points across, each with its own face and edge."""
    if not heights:
        return
    frame = pd.DataFrame({"y": heights, "value": values, "face": faces, "edge": edges})
    before = len(axes.collections)
    mark = so.Dot(pointsize=size, edgewidth=2.2, alpha=1)
    _draw(axes, frame, mark, y="y", x="value", color="face", edgecolor="edge")
    for points in axes.collections[before:]:
        points.set_zorder(4)
        points.set_clip_on(False)


def signs(
    axes: Axes,
    heights: Sequence[float],
    value: float,
    marker: str,
    size: float,
    *,
    face: str,
    edge: str,
) -> None:
    """One of matplotlib's markers, `size` points across, at a value and each of these heights."""
    if not heights:
        return
    axes.scatter(
        [value] * len(heights),
        list(heights),
        s=size**2,
        marker=marker,
        facecolors=[face] * len(heights),
        edgecolors=edge,
        linewidths=2.2,
        zorder=4,
        clip_on=False,
    )


def ticks(axes: Axes, heights: Sequence[float], values: Sequence[float], length: float) -> None:
    """Thin upright lines, `length` points long, over lines and under dots."""
    half = length / 2
    bottoms, tops = [y - half for y in heights], [y + half for y in heights]
    axes.vlines(values, bottoms, tops, colors=theme.INK, linewidth=1.6, zorder=3.5, clip_on=False)


def bands(
    axes: Axes,
    runs: Sequence[tuple[Sequence[float], Sequence[float], Sequence[float]]],
    colours: Sequence[str],
    strength: float,
) -> None:
    """Areas between low and high, one for each run (x, low, high), as opaque as `strength`."""
    lines = [
        {"run": number, "x": x, "low": low, "high": high, "colour": colours[number]}
        for number, run in enumerate(runs)
        for x, low, high in zip(*run, strict=True)
    ]
    if not lines:
        return
    before = len(axes.patches)
    mark = so.Band(alpha=strength, edgewidth=0)
    variables = {"x": "x", "ymin": "low", "ymax": "high", "color": "colour", "group": "run"}
    _draw(axes, pd.DataFrame(lines), mark, orient="x", **variables)
    for area in axes.patches[before:]:
        area.set_clip_on(False)


def lines(
    axes: Axes,
    runs: Sequence[tuple[Sequence[float], Sequence[float]]],
    colours: Sequence[str],
    width: float,
) -> None:
    """Unbroken lines, one for each run (x, y), over bands and under dots."""
    points = [
        {"run": number, "x": x, "y": y, "colour": colours[number]}
        for number, run in enumerate(runs)
        for x, y in zip(*run, strict=True)
    ]
    if not points:
        return
    before = len(axes.lines)
    mark = so.Line(linewidth=width)
    _draw(axes, pd.DataFrame(points), mark, orient="x", x="x", y="y", color="colour", group="run")
    for line in axes.lines[before:]:
        line.set_solid_capstyle("round")
        line.set_zorder(3)
        line.set_clip_on(False)


def _draw(axes: Axes, frame: pd.DataFrame, mark: Mark, *, orient: str = "y", **variables: Any) -> None:
    """Draw a mark whose colours and starts are given literally, and leave the axes as they were."""
    across, up = axes.get_xlim(), axes.get_ylim()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(NullLocator())  # seaborn asks for the ticks' labels, which nobody will see
    literal: dict[str, Any] = {name: None for name in variables if name[0] not in "xyg"}
    so.Plot(frame).add(mark, orient=orient, **variables).scale(**literal).limit(x=across, y=up).on(
        axes
    ).plot()
    axes.set_xlim(across)
    axes.set_ylim(up)
    axes.set_axis_off()
