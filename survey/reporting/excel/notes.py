"""The sheet Notes: every symbol this book uses, and how its numbers were made."""

from __future__ import annotations

import numpy as np

from survey.language.disclosure import NoteWords
from survey.language.publishing import HiddenWords, LetterWords
from survey.language.toplines import ToplineWords
from survey.language.trends import SinceWords
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import Field, write_grid
from survey.reporting.excel.style import GREY, Look
from survey.reporting.methodology import replicates_in_words, weighting_in_words
from survey.reporting.suppression import GUARD, SMALL
from survey.vocabulary import Table


def write_notes(book: Book) -> None:
    """Symbols in use, then the conventions behind the numbers."""
    words = NoteWords(book.language)
    sheet = book.sheet(book.words.notes, columns=2, colour=GREY)
    sheet.widths(22, 110)
    book.place("sheet", "notes", sheet, 1)
    sheet.title(book.words.notes, lead=words.lead, status=book.status)
    fields = [Field(words.symbol, Look(wrap=True, upright="top", bold=True)), Field(words.meaning)]
    write_grid(sheet, fields, symbols(book, words))
    sheet.heading(words.methods)
    corrections = {"bh": words.bh, "holm": words.holm, "none": words.uncorrected}
    replicates = replicates_in_words(book.report, book.language)
    lines = [
        *book.part,
        words.bases_made,
        weighting_in_words(book.report, book.language),
        words.intervals_replicated.format(replicates=replicates) if replicates else _intervals(book, words),
        words.tests_made.format(correction=corrections[book.report.plan.tables.correction]),
        ToplineWords(book.language).made,
        words.rounding_made,
        words.association,
    ]
    for line in lines:
        sheet.paragraph(line, FIRST_LINE)
        sheet.row += 1
    if book.report.reliability:
        sheet.heading(words.reliability)
        for grid in book.report.reliability:
            text = words.alpha.format(
                grid=grid.grid,
                alpha=amounts.without_zero(grid.alpha, 2),
                low=amounts.without_zero(grid.low, 2),
                high=amounts.without_zero(grid.high, 2),
                n=amounts.whole(grid.unweighted_base),
                items=", ".join(item.name for item in grid.items),
            )
            sheet.paragraph(text, FIRST_LINE)
    sheet.page(landscape=False, footer=book.words.page)


FIRST_LINE = Look(upright="top")


def _intervals(book: Book, words: NoteWords) -> str:
    """How intervals were made, and whether they credit what the weights meet."""
    design = book.report.survey.design
    if design.calibration is not None:
        return words.intervals_made
    return words.intervals_uncredited if design.weight else words.intervals_unweighted


def symbols(book: Book, words: NoteWords) -> list[tuple[str, str]]:
    """Each symbol in use with its meaning, and no other."""
    tables, plan = list(book.report.tables.values()), book.report.plan.tables
    kinds = {row.kind for table in tables for row in table.rows}
    flags = {column.flag for table in tables for column in table.columns}
    flags |= {flag for crossing in book.report.crossings for flag in crossing.flags}
    found = [
        ("▲", words.above.format(level=book.level), any((t.mark > 0).any() for t in tables)),
        ("▼", words.below, any((t.mark < 0).any() for t in tables)),
        *_letters(book, words, tables),
        *_arrows(book, tables),
        ("*", words.caution.format(caution=plan.caution_base), "caution" in flags),
        (book.words.reference, words.low.format(minimum=plan.minimum_base), "low" in flags),
        *_hidden(book),
        ("–", words.undefined, any(not np.isfinite(t.estimate).all() for t in tables)),
        ("M.A., M.T.", words.mentions, "mentions" in kinds),
        (words.outside_symbol, words.outside, "outside" in kinds),
        (words.bold_shade, words.net, "net" in kinds),
        (words.residual_symbol, words.residual.format(alpha=book.alpha), bool(book.report.crossings)),
    ]
    return [(symbol, meaning) for symbol, meaning, used in found if used]


Line = tuple[str, str, bool]
"""A symbol, its meaning, and whether this book uses it."""


def _arrows(book: Book, tables: list[Table]) -> list[Line]:
    """Marks against the wave before."""
    words, marks = SinceWords(book.language), [table.since.mark for table in tables if table.since]
    return [
        ("↑", words.higher.format(level=book.level), any((mark > 0).any() for mark in marks)),
        ("↓", words.lower, any((mark < 0).any() for mark in marks)),
    ]


def _letters(book: Book, words: NoteWords, tables: list[Table]) -> list[Line]:
    """What letters mean: at one level, or at two of which the stricter has capitals."""
    used = "".join(letters for table in tables for line in table.pairs for letters in line)
    levels, more = book.report.plan.tables.letter_levels, LetterWords(book.language)
    gap = book.words.gap
    nested = any(len(column.questions) > 1 for table in tables for column in table.columns)
    meaning = words.letters + (gap + more.nested if nested else "")
    if len(levels) == 1:
        return [("a b c …", meaning, bool(used))]
    loose, strict = (amounts.level(level) for level in levels)
    return [
        ("a b c …", meaning + gap + more.loose.format(level=loose), bool(used)),
        ("A B C …", words.letters + gap + more.strict.format(level=strict), used != used.lower()),
    ]


def _hidden(book: Book) -> list[Line]:
    """What stands in place of hidden numbers."""
    words, minimum = HiddenWords(book.language), book.report.plan.tables.minimum_base
    found = [table.hidden for table in book.report.tables.values()]
    found += [crossing.hidden for crossing in book.report.crossings]
    masks = [mask for mask in found if mask is not None]
    return [
        (book.nothing(reason), meaning.format(minimum=minimum), any((mask == reason).any() for mask in masks))
        for reason, meaning in ((SMALL, words.small_meaning), (GUARD, words.guard_meaning))
    ]
