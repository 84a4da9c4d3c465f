"""Small workbooks, built where a test needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

Rows = Sequence[Sequence[object]]
MakeBook = Callable[..., Path]

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture
def make_book(tmp_path: Path) -> MakeBook:
    """Write sheets {name: rows} to a workbook, with merged ranges {name: ["A1:C1"]}; its path."""

    def make(
        sheets: Mapping[str, Rows],
        *,
        name: str = "poll.xlsx",
        merged: Mapping[str, Sequence[str]] | None = None,
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cells in (merged or {}).get(title, ()):
                sheet.merge_cells(cells)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def shared() -> Path:
    """The folder of real and broken files; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared folder of example files beside the repository")
    return SHARED
