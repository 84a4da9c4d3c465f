"""Ranking: the answers of one question as bars with intervals, the largest first."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from matplotlib.figure import Figure

from survey.reporting.amounts import per_cent, whole
from survey.reporting.figures import marks, theme
from survey.reporting.figures.page import LEADING, Box, Page
from survey.reporting.figures.setting import Setting, half_width
from survey.reporting.figures.wrapping import ELLIPSIS
from survey.vocabulary import Table

LABELS = 0.36
"""Widest part of the body that the answers' labels may take."""

AXIS = 22.0
LEAST_REACH = 0.05

TIGHT, ROOMY = 21.0, 46.0
"""Points from row to row: the least that is readable, and the most that looks like one picture."""


@dataclass(frozen=True)
class Bar:
    """One answer to draw; `aside` when it is no answer to the question proper (none of these, don't know)."""

    row: int
    label: str
    share: float
    low: float
    high: float
    aside: bool

    @property
    def reach(self) -> float:
        """How far the bar and its interval go."""
        return self.share if isnan(self.high) else self.high


def ranking(table: Table, setting: Setting) -> Figure:
    """The answers of a table's total as bars from zero, with intervals and values."""
    found = _bars(table, setting)
    page = Page(setting.frame(title(table, setting), _subtitle(table, setting), ""), setting.fonts)
    room = int(page.body.height // TIGHT) - 2
    shown, cut = _within(found, max(4, room))
    footer = _footer(table, setting, shown, cut)
    page = Page(setting.frame(title(table, setting), _subtitle(table, setting), footer), setting.fonts)
    _draw(page, shown, setting)
    return page.figure


def title(table: Table, setting: Setting) -> str:
    """The leading answer and the one after it; when their intervals meet, that they are too close to rank."""
    found = [bar for bar in _bars(table, setting) if not bar.aside]
    found.sort(key=lambda bar: -bar.share)
    if not found:
        return setting.text(table.question.label)
    names = {"question": setting.named(table.question.label)}
    first, second = found[0], found[1] if len(found) > 1 else None
    names |= {"answer": setting.quote(first.label), "share": _share(first.share, setting)}
    if second is None:
        return setting.words.ranking_alone.format(**names)
    names |= {
        "second": setting.quote(second.label),
        "second_share": _share(second.share, setting),
    }
    clear = first.low > second.high
    return (setting.words.ranking_title if clear else setting.words.ranking_close).format(**names)


def alt(table: Table, setting: Setting) -> str:
    """Every bar in words."""
    items = [
        setting.words.ranking_alt_item.format(
            answer=bar.label,
            share=_share(bar.share, setting),
            low=per_cent(bar.low, 1),
            high=per_cent(bar.high, 1),
        )
        for bar in _bars(table, setting)
    ]
    return setting.sentences(
        title(table, setting).rstrip(setting.words.stop) + setting.words.stop,
        setting.words.ranking_alt.format(
            intervals=setting.intervals(),
            n=whole(float(table.unweighted_base[0])),
            items=setting.listed(items),
        ),
    )


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share, 1))


def _bars(table: Table, setting: Setting) -> list[Bar]:
    """Answers by share, but in their own order when they are a scale; what stands aside comes last."""
    question = table.question
    found = [
        Bar(
            number,
            setting.text(row.label),
            float(table.estimate[number, 0]),
            float(table.low[number, 0]),
            float(table.high[number, 0]),
            row.code in question.aside,
        )
        for number, row in enumerate(table.rows)
        if row.kind == "answer" and not isnan(table.estimate[number, 0])
    ]
    ordered = question.scale == "ordinal" or question.kind == "scale"
    return sorted(found, key=lambda bar: (bar.aside, 0.0 if ordered and not bar.aside else -bar.share))


def _within(found: list[Bar], room: int) -> tuple[list[Bar], list[Bar]]:
    """The bars there is room for, and those left to the table: the smallest, not those aside."""
    aside = [bar for bar in found if bar.aside]
    answers = [bar for bar in found if not bar.aside]
    keep = max(1, room - len(aside))
    return answers[:keep] + aside[:room], answers[keep:]


def _subtitle(table: Table, setting: Setting) -> str:
    several = setting.words.several if table.question.kind == "multiple" else ""
    measure = setting.words.ranking_subtitle.format(intervals=setting.intervals())
    return setting.sentences(measure, setting.asked(table.question), several)


