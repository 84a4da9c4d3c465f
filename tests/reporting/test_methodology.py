"""The disclosure items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.reporting.methodology import disclosure, weighting_in_words
from survey.vocabulary import Plan, Report
from tests.reporting.sample import sample_report


def bare(report: Report) -> Report:
    survey = replace(report.survey, dispositions={})
    return replace(report, plan=Plan(), survey=survey)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_all_eleven_items_are_there_and_in_order(language: str) -> None:
    numbers = [entry.number for entry in disclosure(sample_report(), language)]  # type: ignore[arg-type]
    assert sorted(set(numbers)) == list(range(1, 12))
    assert numbers == sorted(numbers)


def test_what_the_plan_leaves_out_is_not_stated() -> None:
    missing = {(e.number, e.detail) for e in disclosure(bare(sample_report()), "en") if not e.stated}
    assert {number for number, _ in missing} == {1, 2, 4, 5, 6, 7, 8, 11}
    assert (8, "Outcome of the sampled cases") in missing


def test_weighting_in_words() -> None:
    assert weighting_in_words(sample_report(), "en").startswith("Raked to Sex\u00a0×\u00a0Age, Region.")
    assert weighting_in_words(sample_report(weighted=False), "en").startswith("UNWEIGHTED")
    delivered = replace(sample_report(), weighting=None)
    design = replace(delivered.survey.design, weight="wt", calibration=None)
    delivered = replace(delivered, survey=replace(delivered.survey, design=design))
    assert "nothing is known" in weighting_in_words(delivered, "en")
    assert "“wt”" in weighting_in_words(delivered, "en")
    plan = replace(delivered.plan, design=replace(delivered.plan.design, calibrated_to=("sex × age_band",)))
    declared = replace(delivered, plan=plan)
    assert "declared to meet Sex\u00a0×\u00a0Age; standard" in weighting_in_words(declared, "en")
    assert "性別\u00a0×\u00a0年齢に合わせた" in weighting_in_words(declared, "ja")
