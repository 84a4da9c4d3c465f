"""The sheet of row per cents: groups down, answers across, as Japanese official surveys print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.language.row_view import RowViewWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.formats import MarkZone, key, marks_of
from survey.reporting.excel.sheet import A3, A4, Sheet, needed_width
from survey.reporting.excel.style import (
    ABOVE,
    ACCENT,
    ACCENT_SOFT,
    BACK,
    BELOW,
    FAINT,
    FAR_ABOVE,
    FAR_BELOW,
    GREY,
    HEAD,
    LEAD,
    RULE,
    WASH,
    Look,
)
from survey.vocabulary import UNIT_KINDS, BannerColumn, RowKind, Table

ANSWERS_ACROSS = 16
"""Rows of a table that stand side by side; more begin another block below."""

NOBODY, NOT_ASKED = "-", "※"
NEAR, FAR = 0.05, 0.10
"""Gaps against everybody that are shaded, lightly and strongly, where they are significant."""

BANNER, GROUP, N, EFFECTIVE = 1, 2, 3, 4
_ANSWER_WIDTH = 10.5
_NARROW = 165.0
"""Sheets up to this wide, in digits, print on A4 instead of A3, both upright."""
_ANSWER = replace(HEAD, size=9, align="center", fill=ACCENT_SOFT)
_TITLE = Look(size=11, bold=True, colour=ACCENT)
_LABEL = Look(wrap=True)
_COUNT = Look(align="right", size=9, colour=GREY)
_CELL = Look(align="right")


@dataclass(frozen=True)
class _Page:
    book: Book
    words: RowViewWords
    sheet: Sheet
    first: int
    """Sheet column of the first answer."""
    room: float
    """Points of rows that a printed page holds."""


def write_row_view(book: Book) -> None:
    """All tables that have a banner; no sheet where none has."""
    tables = [table for table in book.report.tables.values() if len(table.columns) > 1]
    if not tables:
        return
    words = RowViewWords(book.language)
    widest = min(max(len(table.rows) for table in tables), ANSWERS_ACROSS)
    first = EFFECTIVE + 1 if book.weighted else EFFECTIVE
    sheet = book.sheet(words.sheet, columns=first + widest - 1, colour=ACCENT)
    sheet.widths(*_label_widths(book, tables), *([9.5] * (first - N)), *([_ANSWER_WIDTH] * widest))
    paper = A4 if sheet.width(1, sheet.columns) <= _NARROW else A3
    page = _Page(book, words, sheet, first, sheet.page_points(paper=paper, landscape=False))
    book.place("sheet", "row_view", sheet, 1)
    sheet.title(words.sheet, lead=words.lead, status=book.status)
    _write_symbols(page, tables)
    start = 1
    for table in tables:
        start = _write_table(page, table, start)
    sheet.freeze("C1")
    sheet.page(paper=paper, landscape=False, footer=book.words.page)


def _label_widths(book: Book, tables: Sequence[Table]) -> tuple[float, float]:
    """Widths of the columns that name the banner questions and their answers, by the longest of them."""
    columns = {key(column): column for table in tables for column in table.columns}.values()
    banners = [column.banner_label.to(book.language) for column in columns]
    groups = [column.label.to(book.language) for column in columns if column.banner]
    return needed_width(banners, least=14, most=32), needed_width(groups, least=16, most=36)


def _write_symbols(page: _Page, tables: Sequence[Table]) -> None:
    """What the signs and the shading mean, and the way back."""
    book, sheet, words, plan = page.book, page.sheet, page.words, page.book.report.plan.tables
    sheet.row -= 1
    said = words.symbols.format(
        caution=plan.caution_base, minimum=plan.minimum_base, reference=book.words.reference
    )
    sheet.paragraph(said, LEAD)
    if any((table.mark != 0).any() for table in tables):
        sheet.paragraph(words.marks.format(level=book.level), LEAD)
        shades = ((words.far_above, FAR_ABOVE), (words.above, ABOVE), (words.below, BELOW))
        for column, (label, fill) in enumerate((*shades, (words.far_below, FAR_BELOW))):
            place = (BANNER, GROUP, N, N + 2)[column]
            look = Look(size=9, fill=fill, align="centerContinuous" if column > 1 else "center")
            sheet.text(sheet.row, place, label, look)
            if column > 1:
                sheet.blank(sheet.row, place + 1, place + 1, look)
        sheet.row += 1
    back = sheet.text(sheet.row, BANNER, book.words.back_to_contents, BACK)
    book.refer(sheet, back, "sheet", "contents", book.words.back_to_contents)
    sheet.row += 2


def _write_table(page: _Page, table: Table, start: int) -> int:
    """A question in blocks that no page parts; gives the first row of the page that it ends on."""
    sheet, book = page.sheet, page.book
    begin = sheet.row
    title = _title(page, table)
    book.place("row table", table.id, sheet, begin)
    sheet.paragraph(title, _TITLE)
    wording = table.question.wording.to(book.language)
    if wording and wording != table.question.label.to(book.language):
        sheet.paragraph(book.words.quoted.format(text=wording), Look(size=9, italic=True))
    sheet.paragraph(_base(page, table), LEAD)
    for first in range(0, len(table.rows), ANSWERS_ACROSS):
        if first:
            begin = sheet.row
            sheet.paragraph(page.words.goes_on.format(title=title), _TITLE)
        _write_block(page, table, range(first, min(first + ANSWERS_ACROSS, len(table.rows))))
        start = sheet.keep_whole(start, begin, page.room)
    return start


def _title(page: _Page, table: Table) -> str:
    """The table's name, with the signs of several answers and of a question asked of some only."""
    title = page.book.table_title(table)
    if table.question.kind == "multiple":
        title = page.words.multiple.format(title=title)
    return page.words.sub_question.format(title=title) if table.question.relevant.strip() else title


