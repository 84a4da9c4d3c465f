"""The sheet Methodology: AAPOR's disclosure items, blanks in red, and how the report was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survey.language.disclosure import DisclosureWords
from survey.reporting.data import plan_hash
from survey.reporting.excel.book import Book
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import GREY, HEAD, MISSING, RULE, Look
from survey.reporting.methodology import disclosure

_WIDTHS = (5, 34, 34, 84)
_TEXT = Look(wrap=True, upright="top")


def write_disclosures(book: Book, versions: Mapping[str, str]) -> None:
    """The eleven items, then the program, its libraries and the input's hash."""
    words = DisclosureWords(book.language)
    sheet = book.sheet(book.words.methodology, columns=len(_WIDTHS), colour=GREY)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "methodology", sheet, 1)
    sheet.title(book.words.methodology, lead=words.lead, status=book.status)
    head = sheet.row
    for column, label in enumerate(("", words.item, words.detail, words.statement), 1):
        sheet.text(head, column, label, HEAD)
    sheet.row += 1
    last = 0
    for entry in disclosure(book.report, book.language):
        new = entry.number != last
        last = entry.number
        text = entry.statement or words.not_stated
        _write_entry(
            sheet, entry.number if new else None, entry.item if new else "", entry.detail, text, entry.stated
        )
    sheet.row += 1
    sheet.heading(words.made_with)
    program = versions.get("survey", "")
    others = ", ".join(f"{name} {version}" for name, version in versions.items() if name != "survey")
    facts = [
        (words.program, f"survey {program}"),
        (words.libraries, others),
        (words.input_hash, book.report.survey.source.sha256),
        (words.plan_hash, plan_hash(book.report.plan)),
        (words.conventions, words.conventions_are),
    ]
    families = {table.family_label.to(book.language) or table.family for table in book.report.tables.values()}
    facts += [(words.corrections, family) for family in sorted(families) if family and len(families) == 1]
    for label, text in facts:
        _write_entry(sheet, None, label, "", text, bool(text))
    sheet.page(landscape=False, titles=f"{head}:{head}", footer=book.words.page)


def _write_entry(sheet: Sheet, number: int | None, item: str, detail: str, text: str, stated: bool) -> None:
    top = RULE if item else ""
    look = replace(_TEXT, top=top)
    if number is None:
        sheet.blank(sheet.row, 1, 1, look)
    else:
        sheet.number(sheet.row, 1, number, replace(look, align="left", bold=True, format="0"))
    sheet.text(sheet.row, 2, item, replace(look, bold=True))
    sheet.text(sheet.row, 3, detail, replace(look, colour=GREY))
    sheet.text(sheet.row, 4, text, look if stated else replace(MISSING, top=top))
    sheet.fit_height(
        sheet.row, [(item, sheet.width(2, 2)), (detail, sheet.width(3, 3)), (text, sheet.width(4, 4))]
    )
    sheet.row += 1
