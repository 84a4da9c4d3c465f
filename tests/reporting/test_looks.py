"""How sheets look: heads, bases, columns and links that a reader would stumble over."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from survey.language.disclosure import DisclosureWords
from survey.language.workbook import WorkbookWords
from survey.reporting.contrasts import clearest
from survey.reporting.data import manifest_json, plan_hash
from survey.reporting.excel import workbook
from survey.reporting.excel.book import Book
from survey.reporting.ledger import told_of
from survey.reporting.text import shortened
from survey.vocabulary import Codebook, Flag, Label, Removal, Report, Reversal
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


def test_a_long_base_is_cut_in_contents_and_whole_at_its_table(report: Report) -> None:
    base = "Those who answered the question before, had an income of their own, " * 4 + "and read the letter"
    made = {"q10": replace(report.tables["q10"], base_label=Label({"en": base}))}
    book = opened(replace(report, tables=made))
    [(row, told)] = [
        (cell.row, cell.value)
        for line in book["Contents"].iter_rows()
        for cell in line
        if str(cell.value).startswith("Those who answered")
    ]
    assert told.endswith("…")
    assert book["Contents"].row_dimensions[row].height < 4 * 12.5
    assert any(base in str(text).replace("\n", " ") for text in labels(book, "Tables"))


def test_bases_that_are_one_and_the_same_are_told_once(report: Report, unweighted: Report) -> None:
    weighted, bare = labels(opened(report), "Tables"), labels(opened(unweighted), "Tables")
    assert weighted.count(EN.effective_row) == weighted.count(EN.unweighted_row) == len(report.tables)
    assert bare.count(EN.base_row) == len(unweighted.tables)
    assert not {EN.unweighted_row, EN.weighted_row, EN.effective_row} & set(bare)


def test_contents_have_no_column_that_would_be_empty(report: Report) -> None:
    """Without findings, gaps and figures their columns are not there, and the others use their room."""
    full, bare = opened(report)["Contents"], opened(plainest(report))["Contents"]
    heads = [
        [cell.value for cell in line if cell.value] for line in full.iter_rows() if line[0].value == EN.table
    ]
    assert heads[0][-1] == EN.findings
    [found] = [
        [cell.value for cell in line if cell.value] for line in bare.iter_rows() if line[0].value == EN.table
    ]
    assert found == [EN.table, EN.question, EN.base, EN.respondents_n, EN.top_answer, EN.share]
    assert EN.contents_gap not in str(bare["A3"].value)

    def wide(sheet: Any) -> float:
        return sum(sheet.column_dimensions[cell.column_letter].width for cell in sheet[1])

    assert wide(bare) == pytest.approx(wide(full), rel=0.1)


def plainest(report: Report) -> Report:
    """Tables of everybody, without marks and without findings."""
    tables = {
        name: replace(
            table,
            columns=table.columns[:1],
            pairs=tuple(pairs[:1] for pairs in table.pairs),
            **{
                each: getattr(table, each)[:, :1]
                for each in ("estimate", "mark", "difference", "count", "low")
            },
            **{
                each: getattr(table, each)[:, :1] for each in ("high", "standard_error", "design_effect", "q")
            },
        )
        for name, table in report.tables.items()
    }
    return replace(report, tables=tables, findings=(), crossings=())


def test_every_finding_of_a_table_has_its_own_link(report: Report) -> None:
    """In Contents and below the table; the link of a number leads to the finding of that number."""
    book = opened(report)
    shown = [finding.table for finding in report.findings]
    for sheet, text in (("Contents", "No. {}"), ("Tables", "Finding {}")):
        links = {
            cell.value: cell.hyperlink for line in book[sheet].iter_rows() for cell in line if cell.hyperlink
        }
        for number in range(1, len(shown) + 1):
            target = links[text.format(number)].location.split("!")[1]
            assert book["Findings"][target].value == number


def test_tables_that_have_no_number_are_named_by_their_label(report: Report) -> None:
    table = report.tables["q10"]
    named = replace(
        table, id="income", question=replace(table.question, label=Label({"en": "Household income"}))
    )
    names = labels(opened(replace(report, tables={"income": named})), "Contents")
    assert "Household income" in names
    assert "income" not in names


def test_the_sheets_in_contents_stand_in_their_order(report: Report) -> None:
    for language in ("en", "ja"):
        book = opened(report, language)
        sheet = book[WorkbookWords(language).contents]
        links = [cell.hyperlink.location for line in sheet.iter_rows() for cell in line if cell.hyperlink]
        whole = [link.split("!")[0].strip("'") for link in links if link.endswith("!A1")]
        assert whole == [name for name in book.sheetnames if name in whole]
        assert len(whole) > 10


def test_a_crossing_of_a_part_is_named_by_labels_too(report: Report) -> None:
    part = replace(report, tables={"q10": report.tables["q10"]}, whole=len(report.tables))
    assert "Prices ticked as… × Q10" in opened(part).sheetnames


def test_a_crossings_chart_states_its_clearest_gap(report: Report) -> None:
    crossing = report.crossings[0]
    chart = opened(report).worksheets[3]._charts[0]
    title = "".join(run.t for part in chart.title.tx.rich.p for run in part.r or ())
    contrast = clearest(crossing, 1 - report.plan.tables.level)
    assert contrast is not None
    assert contrast.first.label.to("en") in title
    assert contrast.second.label.to("en") in title
    assert re.search(r"\d+%.*\d+%", title)


def test_long_names_of_crossings_are_cut_between_words() -> None:
    assert shortened("Prices ticked as heading", 14) == "Prices ticked…"
    assert shortened("Short", 14) == "Short"
    assert len(shortened("物価が悪い方向に向かっている", 8)) == 8


def test_a_filter_is_told_in_labels_and_a_wording_is_not_repeated(report: Report) -> None:
    codebook = report.survey.codebook
    asked = replace(codebook["q10"], relevant="${q2} = '1'", wording=codebook["q10"].label)
    survey = replace(
        report.survey, codebook=Codebook(tuple(asked if q.name == "q10" else q for q in codebook))
    )
    sheet = opened(replace(report, survey=survey))["Codebook"]
    [line] = [row for row in sheet.iter_rows() if row[0].value == "q10" and row[1].value is None]
    first = codebook["q2"].answers[0]
    assert codebook["q2"].label.to("en") in line[7].value
    assert first.label.to("en") in line[7].value
    assert "${" not in line[7].value
    assert line[3].value is None


def test_reasons_and_grids_are_told_in_words(report: Report) -> None:
    reason = Label({"en": "test row", "ja": "テスト入力"})
    clean = replace(report.plan.clean, remove=(Removal("${age} < 18", reason),))
    told = replace(report, plan=replace(report.plan, clean=clean))
    assert told_of(told, "test row", "ja") == "テスト入力"
    flagged = replace(clean, remove=(), flag=(Flag("${q1} = '1'", Label({"en": "odd", "ja": "不自然"})),))
    told = replace(report, plan=replace(report.plan, clean=flagged))
    assert told_of(told, "2 respondents flagged: odd (${q1} = '1'); kept", "ja") == (
        "指摘した回答者2人：不自然 (${q1} = '1')（有効とした）"
    )
    turned = replace(clean, remove=(), reverse=(Reversal("q2", "${mode} = '2'", reason),))
    told = replace(report, plan=replace(report.plan, clean=turned))
    said = told_of(told, "Scale turned round where ${mode} = '2': test row", "ja")
    assert said == "${mode} = '2'の人の尺度を反転した：テスト入力"


def test_nothing_compared_means_no_sheet_of_findings(report: Report) -> None:
    book = opened(plainest(report))
    assert EN.findings not in book.sheetnames
    assert EN.findings not in [cell.value for line in book[EN.contents].iter_rows() for cell in line]


def test_the_plan_has_a_hash_beside_the_inputs(report: Report) -> None:
    lines = {line[1].value: line[3].value for line in opened(report)[EN.methodology].iter_rows()}
    words = DisclosureWords("en")
    assert lines[words.input_hash] == report.survey.source.sha256
    assert lines[words.plan_hash] == plan_hash(report.plan)
    assert json.loads(manifest_json(report, {}, {}, language="ja"))["plan_sha256"] == plan_hash(report.plan)
    other = replace(report.plan, tables=replace(report.plan.tables, level=0.9))
    assert plan_hash(other) != plan_hash(report.plan)


def test_unweighted_methodology_speaks_of_no_effective_n(report: Report, unweighted: Report) -> None:
    said = [" ".join(map(str, labels(opened(each), EN.methodology, 4))) for each in (report, unweighted)]
    assert "effective n" in said[0]
    assert "effective n" not in said[1]
    assert "design effect" in said[1]


def test_a_bare_code_on_the_cover_stands_with_its_question(report: Report) -> None:
    identity, position = report.summary.headline or ("", 0)
    table = report.tables[identity]
    rows = list(table.rows)
    assert rows[position].label.to("en") in labels(opened(report), EN.cover)
    rows[position] = replace(rows[position], code="7", label=Label({"en": "7"}))
    tables = {**report.tables, identity: replace(table, rows=tuple(rows))}
    shown = labels(opened(replace(report, tables=tables)), EN.cover)
    assert f"{table.question.label.to('en')}: 7" in shown


def test_a_heading_is_not_parted_from_its_list() -> None:
    """A page that ends by itself is counted; a break comes only where heading and list would be parted."""
    book = Book(sample_report(), (), language="en")
    sheet = book.sheet("One", columns=3)
    sheet.widths(40, 40, 40)
    room = sheet.page_points()
    sheet.row = 1 + int(room // 14) - 2
    assert sheet.begin_part(1, 28) == 1
    assert not sheet.worksheet.row_breaks.brk
    assert sheet.begin_part(1, 90) == sheet.row
    assert [each.id for each in sheet.worksheet.row_breaks.brk] == [sheet.row - 1]
    start, sheet.row = sheet.row, sheet.row + int(room // 14) + 5
    assert sheet.begin_part(start, 90) == start + int(room // 14)
    assert len(sheet.worksheet.row_breaks.brk) == 1
