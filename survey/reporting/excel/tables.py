"""The sheet Tables: every question by the banner, in column per cents with their marks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter

from survey.reporting.excel import topline
from survey.reporting.excel.book import Book, Standing
from survey.reporting.excel.formats import (
    MOST_FORMATS,
    MarkZone,
    all_columns,
    cell_format,
    formats_needed,
    key,
    marks_of,
    zones,
)
from survey.reporting.excel.relations import write_links
from survey.reporting.excel.sheet import A3, A4, Sheet, needed_width
from survey.reporting.excel.style import (
    ACCENT,
    ACCENT_SOFT,
    BACK,
    FAINT,
    GREY,
    INK,
    LEAD,
    RULE,
    STATUS,
    TITLE,
    WASH,
    Look,
)
from survey.reporting.suppression import GUARD
from survey.reporting.text import broken, clean, display_width, lines_needed
from survey.vocabulary import UNIT_KINDS, BannerColumn, Row, Table

STUB, TOTAL = 1, 2
LEAST_COLUMNS = 8
"""Columns of the printed page, so that a book without a banner still has room for its wordings."""

_SMALLER = 0.94
"""Body text beside the larger font that column widths are counted in."""

_SMALL_PRINT = 1.1
"""Digits of 10 points in the room of one of 9."""

_HEAD_LINES = ((8.0, 2), (10.0, 2), (12.0, 2), (14.0, 2), (16.0, 3), (18.0, 3), (22.0, 4))
"""Widths of a column by the lines that its label may take there."""

_TITLE_ROOM = 0.95
_NARROW = 150.0
"""Sheets up to this wide, in digits, print on A4 upright instead of A3 across."""

_ACROSS, _UPRIGHT = (1_118.0, 720.0), (523.0, 745.0)
"""Width and height in points of the printed part of a page."""

_POINTS_PER_DIGIT = 5.6

_BANNER = Look(bold=True, align="centerContinuous", upright="bottom")
_COLUMN = Look(size=9, bold=True, align="center", upright="bottom", wrap=True, fill=ACCENT_SOFT)
_LETTER = Look(size=9, colour=GREY, align="center", fill=ACCENT_SOFT, bottom=INK)
_QUESTION = Look(size=11, bold=True, colour=ACCENT)
_WORDING = Look(size=9, italic=True)
_STUB = Look(wrap=True, indent=1)
_CELL = Look(align="right")


@dataclass(frozen=True)
class Layout:
    """Where things stand on the sheet.

    Parameters
    ----------
    columns
        The columns of the banner, the total first; column k stands in sheet column k + 2.
    zones
        Room for marks in each of them.
    beside
        Marks stand in the number formats; False puts them in a row of their own.
    """

    columns: tuple[BannerColumn, ...]
    zones: tuple[MarkZone, ...]
    beside: bool
    head: int

    @property
    def last(self) -> int:
        """The last sheet column that holds a banner column."""
        return len(self.columns) + STUB

    @property
    def bare(self) -> bool:
        """Whether there is no banner, so that errors and limits find room beside the shares."""
        return len(self.columns) == 1

    def starts_group(self, position: int) -> bool:
        """Whether a banner question begins here."""
        return position > 0 and self.columns[position].banner != self.columns[position - 1].banner


def write_tables(book: Book) -> None:
    """The tables by the plan's banner on one sheet, those by another banner on sheets of their own."""
    tables = book.report.tables.values()
    usual = {c.banner for table in tables if table.id == table.question.name for c in table.columns}
    groups: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        banner = tuple(dict.fromkeys(column.banner for column in table.columns if column.banner))
        own = not usual.issuperset(banner)
        groups.setdefault(banner if own else (), []).append(table)
    for banner in sorted(groups, key=bool):
        _write_sheet(book, groups[banner])


def _write_sheet(book: Book, tables: list[Table]) -> None:
    """Tables that share a banner, on one sheet."""
    columns = all_columns(tables)
    found = zones(tables, columns)
    sheet = book.sheet(book.words.tables, columns=max(len(columns) + STUB, LEAST_COLUMNS), colour=ACCENT)
    layout = Layout(columns, tuple(found), formats_needed(tables, columns, found) <= MOST_FORMATS, head=0)
    layout = replace(layout, head=_write_head(book, sheet, layout, tables))
    pages = _Pages(sheet, layout)
    for table in tables:
        start = sheet.row
        _write_table(book, sheet, layout, table)
        pages.add(start, sheet.row)
    sheet.worksheet.freeze_panes = f"C{layout.head + 1}"
    narrow = sheet.width(1, sheet.columns) <= _NARROW
    sheet.page(
        paper=A4 if narrow else A3, landscape=not narrow, titles=f"1:{layout.head}", footer=book.words.page
    )


