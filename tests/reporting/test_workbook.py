"""The workbook read back: every number, every mark, nothing merged, nothing live."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import fields, replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from survey.language import LANGUAGES, Language
from survey.language.workbook import WorkbookWords
from survey.reporting.data import result_lines, results_csv
from survey.reporting.excel import workbook
from survey.reporting.excel.formats import MOST_FORMATS
from survey.reporting.figures.drawing import Drawing
from survey.vocabulary import Answer, Label, Report, Row
from tests.reporting.sample import sample_report
from tests.reporting.sample_questions import text
from tests.reporting.test_door import PIXEL

INJECTION = ("=1+1", "+cmd", "-5 or less", "@home", "#N/A", "\t=2")


@pytest.fixture(scope="module")
def report() -> Report:
    return sample_report()


@pytest.fixture(scope="module")
def content(report: Report) -> bytes:
    return workbook(report)


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def block(book: Workbook, name: str) -> list[list[openpyxl.cell.Cell]]:
    """Cells behind a defined name."""
    sheet, cells = next(iter(book.defined_names[name].destinations))
    return [list(line) for line in book[sheet][cells]]


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]


def test_opens_on_the_cover_and_has_its_sheets_in_order(book: Workbook) -> None:
    assert book.active.title == "Cover"
    assert book.active.sheet_view.selection[0].activeCell == "A1"
    assert book.sheetnames == [
        "Cover",
        "Contents",
        "Findings",
        "Prices ticked as… × Q10",
        "Worry about rising prices × Q10",
        "Tables",
        "Tables by row",
        "Charts",
        "Data",
        "Weights",
        "Cleaning",
        "How this file was read",
        "Codebook",
        "Methodology",
        "Notes",
    ]


def test_japanese_says_the_same_numbers_under_japanese_names(report: Report, book: Workbook) -> None:
    japanese = openpyxl.load_workbook(io.BytesIO(workbook(report, language="ja")))
    assert japanese.sheetnames[:3] == ["表紙", "目次", "主な結果"]
    numbers = [
        [cell.value for line in block(made, "Q10_share") for cell in line] for made in (book, japanese)
    ]
    assert numbers[0] == numbers[1]


def test_every_language_has_every_word() -> None:
    for language in LANGUAGES:
        words = WorkbookWords(language)
        for name in dir(WorkbookWords):
            if not name.startswith("_") and name != "gap":
                assert getattr(words, name), name


def test_cells_are_the_estimates_unrounded(report: Report, book: Workbook) -> None:
    for table in report.tables.values():
        rows = [r for r, row in enumerate(table.rows) if row.kind in ("answer", "net")]
        if rows:
            found = [[cell.value for cell in line] for line in block(book, f"{table.id.capitalize()}_share")]
            np.testing.assert_allclose(np.array(found, dtype=float), table.estimate[rows], rtol=1e-15)
        base = block(book, f"{table.id.capitalize()}_base")[0]
        assert [cell.value for cell in base] == table.unweighted_base.tolist()


def test_data_sheet_equals_the_results_file(report: Report, content: bytes) -> None:
    sheet = pd.read_excel(io.BytesIO(content), sheet_name="Data", engine="openpyxl")
    lines = list(csv.DictReader(io.StringIO(results_csv(report, "en").decode("utf-8-sig"))))
    cells = [line for line in lines if line["record"] == "cell"]
    assert len(sheet) == len(lines)
    assert len(cells) == sum(t.estimate.size for t in report.tables.values())
    for name in ("estimate", "low", "high", "unweighted_base", "q", "residual", "index", "statistic"):
        expected = np.array([float(line[name]) if line[name] else math.nan for line in lines])
        np.testing.assert_array_equal(sheet[name].to_numpy(dtype=float), expected)
    assert sheet["table"].fillna("").tolist() == [line["table"] for line in lines]


def test_data_is_a_real_table_with_one_header_row(report: Report, book: Workbook) -> None:
    table = book["Data"].tables["Results"]
    lines = result_lines(report, "en")
    assert table.ref.endswith(str(len(lines) + 1))
    assert table.autoFilter is not None
    assert [cell.value for cell in book["Data"][1]] == list(lines[0])


def test_marks_stand_in_the_number_formats(report: Report, book: Workbook) -> None:
    table = report.tables["q10"]
    rows = [r for r, row in enumerate(table.rows) if row.kind in ("answer", "net")]
    marked = 0
    for r, line in zip(rows, block(book, "Q10_share"), strict=True):
        assert line[0].number_format.startswith("0.0%")
        for c, cell in enumerate(line[1:], 1):
            low = table.columns[c].flag == "low"
            sign = "" if low else {1: "▲", -1: "▼", 0: ""}[int(table.mark[r, c])]
            letters = "" if low else table.pairs[r][c]
            said = "".join(re.findall(r'"([^"]*)"', cell.number_format)).split()
            assert said == [part for part in (sign, letters) if part]
            marked += bool(said)
    assert marked > 5


def test_few_formats_and_a_row_of_marks_when_they_would_be_many(report: Report) -> None:
    table = report.tables["q10"]
    letters = "abcdefgh"
    pairs = tuple(
        tuple("".join(x for k, x in enumerate(letters) if (r * 37 + c * 11) >> k & 1) for c in range(18))
        for r in range(len(table.rows))
    )
    crowded = replace(
        report, tables={f"q{k}": replace(table, id=f"q{k}", pairs=pairs) for k in range(30, 31)}
    )
    many = replace(
        crowded,
        tables={
            f"q{k}": replace(table, id=f"q{k}", pairs=tuple(line[k % 7 :] + line[: k % 7] for line in pairs))
            for k in range(30, 37)
        },
    )
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(many)))["Tables"]
    formats = {cell.number_format for line in sheet.iter_rows() for cell in line}
    assert len(formats) < MOST_FORMATS
    assert "marks" in texts(sheet)
    assert any("abc" in value for value in texts(sheet))


def test_a_table_without_the_columns_of_its_own_question_keeps_the_others_in_place(report: Report) -> None:
    sex, q10 = report.tables["sex"], report.tables["q10"]
    kept = [c for c, column in enumerate(sex.columns) if column.banner != "sex"]
    arrays = {
        field.name: value[..., kept]
        for field in fields(sex)
        if isinstance(value := getattr(sex, field.name), np.ndarray)
    }
    pairs = tuple(tuple(line[c] for c in kept) for line in sex.pairs)
    narrow = replace(sex, columns=tuple(sex.columns[c] for c in kept), pairs=pairs, **arrays)
    made = workbook(replace(report, tables={"sex": narrow, "q10": q10}))
    book = openpyxl.load_workbook(io.BytesIO(made))
    shares, bases = block(book, "Sex_share")[0], block(book, "Q10_base")[0]
    assert [cell.value for cell in shares[:4]] == [sex.estimate[0, 0], None, None, sex.estimate[0, 3]]
    assert len(shares) == len(bases) == len(sex.columns)
    assert bases[3].value == q10.unweighted_base[3]


def test_low_bases_are_grey_and_unmarked(report: Report, book: Workbook) -> None:
    table = report.tables["q10"]
    low = next(c for c, column in enumerate(table.columns) if column.flag == "low")
    caution = next(c for c, column in enumerate(table.columns) if column.flag == "caution")
    base = block(book, "Q10_base")[0]
    assert '"*"' in base[caution].number_format
    assert "ref." in base[low].number_format
    for line in block(book, "Q10_share"):
        assert line[low].font.italic
        assert "▲" not in line[low].number_format


def test_nothing_is_merged_and_pages_are_set(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges, sheet.title
        assert not sheet.sheet_view.showGridLines
        assert sheet.sheet_view.zoomScale == 90
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_area
    tables = book["Tables"]
    assert tables.freeze_panes.startswith("C")
    assert tables.print_title_rows
    assert tables.row_breaks.brk


def test_no_formulas_and_no_error_cells(book: Workbook) -> None:
    kinds = {cell.data_type for sheet in book.worksheets for line in sheet.iter_rows() for cell in line}
    assert not kinds & {"f", "e"}


def test_links_lead_both_ways(book: Workbook) -> None:
    contents, tables = book["Contents"], book["Tables"]
    link = next(
        cell.hyperlink
        for line in contents.iter_rows()
        for cell in line
        if cell.value == "Q10" and cell.hyperlink
    )
    target = tables[link.location.split("!")[1]]
    assert target.value == "Q10 · Support for the AI package"
    assert target.hyperlink.location.startswith("'Contents'!")
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.hyperlink:
                    assert "!" not in str(cell.value)
                    place = cell.hyperlink.location.rsplit("!", 1)[0].strip("'").replace("''", "'")
                    assert place in book.sheetnames


@pytest.mark.parametrize("label", INJECTION)
def test_labels_stay_text(report: Report, label: str) -> None:
    table = report.tables["q2"]
    rows = (Row("1", Label({"en": label})), *table.rows[1:])
    answers = (Answer("1", Label({"en": label})), *table.question.answers[1:])
    question = replace(table.question, label=Label({"en": label}), answers=answers)
    poisoned = replace(report, tables={"q2": replace(table, rows=rows, question=question)}, warnings=(label,))
    book = openpyxl.load_workbook(io.BytesIO(workbook(poisoned)))
    cells = [
        cell
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.value == label
    ]
    assert len(cells) > 2
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if label[0] in "=+-@\t")


def test_control_characters_and_endless_labels_do_not_break_it(report: Report) -> None:
    table = report.tables["q2"]
    question = replace(table.question, wording=text("bell \x07 and " + "x" * 40_000, "…"))
    odd = replace(report, tables={"q2": replace(table, question=question)}, crossings=(), findings=())
    book = openpyxl.load_workbook(io.BytesIO(workbook(odd)))
    assert all("\x07" not in value and len(value) <= 32_767 for s in book.worksheets for value in texts(s))


def test_same_report_same_bytes(report: Report, content: bytes) -> None:
    assert workbook(report) == content


def test_cover_says_what_the_numbers_rest_on(report: Report, book: Workbook) -> None:
    said = " ".join(texts(book["Cover"]))
    for part in ("SYNTHETIC DATA", "95% interval", "Raked", "Margin of error", "results of", "n = 1,203"):
        assert part in said or part == "results of"
    values = [cell.value for line in book["Cover"].iter_rows() for cell in line]
    assert report.tables["q1"].estimate[0, 0] in values
    assert report.tables["q1"].question.wording.to("en") in said


def test_unweighted_and_unknown_samples_are_called_so() -> None:
    plain = openpyxl.load_workbook(io.BytesIO(workbook(sample_report(weighted=False, probability=None))))
    assert "Weights" not in plain.sheetnames
    said = " ".join(texts(plain["Cover"]))
    assert "UNWEIGHTED" in said
    assert "does not say whether this was a probability sample" in said
    assert "model-based" in said
    assert any("assume a random sample" in value for value in texts(plain["Tables"]))
    opt_in = openpyxl.load_workbook(io.BytesIO(workbook(sample_report(probability=False))))
    assert "opt-in sample has no margin of sampling error" in " ".join(texts(opt_in["Cover"]))
    for name in ("Findings", "Contents", "Prices ticked as… × Q10", "Notes"):
        assert any("as if it were random" in value for value in texts(opt_in[name]))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_targets_are_printed_with_source_date_and_caveat(report: Report, language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))
    said = texts(book["Weights" if language == "en" else "ウエイト"])
    for words in ("Population census, preliminary counts", "2025-10-01", "All ages, not 18+"):
        assert any(words in text for text in said)
    methodology = texts(book["Methodology" if language == "en" else "調査方法"])
    assert any("All ages, not 18+" in value for value in methodology)


def test_cleaning_proves_that_rows_add_up(report: Report, book: Workbook) -> None:
    said = texts(book["Cleaning"])
    assert "1,230 = 1,203 + 27  ✓" in said
    assert "removed: duplicate id" in said
    short = replace(report, summary=replace(report.summary, raw_rows=1_235))
    lost = openpyxl.load_workbook(io.BytesIO(workbook(short)))["Cleaning"]
    assert "UNACCOUNTED FOR" in texts(lost)


def test_methodology_prints_blanks_in_red(book: Workbook) -> None:
    blanks = [cell for line in book["Methodology"].iter_rows() for cell in line if cell.value == "NOT STATED"]
    assert blanks
    assert {cell.font.color.rgb for cell in blanks} == {"00C00000"}


def test_notes_explain_the_symbols_in_use_and_no_other(report: Report, book: Workbook) -> None:
    def symbols(made: Workbook) -> set[str]:
        return {value for value in texts(made["Notes"]) if value in {"▲", "▼", "*", "ref.", "M.A.", "M.T."}}

    assert symbols(book) == {"▲", "▼", "*", "ref.", "M.A.", "M.T."}
    table = report.tables["q4"]
    columns = tuple(replace(column, flag="ok") for column in table.columns)
    bare = replace(
        report,
        tables={"q4": replace(table, columns=columns, mark=np.zeros_like(table.mark))},
        crossings=(),
        findings=(),
        summary=replace(report.summary, headline=None),
    )
    assert symbols(openpyxl.load_workbook(io.BytesIO(workbook(bare)))) == set()


def test_crossing_colours_only_what_survives_the_correction(report: Report, book: Workbook) -> None:
    crossing, sheet = report.crossings[0], book["Prices ticked as… × Q10"]
    found = {
        f"{cell.value:.12g}": cell
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, float)
    }
    for z, q in zip(crossing.residual.ravel(), crossing.residual_q.ravel(), strict=True):
        if math.isfinite(z):
            assert found[f"{z:.12g}"].font.bold == bool(q < 0.05)
            assert (found[f"{z:.12g}"].fill.fill_type == "solid") == bool(q < 0.05)
    assert any(value.startswith("UNWEIGHTED companion") for value in texts(sheet))
    assert any("p <\u00a0.001" in value for value in texts(sheet))
    assert len(sheet._charts) == 1


def test_document_properties(book: Workbook) -> None:
    assert book.properties.title == "Prices and AI: a made-up survey"
    assert book.properties.language == "en"
    assert book.properties.created.year == 2000


def test_the_figure_of_the_weighting_leads_to_the_sheet_weights(report: Report) -> None:
    drawing = Drawing("05-weights", "Weighting raises men", "Dots", "", 1_203, PIXEL)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report, (drawing,))))["Figures"]
    [cell] = [
        cell
        for line in sheet.iter_rows()
        for cell in line
        if cell.value == "Figure 5. Numbers: Weights; n = 1,203"
    ]
    assert cell.hyperlink.location.startswith("'Weights'!")
