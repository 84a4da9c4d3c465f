"""Some questions of a report: which tables, what goes with them, and numbers as in the whole."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import survey
from survey.errors import PlanError
from survey.reporting.data import results_csv
from survey.reporting.excel import workbook
from survey.reporting.figures.choice import choose
from survey.reporting.parts import part
from survey.reporting.published import drawable, published
from survey.vocabulary import AddedTable, FigurePlan, Report, ReportPlan

RAW = Path(__file__).parent.parent.parent / "raw"


@pytest.fixture(scope="module")
def report() -> Report:
    plan = survey.read_plan(RAW / "survey.toml")
    plan = replace(plan, table=(*plan.table, AddedTable("q5", filter="${sex} = '2'")))
    poll = survey.read(RAW / "2026.xlsx", plan=plan)
    return survey.analyze(poll, plan, waves=survey.read_waves(plan, RAW))


def lines(report: Report) -> list[dict[str, str]]:
    """Lines of results.csv; those of the cover apart, for it may lead with another number."""
    made = csv.DictReader(io.StringIO(results_csv(report, "en").decode("utf-8-sig")))
    return [{name: value for name, value in line.items() if value} for line in made]


@pytest.mark.parametrize("only", [("q10",), ("Q5", "q2"), ("q11",), ("q5_2",)])
def test_every_number_is_that_of_the_whole(report: Report, only: tuple[str, ...]) -> None:
    whole = lines(report)
    shown = lines(part(report, only))
    of_tables = [line for line in shown if line["record"] != "cover"]
    assert len(of_tables) > 50
    for line in of_tables:
        assert line in whole
    tables = {line["table"] for line in shown if line["record"] == "cell"}
    assert [line for line in whole if line["record"] == "cell" and line["table"] in tables] == [
        line for line in shown if line["record"] == "cell"
    ]


def test_what_explains_a_question_goes_with_it(report: Report) -> None:
    shown = part(report, ["q10"])
    assert list(shown.tables) == ["q10"]
    assert [each.id for each in shown.crossings] == [
        each.id for each in report.crossings if each.column_question.name == "q10"
    ]
    assert {each.table for each in shown.findings} <= {"q10"}
    assert [each.outcome.name for each in shown.drivers] == ["q10"]
    assert not part(report, ["q12"]).crossings + part(report, ["q12"]).drivers
    assert len(part(report, ["q11"]).reliability) == 1
    followed = {each.question.name for each in report.trends}
    assert {each.question.name for each in part(report, sorted(followed)[:1]).trends} == {sorted(followed)[0]}


def test_questions_grids_and_added_tables_are_named_in_capitals_or_not(report: Report) -> None:
    assert list(part(report, ["Q11"]).tables) == ["q11_hw", "q11_infra", "q11_app"]
    assert list(part(report, ["q5"]).tables) == ["q5", "q5_2"]
    assert list(part(report, ["Q5_2", "sex"]).tables) == ["sex", "q5_2"]
    assert part(report, []) is report


@pytest.mark.parametrize(
    ("name", "said"),
    [("q55", "did you mean 'q5'"), ("resp_id", "without a table"), ("weather", "is no question here")],
)
def test_what_has_no_table_is_refused(report: Report, name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=said) as error:
        survey.tables(report, tmp_path / "out", only=[name])
    assert "q5, q5_2" in error.value.hint
    assert not (tmp_path / "out").exists()


def test_the_cover_leads_with_a_number_that_is_shown(report: Report) -> None:
    assert part(report, ["q1"]).summary == report.summary
    identity, row = part(report, ["q12"]).summary.headline or ("", -1)
    table = report.tables["q12"]
    answers = [r for r, each in enumerate(table.rows) if each.kind == "answer"]
    assert (identity, row) == ("q12", max(answers, key=lambda r: table.estimate[r, 0]))


@pytest.mark.parametrize(
    ("language", "said"), [("en", "PART OF A REPORT: 2 of 28 tables"), ("ja", "28表のうち2表")]
)
def test_the_book_says_that_it_is_a_part(
    report: Report, language: survey.language.Language, said: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(part(report, ["q10", "q12"]), language=language)))
    texts = {
        sheet.title: " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
        for sheet in book
    }
    for name in (book.sheetnames[0], book.sheetnames[1], book.sheetnames[-1]):
        assert said in texts[name]
        assert "Q10" in texts[name]
    shares = next(iter(book.defined_names["Q12_share"].destinations))
    assert openpyxl.utils.range_boundaries(shares[1])[0] == 2
    assert "Q1_share" not in book.defined_names


def test_figures_named_in_the_plan_are_those_of_what_is_shown(report: Report) -> None:
    figures = FigurePlan(ranking=("q1",), likert=("q11",), dots=("q10:support",), drivers=("q10:support",))
    planned = replace(report, plan=replace(report.plan, figures=figures))
    assert [(each.kind, each.id) for each in choose(drawable(part(planned, ["q10"])))] == [
        ("dots", "q10"),
        ("drivers", "drivers_q10_support"),
        ("weights", ""),
    ]


def test_what_may_not_be_published_stays_hidden(report: Report) -> None:
    leaving = replace(report, plan=replace(report.plan, report=ReportPlan(publish=True)))
    whole = published(leaving)
    assert any(table.hidden is not None and table.hidden.any() for table in whole.tables.values())
    for name, table in part(whole, ["q5", "q10"]).tables.items():
        assert table is whole.tables[name]


def test_tables_are_a_report_without_figures(report: Report, tmp_path: Path) -> None:
    written = survey.tables(report, tmp_path / "out", only=["q12"])
    assert {path.name for path in written.files} == {
        "2026.xlsx",
        "results.csv",
        "weights.csv",
        "cleaning.csv",
        "manifest.json",
    }
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["part"] == {"tables": ["q12"], "of": 28}
