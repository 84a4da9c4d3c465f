"""A sheet to write on: safe text, numbers, links, widths and the printed page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from survey.reporting.amounts import DASH
from survey.reporting.excel.style import BODY, COUNT, GREY, HEADING, LEAD, STATUS, TITLE, Look, Painter
from survey.reporting.text import (
    CUT,
    broken,
    clean,
    display_width,
    has_wide,
    lines_needed,
    looks_like_formula,
    without_controls,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

A4, A3 = 9, 8
PIXELS_PER_DIGIT = 7
POINTS_PER_PIXEL = 0.75
_ACROSS, _UPRIGHT = {A4: (770.0, 495.0), A3: (1_118.0, 735.0)}, {A4: (523.0, 740.0), A3: (770.0, 1_088.0)}
"""Width and height in points of what a sheet of paper prints within its margins."""

LINE, LATIN_LINE = 14.0, 13.0
"""Heights in points of one line of body text, East Asian and other."""

_PADDING = 0.8
"""Digits of a column that stay free beside its text."""

ROW = 14.0
"""Height in points of a row that was given none, the same in every program that opens the book."""

_LONGEST_HEADER = 105
"""Characters of a page's head on either side; a spreadsheet takes 255 in all."""


class Sheet:
    """Writes on one worksheet; `row` is the next free row when writing downwards.

    Parameters
    ----------
    columns
        How many columns the printed page has; titles and paragraphs run across them.
    running
        What stands at the head of every printed page, left and right.
    """

    def __init__(
        self, worksheet: Worksheet, painter: Painter, *, columns: int, running: tuple[str, str] = ("", "")
    ) -> None:
        self.worksheet = worksheet
        self.painter = painter
        self.columns = columns
        self.running = running
        self.row = 1
        self.dashes = self.removed = self.cut = 0
        worksheet.sheet_format.defaultRowHeight = ROW
        worksheet.sheet_format.customHeight = True
        worksheet.sheet_view.showGridLines = False
        worksheet.sheet_view.zoomScale = 90

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.worksheet.title

    def text(self, row: int, column: int, value: str, look: Look = BODY) -> Any:
        """Write text that stays text, whatever it begins with."""
        cell = self._cell(row, column)
        tidy = self._tidy(value)
        cell.value = tidy
        cell.data_type = "s"
        self.painter.paint(cell, replace(look, quoted=True) if looks_like_formula(tidy) else look)
        return cell

    def number(self, row: int, column: int, value: float, look: Look = COUNT, *, nothing: str = DASH) -> Any:
        """Write a number as it is, or `nothing` where it is undefined."""
        if not math.isfinite(value):
            self.dashes += nothing == DASH
            return self.text(row, column, nothing, replace(look, align="right", format="General"))
        cell = self._cell(row, column)
        cell.value = int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)
        self.painter.paint(cell, look)
        return cell

    def blank(self, row: int, first: int, last: int, look: Look) -> None:
        """Give empty cells a look, `first` to `last` inclusive."""
        for column in range(first, last + 1):
            self.painter.paint(self._cell(row, column), look)

    def filled(self, row: int, column: int) -> bool:
        """Whether something stands here."""
        return self._cell(row, column).value is not None

    def link(self, cell: Any, sheet: str, target: str, tip: str = "") -> None:
        """Make a cell lead to a place in this workbook."""
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!{target}", tooltip=tip or None
        )

    def widths(self, *widths: float) -> None:
        """Column widths in digits, from column A on."""
        for position, width in enumerate(widths, 1):
            self.worksheet.column_dimensions[get_column_letter(position)].width = width

    def width(self, first: int, last: int) -> float:
        """Width of these columns together, in digits."""
        dimensions = self.worksheet.column_dimensions
        return sum(dimensions[get_column_letter(column)].width for column in range(first, last + 1))

    def height(self, row: int, points: float) -> None:
        """Height of a row."""
        self.worksheet.row_dimensions[row].height = points

    def fit_height(self, row: int, texts: Sequence[tuple[str, float]], *, line: float = 0) -> None:
        """Make a row as high as the longest of its wrapped texts; each comes with its width.

        A line is so many points high, or as high as the letters of its text.
        """
        heights = [
            (line or (LINE if has_wide(text) else LATIN_LINE)) * lines_needed(text, max(width - _PADDING, 4))
            for text, width in texts
        ]
        self.height(row, max(heights, default=line or LINE) + 2)

    def title(self, text: str, *, lead: str = "", status: str = "") -> None:
        """The top of a sheet: title, a line on what it shows, what the reader must know first."""
        self.text(1, 1, text, TITLE)
        self.height(1, 28)
        self.row = 2
        if status:
            self.paragraph(status, STATUS)
        if lead:
            self.paragraph(lead, LEAD)
        self.row += 1

    def heading(self, text: str) -> None:
        """The name of a part of the sheet."""
        self.text(self.row, 1, text, HEADING)
        self.height(self.row, 22)
        self.row += 1

    def paragraph(self, text: str, look: Look = BODY, *, column: int = 1) -> None:
        """Text across the page, a row for each of its lines, so that nothing is merged."""
        for line in broken(self._tidy(text), self._across(text, column, look)):
            self.text(self.row, column, line, look)
            self.height(self.row, LINE + look.size - 9)
            self.row += 1

    def keep_together(self, start: int, pixels: int, *, landscape: bool = False) -> int:
        """Begin a new page where something of this height no longer fits on this one.

        Gives the first row of the page that it stands on; `start` is that of the current page.
        """
        page = self.page_points(landscape=landscape)
        if self.points(start, self.row) + pixels * POINTS_PER_PIXEL <= page:
            return start
        self.page_break(self.row - 1)
        return self.row

    def keep_whole(self, start: int, first: int, room: float) -> int:
        """Begin a new page before `first` where what was written from there on passes this one.

        Gives the first row of the page that it stands on; `start` is that of the
        current page, which holds `room` points of rows.
        """
        if first == start or self.points(start, self.row) <= room:
            return start
        self.page_break(first - 1)
        return first

    def begin_part(self, start: int, points: float) -> int:
        """Begin a new page where a heading would stand at the foot of one, parted from what is below it.

        Pages end by themselves, from row `start` on; `points` is the height that
        stays together. Gives the first row of the present page.
        """
        room, used, first = self.page_points(), 0.0, start
        for row in range(start, self.row):
            high = self.points(row, row + 1)
            first, used = (row, high) if used + high > room else (first, used + high)
        if used + points <= room or first == self.row:
            return first
        self.page_break(self.row - 1)
        return self.row

    def page_points(self, *, paper: int = A4, landscape: bool = True) -> float:
        """Height in points of the rows that a page of this sheet holds, fitted to its width."""
        width, height = (_ACROSS if landscape else _UPRIGHT)[paper]
        across = self.width(1, self.columns) * PIXELS_PER_DIGIT * POINTS_PER_PIXEL
        return height / min(1.0, math.floor(100 * width / across) / 100)

    def points(self, start: int, end: int) -> float:
        """Height of these rows together, `end` excluded."""
        heights = self.worksheet.row_dimensions
        return sum(heights[row].height or ROW for row in range(start, end))

    def _across(self, text: str, column: int, look: Look) -> float:
        """Digits of running text that the page holds from this column on."""
        wide = display_width(text) > len(text)
        return self.width(column, self.columns) * (1.05 if wide or look.bold else 1.25) * 10 / look.size - 3

    def page(
        self,
        *,
        paper: int = A4,
        landscape: bool = True,
        titles: str = "",
        footer: str = "",
        last_row: int = 0,
    ) -> None:
        """How the sheet prints: one page wide, with running heads, named at the foot."""
        sheet = self.worksheet
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = paper
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top = 0.75
        sheet.page_margins.bottom = 0.65
        if titles:
            sheet.print_title_rows = titles
        sheet.print_area = f"A1:{get_column_letter(self.columns)}{last_row or max(sheet.max_row, 1)}"
        head: Any = sheet.oddHeader
        foot: Any = sheet.oddFooter
        head.left.text, head.right.text = (_printed(text) for text in self.running)
        foot.left.text, foot.right.text = _printed(sheet.title), footer
        for part in (head.left, head.right, foot.left, foot.right):
            part.size, part.color = 8, GREY

    def freeze(self, cell: str) -> None:
        """Keep what stands above and left of this cell in sight."""
        self.worksheet.freeze_panes = cell

    def page_break(self, row: int) -> None:
        """Begin a new printed page after this row."""
        self.worksheet.row_breaks.append(Break(id=row))

    def _tidy(self, text: str) -> str:
        """The text as a cell can hold it, counting what that took from it."""
        tidy = clean(text)
        if tidy != text:
            self.removed += without_controls(text) != text
            self.cut += tidy.endswith(CUT) and not text.endswith(CUT)
        return tidy

    def _cell(self, row: int, column: int) -> Any:
        return self.worksheet.cell(row, column)


def needed_width(texts: Sequence[str], *, least: float = 6, most: float = 60) -> float:
    """Column width that shows the longest of these texts, within bounds."""
    return min(max([display_width(text) for text in texts] + [least - 2]) + 2, most)


def _printed(text: str) -> str | None:
    """Text that a page's head or foot prints as it stands; `&` begins a command there."""
    tidy = " ".join(clean(text).split())
    short = tidy if len(tidy) <= _LONGEST_HEADER else tidy[: _LONGEST_HEADER - 1] + "…"
    return short.replace("&", "&&") or None
