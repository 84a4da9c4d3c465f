"""Residual heat map of a crossing: row per cents, coloured by how far each cell departs from independence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from survey.reporting.figures import theme
from survey.reporting.figures.amounts import (
    level,
    per_cent,
    probability,
    rounded,
    signed,
    whole,
    without_zero,
)
from survey.reporting.figures.page import LEADING, Box, Frame, Page
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Contrast, Crossing

LIMIT = 6.0
LABELS, HEADINGS = 0.22, 3
NET_COLUMN, COUNT_COLUMN = 78.0, 62.0
KEY, TOTAL = 30.0, 26.0
ROOMY = 74.0
COLOURS = (theme.NEGATIVE, theme.NEGATIVE_LIGHT, theme.EVEN, theme.POSITIVE_LIGHT, theme.POSITIVE)


def heat(crossing: Crossing, setting: Setting) -> Figure:
    """The crossing's answers as coloured cells; nets and bases as plain columns beside them."""
    page = Page(_frame(crossing, setting), setting.fonts)
    _Drawing(page, setting, crossing).draw()
    return page.figure


def title(crossing: Crossing, setting: Setting) -> str:
    """The clearest contrast between two rows, or the cell furthest from independence, or neither."""
    rows = setting.text(crossing.row_question.label)
    names = {"rows": rows, "columns": setting.named(crossing.column_question.label)}
    contrast = _clearest(crossing, setting)
    if contrast is not None:
        return setting.words.heat_contrast.format(**_ends(crossing, contrast, setting), **names)
    cell = _furthest(crossing, setting)
    if cell is not None:
        r, c = cell
        return setting.words.heat_title.format(
            answer=setting.quoted(crossing.columns[c].label),
            row=setting.quoted(crossing.rows[r].label),
            share=_share(float(crossing.share_of_row[r, c]), setting),
            total=_share(float(crossing.total_share[c]), setting),
            **names,
        )
    known = np.isfinite(crossing.residual_q).any()
    template = setting.words.heat_no_contrast if known else setting.words.heat_none
    return template.format(rows=rows, columns=setting.text(crossing.column_question.label))


def alt(crossing: Crossing, setting: Setting) -> str:
    """Every drawn row in words."""
    columns = _answers(crossing)
    items = []
    for r in _drawn(crossing):
        cells = [
            f"{setting.text(crossing.columns[c].label)} {_share(float(crossing.share_of_row[r, c]), setting)}"
            for c in columns
        ]
        row = setting.text(crossing.rows[r].label)
        items.append(setting.words.heat_alt_item.format(row=row, cells=setting.listed(cells)))
    text = setting.words.heat_alt.format(
        rows=setting.text(crossing.row_question.label),
        columns=setting.text(crossing.column_question.label),
        n=whole(crossing.total_unweighted_base),
        items=setting.words.aside.join(items),
    )
    return setting.sentences(title(crossing, setting) + setting.words.stop, text)


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share))


def _answers(crossing: Crossing) -> list[int]:
    """Columns that are answers, the coloured part."""
    return [number for number, column in enumerate(crossing.columns) if column.kind == "answer"]


def _nets(crossing: Crossing) -> list[int]:
    return [number for number, column in enumerate(crossing.columns) if column.kind == "net"]


def _flag(crossing: Crossing, row: int) -> str:
    return crossing.flags[row] if row < len(crossing.flags) else "ok"


def _drawn(crossing: Crossing) -> list[int]:
    """Rows with a base that may be drawn."""
    return [number for number in range(len(crossing.rows)) if _flag(crossing, number) != "low"]


def _clearest(crossing: Crossing, setting: Setting) -> Contrast | None:
    """The contrast of the first net (or answer) furthest from zero in standard errors, if significant."""
    codes = {crossing.rows[row].code for row in _drawn(crossing) if _flag(crossing, row) == "ok"}
    alpha = 1 - setting.report.plan.tables.level
    for column in (*_nets(crossing), *_answers(crossing)):
        code = crossing.columns[column].code
        known = [
            c
            for c in crossing.contrasts
            if c.answer.code == code and c.p < alpha and {c.first.code, c.second.code} <= codes
        ]
        if known:
            return max(known, key=lambda c: abs(c.gap / c.standard_error))
    return None


