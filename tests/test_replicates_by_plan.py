"""A plan with `[design.replicates]`: every error of the report is theirs, and the report says so."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import survey
from survey.reporting.methodology import disclosure
from survey.tabulation.statistics import proportion
from survey.vocabulary import (
    CrossingPlan,
    DesignPlan,
    Margin,
    Plan,
    ReplicatePlan,
    Report,
    Survey,
    TablePlan,
    Targets,
    Weighting,
)
from tests.test_command import run

ROOT = Path(__file__).parent.parent
RAKED = Weighting(margins=("sex",))


def frame(respondents: int = 240) -> pd.DataFrame:
    """A stratified sample of 24 points."""
    draw = np.random.default_rng(11)
    rows = np.arange(respondents)
    point = rows % 24
    return pd.DataFrame(
        {
            "sex": draw.choice(["female", "male"], respondents, p=[0.6, 0.4]),
            "view": draw.choice(["support", "oppose", "neither"], respondents),
            "layer": [f"layer {p % 4}" for p in point],
            "point": [f"point {p}" for p in point],
            "wt": (1 + point % 5 / 4) * 3,
        }
    )


def asked(data: pd.DataFrame | None = None) -> Survey:
    sample = survey.read(frame() if data is None else data)
    sex = Margin(("sex",), {("female",): 0.5, ("male",): 0.5})
    return replace(sample, targets=Targets((sex,)))


def plan(replicates: ReplicatePlan | None, weighting: Weighting = RAKED, **design: str) -> Plan:
    named = {"weight": "wt", "stratum": "layer", "psu": "point", **design}
    return Plan(
        design=DesignPlan(**named, replicates=replicates),  # type: ignore[arg-type]
        weighting=weighting,
        tables=TablePlan(banner=("sex",)),
        crossing=(CrossingPlan("sex", "view"),),
    )


BOOTSTRAP = ReplicatePlan("bootstrap", number=120, seed=4)


@pytest.fixture(scope="module")
def report() -> Report:
    return survey.analyze(asked(), plan(BOOTSTRAP))


def with_replicates(given: ReplicatePlan) -> Survey:
    """The survey weighted step by step, without a plan."""
    designed = survey.declare_design(asked(), weight="wt", stratum="layer", psu="point")
    made = survey.replicate(designed, given.method, replicates=given.drawn, seed=given.seed or 0)
    return survey.rake(made, asked().targets.margins, population=240)[0]


@pytest.mark.parametrize("given", [BOOTSTRAP, ReplicatePlan("JKn"), ReplicatePlan("SDR")])
def test_the_report_prints_the_errors_of_the_replicates(given: ReplicatePlan) -> None:
    report, design = survey.analyze(asked(), plan(given)), with_replicates(given)
    table, linearised = report.tables["view"], survey.analyze(asked(), plan(None)).tables["view"]
    wanted = proportion(design, "view")
    codes = [cell.answer for cell in wanted.cells]
    rows = [table.row(code) for code in codes]
    np.testing.assert_allclose(table.standard_error[rows, 0], wanted.standard_error, rtol=1e-9)
    np.testing.assert_allclose(table.low[rows, 0], wanted.low, rtol=1e-9)
    np.testing.assert_allclose(table.high[rows, 0], wanted.high, rtol=1e-9)
    assert (np.abs(table.standard_error[rows, 0] / linearised.standard_error[rows, 0] - 1) > 1e-6).all()
    np.testing.assert_allclose(table.estimate[rows, 0], linearised.estimate[rows, 0], rtol=1e-9)

    by_sex = proportion(design, "view", by="sex")
    [crossing] = report.crossings
    errors = {(*c.group, c.answer): e for c, e in zip(by_sex.cells, by_sex.standard_error, strict=True)}
    for r, group in enumerate(crossing.rows):
        for c, answer in enumerate(crossing.columns):
            assert crossing.standard_error[r, c] == pytest.approx(errors[group.code, answer.code], rel=1e-9)
    test = survey.chisquare(design, "sex", "view")
    assert crossing.test.p == pytest.approx(test.p, rel=1e-9)


def test_margin_of_error_and_design_effect_are_theirs(report: Report) -> None:
    linearised = survey.analyze(asked(), plan(None)).summary
    assert report.summary.design_effect != pytest.approx(linearised.design_effect, rel=1e-6)
    assert report.summary.design_effect == pytest.approx(linearised.design_effect, rel=0.3)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_methodology_and_notes_say_so(report: Report, language: str, tmp_path: Path) -> None:
    said = " ".join(entry.statement for entry in disclosure(report, language))  # type: ignore[arg-type]
    written = survey.write(report, tmp_path / "r", language=language, formats=("xlsx", "csv"))  # type: ignore[arg-type]
    book = openpyxl.load_workbook(written.files[0])
    [notes] = [sheet for sheet in book if sheet.title in ("Notes", "注記")]
    printed = "".join(str(cell.value) for row in notes.iter_rows() for cell in row if cell.value)
    words = {
        "en": "120 replicate weights (bootstrap, seed 4), made from this design",
        "ja": "この設計から作成した120組の反復ウエイト（bootstrap、乱数の種4）",
    }[language]
    assert words in said
    assert words.replace(" ", "") in printed.replace(" ", "")
    assert ("linearised" if language == "en" else "線形化") not in printed
    cover = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "replicates/" in cover


def test_the_files_of_the_report_are_those_of_the_notebook(report: Report, tmp_path: Path) -> None:
    folder = survey.write(report, tmp_path / "r", formats=("csv",)).folder
    survey.write_weights(report.survey, tmp_path / "w")
    names = [f"replicates/{name}" for name in ("weights.csv", "scales.csv", "read.R", "read.do")]
    for name in (*names, "weights.csv"):
        assert (folder / name).read_bytes() == (tmp_path / "w" / name).read_bytes()
    lines = list(csv.DictReader(io.StringIO((folder / "replicates" / "weights.csv").read_text("utf-8"))))
    assert len(lines) == 240
    block = np.array([[float(line[f"rw_{r}"]) for r in range(1, 121)] for line in lines])
    np.testing.assert_allclose(block.sum(axis=0), 240, rtol=1e-9)
    plainly = survey.write(survey.analyze(asked(), plan(None)), tmp_path / "p", formats=("csv",)).folder
    assert not (plainly / "replicates").exists()
    assert (plainly / "weights.csv").read_bytes() == (folder / "weights.csv").read_bytes()


def delivered(report: Report) -> pd.DataFrame:
    """The file as another house would deliver it: with the replicate weights of the report."""
    replication = report.survey.design.replication
    assert replication is not None
    block = report.survey.responses.block(replication.block)
    weight = survey.proportion(report.survey, "view").weighted_base[0] / 240
    final = report.survey.responses.column("#weight")
    made = {f"rw_{r + 1}": block[:, r] for r in range(block.shape[1])}
    own = np.array([float(str(final.levels[code])) for code in final.codes]) * weight
    return pd.concat(
        [frame().drop(columns="wt"), pd.DataFrame({"w_final": own, "w_base": own + 1, **made})], axis=1
    )


def test_replicate_weights_of_the_file_give_the_errors_they_gave(report: Report) -> None:
    given = ReplicatePlan("bootstrap", columns=("rw_*",), weight="w_final")
    sample = asked(delivered(report))
    again = survey.analyze(sample, plan(given, Weighting(), weight=""))
    there, back = report.tables["view"], again.tables["view"]
    np.testing.assert_allclose(back.standard_error, there.standard_error, rtol=1e-9)
    np.testing.assert_allclose(back.estimate, there.estimate, rtol=1e-9)
    assert not [name for name in again.tables if name.startswith("rw_")]
    assert not [note for note in again.survey.log if note.rule == "W001"]
    said = " ".join(entry.statement for entry in disclosure(again, "en"))
    assert "120 replicate weights (bootstrap) that came with the data" in said
    assert "“w_final”" in said


def test_replicate_weights_without_weights_leave_a_report_unweighted() -> None:
    given = ReplicatePlan("JKn")
    data = frame().drop(columns="wt")
    bare = survey.analyze(survey.read(data), plan(given, Weighting(), weight=""))
    assert bare.survey.design.weight is None
    assert "UNWEIGHTED" in " ".join(entry.statement for entry in disclosure(bare, "en"))
    wanted = proportion(
        survey.replicate(survey.declare_design(survey.read(data), stratum="layer", psu="point"), "JKn"),
        "view",
    )
    table = bare.tables["view"]
    rows = [table.row(cell.answer) for cell in wanted.cells]
    np.testing.assert_allclose(table.standard_error[rows, 0], wanted.standard_error, rtol=1e-9)


def test_totals_of_the_files_own_weights_have_replicates_of_the_same_size() -> None:
    found = survey.analyze(asked(), plan(BOOTSTRAP, Weighting())).survey
    replication = found.design.replication
    assert replication is not None
    block = found.responses.block(replication.block)
    assert block.mean(axis=1).sum() == pytest.approx(240, rel=0.05)


def test_the_demo_study_runs_with_a_bootstrap(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "2026.xlsx").write_bytes((ROOT / "raw" / "2026.xlsx").read_bytes())
    text = (ROOT / "raw" / "survey.toml").read_text(encoding="utf-8")
    made = text.replace("[weighting]\n", '[design.replicates]\nmethod = "bootstrap"\n\n[weighting]\n', 1)
    (tmp_path / "raw" / "survey.toml").write_text(made, encoding="utf-8")
    found = run("analyze", "raw/2026.xlsx", "--formats", "csv", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "replicates (weights.csv, scales.csv, read.R, and read.do)" in found.stdout
    folder = tmp_path / "reports" / "2026" / "replicates"
    heads = (folder / "weights.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    assert heads[:2] == ["respondent", "weight"]
    assert heads[-1] == "rw_500"
