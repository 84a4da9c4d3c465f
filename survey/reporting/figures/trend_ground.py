"""The ground of a trend's figure: axis, grid, names of waves, and dashed lines where something changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.language.trend_figures import changed_in_words
from survey.reporting.amounts import per_cent
from survey.reporting.figures import theme
from survey.reporting.figures.page import LEADING, Box, Page
from survey.reporting.figures.setting import Setting
from survey.reporting.figures.trend_breaks import LETTERS, broken_steps
from survey.reporting.figures.trend_places import Scale, fitting
from survey.reporting.figures.trend_rows import places
from survey.reporting.figures.wrapping import ELLIPSIS, east_asian
from survey.vocabulary import Trend

LINE = theme.BODY * LEADING
WAVE_LINES, BREAK_LINES = 2, 2
TICKS, EDGE, SIDE = 8.0, 16.0, 6.0
"""Points beside the axis' numbers, from the axis to the first wave, and beside a dashed line."""

NEAREST = 16.0
"""Points from wave to wave under which dates are given up for even spacing."""

CLEAR = 9.0
"""Points from one wave's name to the next."""


class Ground:
    """Where the waves and the shares stand on a page.

    Parameters
    ----------
    right
        Where the last wave stands.
    start
        Room beside the first wave for its shares.
    headroom
        Room over the highest share.
    """

    def __init__(
        self,
        page: Page,
        setting: Setting,
        trend: Trend,
        scale: Scale,
        *,
        right: float,
        start: float,
        headroom: float,
    ) -> None:
        self.page, self.setting, self.trend, self.scale = page, setting, trend, scale
        widest = max(page.measure(self._tick(number), theme.BODY) for number in range(scale.count + 1))
        left = page.body.left + widest + TICKS
        self.waves = self._placed(left + EDGE + start, right)
        self.steps = broken_steps(trend)
        self.letters = self._letters()
        self.names = self._names()
        strip = max((len(lines) for lines in self._break_texts()), default=0)
        foot = max(len(lines) for lines in self.names.values())
        self.plot = Box(
            left,
            page.body.bottom + LINE * foot + TICKS,
            right + EDGE / 2,
            page.body.top - LINE * strip - headroom,
        )

    def height(self, share: float) -> float:
        """Height of a share on the page."""
        part = (share - self.scale.low) / (self.scale.high - self.scale.low)
        return self.plot.bottom + part * self.plot.height

    @property
    def even(self) -> bool:
        """Whether dated waves stand evenly although their dates do not."""
        across = np.array(self.waves) - self.waves[0]
        return not np.allclose(across / across[-1], places([wave.name for wave in self.trend.waves]))

    def draw(self) -> None:
        """Grid, names of waves, dashed lines."""
        for number in range(self.scale.count + 1):
            y = self.height(self.scale.low + number * self.scale.step)
            look = (theme.FAINT, 1.2) if number == 0 else (theme.GRID, 1.0)
            self.page.rule((self.plot.left, self.plot.right), (y, y), *look)
            tick = self._tick(number)
            self.page.write(self.plot.left - TICKS, y, tick, colour=theme.MUTED, align="right")
        self._write_names()
        self._write_breaks()

    def _placed(self, start: float, stop: float) -> tuple[float, ...]:
        """Where waves stand: by their dates, or evenly where those would crowd them."""
        names = [wave.name for wave in self.trend.waves]
        parts = places(names)
        if np.diff(parts).min() * (stop - start) < NEAREST:
            parts = [number / (len(names) - 1) for number in range(len(names))]
        return tuple(start + part * (stop - start) for part in parts)

    def _tick(self, number: int) -> str:
        decimals = 0 if self.scale.step >= 0.01 else 1
        text = per_cent(self.scale.low + number * self.scale.step, decimals)
        return self.setting.words.share.format(number=text) if number == self.scale.count else text

    def _names(self) -> dict[int, list[str]]:
        """{wave: lines of its name}; of very many waves, as many as have room."""
        names = [wave.name + ("*" if wave.flag != "ok" else "") for wave in self.trend.waves]
        last, edge = len(names) - 1, 2 * (self.waves[0] - self.page.body.left)

        def named(shown: Sequence[int]) -> tuple[dict[int, list[str]], bool]:
            gaps = np.diff([self.waves[wave] for wave in shown])
            width = min(edge, float(gaps.min()) - CLEAR if len(gaps) else edge)
            width = max(width, theme.BODY)
            lines = {w: self.page.lines(names[w], width, WAVE_LINES, theme.BODY, w == last) for w in shown}
            whole = all(self._whole(names[w], found, width) for w, found in lines.items())
            return lines, whole

        return fitting(len(names), named)

    def _whole(self, text: str, lines: Sequence[str], width: float) -> bool:
        """Whether lines hold all of a text, no word of it broken."""
        words = [word for word in text.split() if not any(map(east_asian, word))]
        broken = any(self.page.measure(word, theme.BODY, bold=True) > width for word in words)
        return not broken and not (lines and lines[-1].endswith(ELLIPSIS))

    def _write_names(self) -> None:
        top = self.plot.bottom - TICKS - LINE / 2 + 2.0
        for wave, lines in self.names.items():
            last = wave == len(self.waves) - 1
            colour = theme.INK if last else theme.MUTED
            for number, line in enumerate(lines):
                y = top - number * LINE
                self.page.write(self.waves[wave], y, line, bold=last, colour=colour, align="center")

    # --- what changed

    def _write_breaks(self) -> None:
        top = self.page.body.top
        for x, lines in zip(self._break_places(), self._break_texts(), strict=True):
            self.page.rule((x, x), (self.plot.bottom, top), theme.MUTED, 1.2, dashed=True)
            for number, line in enumerate(lines):
                self.page.write(x + SIDE, top - LINE * (number + 0.5), line, colour=theme.MUTED)

    def _break_places(self) -> list[float]:
        return [(self.waves[wave - 1] + self.waves[wave]) / 2 for wave in self.steps]

    def _break_texts(self) -> list[list[str]]:
        if self.letters:
            return [[letter] for letter in self.letters]
        return self._break_words()[0]

    def _break_words(self) -> tuple[list[list[str]], bool]:
        """What stands beside each dashed line, and whether it has room."""
        starts = self._break_places()
        stops = [*starts[1:], self.page.body.right + SIDE][: len(starts)]
        texts, whole = [], True
        for wave, start, stop in zip(self.steps, starts, stops, strict=True):
            text = changed_in_words(self.setting.language, self.trend.changes.breaks[wave][wave - 1])
            width = max(stop - start - 2 * SIDE, theme.BODY)
            lines = self.page.lines(text, width, BREAK_LINES, theme.BODY)
            whole = whole and self._whole(text, lines, width)
            texts.append(lines)
        return texts, whole

    def _letters(self) -> tuple[str, ...]:
        """Letters for the dashed lines where their words have no room; else none."""
        if self._break_words()[1]:
            return ()
        return tuple(LETTERS[number % len(LETTERS)] for number in range(len(self.steps)))
