"""The sheet Drivers: what goes with an answer when other answers are held equal."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from survey.language import Language
from survey.language.drivers import DriverWords
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.formats import p_format
from survey.reporting.excel.grid import Field, write_grid
from survey.reporting.excel.pictures import place_picture
from survey.reporting.excel.sheet import PIXELS_PER_DIGIT, Sheet
from survey.reporting.excel.style import (
    ACCENT,
    COUNT,
    FAINT,
    GREY,
    HEAD,
    HEAD_RIGHT,
    LEAD,
    RULE,
    SHARE,
    STATUS,
    WARM,
    WASH,
    Look,
)
from survey.vocabulary import DriverQuestion, Drivers, DriverTerm

_WIDTHS = (46, 9, 11, 14, 9, 9, 11, 9, 9, 9)
_POINTS = Look(align="right", format="+0.0;−0.0;0.0")
_RATIO = Look(align="right", format="0.00")
_LIMIT = replace(_RATIO, colour=GREY)
"""Decimals of p."""


def write_drivers(book: Book) -> None:
    """All models of the plan, one below the other; no sheet where there is none."""
    if not book.report.drivers:
        return
    words = DriverWords(book.language)
    sheet = book.sheet(book.words.drivers, columns=len(_WIDTHS), colour=WARM)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "drivers", sheet, 1)
    sheet.title(book.words.drivers, lead=words.lead, status=book.status)
    back = book.words.back_to_contents
    cell = sheet.text(sheet.row - 1, 1, back, Look(size=9, colour=ACCENT, underline=True))
    book.refer(sheet, cell, "sheet", "contents", back)
    for place, found in enumerate(book.report.drivers):
        start = sheet.row if place else 1
        if place:
            sheet.page_break(sheet.row - 1)
        _write_model(book, words, sheet, found)
        _place_pictures(book, sheet, found, start)
    sheet.page(landscape=False, footer=book.words.page, last_row=sheet.row)


def _write_model(book: Book, words: DriverWords, sheet: Sheet, found: Drivers) -> None:
    language = book.language
    sheet.heading(found.title.to(language))
    book.place("drivers", found.id, sheet, sheet.row - 1)
    if wording := found.outcome.wording.to(language):
        sheet.paragraph(book.words.quoted.format(text=wording), Look(size=9, italic=True))
    sheet.paragraph(book.words.base_line.format(base=found.base_label.to(language)), LEAD)
    if failed := found.failed.to(language):
        sheet.paragraph(failed, STATUS)
        sheet.row += 1
        return
    outcome = found.outcome_label.to(language)
    said = words.bases.format(
        n=amounts.whole(found.unweighted_base),
        weighted=amounts.whole(found.weighted_base),
        effective=amounts.whole(found.effective_base),
        left_out=amounts.whole(found.left_out),
    )
    if isfinite(found.share):
        share, n = amounts.per_cent(found.share, 1), amounts.whole(found.unweighted_base)
        said += book.words.gap + words.share_said.format(n=n, share=share, answer=outcome)
    sheet.paragraph(said, LEAD)
    for line in found.warnings:
        sheet.paragraph(line.to(language), STATUS)
    sheet.row += 1
    first = _write_head(words, sheet)
    for question in found.questions:
        _write_question(book, words, sheet, question)
    book.define(f"{found.id}_terms", sheet, f"A{first}", f"J{sheet.row - 1}")
    sheet.row += 1
    _write_tests(words, sheet, found, language)
    minimum = book.report.plan.tables.minimum_base
    level = amounts.level(found.level)
    sheet.paragraph(words.gap_said.format(outcome=outcome, level=level, minimum=minimum), LEAD)
    sheet.paragraph(words.how_made.format(df=amounts.whole(found.df)), LEAD)
    sheet.row += 1


def _place_pictures(book: Book, sheet: Sheet, found: Drivers, start: int) -> None:
    """The model's figure below its numbers, whole on its page; `start` is the page's first row."""
    width = round(sheet.width(1, sheet.columns) * PIXELS_PER_DIGIT)
    for drawing in book.drawings:
        if drawing.table == found.id and drawing.png:
            start = sheet.keep_together(start, width * 9 // 16)
            place_picture(sheet, drawing, width=width)


def _write_head(words: DriverWords, sheet: Sheet) -> int:
    labels = (
        words.answer,
        words.n,
        words.share,
        words.gap,
        words.low,
        words.high,
        words.odds,
        words.low,
        words.high,
        words.p_value,
    )
    for column, label in enumerate(labels, 1):
        look = HEAD if column == 1 else HEAD_RIGHT
        sheet.text(sheet.row, column, label, replace(look, left=RULE if column in (4, 7) else ""))
    sheet.fit_height(sheet.row, [(label, sheet.width(k, k)) for k, label in enumerate(labels, 1)])
    sheet.row += 1
    return sheet.row


def _write_question(book: Book, words: DriverWords, sheet: Sheet, question: DriverQuestion) -> None:
    """The question's name on a line of its own, then its answers; a number has the line to itself."""
    label = question.question.label.to(book.language)
    if question.terms[0].kind == "number":
        _write_term(words.unit.format(question=label), sheet, question.terms[0])
        return
    look = Look(bold=True, fill=WASH)
    sheet.text(sheet.row, 1, label, replace(look, wrap=True))
    sheet.blank(sheet.row, 2, len(_WIDTHS), look)
    sheet.fit_height(sheet.row, [(label, sheet.width(1, 1))])
    sheet.row += 1
    for term in question.terms:
        name = term.label.to(book.language)
        _write_term(words.reference.format(answer=name) if term.kind == "reference" else name, sheet, term)


