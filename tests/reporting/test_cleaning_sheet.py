"""The sheet Cleaning names the first rows of a change; the file cleaning.csv names them all."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from survey.reporting.excel import workbook
from survey.vocabulary import Note
from tests.reporting.sample import sample_report


@pytest.mark.parametrize(
    ("rows", "count", "printed"),
    [
        ((4, 5, 6, 7, 8), 5, "4, 5, 6, 7, 8"),
        ((4, 5, 6, 7, 8, 9), 6, "4, 5, 6, 7, 8 …"),
        (tuple(range(4, 3_000)), 2_996, "4, 5, 6, 7, 8 …"),
        ((4, 5), 60, "4, 5 …"),
    ],
)
def test_a_change_shows_its_first_rows(rows: tuple[int, ...], count: int, printed: str) -> None:
    report = sample_report()
    note = Note("cleaning", "spelt otherwise", "C101", "q1", "Ａ", "1", count, rows)
    content = workbook(replace(report, survey=replace(report.survey, log=(note,))))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Cleaning"]
    (line,) = [cells for cells in sheet.iter_rows(values_only=True) if "Ａ" in cells]
    assert line[4:6] == (count, printed)
