"""The sheet of row per cents: groups down, answers across, as Japanese official surveys print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.language.row_view import RowViewWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, ACCENT_SOFT, BACK, FAINT, GREY, HEAD, LEAD, RULE, WASH, Look
from survey.vocabulary import UNIT_KINDS, BannerColumn, RowKind, Table

ANSWERS_ACROSS = 16
"""Rows of a table that stand side by side; more begin another block below."""

NOBODY, NOT_ASKED = "-", "※"
_PER_CENT = f'#,##0.0;−#,##0.0;"{NOBODY}"'
_SIGNED = "+0.0;−0.0;0.0"
_ANSWER = replace(HEAD, size=9, align="center", fill=ACCENT_SOFT)
_TITLE = Look(size=11, bold=True, colour=ACCENT)
_BANNER = Look(size=9, colour=GREY)
_LABEL = Look(indent=1)
_COUNT = Look(align="right", size=9, colour=GREY)
_CELL = Look(align="right")


@dataclass(frozen=True)
class _Page:
    book: Book
    words: RowViewWords
    sheet: Sheet


def write_row_view(book: Book) -> None:
    """All tables that have a banner; no sheet where none has."""
    tables = [table for table in book.report.tables.values() if len(table.columns) > 1]
    if not tables:
        return
    words = RowViewWords(book.language)
    widest = min(max(len(table.rows) for table in tables), ANSWERS_ACROSS)
    sheet = book.sheet(words.sheet, columns=widest + 2, colour=ACCENT)
    sheet.widths(30, 10, *([10.5] * widest))
    page = _Page(book, words, sheet)
    book.place("sheet", "row_view", sheet, 1)
    sheet.title(words.sheet, lead=words.lead, status=book.status)
    plan = book.report.plan.tables
    said = words.symbols.format(
        caution=plan.caution_base, minimum=plan.minimum_base, reference=book.words.reference
    )
    sheet.paragraph(said, LEAD)
    back = sheet.text(sheet.row, 1, book.words.back_to_contents, BACK)
    book.refer(sheet, back, "sheet", "contents", book.words.back_to_contents)
    sheet.row += 2
    start = 1
    for table in tables:
        start = sheet.keep_together(start, 20 * (len(table.columns) + 6), landscape=True)
        _write_table(page, table)
    sheet.page(footer=book.words.page)


def _write_table(page: _Page, table: Table) -> None:
    sheet, words = page.sheet, page.words
    title = page.book.table_title(table)
    if table.question.kind == "multiple":
        title = words.multiple.format(title=title)
    if table.question.relevant.strip():
        title = words.sub_question.format(title=title)
    sheet.paragraph(title, _TITLE)
    base = page.book.words.base_line.format(base=table.base_label.to(page.book.language))
    sheet.paragraph(f"{base} {words.unit}", LEAD)
    for first in range(0, len(table.rows), ANSWERS_ACROSS):
        rows = range(first, min(first + ANSWERS_ACROSS, len(table.rows)))
        _write_block(page, table, rows)


def _write_block(page: _Page, table: Table, rows: Sequence[int]) -> None:
    """Some rows of a table as columns, for every group."""
    sheet, words, to = page.sheet, page.words, page.book.language
    sheet.text(sheet.row, 1, words.group, HEAD)
    sheet.text(sheet.row, 2, words.n, _ANSWER)
    labels = [_label(page, table, row) for row in rows]
    for column, label in enumerate(labels, 3):
        sheet.text(sheet.row, column, label, _ANSWER)
    sheet.fit_height(
        sheet.row, [(label, sheet.width(k, k) * 1.05) for k, label in enumerate(labels, 3)], line=12
    )
    sheet.row += 1
    banner = ""
    for c, group in enumerate(table.columns):
        if group.banner != banner:
            banner = group.banner
            sheet.text(sheet.row, 1, words.heading.format(banner=group.banner_label.to(to)), _BANNER)
            sheet.blank(sheet.row, 2, len(rows) + 2, _BANNER)
            sheet.row += 1
        _write_group(page, table, rows, c)
    sheet.row += 1


def _label(page: _Page, table: Table, row: int) -> str:
    label = table.rows[row].label.to(page.book.language)
    return page.book.words.outside_row.format(label=label) if table.rows[row].kind == "outside" else label


def _write_group(page: _Page, table: Table, rows: Sequence[int], c: int) -> None:
    sheet, column = page.sheet, table.columns[c]
    label = column.label.to(page.book.language)
    total = not column.banner
    sheet.text(sheet.row, 1, label, replace(_LABEL, bold=total, bottom=RULE if total else ""))
    sheet.fit_height(sheet.row, [(label, sheet.width(1, 1) - 1)], line=12.5)
    sheet.number(sheet.row, 2, float(table.unweighted_base[c]), _faint(_base_look(page, column), column))
    for place, row in enumerate(rows, 3):
        kind = table.rows[row].kind
        value = float(table.estimate[row, c]) * (1 if kind in UNIT_KINDS else 100)
        look = replace(_CELL, format=_format(kind), bottom=RULE if total else "")
        if kind == "net":
            look = replace(look, bold=True, fill=WASH)
        nothing = NOT_ASKED if not np.isfinite(table.estimate[:, 0]).any() else NOBODY
        sheet.number(sheet.row, place, value, _faint(look, column), nothing=nothing)
    sheet.row += 1


def _base_look(page: _Page, column: BannerColumn) -> Look:
    ending = {"caution": '"*"', "low": f'" {page.book.words.reference}"'}.get(column.flag, "")
    return replace(_COUNT, format=f"#,##0{ending}", bottom="" if column.banner else RULE)


def _faint(look: Look, column: BannerColumn) -> Look:
    return replace(look, colour=FAINT, italic=True) if column.flag == "low" else look


def _format(kind: RowKind) -> str:
    if kind in UNIT_KINDS:
        return "#,##0.00" if kind in ("mean", "trimmed_mean") else "#,##0.0"
    return _SIGNED if kind == "net_score" else _PER_CENT
