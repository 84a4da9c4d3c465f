"""`survey explain`: one printed number accounted for, from the finished report's folder alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import survey
from tests.commands import run_here as run
from tests.demo_study import Finished

Asked = tuple[str, str, str]

R_CALLS = (
    ("Q10", "60s", "support"),
    ("q10", "total", "support"),
    ("q10", "sex:2", "mean"),
    ("q10", "q2:3", "net_score"),
    ("q10", "Kanto", "8"),
    ("q1", "sex:1", "Prices"),
    ("q1", "age_band:a", "mentions"),
    ("q4", "q3:3", "mean"),
    ("q2_x_q10", "Not worried", "oppose"),
    ("q2 x q10", "total", "5"),
)
"""A net, a topline, a mean, a net score, don't know, several answers, mentions, a number, two crossings."""


def explained(finished: Finished, *asked: str) -> dict[str, str]:
    """The facts of an account, {label: text}."""
    found = run("explain", *asked, "-r", finished.folder, cwd=finished.folder)
    assert found.returncode == 0, found.stderr
    account, _, call = found.stdout.partition("\n\nThe same in R\n\n")
    assert call.count("library(survey)") == 1
    facts = re.findall(r"^(\S.{20}\S|\S.*?) {2,}(.+)$", account, flags=re.MULTILINE)
    return {label.strip(): text.replace("\u00a0", " ") for label, text in facts}


def test_the_number_is_the_tables_with_all_that_goes_with_it(finished: Finished) -> None:
    facts = explained(finished, "Q10", "60s", "support")
    table = finished.report.tables["q10"]
    r = table.row("support")
    c = next(c for c, each in enumerate(table.columns) if (each.banner, each.code) == ("age_band", "60-69"))
    assert float(facts["Estimate"].split(", ")[1]) == pytest.approx(table.estimate[r, c], rel=1e-9)
    assert float(facts["Variance"].split()[0]) == pytest.approx(table.standard_error[r, c] ** 2, rel=1e-9)
    low, _, high, *_ = facts["95% interval"].split()
    assert [float(low), float(high)] == pytest.approx([table.low[r, c], table.high[r, c]], rel=1e-9)
    assert facts["Unweighted count"] == f"{table.count[r, c]:.0f}"
    assert float(facts["q"]) == pytest.approx(table.q[r, c], rel=1e-9)
    assert float(facts["p"]) == pytest.approx(table.p[r, c], rel=1e-9)
    assert f"{table.degrees_of_freedom:g} df of the design" in facts["Test"]
    assert facts["Mark"] == "none: q = .952 is not below .05"
    assert "Unweighted companion" in facts
    assert facts["Not meant"].startswith("5 (Support)")
    assert "strata stratum, sampling points psu" in facts["Design"]
    assert facts["Weighting"].startswith("Raked to Sex × Age")


