"""Where a model's terms stand: a dot for each answer under its question, in one panel or two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, floor, isnan, log10

from survey.language.drivers import DriverFigureWords
from survey.reporting.amounts import DASH, signed, whole
from survey.reporting.figures import marks, theme
from survey.reporting.figures.driver_terms import estimated, leading, printed, sure, telling
from survey.reporting.figures.page import Box, Page
from survey.reporting.figures.setting import Setting
from survey.vocabulary import DriverQuestion, Drivers, DriverTerm

TYPE = ((16.0, 24.0), (15.0, 20.0), (14.0, 16.8))
"""(type size, least points from row to row), the best first."""

AMPLE, ROOMY = 19.0, 27.0
"""Points from row to row: what one panel should have, and the most."""

APART = 0.4
"""Room above a question's heading, in rows."""

AXIS, GUTTER, GAP, END, STAR = 22.0, 30.0, 14.0, 10.0, 8.0
LABELS, LEADING, LABEL_LINES = 0.4, 1.2, 2
MOST_BLOCKS = 10
"""Questions for which every way of parting them is tried."""

APART_ON_AXIS, MOST_STEPS = 9.0, 6
"""Points between the numbers of the axis, at least; steps of the axis, at most."""

ABOUT_DOTS, LEAST_SPREAD = 0.11, 0.005
"""Room about the outermost dots: part of what is drawn, and where nothing spreads."""

Shown = tuple[DriverQuestion, ...]


@dataclass(frozen=True)
class Line:
    """One row of the figure: a term, or a question's heading (term None), its label on one line or two."""

    texts: tuple[str, ...]
    term: DriverTerm | None = None


Block = tuple[Line, ...]
Panels = tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Layout:
    """Blocks of lines in their panels, with the type size and the points from row to row."""

    panels: Panels
    size: float
    pitch: float


class DriverPanels:
    """The panels of one figure, drawn on a page."""

    def __init__(self, page: Page, setting: Setting, model: Drivers) -> None:
        self.page, self.setting, self.model = page, setting, model
        self.words = DriverFigureWords(setting.language)
        self.room = page.body.height - AXIS

    def fitting(self, shown: Shown) -> Shown:
        """As many whole questions as fit, that of the title first; of one too long, its telling answers."""
        if self._layout(shown) is not None:
            return shown
        lead = leading(self.model)
        first = [question for question in shown if lead is not None and lead in question.terms]
        kept: list[DriverQuestion] = []
        for question in (*first, *(each for each in shown if each not in first)):
            wanted = [each for each in shown if each in kept or each is question]
            if self._layout(tuple(wanted)) is not None:
                kept = wanted
        if kept:
            return tuple(kept)
        longest = (first or shown)[0]
        parts = (telling(longest, most, lead) for most in range(len(longest.terms) - 1, 1, -1))
        return (next((part for part in parts if self._layout((part,))), telling(longest, 1, lead)),)

    def draw(self, shown: Shown) -> None:
        """The questions on one scale."""
        for panel, blocks in self._panels(shown):
            panel.draw(blocks)

    def cut(self, shown: Shown) -> bool:
        """Whether an interval on few respondents goes beyond the axis, which is made for the others."""
        return any(panel.past(end) for panel, _ in self._panels(shown) for end in ("<", ">"))

    def _panels(self, shown: Shown) -> list[tuple[_Panel, tuple[Block, ...]]]:
        layout = self._layout(shown)
        if layout is None:
            return []
        body, width = self.page.body, self._width(len(layout.panels))
        longest = max(_height(panel, layout.size, layout.pitch) for panel in layout.panels)
        top = body.top - max(0.0, self.room - longest) * 0.3
        terms = [term for question in shown for term in question.terms]
        lefts = [body.left + number * (width + GUTTER) for number in range(len(layout.panels))]
        boxes = [Box(left, body.bottom, left + width, top) for left in lefts]
        return [
            (_Panel(self, box, layout, terms), blocks)
            for box, blocks in zip(boxes, layout.panels, strict=True)
        ]

    def _width(self, panels: int) -> float:
        return (self.page.body.width - GUTTER * (panels - 1)) / panels

    def _layout(self, shown: Shown) -> Layout | None:
        """The fewest panels and the largest type in which the questions fit; None when they do not."""
        for arrange, many, ample in ((_together, 1, AMPLE), (_in_order, 2, 0.0), (_even, 2, 0.0)):
            for size, least in TYPE:
                panels = arrange(self._blocks(shown, self._width(many), size), size)
                pitch = min(_pitch(panel, size, self.room) for panel in panels)
                if pitch >= max(least, ample):
                    return Layout(panels, size, min(pitch, ROOMY))
        return None

    def _blocks(self, shown: Shown, width: float, size: float) -> tuple[Block, ...]:
        """A block of lines for each question: its heading, then its terms."""
        text, blocks = self.setting.text, []
        for question in shown:
            heading = self.page.lines(text(question.question.label), width * 0.96, LABEL_LINES, size, True)
            lines = [Line(tuple(heading))]
            for term in question.terms:
                label = self.words.unit if term.kind == "number" else text(term.label)
                lines.append(Line(tuple(self.page.lines(label, width * LABELS, LABEL_LINES, size)), term))
            blocks.append(tuple(lines))
        return tuple(blocks)


