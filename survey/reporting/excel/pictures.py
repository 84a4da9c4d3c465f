"""Pictures and charts placed on a sheet, each with its alternative text."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import Blip, BlipFillProperties
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from survey.reporting.excel.sheet import POINTS_PER_PIXEL, ROW

if TYPE_CHECKING:
    from openpyxl.chart._chart import ChartBase

    from survey.reporting.excel.sheet import Sheet
    from survey.reporting.figures.drawing import Drawing

EMU_PER_PIXEL = 9_525
_INSET = 4 * EMU_PER_PIXEL
"""From the corner of the cell, so that no frame lies on the edge of a page."""


class _Described(OneCellAnchor):
    """An anchor that gives its chart an alternative text.

    openpyxl frames a chart only while saving, and without one.
    """

    __elements__ = OneCellAnchor.__elements__
    __attrs__ = OneCellAnchor.__attrs__
    alt = ""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "graphicFrame" and value is not None:
            value.nvGraphicFramePr.cNvPr.descr = self.alt
        super().__setattr__(name, value)


def place_picture(sheet: Sheet, drawing: Drawing, *, width: int) -> None:
    """A figure below what stands on the sheet, `width` pixels wide; moves the next free row past it."""
    image = Image(io.BytesIO(drawing.png))
    height = round(width * image.height / image.width)
    frame = PictureFrame()
    frame.nvPicPr.cNvPr.id = sheet.row
    frame.nvPicPr.cNvPr.name = drawing.name
    frame.nvPicPr.cNvPr.descr = drawing.alt
    frame.blipFill = BlipFillProperties(blip=Blip(cstate="print"))
    frame.spPr = GraphicalProperties(prstGeom=PresetGeometry2D(prst="rect"))
    frame.spPr.ln = None
    anchor = _anchor(OneCellAnchor, sheet.row, width, height)
    anchor.pic = frame
    image.anchor = anchor
    sheet.worksheet.add_image(image)
    sheet.row += rows_for(height)


def place_chart(sheet: Sheet, chart: ChartBase, alt: str, *, width: int, height: int) -> None:
    """A native chart below what stands on the sheet; moves the next free row past it."""
    anchor = _anchor(_Described, sheet.row, width, height)
    anchor.alt = alt
    chart.anchor = anchor
    sheet.worksheet.add_chart(chart)
    sheet.row += rows_for(height)


def rows_for(pixels: int) -> int:
    """Rows of usual height that something so high stands on, and one to spare."""
    return math.ceil(pixels * POINTS_PER_PIXEL / ROW) + 1


def _anchor(kind: type[Any], row: int, width: int, height: int) -> Any:
    size = XDRPositiveSize2D(width * EMU_PER_PIXEL, height * EMU_PER_PIXEL)
    return kind(_from=AnchorMarker(col=0, row=row - 1, colOff=_INSET, rowOff=_INSET), ext=size)