def _ends(crossing: Crossing, contrast: Contrast, setting: Setting) -> dict[str, str]:
    """The answer, the two rows and their shares, as a title names them."""
    rows = [row.code for row in crossing.rows]
    column = [column.code for column in crossing.columns].index(contrast.answer.code)
    first, second = (
        float(crossing.share_of_row[rows.index(row.code), column])
        for row in (contrast.first, contrast.second)
    )
    return {
        "answer": setting.quoted(contrast.answer.label),
        "first": setting.quoted(contrast.first.label),
        "second": setting.quoted(contrast.second.label),
        "first_share": _share(first, setting),
        "second_share": _share(second, setting),
    }


def _gap(crossing: Crossing, setting: Setting) -> str:
    """The gap of the title's contrast with its interval; empty when the title has none."""
    contrast = _clearest(crossing, setting)
    if contrast is None:
        return ""
    ends = (contrast.low, contrast.high) if contrast.gap > 0 else (-contrast.high, -contrast.low)
    return setting.words.heat_gap.format(
        gap=rounded(abs(contrast.gap) * 100, 0),
        level=level(setting.report.plan.tables.level),
        low=rounded(ends[0] * 100, 0),
        high=rounded(ends[1] * 100, 0),
    )


def _furthest(crossing: Crossing, setting: Setting) -> tuple[int, int] | None:
    """The significant cell with the largest residual, among rows with an ample base."""
    alpha = 1 - setting.report.plan.tables.level
    cells = [
        (r, c)
        for r in _drawn(crossing)
        for c in _answers(crossing)
        if crossing.residual_q[r, c] < alpha and _flag(crossing, r) == "ok"
    ]
    return max(cells, key=lambda cell: abs(float(crossing.residual[cell])), default=None)


def _frame(crossing: Crossing, setting: Setting) -> Frame:
    words, plan = setting.words, setting.report.plan.tables
    notes = [setting.asked(crossing.column_question)]
    test = crossing.test
    if np.isfinite(test.statistic):
        notes.append(
            words.heat_test.format(
                df1=rounded(test.df1, 1),
                df2=rounded(test.df2, 0),
                statistic=rounded(test.statistic, 2),
                p=probability(test.p),
                v=without_zero(test.cramers_v, 2),
            )
        )
    shown = _drawn(crossing)
    cells = crossing.residual[np.ix_(shown, _answers(crossing))]
    if np.isfinite(cells).any() and float(np.nanmax(np.abs(cells))) > LIMIT:
        notes.append(words.heat_limit.format(limit=rounded(LIMIT, 0)))
    if any(_flag(crossing, row) == "caution" for row in shown):
        notes.append(words.caution.format(base=plan.caution_base))
    low = [setting.text(row.label) for n, row in enumerate(crossing.rows) if _flag(crossing, n) == "low"]
    if low:
        notes.append(words.low.format(base=plan.minimum_base, groups=setting.listed(low)))
    base = words.base.format(
        base=setting.text(crossing.base_label),
        n=whole(crossing.total_unweighted_base),
        effective=whole(float(np.nansum(crossing.effective_base))),
        design_effect="",
    )
    questions = [crossing.row_question, crossing.column_question]
    footer = setting.footer(base, float("nan"), notes, questions)
    subtitle = setting.sentences(words.heat_subtitle.format(alpha=setting.alpha), _gap(crossing, setting))
    return setting.frame(title(crossing, setting), subtitle, footer)