def _base(page: _Page, table: Table) -> str:
    """Whom the table is of, and what its numbers are: per cents, or the question's unit."""
    words = page.book.words
    base = words.base_line.format(base=table.base_label.to(page.book.language))
    if any(row.kind in ("answer", "net") for row in table.rows):
        return f"{base} {page.words.unit}"
    named = page.book.unit(table.question)
    unit = words.unit.format(unit=named) if named else ""
    return " · ".join(filter(None, (base, unit)))


def _write_block(page: _Page, table: Table, rows: Sequence[int]) -> None:
    """Some rows of a table as columns, for every group."""
    sheet, words = page.sheet, page.words
    sheet.text(sheet.row, BANNER, words.banner, HEAD)
    sheet.text(sheet.row, GROUP, words.group, HEAD)
    sheet.text(sheet.row, N, words.n, _ANSWER)
    if page.first > EFFECTIVE:
        sheet.text(sheet.row, EFFECTIVE, words.effective, _ANSWER)
    labels = [_label(page, table, row) for row in rows]
    for column, label in enumerate(labels, page.first):
        sheet.text(sheet.row, column, label, _ANSWER)
    heads = [(words.n, N), (words.effective, N), *((label, k) for k, label in enumerate(labels, page.first))]
    sheet.fit_height(sheet.row, [(label, sheet.width(k, k) * 1.05) for label, k in heads], line=12)
    sheet.row += 1
    zone = MarkZone(max(len(_signs(table, row, c)) for row in rows for c in range(len(table.columns))))
    for c in range(len(table.columns)):
        _write_group(page, table, rows, c, zone)
    sheet.row += 1


def _signs(table: Table, row: int, column: int) -> str:
    """The signs of a cell; letters name columns, which stand below each other here."""
    return marks_of(table, row, column)[0]


def _label(page: _Page, table: Table, row: int) -> str:
    label = table.rows[row].label.to(page.book.language)
    return page.book.words.outside_row.format(label=label) if table.rows[row].kind == "outside" else label


def _write_group(page: _Page, table: Table, rows: Sequence[int], c: int, zone: MarkZone) -> None:
    sheet, column, to = page.sheet, table.columns[c], page.book.language
    label, total = column.label.to(to), not column.banner
    begins = c > 0 and column.banner != table.columns[c - 1].banner
    rule = RULE if begins else ""
    banner = "" if total or not begins else column.banner_label.to(to)
    sheet.text(sheet.row, BANNER, label if total else banner, replace(_LABEL, bold=total, top=rule))
    sheet.text(sheet.row, GROUP, "" if total else label, replace(_LABEL, bold=total, top=rule))
    texts = [(label, sheet.width(GROUP, GROUP)), (banner, sheet.width(BANNER, BANNER))]
    sheet.fit_height(sheet.row, texts, line=12)
    sheet.number(sheet.row, N, float(table.unweighted_base[c]), _base_look(page, column, rule))
    if page.first > EFFECTIVE:
        look = _faint(replace(_COUNT, format="#,##0", top=rule), column)
        sheet.number(sheet.row, EFFECTIVE, float(table.effective_base[c]), look)
    for place, row in enumerate(rows, page.first):
        kind = table.rows[row].kind
        value = float(table.estimate[row, c]) * (1 if kind in UNIT_KINDS else 100)
        signs = _signs(table, row, c)
        look = replace(_CELL, format=_format(kind, zone.ending(signs, "")), top=rule, bold=kind == "net")
        look = replace(look, fill=shade_of(table, row, c) or (WASH if kind == "net" else ""))
        nothing = _nothing(page, table, row, c)
        sheet.number(sheet.row, place, value, _faint(look, column), nothing=nothing)
    sheet.row += 1


def _nothing(page: _Page, table: Table, row: int, column: int) -> str:
    """What stands where there is no number: why it is hidden, that nobody was asked or nobody said so."""
    if table.hidden is not None and table.hidden[row, column]:
        return page.book.nothing(int(table.hidden[row, column]))
    return NOBODY if np.isfinite(table.estimate[:, 0]).any() else NOT_ASKED


def shade_of(table: Table, row: int, column: int) -> str:
    """The fill of a cell significantly apart from the other groups, by how far it is from everybody."""
    if table.rows[row].kind in UNIT_KINDS or table.columns[column].flag == "low":
        return ""
    gap = float(table.estimate[row, column] - table.estimate[row, 0])
    if table.mark[row, column] == 0 or not abs(gap) >= NEAR or gap * table.mark[row, column] < 0:
        return ""
    if gap > 0:
        return FAR_ABOVE if gap >= FAR else ABOVE
    return FAR_BELOW if gap <= -FAR else BELOW


def _base_look(page: _Page, column: BannerColumn, rule: str) -> Look:
    ending = {"caution": '"*"', "low": f'" {page.book.words.reference}"'}.get(column.flag, "_*")
    return _faint(replace(_COUNT, format=f"#,##0{ending}", top=rule), column)


def _faint(look: Look, column: BannerColumn) -> Look:
    return replace(look, colour=FAINT, italic=True) if column.flag == "low" else look


def _format(kind: RowKind, ending: str) -> str:
    """Digits as official surveys print them, marks after them."""
    if kind in UNIT_KINDS:
        return f"#,##0.{'00' if kind in ('mean', 'trimmed_mean') else '0'}{ending}"
    if kind == "net_score":
        return f"+0.0{ending};−0.0{ending};0.0{ending}"
    return f'#,##0.0{ending};−#,##0.0{ending};"{NOBODY}"{ending}'
