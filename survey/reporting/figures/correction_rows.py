"""Where corrections stand: a row for each category under its margin, with a dot before and a dot after."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil, floor

from survey.reporting.amounts import per_cent
from survey.reporting.figures import marks, theme
from survey.reporting.figures.corrections import APART, height, moved, numbers
from survey.reporting.figures.page import Box, Page
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Achieved

TIGHT, ROOMY = 16.8, 30.0
"""Points from row to row: the least that is readable, and the most that looks like one picture."""

AXIS = 22.0
LABELS = 0.36
"""Widest part of the body that the categories' labels may take."""

GAP = 21.0
"""Points from one column of numbers to the next."""

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
APART_ON_AXIS = 56.0
"""Points from one grid line to the next, at least."""


class CorrectionRows:
    """The rows of one figure, drawn on a page; those in `lead` are set bold."""

    def __init__(
        self, page: Page, setting: Setting, lines: Sequence[Achieved], lead: Sequence[Achieved]
    ) -> None:
        self.page, self.setting, self.lines, self.lead = page, setting, lines, lead
        room = page.body.height - AXIS
        self.pitch = min(ROOMY, max(TIGHT, room / height(lines)))
        self.size = min(theme.LARGE, max(theme.BODY, self.pitch * 0.6))
        self.top = page.body.top - max(0.0, room - self.pitch * height(lines)) * 0.35

    @staticmethod
    def room(page: Page) -> float:
        """How many rows a page holds."""
        return (page.body.height - AXIS) / TIGHT

    def draw(self) -> None:
        """The categories under their margins, on one axis."""
        plot, columns = self._plot()
        low, high, step = _reach(self.lines, plot.width)
        y = self.top - AXIS - self.pitch / 2
        heights: list[float] = []
        for margin, group in groupby(self.lines, key=lambda line: line.margin):
            y -= self.pitch * APART if heights else 0.0
            self._heading(margin, y)
            size = len(list(group))
            block = [y - self.pitch * (number + 1) for number in range(size)]
            self._grid(plot, (block[-1] - self.pitch / 2, block[0] + self.pitch / 2), (low, high, step))
            heights += block
            y = block[-1] - self.pitch
        self._axis(plot, (low, high, step), columns)
        self._marks(plot, heights, (low, high))
        for line, at in zip(self.lines, heights, strict=True):
            self._words(line, at, plot, columns)

    def _plot(self) -> tuple[Box, tuple[float, ...]]:
        """The room between labels and numbers, and where each column of numbers ends."""
        words, body = self.setting.words, self.page.body
        heads = (words.weights_before, words.weights_after, words.weights_points)
        right, columns = body.right, list[float]()
        for number, head in reversed(list(enumerate(heads))):
            columns.insert(0, right)
            values = [numbers(line)[number] for line in self.lines]
            widest = max(self.page.measure(value, self.size, bold=True) for value in values)
            right -= max(widest, self.page.measure(head, theme.BODY)) + GAP
        widest = max(
            self.page.measure(self._label(line), self.size, line in self.lead) for line in self.lines
        )
        bottom = self.top - AXIS - self.pitch * height(self.lines)
        return Box(body.left + widest + 14.0, bottom, right - GAP * 0.7, self.top - AXIS), tuple(columns)

    def _label(self, line: Achieved) -> str:
        """A category's label, cut where it would take too much of the page."""
        width = self.page.body.width * LABELS
        found = self.page.lines(self.setting.text(line.category), width, 1, self.size, line in self.lead)
        return found[0] if found else ""

    def _heading(self, margin: str, y: float) -> None:
        width = self.page.body.width * 0.94
        found = self.page.lines(self.setting.margin(margin), width, 1, self.size, True)
        self.page.write(self.page.body.left, y, found[0] if found else "", self.size, bold=True)

    def _grid(self, plot: Box, span: tuple[float, float], reach: tuple[float, float, float]) -> None:
        for x, _ in _grid_lines(plot, reach):
            self.page.rule((x, x), span, theme.GRID, 1.0)

    def _axis(self, plot: Box, reach: tuple[float, float, float], columns: tuple[float, ...]) -> None:
        """Values of the grid lines and headings of the columns."""
        words, y = self.setting.words, self.top - AXIS / 2
        for number, (x, value) in enumerate(_grid_lines(plot, reach)):
            text = per_cent(value)
            label = words.share.format(number=text) if number == 0 else text
            self.page.write(x, y, label, colour=theme.MUTED, align="center")
        heads = (words.weights_before, words.weights_after, words.weights_points)
        for x, head in zip(columns, heads, strict=True):
            self.page.write(x, y, head, colour=theme.MUTED, align="right")

    def _marks(self, plot: Box, heights: list[float], reach: tuple[float, float]) -> None:
        axes = marks.panel(self.page, plot, *reach)
        before, after = [line.before for line in self.lines], [line.after for line in self.lines]
        strong, light = zip(*(_colours(line) for line in self.lines), strict=True)
        low, high = ([end(line.before, line.after) for line in self.lines] for end in (min, max))
        size = min(12.0, self.pitch * 0.54)
        marks.intervals(axes, heights, low, high, light, width=4.0)
        marks.ticks(axes, heights, [line.target for line in self.lines], min(24.0, self.pitch * 0.92))
        marks.dots(axes, heights, before, [theme.PAPER] * len(heights), strong, size)
        marks.dots(axes, heights, after, strong, strong, size)

    def _words(self, line: Achieved, y: float, plot: Box, columns: tuple[float, ...]) -> None:
        """A category's label and its shares before and after, with the change."""
        leads = line in self.lead
        self.page.write(plot.left - 14.0, y, self._label(line), self.size, bold=leads, align="right")
        looks = ((False, theme.MUTED), (True, theme.INK), (leads, theme.INK))
        for x, text, (bold, colour) in zip(columns, numbers(line), looks, strict=True):
            self.page.write(x, y, text, self.size, bold=bold, colour=colour, align="right")


def _colours(line: Achieved) -> tuple[str, str]:
    """Strong and light: blue for a share that was raised, orange for one that was lowered."""
    if not moved(line):
        return theme.FAINT, theme.colours().neutral
    if moved(line) > 0:
        return theme.colours().positive, theme.colours().positive_light
    return theme.colours().negative, theme.colours().negative_light


def _grid_lines(plot: Box, reach: tuple[float, float, float]) -> list[tuple[float, float]]:
    """(x, value) of each grid line."""
    low, high, step = reach
    count = round((high - low) / step)
    return [(plot.left + plot.width * number / count, low + number * step) for number in range(count + 1)]


def _reach(lines: Sequence[Achieved], width: float) -> tuple[float, float, float]:
    """Ends of the axis and its step: whole steps around every share."""
    shares = [share for line in lines for share in (line.before, line.after, line.target)]
    for step in STEPS:
        low = floor(min(shares) / step + 1e-9) * step
        high = max(low + step, ceil(max(shares) / step - 1e-9) * step)
        if width * step / (high - low) >= APART_ON_AXIS:
            break
    return low, high, step
