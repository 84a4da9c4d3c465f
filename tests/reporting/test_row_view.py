"""The sheet of row per cents: the same numbers, groups down and answers across."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from survey.language.units import unit_in_words
from survey.reporting.excel import workbook
from survey.reporting.excel.row_view import ANSWERS_ACROSS, EFFECTIVE, N
from survey.reporting.excel.style import ABOVE, BELOW, FAR_ABOVE, FAR_BELOW
from survey.reporting.suppression import SMALL
from survey.vocabulary import Label
from tests.reporting.sample import sample_report

FIRST = EFFECTIVE + 1
NAMES = ("estimate", "standard_error", "low", "high", "count", "design_effect", "mark", "q", "p")


@pytest.fixture(scope="module")
def report():
    return sample_report()


def sheet_of(report, language="ja"):
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))
    return book["集計表（横％）" if language == "ja" else "Tables by row"]


def row_of(sheet, first, start=1):
    return next(r for r in range(start, sheet.max_row + 1) if sheet.cell(r, 1).value == first)


def test_it_comes_before_the_other_tables_in_japanese_only(report):
    names = openpyxl.load_workbook(io.BytesIO(workbook(report, language="ja"))).sheetnames
    assert names.index("集計表（横％）") == names.index("集計表") - 1
    names = openpyxl.load_workbook(io.BytesIO(workbook(report))).sheetnames
    assert names.index("Tables by row") == names.index("Tables") + 1


def test_numbers_are_those_of_the_tables_in_per_cent(report):
    sheet, table = sheet_of(report), report.tables["q10"]
    title = next(r for r in range(1, sheet.max_row) if str(sheet.cell(r, 1).value).startswith("Q10"))
    total = row_of(sheet, "全体", title)
    assert sheet.cell(total, N).value == pytest.approx(table.unweighted_base[0])
    assert sheet.cell(total, EFFECTIVE).value == pytest.approx(table.effective_base[0])
    heads = row_of(sheet, "属性", title)
    assert sheet.cell(heads, N).value == "該当者数"
    found = [sheet.cell(total, column).value for column in range(FIRST, FIRST + len(table.rows))]
    factor = [1 if row.kind == "mean" else 100 for row in table.rows]
    np.testing.assert_allclose(found, table.estimate[:, 0] * factor)


def test_long_tables_go_on_below(report):
    table = report.tables["q1"]
    long = replace(
        table,
        **{
            name: np.vstack([getattr(table, name)] * 2) for name in (*NAMES, "difference", "difference_error")
        },
        rows=table.rows * 2,
        pairs=table.pairs * 2,
    )
    sheet = sheet_of(replace(report, tables={"q1": long}))
    heads = [r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == "属性"]
    assert len(heads) == -(-len(long.rows) // ANSWERS_ACROSS)


def test_questions_share_pages_and_no_page_parts_one(report):
    """A page ends only before a question that would not fit on it, whose title then begins the next."""
    tables = {f"q{k}": replace(report.tables["q10"], id=f"q{k}") for k in range(20, 32)}
    sheet = sheet_of(replace(report, tables=tables), "en")
    titles = [r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 1).value).startswith("Q")]
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert 0 < len(breaks) < len(tables) - 1
    assert {row + 1 for row in breaks} <= set(titles)
    assert sheet.page_setup.orientation == "portrait"
    heights = [sheet.row_dimensions[row].height or 14 for row in range(1, sheet.max_row + 1)]
    ends = [0, *breaks, sheet.max_row]
    pages = [sum(heights[first:last]) for first, last in pairwise(ends)]
    digits = sum(sheet.column_dimensions[get_column_letter(c)].width for c in range(1, sheet.max_column + 1))
    room = 740 / min(1, 523 / (digits * 5.25))  # A4 upright within its margins
    assert max(pages) <= room
    block = sum(heights[titles[1] - 1 : titles[2] - 1])
    assert all(page + block > room for page in pages[:-1])


def test_means_are_not_called_per_cents(report):
    table = report.tables["q10"]
    rows = tuple(replace(row, kind="mean") for row in table.rows)
    numbers = replace(table, rows=rows, question=replace(table.question, unit="years"))
    for made, said in ((table, "(%)"), (numbers, "In years")):
        sheet = sheet_of(replace(report, tables={"q10": made}), "en")
        [base] = [cell.value for cell in sheet["A"] if str(cell.value).startswith("Base:")]
        assert base.endswith(said)


def test_units_are_told_in_the_language_of_the_book(report):
    table = report.tables["q10"]
    mean = tuple(replace(row, kind="mean") for row in table.rows)
    for unit, label, said in (
        ("years", "Age", "単位：歳"),
        ("years", "Years in this town", "単位：年"),
        ("Hours", "Sleep", "単位：時間"),
        ("people", "Household", "単位：人"),
        ("yen", "Rent", "単位：円"),
        ("泊", "Stay", "単位：泊"),
        ("furlongs", "Walk", "単位：furlongs"),
    ):
        question = replace(table.question, name="q", unit=unit, label=Label({"en": label}))
        made = replace(report, tables={"q10": replace(table, rows=mean, question=question)})
        [base] = [str(c.value) for c in sheet_of(made)["A"] if "単位：" in str(c.value)]
        assert base.endswith(said)
    assert unit_in_words("歳", (), "en") == unit_in_words("年", (), "en") == "years"
    assert unit_in_words("万円", (), "en") == "10,000 yen"


def test_nobody_is_a_dash_and_several_answers_are_told(report):
    sheet = sheet_of(report)
    titles = [str(sheet.cell(r, 1).value) for r in range(1, sheet.max_row + 1)]
    assert any(title.endswith("（M.A.）") for title in titles)
    table = report.tables["q10"]
    none = replace(table, estimate=np.zeros_like(table.estimate))
    sheet = sheet_of(replace(report, tables={"q10": none}))
    cell = sheet.cell(row_of(sheet, "全体"), FIRST)
    assert cell.value == 0
    assert cell.number_format.split(";")[2].startswith('"-"')


def test_marks_stand_in_the_formats_and_shades_only_beside_them(report):
    """A cell is shaded where it is marked and far from everybody, so that nothing rests on colour alone."""
    table, sheet = report.tables["q10"], sheet_of(report)
    title = next(r for r in range(1, sheet.max_row) if str(sheet.cell(r, 1).value).startswith("Q10"))
    total = row_of(sheet, "全体", title)
    shaded = 0
    for r in range(len(table.rows)):
        for c in range(len(table.columns)):
            cell, low = sheet.cell(total + c, FIRST + r), table.columns[c].flag == "low"
            sign = "" if low else {1: "▲", -1: "▼", 0: ""}[int(table.mark[r, c])]
            said = "".join(re.findall(r'"([^"]*)"', cell.number_format.split(";")[0]))
            assert said.strip() == sign
            far = abs(table.estimate[r, c] - table.estimate[r, 0]) >= 0.05
            if cell.fill.fill_type and cell.fill.start_color.rgb[2:] in (FAR_ABOVE, ABOVE, BELOW, FAR_BELOW):
                shaded += 1
                assert sign
                assert far
    assert shaded


def test_hidden_cells_say_why_and_not_that_nobody_answered(report):
    table = report.tables["q10"]
    hidden = np.zeros(table.estimate.shape, dtype=np.int64)
    hidden[1, 1] = SMALL
    estimate = table.estimate.copy()
    estimate[1, 1] = np.nan
    kept = replace(table, estimate=estimate, hidden=hidden)
    sheet = sheet_of(replace(report, tables={"q10": kept}), "en")
    cell = sheet.cell(row_of(sheet, "Total") + 1, FIRST + 1)
    assert cell.value == "n<30"


def test_there_is_none_without_a_banner(report):
    table = report.tables["q10"]
    bare = replace(
        table,
        columns=table.columns[:1],
        pairs=tuple(line[:1] for line in table.pairs),
        **{name: getattr(table, name)[:, :1] for name in (*NAMES, "difference", "difference_error")},
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook(replace(report, tables={"q10": bare}, findings=()))))
    assert "Tables by row" not in book.sheetnames
