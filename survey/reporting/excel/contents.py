"""The sheet Contents: every table with its base, its headline and its largest reliable gap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.language import Language
from survey.language.navigation import ChartWords, LinkWords
from survey.language.row_view import RowViewWords
from survey.language.sentences import inner
from survey.language.trends import TrendWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.relations import figure_number, figure_of, findings_of
from survey.reporting.excel.sheet import Sheet, needed_width
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
from survey.reporting.text import clean, in_lines
from survey.vocabulary import ColumnFlag, Table

MOST_LINKED = 6
"""Findings of one table that have a link each; the table itself leads to all of them."""

_WIDTHS = {
    "question": 52.0,
    "base": 24.0,
    "n": 11.0,
    "answer": 32.0,
    "share": 10.0,
    "gap": 14.0,
    "where": 42.0,
    "findings": 6.5,
    "figure": 10.0,
}
_SPARE = {"question": 0.6, "base": 0.15, "answer": 0.25}
_SPARE_UNASKED = {"base": 0.4, "answer": 0.6}
"""What these columns get of the room of those that are not there."""

_MOST_LINES = {"question": 3, "base": 2, "answer": 2, "where": 3}
"""Lines of a cell beyond which it is cut; the table has the whole text."""

_TEXT = Look(wrap=True, upright="top", indent=1, bottom=RULE)
_NAME = replace(LINK, upright="top", bottom=RULE, wrap=True)
_GAP_FORMAT = "+0.0;−0.0;0.0"


@dataclass(frozen=True)
class Gap:
    """The largest significant difference of a table: gap 0–1, and the cell it stands in."""

    gap: float
    row: int
    column: int


@dataclass(frozen=True)
class _Page:
    """Where each column stands, those that would be empty left out, and the largest gap of each table."""

    book: Book
    sheet: Sheet
    places: dict[str, int]
    gaps: dict[str, Gap]
    linked: int
    """Columns for the numbers of findings, from that place on."""


def write_contents(book: Book) -> None:
    """One line per table, each a link."""
    words, tables = book.words, book.report.tables
    gaps = {identity: gap for identity, table in tables.items() if (gap := largest_gap(table))}
    linked = min(max((len(findings_of(book, identity)) for identity in tables), default=0), MOST_LINKED)
    drawn = any(figure_of(book, identity) for identity in tables)
    asked = any(_asked(table, book.table_name(table.id), book.language) for table in tables.values())
    there = {
        "question": asked,
        "gap": bool(gaps),
        "where": bool(gaps),
        "findings": bool(linked),
        "figure": drawn,
    }
    names = [name for name in _WIDTHS if there.get(name, True)]
    columns = ["table", *(each for name in names for each in [name] * (linked if name == "findings" else 1))]
    sheet = book.sheet(words.contents, columns=len(columns), colour=ACCENT)
    sheet.widths(*_widths(book, columns))
    page = _Page(book, sheet, {name: columns.index(name) + 1 for name in columns}, gaps, linked)
    book.place("sheet", "contents", sheet, 1)
    lead = words.contents_lead + (words.gap + words.contents_gap if gaps else "")
    sheet.title(words.contents, lead=lead, status=book.status)
    head = _write_head(page)
    for table in tables.values():
        _write_line(page, table)
    sheet.row += 1
    _write_sheets(page)
    sheet.worksheet.freeze_panes = f"A{head + 1}"
    sheet.page(titles=f"{head}:{head}", footer=words.page)


def _widths(book: Book, columns: Sequence[str]) -> list[float]:
    """Widths of the columns; the names' by the longest, the others with what absent ones leave."""
    names = needed_width([book.table_name(identity) for identity in book.report.tables], least=9, most=26)
    spare = sum(_WIDTHS.values()) - sum(_WIDTHS[name] for name in dict.fromkeys(columns[1:]))
    shares = _SPARE if "question" in columns else _SPARE_UNASKED
    return [names, *(_WIDTHS[name] + spare * shares.get(name, 0) for name in columns[1:])]


def _write_head(page: _Page) -> int:
    """The columns' names; gives their row."""
    sheet, words = page.sheet, page.book.words
    labels = {
        "table": words.table,
        "question": words.question,
        "base": words.base,
        "n": words.respondents_n,
        "answer": words.top_answer,
        "share": words.share,
        "gap": words.largest_gap,
        "where": words.where,
        "findings": words.findings,
        "figure": words.figure,
    }
    head = sheet.row
    sheet.blank(head, 1, sheet.columns, HEAD)
    for name, column in page.places.items():
        right = name in ("n", "share", "gap")
        look = (
            HEAD_RIGHT
            if right
            else replace(HEAD, indent=int(column > 1 and name != "findings"), wrap=name != "findings")
        )
        sheet.text(head, column, labels[name], look)
    wrapped = [(labels[name], sheet.width(k, k)) for name, k in page.places.items() if name != "findings"]
    sheet.fit_height(head, wrapped)
    sheet.row += 1
    return head


def _write_sheets(page: _Page) -> None:
    """Links to the other sheets in their order, several a row; crossings by their title, each on a row."""
    book, sheet = page.book, page.sheet
    sheet.heading(book.words.other_sheets)
    crossings = {crossing.id for crossing in book.report.crossings}
    across = [1] + [page.places[name] for name in ("base", "answer")]
    column = 0
    for identity, label in _parts(book):
        alone = identity in crossings
        if column == len(across) or (alone and column):
            sheet.row, column = sheet.row + 1, 0
        cell = sheet.text(sheet.row, across[column], label, LINK)
        book.refer(sheet, cell, "crossing" if alone else "sheet", identity, label)
        column = len(across) if alone else column + 1
    sheet.row += 2


