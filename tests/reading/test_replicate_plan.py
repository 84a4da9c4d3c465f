"""`[design.replicates]`: what is refused, with the line, and columns of the file that are no questions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.errors import PlanError
from survey.reading import check_plan, read, read_plan, set_replicates_apart
from survey.responses.memory import numbers
from survey.vocabulary import DesignPlan, Plan, Question, ReplicatePlan, Survey, plain


def written(folder: Path, lines: str, head: str = "") -> Path:
    path = folder / "survey.toml"
    path.write_text(f"{head}[design.replicates]\n{lines}\n", encoding="utf-8")
    return path


def by(columns: tuple[str, ...], **more: object) -> Plan:
    given = ReplicatePlan("bootstrap", columns=columns, **more)  # type: ignore[arg-type]
    return Plan(design=DesignPlan(replicates=given))


def test_replicates_to_make_and_replicates_of_the_file(tmp_path: Path) -> None:
    made = read_plan(written(tmp_path, 'method = "Fay"\nrho = 0.5')).design.replicates
    assert made == ReplicatePlan("Fay", rho=0.5)
    drawn = read_plan(written(tmp_path, 'method = "bootstrap"')).design.replicates
    assert drawn is not None
    assert (drawn.drawn, drawn.seed) == (500, None)
    text = 'method = "JKn"\ncolumns = ["rw_*"]\nweight = "w"\nscale = 1\nscales = [0.5, 0.5]'
    came = read_plan(written(tmp_path, text)).design.replicates
    assert came == ReplicatePlan("JKn", columns=("rw_*",), weight="w", scale=1.0, scales=(0.5, 0.5))


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("number = 200", "[design] replicates needs the key 'method'"),
        ('method = "bootstap"', "line 2: [design] replicates method should be 'JK1', 'JKn', 'BRR'"),
        ('method = "bootstrap"\nnumer = 200', "line 3: [design] replicates has no key 'numer'"),
        ('method = "bootstrap"\nnumber = 1', "line 3: [design] replicates number should be 2 or more"),
        ('method = "bootstrap"\nnumber = 2.5', "line 3: [design] replicates number should be a whole number"),
        ('method = "bootstrap"\nseed = -1', "line 3: [design] replicates seed should be 0 or more"),
        ('method = "JKn"\nnumber = 80', "line 3: [design] replicates number is of the bootstrap; JKn makes"),
        ('method = "SDR"\nseed = 80', "line 3: [design] replicates seed is of the bootstrap"),
        ('method = "BRR"\nrho = 0.3', "line 3: [design] replicates rho is of Fay's method"),
        ('method = "Fay"\nrho = 1', "line 3: [design] replicates rho should be 0 or more and below 1"),
        (
            'method = "JK1"\nscale = 1.0',
            "line 3: [design] replicates scale is of replicate weights that came",
        ),
        ('method = "JK1"\nweight = "w"', "line 3: [design] replicates weight is of replicate weights that"),
        ('method = "JK1"\ncolumns = ["r*"]\nscale = 0', "line 4: [design] replicates scale should be above"),
        (
            'method = "JKn"\ncolumns = ["r*"]\nscales = [1, -1]',
            "line 4: [design] replicates scales 2 should be",
        ),
        (
            'method = "JKn"\ncolumns = ["r*"]',
            "line 3: [design] replicates columns of JKn need the key 'scales'",
        ),
        (
            'method = "Fay"\ncolumns = ["r*"]',
            "line 3: [design] replicates columns of Fay's method need the key",
        ),
        (
            'method = "bootstrap"\ncolumns = ["r*"]\nseed = 1',
            "line 4: [design] replicates seed is of replicates made here",
        ),
        ('method = "BRR"\ncolumns = ["a", "a"]', "names 'a' twice"),
        (
            'method = "BRR"\ncolumns = "rw_*"',
            "line 3: [design] replicates columns should be a list in brackets",
        ),
    ],
)
def test_what_makes_no_replicates_is_refused_at_its_line(tmp_path: Path, lines: str, complaint: str) -> None:
    with pytest.raises(PlanError) as told:
        read_plan(written(tmp_path, lines))
    assert complaint in told.value.message
    assert told.value.hint


def test_one_weight_is_enough(tmp_path: Path) -> None:
    lines = 'method = "BRR"\ncolumns = ["r*"]\nweight = "w2"'
    with pytest.raises(PlanError, match=r"line 6: .*weight is 'w2', and \[design\] weight is 'w1'"):
        read_plan(written(tmp_path, lines, '[design]\nweight = "w1"\n'))


def delivered(scale: float = 1.25, **more: object) -> pd.DataFrame:
    """Forty respondents with a weight and four half-samples of it."""
    rows = np.arange(40)
    half = {
        f"rw_{r}": np.where(rows % 2 == r % 2, 2.0, 0.0) * (scale + (rows if scale > 1 else 0))
        for r in range(1, 5)
    }
    view = ["for" if row % 3 else "against" for row in rows]
    return pd.DataFrame({"view": view, "wt": rows % 2 + 0.5, **half, **more})


def test_columns_of_the_file_are_numbers_and_no_questions() -> None:
    plan = by(("rw_*",), weight="wt")
    with_plan = read(delivered(), plan=plan)
    without = set_replicates_apart(read(delivered()), plan)
    for survey in (with_plan, without):
        assert {question.name for question in survey.codebook} == {"view", "wt"}
        for r in range(1, 5):
            found = numbers(survey.responses.column(f"rw_{r}"))
            np.testing.assert_array_equal(found, delivered()[f"rw_{r}"])
        [note] = [note for note in survey.log if "replicate weights, by the plan" in note.text]
        assert note.text.startswith("4 columns (rw_1 to rw_4)")
        assert not [guess for guess in survey.guesses if guess.question.startswith("rw")]
        check_plan(plan, survey)
    assert set_replicates_apart(with_plan, plan) is with_plan
    assert {"rw_1", "rw_4"} <= {question.name for question in read(delivered()).codebook}


def test_half_samples_that_look_like_ticks_are_numbers_when_read_with_the_plan() -> None:
    plan = by(("rw_*",), weight="wt")
    survey = read(delivered(1), plan=plan)
    assert {question.name for question in survey.codebook} == {"view", "wt"}
    assert set(numbers(survey.responses.column("rw_3"))) == {0.0, 2.0}
    with pytest.raises(PlanError, match=r"'rw_\*' was read as the question 'rw'") as told:
        check_plan(plan, read(delivered(1)))
    assert "survey.read(file, plan=plan)" in told.value.hint


def test_numbers_typed_as_text_are_numbers() -> None:
    survey = read(delivered(rw_5=["1.25", "0"] * 20), plan=by(("rw_*",)))
    assert set(numbers(survey.responses.column("rw_5"))) == {1.25, 0.0}


def test_a_name_goes_before_a_pattern() -> None:
    given = ReplicatePlan("BRR", columns=("r[1]", "s*"))
    assert given.columns_among(["s2", "r1", "r[1]", "s1", "S3"]) == ("s2", "r[1]", "s1")


def test_a_codebook_that_lists_them_is_no_obstacle() -> None:
    for frame in (delivered(), delivered(1)):
        survey = read(frame, plan=by(("rw_*",)), codebook=read(frame).codebook)
        assert {question.name for question in survey.codebook} == {"view", "wt"}
        assert numbers(survey.responses.column("rw_4")).sum() == frame["rw_4"].sum()


@pytest.fixture
def asked() -> Survey:
    return read(delivered())


@pytest.mark.parametrize(
    ("plan", "complaint", "hint"),
    [
        (by(("wr_*",)), "[design.replicates] columns: no column is called 'wr_*'", "columns: view, wt, rw_1"),
        (by(("rw_7",)), "no column is called 'rw_7'; did you mean 'rw_", "columns: view"),
        (
            by(("rw_*",), weight="wd"),
            "[design.replicates]: weight is 'wd', which is no question",
            "questions",
        ),
        (by(("*w*",)), "", ""),
        (by(("*w*", "wt"), weight="wt"), "columns: they take in 'wt', the design's weight", "narrower"),
        (by(("rw_*",), scales=(1.0, 1.0)), "scales: there are 2 scales and 4 columns", "one scale for each"),
    ],
)
def test_misfits_with_the_columns(asked: Survey, plan: Plan, complaint: str, hint: str) -> None:
    if not complaint:
        check_plan(plan, asked)
        return
    with pytest.raises(PlanError) as told:
        check_plan(plan, asked)
    assert complaint in told.value.message
    assert hint in told.value.hint


def test_other_questions_stay(asked: Survey) -> None:
    assert set_replicates_apart(asked, Plan()) is asked
    assert Question("rw_1", plain("rw_1"), "numeric").tabulated
