"""Rows and cells as the text that a worksheet's part holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell import Cell


def rows_of(worksheet: Any) -> Iterator[str]:
    """The rows of a sheet, from the top, those that have but a height among them."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for (row, _), cell in sorted(worksheet._cells.items()):
        rows[row].append(cell)
    dimensions = worksheet.row_dimensions
    for row in sorted(rows.keys() | dimensions.keys()):
        look = "".join(f' {name}="{value}"' for name, value in dict(dimensions.get(row, {})).items())
        yield row_text(row, map(_cell, rows.get(row, ())), look)


def row_text(row: int, cells: Iterable[str], look: str = "") -> str:
    """A row of these cells."""
    return f'<row r="{row}"{look}>{"".join(cells)}</row>'


def _cell(cell: Cell) -> str:
    value = cell.value
    style = cell.style_id if cell.has_style else 0
    if isinstance(value, str):
        return f'<c r="{cell.coordinate}"{text(value, style)}' if value else empty(cell.coordinate, style)
    return empty(cell.coordinate, style) if value is None else number(cell.coordinate, value, style)


def empty(place: str, style: int) -> str:
    """A cell that has a look alone; nothing where it has none."""
    return f'<c r="{place}" s="{style}"/>' if style else ""


def number(place: str, value: Any, style: int) -> str:
    """A number, floating ones with the sixteen digits that results.csv has."""
    digits = f"{value:.16g}" if isinstance(value, float) else value
    return f'<c r="{place}" s="{style}" t="n"><v>{digits}</v></c>'


def text(value: str, style: int) -> str:
    """What follows a cell's place where it holds a text, which no program takes for anything else."""
    kept = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
    return f' s="{style}" t="inlineStr"><is><t{kept}>{escape(value)}</t></is></c>'