def _write_head(book: Book, sheet: Sheet, layout: Layout, tables: list[Table]) -> int:
    """Title, banner labels, column labels, letters; gives the last row of them."""
    words = book.words
    _set_widths(book, sheet, layout, tables)
    sheet.text(1, STUB, words.tables, replace(TITLE, size=14))
    sheet.height(1, 22)
    back = sheet.text(2, STUB, words.back_to_contents, BACK)
    book.refer(sheet, back, "sheet", "contents", words.back_to_contents)
    if book.status:
        sheet.paragraph(book.status, STATUS, column=TOTAL)
    sheet.row = max(sheet.row, 2)
    lead = words.tables_lead if book.weighted else words.tables_lead_unweighted
    if len(layout.columns) > 1:
        lead += words.gap + words.tables_lead_marks.format(level=book.level)
    sheet.paragraph(lead, LEAD, column=TOTAL)
    row = _write_banner_labels(book, sheet, layout, sheet.row)
    labels = [column.label.to(book.language) for column in layout.columns]
    for position, label in enumerate(labels):
        left = RULE if layout.starts_group(position) else ""
        sheet.text(row, position + TOTAL, label, replace(_COLUMN, left=left))
        sheet.text(row + 1, position + TOTAL, layout.columns[position].letter, replace(_LETTER, left=left))
    sheet.blank(row, STUB, STUB, _COLUMN)
    sheet.blank(row + 1, STUB, STUB, _LETTER)
    heads = [(label, sheet.width(k, k) * _SMALL_PRINT) for k, label in enumerate(labels, TOTAL)]
    sheet.fit_height(row, heads, line=12.5)
    if layout.bare:
        topline.write_head(book, sheet, row)
    sheet.row = row + 2
    return row + 1


def _write_banner_labels(book: Book, sheet: Sheet, layout: Layout, row: int) -> int:
    """The banner questions' labels, centred over their columns without merging; gives the next row."""
    starts = [k for k in range(len(layout.columns)) if layout.starts_group(k)]
    ends = [*starts[1:], len(layout.columns)]
    lines = [
        broken(
            layout.columns[start].banner_label.to(book.language),
            sheet.width(start + TOTAL, end + STUB) - 2,
        )
        for start, end in zip(starts, ends[-len(starts) :] if starts else [], strict=True)
    ]
    deepest = max(map(len, lines), default=0)
    for start, end, label in zip(starts, ends, lines, strict=False):
        for line in range(deepest):
            text = ([""] * (deepest - len(label)) + label)[line]
            sheet.blank(row + line, start + TOTAL, end + STUB, _BANNER)
            if text:
                sheet.text(row + line, start + TOTAL, text, replace(_BANNER, left=RULE))
            else:  # an empty cell of the same alignment would draw in the text on its left
                sheet.blank(row + line, start + TOTAL, start + TOTAL, Look(left=RULE))
    return row + deepest


def _set_widths(book: Book, sheet: Sheet, layout: Layout, tables: list[Table]) -> None:
    """The stub by its labels, each column by the longest number or word it shows, groups by their label."""
    stubs = [row.label.to(book.language) for table in tables for row in table.rows]
    widths = [needed_width(stubs, least=28, most=40) + 3]
    for position, column in enumerate(layout.columns):
        zone = layout.zones[position].width if layout.beside else 0
        words = column.label.to(book.language).split()
        longest = max([_head_width(column.label.to(book.language)), *map(_unbroken, words)])
        digits = max([5, *(_digits(table, c) for table in tables for c in _where(table, column))])
        widths.append(max((digits + max(zone, 2)) * _SMALLER + 2, longest * 1.05 + 1.5))
    widths += [11.0] * (sheet.columns - len(widths))
    sheet.widths(*widths)


def _head_width(label: str) -> float:
    """Width at which a column's label takes few lines, so that a long one does not make all heads high."""
    within = (width for width, lines in _HEAD_LINES if lines_needed(label, width * _SMALL_PRINT) <= lines)
    return next(within, _HEAD_LINES[-1][0])


