"""What stands beside the shares of a book without a banner: respondents, standard error, interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.language.toplines import ToplineWords
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.formats import cell_format
from survey.reporting.excel.sheet import LINE, Sheet
from survey.reporting.excel.style import ACCENT_SOFT, GREY, INK, Look
from survey.reporting.since import since_remarks
from survey.vocabulary import UNIT_KINDS, Row, Table

FIRST = 3
COLUMNS = 4
"""Respondents, standard error, lower and upper limit, from sheet column `FIRST` on."""

_HEAD = Look(size=9, bold=True, align="center", upright="bottom", wrap=True, fill=ACCENT_SOFT)
_CELL = Look(align="right", size=9, colour=GREY)


def write_head(book: Book, sheet: Sheet, row: int) -> None:
    """The columns' names, above a row that other books keep for letters."""
    words = book.words
    limits = (words.lower_limit.format(level=book.level), words.upper_limit)
    labels = (words.respondents_n, words.standard_error, *limits)
    for column, label in enumerate(labels, FIRST):
        sheet.text(row, column, label, _HEAD)
    sheet.height(row, 2 * LINE + 2)
    sheet.blank(row + 1, FIRST, FIRST + COLUMNS - 1, replace(_HEAD, bottom=INK))


def write_row(sheet: Sheet, table: Table, position: int, *, nothing: str) -> None:
    """One line's respondents, standard error and limits; blank where a line has none."""
    row = table.rows[position]
    figures = (
        (table.count[position, 0], "#,##0"),
        (table.standard_error[position, 0], _pattern(row)),
        (table.low[position, 0], _pattern(row)),
        (table.high[position, 0], _pattern(row)),
    )
    for column, (value, pattern) in enumerate(figures, FIRST):
        if np.isfinite(value) or column > FIRST:
            sheet.number(sheet.row, column, float(value), replace(_CELL, format=pattern), nothing=nothing)


def _pattern(row: Row) -> str:
    """Shares with one decimal, means with two; a limit of a net score keeps its sign."""
    return cell_format("mean" if row.kind in UNIT_KINDS else row.kind, 1.0, fine=True)


def remarks(book: Book, table: Table) -> list[str]:
    """What is said under a table: the margin of error, how far numbers were rounded, the wave before."""
    words, said = ToplineWords(book.language), []
    if np.isfinite(table.margin_of_error):
        answers = [r for r, row in enumerate(table.rows) if row.kind == "answer"]
        effects = table.design_effect[answers, 0]
        margin = words.margin.format(
            level=book.level,
            points=amounts.rounded(100 * table.margin_of_error, 1),
            n=amounts.whole(float(table.unweighted_base[0])),
            effect=amounts.rounded(float(np.median(effects[effects > 0])), 2),
        )
        said.append(margin)
    for r, row in enumerate(table.rows):
        if row.kind == "heaped" and np.isfinite(table.estimate[r, 0]):
            share = amounts.per_cent(float(table.estimate[r, 0]), 0)
            said.append(words.heaped.format(share=share, step=f"{int(row.code):,}"))
    return [*said, *since_remarks(table, book.language, book.level)]
