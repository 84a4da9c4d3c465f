"""The sheet Cleaning: rows in and out, every change, every doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import FIRST, NUMBER, TEXT, Field, write_grid
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, ALARM, GREY, INK, Look
from survey.reporting.ledger import Ledger, ledger_of, reason_of
from survey.vocabulary import Note

_WIDTHS = (9, 16, 52, 24, 24, 10, 26)


def write_cleaning(book: Book) -> None:
    """The ledger first, then changes, values set aside, flags and assumptions."""
    words, ledger = book.words, ledger_of(book.report)
    sheet = book.sheet(words.cleaning, columns=len(_WIDTHS), colour=GREY)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "cleaning", sheet, 1)
    sheet.title(words.cleaning, lead=words.cleaning_lead)
    _write_ledger(book, sheet, ledger)
    _write_notes(book, sheet, words.changes, sorted(ledger.changes, key=lambda note: note.rule))
    _write_notes(book, sheet, words.set_aside, ledger.set_aside)
    _write_notes(book, sheet, words.flags, ledger.flags)
    _write_notes(book, sheet, words.assumptions, ledger.assumptions)
    sheet.page(footer=words.page)


def _write_ledger(book: Book, sheet: Sheet, ledger: Ledger) -> None:
    """Rows in the file, rows removed by reason, respondents kept: the sum must come out."""
    words = book.words
    sheet.heading(words.ledger)
    lines: list[tuple[str, int, Look]] = [(words.ledger_in, ledger.raw_rows, Look(bold=True))]
    lines += [
        (words.ledger_removed.format(reason=reason_of(note)), -note.count, Look(indent=1))
        for note in ledger.removals
    ]
    if ledger.unaccounted:
        lines.append((words.ledger_lost, -ledger.unaccounted, Look(bold=True, colour=ALARM)))
    lines.append((words.ledger_kept, ledger.kept, Look(bold=True, top=INK)))
    for label, value, look in lines:
        sheet.text(sheet.row, 1, label, look)
        sheet.blank(sheet.row, 2, 3, look)
        sheet.number(sheet.row, 4, value, replace(look, align="right", indent=0, format="#,##0;−#,##0;0"))
        sheet.row += 1
    removed = ledger.raw_rows - ledger.kept - ledger.unaccounted
    proof = words.ledger_proof.format(
        total=amounts.whole(ledger.raw_rows), kept=amounts.whole(ledger.kept), removed=amounts.whole(removed)
    )
    sound = not ledger.unaccounted
    text = f"{proof}  ✓" if sound else f"{proof} + {amounts.whole(ledger.unaccounted)} {words.ledger_lost}"
    sheet.text(sheet.row, 1, text, Look(size=9, colour=ACCENT if sound else ALARM))
    sheet.row += 2


def _write_notes(book: Book, sheet: Sheet, heading: str, notes: Iterable[Note]) -> None:
    words, listed = book.words, list(notes)
    sheet.heading(heading)
    if not listed:
        sheet.paragraph(words.nothing_here, Look(colour=GREY))
        sheet.row += 1
        return
    fields = [
        Field(words.rule, FIRST),
        Field(words.question),
        Field(words.what),
        Field(words.before),
        Field(words.after),
        Field(words.count, NUMBER),
        Field(words.first_rows, replace(TEXT, colour=GREY)),
    ]
    write_grid(sheet, fields, [_line(note) for note in listed])


def _line(note: Note) -> tuple[str | float | None, ...]:
    rows = ", ".join(map(str, note.rows)) + (" …" if note.count > len(note.rows) > 0 else "")
    return note.rule, note.question, note.text, note.before, note.after, note.count or None, rows
