"""The workbook: its sheets in their order, and what it says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from survey.language import Language
from survey.reporting.excel.book import Book
from survey.reporting.excel.cleaning import write_cleaning
from survey.reporting.excel.codebook import write_codebook
from survey.reporting.excel.contents import write_contents
from survey.reporting.excel.cover import write_cover
from survey.reporting.excel.crossing import write_crossings
from survey.reporting.excel.disclosures import write_disclosures
from survey.reporting.excel.drivers import write_drivers
from survey.reporting.excel.figures import write_figures
from survey.reporting.excel.findings import write_findings
from survey.reporting.excel.native import write_charts
from survey.reporting.excel.notes import write_notes
from survey.reporting.excel.package import to_bytes
from survey.reporting.excel.reading import write_reading
from survey.reporting.excel.results import write_results
from survey.reporting.excel.row_view import write_row_view
from survey.reporting.excel.tables import write_tables
from survey.reporting.excel.trends import write_trends
from survey.reporting.excel.weights import write_weights
from survey.reporting.text import clean

if TYPE_CHECKING:
    from survey.reporting.figures.drawing import Drawing
    from survey.vocabulary import Report

_NO_DATE = datetime.date(2000, 1, 1)


def workbook(
    report: Report,
    drawings: Sequence[Drawing] = (),
    *,
    language: Language = "en",
    beside: Sequence[tuple[str, str]] = (),
    missing: Sequence[str] = (),
    versions: Mapping[str, str] | None = None,
) -> bytes:
    """The report as an .xlsx file; the same report gives the same bytes.

    Parameters
    ----------
    beside
        Files in the same folder, for the cover: (name, what it holds).
    missing
        Why figures could not be drawn, for the cover.
    versions
        {program or library: version}, for the methodology.
    """
    book = Book(report, drawings, language=language)
    write_cover(book, beside, missing)
    write_contents(book)
    write_findings(book)
    write_crossings(book)
    for write in (write_row_view, write_tables) if language == "ja" else (write_tables, write_row_view):
        write(book)
    write_trends(book)
    write_drivers(book)
    write_charts(book)
    write_figures(book)
    write_results(book)
    write_weights(book)
    write_cleaning(book)
    write_reading(book)
    write_codebook(book)
    write_disclosures(book, versions or {})
    write_notes(book)
    book.connect()
    book.workbook.active = 0
    book.workbook.worksheets[0].sheet_view.tabSelected = True
    _describe(book)
    return to_bytes(book.workbook, day=latest_day(report), streamed=book.streamed)


def _describe(book: Book) -> None:
    """Document properties: title, subject, language, keywords."""
    properties, study = book.workbook.properties, book.report.plan.study
    properties.title = clean(book.title)
    properties.subject = clean(study.population.to(book.language))
    properties.creator = (
        clean(study.conductor.to(book.language) or study.sponsor.to(book.language)) or "survey"
    )
    properties.lastModifiedBy = "survey"
    properties.language = book.language
    properties.keywords = book.words.keywords
    properties.description = book.status


def latest_day(report: Report) -> datetime.date:
    """The last day anybody answered, which stands for the day of the report; never the clock's."""
    responses = report.survey.responses
    days = [
        day
        for question in report.survey.codebook
        if question.kind == "date" and question.name in responses.names
        for day in responses.column(question.name).levels
        if isinstance(day, datetime.date) and day.year > _NO_DATE.year
    ]
    return max((datetime.date(day.year, day.month, day.day) for day in days), default=_NO_DATE)
