"""Residual heat map of a crossing: row per cents, coloured by how far each cell departs from independence."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
from matplotlib.figure import Figure

from survey.reporting.amounts import (
    level,
    per_cent,
    probability,
    rounded,
    whole,
    without_zero,
)
from survey.reporting.contrasts import answers_of, clearest, ends, flag_of, nets_of
from survey.reporting.figures.heat_cells import LIMIT, HeatCells
from survey.reporting.figures.page import Frame, Page
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Contrast, Crossing

MOST_ANSWERS, MOST_NETS = 12, 3
"""Columns that a page holds beside each other."""


def heat(crossing: Crossing, setting: Setting) -> Figure:
    """The crossing's answers as coloured cells; nets and bases as plain columns beside them."""
    cells, _ = _fitted(crossing, setting)
    cells.draw()
    return cells.page.figure


def title(crossing: Crossing, setting: Setting) -> str:
    """The clearest contrast between two rows, or the cell furthest from independence, or neither."""
    return _title(_fitted(crossing, setting)[1], setting)


def alt(crossing: Crossing, setting: Setting) -> str:
    """Every drawn row in words."""
    shown = _fitted(crossing, setting)[1]
    items = []
    for r in range(len(shown.rows)):
        cells = [
            f"{setting.text(shown.columns[c].label)} {_share(float(shown.share_of_row[r, c]), setting)}"
            for c in answers_of(shown)
        ]
        row = setting.text(shown.rows[r].label)
        items.append(setting.words.heat_alt_item.format(row=row, cells=setting.listed(cells)))
    text = setting.words.heat_alt.format(
        rows=setting.text(crossing.row_question.label),
        columns=setting.text(crossing.column_question.label),
        n=whole(crossing.total_unweighted_base),
        items=setting.words.aside.join(items),
    )
    return setting.sentences(_title(shown, setting) + setting.words.stop, text)


def _fitted(crossing: Crossing, setting: Setting) -> tuple[HeatCells, Crossing]:
    """A page, and the part of the crossing drawn on it: what is not is left from the smallest."""
    rows = [number for number in range(len(crossing.rows)) if flag_of(crossing, number) != "low"]
    columns = _columns(crossing)
    while True:
        shown = _part(crossing, rows, columns)
        page = Page(_frame(crossing, shown, setting), setting.fonts)
        cells = HeatCells(page, setting, shown)
        if cells.fits() or len(rows) <= 2:
            return cells, shown
        smallest = min(rows, key=lambda row: float(crossing.unweighted_base[row]))
        rows = [row for row in rows if row != smallest]


def _columns(crossing: Crossing) -> list[int]:
    """Columns there is room for: the answers given most, and the first nets."""
    answers, nets = answers_of(crossing), nets_of(crossing)
    largest = sorted(answers, key=lambda c: -float(crossing.total_share[c]))[:MOST_ANSWERS]
    return sorted([*largest, *nets[:MOST_NETS]])


def _part(crossing: Crossing, rows: list[int], columns: list[int]) -> Crossing:
    """The same crossing with these rows and columns only."""
    cells = ("share_of_row", "standard_error", "low", "high", "share_of_column", "count")
    both = {
        name: getattr(crossing, name)[np.ix_(rows, columns)] for name in (*cells, "residual", "residual_q")
    }
    bases = {
        name: getattr(crossing, f"{name}_base")[rows] for name in ("unweighted", "weighted", "effective")
    }
    totals = ("total_share", "total_low", "total_high")
    return replace(
        crossing,
        rows=tuple(crossing.rows[row] for row in rows),
        columns=tuple(crossing.columns[column] for column in columns),
        flags=tuple(flag_of(crossing, row) for row in rows),
        **both,
        **{f"{name}_base": base for name, base in bases.items()},
        **{name: getattr(crossing, name)[columns] for name in totals},
    )


def _title(crossing: Crossing, setting: Setting) -> str:
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


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share))


def _clearest(crossing: Crossing, setting: Setting) -> Contrast | None:
    return clearest(crossing, 1 - setting.report.plan.tables.level)


def _ends(crossing: Crossing, contrast: Contrast, setting: Setting) -> dict[str, str]:
    """The answer, the two rows and their shares, as a title names them."""
    first, second = ends(crossing, contrast)
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
    limits = (contrast.low, contrast.high) if contrast.gap > 0 else (-contrast.high, -contrast.low)
    return setting.words.heat_gap.format(
        gap=rounded(abs(contrast.gap) * 100, 0),
        level=level(setting.report.plan.tables.level),
        low=rounded(limits[0] * 100, 0),
        high=rounded(limits[1] * 100, 0),
    )


def _furthest(crossing: Crossing, setting: Setting) -> tuple[int, int] | None:
    """The significant cell with the largest residual, among rows with an ample base."""
    alpha = 1 - setting.report.plan.tables.level
    cells = [
        (r, c)
        for r in range(len(crossing.rows))
        for c in answers_of(crossing)
        if crossing.residual_q[r, c] < alpha and flag_of(crossing, r) == "ok"
    ]
    return max(cells, key=lambda cell: abs(float(crossing.residual[cell])), default=None)


def _frame(crossing: Crossing, shown: Crossing, setting: Setting) -> Frame:
    words = setting.words
    base = setting.base_in_words(
        setting.text(crossing.base_label),
        [crossing.total_unweighted_base],
        crossing.total_effective_base,
    )
    notes = [
        setting.weights_effect(crossing.total_unweighted_base, crossing.total_effective_base),
        setting.asked(crossing.column_question),
        _test(crossing, setting),
    ]
    cells = np.abs(shown.residual[:, answers_of(shown)])
    if np.isfinite(cells).any() and float(np.nanmax(cells)) > LIMIT:
        notes.append(words.heat_limit.format(limit=rounded(LIMIT, 0)))
    notes += _unsaid(crossing, shown, setting)
    footer = setting.footer(base, nan, notes, [crossing.row_question, crossing.column_question])
    subtitle = setting.sentences(words.heat_subtitle.format(alpha=setting.alpha), _gap(shown, setting))
    return setting.frame(_title(shown, setting), subtitle, footer)


def _test(crossing: Crossing, setting: Setting) -> str:
    """The whole-table test in a sentence; empty when it is undefined."""
    test = crossing.test
    if not np.isfinite(test.statistic):
        return ""
    return setting.words.heat_test.format(
        df1=rounded(test.df1, 1),
        df2=rounded(test.df2, 0),
        statistic=rounded(test.statistic, 2),
        p=probability(test.p),
        v=without_zero(test.cramers_v, 2),
    )


def _unsaid(crossing: Crossing, shown: Crossing, setting: Setting) -> list[str]:
    """Sentences on small bases and on what the figure leaves out."""
    words, plan = setting.words, setting.report.plan.tables
    notes = []
    if "caution" in shown.flags:
        notes.append(words.caution.format(base=plan.caution_base))
    low = [setting.text(row.label) for n, row in enumerate(crossing.rows) if flag_of(crossing, n) == "low"]
    if low:
        notes.append(words.low.format(base=plan.minimum_base, groups=setting.named_all(low)))
    cut = len(crossing.rows) - len(low) - len(shown.rows) + len(crossing.columns) - len(shown.columns)
    if cut:
        notes.append(words.cut.format(count=cut))
    return notes
