"""The sheet Cleaning: rows in and out, every change, every doubt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from survey.language.told import value_told
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import FIRST, NUMBER, TEXT, Field, write_line
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, ALARM, GREY, HEAD, HEAD_RIGHT, INK, RULE, WASH, Look
from survey.reporting.ledger import Ledger, ledger_of, people_of, reason_of, told_of
from survey.reporting.text import broken, clean
from survey.vocabulary import Note

_WIDTHS = (9, 20, 42, 42, 11, 36)
_FIRST_ROWS = 5
_TOGETHER = 90.0
"""Points of a heading, the row of heads and the first lines, which no page parts."""
_RULE_LINE = Look(fill=WASH, bottom=RULE)
_FIELDS = (
    Field("", FIRST),
    Field("", TEXT),
    Field("", TEXT),
    Field("", TEXT),
    Field("", NUMBER),
    Field("", replace(TEXT, colour=GREY)),
)


def write_cleaning(book: Book) -> None:
    """The ledger first, then changes, values set aside, flags and assumptions."""
    words, ledger = book.words, ledger_of(book.report)
    sheet = book.sheet(words.cleaning, columns=len(_WIDTHS), colour=GREY)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "cleaning", sheet, 1)
    sheet.title(words.cleaning, lead=words.cleaning_lead)
    _write_ledger(book, sheet, ledger)
    start = 1
    for heading, notes in (
        (words.changes, sorted(ledger.changes, key=lambda note: note.rule)),
        (words.derived, sorted(ledger.derived, key=lambda note: note.rule)),
        (words.set_aside, ledger.set_aside),
        (words.flags, ledger.flags),
        (words.assumptions, ledger.assumptions),
    ):
        start = sheet.begin_part(start, _TOGETHER)
        _write_notes(book, sheet, heading, notes)
    sheet.begin_part(start, _TOGETHER)
    _write_people(book, sheet, ledger)
    sheet.page(footer=words.page)


def _write_ledger(book: Book, sheet: Sheet, ledger: Ledger) -> None:
    """Rows in the file, rows removed by reason, respondents kept: the sum must come out."""
    words = book.words
    sheet.heading(words.ledger)
    lines: list[tuple[str, int, Look]] = [(words.ledger_in, ledger.raw_rows, Look(bold=True))]
    lines += [
        (
            words.ledger_removed.format(reason=told_of(book.report, reason_of(note), book.language)),
            -note.count,
            Look(),
        )
        for note in ledger.removals
    ]
    if ledger.unaccounted:
        lines.append((words.ledger_lost, -ledger.unaccounted, Look(bold=True, colour=ALARM)))
    lines.append((words.ledger_kept, ledger.kept, Look(bold=True, top=INK)))
    for label, value, look in lines:
        sheet.number(sheet.row, 1, value, replace(look, align="right", indent=0, format="#,##0;−#,##0;0"))
        sheet.text(sheet.row, 2, label, replace(look, indent=1))
        sheet.blank(sheet.row, 3, 3, look)
        sheet.row += 1
    removed = ledger.raw_rows - ledger.kept - ledger.unaccounted
    proof = words.ledger_proof.format(
        total=amounts.whole(ledger.raw_rows), kept=amounts.whole(ledger.kept), removed=amounts.whole(removed)
    )
    sound = not ledger.unaccounted
    text = f"{proof}  ✓" if sound else f"{proof} + {amounts.whole(ledger.unaccounted)} {words.ledger_lost}"
    sheet.text(sheet.row, 1, text, Look(size=9, colour=ACCENT if sound else ALARM))
    sheet.row += 2


def _write_people(book: Book, sheet: Sheet, ledger: Ledger) -> None:
    """Every row that was flagged or removed, with the reasons, and what the flagged do to the headline."""
    words, people = book.words, people_of(book.report, book.language)
    flagged = sum(not person.removed for person in people)
    sheet.heading(words.people)
    lead = words.people_lead.format(
        clear=amounts.whole(ledger.kept - flagged),
        flagged=amounts.whole(flagged),
        removed=amounts.whole(ledger.raw_rows - ledger.kept - ledger.unaccounted),
    )
    sheet.paragraph(lead, Look())
    if told := _headline_without(book):
        sheet.paragraph(told, Look())
    if people:
        for column, label in enumerate((words.people_row, words.people_status, words.people_why), 1):
            sheet.text(sheet.row, column, label, HEAD_RIGHT if column == 1 else replace(HEAD, indent=1))
        sheet.row += 1
    for person in people:
        status = words.status_removed if person.removed else words.status_flagged
        sheet.number(sheet.row, 1, person.row, Look(align="right", format="0"))
        sheet.text(sheet.row, 2, status, Look(indent=1))
        sheet.text(sheet.row, 3, "; ".join(person.reasons), Look(indent=1))
        sheet.row += 1
    sheet.row += 1


def _headline_without(book: Book) -> str:
    """The headline figure with and without the flagged respondents; empty where there is no such figure."""
    summary = book.report.summary
    found, headline = summary.unflagged, summary.headline
    if found is None or headline is None or not math.isfinite(found.low):
        return ""
    everyone = float(book.report.tables[headline[0]].estimate[headline[1], 0])
    return book.words.without_flagged.format(
        flagged=amounts.whole(found.flagged),
        share=amounts.per_cent(found.share, 1),
        low=amounts.per_cent(found.low, 1),
        high=amounts.per_cent(found.high, 1),
        n=amounts.whole(found.unweighted_base),
        all=amounts.per_cent(everyone, 1),
    )


def _write_notes(book: Book, sheet: Sheet, heading: str, notes: Iterable[Note]) -> None:
    """Notes by rule: what the rule says once, then a line per change."""
    words = book.words
    groups: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        groups.setdefault((note.rule, told_of(book.report, note.text, book.language)), []).append(note)
    sheet.heading(heading)
    if not groups:
        sheet.paragraph(words.nothing_here, Look(colour=GREY))
        sheet.row += 1
        return
    labels = (words.rule, words.question, words.before, words.after, words.count, words.first_rows)
    for column, label in enumerate(labels, 1):
        look = HEAD_RIGHT if column == 5 else replace(HEAD, indent=int(column > 1))
        sheet.text(sheet.row, column, label, look)
    sheet.row += 1
    for (rule, text), group in groups.items():
        _write_group(book, sheet, rule, text, group)
    sheet.row += 1


def _write_group(book: Book, sheet: Sheet, rule: str, text: str, group: list[Note]) -> None:
    """A rule in words with its total, and its changes below it."""
    more = [note for note in group if note.before or note.after or len(group) > 1]
    lines = broken(clean(text), sheet.width(2, 4) * 1.1 - 4)
    for number, line in enumerate(lines):
        sheet.blank(sheet.row, 1, len(_WIDTHS), _RULE_LINE)
        sheet.text(sheet.row, 1, "" if number else rule, replace(_RULE_LINE, bold=True))
        sheet.text(sheet.row, 2, line, replace(_RULE_LINE, indent=1))
        if not number and any(note.count for note in group):
            look = replace(_RULE_LINE, align="right", format="#,##0", bold=True)
            sheet.number(sheet.row, 5, sum(note.count for note in group), look)
        if not number and not more:
            sheet.text(sheet.row, 6, _rows(group[0]), replace(_RULE_LINE, colour=GREY, indent=1))
        sheet.height(sheet.row, 15)
        sheet.row += 1
    for note in more:
        before, after = (value_told(value, book.language) for value in (note.before, note.after))
        write_line(sheet, _FIELDS, (None, note.question, before, after, note.count or None, _rows(note)))


def _rows(note: Note) -> str:
    """The first rows it concerned, and whether there are more."""
    first = note.rows[:_FIRST_ROWS]
    return ", ".join(map(str, first)) + (" …" if max(note.count, len(note.rows)) > len(first) > 0 else "")