class _Drawing:
    """The parts of one heat map, drawn on a page."""

    def __init__(self, page: Page, setting: Setting, crossing: Crossing) -> None:
        self.page, self.setting, self.crossing = page, setting, crossing
        self.rows, self.answers, self.nets = _drawn(crossing), _answers(crossing), _nets(crossing)

    def draw(self) -> None:
        """Cells, headings, labels, nets, bases, everyone's row and the key."""
        body = self.page.body
        labels = self._labels(body.width * LABELS)
        corner = self._corner(body.width * LABELS)
        left = body.left + self._widest(labels, corner) + 12.0
        right = body.right - COUNT_COLUMN - NET_COLUMN * len(self.nets)
        cell = (right - left) / len(self.answers)
        headings = [self._heading(number, cell - 4.0) for number in self.answers]
        headings += [self._heading(number, NET_COLUMN - 6.0) for number in self.nets]
        head = max(len(lines) for lines in (*headings, corner)) * theme.BODY * LEADING + 8.0
        pitch = min(ROOMY, (body.height - head - TOTAL - KEY) / len(self.rows))
        spare = body.height - head - TOTAL - KEY - pitch * len(self.rows)
        top = body.top - spare * 0.4 - head
        box = Box(left, top - pitch * len(self.rows), right, top)
        self.page.stack(left - 12.0, top + head / 2, corner, colour=theme.MUTED, align="right")
        self._heads(headings, box, top + 6.0)
        self._cells(box)
        for number, lines in enumerate(labels):
            self._row(number, lines, top - pitch * (number + 0.5), box)
        self._everyone(box)
        self._key(box.bottom - TOTAL - KEY / 2 - 2.0, left, right)

    @property
    def size(self) -> float:
        """Type size of labels: larger where rows are few."""
        return 16.0 if len(self.rows) <= 5 else theme.BODY

    def _labels(self, width: float) -> list[list[str]]:
        most = 2 if len(self.rows) <= 6 else 1
        labels = [self.crossing.rows[row].label for row in self.rows]
        return [self.page.lines(self.setting.text(label), width, most, self.size) for label in labels]

    def _corner(self, width: float) -> list[str]:
        """What the rows are, above their labels."""
        text = self.setting.text(self.crossing.row_question.label)
        return self.page.lines(text, width, HEADINGS, theme.BODY)

    def _widest(self, labels: Sequence[Sequence[str]], corner: Sequence[str]) -> float:
        """Width of the column of labels, its heading included."""
        widths = [self.page.measure(line, self.size) for lines in labels for line in lines]
        return max(*widths, *(self.page.measure(line, theme.BODY) for line in corner), 0.0)

    def _heading(self, number: int, width: float) -> list[str]:
        column = self.crossing.columns[number]
        net = column.kind == "net"
        text = self.setting.net(column.label) if net else self.setting.text(column.label)
        return self.page.lines(text, width, HEADINGS, theme.BODY, bold=net)

    def _middles(self, box: Box) -> list[float]:
        """Where each column stands: answers in the cells, nets to their right."""
        cell = box.width / len(self.answers)
        middles = [box.left + cell * (number + 0.5) for number in range(len(self.answers))]
        return middles + [box.right + NET_COLUMN * (number + 0.5) + 4.0 for number in range(len(self.nets))]

    def _heads(self, headings: Sequence[Sequence[str]], box: Box, bottom: float) -> None:
        for number, (lines, x) in enumerate(zip(headings, self._middles(box), strict=True)):
            middle = bottom + len(lines) * theme.BODY * LEADING / 2
            net = number >= len(self.answers)
            self.page.stack(
                x, middle, lines, bold=net, align="center", colour=theme.MUTED if net else theme.INK
            )
        y = bottom + theme.BODY * LEADING / 2
        self.page.write(self.page.body.right - 8.0, y, "n", colour=theme.MUTED, align="right")

    def _cells(self, box: Box) -> None:
        """The coloured cells, by seaborn."""
        residuals = pd.DataFrame(self.crossing.residual[np.ix_(self.rows, self.answers)]).fillna(0.0)
        axes = self.page.axes(box)
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
        axes.set_axis_off()

    def _row(self, number: int, lines: Sequence[str], y: float, box: Box) -> None:
        """One row's label, cells, nets and base."""
        row, caution = self.rows[number], _flag(self.crossing, self.rows[number]) == "caution"
        colour = theme.MUTED if caution else theme.INK
        self.page.stack(box.left - 12.0, y, lines, self.size, colour=colour, align="right")
        middles = self._middles(box)
        for position, column in enumerate(self.answers):
            self._cell(number, position, (row, column), (middles[position], y), box.height / len(self.rows))
        for column, x in zip(self.nets, middles[len(self.answers) :], strict=True):
            share = _share(float(self.crossing.share_of_row[row, column]), self.setting)
            self.page.write(x, y, share, self.size, align="center", colour=colour)
        base = whole(float(self.crossing.unweighted_base[row]))
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


def _ramp() -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("residual", list(COLOURS))


def _shade(residual: float) -> str:
    """The colour of a residual; none known is as pale as zero."""
    value = residual if np.isfinite(residual) else 0.0
    return to_hex(_ramp()(float(np.clip((value + LIMIT) / (2 * LIMIT), 0.0, 1.0))))
