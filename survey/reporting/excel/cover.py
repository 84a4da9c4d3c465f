"""The sheet Cover: the headline number, what it stands on, and how to read the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from survey.language.navigation import LinkWords
from survey.language.sentences import opened
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import (
    ACCENT,
    ALARM,
    BODY,
    GREY,
    INK,
    LEAD,
    LINK,
    RULE,
    STATUS,
    WARM,
    WARM_SOFT,
    Look,
)
from survey.reporting.ledger import told_of
from survey.reporting.methodology import weighting_in_words
from survey.reporting.text import broken, clean
from survey.vocabulary import UNIT_KINDS, Table

_TITLE = Look(size=22, bold=True)
_CHIP = Look(size=10, bold=True, colour=WARM, fill=WARM_SOFT, indent=1)
_BIG = Look(size=40, bold=True, colour=ACCENT, align="left")
_ANSWER = Look(size=16, bold=True)
_PART = Look(size=11, bold=True, colour=ACCENT, bottom=RULE, upright="bottom")
_LABEL = Look(colour=GREY, wrap=True)
_VALUE = Look()
_FIGURE = Look(align="left", bold=True)
_TEXT = 122
"""Digits of running text across the page."""

_FINDINGS = 3
"""Findings told on the cover."""


def write_cover(book: Book, beside: Sequence[tuple[str, str]], missing: Sequence[str]) -> None:
    """The first sheet a reader sees.

    Parameters
    ----------
    beside
        Files in the same folder: (name, what it holds).
    missing
        What could not be made in this run, a sentence each.
    """
    words = book.words
    sheet = book.sheet(words.cover, columns=3, colour=INK)
    sheet.widths(46, 28, 42)
    book.place("sheet", "cover", sheet, 1)
    for line in _lines(book.title, 54):
        sheet.text(sheet.row, 1, line, _TITLE)
        sheet.height(sheet.row, 32)
        sheet.row += 1
    _write_status(book, sheet)
    _write_headline(book, sheet)
    _write_findings(book, sheet)
    _write_key_figures(book, sheet)
    _write_weighting(book, sheet)
    _write_lines(book, sheet, words.how_to_read, _how_to_read(book))
    warnings = [
        *(words.no_figures.format(reason=reason) for reason in missing),
        *(_named(book, told_of(book.report, line, book.language)) for line in book.report.warnings),
    ]
    if warnings:
        _write_lines(book, sheet, words.warnings, warnings, mark="!")
    _write_beside(book, sheet, beside)
    sheet.page(landscape=False, footer=words.page)


def _write_status(book: Book, sheet: Sheet) -> None:
    if book.status:
        for line in _lines(book.status, 100):
            sheet.text(sheet.row, 1, line, _CHIP)
            sheet.blank(sheet.row, 2, 3, _CHIP)
            sheet.height(sheet.row, 18)
            sheet.row += 1
    sheet.row += 1


def _write_headline(book: Book, sheet: Sheet) -> None:
    """The number, the answer it belongs to, its interval, its bases and its true wording."""
    identity, position = book.report.summary.headline or ("", 0)
    if identity not in book.report.tables:
        return
    table, words = book.report.tables[identity], book.words
    row = table.rows[position]
    is_share = row.kind not in UNIT_KINDS
    sheet.number(
        sheet.row, 1, float(table.estimate[position, 0]), replace(_BIG, format="0.0%" if is_share else "0.0")
    )
    sheet.height(sheet.row, 52)
    sheet.row += 1
    label, asked = row.label.to(book.language), table.question.label.to(book.language)
    wording = table.question.wording.to(book.language)
    if label == row.code:  # a bare code says nothing without its question
        label = f"{opened(asked, book.language)}{label}"
        wording = "" if wording == asked else wording
    for line in _lines(label, 70):
        answer = sheet.text(sheet.row, 1, line, _ANSWER)
        book.refer(sheet, answer, "table", identity, words.go_to_table)
        sheet.height(sheet.row, 24)
        sheet.row += 1
    low, high = float(table.low[position, 0]), float(table.high[position, 0])
    interval = words.headline_interval if book.report.survey.design.probability else words.model_interval
    ends = [f"{amounts.per_cent(end, 1)}%" if is_share else amounts.rounded(end, 2) for end in (low, high)]
    sheet.paragraph(interval.format(level=book.level, low=ends[0], high=ends[1]), Look(size=11, bold=True))
    sheet.paragraph(_bases(book, table), LEAD)
    if wording:
        sheet.paragraph(words.quoted.format(text=wording), Look(size=11, italic=True))
    provenance = table.question.provenance.to(book.language)
    if provenance:
        sheet.paragraph(f"{words.provenance}{words.colon}{provenance}", LEAD)
    sheet.row += 1


def _write_findings(book: Book, sheet: Sheet) -> None:
    """The largest findings, a sentence each, and the ways into the book."""
    links, found = LinkWords(book.language), book.report.findings[:_FINDINGS]
    none = "" if found else _none_found(book)
    _part(sheet, links.main_findings if found or none else book.words.contents)
    if none:
        sheet.paragraph(none, BODY)
    for number, finding in enumerate(found, 1):
        for k, line in enumerate(_lines(finding.sentence.to(book.language), _TEXT)):
            sheet.text(sheet.row, 1, f"{number}.  {line}" if k == 0 else f"     {line}", BODY)
            sheet.row += 1
    ways = [(links.all_findings, "findings", 1)] if found else []
    for text, place, column in [*ways, (links.to_contents, "contents", 2 if found else 1)]:
        cell = sheet.text(sheet.row, column, text, LINK)
        book.refer(sheet, cell, "sheet", place, text)
    sheet.row += 2


def _none_found(book: Book) -> str:
    """What was compared although no gap is told; empty where no table has groups."""
    words, report, tables = book.words, book.report, book.report.tables.values()
    columns = [column for table in tables for column in table.columns if column.banner]
    names = dict.fromkeys(column.banner_label.to(book.language) for column in columns)
    banners = words.listing.join(names)
    if not columns:
        return ""
    if not report.comparisons:
        return words.none_compared.format(banners=banners, minimum=report.plan.tables.minimum_base)
    said = words.no_findings.format(banners=banners, count=amounts.whole(report.comparisons))
    marked = any((table.mark != 0).any() for table in tables)
    return words.gap.join([said, words.no_findings_but_marks]) if marked else said


def _bases(book: Book, table: Table) -> str:
    words = book.words
    base = words.of_whom.format(base=table.base_label.to(words.language))
    sizes = (words.headline_bases if book.weighted else words.headline_n).format(
        n=amounts.whole(float(table.unweighted_base[0])),
        weighted=amounts.whole(float(table.weighted_base[0])),
        effective=amounts.whole(float(table.effective_base[0])),
    )
    return f"{base} · {sizes}"


def _write_key_figures(book: Book, sheet: Sheet) -> None:
    words, summary, study = book.words, book.report.summary, book.report.plan.study
    _part(sheet, words.key_figures)
    said = (
        (words.study_fieldwork, study.fieldwork),
        (words.study_population, study.population),
        (words.study_mode, study.mode),
        (words.study_sponsor, study.sponsor),
        (words.study_contact, study.contact),
    )
    for label, value in said:
        if value.to(book.language):
            _fact(sheet, label, value.to(book.language))
    _fact(sheet, words.study_file, book.report.survey.source.name)
    _figure(sheet, words.raw_rows, summary.raw_rows, "#,##0")
    _figure(sheet, words.respondents, summary.respondents, "#,##0")
    _figure(sheet, words.unweighted_base, summary.unweighted_base, "#,##0")
    if book.weighted:
        _figure(sheet, words.effective_n, summary.effective_base, "#,##0")
    _figure(sheet, words.design_effect, summary.design_effect, "0.00")
    margin = words.margin.format(level=book.level)
    if math.isfinite(summary.margin_of_error):
        _figure(sheet, margin, summary.margin_of_error * 100, f'"±"0.0" {words.points}"')
    else:
        opt_in = book.report.survey.design.probability is False
        _fact(sheet, margin, words.margin_opt_in if opt_in else words.margin_unsaid)
    sheet.row += 1


def _write_weighting(book: Book, sheet: Sheet) -> None:
    _part(sheet, book.words.how_weighted)
    weighting = book.report.weighting
    plainly = book.weighted and not (weighting is not None and weighting.unmet)
    look = BODY if plainly else replace(STATUS, size=10)
    sheet.paragraph(weighting_in_words(book.report, book.language), look)
    sheet.row += 1


def _how_to_read(book: Book) -> list[str]:
    words, tables = book.words, book.report.plan.tables
    compared = any(len(table.columns) > 1 for table in book.report.tables.values())
    marks = [words.read_marks.format(level=book.level), words.read_letters] if compared else []
    return [
        *book.part,
        words.read_shares if book.weighted else words.read_unweighted,
        *marks,
        words.read_bases.format(caution=tables.caution_base, minimum=tables.minimum_base),
        words.read_outside,
        words.read_more,
    ]


def _write_lines(book: Book, sheet: Sheet, heading: str, lines: Sequence[str], mark: str = "·") -> None:
    _part(sheet, heading)
    look = BODY if mark == "·" else replace(BODY, colour=ALARM)
    for text in lines:
        for number, line in enumerate(_lines(text, _TEXT)):
            sheet.text(sheet.row, 1, f"{mark}  {line}" if number == 0 else f"   {line}", look)
            sheet.row += 1
    sheet.row += 1


def _named(book: Book, warning: str) -> str:
    """A warning that begins with a column's name, with the question's label after that name."""
    name, colon, rest = warning.partition(book.words.colon)
    codebook = book.report.survey.codebook
    if not colon:
        return warning
    label = codebook[name].label.to(book.language) if name in codebook else _grid(book, name)
    return warning if label in ("", name) else f"{name}{book.words.bracketed.format(text=label)}{colon}{rest}"


def _grid(book: Book, name: str) -> str:
    """What a grid asks, the wording that its items share; empty where this is no grid, or they share none."""
    items = [question for question in book.report.survey.codebook if question.grid == name]
    asked = {question.wording.to(book.language) for question in items}
    return asked.pop() if len(asked) == 1 else ""


def _write_beside(book: Book, sheet: Sheet, beside: Sequence[tuple[str, str]]) -> None:
    if not beside:
        return
    _part(sheet, book.words.files_beside)
    for name, holds in beside:
        _fact(sheet, name, holds)


def _part(sheet: Sheet, text: str) -> None:
    sheet.text(sheet.row, 1, text, _PART)
    sheet.blank(sheet.row, 2, sheet.columns, _PART)
    sheet.height(sheet.row, 20)
    sheet.row += 1


def _fact(sheet: Sheet, label: str, value: str) -> None:
    sheet.text(sheet.row, 1, label, _LABEL)
    lines = _lines(value, sheet.width(2, 3) - 2)
    for number, line in enumerate(lines):
        sheet.text(sheet.row + number, 2, line, _VALUE)
    sheet.fit_height(sheet.row, [(label, sheet.width(1, 1))])
    sheet.row += len(lines)


def _figure(sheet: Sheet, label: str, value: float, pattern: str) -> None:
    sheet.text(sheet.row, 1, label, _LABEL)
    sheet.number(sheet.row, 2, value, replace(_FIGURE, format=pattern))
    sheet.fit_height(sheet.row, [(label, sheet.width(1, 1))])
    sheet.row += 1


def _lines(text: str, width: float) -> list[str]:
    return broken(clean(text), width)
