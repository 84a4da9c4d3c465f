"""`[[trend]]` from plan to report: waves read from files, checked, followed and written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import survey
from survey.errors import PlanError, ReadingError
from survey.reporting.data import results_csv
from survey.reporting.excel import workbook
from survey.reporting.figures.drawing import Drawing
from survey.vocabulary import Report
from tests.reporting.test_door import PIXEL
from tests.test_command import run

Write = Callable[..., Path]

FILES = """
[[trend]]
question = "view:yes"
waves = [
    { name = "2023", share = 0.42, n = 400, source = "Press release" },
    { name = "2024", file = "2024.xlsx" },
    { name = "2025", file = "old/2025.xlsx", question = "opinion", map = { yes = ["for"] } },
]
"""


@pytest.fixture
def study_folder(tmp_path: Path) -> Write:
    """A folder with three waves and a plan; gives the path of the last wave."""

    def write(trends: str = FILES, rest: str = "") -> Path:
        draw = np.random.default_rng(4)
        (tmp_path / "old").mkdir(exist_ok=True)
        for name, column, answers, share in (
            ("2024.xlsx", "view", ("yes", "no"), 0.45),
            ("old/2025.xlsx", "opinion", ("for", "against"), 0.5),
            ("2026.xlsx", "view", ("yes", "no"), 0.55),
        ):
            given = np.where(draw.random(300) < share, *answers)
            frame = pd.DataFrame({"id": range(1, 301), column: given, "sex": draw.choice(["f", "m"], 300)})
            frame.to_excel(tmp_path / name, index=False)
        plan = f'[data]\nfiles = ["2026.xlsx"]\n[tables]\nbanner = ["sex"]\n{trends}{rest}'
        (tmp_path / "survey.toml").write_text(plan, encoding="utf-8")
        return tmp_path / "2026.xlsx"

    return write


@pytest.fixture
def report(study_folder: Write) -> Report:
    source = study_folder()
    plan = survey.read_plan(source.parent / "survey.toml")
    waves = survey.read_waves(plan, source.parent)
    return survey.analyze(survey.read(source, plan=plan), plan, waves=waves)


def test_files_and_published_figures_are_followed_together(report: Report) -> None:
    [trend] = report.trends
    assert [wave.name for wave in trend.waves] == ["2023", "2024", "2025", "2026"]
    assert trend.estimate[0, 0] == 0.42
    assert trend.estimate[0, 3] == report.tables["view"].estimate[report.tables["view"].row("yes"), 0]
    assert trend.unweighted_base.tolist() == [400, 300, 300, 300]
    assert trend.waves[2].file == "2025.xlsx"


def test_every_printed_number_of_a_trend_is_in_results_and_on_its_sheet(report: Report) -> None:
    [trend] = report.trends
    text = results_csv(report, "en").decode("utf-8-sig")
    lines = [line for line in csv.DictReader(io.StringIO(text)) if line["table"] == "trend_view_yes"]
    shares = [line for line in lines if line["measure"] == "answer"]
    assert [float(line["estimate"]) for line in shares] == pytest.approx(trend.estimate[0].tolist())
    changes = {
        (line["column_code"], line["compared_with"]): line for line in lines if line["measure"] == "change"
    }
    assert len(changes) == 6
    assert float(changes["2026", "2023"]["p"]) == pytest.approx(trend.changes.p[0, 3, 0])
    for language, name in (("en", "Trends"), ("ja", "時系列")):
        book = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))
        cells = [cell.value for row in book[name].iter_rows() for cell in row]
        numbers = [value for value in cells if isinstance(value, int | float)]
        for later, earlier in trend.pairs:
            gap = 100 * trend.changes.gap[0, later, earlier]
            assert any(value == pytest.approx(gap) for value in numbers)
        links = [cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == name]
        assert links
        assert links[0].hyperlink is not None


def test_the_figure_of_a_trend_stands_below_its_numbers(report: Report) -> None:
    drawing = Drawing("01-trend-view_yes", "“yes” stands", "Lines", "trend_view_yes", 300, PIXEL)
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, (drawing,))))
    [picture] = book["Trends"]._images
    last = max(cell.row for line in book["Trends"].iter_rows() for cell in line if cell.value is not None)
    assert picture.anchor._from.row >= last
    links = [cell for line in book["Figures"].iter_rows() for cell in line if cell.hyperlink]
    [numbers] = [cell for cell in links if cell.hyperlink.location.startswith("'Trends'!")]
    assert numbers.value == "Figure 1. Numbers: view: yes; n = 300"


def test_without_its_waves_a_trend_is_left_out_with_a_warning(study_folder: Write) -> None:
    source = study_folder()
    plan = survey.read_plan(source.parent / "survey.toml")
    made = survey.analyze(survey.read(source, plan=plan), plan)
    assert made.trends == ()
    [left] = [line for line in made.warnings if "trends of view:yes are left out" in line]
    assert "2024 (2024.xlsx), 2025 (old/2025.xlsx)" in left
    with pytest.raises(PlanError, match="wave of no"):
        survey.analyze(survey.read(source, plan=plan), plan, waves={"1999": survey.read(source)})


def test_the_command_reads_the_waves_beside_the_plan(study_folder: Write, tmp_path: Path) -> None:
    source = study_folder()
    ran = run("analyze", str(source), "-o", str(tmp_path / "out"), "--formats", "xlsx,csv", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "Followed" in ran.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["earlier_waves"]) == {"2024.xlsx", "2025.xlsx"}


def test_the_command_goes_on_without_a_wave_that_is_not_there(study_folder: Write, tmp_path: Path) -> None:
    source = study_folder()
    (source.parent / "2024.xlsx").unlink()
    ran = run("analyze", str(source), "-o", str(tmp_path / "out"), "--formats", "csv", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "2024.xlsx not found" in ran.stderr
    assert "trends of view:yes are left out" in ran.stdout


def test_a_wave_s_file_that_is_not_there_is_named(study_folder: Write) -> None:
    source = study_folder('[[trend]]\nquestion = "view"\nwaves = [{ name = "2020", file = "2020.xlsx" }]\n')
    with pytest.raises(ReadingError, match=r"2020\.xlsx"):
        survey.read_waves(survey.read_plan(source.parent / "survey.toml"), source.parent)


@pytest.mark.parametrize(
    ("trend", "complaint"),
    [
        ('question = "q"\nwaves = []', "is empty"),
        ('question = "q:1"\nwaves = [{ name = "a", share = 70.8, n = 9 }]', "write 0.708, not 70.8"),
        ('question = "q:1"\nwaves = [{ name = "a", share = 0.7 }]', "a share has no error"),
        ('question = "q"\nwaves = [{ name = "a", share = 0.7, n = 9 }]', "is of one answer"),
        ('question = "q"\nwaves = [{ name = "a" }]', "needs either file"),
        ('question = "q"\nwaves = [{ name = "a", file = "a.xlsx", n = 9 }]', "is of published figures"),
        ('question = "q"\ncomparable = true\nwaves = [{ name = "a", file = "a.xlsx" }]', "needs a reason"),
        ('question = "q"\nreason = "so"\nwaves = [{ name = "a", file = "a.xlsx" }]', "comparable = true"),
        (
            'question = "q"\nwaves = [{ name = "a", file = "a.xlsx" }, { name = "a", file = "b.xlsx" }]',
            "give each wave its own name",
        ),
        ('question = "q"\nwaves = [{ nam = "a", file = "a.xlsx" }]', "did you mean 'name'"),
    ],
)
def test_trends_that_make_no_sense_are_refused(trend: str, complaint: str, tmp_path: Path) -> None:
    plan = tmp_path / "survey.toml"
    plan.write_text(f"[[trend]]\n{trend}\n", encoding="utf-8")
    with pytest.raises(PlanError) as refused:
        survey.read_plan(plan)
    assert complaint in refused.value.message


def test_questions_and_answers_that_are_not_there_are_refused(study_folder: Write) -> None:
    source = study_folder(
        '[[trend]]\nquestion = "view:maybe"\nwaves = [{ name = "a", file = "2024.xlsx" }]\n'
    )
    plan = survey.read_plan(source.parent / "survey.toml")
    with pytest.raises(PlanError, match="view has no answer 'maybe'"):
        survey.analyze(survey.read(source, plan=plan), plan)


def test_the_demo_s_rise_is_a_record_and_not_significant_and_its_new_wording_a_break(
    demo_report: Report,
) -> None:
    prices, worried = demo_report.trends
    assert prices.estimate[0] == pytest.approx([0.694, 0.708, 0.731], abs=5e-4)
    assert prices.changes.p[0, 2, 1] > 0.05
    said = prices.sentences[0].to("en")
    assert "73.1%, the highest of the 3 waves shown; the rise of 2.3 points from 70.8% is not sig" in said
    assert worried.changes.breaks[1][0] == ("wording",)
    assert worried.changes.breaks[2][1] == ()
    assert np.isnan(worried.changes.gap[0, 1, 0])
    assert not any("left out" in line for line in demo_report.warnings)
