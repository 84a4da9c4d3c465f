"""Native charts, drawn by the spreadsheet from the cells beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, NumFmt, StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.descriptors import Typed
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
    series: Sequence[tuple[int, str]],
    title: str,
    font: str,
    across: bool = False,
    bare: Collection[tuple[int, int]] = (),
) -> BarChart:
    """Bars of 100%, one per group, from the shares in these cells; labels follow the cells' format.

    Parameters
    ----------
    head, first, last
        Rows of the answers' labels, and of the first and last group.
    series
        Sheet column and colour of each answer.
    across
        Groups stand in columns and answers in rows instead: `head`, `first` and
        `last` are the row of the groups' labels and the first and last column.
    bare
        Parts too small for their label: (place of the answer, place of the group).
    """
    chart = _chart(title, font)
    chart.grouping, chart.overlap = "percentStacked", 100
    groups = _cells(sheet, (head, first), (head, last)) if across else _cells(sheet, (first, 1), (last, 1))
    for k, (place, colour) in enumerate(series):
        ends = ((place, first), (place, last)) if across else ((first, place), (last, place))
        label = (
            _cells(sheet, (place, 1), (place, 1)) if across else _cells(sheet, (head, place), (head, place))
        )
        made = _series(_cells(sheet, *ends), groups, colour)
        made.tx = SeriesLabel(strRef=StrRef(str(label)))
        made.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=9525)
        made.dLbls = _labels(_ink_on(colour), font)
        made.dLbls.dLbl = [_no_label(group) for answer, group in sorted(bare) if answer == k]
        chart.series.append(made)
    chart.legend.position = "b"
    chart.legend.txPr = _text(INK, font, 9)
    return chart


def bars(
    sheet: Sheet,
    *,
    rows: tuple[int, int],
    column: int,
    first: int,
    apart: Sequence[int],
    title: str,
    font: str,
    palette: Sequence[str] = (),
) -> BarChart:
    """A bar per answer from zero on, from a column of shares; labels follow the cells' format.

    Parameters
    ----------
    rows
        First and last row of the answers.
    first
        Place of the answer that leads, in the strong colour; the others are light, those `apart` grey.
    """
    strong, light = tuple(colour.lstrip("#").upper() for colour in reversed(palette))[:2] or SERIES[:2]
    chart = _chart(title, font)
    chart.grouping, chart.legend = "clustered", None
    answers = _cells(sheet, (rows[0], 1), (rows[1], 1))
    made = _series(_cells(sheet, (rows[0], column), (rows[1], column)), answers, light)
    for place, colour in ((first, strong), *((k, FAINT) for k in apart if k != first)):
        point = DataPoint(idx=place, invertIfNegative=False)
        point.graphicalProperties = GraphicalProperties(solidFill=colour)
        made.dPt.append(point)
    made.dLbls = _labels(INK, font)
    made.dLbls.position = "outEnd"
    chart.series.append(made)
    chart.y_axis.scaling.min = 0
    return chart


def _chart(title: str, font: str) -> BarChart:
    """Horizontal bars in the order of the sheet, without lines behind them."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 45
    chart.title, chart.style, chart.roundedCorners = title, 2, False
    heading: Any = chart.title
    heading.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_characters(INK, font, 12, bold=True))
    heading.overlay = False
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(INK, font, 9)
        axis.majorGridlines = None
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.delete = True
    return chart


def _series(values: Reference, categories: Reference, colour: str) -> Any:
    made = Series(values, title_from_data=False)
    made.cat = AxDataSource(strRef=StrRef(str(categories)))
    made.graphicalProperties = GraphicalProperties(solidFill=colour)
    made.invertIfNegative = False
    return made


def _cells(sheet: Sheet, first: tuple[int, int], last: tuple[int, int]) -> Reference:
    """A block of cells by its corners, each (row, column)."""
    return Reference(sheet.worksheet, min_row=first[0], min_col=first[1], max_row=last[0], max_col=last[1])


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


class _LinkedLabels(DataLabelList):
    """Labels whose number formats are those of the cells, said in so many words.

    openpyxl writes a format without saying whether it is the cells'.
    """

    tagname = "dLbls"
    __elements__ = DataLabelList.__elements__
    __nested__ = tuple(name for name in DataLabelList.__nested__ if name != "numFmt")
    numFmt: Any = Typed(expected_type=NumFmt, allow_none=True)  # noqa: N815


def _labels(colour: str, font: str) -> DataLabelList:
    labels = _LinkedLabels(showVal=True)
    labels.numFmt = NumFmt(formatCode="General", sourceLinked=True)
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.txPr = _text(colour, font, 9)
    return labels


def _no_label(point: int) -> DataLabel:
    return DataLabel(
        idx=point, showVal=False, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )


def _text(colour: str, font: str, size: int) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(colour, font, size))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _characters(colour: str, font: str, size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=font), ea=Font(typeface=font)
    )
