"""The workbook read back by other programs: every estimate of results.csv, hidden ones with the reason."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from survey.language import Language
from survey.language.publishing import HiddenWords
from survey.language.row_view import RowViewWords
from survey.language.workbook import WorkbookWords
from survey.reporting.data import results_csv
from survey.reporting.excel import results, workbook
from survey.reporting.parts import part
from survey.reporting.published import published
from survey.vocabulary import HIDDEN, UNIT_KINDS, Report, ReportPlan, Table

RAW = Path(__file__).parent.parent.parent / "raw"
ON_SHEETS = ("crossing", "trend")

Lines = list[dict[str, str]]
Cells = dict[tuple[str, str, str, str], dict[str, str]]


@pytest.fixture(scope="module", params=[("en", False), ("ja", True)], ids=["internal", "published"])
def made(request: pytest.FixtureRequest, demo_report: Report) -> tuple[Language, Report, bytes]:
    """A language, the demo's report, and its workbook in that language."""
    language, publish = request.param
    plan = replace(demo_report.plan, report=ReportPlan(publish=publish))
    report = published(replace(demo_report, plan=plan))
    return language, report, workbook(report, language=language)


@pytest.fixture(scope="module")
def report(made: tuple[Language, Report, bytes]) -> Report:
    return made[1]


@pytest.fixture(scope="module")
def book(made: tuple[Language, Report, bytes]) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made[2]))


def lines(report: Report, language: Language) -> Lines:
    return list(csv.DictReader(io.StringIO(results_csv(report, language).decode("utf-8-sig"))))


def cells(report: Report, language: Language) -> Cells:
    """The cells of results.csv by table, answer, banner and column."""
    names = ("table", "answer_code", "banner", "column_code")
    return {
        tuple(line[name].removeprefix("'") for name in names): line  # type: ignore[misc]
        for line in lines(report, language)
        if line["record"] == "cell"
    }


def place(book: Workbook, name: str) -> tuple[Worksheet, tuple[int, int, int, int]]:
    sheet, block = next(iter(book.defined_names[name].destinations))
    return book[sheet], range_boundaries(block)


def written(line: dict[str, str], language: Language, minimum: int) -> float | str:
    """What a cell shows of a line: the number, or why there is none."""
    if line["estimate"]:
        return float(line["estimate"])
    words = HiddenWords(language)
    if line["hidden"] == HIDDEN[1]:
        return words.small.format(minimum=minimum)
    return words.guard if line["hidden"] else WorkbookWords(language).nothing


def label(table: Table, row: int, language: Language) -> str:
    text = table.rows[row].label.to(language)
    return (
        WorkbookWords(language).outside_row.format(label=text) if table.rows[row].kind == "outside" else text
    )


def test_every_number_of_the_sheet_tables(
    report: Report, made: tuple[Language, Report, bytes], book: Workbook
) -> None:
    language, found = made[0], cells(report, made[0])
    minimum, hidden = report.plan.tables.minimum_base, 0
    for table in report.tables.values():
        sheet, (_, base, _, _) = place(book, f"{table.id[:1].upper()}{table.id[1:]}_base")
        for r, row in enumerate(table.rows):
            line = sheet[base + 3 + r]
            assert line[0].value == label(table, r, language)
            values = [cell.value for cell in line[1:] if cell.value is not None]
            expected = [
                written(found[table.id, row.code, column.banner, column.code], language, minimum)
                for column in table.columns
            ]
            assert values == expected, (table.id, row.code)
            hidden += sum(isinstance(value, str) for value in values)
    assert hidden > 0 or not report.plan.report.publish


def test_every_number_of_the_sheet_by_rows(
    report: Report, made: tuple[Language, Report, bytes], book: Workbook
) -> None:
    language = made[0]
    sheet = book[RowViewWords(language).sheet]
    shown = {
        float(cell.value)
        for line in sheet.iter_rows(min_col=3)
        for cell in line
        if isinstance(cell.value, int | float)
    }
    kept = np.array(sorted(shown))
    for key, line in cells(report, language).items():
        if line["estimate"] and len(report.tables[key[0]].columns) > 1:
            value = float(line["estimate"]) * (1 if line["measure"] in UNIT_KINDS else 100)
            nearest = kept[np.abs(kept - value).argmin()]
            assert math.isclose(nearest, value, rel_tol=1e-14, abs_tol=1e-14), key


def test_every_estimate_of_crossings_and_trends(
    report: Report, made: tuple[Language, Report, bytes], book: Workbook
) -> None:
    everything = {
        float(f"{cell.value:.13g}")
        for sheet in book.worksheets
        if sheet.title != WorkbookWords(made[0]).data
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, int | float)
    }
    sought = [line for line in lines(report, made[0]) if line["record"] in ON_SHEETS and line["estimate"]]
    assert len(sought) > 50
    for line in sought:
        value = float(line["estimate"])
        assert {float(f"{value * factor:.13g}") for factor in (1, 100)} & everything, line


def test_the_sheet_data_is_results_csv(report: Report, made: tuple[Language, Report, bytes]) -> None:
    language, content = made[0], made[2]
    frame = pd.read_excel(io.BytesIO(content), sheet_name=WorkbookWords(language).data, engine="openpyxl")
    expected = lines(report, language)
    assert list(frame.columns) == list(expected[0])
    assert len(frame) == len(expected)
    for name in frame:
        column = [line[name] for line in expected]
        if pd.api.types.is_numeric_dtype(frame[name]):
            numbers = [float(value) if value else math.nan for value in column]
            np.testing.assert_array_equal(frame[name].to_numpy(dtype=float), numbers, err_msg=name)
        else:
            texts = ["" if isinstance(value, float) else str(value) for value in frame[name]]
            assert texts == [value.replace("\r", "") for value in column], name


def test_pandas_and_openpyxl_read_the_same_tables(
    made: tuple[Language, Report, bytes], book: Workbook
) -> None:
    name = WorkbookWords(made[0]).tables
    frame = pd.read_excel(io.BytesIO(made[2]), sheet_name=name, header=None, engine="openpyxl")
    for row, line in zip(frame.itertuples(index=False), book[name].iter_rows(values_only=True), strict=False):
        for one, other in zip(row, line, strict=False):
            assert one == other or (other is None and pd.isna(one))


def test_data_has_all_that_is_known_of_a_number(report: Report) -> None:
    have = set(lines(report, "en")[0])
    assert have >= {
        *("question", "answer", "banner", "column", "estimate", "low", "high", "standard_error"),
        *("unweighted_base", "weighted_base", "effective_base", "p", "q", "test", "mark", "higher_than"),
        *("index", "flag", "hidden", "family", "base", "design_effect"),
    }
    assert {line["record"] for line in lines(report, "en")} >= {"cell", "test", "unweighted test", "finding"}


def test_beyond_the_last_row_a_line_points_to_the_file(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MOST_LINES", 40)
    shown = part(report, ["q10"])
    book = openpyxl.load_workbook(io.BytesIO(workbook(shown)))
    sheet, total = book["Data"], len(lines(shown, "en"))
    assert sheet.tables["Results"].ref.endswith("40")
    assert sheet.max_row == 41
    assert (
        sheet["A41"].value == f"{total - 39:,} more lines do not fit into a sheet; they stand in results.csv."
    )
    assert {type(cell.value) for cell in sheet[41][1:]} == {type(None)}
