"""The sheet Notes: every symbol this book uses, and how its numbers were made."""

from __future__ import annotations

from survey.language.disclosure import NoteWords
from survey.language.toplines import ToplineWords
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import Field, write_grid
from survey.reporting.excel.style import GREY, Look
from survey.reporting.excel.symbols import symbols
from survey.reporting.methodology import replicates_in_words, weighting_in_words


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
        *book.mended,
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
