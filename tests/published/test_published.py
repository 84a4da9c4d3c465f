"""Published surveys are reproduced, and the harness that says so finds what is wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.published import agree
from tests.published.opening import PLANS

PLANNED = sorted(plan.name for plan in PLANS.iterdir())
THERE = {folder.name: folder for folder in agree.default_folders()}

WITH = "It's important for a person to be honest, kind, and loyal."
WITHOUT = "It's important for a person to be honest, kind and loyal."


@pytest.mark.parametrize("name", PLANNED)
def test_a_published_survey_is_reproduced(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if name not in THERE:
        pytest.skip(f"the data of {name} are not beside the repository (../shared/data)")
    assert agree.main([str(THERE[name])]) == 0, capsys.readouterr().out
    tally = capsys.readouterr().out.splitlines()[-1].split("\t")
    _, _, _, differ, missing, _, _, computed_differ, _ = tally
    assert (differ, missing, computed_differ) == ("0", "0", "0")


def invented(folder: Path, share: float) -> Path:
    """A set like 538-comma of forty invented answers, three in four with the comma, said to be `share`."""
    chosen = folder / "538-comma"
    (chosen / "raw").mkdir(parents=True)
    people = zip(["18-29", "30-44"] * 20, ["Female", "Male", "Male", "Female"] * 10, strict=True)
    rows = [(i, WITHOUT if i % 4 == 0 else WITH, *person) for i, person in enumerate(people)]
    with (chosen / "raw" / "comma-survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("RespondentID", "Which is right?", "Age", "Gender"), *[(9000 + i, *rest) for i, *rest in rows]]
        )
    block = {
        "what": "Oxford comma",
        "file": "comma-survey.csv",
        "tolerance": 0.5,
        "cells": [{"value": "n", "published": 40}, {"value": "with Oxford comma", "published": share}],
    }
    (chosen / agree.EXPECTED).write_text(json.dumps({"published": [block], "computed": []}), encoding="utf-8")
    return chosen


def test_a_right_figure_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert agree.main([str(invented(tmp_path, 75.0))]) == 0, capsys.readouterr().out
    assert "538-comma\t2/2\t" in capsys.readouterr().out


def test_a_wrong_figure_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert agree.main([str(invented(tmp_path, 77.0))]) == 1
    said = capsys.readouterr().out
    assert "538-comma\tdiffers\tpublished\tOxford comma / with Oxford comma\t77\t75\tUNKNOWN" in said
    assert "538-comma\t1/2\t" in said


def test_a_figure_without_a_place_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = invented(tmp_path, 75.0)
    expected = json.loads((chosen / agree.EXPECTED).read_text(encoding="utf-8"))
    expected["published"][0]["cells"].append({"value": "no such figure", "published": 1})
    (chosen / agree.EXPECTED).write_text(json.dumps(expected), encoding="utf-8")
    assert agree.main([str(chosen)]) == 1
    assert "figures.toml does not say where it stands" in capsys.readouterr().out


def test_a_folder_without_reference_figures_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert agree.main([str(tmp_path)]) == 2
    assert agree.EXPECTED in capsys.readouterr().err
