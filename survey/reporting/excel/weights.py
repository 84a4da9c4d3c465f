"""The sheet Weights: what weighting was to reach, what it reached, and what it cost."""

from __future__ import annotations

from dataclasses import replace

from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import FIRST, NUMBER, TEXT, Field, write_grid
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import GREY, Look
from survey.reporting.methodology import weighting_in_words
from survey.vocabulary import WeightingResult

NOISE = 6
"""Decimals beyond which a difference in points is the computer's rounding."""

_SHARE = replace(NUMBER, format="0.0%")
_POINTS = replace(NUMBER, format="+0.00;−0.00;0.00")


def write_weights(book: Book) -> None:
    """Nothing is written of an unweighted report: the cover says so."""
    words, weighting = book.words, book.report.weighting
    if not book.weighted:
        return
    sheet = book.sheet(words.weights, columns=7, colour=GREY)
    sheet.widths(42, 44, 13, 12, 12, 12, 15)
    book.place("sheet", "weights", sheet, 1)
    sheet.title(words.weights, lead=words.weights_lead, status=book.status)
    sheet.paragraph(weighting_in_words(book.report, book.language))
    sheet.row += 1
    if weighting is not None:
        sheet.heading(words.diagnosis)
        for label, value, pattern in _diagnosis(book, weighting):
            sheet.text(sheet.row, 1, label)
            sheet.number(sheet.row, 2, value, Look(align="left", bold=True, format=pattern))
            sheet.row += 1
        sheet.row += 1
        sheet.heading(words.margins_met)
        fields = [
            Field(words.margin_name, FIRST),
            Field(words.source),
            Field(words.date, replace(TEXT, wrap=False)),
        ]
        write_grid(
            sheet, fields, [(book.margin(met.name), met.source, met.date) for met in weighting.margins]
        )
        _write_caveats(book, sheet, weighting)
        _write_achieved(book, sheet, weighting)
    sheet.page(landscape=False, footer=words.page)


def _diagnosis(book: Book, weighting: WeightingResult) -> list[tuple[str, float, str]]:
    words = book.words
    return [
        (words.effective_n, weighting.effective_base, "#,##0"),
        (words.weight_effect, weighting.design_effect, "0.00"),
        (words.smallest_weight, weighting.minimum, "0.000"),
        (words.largest_weight, weighting.maximum, "0.000"),
        (words.variation, weighting.coefficient_of_variation, "0.000"),
        (words.iterations, weighting.iterations, "0"),
        (words.max_error, weighting.max_error, "0.0E+00"),
    ]


def _write_caveats(book: Book, sheet: Sheet, weighting: WeightingResult) -> None:
    """What a reader must know of the targets, where their source says something."""
    lines = [(book.margin(met.name), met.caveat) for met in weighting.margins if met.caveat]
    if lines:
        write_grid(sheet, [Field(book.words.margin_name, FIRST), Field(book.words.caveat)], lines)


def _write_achieved(book: Book, sheet: Sheet, weighting: WeightingResult) -> None:
    """Each category of each margin: before, after, target, and what is left between them."""
    words = book.words
    fields = [
        Field(words.margin_name, FIRST),
        Field(words.category),
        Field(words.respondents_n, NUMBER),
        Field(words.before, _SHARE),
        Field(words.after, _SHARE),
        Field(words.target, _SHARE),
        Field(words.off_target, _POINTS),
    ]
    lines = []
    for reached in weighting.achieved:
        category = reached.category.to(book.language)
        lines.append(
            (
                book.margin(reached.margin),
                words.bucket.format(category=category) if reached.bucket else category,
                reached.unweighted_base,
                reached.before,
                reached.after,
                reached.target,
                round(100 * (reached.after - reached.target), NOISE),
            )
        )
    write_grid(sheet, fields, lines)
