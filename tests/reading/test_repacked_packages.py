"""A package packed anew says what it said, and its merged ranges come before the cells."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from survey.reading.inspection import inspect
from survey.reading.repacking import Ending, checksum, repacked

PART = "xl/worksheets/sheet1.xml"
MERGED = b'<mergeCells count="1"><mergeCell ref="B1:D1"/></mergeCells>'


def a_book(path: Path, *, merged: bool) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "問1", None, "Q2"])
    for number in range(50):
        sheet.append([number, "はい", True, 1.5])
    if merged:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("A3:A5")
    book.save(path)
    return path


def said(book: CalamineWorkbook) -> tuple[object, ...]:
    sheet = book.get_sheet_by_index(0)
    return sheet.to_python(), sheet.merged_cell_ranges


class Stream(io.BytesIO):
    """Bytes that are written one after another, as to a pipe."""

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError


def packed_otherwise(path: Path, target: Path, method: int, *, streamed: bool) -> Path:
    """The same parts, stored or compressed, perhaps with their sizes behind them as a stream has them."""
    out = Stream() if streamed else io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", method) as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name))
    target.write_bytes(out.getvalue())
    return target


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [True, False])
def test_it_says_the_same(tmp_path: Path, merged: bool, method: int, streamed: bool) -> None:
    path = packed_otherwise(
        a_book(tmp_path / "plain.xlsx", merged=merged), tmp_path / "x.xlsx", method, streamed=streamed
    )
    seen = inspect(path, "xlsx")
    assert seen.merges[PART].startswith(b"<mergeCells")
    packed = repacked(path, seen.merges)
    assert said(CalamineWorkbook.from_filelike(packed)) == said(CalamineWorkbook.from_path(path))
    with zipfile.ZipFile(packed) as anew, zipfile.ZipFile(path) as before:
        assert anew.testzip() is None
        assert anew.namelist() == before.namelist()
        assert anew.read(PART) == seen.merges[PART] + before.read(PART)


def test_what_stands_before_the_archive_does_no_harm(tmp_path: Path) -> None:
    path = a_book(tmp_path / "plain.xlsx", merged=True)
    path.write_bytes(b"not of the archive" + path.read_bytes())
    packed = repacked(path, inspect(path, "xlsx").merges)
    with zipfile.ZipFile(packed) as anew:
        assert anew.testzip() is None


def test_a_part_packed_in_another_way_stays_as_it_is(tmp_path: Path) -> None:
    path = packed_otherwise(
        a_book(tmp_path / "plain.xlsx", merged=True), tmp_path / "x.xlsx", zipfile.ZIP_BZIP2, streamed=False
    )
    with zipfile.ZipFile(repacked(path, {PART: MERGED})) as anew, zipfile.ZipFile(path) as before:
        assert anew.read(PART) == before.read(PART)


RANGES = MERGED.decode()
OTHERS = RANGES.replace("B1:D1", "A3:A5")


def written_anew(folder: Path, sheet: str) -> Path:
    """A workbook with this in its sheet, where CELLS stands for its cells."""
    odd = folder / "odd.xlsx"
    with (
        zipfile.ZipFile(a_book(folder / "plain.xlsx", merged=False)) as source,
        zipfile.ZipFile(odd, "w") as copy,
    ):
        for name in source.namelist():
            content = source.read(name).decode()
            if name == PART:
                begin, end = content.index("<sheetData>"), content.index("</sheetData>") + len("</sheetData>")
                content = content[:begin] + sheet.replace("CELLS", content[begin:end]) + content[end:]
            copy.writestr(name, content)
    return odd


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(f"CELLS<!-- {RANGES} -->", id="in a comment"),
        pytest.param(f"CELLS<?program {RANGES}?>", id="in an instruction"),
        pytest.param(f"CELLS<![CDATA[{RANGES}]]>", id="in a text"),
        pytest.param(f"CELLS<!-- </sheetData> -->{RANGES}", id="behind a comment"),
        pytest.param(f"CELLS{RANGES}<!-- </sheetData> -->", id="before a comment"),
        pytest.param(f"CELLS{RANGES}<?program </sheetData>?>", id="before an instruction"),
        pytest.param(f"{RANGES}CELLS", id="before the cells"),
        pytest.param(f"{RANGES}CELLS{OTHERS}", id="before the cells and behind"),
        pytest.param(f"<!-- <sheetData> -->{RANGES}CELLS", id="between a comment and the cells"),
        pytest.param(f"CELLS{RANGES}<sheetData></sheetData>", id="between two lots of cells"),
        pytest.param(f"CELLS{RANGES.replace('/></', '/><!-- --></')}{OTHERS}", id="odd, then plain"),
        pytest.param(f"CELLS<x:mergeCells></x:mergeCells>{RANGES}", id="with a prefix, then plain"),
        pytest.param(f"CELLS<mergeCells/>{RANGES}", id="none, then some"),
        pytest.param(f"CELLS<mergeCells-x></mergeCells-x>{RANGES}", id="another element first"),
        pytest.param(f"CELLS{RANGES}{OTHERS}", id="twice"),
        pytest.param(f"<sheetData>{RANGES}CELLS</sheetData>", id="before cells within cells"),
        pytest.param(f"CELLS<other>{RANGES}</other>", id="within another element"),
        pytest.param("CELLS", id="nowhere"),
    ],
)
def test_ranges_are_found_where_calamine_finds_them(tmp_path: Path, sheet: str) -> None:
    odd = written_anew(tmp_path, sheet)
    packed = repacked(odd, inspect(odd, "xlsx").merges)
    assert said(CalamineWorkbook.from_filelike(packed)) == said(CalamineWorkbook.from_path(odd))


@pytest.mark.parametrize(
    "end", ["</worksheet>", f"</worksheet>{RANGES}", "</other>", "<other>", "&other;", "<"]
)
def test_what_is_not_well_formed_behind_the_cells_is_still_refused(tmp_path: Path, end: str) -> None:
    assert not inspect(written_anew(tmp_path, f"CELLS{end}"), "xlsx").merges[PART]


def ending(*pieces: bytes, zeros: int = 0) -> bytes:
    found = Ending(sum(map(len, pieces)) + zeros)
    for piece in pieces:
        found.feed(piece)
    return found.merges()


@pytest.mark.parametrize(
    ("end", "merges"),
    [
        pytest.param(b"</sheetData>" + MERGED + b"</worksheet>", MERGED, id="some"),
        pytest.param(b"</sheetData><pageMargins/></worksheet>", b"<mergeCells></mergeCells>", id="none"),
        pytest.param(b"<sheetData/></worksheet>", b"", id="no cells"),
        pytest.param(b"</x:sheetData></x:worksheet>", b"", id="a prefix"),
        pytest.param(b"</sheetData><x:mergeCells/></worksheet>", b"", id="a prefix for merges alone"),
        pytest.param(b"</sheetData><mergeCells><mergeCell ref='A1:B1'/>", b"", id="cut off"),
    ],
)
def test_how_a_sheet_ends(end: bytes, merges: bytes) -> None:
    begin = b"<?xml version='1.0'?><worksheet><sheetData>" + b"<row/>" * 9
    assert ending(begin, end[:20], end[20:]) == merges
    assert ending(begin, *[b"<row/>"] * 5, end) == merges
    assert ending(begin, end, zeros=1) == b""


def test_hostile_markup_comes_to_an_end() -> None:
    for hostile in (b"<mergeCell " * 30_000, b"<mergeCells>" + b"<mergeCell " * 30_000, b" " * 300_000):
        assert ending(b"<sheetData></sheetData><mergeCells>" + hostile) == b""


@given(st.binary(), st.binary())
def test_checksums_of_contents_one_after_another(before: bytes, after: bytes) -> None:
    assert checksum(zlib.crc32(before), zlib.crc32(after), len(after)) == zlib.crc32(before + after)


def test_the_checksum_of_long_contents() -> None:
    after = bytes(range(256)) * 1000
    assert checksum(zlib.crc32(MERGED), zlib.crc32(after), len(after)) == zlib.crc32(MERGED + after)
