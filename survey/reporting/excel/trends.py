"""The sheet Trends: a sentence per answer, its share in every wave, and what changed between waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.language.trends import TrendWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.formats import p_format, points_format
from survey.reporting.excel.pictures import place_picture
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import (
    ACCENT,
    BODY,
    COUNT,
    GREY,
    HEAD,
    HEAD_RIGHT,
    LEAD,
    RULE,
    SHARE,
    WRAPPED,
    Look,
)
from survey.reporting.text import broken
from survey.reporting.trends import remark
from survey.vocabulary import Label, Trend

_WIDTHS = (34, 13, 13, 10, 9, 9, 13, 11, 11, 9, 9, 40)
_REMARK = len(_WIDTHS)
_PICTURE = 960
"""Pixels across a figure."""

_POINTS = Look(align="right")
_T = Look(align="right", format="0.00;−0.00;0.00")
_PLAIN = Look(align="right", format="0.0")
_DECIMALS = Look(align="right", format="0.00")


@dataclass(frozen=True)
class _Page:
    """One trend on its way to the sheet."""

    book: Book
    sheet: Sheet
    words: TrendWords
    trend: Trend

    def to(self, label: Label) -> str:
        """The label in the book's language."""
        return label.to(self.book.language)


def write_trends(book: Book) -> None:
    """Every trend of the report, one below the other; no sheet where there is none."""
    if not book.report.trends:
        return
    words = TrendWords(book.language)
    sheet = book.sheet(words.trends, columns=len(_WIDTHS), colour=ACCENT)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "trends", sheet, 1)
    sheet.title(words.trends, lead=words.lead, status=book.status)
    for position, trend in enumerate(book.report.trends):
        if position:
            sheet.page_break(sheet.row - 1)
        _write_trend(_Page(book, sheet, words, trend))
    sheet.page(footer=book.words.page, last_row=sheet.row)


def _write_trend(page: _Page) -> None:
    sheet, trend = page.sheet, page.trend
    page.book.place("trend", trend.id, sheet, sheet.row)
    sheet.heading(page.to(trend.title))
    base = page.to(trend.base_label)
    if base:
        sheet.paragraph(page.words.base_line.format(base=base), LEAD)
    if trend.same_psus:
        sheet.paragraph(page.words.shared, LEAD)
    for sentence in trend.sentences:
        if said := page.to(sentence):
            sheet.paragraph(page.book.words.stop.format(text=said), BODY)
    sheet.row += 1
    _write_shares(page)
    _write_changes(page)
    _write_waves(page)
    sheet.row += 1
    _write_pictures(page)


def _write_pictures(page: _Page) -> None:
    """The figures of the trend, each whole on a printed page."""
    sheet = page.sheet
    for drawing in page.book.drawings:
        if drawing.table == page.trend.id and drawing.png:
            sheet.page_break(sheet.row - 1)
            place_picture(sheet, drawing, width=_PICTURE)


def _write_head(page: _Page, heading: str, labels: Sequence[str], texts: Sequence[int]) -> None:
    """A block's name and its columns' heads; those of `texts` stand left."""
    sheet = page.sheet
    sheet.heading(heading)
    for column, label in enumerate(labels, 1):
        look = replace(HEAD, indent=int(column > 1)) if column in texts else HEAD_RIGHT
        sheet.text(sheet.row, column, label, look)
    sheet.blank(sheet.row, len(labels) + 1, _REMARK, HEAD)
    sheet.fit_height(sheet.row, [(label, sheet.width(k, k)) for k, label in enumerate(labels, 1)])
    sheet.row += 1


def _write_shares(page: _Page) -> None:
    words, own, trend, sheet = page.book.words, page.words, page.trend, page.sheet
    bases = (words.unweighted_row, words.weighted_row, words.effective_row)
    limits = (words.lower_limit.format(level=page.book.level), words.upper_limit)
    labels = (words.answer, own.wave, own.share, words.standard_error, *limits, *bases, own.effect)
    _write_head(page, own.shares, labels, (1, 2))
    for r, row in enumerate(trend.rows):
        for w, wave in enumerate(trend.waves):
            line = RULE if w == len(trend.waves) - 1 else ""
            _write_answer(page, page.to(row.label) if not w else "", wave.name, line)
            shares = (trend.estimate, trend.standard_error, trend.low, trend.high)
            small = wave.flag == "low"
            for column, found in enumerate(shares, 3):
                look = replace(SHARE, bold=column == 3 and not small, bottom=line)
                sheet.number(sheet.row, column, float(found[r, w]), _greyed(look, small or column == 4))
            figures = (trend.unweighted_base, trend.weighted_base, trend.effective_base)
            for column, base in enumerate(figures, 7):
                sheet.number(sheet.row, column, float(base[w]), replace(COUNT, bottom=line))
            sheet.number(sheet.row, 10, float(trend.design_effect[r, w]), replace(_DECIMALS, bottom=line))
            sheet.blank(sheet.row, _REMARK - 1, _REMARK, Look(bottom=line))
            sheet.row += 1
    sheet.row += 1


