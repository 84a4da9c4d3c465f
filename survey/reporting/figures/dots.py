"""Dots with intervals: one answer or net in every group of the banner, beside everyone's share."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from survey.reporting.amounts import per_cent, whole
from survey.reporting.figures.dot_panels import DotPanels, Shown, groups_of
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
    """Every group that is drawn, in words."""
    position = row_of(table, row)
    shown = _fitted(table, position, setting)[1]
    items = []
    for number in (number for groups in shown.values() for number in groups):
        marked = bool(table.mark[position, number])
        template = setting.words.dots_alt_marked if marked else setting.words.dots_alt_item
        share = _share(float(table.estimate[position, number]), setting)
        items.append(template.format(group=_named(table.columns[number], setting), share=share))
    text = setting.words.dots_alt.format(
        intervals=setting.intervals(),
        items=setting.words.aside.join(items),
        n=whole(float(table.unweighted_base[0])),
        **(_names(table, position, setting) | {"question": setting.text(table.question.label)}),
    )
    return setting.sentences(_title(table, position, shown, setting) + setting.words.stop, text)


def row_of(table: Table, code: str = "") -> int:
    """Position of the row with this code; without one, of the first net, or else the first answer."""
    if code:
        return table.row(code)
    kinds = [row.kind for row in table.rows]
    return kinds.index("net") if "net" in kinds else kinds.index("answer")


def _fitted(table: Table, position: int, setting: Setting) -> tuple[DotPanels, Shown]:
    """A page and what fits on it: banners are left out from the least telling, then the smallest groups."""
    banners = dict.fromkeys(column.banner for column in table.columns if column.banner)
    shown = {banner: groups for banner in banners if (groups := groups_of(table, banner))}
    while True:
        page = Page(_frame(table, position, shown, setting), setting.fonts)
        drawing = DotPanels(page, setting, table, position)
        if drawing.fits(shown):
            return drawing, shown
        if len(shown) > 1:
            del shown[_weakest(table, position, shown)]
        else:
            shown = _largest(table, shown, drawing)


def _largest(table: Table, shown: Shown, drawing: DotPanels) -> Shown:
    """As many groups of the one banner left as fit, those with the largest bases, in their order."""
    ((banner, groups),) = shown.items()
    while len(groups) > 1 and not drawing.fits({banner: groups}):
        smallest = min(reversed(groups), key=lambda number: float(table.unweighted_base[number]))
        groups = [number for number in groups if number != smallest]
    return {banner: groups}


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


def _weakest(table: Table, position: int, shown: Shown) -> str:
    """The banner whose groups differ least; the later of two alike."""

    def strength(banner: str) -> tuple[bool, float]:
        groups = shown[banner]
        marked = bool(np.any(table.mark[position, groups]))
        q = table.q[position, groups]
        return marked, -float(np.nanmin(q)) if np.isfinite(q).any() else -1.0

    return min(reversed(list(shown)), key=strength)


def _title(table: Table, position: int, shown: Shown, setting: Setting) -> str:
    names = _names(table, position, setting)
    estimate, mark = table.estimate[position], table.mark[position]
    differing = {
        banner: [n for n in groups if mark[n] and table.columns[n].flag == "ok"]
        for banner, groups in shown.items()
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


def _frame(table: Table, position: int, shown: Shown, setting: Setting) -> Frame:
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
    columns = [0, *(number for groups in shown.values() for number in groups)]
    notes = [setting.asked(table.question)]
    if any(table.columns[number].flag == "caution" for number in columns):
        notes.append(words.dots_hollow.format(base=plan.caution_base))
    low = [_named(column, setting) for column in table.columns if column.banner and column.flag == "low"]
    if low:
        notes.append(words.low.format(base=plan.minimum_base, groups=setting.named_all(low)))
    unsaid = [n for n, column in enumerate(table.columns) if n not in columns and column.flag != "low"]
    left_out = {
        table.columns[n].banner: table.columns[n].banner_label
        for n in unsaid
        if table.columns[n].banner not in shown
    }
    if left_out:
        banners = setting.named_all([setting.text(label) for label in left_out.values()])
        notes.append(words.dots_left_out.format(banners=banners))
    cut = [n for n in unsaid if table.columns[n].banner in shown]
    if cut:
        notes.append(words.cut.format(count=len(cut)))
    widest = half_width(table.low[[position], 0], table.high[[position], 0])
    footer = setting.footer(setting.base_of([table], [position]), widest, notes, [table.question])
    return setting.frame(_title(table, position, shown, setting), subtitle, footer)
