"""A workbook as bytes that are the same whenever its content is the same, its rows written as text.

openpyxl makes everything but the rows: an element built and serialised for
each cell takes several times as long as a row's text.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.excel import ExcelWriter

from survey.reporting.excel.rows import rows_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_EPOCH = (1980, 1, 1, 0, 0, 0)
_ILLEGIBLE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")


@dataclass(frozen=True)
class Streamed:
    """Rows of a sheet that has no cells in memory.

    Parameters
    ----------
    reference
        The block they fill, such as A1:C9.
    rows
        Each as XML; read once.
    """

    reference: str
    rows: Iterable[str]


def to_bytes(
    workbook: Workbook, *, day: datetime.date, streamed: Mapping[str, Streamed] | None = None
) -> bytes:
    """The .xlsx file, byte-identical for identical content.

    Parameters
    ----------
    day
        Stands in the document properties instead of the clock's time.
    streamed
        {title of a sheet: its rows}, for sheets without cells of their own; all
        cells are then texts and numbers. None leaves the rows to openpyxl, whatever they hold.
    """
    properties = workbook.properties
    properties.created = properties.modified = datetime.datetime.combine(day, datetime.time())
    made = io.BytesIO()
    archive = _Archive(made, "w", zipfile.ZIP_DEFLATED)
    writer = ExcelWriter(workbook, archive) if streamed is None else _Writer(workbook, archive, streamed)
    writer.save()
    return made.getvalue()


def legible(part: bytes) -> bytes:
    """A part without the characters that XML cannot hold, from whatever title or tip they came."""
    return _ILLEGIBLE.sub(b"", part)


class _Archive(zipfile.ZipFile):
    """An archive whose entries have no time."""

    def writestr(
        self,
        zinfo_or_arcname: Any,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add an entry, as text that every reader of XML takes where it is such."""
        if str(zinfo_or_arcname).endswith((".xml", ".rels")):
            data = legible(data.encode("utf-8") if isinstance(data, str) else data)
        super().writestr(self.undated(zinfo_or_arcname), data, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, *options: Any, **more: Any) -> None:
        """Add a file."""
        self.writestr(arcname, Path(filename).read_bytes())

    def undated(self, name: str) -> zipfile.ZipInfo:
        """What stands in the archive's directory of an entry of this name."""
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry


class _Writer(ExcelWriter):
    """Writes each sheet around its rows' text."""

    def __init__(self, workbook: Workbook, archive: _Archive, streamed: Mapping[str, Streamed]) -> None:
        super().__init__(workbook, archive)
        self.archive, self.streamed = archive, streamed

    def write_worksheet(self, ws: Any) -> None:
        """One sheet, with what hangs on it remembered for later parts."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer: Any = _SheetWriter(ws, self.streamed.get(ws.title))
        writer.write()
        ws._rels = writer._rels
        before, after = _NO_ROWS.split(legible(writer.read()), maxsplit=1)
        with self.archive.open(self.archive.undated(ws.path[1:]), "w") as part:
            part.write(before + b"<sheetData>")
            for row in writer.texts:
                part.write(row.encode("utf-8"))
            part.write(b"</sheetData>" + after)
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    """A sheet without its rows, which are kept as text in `texts`."""

    def __init__(self, ws: Worksheet, streamed: Streamed | None) -> None:
        self.sheet: Any = ws
        self.streamed = streamed
        self.texts: Iterable[str] = streamed.rows if streamed else ()
        super().__init__(ws, io.BytesIO())

    def write_dimensions(self) -> None:
        """The block that has cells."""
        if self.streamed:
            self.xf.send(SheetDimension(self.streamed.reference).to_tree())
        else:
            super().write_dimensions()

    def write_rows(self) -> None:
        """The place of the rows; links of their cells are gathered for the end of the sheet."""
        if not self.streamed:
            self.texts = rows_of(self.sheet)
            cells = (cell for _, cell in sorted(self.sheet._cells.items()))
            self.sheet._hyperlinks += [cell.hyperlink for cell in cells if cell.hyperlink]
        stream: Any = self.xf.send(True)
        with stream.element("sheetData"):
            pass
        self.xf.send(None)
