"""The sheet Findings: the gaps that survive every correction, a sentence each."""

from __future__ import annotations

from dataclasses import replace

from survey.reporting.excel.book import Book
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, COUNT, HEAD, HEAD_RIGHT, LINK, RULE, WRAPPED, Look
from survey.vocabulary import Finding

_WIDTHS = (5, 84, 9, 9, 9, 10, 9, 13)
_POINTS = Look(align="right", upright="top", format="+0.0;−0.0;0.0", bottom=RULE)


def write_findings(book: Book) -> None:
    """One line per finding, with its interval and a link to its table."""
    words = book.words
    sheet = book.sheet(words.findings, columns=len(_WIDTHS), colour=ACCENT)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "findings", sheet, 1)
    sheet.title(words.findings, lead=words.findings_lead, status=book.status)
    if not book.report.findings:
        sheet.paragraph(words.no_findings)
        sheet.page(footer=words.page)
        return
    head = sheet.row
    labels = (
        "",
        words.finding,
        words.gap_points,
        words.low,
        words.high,
        words.corrected_p,
        words.respondents_n,
        words.table,
    )
    for column, label in enumerate(labels, 1):
        look = HEAD if column in (1, 2) else replace(HEAD, indent=1) if column == 8 else HEAD_RIGHT
        sheet.text(head, column, label, look)
    sheet.fit_height(head, [(label, sheet.width(k, k)) for k, label in enumerate(labels, 1)])
    sheet.row += 1
    for number, finding in enumerate(book.report.findings, 1):
        _write_finding(book, sheet, number, finding)
    sheet.worksheet.freeze_panes = f"A{head + 1}"
    sheet.page(titles=f"{head}:{head}", footer=words.page)


def _write_finding(book: Book, sheet: Sheet, number: int, finding: Finding) -> None:
    row, sentence = sheet.row, finding.sentence.to(book.language)
    sheet.number(row, 1, number, replace(COUNT, upright="top", bottom=RULE))
    sheet.text(row, 2, sentence, replace(WRAPPED, bottom=RULE, indent=1))
    for column, value in ((3, finding.gap), (4, finding.low), (5, finding.high)):
        sheet.number(row, column, value * 100, replace(_POINTS, bold=column == 3))
    small = '"<.001"' if finding.q < 0.0005 else "0.000"
    sheet.number(row, 6, finding.q, replace(_POINTS, format=small))
    sheet.number(row, 7, finding.unweighted_base, replace(COUNT, upright="top", bottom=RULE))
    look = replace(LINK, upright="top", bottom=RULE, indent=1)
    cell = sheet.text(row, 8, book.table_name(finding.table), look)
    book.refer(sheet, cell, "table", finding.table, book.words.go_to_table)
    sheet.fit_height(row, [(sentence, sheet.width(2, 2) - 1)])
    sheet.row += 1