def test_every_mark_and_every_lack_of_one_has_its_reason(finished: Finished) -> None:
    assert explained(finished, "q10", "sex:1", "support")["Mark"].startswith("▲ above the rest: q")
    assert explained(finished, "q10", "total", "support")["Mark"] == "none: everyone is compared with nobody"
    assert "weighting fixed" in explained(finished, "sex", "Very worried", "1")["Mark"]
    assert "own answers" in explained(finished, "q1", "prices_ticked:1", "1")["Mark"]
    assert "not compared" in explained(finished, "q1", "sex:1", "mentions")["Mark"]
    low = next(line for line in finished.of("cell") if line["flag"] == "low" and line["table"] == "q10")
    column = f"{low['banner']}:{low['column_code']}"
    assert "fewer than 30" in explained(finished, "q10", column, "support")["Mark"]


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        (("q10", "女性", "賛成(計)"), "sex:2"),
        (("Support for 1 trillion yen for AI", "FEMALE", "Support (total)"), "sex:2"),
        (("1兆円支援への賛否", "sex:b", "SUPPORT"), "sex:2"),
        (("q10", "６０代", "support"), "age_band:60-69"),
        (("q10", "60–69", "support"), "age_band:60-69"),
        (("q10", "kanto", "oppose"), "region:3"),
    ],
)
def test_names_are_codes_or_labels_in_either_language_or_letters(
    finished: Finished, asked: tuple[str, str, str], column: str
) -> None:
    facts = explained(finished, *asked)
    assert facts["Table"].startswith("q10: ")
    assert facts["Column"].startswith(f"{column}: ")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("q1o", "total", "1"), "q10"),
        (("q10", "femal", "support"), "did you mean sex:2 (Female)"),
        (("q10", "total", "suport"), "did you mean support"),
        (("q10", "xyzzy", "support"), "there are total, sex:1 (Male)"),
        (("q10", "1", "support"), "say which, e.g. sex:1"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(
    finished: Finished, asked: tuple[str, str, str], said: str
) -> None:
    found = run("explain", *asked, "-r", finished.folder, cwd=finished.folder)
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stderr.count("\n") == 2


def test_a_crossing_is_explained(finished: Finished) -> None:
    facts = explained(finished, "q2 × q10", "Not worried", "support")
    crossing = finished.report.crossings[1]
    r = [row.code for row in crossing.rows].index("not_worried")
    c = [row.code for row in crossing.columns].index("support")
    assert float(facts["Estimate"].split(", ")[1]) == pytest.approx(crossing.share_of_row[r, c], rel=1e-9)
    assert facts["Whole table"].startswith("Rao–Scott F")
    assert "Not worried" in facts["Gap"]
    facts = explained(finished, "q2_x_q10", "Very worried", "5")
    assert float(facts["Adjusted residual"]) == pytest.approx(crossing.residual[0, 0], rel=1e-9)


def test_rules_are_explained_as_before_and_help_tells_of_both(finished: Finished) -> None:
    assert run("explain", "rule", "C101", cwd=finished.folder).stdout.startswith("C101")
    both = run("explain", "--help", cwd=finished.folder).stdout
    assert "survey explain rule C101" in both
    assert 'survey explain Q10 "60s" "support"' in both
    assert "--only-r" in run("explain", "cell", "-h", cwd=finished.folder).stdout


def test_only_the_reports_folder_is_read(finished: Finished, tmp_path: Path) -> None:
    (tmp_path / "reports" / "moved").mkdir(parents=True)
    for name in ("results.csv", "manifest.json"):
        shutil.copy(finished.folder / name, tmp_path / "reports" / "moved" / name)
    found = run("explain", "q10", "total", "support", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "40.0%" in found.stdout
    (tmp_path / "reports" / "moved" / "results.csv").unlink()
    found = run("explain", "q10", "total", "support", cwd=tmp_path)
    assert found.returncode == 3
    assert "hint: name the folder of a report" in found.stderr
    found = run("explain", "q10", "total", "support", cwd=finished.folder)
    assert found.returncode == 2
    assert "which report?" in found.stderr


def test_answers_are_written_without_personal_data(finished: Finished, tmp_path: Path) -> None:
    path = survey.write_answers(finished.report.survey, tmp_path / "poll.csv")
    heads, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == finished.report.summary.respondents
    assert {"respondent", "q10", "age_band", "psu", "stratum"} <= set(heads.split(","))
    assert not {"q14", "resp_id"} & set(heads.split(","))


def _has_r() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True, check=False)
    return asked.returncode == 0


PRINTED = """
out <- if (inherits(cells, "svyby")) c(coef(cells)[["column"]], SE(cells)[[1]]) else c(coef(cells), SE(cells))
if (exists("gap", inherits = FALSE)) out <- c(out, coef(gap), SE(gap))
cat("\\nNUMBERS", sprintf("%.15g", out), "\\n")
"""
IN_TURN = 'for (call in commandArgs(TRUE)) source(call, local = new.env(), encoding = "UTF-8")\n'
"""Every call on its own, in one run of R."""

NO_R = pytest.mark.skipif(not _has_r(), reason="Rscript with the package survey is not there")


def numbers_of_r(report: Finished, calls: Sequence[Asked], folder: Path) -> list[list[float]]:
    """Estimate, error, gap and its error, as R makes them of each printed call."""
    survey.write_answers(report.report.survey, folder / "poll.csv")
    shutil.copy(report.folder / "weights.csv", folder / "weights.csv")
    (folder / "in_turn.R").write_text(IN_TURN, encoding="utf-8")
    names = [f"check{place}.R" for place in range(len(calls))]
    for name, asked in zip(names, calls, strict=True):
        call = run("explain", *asked, "-r", report.folder, "--only-r", cwd=folder)
        assert call.returncode == 0, call.stderr
        (folder / name).write_text(call.stdout + PRINTED, encoding="utf-8")
    command = ["Rscript", "--vanilla", "in_turn.R", *names]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    found = re.findall(r"^NUMBERS (.*)$", made.stdout, flags=re.MULTILINE)
    assert len(found) == len(calls)
    return [[float(each) for each in line.split()] for line in found]


def our_numbers(report: Finished, asked: Asked) -> list[float]:
    """Estimate, error, gap and its error, as the account gives them."""
    facts = explained(report, *asked)
    ours = [float(facts["Estimate"].split(", ")[-1]), float(facts["Standard error"])]
    if "Gap against the rest" in facts:
        gap = facts["Gap against the rest"]
        ours += [float(gap.split(", ")[-1]), float(facts["Its standard error"])]
    return ours


@pytest.fixture(scope="module")
def theirs(certain: Finished, tmp_path_factory: pytest.TempPathFactory) -> dict[Asked, list[float]]:
    """What R makes of each call."""
    numbers = numbers_of_r(certain, R_CALLS, tmp_path_factory.mktemp("r"))
    return dict(zip(R_CALLS, numbers, strict=True))


@NO_R
@pytest.mark.parametrize("asked", R_CALLS, ids=" ".join)
def test_the_call_of_r_gives_the_same(
    certain: Finished, theirs: dict[Asked, list[float]], asked: Asked
) -> None:
    assert theirs[asked] == pytest.approx(our_numbers(certain, asked), rel=1e-6)


@NO_R
def test_a_stratum_of_one_unit_is_all_that_differs(finished: Finished, tmp_path: Path) -> None:
    [theirs], ours = numbers_of_r(finished, R_CALLS[:1], tmp_path), our_numbers(finished, R_CALLS[0])
    assert theirs[::2] == pytest.approx(ours[::2], rel=1e-6)
    assert theirs[1::2] == pytest.approx(ours[1::2], rel=1e-4)
    call = run("explain", *R_CALLS[0], "-r", finished.folder, "--only-r", cwd=tmp_path).stdout
    assert "differ from the fifth digit on" in call