class _Panel:
    """One panel: grid lines, dots with intervals, labels and numbers."""

    def __init__(self, panels: DriverPanels, box: Box, layout: Layout, terms: Sequence[DriverTerm]) -> None:
        self.page, self.words, self.box = panels.page, panels.words, box
        self.size, self.pitch, self.terms = layout.size, layout.pitch, terms
        lines = [line for panel in layout.panels for block in panel for line in block]
        measure = self.page.measure
        labels = [measure(text, self.size) for line in lines if line.term for text in line.texts]
        counts = [measure(whole(term.unweighted_base), self.size) for term in terms]
        values = [measure(self._value(term), self.size, bold=True) for term in terms]
        self.count = box.right - STAR
        head = measure(self.words.points_head, theme.BODY)
        self.value = self.count - max([*counts, measure("n", theme.BODY)]) - GAP
        self.left = box.left + max(labels) + GAP
        self.right = self.value - max([*values, head]) - GAP - END
        self.low, self.high = _ends(terms)
        self.step = next(step for step in self._steps() if self._apart(step))

    def draw(self, blocks: Sequence[Block]) -> None:
        """The panel's blocks below each other."""
        y, drawn, spans = self.box.top - AXIS, list[tuple[DriverTerm, float]](), []
        for number, block in enumerate(blocks):
            y -= APART * self.pitch if number else 0.0
            for line in block:
                height = self.pitch + self._extra(line)
                if line.term is not None:
                    drawn.append((line.term, y - height / 2))
                self._write(line, y - height / 2)
                y -= height
            spans.append((y, y + sum(self.pitch + self._extra(line) for line in block[1:])))
        self._axis(spans)
        self._marks(Box(self.left, y, self.right, self.box.top - AXIS), drawn)

    def past(self, end: str) -> list[DriverTerm]:
        """Terms whose interval goes beyond the axis, at its low end "<" or its high one ">"."""
        slack = (self.high - self.low) * 1e-6
        if end == "<":
            return [term for term in self.terms if estimated(term) and term.effect_low < self.low - slack]
        return [term for term in self.terms if estimated(term) and term.effect_high > self.high + slack]

    def _steps(self) -> Iterator[float]:
        """1, 2 and 5 of each power of ten, from the finest that a grid could have."""
        for power in count(floor(log10(self.high - self.low)) - 2):
            yield from (digit * 10.0**power for digit in (1, 2, 5))

    def _apart(self, step: float) -> bool:
        """Whether the numbers of a grid stand apart, and its lines are few."""
        widest = max(self.page.measure(_signed(end, step), theme.BODY) for end in (self.low, self.high))
        width = self.right - self.left
        return width * step / (self.high - self.low) >= max(widest + APART_ON_AXIS, width / MOST_STEPS)

    def _extra(self, line: Line) -> float:
        return (len(line.texts) - 1) * self.size * LEADING

    def _value(self, term: DriverTerm) -> str:
        if term.kind == "reference":
            return self.words.reference
        return printed(term.effect, term, self.terms) if estimated(term) else DASH

    def _at(self, effect: float) -> float:
        return self.left + (self.right - self.left) * (effect - self.low) / (self.high - self.low)

    def _axis(self, spans: Sequence[tuple[float, float]]) -> None:
        """Grid lines with their values, the line at zero, headings of the columns."""
        y = self.box.top - AXIS / 2
        for number in range(ceil(self.low / self.step - 1e-9), floor(self.high / self.step + 1e-9) + 1):
            x = self._at(number * self.step)
            look = (theme.MUTED, 1.3) if number == 0 else (theme.GRID, 1.0)
            for span in spans:
                self.page.rule((x, x), span, *look)
            label = _signed(number * self.step, self.step)
            self.page.write(x, y, label, colour=theme.MUTED, align="center")
        self.page.write(self.value, y, self.words.points_head, colour=theme.MUTED, align="right")
        self.page.write(self.count, y, "n", colour=theme.MUTED, align="right")

    def _marks(self, plot: Box, drawn: Sequence[tuple[DriverTerm, float]]) -> None:
        axes = marks.panel(self.page, plot, self.low, self.high)
        dotted = [(term, y) for term, y in drawn if estimated(term)]
        heights = [y for _, y in dotted]
        looks = [_look(term) for term, _ in dotted]
        lows = [max(term.effect_low, self.low) for term, _ in dotted]
        highs = [min(term.effect_high, self.high) for term, _ in dotted]
        marks.intervals(axes, heights, lows, highs, [look[2] for look in looks], width=4.0)
        size = min(11.0, self.pitch * 0.55)
        for end, marker in ((self.low, "<"), (self.high, ">")):
            gone = self.past(marker)
            past = [y for term, y in dotted if term in gone]
            marks.signs(axes, past, end, marker, size * 0.55, face=theme.FAINT, edge=theme.FAINT)
        values = [term.effect for term, _ in dotted]
        marks.dots(axes, heights, values, [look[0] for look in looks], [look[1] for look in looks], size)
        zero = [y for term, y in drawn if term.kind == "reference"]
        marks.signs(axes, zero, 0.0, "D", size * 0.8, face=theme.PAPER, edge=theme.MUTED)

    def _write(self, line: Line, y: float) -> None:
        """A line's label, effect and base."""
        if line.term is None:
            self.page.stack(self.box.left, y, line.texts, self.size, bold=True, leading=LEADING)
            return
        term = line.term
        faint = term.flag != "" or term.kind == "reference"
        colour = theme.MUTED if faint else theme.INK
        self.page.stack(
            self.left - GAP, y, line.texts, self.size, colour=colour, align="right", leading=LEADING
        )
        bold = sure(term)
        self.page.write(self.value, y, self._value(term), self.size, bold=bold, colour=colour, align="right")
        base = whole(term.unweighted_base)
        self.page.write(self.count, y, base, self.size, colour=theme.MUTED, align="right")
        if term.flag == "low":
            self.page.write(self.count + 1.5, y, "*", self.size, colour=theme.MUTED)


