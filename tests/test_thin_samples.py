"""Samples too thin for errors still give a report: shares stand, what is undefined says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey
from survey.stats.intervals import share_interval
from survey.tabulation.marks import corrected
from survey.vocabulary import CrossingPlan, DesignPlan, LonelyPolicy, Plan, Report, TablePlan


def frame(respondents: int, points: int) -> pd.DataFrame:
    rows = np.arange(respondents)
    return pd.DataFrame(
        {
            "sex": np.where(rows % 2, "male", "female"),
            "view": np.where(rows % 3, "support", "oppose"),
            "point": [f"point {row % points}" for row in rows],
            "layer": [f"layer {row % points}" for row in rows],
        }
    )


@pytest.mark.parametrize("points", [1, 40])
@pytest.mark.parametrize("lonely", ["remove", "certainty", "adjust", "average"])
def test_a_design_without_degrees_of_freedom_still_gives_a_report(
    points: int, lonely: LonelyPolicy, tmp_path: Path
) -> None:
    plan = Plan(
        design=DesignPlan(stratum="layer", psu="point", lonely=lonely),
        tables=TablePlan(banner=("sex",)),
        crossing=(CrossingPlan("sex", "view"),),
    )
    report = survey.analyze(survey.read(frame(80, points)), plan)
    table = report.tables["view"]
    assert table.estimate[table.row("support"), 0] == pytest.approx(53 / 80)
    assert not table.mark.any()
    assert report.findings == ()
    written = survey.write(report, tmp_path / "report")
    assert any(path.suffix == ".xlsx" for path in written.files)


def test_everybody_in_one_column_and_nobody_in_the_other_is_marked() -> None:
    data = frame(80, 80)
    data["view"] = np.where(data["sex"] == "male", "support", "oppose")
    report = survey.analyze(survey.read(data), Plan(tables=TablePlan(banner=("sex",))))
    table = report.tables["view"]
    male = [column.code for column in table.columns].index("male")
    assert table.mark[table.row("support"), male] == 1
    assert table.mark[table.row("oppose"), male] == -1


def test_a_share_of_one_less_rounding_has_the_limits_of_one() -> None:
    def limits(share: float) -> list[float]:
        found = share_interval(
            np.array([share]),
            np.array([0.0]),
            unweighted_base=np.array([1415.0]),
            effective_base=np.array([1202.0]),
            degrees=np.array([140.0]),
        )
        return [float(limit[0]) for limit in found]

    assert limits(1 - 1e-15) == limits(1.0)
    assert limits(1e-17) == limits(0.0)


def test_a_p_that_is_not_defined_is_no_part_of_its_family() -> None:
    p = np.array([0.01, np.nan, 0.04])
    assert corrected(p, "bh") == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert corrected(p, "holm") == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


def test_questions_that_weighting_settles_carry_no_marks(demo_report: Report) -> None:
    tables = demo_report.tables
    for name in ("sex", "age_band", "region", "pref", "city_size"):
        assert not tables[name].mark.any(), name
    assert tables["q10"].mark.any()