def _footer(table: Table, setting: Setting, shown: list[Bar], cut: list[Bar]) -> str:
    rows = [bar.row for bar in shown]
    notes = []
    mentions = [number for number, row in enumerate(table.rows) if row.kind == "mentions"]
    if mentions:
        total = float(table.estimate[mentions[0], 0])
        notes.append(setting.words.ranking_mentions.format(share=_share(total, setting)))
    if cut:
        most = _share(max(bar.share for bar in cut), setting)
        notes.append(setting.words.ranking_cut.format(count=len(cut), share=most))
    widest = half_width(table.low[rows, 0], table.high[rows, 0])
    return setting.footer(setting.base_of([table], rows), widest, notes, [table.question])


def _draw(page: Page, shown: list[Bar], setting: Setting) -> None:
    body = page.body
    pitch = min(ROOMY, (body.height - AXIS) / max(1, len(shown)))
    top = body.top - (body.height - pitch * len(shown) - AXIS) * 0.35
    heights = [top - AXIS - pitch * (number + 0.5) for number in range(len(shown))]
    labels, size = _labels(page, shown, pitch)
    left = body.left + max(page.measure(line, size) for lines in labels for line in lines) + 12.0
    right = body.right - page.measure("00.0%", size + 1, bold=True) - 14.0
    limit = max(LEAST_REACH, *(bar.reach for bar in shown))
    box = Box(left, heights[-1] - pitch / 2, right, top - AXIS)
    _scale(page, box, limit, setting)
    _rows(page, box, shown, labels, heights, (pitch, size, limit), setting)


def _labels(page: Page, shown: list[Bar], pitch: float) -> tuple[list[list[str]], float]:
    """Lines of each label and their type size, the largest at which none is cut."""
    largest = min(theme.LARGE, max(theme.BODY, pitch * 0.52))
    for size in (largest, (largest + theme.BODY) / 2, theme.BODY):
        most = 2 if pitch >= 2 * size * LEADING else 1
        labels = [page.lines(bar.label, page.body.width * LABELS, most, size) or [""] for bar in shown]
        if not any(lines[-1].endswith(ELLIPSIS) for lines in labels):
            break
    return labels, size


def _scale(page: Page, box: Box, limit: float, setting: Setting) -> None:
    """Grid lines with their values on top."""
    step = 0.2 if limit > 0.5 else 0.1 if limit > 0.2 else 0.05
    for number in range(int(limit / step + 1e-9) + 1):
        x = box.left + box.width * number * step / limit
        page.rule((x, x), (box.bottom, box.top), theme.RULE if number == 0 else theme.GRID, 1.0)
        text = per_cent(number * step)
        label = setting.words.share.format(number=text) if number == 0 else text
        page.write(x, box.top + 10.0, label, colour=theme.MUTED, align="center")


def _rows(
    page: Page,
    box: Box,
    shown: list[Bar],
    labels: list[list[str]],
    heights: list[float],
    sizes: tuple[float, float, float],
    setting: Setting,
) -> None:
    pitch, size, limit = sizes
    axes = marks.panel(page, box, 0.0, limit)
    lead = max((bar.share for bar in shown if not bar.aside), default=0.0)
    own = theme.colours()
    colours = [
        own.neutral if bar.aside else own.positive if bar.share == lead else own.positive_light
        for bar in shown
    ]
    shares = [bar.share for bar in shown]
    marks.bars(axes, heights, [0.0] * len(shown), shares, colours, min(pitch * 0.66, 30.0))
    low, high = [bar.low for bar in shown], [bar.high for bar in shown]
    marks.intervals(axes, heights, low, high, [theme.INK] * len(shown), halo=True)
    for bar, lines, height in zip(shown, labels, heights, strict=True):
        leading = bar.share == lead and not bar.aside
        page.stack(
            box.left - 10.0,
            height,
            lines,
            size,
            colour=theme.MUTED if bar.aside else theme.INK,
            align="right",
        )
        x = box.left + box.width * bar.reach / limit + 9.0
        colour = theme.MUTED if bar.aside else theme.INK
        page.write(x, height, _share(bar.share, setting), size + leading, bold=leading, colour=colour)
