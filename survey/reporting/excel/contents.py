"""The sheet Contents: every table with its base, its headline and its largest reliable gap."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from survey.language.navigation import ChartWords, LinkWords
from survey.language.row_view import RowViewWords
from survey.language.sentences import inner
from survey.language.trends import TrendWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.relations import figure_number, figure_of, findings_of
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import (
    ACCENT,
    COUNT,
    FAINT,
    GREY,
    HEAD,
    HEAD_RIGHT,
    LINK,
    RULE,
    SHARE,
    Look,
)
from survey.vocabulary import ColumnFlag, Table

_WIDTHS = (12, 50, 22, 11, 24, 10, 14, 38, 12, 9)
_TEXT = Look(wrap=True, upright="top", indent=1, bottom=RULE)
_GAP_FORMAT = "+0.0;−0.0;0.0"


@dataclass(frozen=True)
class Gap:
    """The largest significant difference of a table: gap 0–1, and the cell it stands in."""

    gap: float
    row: int
    column: int


def write_contents(book: Book) -> None:
    """One line per table, each a link."""
    words = book.words
    sheet = book.sheet(words.contents, columns=len(_WIDTHS), colour=ACCENT)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "contents", sheet, 1)
    sheet.title(words.contents, lead=words.contents_lead, status=book.status)
    head = sheet.row
    labels = (
        words.table,
        words.question,
        words.base,
        words.respondents_n,
        words.top_answer,
        words.share,
        words.largest_gap,
        words.where,
        words.findings,
        words.figure,
    )
    for column, label in enumerate(labels, 1):
        look = HEAD_RIGHT if column in (4, 6, 7) else replace(HEAD, indent=int(column > 1))
        sheet.text(head, column, label, look)
    sheet.fit_height(head, [(label, sheet.width(k, k)) for k, label in enumerate(labels, 1)])
    sheet.row += 1
    for table in book.report.tables.values():
        _write_line(book, sheet, table)
    sheet.row += 1
    _write_sheets(book, sheet)
    sheet.worksheet.freeze_panes = f"A{head + 1}"
    sheet.page(titles=f"{head}:{head}", footer=words.page)


def _write_sheets(book: Book, sheet: Sheet) -> None:
    """Links to the other sheets, crossings by their title."""
    words = book.words
    sheet.heading(words.other_sheets)
    parts = [("sheet", "cover", words.cover), ("sheet", "findings", words.findings)]
    parts += [
        ("crossing", crossing.id, crossing.title.to(book.language)) for crossing in book.report.crossings
    ]
    if book.report.trends:
        parts.append(("sheet", "trends", TrendWords(book.language).trends))
    others = (
        "tables",
        "drivers",
        "figures",
        "data",
        "weights",
        "cleaning",
        "reading",
        "codebook",
        "methodology",
        "notes",
    )
    there = {"figures": bool(book.drawings), "drivers": bool(book.report.drivers)}
    parts += [("sheet", name, getattr(words, name)) for name in others if there.get(name, True)]
    if book.charted[0]:
        parts.append(("sheet", "charts", ChartWords(book.language).sheet))
    if any(len(table.columns) > 1 for table in book.report.tables.values()):
        parts.append(("sheet", "row_view", RowViewWords(book.language).sheet))
    for kind, identity, label in parts:
        if identity == "weights" and not book.weighted:
            continue
        cell = sheet.text(sheet.row, 1, label, LINK)
        book.refer(sheet, cell, kind, identity, label)
        sheet.row += 1
    sheet.row += 1


def _write_line(book: Book, sheet: Sheet, table: Table) -> None:
    row, language = sheet.row, book.language
    book.place("contents", table.id, sheet, row)
    cell = sheet.text(row, 1, book.table_name(table.id), replace(LINK, upright="top", bottom=RULE))
    book.refer(sheet, cell, "table", table.id, book.words.go_to_table)
    label, wording = table.question.label.to(language), table.question.wording.to(language)
    texts = [
        (_asked(label, wording), 2),
        (table.base_label.to(language), 3),
    ]
    flag = table.columns[0].flag
    ending = {"caution": '"*"', "low": f'" {book.words.reference}"'}.get(flag, "")
    base = replace(COUNT, upright="top", bottom=RULE, format=f"#,##0{ending}")
    sheet.number(row, 4, float(table.unweighted_base[0]), _greyed(base, flag))
    top = headline(table)
    if top is not None:
        texts.append((table.rows[top].label.to(language), 5))
        look = replace(SHARE, upright="top", bottom=RULE, bold=True)
        if table.rows[top].kind == "mean":
            look = replace(look, format="#,##0.00")
        look = _greyed(look, flag)
        sheet.number(row, 6, float(table.estimate[top, 0]), look)
    gap = largest_gap(table)
    if gap is not None:
        sheet.number(
            row, 7, gap.gap * 100, Look(align="right", upright="top", format=_GAP_FORMAT, bottom=RULE)
        )
        group = table.columns[gap.column]
        where = book.words.gap_where.format(
            answer=table.rows[gap.row].label.to(language),
            column=inner(group.label.to(language)),
            banner=group.banner_label.to(language),
        )
        texts.append((where, 8))
    else:
        sheet.number(row, 7, math.nan, Look(upright="top", colour=GREY, bottom=RULE))
    _write_links(book, sheet, table)
    written = {column for _, column in texts}
    for column in {5, 6, 8} - written - ({6} if top is not None else set()):
        sheet.blank(row, column, column, _TEXT)
    for text, column in texts:
        sheet.text(row, column, text, _TEXT)
    sheet.fit_height(row, [(text, sheet.width(column, column) - 1) for text, column in texts])
    sheet.row += 1


def _greyed(look: Look, flag: ColumnFlag) -> Look:
    """Grey and slanted where there are too few respondents."""
    return replace(look, bold=False, colour=FAINT, italic=True) if flag == "low" else look


def _write_links(book: Book, sheet: Sheet, table: Table) -> None:
    """Where else a table is spoken of: the first of its findings, and its figure."""
    words, row = LinkWords(book.language), sheet.row
    look = replace(LINK, upright="top", bottom=RULE, indent=1)
    numbers, drawing = findings_of(book, table.id), figure_of(book, table.id)
    if numbers:
        text = words.numbers.format(numbers=book.words.listing.join(map(str, numbers)))
        cell = sheet.text(row, 9, text, replace(look, wrap=True))
        book.refer(sheet, cell, "finding", str(numbers[0]), words.go_to_finding)
    else:
        sheet.blank(row, 9, 9, look)
    if drawing is not None:
        cell = sheet.text(row, 10, words.see_figure.format(number=figure_number(drawing)), look)
        book.refer(sheet, cell, "figure", drawing.name, words.go_to_figure)
    else:
        sheet.blank(row, 10, 10, look)


def _asked(label: str, wording: str) -> str:
    """Label and wording, or the wording alone where the label is only its beginning."""
    if not wording or wording == label:
        return label
    return wording if wording.startswith(label.rstrip("….")) else f"{label}\n{wording}"


def headline(table: Table) -> int | None:
    """Row that a table leads with: its first net, else its largest answer, else its mean."""
    for kinds in (("net",), ("answer",), ("mean",)):
        rows = [
            r for r, row in enumerate(table.rows) if row.kind in kinds and np.isfinite(table.estimate[r, 0])
        ]
        if rows:
            return max(rows, key=lambda r: float(table.estimate[r, 0])) if kinds != ("net",) else rows[0]
    return None


def largest_gap(table: Table) -> Gap | None:
    """The largest significant gap of an answer or net; None where there is none worth telling."""
    found = [
        Gap(float(table.difference[r, c]), r, c)
        for r, c in np.argwhere(table.mark != 0).tolist()
        if table.rows[r].kind in ("answer", "net") and table.columns[c].flag != "low"
    ]
    return max(found, key=lambda gap: abs(gap.gap), default=None)
