"""The wave before in print: arrows beside the shares, remarks under the table, lines of results.csv."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import cache

import numpy as np
import openpyxl
import pytest

import survey
from survey.reporting.data import results_csv
from survey.reporting.excel import workbook
from survey.reporting.explaining import explain_cell
from survey.reporting.published import published
from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    Answer,
    Codebook,
    Label,
    Plan,
    Question,
    Report,
    ReportPlan,
    Study,
    Survey,
    TablePlan,
    TrendPlan,
    WavePlan,
    plain,
)

ARROWS = re.compile("[↑↓]")
WAVE = WavePlan("2025", file="2025.xlsx")


def question(name: str, answers: dict[str, str]) -> Question:
    return Question(
        name, plain(name), "single", answers=tuple(Answer(c, plain(text)) for c, text in answers.items())
    )


def poll(seed: int, support: float, people: int = 900, rare: float = 0.01) -> Survey:
    """Men give the first answer by `support`, others by 0.4; `rare` are of a third sex."""
    rng = np.random.default_rng(seed)
    sex = rng.choice(["1", "2", "3"], people, p=[0.5, 0.5 - rare, rare])
    yes = rng.random(people) < np.where(sex == "1", support, 0.4)
    columns = {
        "sex": sex.tolist(),
        "area": rng.choice(["n", "s"], people).tolist(),
        "q": np.where(yes, "1", rng.choice(["2", "3"], people)).tolist(),
    }
    codebook = Codebook(
        (
            question("sex", {"1": "Men", "2": "Women", "3": "Other"}),
            question("area", {"n": "North", "s": "South"}),
            question("q", {"1": "Better", "2": "Same", "3": "Worse"}),
        )
    )
    return Survey(MemoryResponses({name: encode(values) for name, values in columns.items()}), codebook)


@cache
def made(followed: str = "q", publish: bool = False, mode: str = "", before: int = 900) -> Report:
    wave = replace(WAVE, mode=plain(mode) if mode else Label({}))
    plan = Plan(
        study=Study(mode=plain("web")),
        tables=TablePlan(banner=("sex", "area")),
        trend=(TrendPlan(followed, (wave,), name="2026"),),
        report=ReportPlan(publish=publish),
    )
    return survey.analyze(poll(1, 0.7), plan, waves={"2025": poll(2, 0.4, before)})


def lines_of(report: Report) -> list[dict[str, str]]:
    text = results_csv(report, "en").decode("utf-8-sig")
    return [line for line in csv.DictReader(io.StringIO(text)) if line["record"] == "previous wave"]


def texts(report: Report, sheet: str, language: str = "en") -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))  # type: ignore[arg-type]
    return [str(cell.value) for line in book[sheet].iter_rows() for cell in line if cell.value]


def test_arrows_stand_beside_the_shares_they_are_of() -> None:
    report = made()
    table = report.tables["q"]
    assert table.since is not None
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report)))["Tables"]
    start = next(r for r in range(1, sheet.max_row) if sheet.cell(r, 1).value == "q")
    found = {}
    for r, row in enumerate(table.rows):
        at = next(k for k in range(start, sheet.max_row) if sheet.cell(k, 1).value == row.label.to("en"))
        for c in range(len(table.columns)):
            found[r, c] = "".join(ARROWS.findall(sheet.cell(at, c + 2).number_format))
    expected = {
        (r, c): {1: "↑", -1: "↓", 0: ""}[int(table.since.mark[r, c])]
        for r in range(len(table.rows))
        for c in range(len(table.columns))
    }
    assert found == expected
    assert found[0, 0] == found[0, 1] == "↑"
    assert found[0, 2] == ""


def test_a_line_under_the_table_names_the_wave_and_notes_explain_the_arrows() -> None:
    said = [text for text in texts(made(), "Tables") if "2025" in text]
    assert said == [
        "↑ ↓ significantly above or below 2025 in the same column (all answers; 15 comparisons, 95%, "
        "corrected)."
    ]
    assert {"↑", "↓"} <= set(texts(made(), "Notes"))
    assert any("2025の同じ列より有意に高い" in text for text in texts(made(), "集計表", "ja"))
    [one] = [text for text in texts(made("q:2"), "Tables") if "2025" in text]
    assert "(“Same”; 5 comparisons, 95%, corrected)." in one


def test_a_wave_that_cannot_be_compared_is_named_with_the_reason() -> None:
    report = made(mode="telephone")
    assert [text for text in texts(report, "Tables") if "2025" in text] == [
        "Not compared with 2025: the mode changed."
    ]
    assert "2025とは比較しない：調査方法が変わった。" in texts(report, "集計表", "ja")
    assert not {"↑", "↓"} & set(texts(report, "Notes"))
    lines = lines_of(report)
    assert {line["remark"] for line in lines} == {"Not compared: the mode changed"}
    assert not any(line["estimate"] for line in lines)
    few = made(before=25)
    assert "Not compared with 2025 (all answers): too few respondents." in texts(few, "Tables")


def test_results_hold_every_change() -> None:
    table = made().tables["q"]
    since = table.since
    assert since is not None
    place = {(column.banner, column.code): c for c, column in enumerate(table.columns)}
    lines = lines_of(made())
    assert len(lines) == np.isfinite(since.before).sum() == 18
    for line in lines:
        cell = table.row(line["answer_code"]), place[line["banner"], line["column_code"]]
        assert line["compared_with"] == "2025"
        assert float(line["before"]) == pytest.approx(since.before[cell])
        if line["estimate"]:
            assert float(line["estimate"]) == pytest.approx(table.estimate[cell] - float(line["before"]))
        assert line["mark"] == {1: "↑", -1: "↓", 0: ""}[int(since.mark[cell])]


def test_explain_accounts_for_the_change(tmp_path) -> None:
    report = made()
    survey.write(report, tmp_path / "r")
    told = explain_cell("q", "sex:1", "Better", tmp_path / "r")
    since = report.tables["q"].since
    assert since is not None
    assert f"In 2025               {100 * since.before[0, 1]:.1f}%" in told
    assert f"+{100 * since.gap[0, 1]:.1f} points" in told
    assert "Mark of the change    ↑: q" in told


def test_a_published_report_compares_no_banner_with_a_small_column_in_either_wave() -> None:
    """The third sex is rare: beside the total, men and women would tell what the few said in 2025."""
    shown = published(made(publish=True)).tables["q"].since
    assert shown is not None
    sexes, areas = slice(1, 4), slice(4, 6)
    for numbers in (shown.before, shown.gap, shown.p, shown.unweighted_base):
        assert np.isnan(numbers[:, sexes]).all()
        assert np.isfinite(numbers[:, areas]).all()
        assert np.isfinite(numbers[:, 0]).all()
    assert not shown.mark[:, sexes].any()
    assert {line["banner"] for line in lines_of(published(made(publish=True)))} == {"", "area"}