def _unbroken(word: str) -> int:
    """Width below which a word of a column's label is not broken; East Asian words break anywhere."""
    return min(display_width(word), 10 if display_width(word) > len(word) else 13)


def _digits(table: Table, position: int) -> int:
    """Digits of the longest base or mean in a column."""
    means = [r for r, row in enumerate(table.rows) if row.kind in UNIT_KINDS]
    numbers = [
        f"{table.weighted_base[position]:,.0f}",
        *(f"{table.estimate[r, position]:,.2f}" for r in means),
    ]
    return max(map(len, numbers))


def _write_table(book: Book, sheet: Sheet, layout: Layout, table: Table) -> None:
    """One question: title, wording, bases, rows."""
    book.place("table", table.id, sheet, sheet.row)
    _write_question(book, sheet, table)
    _write_bases(book, sheet, layout, table)
    outside = False
    blocks: dict[str, list[int]] = {}
    stand: list[int] = []
    for position, row in enumerate(table.rows):
        stand.append(sheet.row)
        first_outside = row.kind == "outside" and not outside
        outside = outside or row.kind == "outside"
        blocks.setdefault("share" if row.kind in ("answer", "net") else row.kind, []).append(sheet.row)
        _write_row(book, sheet, layout, table, position, ruled=first_outside)
    places = {c: place + TOTAL for place, c in _places(layout, table).items()}
    columns = tuple(places[c] for c in range(len(table.columns)))
    book.standing[table.id] = Standing(sheet, layout.head - 1, tuple(stand), columns)
    for kind in ("share", "mean") if "share" in blocks else ("mean",):
        if kind in blocks:
            last = get_column_letter(layout.last)
            name = f"{table.id[:1].upper()}{table.id[1:]}_{kind}"
            book.define(name, sheet, f"B{blocks[kind][0]}", f"{last}{blocks[kind][-1]}")
    for remark in topline.remarks(book, table):
        sheet.paragraph(remark, LEAD)
    write_links(book, sheet, table)
    sheet.row += 1


def _write_question(book: Book, sheet: Sheet, table: Table) -> None:
    words, question = book.words, table.question
    for line in broken(clean(book.table_title(table)), sheet.width(STUB, sheet.columns) * _TITLE_ROOM):
        cell = sheet.text(sheet.row, STUB, line, _QUESTION)
        book.refer(sheet, cell, "contents", table.id, words.back_to_contents)
        sheet.height(sheet.row, 18)
        sheet.row += 1
    wording = question.wording.to(book.language)
    if wording and wording != question.label.to(book.language):
        sheet.paragraph(words.quoted.format(text=wording), _WORDING)
    remarks = [words.base_line.format(base=table.base_label.to(book.language))]
    if question.kind == "multiple":
        remarks.append(words.several_answers)
    if unit := book.unit(question):
        remarks.append(words.unit.format(unit=unit))
    sheet.paragraph(" · ".join(remarks), LEAD)


def _write_bases(book: Book, sheet: Sheet, layout: Layout, table: Table) -> None:
    """Three rows of bases, one where nothing is weighted; the unweighted one carries the flags."""
    words = book.words
    endings = {"ok": "", "caution": "*", "low": f" {words.reference}"}
    rows = (
        (words.unweighted_row, table.unweighted_base),
        (words.weighted_row, table.weighted_base),
        (words.effective_row, table.effective_base),
    )
    first = sheet.row
    for number, (label, values) in enumerate(rows if _differ(rows) else ((words.base_row, rows[0][1]),)):
        sheet.text(sheet.row, STUB, label, replace(_STUB, size=9, colour=GREY))
        for position, c in _places(layout, table).items():
            column = table.columns[c]
            zone = layout.zones[position] if layout.beside else MarkZone()
            flag = endings[column.flag] if number == 0 and not _guards(table, c) else ""
            spare = (zone.ending("", "") or ("" if position else "_ ")).replace(
                "_ ", "", len(flag.strip("* ")) + len(flag[:1])
            )
            pattern = f'#,##0"{flag}"{spare}' if flag else f"#,##0{spare}"
            look = _look(layout, position, column, Row("", column.label))
            look = replace(look, size=9, colour=FAINT if column.flag == "low" else GREY, format=pattern)
            sheet.number(sheet.row, position + TOTAL, float(values[c]), look)
        sheet.row += 1
    last = get_column_letter(layout.last)
    book.define(f"{table.id[:1].upper()}{table.id[1:]}_base", sheet, f"B{first}", f"{last}{first}")


