"""How cells look: one palette, one family of fonts, a few named looks."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from survey.language import Language

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

INK = "1B1F24"
GREY = "6B7280"
FAINT = "9AA3AF"
RULE = "C9CED6"
ACCENT = "2166AC"
ACCENT_SOFT = "DCE8F4"
WASH = "F3F6F9"
WARM = "B35806"
WARM_SOFT = "FCE8D3"
ALARM = "C00000"
FAR_ABOVE, ABOVE, BELOW, FAR_BELOW = "92C5DE", "D6E7F3", "FBE3CB", "F4B573"
"""Fills for gaps against everybody, from well above to well below; ink is read on all of them."""
SERIES = ("2166AC", "92C5DE", "D9DCE0", "F1A340", "B35806")
"""Blue for agreement to orange for its opposite, as in the figures."""

FONTS: dict[Language, str] = {"en": "Calibri", "ja": "BIZ UDPGothic"}
"""The Japanese one is as high as its letters: lines of Yu Gothic need a quarter more than rows are given."""

Align = Literal["left", "center", "right", "centerContinuous"]
Upright = Literal["top", "center", "bottom"]


@dataclass(frozen=True)
class Look:
    """The appearance of a cell; `replace` makes a variant.

    Parameters
    ----------
    top, bottom, left
        Colours of the lines along these sides; empty for none.
    quoted
        The cell holds text that a spreadsheet could take for a formula.
    """

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = INK
    fill: str = ""
    align: Align | None = None
    upright: Upright = "center"
    wrap: bool = False
    indent: int = 0
    top: str = ""
    bottom: str = ""
    left: str = ""
    format: str = "General"
    quoted: bool = False


BODY = Look()
WRAPPED = Look(wrap=True, upright="top")
QUIET = Look(size=9, colour=GREY)
TITLE = Look(size=18, bold=True)
HEADING = Look(size=12, bold=True, colour=ACCENT, upright="bottom")
STATUS = Look(size=9, bold=True, colour=WARM)
LEAD = Look(size=9, colour=GREY)
HEAD = Look(bold=True, fill=ACCENT_SOFT, bottom=INK, upright="bottom", wrap=True)
HEAD_RIGHT = replace(HEAD, align="right")
LINK = Look(colour=ACCENT, underline=True)
BACK = Look(size=9, colour=ACCENT, underline=True)
MISSING = Look(bold=True, colour=ALARM, wrap=True, upright="top")
COUNT = Look(align="right", format="#,##0")
SHARE = Look(align="right", format="0.0%")
DECIMALS = Look(align="right", format="0.00")


class Painter:
    """Puts looks on cells, each distinct look built once per workbook."""

    def __init__(self, language: Language) -> None:
        self.font = FONTS[language]
        self._made: dict[Look, StyleArray] = {}

    def paint(self, cell: Any, look: Look) -> None:
        """Give a cell this look."""
        if look in self._made:
            cell._style = copy(self._made[look])
            return
        cell.font = Font(
            name=self.font,
            size=look.size,
            bold=look.bold,
            italic=look.italic,
            underline="single" if look.underline else None,
            color=look.colour,
        )
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        cell.alignment = Alignment(
            horizontal=look.align or ("left" if look.indent else None),
            vertical=look.upright,
            wrap_text=look.wrap or None,
            indent=look.indent,
        )
        if look.top or look.bottom or look.left:
            cell.border = Border(top=_line(look.top), bottom=_line(look.bottom), left=_line(look.left))
        cell.number_format = look.format
        if look.quoted:
            cell.quotePrefix = True
        self._made[look] = copy(cell._style)

    def number_of(self, worksheet: Worksheet, look: Look) -> int:
        """The number under which the workbook keeps this look."""
        cell = Cell(worksheet, 1, 1)
        self.paint(cell, look)
        return int(cell.style_id)

    @property
    def formats(self) -> int:
        """Distinct number formats in use."""
        return len({look.format for look in self._made})


def _line(colour: str) -> Side:
    return Side(style="thin", color=colour) if colour else Side()
