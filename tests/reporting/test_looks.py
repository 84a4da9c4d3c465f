"""How sheets look: heads, bases, columns and links that a reader would stumble over."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from survey.language.workbook import WorkbookWords
from survey.reporting.excel import workbook
from survey.vocabulary import Label, Report
from tests.reporting.sample import sample_report

EN = WorkbookWords("en")


@pytest.fixture(scope="module")
def report() -> Report:
    return sample_report()


@pytest.fixture(scope="module")
def unweighted() -> Report:
    return sample_report(weighted=False)


def opened(report: Report, language: Any = "en") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))


def labels(book: Workbook, sheet: str, column: int = 1) -> list[Any]:
    return [line[column - 1].value for line in book[sheet].iter_rows()]


def test_one_long_label_does_not_make_all_heads_of_the_tables_high(report: Report) -> None:
    table = report.tables["q10"]
    long = Label({"en": "Something else, or prefers not to say anything of the kind to an interviewer"})
    columns = (*table.columns[:-1], replace(table.columns[-1], label=long))
    sheet = opened(replace(report, tables={"q10": replace(table, columns=columns)}))["Tables"]
    [head] = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == long.to("en")]
    assert sheet.row_dimensions[head].height <= 4 * 12.5 + 2


def test_bases_that_are_one_and_the_same_are_told_once(report: Report, unweighted: Report) -> None:
    weighted, bare = labels(opened(report), "Tables"), labels(opened(unweighted), "Tables")
    assert weighted.count(EN.effective_row) == weighted.count(EN.unweighted_row) == len(report.tables)
    assert bare.count(EN.base_row) == len(unweighted.tables)
    assert not {EN.unweighted_row, EN.weighted_row, EN.effective_row} & set(bare)
