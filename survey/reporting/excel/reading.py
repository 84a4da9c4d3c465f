"""The sheet How this file was read: the file, and every guess with the line that overrules it."""

from __future__ import annotations

from survey.language.readings import ReadingWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import FIRST, Field, write_grid
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import GREY, Look
from survey.reporting.ledger import ledger_of, told_of

_WIDTHS = (30, 18, 24, 13, 42, 62)


def write_reading(book: Book) -> None:
    """What was read from where, and what had to be guessed."""
    words, source = book.words, book.report.survey.source
    sheet = book.sheet(words.reading, columns=len(_WIDTHS), colour=GREY)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "reading", sheet, 1)
    sheet.title(words.reading, lead=ReadingWords(book.language).lead)
    sheet.heading(words.the_file)
    facts: list[tuple[str, str | int]] = [
        (words.file_name, source.name),
        (words.file_sheet, source.sheet),
        (words.header_rows, ", ".join(map(str, source.header_rows))),
        (words.file_rows, source.rows),
        (words.file_columns, source.columns),
        (words.file_hash, source.sha256),
    ]
    for label, value in facts:
        sheet.text(sheet.row, 1, label, Look(colour=GREY))
        if isinstance(value, str):
            sheet.text(sheet.row, 2, value)
        else:
            sheet.number(sheet.row, 2, value, Look(align="left", format="#,##0"))
        sheet.row += 1
    sheet.row += 1
    _write_columns(book, sheet)
    _write_remarks(book, sheet)
    sheet.page(footer=words.page)


def _write_columns(book: Book, sheet: Sheet) -> None:
    """How every column was read, on what evidence, how sure that is, and the line that overrules it."""
    words, said = book.words, ReadingWords(book.language)
    sheet.heading(said.columns)
    guesses = book.report.survey.guesses
    doubtful = sum(guess.confidence == "low" for guess in guesses)
    sheet.paragraph(
        said.guessed.format(guesses=len(guesses), doubtful=doubtful) if guesses else said.nothing_guessed
    )
    sheet.paragraph(said.how)
    fields = [
        Field(words.column, FIRST),
        Field(words.read_as),
        Field(words.kind),
        Field(said.confidence),
        Field(words.evidence),
        Field(words.override),
    ]
    lines = [
        (
            reading.column,
            reading.question,
            said.kind_of(reading.kind),
            said.confidence_of(reading.confidence),
            said.evidence_of(reading.evidence),
            reading.override,
        )
        for reading in book.report.survey.readings
    ]
    write_grid(sheet, fields, lines)


def _write_remarks(book: Book, sheet: Sheet) -> None:
    """What reading left out, joined or took for granted."""
    remarks = ledger_of(book.report).reading
    if not remarks:
        return
    sheet.row += 1
    sheet.heading(book.words.remarks)
    for note in remarks:
        found = book.words.row if len(note.rows) == 1 else book.words.rows
        rows = f" ({found.format(rows=', '.join(map(str, note.rows)))})" if note.rows else ""
        change = f"{book.words.colon}{note.before} → {note.after}" if note.before or note.after else ""
        sheet.paragraph(f"·  {told_of(book.report, note.text, book.language)}{change}{rows}")
