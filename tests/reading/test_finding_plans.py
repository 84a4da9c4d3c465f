"""Which plan is for which file."""

from __future__ import annotations

import pytest

from survey.reading import find_plan, plan_covers
from survey.vocabulary import DataFiles, Plan
from tests.reading.plans import write


def test_plan_is_found_beside_the_data_or_up_to_the_root(tmp_path):
    root = tmp_path / "project"
    (root / "raw" / "old").mkdir(parents=True)
    data = root / "raw" / "old" / "2020.xlsx"
    outside = write(tmp_path, "")
    assert find_plan(tmp_path / "a.xlsx") == outside
    assert find_plan(data) is None
    (root / "pyproject.toml").touch()
    assert find_plan(data) is None
    plan = write(root / "raw", "")
    assert find_plan(data) == plan
    assert find_plan(root / "raw" / "2026.xlsx") == plan


@pytest.mark.parametrize(
    ("files", "covered"),
    [
        (("2026.xlsx",), True),
        (("raw/2026.xlsx",), True),
        (("./raw/2026.xlsx",), True),
        (("20*.xlsx",), True),
        (("other/2026.xlsx",), False),
        (("2025.xlsx",), False),
        ((), False),
    ],
)
def test_files_a_plan_is_for(tmp_path, files, covered):
    plan = Plan(data=DataFiles(files=files))
    assert plan_covers(plan, tmp_path / "raw" / "2026.xlsx") is covered


def test_file_names_match_however_they_are_composed(tmp_path):
    plan = Plan(data=DataFiles(files=("ガイド.xlsx",)))
    assert plan_covers(plan, tmp_path / "ガイド.xlsx")
    assert plan_covers(Plan(data=DataFiles(files=("a[1].xlsx",))), tmp_path / "a[1].xlsx")