def _parts(book: Book) -> list[tuple[str, str]]:
    """The other sheets in their order, each with its name for people."""
    words, report = book.words, book.report
    groups = any(len(table.columns) > 1 for table in report.tables.values())
    tables = [("tables", words.tables, True), ("row_view", RowViewWords(book.language).sheet, groups)]
    parts = [
        ("cover", words.cover, True),
        ("findings", words.findings, bool(report.findings)),
        *((crossing.id, crossing.title.to(book.language), True) for crossing in report.crossings),
        *(reversed(tables) if book.language == "ja" else tables),
        ("trends", TrendWords(book.language).trends, bool(report.trends)),
        ("drivers", words.drivers, bool(report.drivers)),
        ("charts", ChartWords(book.language).sheet, bool(book.charted[0])),
        ("figures", words.figures, bool(book.drawings)),
        ("data", words.data, True),
        ("weights", words.weights, book.weighted),
        ("cleaning", words.cleaning, True),
        ("reading", words.reading, True),
        ("codebook", words.codebook, True),
        ("methodology", words.methodology, True),
        ("notes", words.notes, True),
    ]
    return [(identity, label) for identity, label, there in parts if there]


def _write_line(page: _Page, table: Table) -> None:
    book, sheet, places = page.book, page.sheet, page.places
    row, language = sheet.row, book.language
    book.place("contents", table.id, sheet, row)
    sheet.blank(row, 1, sheet.columns, _TEXT)
    name = book.table_name(table.id)
    book.refer(sheet, sheet.text(row, 1, name, _NAME), "table", table.id, book.words.go_to_table)
    flag = table.columns[0].flag
    ending = {"caution": '"*"', "low": f'" {book.words.reference}"'}.get(flag, "")
    base = replace(COUNT, upright="top", bottom=RULE, format=f"#,##0{ending}")
    sheet.number(row, places["n"], float(table.unweighted_base[0]), _greyed(base, flag))
    texts = {"question": _asked(table, name, language), "base": table.base_label.to(language)}
    top = headline(table)
    if top is not None:
        texts["answer"] = table.rows[top].label.to(language)
        look = replace(SHARE, upright="top", bottom=RULE, bold=True)
        if table.rows[top].kind == "mean":
            look = replace(look, format="#,##0.00")
        sheet.number(row, places["share"], float(table.estimate[top, 0]), _greyed(look, flag))
    if page.gaps:
        texts["where"] = _write_gap(page, table)
    _write_links(page, table)
    room = {part: sheet.width(places[part], places[part]) - 1 for part in texts if part in places}
    texts = {part: in_lines(clean(texts[part]), width, _MOST_LINES[part]) for part, width in room.items()}
    for part, text in texts.items():
        sheet.text(row, places[part], text, _TEXT)
    heights = [(text, room[part]) for part, text in texts.items()]
    sheet.fit_height(row, [(name, sheet.width(1, 1)), *heights])
    sheet.row += 1


def _write_gap(page: _Page, table: Table) -> str:
    """The largest gap in points, a dash where there is none; gives the answer and the group it stands in."""
    book, sheet, gap = page.book, page.sheet, page.gaps.get(table.id)
    if gap is None:
        sheet.number(sheet.row, page.places["gap"], math.nan, Look(upright="top", colour=GREY, bottom=RULE))
        return ""
    look = Look(align="right", upright="top", format=_GAP_FORMAT, bottom=RULE)
    sheet.number(sheet.row, page.places["gap"], gap.gap * 100, look)
    group = table.columns[gap.column]
    return book.words.gap_where.format(
        answer=table.rows[gap.row].label.to(book.language),
        column=inner(group.label.to(book.language)),
        banner=group.banner_label.to(book.language),
    )


def _greyed(look: Look, flag: ColumnFlag) -> Look:
    """Grey and slanted where there are too few respondents."""
    return replace(look, bold=False, colour=FAINT, italic=True) if flag == "low" else look


def _write_links(page: _Page, table: Table) -> None:
    """Where else a table is spoken of: its findings, a link each, and its figure."""
    book, sheet, words = page.book, page.sheet, LinkWords(page.book.language)
    look = replace(LINK, upright="top", bottom=RULE, indent=1)
    for k, number in enumerate(findings_of(book, table.id)[: page.linked]):
        text = words.finding.format(number=number)
        cell = sheet.text(sheet.row, page.places["findings"] + k, text, replace(look, indent=0))
        book.refer(sheet, cell, "finding", str(number), words.go_to_finding)
    drawing = figure_of(book, table.id)
    if drawing is not None:
        text = words.see_figure.format(number=figure_number(drawing))
        cell = sheet.text(sheet.row, page.places["figure"], text, look)
        book.refer(sheet, cell, "figure", drawing.name, words.go_to_figure)


def _asked(table: Table, name: str, language: Language) -> str:
    """Label and wording; either alone where it says the other too, or stands there as the table's name."""
    label, wording = table.question.label.to(language), table.question.wording.to(language)
    if not wording or wording == label:
        return "" if label == name else label
    return wording if label == name or wording.startswith(label.rstrip("….")) else f"{label}\n{wording}"


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