def _write_term(label: str, sheet: Sheet, term: DriverTerm) -> None:
    row = sheet.row
    sheet.text(row, 1, label, _shaded(Look(wrap=True, indent=1), term))
    sheet.fit_height(row, [(label, sheet.width(1, 1) - 1)], line=15)
    sheet.number(row, 2, term.unweighted_base, _shaded(COUNT, term))
    if term.kind != "number":
        sheet.number(row, 3, term.share, _shaded(SHARE, term))
    if term.kind == "reference":
        sheet.blank(row, 4, 4, Look(left=RULE))
        sheet.blank(row, 7, 7, Look(left=RULE))
    else:
        _write_numbers(sheet, term)
    sheet.row += 1


def _write_numbers(sheet: Sheet, term: DriverTerm) -> None:
    """Adjusted gap and odds ratio with their limits, and p."""
    excludes = (term.effect_low > 0 or term.effect_high < 0) and term.flag != "low"
    points = replace(_POINTS, format="+0.00;−0.00;0.00") if term.kind == "number" else _POINTS
    gap = (replace(points, bold=excludes, left=RULE), replace(points, colour=GREY))
    ratio = (replace(_RATIO, left=RULE), replace(_RATIO, colour=GREY))
    gaps = (term.effect * 100, term.effect_low * 100, term.effect_high * 100)
    ratios = (term.odds_ratio, term.odds_low, term.odds_high)
    for start, looks, values in ((4, gap, gaps), (7, ratio, ratios)):
        for column, value in enumerate(values, start):
            sheet.number(sheet.row, column, value, _shaded(looks[column > start], term))
    sheet.number(sheet.row, 10, term.p, _shaded(_p_look(term.p), term))


def _shaded(look: Look, term: DriverTerm) -> Look:
    """Grey where the base is too low to be relied upon."""
    return replace(look, colour=FAINT, italic=True) if term.flag == "low" else look


def _p_look(p: float) -> Look:
    return Look(align="right", format=p_format(p))


def _write_tests(words: DriverWords, sheet: Sheet, found: Drivers, language: Language) -> None:
    sheet.heading(words.tests)
    fields = [
        Field(words.question, Look(wrap=True)),
        Field(words.statistic, _RATIO),
        Field(words.df1, COUNT),
        Field(words.df2, COUNT),
        Field(words.p_value, _p_look(1)),
        Field(words.width, _RATIO),
    ]
    start = sheet.row + 1
    write_grid(
        sheet,
        fields,
        [
            (each.question.label.to(language), each.statistic, each.df1, each.df2, each.p, each.width)
            for each in found.questions
        ],
    )
    for row, each in enumerate(found.questions, start):
        sheet.number(row, 5, each.p, replace(_p_look(each.p), bottom=RULE))
