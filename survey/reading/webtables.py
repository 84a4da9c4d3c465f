"""The largest table of a web page, as panels "export to Excel"; nothing in the page is run or fetched."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from survey.errors import ReadingError
from survey.reading.encodings import choose_encoding
from survey.reading.numerals import with_numbers
from survey.reading.rows import CodedRows, code_rows
from survey.reading.safety import CELL_LIMIT, COLUMN_LIMIT, MEGABYTE
from survey.reading.workbook import Sheet
from survey.vocabulary import Note

PAGE_LIMIT = 100 * MEGABYTE
_SILENT = ("script", "style", "template", "noscript")


def open_page(path: Path) -> Sheet:
    """The largest table of a web page as a sheet, its cells as text and numbers.

    Raises
    ------
    ReadingError
        Too large, or without a table.
    """
    if path.stat().st_size > PAGE_LIMIT:
        raise ReadingError(
            f"{path}: this is a web page (HTML) of more than {PAGE_LIMIT // MEGABYTE} MB",
            hint="export it again as .xlsx or as CSV",
        )
    content = path.read_bytes()
    encoding = choose_encoding(content)
    page = _Page()
    page.feed(content.decode(encoding.name, errors="replace"))
    page.close()
    table = max(page.tables, key=lambda rows: sum(map(len, rows)), default=[])
    width = max(map(len, table), default=0)
    if not width:
        raise ReadingError(
            f"{path}: this is a web page (HTML) without a table", hint="export it again as .xlsx or as CSV"
        )
    if width > COLUMN_LIMIT or width * len(table) > CELL_LIMIT:
        raise ReadingError(
            f"{path}: the table of this web page has {len(table):,} rows and {width:,} columns; "
            f"the limits are {COLUMN_LIMIT:,} columns, and {CELL_LIMIT:,} cells",
            hint="export it again as .xlsx or as CSV",
        )
    lines = ([" ".join(cell.split()) for cell in row] + [""] * (width - len(row)) for row in table)
    rows = code_rows(lines, width)
    numbers = CodedRows([with_numbers(column) for column in rows.columns], len(rows))
    words = (
        f"a web page (HTML): its largest table was read, of {len(page.tables)}, "
        f"in the encoding {encoding.name}"
    )
    return Sheet(path.name, numbers, notes=(Note("reading", words, level="warning"),))


class _Page(HTMLParser):
    """Gathers the cells of tables; tables in tables are tables of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._silent = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open and self._open[-1]:
            self._open[-1][-1].append("")
            self._in_cell = True
            span = dict(attrs).get("colspan") or "1"
            if span.isdecimal() and 1 < int(span) <= COLUMN_LIMIT:
                self._open[-1][-1].extend([""] * (int(span) - 1))
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._open.pop()
        elif tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        """Add to the open cell."""
        if self._in_cell and not self._silent and self._open and self._open[-1] and self._open[-1][-1]:
            self._open[-1][-1][-1] += data