def _greyed(look: Look, grey: bool) -> Look:
    return replace(look, colour=GREY) if grey else look


def _write_answer(page: _Page, answer: str, wave: str, line: str) -> None:
    """The first two cells of a line: the answer, once for all its waves, and the wave."""
    sheet, row = page.sheet, page.sheet.row
    sheet.text(row, 1, answer, replace(WRAPPED, upright="center", bottom=line))
    sheet.text(row, 2, wave, Look(indent=1, bottom=line))
    if answer:
        sheet.fit_height(row, [(answer, sheet.width(1, 1))])


def _write_changes(page: _Page) -> None:
    words, own, trend = page.book.words, page.words, page.trend
    limits = (words.lower_limit.format(level=page.book.level), words.upper_limit)
    labels = (
        words.answer,
        own.wave,
        own.since,
        own.change,
        *limits,
        words.standard_error,
        "t",
        own.degrees,
        words.p_value,
        words.corrected_p,
        own.remark,
    )
    _write_head(page, own.changes, labels, (1, 2, 3, _REMARK))
    for r, row in enumerate(trend.rows):
        for position, (later, earlier) in enumerate(trend.pairs):
            line = RULE if position == len(trend.pairs) - 1 else ""
            _write_answer(page, page.to(row.label) if not position else "", trend.waves[later].name, line)
            _write_change(page, r, later, earlier, line)
    page.sheet.row += 1


def _write_change(page: _Page, r: int, later: int, earlier: int, line: str) -> None:
    trend, sheet, found = page.trend, page.sheet, page.trend.changes
    row, cell = sheet.row, (r, later, earlier)
    sure = bool(found.q[cell] < 1 - trend.level)
    sheet.text(row, 3, trend.waves[earlier].name, Look(indent=1, bottom=line))
    for column, points in enumerate((found.gap, found.low, found.high), 4):
        value = 100 * float(points[cell])
        look = replace(_POINTS, format=points_format(value), bold=sure and column == 4, bottom=line)
        sheet.number(row, column, value, look)
    sheet.number(row, 7, 100 * float(found.standard_error[cell]), replace(_PLAIN, bottom=line))
    sheet.number(row, 8, float(found.t[cell]), replace(_T, bottom=line))
    sheet.number(row, 9, float(found.df[cell]), replace(_PLAIN, bottom=line))
    for column, p in ((10, float(found.p[cell])), (11, float(found.q[cell]))):
        sheet.number(row, column, p, replace(_PLAIN, format=p_format(p), bottom=line))
    said = remark(trend, r, later, earlier, page.book.language)
    sheet.text(row, _REMARK, said, replace(WRAPPED, upright="center", indent=1, bottom=line))
    sheet.fit_height(row, [(said, sheet.width(_REMARK, _REMARK) - 1), (page.to(trend.rows[r].label), 99)])
    sheet.row += 1


def _write_waves(page: _Page) -> None:
    """Where each wave comes from, and what it says of mode, population and wording."""
    own, sheet = page.words, page.sheet
    sheet.heading(own.waves)
    columns = (
        (own.wave, 1, 1),
        (own.origin, 2, 3),
        (own.mode, 4, 6),
        (own.population, 7, 9),
        (own.wording, 10, _REMARK),
    )
    for label, first, last in columns:
        sheet.text(sheet.row, first, label, replace(HEAD, wrap=False, indent=int(first > 1)))
        sheet.blank(sheet.row, first + 1, last, HEAD)
    sheet.row += 1
    for wave in page.trend.waves:
        source = page.to(wave.source)
        origin = own.published.format(source=source or own.not_stated) if wave.published else wave.file
        said = [page.to(label) or own.not_stated for label in (wave.mode, wave.population, wave.wording)]
        _write_texts(sheet, [wave.name, origin or own.not_stated, *said], [(a, b) for _, a, b in columns])


def _write_texts(sheet: Sheet, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> None:
    """Texts over several columns each, broken into as many rows as the longest needs."""
    parts = [broken(text, sheet.width(*span) * 1.05 - 2) for text, span in zip(texts, spans, strict=True)]
    lines = max(map(len, parts))
    for position in range(lines):
        for (first, last), part in zip(spans, parts, strict=True):
            look = Look(indent=int(first > 1), bottom=RULE if position == lines - 1 else "")
            sheet.text(sheet.row, first, part[position] if position < len(part) else "", look)
            sheet.blank(sheet.row, first + 1, last, look)
        sheet.row += 1
