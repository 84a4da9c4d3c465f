"""Where the dots stand: everyone and the groups of each banner, in one panel or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from survey.reporting.amounts import per_cent, whole
from survey.reporting.figures import marks, theme
from survey.reporting.figures.page import Box, Page
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Table

TIGHT, AMPLE, ROOMY = 16.8, 20.0, 27.0
"""Points from row to row: the least, what one panel should have, and the most."""

APART = 0.45
"""Room above a banner's heading, in rows."""

AXIS, GUTTER = 22.0, 30.0
MOST_BLOCKS = 9
"""Banners considered for one figure."""

LABELS = 0.42
LARGEST = 16.0
"""Points of the largest type of a line."""
SHARE_COLUMN, COUNT_COLUMN, STAR, BETWEEN = 40.0, 58.0, 8.0, 8.0
"""Points for a share and, at the least, for a base; for the star behind it, and between the two."""


Shown = dict[str, list[int]]
"""{banner question: columns of its groups}, in the order drawn."""


@dataclass(frozen=True)
class Line:
    """One line of the figure: a group's column of the table, or a banner's heading (column None)."""

    text: str
    column: int | None
    height: float


def groups_of(table: Table, banner: str) -> list[int]:
    """Columns of a banner question whose base allows them to be drawn."""
    return [n for n, column in enumerate(table.columns) if column.banner == banner and column.flag != "low"]


class DotPanels:
    """The panels of one figure, drawn on a page."""

    def __init__(self, page: Page, setting: Setting, table: Table, position: int) -> None:
        self.page, self.setting, self.table, self.position = page, setting, table, position
        most = page.measure(whole(float(table.unweighted_base[0])), LARGEST)
        self.counts = max(COUNT_COLUMN, STAR + most + BETWEEN)

    def fits(self, shown: Shown) -> bool:
        """Whether everyone and these banners' groups have room in two panels."""
        return _longest(_halves(self._blocks(shown))) * TIGHT <= self.page.body.height - AXIS

    def draw(self, shown: Shown) -> None:
        """Everyone and the groups, in one panel or, where rows would be tight, two."""
        body, blocks = self.page.body, self._blocks(shown)
        room = body.height - AXIS
        panels = [blocks] if _longest([blocks]) * AMPLE <= room else _halves(blocks)
        pitch = min(ROOMY, max(TIGHT, room / _longest(panels)))
        top = body.top - max(0.0, room - pitch * _longest(panels)) * 0.4
        width = (body.width - GUTTER * (len(panels) - 1)) / len(panels)
        columns = [line.column for block in blocks for line in block if line.column is not None]
        reach = _reach(self.table.low[self.position, columns], self.table.high[self.position, columns])
        size = min(LARGEST, max(theme.BODY, pitch * 0.62))
        widest = self._widest(panels, width, size)
        for number, panel in enumerate(panels):
            left = body.left + number * (width + GUTTER)
            height = AXIS + pitch * _longest([panel])
            box = Box(left, top - height, left + width, top)
            self._panel(panel, box, left + widest + 14.0, (pitch, size), reach)

    def _blocks(self, shown: Shown) -> list[list[Line]]:
        """Everyone, then a block of lines for each banner."""
        blocks = [[Line(self.setting.words.total, 0, 1.0)]]
        for groups in shown.values():
            heading = self.setting.text(self.table.columns[groups[0]].banner_label)
            lines = [Line(heading, None, 1.0 + APART)]
            lines += [Line(self.setting.text(self.table.columns[n].label), n, 1.0) for n in groups]
            blocks.append(lines)
        return blocks

    def _widest(self, panels: list[list[list[Line]]], width: float, size: float) -> float:
        """Width of the longest label of a group in any panel, so that all panels share one scale."""
        lines = [line for panel in panels for block in panel for line in block if line.column is not None]
        return max(self.page.measure(self._text(line, width, size), size, line.column == 0) for line in lines)

    def _panel(
        self,
        blocks: list[list[Line]],
        box: Box,
        left: float,
        sizes: tuple[float, float],
        reach: tuple[float, float],
    ) -> None:
        """One panel whose axis begins at `left`; `sizes` are row pitch and type."""
        pitch, size = sizes
        lines = [line for block in blocks for line in block]
        first = lines[0].height - 1.0
        ends = np.cumsum([line.height for line in lines]) - first
        heights = [box.top - AXIS - pitch * float(end - 0.5) for end in ends]
        right = box.right - SHARE_COLUMN - self.counts
        plot = Box(left, heights[-1] - pitch / 2, right, box.top - AXIS)
        spans = _spans([len(block) for block in blocks], lines, heights, pitch)
        self._axis(plot, box, reach, spans)
        self._marks(plot, lines, heights, reach, pitch)
        for line, height in zip(lines, heights, strict=True):
            self._words(line, height, box, plot, size)

    def _text(self, line: Line, width: float, size: float) -> str:
        """A line's label, cut where it would take too much of the panel."""
        share = LABELS if line.column is not None else 0.94
        found = self.page.lines(line.text, width * share, 1, size, line.column in (0, None))
        return found[0] if found else ""

    def _axis(
        self, plot: Box, box: Box, reach: tuple[float, float], spans: Sequence[tuple[float, float]]
    ) -> None:
        """Grid lines with their values, everyone's share as a dashed line, headings of the columns."""
        low, high = reach
        step = _step(high - low, plot.width)
        y = plot.top + AXIS / 2
        values = np.arange(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1) * step
        for number, value in enumerate(values):
            x = plot.left + plot.width * (float(value) - low) / (high - low)
            for span in spans:
                self.page.rule((x, x), span, theme.GRID, 1.0)
            text = per_cent(float(value))
            label = self.setting.words.share.format(number=text) if number == 0 else text
            self.page.write(x, y, label, colour=theme.MUTED, align="center")
        total = float(self.table.estimate[self.position, 0])
        x = plot.left + plot.width * (total - low) / (high - low)
        for span in spans:
            self.page.rule((x, x), span, theme.MUTED, 1.2, dashed=True)
        self.page.write(box.right - self.counts, y, "%", colour=theme.MUTED, align="right")
        self.page.write(box.right - STAR, y, "n", colour=theme.MUTED, align="right")

    def _marks(
        self, plot: Box, lines: list[Line], heights: list[float], reach: tuple[float, float], pitch: float
    ) -> None:
        drawn = [
            (line.column, height)
            for line, height in zip(lines, heights, strict=True)
            if line.column is not None and np.isfinite(self.table.estimate[self.position, line.column])
        ]
        columns, at = [column for column, _ in drawn], [height for _, height in drawn]
        looks = [self._look(column) for column in columns]
        axes = marks.panel(self.page, plot, *reach)
        row = self.position
        marks.intervals(
            axes,
            at,
            [float(self.table.low[row, column]) for column in columns],
            [float(self.table.high[row, column]) for column in columns],
            [look[2] for look in looks],
            width=4.0,
        )
        values = [float(self.table.estimate[row, column]) for column in columns]
        faces, edges = [look[0] for look in looks], [look[1] for look in looks]
        marks.dots(axes, at, values, faces, edges, min(11.0, pitch * 0.55))

    def _look(self, column: int) -> tuple[str, str, str]:
        """Face, edge and interval colours of a group's dot."""
        colours = theme.colours()
        if self.table.columns[column].flag == "caution":
            return theme.PAPER, theme.FAINT, colours.neutral
        sign = int(self.table.mark[self.position, column])
        if column == 0:
            return theme.INK, theme.INK, theme.FAINT
        if sign < 0:
            return colours.negative, colours.negative, colours.negative_light
        return (colours.positive if sign else theme.PAPER), colours.positive, colours.positive_light

    def _words(self, line: Line, height: float, box: Box, plot: Box, size: float) -> None:
        """A line's label, share and base."""
        text = self._text(line, box.width, size)
        if line.column is None:
            self.page.write(box.left, height, text, size, bold=True)
            return
        column = self.table.columns[line.column]
        caution = column.flag == "caution"
        colour = theme.MUTED if caution else theme.INK
        strong = line.column == 0 or (bool(self.table.mark[self.position, line.column]) and not caution)
        self.page.write(
            plot.left - 12.0, height, text, size, bold=line.column == 0, colour=colour, align="right"
        )
        share = per_cent(float(self.table.estimate[self.position, line.column]))
        x = box.right - self.counts
        self.page.write(x, height, share, size, bold=strong, colour=colour, align="right")
        count = whole(float(self.table.unweighted_base[line.column]))
        self.page.write(box.right - STAR, height, count, size, colour=theme.MUTED, align="right")
        if caution:
            self.page.write(box.right - STAR + 1.5, height, "*", size, colour=theme.MUTED)


