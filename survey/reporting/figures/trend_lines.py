"""The lines of a trend's figure, with their bands, dots, shares and labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from survey.reporting.amounts import DASH, per_cent
from survey.reporting.figures import marks, theme
from survey.reporting.figures.page import Page
from survey.reporting.figures.setting import Setting
from survey.reporting.figures.trend_ground import Ground
from survey.reporting.figures.trend_places import scale_of, spread
from survey.reporting.figures.trend_rows import Run, Shown, runs
from survey.vocabulary import Trend


def line_colours() -> tuple[tuple[str, str], ...]:
    """Colour of each line, and of its words: the ends of the palette and gray, apart in lightness."""
    ends = theme.colours()
    dark = theme.mixed(ends.positive, theme.INK, 0.65)
    between = theme.mixed(ends.positive, ends.positive_light, 0.5)
    brown = theme.mixed(ends.negative, theme.INK, 0.5)
    return (
        (ends.positive, ends.positive),
        (ends.negative, ends.negative),
        (theme.FAINT, theme.MUTED),
        (dark, dark),
        (between, theme.mixed(between, theme.INK, 0.35)),
        (brown, brown),
    )


DOT, SMALL_DOT, STUB = 10.0, 5.0, 7.0
"""Points across a dot, across one of very many, and half the width of the band of a wave by itself."""

LABELS, LABEL_LINES = 0.23, 3
"""Widest part of the body that the rows' labels may take, and their lines."""

PITCH = theme.BODY * 1.22
BESIDE, HEADROOM = 8.0, 24.0
"""Points beside dots, and over the highest value of a row by itself for the share that stands there."""


