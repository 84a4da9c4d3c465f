"""Diverging bars: two sides of a scale from a common line, neutral and don't-know answers apart."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from survey.reporting.amounts import per_cent, whole
from survey.reporting.figures.diverging import DivergingBars
from survey.reporting.figures.page import Page
from survey.reporting.figures.setting import Setting, half_width
from survey.reporting.figures.sides import Item, sides_of
from survey.vocabulary import Table


def likert(tables: Sequence[Table], setting: Setting) -> Figure:
    """Several questions of one scale, or one question by its first banner, as diverging bars."""
    bars = _fitted(tables, setting)
    bars.draw()
    return bars.page.figure


def title(tables: Sequence[Table], setting: Setting) -> str:
    """How far support reaches over the items; of one question, its two sides."""
    net = sides_of(tables[0].question).positive.net
    items = [item for item in _items(tables, setting) if not item.column]
    first, last = items[0], items[-1]
    if len(items) == 1:
        question = setting.named(tables[0].question.label)
        return setting.words.likert_one.format(question=question, **_nets(first, setting))
    most, least = (_share(item.share(net.name), setting) for item in (first, last))
    if most == least:
        return setting.words.likert_same.format(net=setting.quoted(net.label), most=most, count=len(items))
    return setting.words.likert_title.format(
        net=setting.quoted(net.label),
        most=most,
        first=setting.quote(first.label),
        least=least,
        last=setting.quote(last.label),
    )


def alt(tables: Sequence[Table], setting: Setting) -> str:
    """Both sides of every line in words."""
    items = [
        setting.words.likert_alt_item.format(item=item.label, **_nets(item, setting))
        for item in _fitted(tables, setting).items
    ]
    respondents = whole(max(float(table.unweighted_base[0]) for table in tables))
    return setting.sentences(
        title(tables, setting) + setting.words.stop,
        setting.words.likert_alt.format(n=respondents, items=setting.words.aside.join(items)),
    )


def _fitted(tables: Sequence[Table], setting: Setting) -> DivergingBars:
    """A page and the lines that fit on it, from the first."""
    items, sides = _items(tables, setting), sides_of(tables[0].question)
    words = title(tables, setting), _subtitle(tables, setting)
    for kept in range(len(items), 0, -1):
        cut = len(items) - kept
        page = Page(setting.frame(*words, _footer(tables, setting, items[:kept], cut)), setting.fonts)
        bars = DivergingBars(page, setting, sides, items[:kept])
        if bars.fits():
            break
    return bars


def _items(tables: Sequence[Table], setting: Setting) -> list[Item]:
    """Lines in the order drawn: a grid by its positive side, groups in their own order."""
    if len(tables) > 1:
        positive = sides_of(tables[0].question).positive.net.name
        found = [Item(table, 0, setting.text(table.question.label)) for table in tables]
        return sorted(found, key=lambda item: -item.share(positive))
    table = tables[0]
    groups = [(n, c) for n, c in enumerate(table.columns) if c.banner and c.flag != "low"]
    banner = groups[0][1].banner if groups else ""
    return [Item(table, 0, setting.words.total)] + [
        Item(table, number, setting.text(column.label))
        for number, column in groups
        if column.banner == banner
    ]


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share))


def _nets(item: Item, setting: Setting) -> dict[str, str]:
    sides = sides_of(item.table.question)
    return {
        "positive": setting.text(sides.positive.net.label),
        "positive_share": _share(item.share(sides.positive.net.name), setting),
        "negative": setting.text(sides.negative.net.label),
        "negative_share": _share(item.share(sides.negative.net.name), setting),
    }


def _subtitle(tables: Sequence[Table], setting: Setting) -> str:
    grouped = len(tables) == 1 and len(tables[0].columns) > 1
    measure = setting.words.likert_groups if grouped else setting.words.likert_subtitle
    return setting.sentences(measure, setting.asked(*(table.question for table in tables)))


def _footer(tables: Sequence[Table], setting: Setting, items: Sequence[Item], cut: int) -> str:
    nets = [side.net.name for side in sides_of(tables[0].question)]
    rows = [number for number, row in enumerate(tables[0].rows) if row.code in nets]
    widest = max(half_width(table.low[rows, 0], table.high[rows, 0]) for table in tables)
    notes = [setting.words.rounding]
    if any(item.table.columns[item.column].flag == "caution" for item in items):
        notes.append(setting.words.caution.format(base=setting.report.plan.tables.caution_base))
    if cut:
        notes.append(setting.words.cut.format(count=cut))
    questions = [table.question for table in tables]
    return setting.footer(setting.base_of(tables, rows), widest, notes, questions)