def _spans(
    sizes: Sequence[int], lines: Sequence[Line], heights: Sequence[float], pitch: float
) -> list[tuple[float, float]]:
    """Where grid lines run: beside the groups of each block, not through its heading."""
    spans, start = [], 0
    for size in sizes:
        inside = [n for n in range(start, start + size) if lines[n].column is not None]
        spans.append((heights[inside[-1]] - pitch / 2, heights[inside[0]] + pitch / 2))
        start += size
    return spans


def _height(panel: Sequence[Sequence[Line]]) -> float:
    """Height of a panel in rows; nothing stands above its first line."""
    lines = [line for block in panel for line in block]
    return sum(line.height for line in lines) - (lines[0].height - 1.0) if lines else 0.0


def _longest(panels: Sequence[Sequence[Sequence[Line]]]) -> float:
    return max(_height(panel) for panel in panels)


def _halves(blocks: list[list[Line]]) -> list[list[list[Line]]]:
    """The blocks in two panels as even as can be, each in the table's order, everyone first."""
    rest = blocks[1 : 1 + MOST_BLOCKS]
    if len(rest) == 1 and len(rest[0]) > 3:
        heading, *lines = rest[0]
        half = len(lines) // 2
        return [[blocks[0], [heading, *lines[:half]]], [[heading, *lines[half:]]]]

    def split(chosen: int) -> list[list[list[Line]]]:
        left = [block for number, block in enumerate(rest) if chosen >> number & 1]
        right = [block for number, block in enumerate(rest) if not chosen >> number & 1]
        return [panel for panel in ([blocks[0], *left], right) if panel]

    ways = (split(chosen) for chosen in range(2 ** len(rest) - 1, 0, -1))
    return min(ways, key=_longest, default=[blocks])


def _reach(low: NDArray[np.float64], high: NDArray[np.float64]) -> tuple[float, float]:
    """Ends of the axis: whole steps of ten points around the intervals, within 0 and 100."""
    if not (np.isfinite(low).any() and np.isfinite(high).any()):
        return 0.0, 1.0
    return max(0.0, floor(float(np.nanmin(low)) * 10) / 10), min(1.0, ceil(float(np.nanmax(high)) * 10) / 10)


def _step(span: float, width: float) -> float:
    """Ten or twenty points from one grid line to the next, whatever leaves their numbers apart."""
    return 0.1 if width * 0.1 / span >= 34.0 else 0.2
