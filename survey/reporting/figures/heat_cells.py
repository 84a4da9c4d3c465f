"""The cells of a heat map with their labels, nets, bases and key, laid out on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from survey.reporting.amounts import per_cent, signed, whole
from survey.reporting.contrasts import answers_of, flag_of, nets_of
from survey.reporting.figures import theme
from survey.reporting.figures.page import LEADING, Box, Page
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Crossing

LIMIT = 6.0
LABELS, HEADINGS = 0.22, 3
NET_COLUMN, COUNT_COLUMN = 78.0, 62.0
KEY, TOTAL = 30.0, 26.0
TIGHT, ROOMY = 18.0, 74.0


class HeatCells:
    """The parts of one heat map, drawn on a page."""

    def __init__(self, page: Page, setting: Setting, crossing: Crossing) -> None:
        self.page, self.setting, self.crossing = page, setting, crossing
        self.answers, self.nets = answers_of(crossing), nets_of(crossing)

        body = page.body
        corner = self._corner(body.width * LABELS)
        labels = self._labels(body.width * LABELS)
        self.left = body.left + self._widest(labels, corner) + 12.0
        self.right = body.right - COUNT_COLUMN - NET_COLUMN * len(self.nets)
        headings = self._headings()
        self.labels, self.corner, self.headings = labels, corner, headings
        self.head = max(len(lines) for lines in (*headings, corner)) * theme.BODY * LEADING + 8.0
        room = body.height - self.head - TOTAL - KEY
        self.pitch = min(ROOMY, room / max(1, len(crossing.rows)))

    def fits(self) -> bool:
        """Whether the rows have the height to be read."""
        return self.pitch >= TIGHT

    def draw(self) -> None:
        """Cells, headings, labels, nets, bases, everyone's row and the key."""
        body, height = self.page.body, self.pitch * len(self.crossing.rows)
        top = body.top - (body.height - self.head - TOTAL - KEY - height) * 0.4 - self.head
        box = Box(self.left, top - height, self.right, top)
        middle = top + self.head / 2
        self.page.stack(self.left - 12.0, middle, self.corner, colour=theme.MUTED, align="right")
        self._heads(box, top + 6.0)
        self._cells(box)
        for number, lines in enumerate(self.labels):
            self._row(number, lines, top - self.pitch * (number + 0.5), box)
        self._everyone(box)
        self._key(box.bottom - TOTAL - KEY / 2 - 2.0, self.left, self.right)

    @property
    def size(self) -> float:
        """Type size of labels: larger where rows are few."""
        return 16.0 if len(self.crossing.rows) <= 5 else theme.BODY

    def _labels(self, width: float) -> list[list[str]]:
        most = 2 if len(self.crossing.rows) <= 6 else 1
        texts = [self.setting.text(row.label) for row in self.crossing.rows]
        return [self.page.lines(text, width, most, self.size) for text in texts]

    def _corner(self, width: float) -> list[str]:
        """What the rows are, above their labels."""
        text = self.setting.text(self.crossing.row_question.label)
        return self.page.lines(text, width, HEADINGS, theme.BODY)

    def _widest(self, labels: Sequence[Sequence[str]], corner: Sequence[str]) -> float:
        """Width of the column of labels, its heading included."""
        widths = [self.page.measure(line, self.size) for lines in labels for line in lines]
        return max(*widths, *(self.page.measure(line, theme.BODY) for line in corner), 0.0)

    def _headings(self) -> list[list[str]]:
        """Lines above each column, answers first."""
        cell = (self.right - self.left) / max(1, len(self.answers))
        columns = self.crossing.columns
        answers = [(self.setting.text(columns[n].label), cell - 4.0, False) for n in self.answers]
        nets = [(self.setting.net(columns[n].label), NET_COLUMN - 6.0, True) for n in self.nets]
        return [
            self.page.lines(text, width, HEADINGS, theme.BODY, bold=bold)
            for text, width, bold in (*answers, *nets)
        ]

    def _middles(self, box: Box) -> list[float]:
        """Where each column stands: answers in the cells, nets to their right."""
        cell = box.width / len(self.answers)
        middles = [box.left + cell * (number + 0.5) for number in range(len(self.answers))]
        return middles + [box.right + NET_COLUMN * (number + 0.5) + 4.0 for number in range(len(self.nets))]

    def _heads(self, box: Box, bottom: float) -> None:
        for number, (lines, x) in enumerate(zip(self.headings, self._middles(box), strict=True)):
            middle = bottom + len(lines) * theme.BODY * LEADING / 2
            net = number >= len(self.answers)
            self.page.stack(
                x, middle, lines, bold=net, align="center", colour=theme.MUTED if net else theme.INK
            )
        y = bottom + theme.BODY * LEADING / 2
        self.page.write(self.page.body.right - 8.0, y, "n", colour=theme.MUTED, align="right")

    def _cells(self, box: Box) -> None:
        """The coloured cells, by seaborn."""
        residuals = pd.DataFrame(
            self.crossing.residual[np.arange(len(self.crossing.rows))[:, None], self.answers]
        ).fillna(0.0)
        axes = self.page.axes(box)
        with _undrawn(self.page.figure):
            sns.heatmap(
                residuals,
                ax=axes,
                cmap=_ramp(),
                vmin=-LIMIT,
                vmax=LIMIT,
                cbar=False,
                linewidths=2.5,
                linecolor=theme.PAPER,
                xticklabels=False,
                yticklabels=False,
            )
        for cells in axes.collections:
            cells.update_scalarmappable()  # so that they can be looked at before they are drawn
        axes.set_axis_off()

    def _row(self, number: int, lines: Sequence[str], y: float, box: Box) -> None:
        """One row's label, cells, nets and base."""
        caution = flag_of(self.crossing, number) == "caution"
        colour = theme.MUTED if caution else theme.INK
        self.page.stack(box.left - 12.0, y, lines, self.size, colour=colour, align="right")
        middles = self._middles(box)
        for position, column in enumerate(self.answers):
            self._cell(number, position, (number, column), (middles[position], y), self.pitch)
        for column, x in zip(self.nets, middles[len(self.answers) :], strict=True):
            share = _share(float(self.crossing.share_of_row[number, column]), self.setting)
            self.page.write(x, y, share, self.size, align="center", colour=colour)
        base = whole(float(self.crossing.unweighted_base[number]))
        self.page.write(self.page.body.right - 8.0, y, base, self.size, colour=theme.MUTED, align="right")
        if caution:
            self.page.write(self.page.body.right - 6.5, y, "*", self.size, colour=theme.MUTED)

    def _cell(
        self, number: int, position: int, cell: tuple[int, int], at: tuple[float, float], height: float
    ) -> None:
        """A cell's share and, where there is room below it, its residual."""
        residual = float(self.crossing.residual[cell])
        ink = theme.ink_on(_shade(residual))
        bold = bool(self.crossing.residual_q[cell] < 1 - self.setting.report.plan.tables.level)
        share = _share(float(self.crossing.share_of_row[cell]), self.setting)
        name, (x, y) = f"cell/{number}/{position}", at
        if height < 2.9 * theme.BODY or not np.isfinite(residual):
            self.page.write(x, y, share, theme.BODY, bold=bold, colour=ink, align="center", on=name)
            return
        size = min(19.0, max(theme.BODY, height * 0.32))
        self.page.write(x, y + size * 0.52, share, size, bold=bold, colour=ink, align="center", on=name)
        text = signed(residual)
        self.page.write(
            x, y - theme.BODY * 0.8, text, theme.BODY, bold=bold, colour=ink, align="center", on=name
        )

    def _everyone(self, box: Box) -> None:
        """Everyone's shares below the cells, without colour."""
        y = box.bottom - TOTAL / 2
        text = self.setting.words.total
        self.page.write(box.left - 12.0, y, text, self.size, bold=True, align="right")
        for column, x in zip((*self.answers, *self.nets), self._middles(box), strict=True):
            share = _share(float(self.crossing.total_share[column]), self.setting)
            self.page.write(x, y, share, self.size, align="center")
        base = whole(self.crossing.total_unweighted_base)
        self.page.write(self.page.body.right - 8.0, y, base, self.size, colour=theme.MUTED, align="right")

    def _key(self, y: float, left: float, right: float) -> None:
        """What the colours mean: a strip of them between its two ends in words."""
        words, steps = self.setting.words, np.linspace(-LIMIT, LIMIT, 9)
        less, more = (self.page.measure(text, theme.BODY) for text in (words.heat_less, words.heat_more))
        strip = 9 * 20.0
        x = (left + right - strip) / 2 + (less - more) / 2
        x = max(self.page.body.left + less + 10.0, x)
        self.page.write(x - 10.0, y, words.heat_less, colour=theme.MUTED, align="right")
        for number, step in enumerate(steps):
            start = x + number * 20.0
            self.page.block(Box(start, y - 6.0, start + 20.0, y + 6.0), _shade(float(step)))
        self.page.write(x + strip + 10.0, y, words.heat_more, colour=theme.MUTED)


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share))


@contextmanager
def _undrawn(figure: Figure) -> Iterator[None]:
    """Inside, the figure has a canvas that draws nothing.

    Seaborn draws the whole page to see whether tick labels overlap, also where
    there are none: a third of the figure's time.
    """
    canvas = figure.canvas
    FigureCanvasBase(figure)
    try:
        yield
    finally:
        figure.set_canvas(canvas)


def _ramp() -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("residual", list(theme.colours()._replace(neutral=theme.EVEN)))


def _shade(residual: float) -> str:
    """The colour of a residual; none known is as pale as zero."""
    value = residual if np.isfinite(residual) else 0.0
    return to_hex(_ramp()(float(np.clip((value + LIMIT) / (2 * LIMIT), 0.0, 1.0))))
