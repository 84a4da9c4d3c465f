"""Which findings, figures and charts go with a table, so that each leads to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from survey.language.navigation import LinkWords
from survey.reporting.excel.style import BACK
from survey.vocabulary import Report, Table

if TYPE_CHECKING:
    from survey.reporting.excel.book import Book
    from survey.reporting.excel.sheet import Sheet
    from survey.reporting.figures.drawing import Drawing

MOST_CHARTED = 30
"""Questions charted; a workbook with hundreds of charts is slow to open."""

MOST_ANSWERS = 20
"""Answers beyond which bars become too many."""


def findings_of(book: Book, table: str) -> list[int]:
    """Numbers of the findings that stand in a table, the largest first."""
    return [number for number, each in enumerate(book.report.findings, 1) if each.table == table]


def figure_of(book: Book, table: str) -> Drawing | None:
    """The first picture drawn from a table, or from the grid that its question is an item of."""
    found = book.report.tables.get(table)
    sources = {table, found.question.grid if found else ""} - {""}
    return next((each for each in book.drawings if each.png and each.table in sources), None)


def figure_number(drawing: Drawing) -> str:
    """The number in a figure's file name: `3` for 03-likert-q11."""
    return drawing.name.split("-")[0].lstrip("0") or drawing.name


def charted(report: Report) -> tuple[tuple[str, ...], bool]:
    """Ids of the questions that have a native chart, in their order, and whether there are more."""
    found = [identity for identity, table in report.tables.items() if _can_be_charted(table)]
    return tuple(found[:MOST_CHARTED]), len(found) > MOST_CHARTED


def answers_of(table: Table) -> list[int]:
    """Rows of a table that are answers."""
    return [r for r, row in enumerate(table.rows) if row.kind == "answer"]


def _can_be_charted(table: Table) -> bool:
    """Whether it is a question's own table, with answers to compare and respondents enough."""
    answers = answers_of(table)
    own = table.id == table.question.name and table.question.role == "question"
    sound = table.columns[0].flag != "low"
    return (
        own
        and sound
        and 2 <= len(answers) <= MOST_ANSWERS
        and bool(np.isfinite(table.estimate[answers, 0]).all())
    )


def write_links(book: Book, sheet: Sheet, table: Table) -> None:
    """Rows of links to where else this table is spoken of: findings, figure, chart, row per cents."""
    words, drawing = LinkWords(book.language), figure_of(book, table.id)
    links = [
        (words.see_finding.format(number=number), "finding", str(number), words.go_to_finding)
        for number in findings_of(book, table.id)
    ]
    if drawing is not None:
        text = words.see_figure.format(number=figure_number(drawing))
        links.append((text, "figure", drawing.name, words.go_to_figure))
    if table.id in book.charted[0]:
        links.append((words.see_chart, "chart", table.id, words.go_to_chart))
    if len(table.columns) > 1:
        links.append((words.see_rows, "row table", table.id, words.go_to_rows))
    places = [1, *range(2, sheet.columns + 1, 2)]
    for first in range(0, len(links), len(places)):
        for place, (text, kind, identity, tip) in zip(places, links[first:], strict=False):
            book.refer(sheet, sheet.text(sheet.row, place, text, BACK), kind, identity, tip)
        sheet.row += 1