def _differ(rows: tuple[tuple[str, NDArray[np.float64]], ...]) -> bool:
    """Whether the three bases are not one and the same."""
    return any(not np.array_equal(rows[0][1], values, equal_nan=True) for _, values in rows[1:])


def _write_row(book: Book, sheet: Sheet, layout: Layout, table: Table, position: int, *, ruled: bool) -> None:
    """One line of the stub: its label and a number per column, marks in the format."""
    row, r = table.rows[position], sheet.row
    label = row.label.to(book.language)
    if row.kind == "outside":
        label = book.words.outside_row.format(label=label)
    look = replace(_row_look(_STUB, row), top=RULE if ruled else "")
    sheet.text(r, STUB, label, look)
    sheet.fit_height(r, [(label, sheet.width(STUB, STUB) - 1)], line=13.0)
    for place, c in _places(layout, table).items():
        sign, letters = marks_of(table, position, c)
        ending = layout.zones[place].ending(sign, letters) if layout.beside else ""
        ending = ending or ("" if place else "_ ")
        value = float(table.estimate[position, c])
        pattern = cell_format(row.kind, value, fine=place == 0, ending=ending)
        look = replace(_look(layout, place, table.columns[c], row), top=RULE if ruled else "", format=pattern)
        sheet.number(r, place + TOTAL, value, look, nothing=book.nothing(_hidden(table, position, c)))
    if layout.bare:
        topline.write_row(sheet, table, position, nothing=book.nothing(_hidden(table, position, 0)))
    sheet.row += 1
    if not layout.beside:
        _write_marks(book, sheet, layout, table, position)


def _write_marks(book: Book, sheet: Sheet, layout: Layout, table: Table, position: int) -> None:
    """The marks of a row in a row of their own, where formats would be too many."""
    places = _places(layout, table)
    marks = {place: " ".join(filter(None, marks_of(table, position, c))) for place, c in places.items()}
    if not any(marks.values()):
        return
    sheet.text(sheet.row, STUB, book.words.marks_row, replace(_STUB, size=8, colour=FAINT, indent=3))
    for place, text in marks.items():
        if text:
            look = replace(_look(layout, place, table.columns[places[place]], table.rows[position]), size=8)
            sheet.text(sheet.row, place + TOTAL, text, look)
    sheet.row += 1


def _guards(table: Table, column: int) -> bool:
    """Whether a column is hidden although it stands on enough respondents."""
    return table.hidden is not None and bool((table.hidden[:, column] == GUARD).all())


def _hidden(table: Table, row: int, column: int) -> int:
    return 0 if table.hidden is None else int(table.hidden[row, column])


def _places(layout: Layout, table: Table) -> dict[int, int]:
    """{place in the banner: the table's own column}; a table may lack the columns of its own question."""
    own = {key(column): c for c, column in enumerate(table.columns)}
    return {place: own[key(column)] for place, column in enumerate(layout.columns) if key(column) in own}


def _where(table: Table, column: BannerColumn) -> list[int]:
    return [c for c, own in enumerate(table.columns) if key(own) == key(column)]


def _row_look(look: Look, row: Row) -> Look:
    if row.kind == "net":
        return replace(look, bold=True, fill=WASH)
    return replace(look, colour=GREY) if row.kind == "outside" else look


def _look(layout: Layout, position: int, column: BannerColumn, row: Row) -> Look:
    look = replace(_row_look(_CELL, row), left=RULE if layout.starts_group(position) else "")
    return replace(look, colour=FAINT, italic=True) if column.flag == "low" else look


class _Pages:
    """Begins a new printed page before a question that would not fit on this one."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        digits = sheet.width(1, sheet.columns)
        width, height = _UPRIGHT if digits <= _NARROW else _ACROSS
        self._sheet = sheet
        self._room = height / min(1.0, width / (digits * _POINTS_PER_DIGIT)) - 15 * (layout.head + 2)
        self._used = 0.0

    def add(self, start: int, end: int) -> None:
        """A question stands on these rows, `end` excluded."""
        points = self._sheet.points(start, end)
        if self._used and self._used + points > self._room:
            self._sheet.page_break(start - 1)
            self._used = 0.0
        self._used += points
