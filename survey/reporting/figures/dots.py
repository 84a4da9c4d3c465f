"""Dots with intervals: one answer or net in every group of the banner, beside everyone's share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from survey.reporting.figures.amounts import per_cent, whole
from survey.reporting.figures.dot_panels import DotPanels, groups_of
from survey.reporting.figures.page import Frame, Page
from survey.reporting.figures.setting import Setting, half_width
from survey.vocabulary import BannerColumn, Table


def dots(table: Table, setting: Setting, *, row: str = "") -> Figure:
    """One row of a table (default its first net) by the groups that fit, in one panel or two."""
    drawing, shown = _fitted(table, row_of(table, row), setting)
    drawing.draw(shown)
    return drawing.page.figure


def title(table: Table, setting: Setting, *, row: str = "") -> str:
    """The highest and the lowest of the groups that differ from the rest, or that none does."""
    position = row_of(table, row)
    return _title(table, position, _fitted(table, position, setting)[1], setting)


def alt(table: Table, setting: Setting, *, row: str = "") -> str:
    """Every group in words."""
    position = row_of(table, row)
    items = []
    for number, column in enumerate(table.columns):
        if not column.banner or column.flag == "low":
            continue
        marked = bool(table.mark[position, number])
        template = setting.words.dots_alt_marked if marked else setting.words.dots_alt_item
        share = _share(float(table.estimate[position, number]), setting)
        items.append(template.format(group=_named(column, setting), share=share))
    text = setting.words.dots_alt.format(
        intervals=setting.intervals(),
        items=setting.words.aside.join(items),
        n=whole(float(table.unweighted_base[0])),
        **(_names(table, position, setting) | {"question": setting.text(table.question.label)}),
    )
    return setting.sentences(title(table, setting, row=row) + setting.words.stop, text)


def row_of(table: Table, code: str = "") -> int:
    """Position of the row with this code; without one, of the first net, or else the first answer."""
    if code:
        return table.row(code)
    kinds = [row.kind for row in table.rows]
    return kinds.index("net") if "net" in kinds else kinds.index("answer")


def _fitted(table: Table, position: int, setting: Setting) -> tuple[DotPanels, list[str]]:
    """A page and the banners that fit on it, left out one by one from the least telling."""
    shown = _banners(table)
    while True:
        page = Page(_frame(table, position, shown, setting), setting.fonts)
        drawing = DotPanels(page, setting, table, position)
        if len(shown) <= 1 or drawing.fits(shown):
            return drawing, shown
        shown = _without_weakest(table, position, shown)


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share))


def _named(column: BannerColumn, setting: Setting, *, quoted: bool = False) -> str:
    label = setting.quoted(column.label) if quoted else setting.text(column.label)
    return setting.words.in_banner.format(column=label, banner=setting.text(column.banner_label))


def _names(table: Table, position: int, setting: Setting) -> dict[str, str]:
    return {
        "question": setting.named(table.question.label),
        "net": setting.quoted(table.rows[position].label),
        "total": _share(float(table.estimate[position, 0]), setting),
    }


def _banners(table: Table) -> list[str]:
    """Banner questions with a group that may be drawn, in the table's order."""
    return list(dict.fromkeys(c.banner for c in table.columns if c.banner and c.flag != "low"))


def _without_weakest(table: Table, position: int, shown: list[str]) -> list[str]:
    """The banners without the one whose groups differ least; the later of two alike."""

    def strength(banner: str) -> tuple[bool, float]:
        groups = groups_of(table, banner)
        marked = bool(np.any(table.mark[position, groups]))
        q = table.q[position, groups]
        return marked, -float(np.nanmin(q)) if np.isfinite(q).any() else -1.0

    weakest = min(reversed(shown), key=strength)
    return [banner for banner in shown if banner != weakest]


def _title(table: Table, position: int, shown: Sequence[str], setting: Setting) -> str:
    names = _names(table, position, setting)
    estimate, mark = table.estimate[position], table.mark[position]
    differing = {
        banner: [n for n in groups_of(table, banner) if mark[n] and table.columns[n].flag == "ok"]
        for banner in shown
    }
    pairs = []
    for groups in differing.values():
        above, below = ([n for n in groups if mark[n] * sign > 0] for sign in (1, -1))
        if above and below:
            pairs.append((max(above, key=lambda n: estimate[n]), min(below, key=lambda n: estimate[n])))
    if pairs:
        explaining = {crossing.row_question.name for crossing in setting.report.crossings}
        first, last = max(
            pairs,
            key=lambda pair: (
                table.columns[pair[0]].banner in explaining,
                estimate[pair[0]] - estimate[pair[1]],
            ),
        )
        return setting.words.dots_title.format(
            most=_share(float(estimate[first]), setting),
            first=setting.quoted(table.columns[first].label),
            least=_share(float(estimate[last]), setting),
            last=setting.quoted(table.columns[last].label),
            banner=setting.text(table.columns[first].banner_label),
            **names,
        )
    alone = [n for groups in differing.values() for n in groups]
    if not alone:
        return setting.words.dots_none.format(**names)
    furthest = max(alone, key=lambda n: abs(estimate[n] - estimate[0]))
    return setting.words.dots_one_side.format(
        most=_share(float(estimate[furthest]), setting),
        first=_named(table.columns[furthest], setting, quoted=True),
        **names,
    )


def _frame(table: Table, position: int, shown: Sequence[str], setting: Setting) -> Frame:
    words, plan = setting.words, setting.report.plan.tables
    row = table.rows[position]
    nets = {net.name: net.answers for net in table.question.nets}
    answers = [setting.text(table.question.answer(code).label) for code in nets.get(row.code, ())]
    measure = words.dots_subtitle if answers else words.dots_subtitle_answer
    subtitle = setting.sentences(
        measure.format(
            net=setting.quoted(row.label), answers=" + ".join(answers), intervals=setting.intervals()
        ),
        words.dots_filled.format(correction=words.corrections[plan.correction], alpha=setting.alpha),
    )
    columns = [0, *(number for banner in shown for number in groups_of(table, banner))]
    notes = [setting.asked(table.question)]
    if any(table.columns[number].flag == "caution" for number in columns):
        notes.append(words.dots_hollow.format(base=plan.caution_base))
    low = [_named(column, setting) for column in table.columns if column.banner and column.flag == "low"]
    if low:
        notes.append(words.low.format(base=plan.minimum_base, groups=setting.listed(low)))
    left_out = [
        setting.text(table.columns[groups_of(table, banner)[0]].banner_label)
        for banner in _banners(table)
        if banner not in shown
    ]
    if left_out:
        notes.append(words.dots_left_out.format(banners=setting.listed(left_out)))
    widest = half_width(table.low[[position], 0], table.high[[position], 0])
    footer = setting.footer(setting.base_of([table], [position]), widest, notes, [table.question])
    return setting.frame(_title(table, position, shown, setting), subtitle, footer)
