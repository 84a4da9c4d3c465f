"""Bars to both sides of a common line, with nets at their ends and the rest of the answers apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from survey.reporting.amounts import per_cent, whole
from survey.reporting.figures import marks, theme
from survey.reporting.figures.page import LEADING, Box, Page
from survey.reporting.figures.setting import Setting
from survey.reporting.figures.sides import Item, Sides

LABELS, WRAPPED_LABELS = 0.27, 0.2
"""Widest part of the body that labels may take, on one line and on two."""

NET_COLUMN, COUNT_COLUMN, ASIDE_COLUMN = 74.0, 66.0, 76.0
HEAD_LINES, STEP, WIDEN = 3, 6.0, 78.0
"""Lines of a heading, and how much wider its column may be than usual so that its words stay whole."""

LEAST_BARS = 160.0
"""Width that wider columns leave to the bars."""

LARGEST = 16.0
"""The largest type of labels and numbers."""

SPACE, STAR, BESIDE = 16.0, 8.0, 10.0
LEGEND = 25.0
TIGHT, ROOMY = 20.0, 66.0
AFTER_TOTAL = 0.3
"""Extra room between everyone and the first group, in rows."""

UNLABELLED = 0.035
"""Shares below this have no room for a number."""


@dataclass(frozen=True)
class _Columns:
    """Where things stand across the page, in points."""

    labels: float
    negative: float
    bars: Box
    positive: float
    aside: tuple[Box, ...]
    count: float


class DivergingBars:
    """The parts of one diverging figure, drawn on a page."""

    def __init__(self, page: Page, setting: Setting, sides: Sides, items: Sequence[Item]) -> None:
        self.page, self.setting, self.sides = page, setting, sides
        self.items = list(items)
        self.question = items[0].table.question
        self.grouped = items[0].table is items[-1].table and items[-1].column > 0
        self.rows = len(items) + (AFTER_TOTAL if self.grouped else 0.0)
        self.legend = self._legend_rows()
        self._set_pitch(HEAD_LINES)
        self.net_column, self.aside_column = self._column_widths()
        self.headings = self._headings()
        self._set_pitch(max(len(lines) for lines, _ in self.headings))

    def _set_pitch(self, deepest: int) -> None:
        """The height of the head, the rows' pitch and the size of type, with headings of so many lines."""
        self.head = len(self.legend) * LEGEND + deepest * theme.BODY * LEADING + 10.0
        self.pitch = min(ROOMY, (self.page.body.height - self.head) / self.rows)
        self.size = min(LARGEST, max(theme.BODY, self.pitch * 0.3))

    def fits(self) -> bool:
        """Whether the lines have the height to be read."""
        return self.pitch >= TIGHT

    def draw(self) -> None:
        """Legend, headings, bars, numbers."""
        body, pitch = self.page.body, self.pitch
        top = body.top - (body.height - self.head - pitch * self.rows) * 0.4
        first = top - self.head
        apart = self.rows - len(self.items)
        heights = [first - pitch * (number + 0.5 + apart * (number > 0)) for number in range(len(self.items))]
        labels = self._labels(pitch)
        columns = self._columns(Box(body.left, heights[-1] - pitch / 2, body.right, first), labels)
        self._legend(columns, top)
        self._heads(columns, first + 6.0)
        self._bars(columns, heights, pitch)
        self._numbers(columns, heights, labels)

    def _labels(self, pitch: float) -> list[list[str]]:
        """Lines of each item's label: two where the rows have the height, and a narrower column then."""
        two = self._are_tall(pitch)
        width = self.page.body.width * (WRAPPED_LABELS if two else LABELS)
        return [self.page.lines(item.label, width, 2 if two else 1, self.size) for item in self.items]

    def _are_tall(self, pitch: float) -> bool:
        """Whether labels have the height of two lines."""
        return pitch >= 2.2 * self.size * LEADING

    def _label_of(self, code: str) -> str:
        return self.setting.text(self.question.answer(code).label)

    def _columns(self, box: Box, lines: list[list[str]]) -> _Columns:
        widest = max(self.page.measure(line, self.size) for label in lines for line in label)
        labels = box.left + widest
        negative = labels + 12.0 + self.net_column / 2
        left = negative + self.net_column / 2 + 4.0
        aside_most = [max(item.share(code) for item in self.items) for code in self.sides.aside]
        room = box.right - COUNT_COLUMN - left - self.net_column - SPACE * (1 + len(aside_most))
        scale = _scale(room, sum(self._reach()), aside_most, self.aside_column)
        bars = Box(left, box.bottom, left + scale * sum(self._reach()), box.top)
        positive = bars.right + 4.0 + self.net_column / 2
        aside, x = [], positive + self.net_column / 2 + SPACE
        for share in aside_most:
            stop = x + max(self.aside_column, scale * share)
            aside.append(Box(x, box.bottom, stop, box.top))
            x = stop + SPACE
        return _Columns(labels, negative, bars, positive, tuple(aside), box.right)

    def _reach(self) -> tuple[float, float]:
        """How far the bars go on either side, as shares."""
        negative, positive = (max(item.reach(side) for item in self.items) for side in self.sides)
        return max(negative, 0.02), max(positive, 0.02)

    def _column_widths(self) -> tuple[float, float]:
        """Widths of the nets' columns and of those apart, wider than usual where a word would be broken."""
        nets, others = self._titles()
        spare = self._spare(len(others))
        net = self._room(nets, NET_COLUMN, spare / 2)
        spare -= 2 * (net - NET_COLUMN)
        return net, self._room(others, ASIDE_COLUMN, spare / max(1, len(others)), BESIDE)

    def _spare(self, others: int) -> float:
        """What columns of the usual widths leave beside the labels and the least of bars."""
        width = self.page.body.width
        labels = max(self.page.measure(item.label, LARGEST) for item in self.items)
        most = (WRAPPED_LABELS if self._are_tall(self.pitch) else LABELS) * width
        usual = 2 * (NET_COLUMN + 10.0) + others * (ASIDE_COLUMN + SPACE) + SPACE + COUNT_COLUMN
        return width - min(labels, most) - usual - LEAST_BARS

    def _room(self, titles: Sequence[str], usual: float, spare: float, beside: float = 0.0) -> float:
        widths = [usual + beside + n * STEP for n in range(1 + int(max(0.0, min(WIDEN, spare)) / STEP))]
        found = [self.page.room_for(text, widths, HEAD_LINES, theme.BODY, True) for text in titles]
        return max(found, default=widths[0]) - beside

    def _titles(self) -> tuple[list[str], list[str]]:
        """The nets and the answers that stand apart, as their columns are headed."""
        nets = [self.setting.net(side.net.label) for side in self.sides]
        return nets, [self._label_of(code) for code in self.sides.aside]

    def _headings(self) -> list[tuple[list[str], str]]:
        """Lines and colour of each column's heading: nets, then what stands aside."""
        nets, others = self._titles()
        colours = [side.colour for side in self.sides]
        texts = [(text, self.net_column, colour) for text, colour in zip(nets, colours, strict=True)]
        texts += [(text, self.aside_column + BESIDE, theme.MUTED) for text in others]
        return [
            (self.page.lines(text, width, HEAD_LINES, theme.BODY, bold=True), colour)
            for text, width, colour in texts
        ]

    def _heads(self, columns: _Columns, bottom: float) -> None:
        middles = [columns.negative, columns.positive]
        middles += [box.left + self.aside_column / 2 for box in columns.aside]
        for (lines, colour), x in zip(self.headings, middles, strict=True):
            middle = bottom + len(lines) * theme.BODY * LEADING / 2
            self.page.stack(x, middle, lines, bold=True, colour=colour, align="center")
        y = bottom + theme.BODY * LEADING / 2
        self.page.write(columns.count - STAR, y, "n", colour=theme.MUTED, align="right")

    def _legend_rows(self) -> list[list[tuple[str, str, float]]]:
        """Swatches in scale order, (label, colour, width), in as many rows as they need."""
        rows: list[list[tuple[str, str, float]]] = [[]]
        room = self.page.body.width
        negative = list(zip(self.sides.negative.answers, self.sides.negative.shades, strict=True))
        positive = list(zip(self.sides.positive.answers, self.sides.positive.shades, strict=True))
        for code, colour in (*reversed(negative), *positive):
            text = self.page.lines(self._label_of(code), room * 0.45, 1, theme.BODY)[0]
            width = 20.0 + self.page.measure(text, theme.BODY) + 20.0
            if rows[-1] and sum(item[2] for item in rows[-1]) + width > room:
                rows.append([])
            rows[-1].append((text, colour, width))
        return rows

    def _legend(self, columns: _Columns, top: float) -> None:
        body = self.page.body
        for number, row in enumerate(self.legend):
            width = sum(item[2] for item in row) - 20.0
            middle = (columns.bars.left + columns.bars.right) / 2
            x = min(max(body.left, middle - width / 2), body.right - width)
            y = top - LEGEND * (number + 0.5)
            for text, colour, step in row:
                self.page.block(Box(x, y - 6.5, x + 13.0, y + 6.5), colour)
                self.page.write(x + 19.0, y, text)
                x += step

    def _bars(self, columns: _Columns, heights: list[float], pitch: float) -> None:
        thickness = min(40.0, pitch * 0.64)
        axes = marks.panel(self.page, columns.bars, -self._reach()[0], self._reach()[1])
        for side in self.sides:
            reached = [0.0] * len(self.items)
            for code, colour in zip(side.answers, side.shades, strict=True):
                shares = [item.share(code) for item in self.items]
                stops = [start + side.sign * share for start, share in zip(reached, shares, strict=True)]
                colours = [colour] * len(shares)
                drawn = marks.bars(axes, heights, reached, stops, colours, thickness)
                self._values(drawn, shares, heights)
                reached = stops
        self._asides(columns, heights, thickness)
        zero = columns.bars.left + columns.bars.width * self._reach()[0] / sum(self._reach())
        self.page.rule((zero, zero), (columns.bars.bottom + 2.0, columns.bars.top), theme.INK, 1.3)

    def _asides(self, columns: _Columns, heights: list[float], thickness: float) -> None:
        """Bars of the neutral answers, at the scale of the rest; bare numbers for don't know."""
        scale = columns.bars.width / sum(self._reach())
        for code, box in zip(self.sides.aside, columns.aside, strict=True):
            shares = [item.share(code) for item in self.items]
            if self.question.answer(code).role == "dont_know":
                for share, height in zip(shares, heights, strict=True):
                    x = box.left + self.aside_column / 2
                    self.page.write(x, height, per_cent(share), self.size, colour=theme.MUTED, align="center")
                continue
            axes = marks.panel(self.page, box, 0.0, box.width / scale)
            starts, colours = [0.0] * len(shares), [theme.colours().neutral] * len(shares)
            drawn = marks.bars(axes, heights, starts, shares, colours, thickness)
            self._values(drawn, shares, heights)

    def _values(self, drawn: list[Rectangle | None], shares: list[float], heights: list[float]) -> None:
        """Numbers on the bars wide enough to carry one."""
        for patch, share, height in zip(drawn, shares, heights, strict=True):
            if patch is None:
                continue
            extent = patch.get_window_extent()
            text = per_cent(share)
            room = extent.width * 72 / theme.DOTS_PER_INCH
            if share < UNLABELLED or room < self.page.measure(text, self.size) + 3.0:
                continue
            middle = (extent.x0 + extent.x1) / 2 * 72 / theme.DOTS_PER_INCH
            name, ink = str(patch.get_gid()), theme.ink_on(to_hex(patch.get_facecolor()))
            self.page.write(middle, height, text, self.size, colour=ink, align="center", on=name)

    def _numbers(self, columns: _Columns, heights: list[float], labels: list[list[str]]) -> None:
        """Labels, nets and bases of each line."""
        for item, height, lines in zip(self.items, heights, labels, strict=True):
            bold = self.grouped and not item.column
            self.page.stack(columns.labels, height, lines, self.size, bold=bold, align="right")
            for side, x in zip(self.sides, (columns.negative, columns.positive), strict=True):
                share = per_cent(item.share(side.net.name))
                size, colour = theme.LARGE, side.colour
                self.page.write(x, height, share, size, bold=True, colour=colour, align="center")
            base = whole(float(item.table.unweighted_base[item.column]))
            x = columns.count - STAR
            self.page.write(x, height, base, self.size, colour=theme.MUTED, align="right")
            if item.table.columns[item.column].flag == "caution":
                self.page.write(x + 1.5, height, "*", self.size, colour=theme.MUTED)


def _scale(room: float, sides: float, aside: Sequence[float], column: float) -> float:
    """Points per share, so that bars, nets and what stands aside, as wide as its headings, fill the room."""
    narrow = [False] * len(aside)
    while True:
        free = room - sum(column for flag in narrow if flag)
        scale = free / (sides + sum(share for share, flag in zip(aside, narrow, strict=True) if not flag))
        found = [scale * share < column for share in aside]
        if found == narrow:
            return scale
        narrow = [old or new for old, new in zip(narrow, found, strict=True)]
