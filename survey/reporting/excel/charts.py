"""Native charts, drawn by the spreadsheet from the cells beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import FAINT, INK, SERIES
from survey.vocabulary.palettes import PAPER, READABLE, contrast


def stacked_bars(
    sheet: Sheet,
    *,
    head: int,
    first: int,
    last: int,
    columns: Sequence[tuple[int, str]],
    title: str,
    font: str,
) -> BarChart:
    """Bars of 100%, one per row, from the shares in these cells; labels follow the cells' format.

    Parameters
    ----------
    head, first, last
        Rows of the answers' labels, and of the first and last group.
    columns
        Sheet column and colour of each answer.
    """
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 45
    chart.title, chart.style, chart.roundedCorners = title, 2, False
    groups = Reference(sheet.worksheet, min_col=1, min_row=first, max_row=last)
    for column, colour in columns:
        values = Reference(sheet.worksheet, min_col=column, min_row=first, max_row=last)
        series = Series(values, title_from_data=False)
        series.tx = _label_of(sheet, head, column)
        series.cat = _categories(groups)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=9525)
        series.dLbls = _labels(_ink_on(colour), font)
        chart.series.append(series)
    chart.legend.position = "b"
    chart.legend.txPr = _text(INK, font, 9)
    heading: Any = chart.title
    heading.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_characters(INK, font, 12, bold=True))
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(INK, font, 9)
        axis.majorGridlines = None
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.delete = True
    return chart


def colours(
    answers: int, *, ordered: bool, apart: Sequence[int] = (), palette: Sequence[str] = ()
) -> list[str]:
    """A colour per answer, (answers,): along the scale from its positive end on; those apart are grey.

    Parameters
    ----------
    palette
        A house's five colours as `[figures.style]` has them; empty: blue to orange.
    """
    series = tuple(colour.lstrip("#").upper() for colour in reversed(palette)) or SERIES
    within = [k for k in range(answers) if k not in apart]
    places = _SCALES.get(len(within)) if ordered else None
    nominal = (*(series[place] for place in (0, 1, 3, 4)), *_FURTHER)
    found = [FAINT] * answers
    for place, k in enumerate(within):
        found[k] = series[places[place]] if places else nominal[place % len(nominal)]
    return found


_SCALES = {2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_FURTHER = ("5E6A75", "B8C4CE")


def _ink_on(colour: str) -> str:
    """White where it is read well on a colour, else dark."""
    return "FFFFFF" if contrast(PAPER, f"#{colour}") >= READABLE else INK


def _label_of(sheet: Sheet, row: int, column: int) -> SeriesLabel:
    cell = Reference(sheet.worksheet, min_col=column, min_row=row)
    return SeriesLabel(strRef=StrRef(str(cell)))


def _categories(groups: Reference) -> AxDataSource:
    return AxDataSource(strRef=StrRef(str(groups)))


def _labels(colour: str, font: str) -> DataLabelList:
    labels = DataLabelList(showVal=True)
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.txPr = _text(colour, font, 9)
    return labels


def _text(colour: str, font: str, size: int) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(colour, font, size))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _characters(colour: str, font: str, size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=font), ea=Font(typeface=font)
    )
