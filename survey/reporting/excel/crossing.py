"""One sheet per crossing: two questions in depth."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.language.sentences import inner
from survey.reporting import amounts
from survey.reporting.contrasts import clearest, ends
from survey.reporting.excel.book import Book
from survey.reporting.excel.charts import colours, stacked_bars
from survey.reporting.excel.formats import p_format, points_format
from survey.reporting.excel.odds import write_odds, write_within
from survey.reporting.excel.pictures import place_chart, place_picture
from survey.reporting.excel.sheet import PIXELS_PER_DIGIT, Sheet
from survey.reporting.excel.style import (
    ACCENT,
    ACCENT_SOFT,
    BODY,
    COUNT,
    FAINT,
    GREY,
    HEAD,
    LEAD,
    RULE,
    SHARE,
    WARM,
    WARM_SOFT,
    Look,
)
from survey.reporting.text import LONGEST_SHEET_NAME, clean, display_width, shortened, units
from survey.vocabulary import Contrast, Crossing, Row

Floats = NDArray[np.float64]

_HEAD = replace(HEAD, align="right")
_GROUP = Look(wrap=True)
_BASES = 3
_TIMES = " × "
_INTERVAL = Look(size=9, colour=GREY, align="right", format="0.0%")
_Z = Look(align="right", format="+0.0;−0.0;0.0")
_POINTS = Look(align="right")


@dataclass(frozen=True)
class _Page:
    book: Book
    sheet: Sheet
    crossing: Crossing

    @property
    def answers(self) -> list[str]:
        return [row.label.to(self.book.language) for row in self.crossing.columns]

    @property
    def groups(self) -> list[str]:
        return [row.label.to(self.book.language) for row in self.crossing.rows]


def write_crossings(book: Book) -> None:
    """All crossings, in the plan's order."""
    for crossing in book.report.crossings:
        _write_crossing(book, crossing)