class TrendLines:
    """The lines of one figure, drawn on a page."""

    def __init__(self, page: Page, setting: Setting, trend: Trend, shown: Shown) -> None:
        self.page, self.setting, self.trend, self.shown = page, setting, trend, shown
        self.colours = line_colours()
        rows = list(shown.rows)
        self.alone = len(rows) == 1
        self.size = theme.LARGE if len(rows) <= 4 else 15.0
        self.estimate: NDArray[np.float64] = trend.estimate[rows]
        self.low: NDArray[np.float64] = trend.low[rows]
        self.high: NDArray[np.float64] = trend.high[rows]
        self.label_width = self._label_width()
        shares = self._widest(-1, self.size)
        self.ground = Ground(
            page,
            setting,
            trend,
            scale_of(self.estimate, self.low, self.high),
            right=page.body.right - self.label_width - shares - DOT - 2 * BESIDE,
            start=self._widest(0, theme.BODY) / 2 if self.alone else self._widest(0, theme.BODY) + DOT,
            headroom=HEADROOM if self.alone else BESIDE,
        )

    def draw(self) -> None:
        """The ground, then bands under lines under dots, and the words."""
        self.ground.draw()
        plot, scale = self.ground.plot, self.ground.scale
        axes = marks.upright(self.page, plot, scale.low, scale.high)
        order = range(len(self.shown.rows) - 1, -1, -1)
        for position in order:
            self._bands(axes, position)
        for position in order:
            self._line(axes, position)
        self._ends()
        if self.alone:
            self._shares()
        else:
            self._starts()

    # --- lines

    def _runs(self, position: int) -> list[Run]:
        return runs(self.trend, self.shown.rows[position])

    def _bands(self, axes: Axes, position: int) -> None:
        """Intervals as an area along each unbroken line, and a short one around a point by itself."""
        low, high = self.low[position], self.high[position]
        areas = []
        for run in self._known(position):
            xs = [self.ground.waves[wave] for wave in run]
            lows, highs = [float(low[w]) for w in run], [float(high[w]) for w in run]
            if len(run) == 1:
                xs, lows, highs = [xs[0] - STUB, xs[0] + STUB], lows * 2, highs * 2
            areas.append((xs, lows, highs))
        strength = 0.18 if len(self.shown.rows) < 4 else 0.13
        marks.bands(axes, areas, [self.colours[position][0]] * len(areas), strength)

    def _known(self, position: int) -> Iterator[Run]:
        """Unbroken lines in parts whose intervals are known."""
        known = np.isfinite(self.low[position]) & np.isfinite(self.high[position])
        for run in self._runs(position):
            part: list[int] = []
            for wave in run:
                if known[wave]:
                    part.append(wave)
                elif part:
                    yield tuple(part)
                    part = []
            if part:
                yield tuple(part)

    def _line(self, axes: Axes, position: int) -> None:
        """A line through the waves that are compared, and a dot at each, hollow where respondents are few."""
        colour, shares, places = self.colours[position][0], self.estimate[position], self.ground.waves
        found = self._runs(position)
        paths = [([places[w] for w in run], [float(shares[w]) for w in run]) for run in found]
        paths = [path for path in paths if len(path[0]) > 1]
        marks.lines(axes, paths, [colour] * len(paths), 3.2 if position == 0 else 2.6)
        waves = [wave for run in found for wave in run]
        small = [self.trend.waves[wave].flag != "ok" for wave in waves]
        marks.dots(
            axes,
            [float(shares[wave]) for wave in waves],
            [places[wave] for wave in waves],
            [theme.PAPER if few else colour for few in small],
            [colour if few else theme.PAPER for few in small],
            min(DOT, max(SMALL_DOT, 0.6 * float(np.diff(places).min()))),
        )

    # --- words

    def _share(self, share: float) -> str:
        return DASH if np.isnan(share) else self.setting.words.share.format(number=per_cent(share, 1))

    def _widest(self, wave: int, size: float) -> float:
        shares = self.estimate[:, wave]
        return max(self.page.measure(self._share(float(share)), size, bold=True) for share in shares)

    def _label(self, row: int) -> str:
        """A row's label; a net is marked as one where answers stand beside it."""
        found = self.trend.rows[row]
        mixed = len({self.trend.rows[r].kind for r in self.shown.rows}) > 1
        net = mixed and found.kind == "net"
        return self.setting.net(found.label) if net else self.setting.text(found.label)

    def _label_width(self) -> float:
        """Width of the rows' labels: of the longest, as far as there is room."""
        longest = max(self.page.measure(self._label(row), theme.BODY, bold=True) for row in self.shown.rows)
        return min(longest + 1.0, self.page.body.width * LABELS)

    def _labels(self) -> list[list[str]]:
        """The rows' labels in lines, as many as have room one under the other."""
        room = self.ground.plot.height
        for most in range(LABEL_LINES, 0, -1):
            found = [
                self.page.lines(self._label(row), self.label_width, most, theme.BODY, self._leads(position))
                for position, row in enumerate(self.shown.rows)
            ]
            if sum(map(self._need, found)) <= room:
                break
        return found

    def _leads(self, position: int) -> bool:
        return position == 0 and not self.alone

    def _need(self, lines: Sequence[str]) -> float:
        return max(self.size * 1.22, len(lines) * PITCH + 3.0 * (len(lines) > 1))

    def _ends(self) -> None:
        """At the right, each row's last share and its label, apart from each other."""
        ground, labels = self.ground, self._labels()
        anchors = [ground.height(float(shares[np.isfinite(shares)][-1])) for shares in self.estimate]
        low, high = ground.plot.bottom - 3.0, ground.plot.top + BESIDE
        heights = spread(anchors, [*map(self._need, labels)], low, high)
        end = ground.waves[-1] + DOT / 2
        x = end + BESIDE + 4.0
        name = x + self._widest(-1, self.size) + BESIDE
        for position, (y, anchor) in enumerate(zip(heights, anchors, strict=True)):
            share, ink = self._share(float(self.estimate[position, -1])), self.colours[position][1]
            if share != DASH and abs(y - anchor) > 6.0:
                self.page.rule((end + 1.0, x - 2.0), (anchor, y), theme.FAINT, 0.9)
            self.page.write(x, y, share, self.size, bold=True, colour=ink)
            top = y + (len(labels[position]) - 1) * PITCH / 2
            for number, line in enumerate(labels[position]):
                self.page.write(name, top - number * PITCH, line, colour=ink, bold=self._leads(position))

    def _starts(self) -> None:
        """At the left, the first share of each row that has one there."""
        ground = self.ground
        known = [position for position, share in enumerate(self.estimate[:, 0]) if np.isfinite(share)]
        anchors = [ground.height(float(self.estimate[position, 0])) for position in known]
        low, high = ground.plot.bottom - 3.0, ground.plot.top + BESIDE
        heights = spread(anchors, [PITCH] * len(known), low, high)
        for position, y in zip(known, heights, strict=True):
            share, ink = self._share(float(self.estimate[position, 0])), self.colours[position][1]
            self.page.write(ground.waves[0] - DOT, y, share, bold=True, colour=ink, align="right")

    def _shares(self) -> None:
        """Over the interval of each wave but the last, its share, where there is room beside the next."""
        gap = float(np.diff(self.ground.waves).min())
        for wave, share in enumerate(self.estimate[0][:-1]):
            text, x = self._share(float(share)), self.ground.waves[wave]
            width = self.page.measure(text, theme.BODY, bold=True)
            beside = width + BESIDE <= gap or (wave == 0 and 1 not in self.ground.steps)
            if text != DASH and beside:
                y = self._above(x, width / 2 + 2.0) + theme.BODY * 0.62
                self.page.write(x, y, text, bold=True, colour=self.colours[0][1], align="center")

    def _above(self, x: float, half: float) -> float:
        """The height that band, line and dots of a row by itself leave free around a place."""
        ground, shares = self.ground, self.estimate[0]
        tops = np.fmax(self.high[0], shares)
        found = []
        for run in self._runs(0):
            xs = [ground.waves[wave] for wave in run]
            dots = [ground.height(float(shares[wave])) + DOT / 2 for wave in run]
            ys = np.fmax([ground.height(float(tops[wave])) for wave in run], dots)
            inside = [at for at in (*np.linspace(x - half, x + half, 9), *xs) if abs(at - x) <= half]
            inside = [at for at in inside if xs[0] - STUB <= at <= xs[-1] + STUB]
            found += [float(each) for each in np.interp(inside, xs, ys)]
        return max(found) + 2.0