def _signed(value: float, step: float) -> str:
    """A value of the axis in points, to the decimals that its grid needs."""
    return signed(value * 100, max(0, -floor(log10(step * 100) + 1e-9))) if value else "0"


def _look(term: DriverTerm) -> tuple[str, str, str]:
    """Face, edge and interval colours: blue more, orange less, filled where sure, grey on few respondents."""
    if term.flag:
        return theme.PAPER, theme.FAINT, theme.colours().neutral
    strong, light = (
        (theme.colours().positive, theme.colours().positive_light)
        if term.effect > 0
        else (theme.colours().negative, theme.colours().negative_light)
    )
    return (strong if sure(term) else theme.PAPER), strong, light


def _rows(panel: Sequence[Block]) -> float:
    return sum(map(len, panel)) + APART * (len(panel) - 1)


def _further(panel: Sequence[Block], size: float) -> float:
    """Points that second lines of labels add."""
    return sum(len(line.texts) - 1 for block in panel for line in block) * size * LEADING


def _height(panel: Sequence[Block], size: float, pitch: float) -> float:
    return _rows(panel) * pitch + _further(panel, size)


def _pitch(panel: Sequence[Block], size: float, room: float) -> float:
    """Points from row to row at which a panel fills its room."""
    return (room - _further(panel, size)) / _rows(panel)


def _together(blocks: Sequence[Block], size: float) -> Panels:
    return (tuple(blocks),)


def _in_order(blocks: Sequence[Block], size: float) -> Panels:
    """The blocks in two panels, one after the other; a block alone is parted, its heading repeated."""
    if len(blocks) == 1:
        (heading, *lines), half = blocks[0], len(blocks[0]) // 2
        return ((heading, *lines[:half]),), ((heading, *lines[half:]),)
    return _shortest(blocks, [tuple(range(cut)) for cut in range(1, len(blocks))], size)


def _even(blocks: Sequence[Block], size: float) -> Panels:
    """The blocks in two panels as even as can be, each in order, the first block on the left."""
    if not 2 < len(blocks) <= MOST_BLOCKS:
        return _in_order(blocks, size)
    rest = range(1, len(blocks))
    lefts = [(0, *(n for n in rest if chosen >> n & 1)) for chosen in range(0, 2 ** len(blocks) - 2, 2)]
    return _shortest(blocks, lefts, size)


def _shortest(blocks: Sequence[Block], lefts: Sequence[tuple[int, ...]], size: float) -> Panels:
    """The blocks in two panels, of these on the left the choice whose longer panel is shortest."""
    gap = APART * size * LEADING
    heights = [_height((block,), size, size * LEADING) + gap for block in blocks]
    whole_height = sum(heights)

    def longer(left: tuple[int, ...]) -> float:
        height = sum(heights[n] for n in left)
        return max(height, whole_height - height)

    best = min(lefts, key=longer)
    return (
        tuple(block for n, block in enumerate(blocks) if n in best),
        tuple(block for n, block in enumerate(blocks) if n not in best),
    )


def _ends(terms: Sequence[DriverTerm]) -> tuple[float, float]:
    """What must be on the axis: zero, intervals on enough respondents, and every dot with room about it."""
    drawn = [term for term in terms if estimated(term)]
    firm = [term for term in drawn if not term.flag] or drawn
    values = [0.0, *(term.effect for term in drawn)]
    limits = [end for term in firm for end in (term.effect_low, term.effect_high) if not isnan(end)]
    spread = max([*values, *limits]) - min([*values, *limits])
    room = spread * ABOUT_DOTS or LEAST_SPREAD
    return min([*limits, min(values) - room]), max([*limits, max(values) + room])