def _write_crossing(book: Book, crossing: Crossing) -> None:
    words = book.words
    sheet = book.sheet(_tab(book, crossing), columns=max(len(crossing.columns) + 1 + _BASES, 7), colour=WARM)
    page = _Page(book, sheet, crossing)
    _set_widths(page)
    book.place("crossing", crossing.id, sheet, 1)
    sheet.title(crossing.title.to(book.language), lead=words.crossing_lead, status=book.status)
    back = sheet.text(sheet.row - 1, 1, words.back_to_contents, Look(size=9, colour=ACCENT, underline=True))
    book.refer(sheet, back, "sheet", "contents", words.back_to_contents)
    sheet.paragraph(words.base_line.format(base=crossing.base_label.to(book.language)), LEAD)
    for question in (crossing.row_question, crossing.column_question):
        if question.wording.to(book.language):
            sheet.paragraph(
                words.quoted.format(text=question.wording.to(book.language)), Look(size=9, italic=True)
            )
    sheet.row += 1
    head = _write_shares(page)
    _write_test(page)
    _write_residuals(page)
    _write_contrasts(page)
    write_odds(book, sheet, crossing)
    write_within(book, sheet, crossing)
    _write_block(page, words.counts_heading, crossing.count, COUNT)
    _write_block(page, words.column_shares, crossing.share_of_column, SHARE)
    start = _write_chart(page, head)
    width = round(sheet.width(1, sheet.columns) * PIXELS_PER_DIGIT)
    for drawing in book.drawings:
        if drawing.table == crossing.id and drawing.png:
            start = sheet.keep_together(start, width * 9 // 16)
            place_picture(sheet, drawing, width=width)
    sheet.page(landscape=False, footer=words.page, last_row=sheet.row)


def _tab(book: Book, crossing: Crossing) -> str:
    """The name of the crossing's sheet: its questions' labels, shortened where a tab has no room for them."""
    pair = (crossing.row_question, crossing.column_question)
    labels = [question.label.to(book.language) or question.name for question in pair]
    names = [book.table_name(question.name) for question in pair]
    ways = (labels, (labels[0], names[1]), (names[0], labels[1]), names)
    whole = next((name for way in ways if units(name := _TIMES.join(way)) <= LONGEST_SHEET_NAME), "")
    if whole:
        return whole
    room = LONGEST_SHEET_NAME - len(_TIMES)
    second = names[1] if units(names[1]) <= room // 2 else shortened(names[1], room // 2)
    return _TIMES.join((shortened(names[0], room - units(second)), second))


def _set_widths(page: _Page) -> None:
    labels = [*page.groups, page.book.words.total]
    stub = min(max([24, *map(display_width, labels)]) + 3, 38)
    widest = [
        min(max(10.5, *(display_width(word) + 3 for word in label.split())), 16) for label in page.answers
    ]
    page.sheet.widths(stub, *widest, *([11.5] * _BASES), *([11] * max(0, 7 - 1 - len(widest) - _BASES)))


def _write_head(page: _Page, heading: str, *, bases: bool = False) -> int:
    """The heading of a block and the answers' labels; gives the labels' row."""
    sheet, words = page.sheet, page.book.words
    sheet.heading(heading)
    sheet.text(sheet.row, 1, page.crossing.row_question.label.to(page.book.language), HEAD)
    labels = [*page.answers]
    if bases:
        labels += [words.unweighted_row, words.weighted_row, words.effective_row]
    for column, label in enumerate(labels, 2):
        net = column - 2 < len(page.answers) and page.crossing.columns[column - 2].kind == "net"
        starts = column - 2 == len(page.answers)
        sheet.text(sheet.row, column, label, replace(_HEAD, left=RULE if starts or net else ""))
    first = page.crossing.row_question.label.to(page.book.language)
    texts = [(text, sheet.width(k, k)) for k, text in enumerate([first, *labels], 1)]
    sheet.fit_height(sheet.row, texts)
    sheet.row += 1
    return sheet.row - 1


def _write_shares(page: _Page) -> int:
    """Row shares with their intervals below, and the bases; gives the row of the labels."""
    book, sheet, crossing = page.book, page.sheet, page.crossing
    head = _write_head(page, book.words.row_shares, bases=True)
    for r, label in enumerate(page.groups):
        flag = crossing.flags[r] if r < len(crossing.flags) else "ok"
        hidden = None if crossing.hidden is None else crossing.hidden[r]
        _write_share_row(page, label, crossing.share_of_row[r], flag=flag, hidden=hidden)
        bases = (crossing.unweighted_base[r], crossing.weighted_base[r], crossing.effective_base[r])
        _write_bases(page, bases, flag)
        sheet.row += 1
    _write_share_row(page, book.words.total, crossing.total_share, flag="ok", total=True)
    totals = (crossing.total_unweighted_base, crossing.total_weighted_base, crossing.total_effective_base)
    _write_bases(page, totals, "ok", total=True)
    sheet.row += 2
    _write_head(page, book.words.intervals_of_shares.format(level=book.level))
    ends = [*zip(crossing.low, crossing.high, strict=True), (crossing.total_low, crossing.total_high)]
    for label, both in zip([*page.groups, book.words.total], ends, strict=True):
        for limits, name in zip(both, (book.words.from_limit, book.words.to_limit), strict=True):
            _write_limits(page, name.format(group=label), limits)
    sheet.row += 1
    return head


def _write_limits(page: _Page, label: str, limits: Floats) -> None:
    """One end of the intervals of a row's shares."""
    sheet = page.sheet
    sheet.text(sheet.row, 1, label, replace(_GROUP, size=9))
    sheet.fit_height(sheet.row, [(label, sheet.width(1, 1) * 1.1)])
    for c, limit in enumerate(limits):
        look = replace(_INTERVAL, left=_net_line(page.crossing.columns, c))
        sheet.number(sheet.row, c + 2, float(limit), look, nothing=page.book.words.nothing)
    sheet.row += 1


def _write_share_row(
    page: _Page,
    label: str,
    shares: Floats,
    *,
    flag: str,
    total: bool = False,
    hidden: NDArray[np.int64] | None = None,
) -> None:
    sheet, row = page.sheet, page.sheet.row
    ruled = RULE if total else ""
    sheet.text(row, 1, label, replace(_GROUP, bold=total, top=ruled))
    sheet.fit_height(row, [(label, sheet.width(1, 1))])
    for c, share in enumerate(shares):
        net = page.crossing.columns[c].kind == "net"
        look = replace(SHARE, bold=net or total, top=ruled, left=_net_line(page.crossing.columns, c))
        if flag == "low":
            look = replace(look, colour=FAINT, italic=True)
        reason = 0 if hidden is None else int(hidden[c])
        sheet.number(row, c + 2, float(share), look, nothing=page.book.nothing(reason))


def _write_bases(page: _Page, bases: Sequence[float], flag: str, *, total: bool = False) -> None:
    ending = {"caution": '"*"', "low": f'" {page.book.words.reference}"'}.get(flag, "")
    for k in range(_BASES):
        look = replace(COUNT, size=9, colour=GREY, top=RULE if total else "", left="" if k else RULE)
        if k < len(bases):
            look = replace(look, format="#,##0" + (ending if k == 0 else ""))
            page.sheet.number(page.sheet.row, len(page.answers) + 2 + k, float(bases[k]), look)
        elif total:
            column = len(page.answers) + 2 + k
            page.sheet.blank(page.sheet.row, column, column, look)


def _net_line(columns: Sequence[Row], position: int) -> str:
    return RULE if columns[position].kind == "net" else ""


def _write_test(page: _Page) -> None:
    """The whole-table test and its unweighted companion, in words."""
    words, test, sheet = page.book.words, page.crossing.test, page.sheet
    sheet.heading(words.test_heading)
    if math.isfinite(test.statistic):
        said = words.rao_scott.format(
            df1=amounts.rounded(test.df1, 1),
            df2=amounts.rounded(test.df2, 0),
            statistic=amounts.rounded(test.statistic, 2),
            p=amounts.probability(test.p),
            v=amounts.without_zero(test.cramers_v, 3),
        )
        sheet.paragraph(said, BODY)
    else:
        sheet.paragraph(words.no_test, BODY)
    companion = page.crossing.companion
    if companion is not None:
        said = words.companion.format(
            df=companion.df,
            statistic=amounts.rounded(companion.statistic, 1),
            p=amounts.probability(companion.p),
            v=amounts.without_zero(companion.cramers_v, 3),
        )
        sheet.paragraph(said, LEAD)
    sheet.row += 1


def _write_residuals(page: _Page) -> None:
    """Signed z; bold and coloured only where it survives the correction."""
    crossing = page.crossing
    if not np.isfinite(crossing.residual).any():
        return
    alpha = 1 - page.book.report.plan.tables.level

    def look(r: int, c: int) -> Look:
        if not crossing.residual_q[r, c] < alpha:
            return _Z
        more = crossing.residual[r, c] > 0
        return replace(
            _Z, bold=True, colour=ACCENT if more else WARM, fill=ACCENT_SOFT if more else WARM_SOFT
        )

    heading = page.book.words.residuals_heading.format(alpha=page.book.alpha)
    _write_block(page, heading, crossing.residual, look)


def _write_block(page: _Page, heading: str, values: Floats, look: Look | Callable[[int, int], Look]) -> None:
    _write_head(page, heading)
    for r, label in enumerate(page.groups):
        page.sheet.text(page.sheet.row, 1, label, _GROUP)
        page.sheet.fit_height(page.sheet.row, [(label, page.sheet.width(1, 1))])
        for c in range(len(page.answers)):
            made = look if isinstance(look, Look) else look(r, c)
            line = _net_line(page.crossing.columns, c)
            page.sheet.number(page.sheet.row, c + 2, float(values[r, c]), replace(made, left=line))
        page.sheet.row += 1
    page.sheet.row += 1


def _write_contrasts(page: _Page) -> None:
    """Gaps between rows with their intervals, in points."""
    words, sheet = page.book.words, page.sheet
    if not page.crossing.contrasts:
        return
    sheet.heading(words.contrasts_heading)
    labels = (words.gap_is, words.low, words.high, words.standard_error, words.p_value)
    span = 3
    sheet.text(sheet.row, 1, words.gap_is, HEAD)
    sheet.blank(sheet.row, 2, span, HEAD)
    for column, label in enumerate(labels, span + 1):
        sheet.text(sheet.row, column, label, _HEAD)
    sheet.fit_height(sheet.row, [(label, sheet.width(k, k)) for k, label in enumerate(labels, span + 1)])
    sheet.row += 1
    for contrast in page.crossing.contrasts:
        _write_contrast(page, contrast, span)
    sheet.row += 1


def _write_contrast(page: _Page, contrast: Contrast, span: int) -> None:
    sheet, language = page.sheet, page.book.language
    text = page.book.words.contrast.format(
        answer=contrast.answer.label.to(language),
        first=contrast.first.label.to(language),
        second=contrast.second.label.to(language),
    )
    sheet.text(sheet.row, 1, clean(text), BODY)
    sheet.height(sheet.row, 15)
    certain = contrast.low > 0 or contrast.high < 0
    for k, value in enumerate((contrast.gap, contrast.low, contrast.high)):
        look = replace(_POINTS, format=points_format(value * 100), bold=certain and k == 0)
        sheet.number(sheet.row, span + 1 + k, value * 100, look)
    sheet.number(sheet.row, span + 4, contrast.standard_error * 100, replace(_POINTS, format="0.0"))
    sheet.number(sheet.row, span + 5, contrast.p, replace(_POINTS, format=p_format(contrast.p)))
    sheet.row += 1


def _write_chart(page: _Page, head: int) -> int:
    """Stacked bars of the answers, read from the row shares; gives the first row of the printed page."""
    book, crossing = page.book, page.crossing
    answers = [k for k, row in enumerate(crossing.columns) if row.kind == "answer"]
    if crossing.column_question.kind == "multiple" or len(answers) < 2:
        return 1
    apart = [
        k
        for k, position in enumerate(answers)
        if crossing.column_question.answer(crossing.columns[position].code).role != "substantive"
    ]
    shades = colours(
        len(answers),
        ordered=crossing.column_question.scale == "ordinal",
        apart=apart,
        palette=book.report.plan.figures.style.palette,
    )
    chart = stacked_bars(
        page.sheet,
        head=head,
        first=head + 1,
        last=head + len(crossing.rows) + 1,
        series=[(k + 2, shade) for k, shade in zip(answers, shades, strict=True)],
        title=_chart_title(book, crossing),
        font=book.painter.font,
    )
    items = "; ".join(
        f"{group}{book.words.colon}"
        + ", ".join(f"{page.answers[k]} {amounts.per_cent(float(share[k]), 1)}%" for k in answers)
        for group, share in zip(page.groups, crossing.share_of_row, strict=True)
    )
    alt = book.words.chart_alt.format(items=items)
    height = 100 + 46 * (len(crossing.rows) + 1)
    start = page.sheet.keep_together(1, height)
    width = round(page.sheet.width(1, page.sheet.columns) * PIXELS_PER_DIGIT)
    place_chart(page.sheet, chart, alt, width=width, height=height)
    return start


def _chart_title(book: Book, crossing: Crossing) -> str:
    """The clearest gap between two groups in words; the questions' names where no gap is significant."""
    words, to = book.words, book.language
    columns = crossing.column_question.label.to(to)
    contrast = clearest(crossing, 1 - book.report.plan.tables.level)
    if contrast is None:
        return words.chart_title.format(columns=columns, rows=crossing.row_question.label.to(to))
    first, second = ends(crossing, contrast)
    return words.chart_contrast.format(
        columns=columns,
        answer=inner(contrast.answer.label.to(to)),
        first=inner(contrast.first.label.to(to)),
        second=inner(contrast.second.label.to(to)),
        first_share=amounts.per_cent(first),
        second_share=amounts.per_cent(second),
    )
