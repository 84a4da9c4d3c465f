"""The sheet Findings: the gaps that survive every correction, a sentence each."""

from __future__ import annotations

from dataclasses import replace

from survey.language.navigation import LinkWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.formats import p_format, points_format
from survey.reporting.excel.relations import figure_number, figure_of
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, COUNT, HEAD, HEAD_RIGHT, LEAD, LINK, RULE, WRAPPED, Look
from survey.vocabulary import Finding

_WIDTHS = (6, 84, 9, 10, 9, 9, 9, 13, 11)
_POINTS = Look(align="right", upright="top", bottom=RULE)
_LINK = replace(LINK, upright="top", bottom=RULE, indent=1)


def write_findings(book: Book) -> None:
    """One line per finding, with interval and link to its table; no sheet where there is none."""
    words = book.words
    if not book.report.findings:
        return
    sheet = book.sheet(words.findings, columns=len(_WIDTHS), colour=ACCENT)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "findings", sheet, 1)
    sheet.title(words.findings, lead=words.findings_lead, status=book.status)
    head = sheet.row
    labels = (
        words.number,
        words.finding,
        words.gap_points,
        words.interval_low,
        words.interval_high,
        words.corrected_p,
        words.respondents_n,
        words.table,
        words.figure,
    )
    for column, label in enumerate(labels, 1):
        look = replace(HEAD, indent=1) if column in (2, 8, 9) else HEAD_RIGHT
        sheet.text(head, column, label, look)
    sheet.fit_height(head, [(label, sheet.width(k, k)) for k, label in enumerate(labels, 1)])
    sheet.row += 1
    for number, finding in enumerate(book.report.findings, 1):
        _write_finding(book, sheet, number, finding)
    sheet.row += 1
    sheet.paragraph(words.findings_note, LEAD)
    sheet.worksheet.freeze_panes = f"A{head + 1}"
    sheet.page(titles=f"{head}:{head}", footer=words.page)


def _write_finding(book: Book, sheet: Sheet, number: int, finding: Finding) -> None:
    row, sentence = sheet.row, finding.sentence.to(book.language)
    sheet.number(row, 1, number, replace(COUNT, upright="top", bottom=RULE))
    sheet.text(row, 2, sentence, replace(WRAPPED, bottom=RULE, indent=1))
    for column, value in ((3, finding.gap), (4, finding.low), (5, finding.high)):
        look = replace(_POINTS, format=points_format(value * 100), bold=column == 3)
        sheet.number(row, column, value * 100, look)
    sheet.number(row, 6, finding.q, replace(_POINTS, format=p_format(finding.q)))
    sheet.number(row, 7, finding.unweighted_base, replace(COUNT, upright="top", bottom=RULE))
    book.place("finding", str(number), sheet, row)
    cell = sheet.text(row, 8, book.table_name(finding.table), _LINK)
    book.refer(sheet, cell, "table", finding.table, book.words.go_to_table)
    drawing = figure_of(book, finding.table)
    if drawing is not None:
        text = LinkWords(book.language).see_figure.format(number=figure_number(drawing))
        cell = sheet.text(row, 9, text, _LINK)
        book.refer(sheet, cell, "figure", drawing.name, LinkWords(book.language).go_to_figure)
    else:
        sheet.blank(row, 9, 9, _LINK)
    sheet.fit_height(row, [(sentence, sheet.width(2, 2) - 1)])
    sheet.row += 1
