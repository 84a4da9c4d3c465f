"""Plain lists on a sheet: a header row, then lines of text and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import HEAD, HEAD_RIGHT, RULE, Look

TEXT = Look(wrap=True, upright="top", indent=1)
FIRST = Look(wrap=True, upright="top")
NUMBER = Look(align="right", upright="top", format="#,##0")


@dataclass(frozen=True)
class Field:
    """A column of a list: its label and the look of its cells."""

    label: str
    look: Look = TEXT


def write_grid(sheet: Sheet, fields: Sequence[Field], lines: Sequence[Sequence[str | float | None]]) -> int:
    """Header and lines from the next free row on; gives the row of the header.

    A text stays text, a number a number, None an empty cell.
    """
    head = sheet.row
    for column, field in enumerate(fields, 1):
        numeric = field.look.align == "right"
        sheet.text(
            head, column, field.label, HEAD_RIGHT if numeric else replace(HEAD, indent=field.look.indent)
        )
    sheet.fit_height(head, [(field.label, sheet.width(k, k)) for k, field in enumerate(fields, 1)])
    sheet.row += 1
    for line in lines:
        write_line(sheet, fields, line)
    sheet.row += 1
    return head


def write_line(sheet: Sheet, fields: Sequence[Field], line: Sequence[str | float | None]) -> None:
    """One line of a list, as high as its longest text needs."""
    texts = []
    for column, (field, value) in enumerate(zip(fields, line, strict=True), 1):
        look = replace(field.look, bottom=RULE)
        if value is None:
            sheet.blank(sheet.row, column, column, look)
        elif isinstance(value, str):
            sheet.text(sheet.row, column, value, look)
            if look.wrap:
                texts.append((value, sheet.width(column, column) - look.indent))
        else:
            sheet.number(sheet.row, column, value, look)
    sheet.fit_height(sheet.row, texts)
    sheet.row += 1
