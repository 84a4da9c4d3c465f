"""The sheet Figures: the pictures, each with its alternative text and its numbers' place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.pictures import place_picture
from survey.reporting.excel.relations import figure_number
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, LINK

if TYPE_CHECKING:
    from survey.reporting.figures.drawing import Drawing

PICTURES_PER_PAGE = 2
_WIDTHS = (9,) * 14
"""Several columns, for a page shrinks to its width between columns only."""

_PICTURE = 940
"""Pixels across a figure: the page, less its edge."""


def write_figures(book: Book) -> None:
    """All figures below each other, two to a printed page."""
    words = book.words
    drawings = [drawing for drawing in book.drawings if drawing.png]
    if not drawings:
        return
    sheet = book.sheet(words.figures, columns=len(_WIDTHS), colour=ACCENT)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "figures", sheet, 1)
    sheet.title(words.figures, lead=words.figures_lead, status=book.status)
    for number, drawing in enumerate(drawings):
        if number and number % PICTURES_PER_PAGE == 0:
            sheet.page_break(sheet.row - 1)
        _write_figure(book, sheet, drawing)
    sheet.page(landscape=False, footer=words.page, last_row=sheet.row)


def _write_figure(book: Book, sheet: Sheet, drawing: Drawing) -> None:
    """Where its numbers stand, as a link, and the picture."""
    kind, identity, name = _numbers_of(book, drawing)
    text = book.words.figure_source.format(
        number=figure_number(drawing), table=name, n=amounts.whole(drawing.unweighted_base)
    )
    book.place("figure", drawing.name, sheet, sheet.row)
    cell = sheet.text(sheet.row, 1, text, LINK)
    book.refer(sheet, cell, kind, identity, book.words.go_to_table)
    sheet.row += 1
    place_picture(sheet, drawing, width=_PICTURE)


def _numbers_of(book: Book, drawing: Drawing) -> tuple[str, str, str]:
    """Kind, id and name of what a figure was drawn from; of a grid, its first item stands for it."""
    if not drawing.table:
        return "sheet", "weights", book.words.weights
    for crossing in book.report.crossings:
        if crossing.id == drawing.table:
            return "crossing", crossing.id, crossing.title.to(book.language)
    for trend in book.report.trends:
        if trend.id == drawing.table:
            return "trend", trend.id, trend.title.to(book.language)
    for model in book.report.drivers:
        if model.id == drawing.table:
            return "drivers", model.id, model.title.to(book.language)
    if drawing.table in book.report.tables:
        return "table", drawing.table, book.table_title(book.report.tables[drawing.table])
    items = [t.id for t in book.report.tables.values() if t.question.grid == drawing.table]
    return "table", (items or [drawing.table])[0], book.table_name(drawing.table)
