"""One weight for a household: equal within, targets met, what cannot be is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import WeightingError
from survey.responses import encode
from survey.tabulation.statistics import proportion
from survey.vocabulary import DesignPlan, Plan, Survey, Targets, TrimPlan, Weighting
from survey.weighting import calibrate, weight
from survey.weighting.distance import Distance
from tests.stats.rows import weights_of
from tests.weighting.people import margin, survey_of

SEX = margin("sex", {"1": 0.45, "2": 0.55})
AGE = margin("age", {"a": 0.25, "b": 0.4, "c": 0.35})


def households(seed: int = 0, count: int = 90) -> Survey:
    """Households of one to four, their members of either sex and three ages, weighted alike."""
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 5, count)
    unit = np.repeat(np.arange(count), sizes)
    rows = len(unit)
    return survey_of(
        {
            "home": [f"home {each}" for each in unit],
            "sex": draw.choice(["1", "2"], rows).tolist(),
            "age": draw.choice(["a", "b", "c"], rows).tolist(),
            "size": sizes[unit].astype(float).tolist(),
            "w": draw.uniform(0.5, 2, count)[unit].tolist(),
        },
        {"sex": {"1": "Men", "2": "Women"}, "age": {"a": "18-39", "b": "40-59", "c": "60+"}},
        weight="w",
    )


def spread_within(survey: Survey) -> float:
    """Largest difference of weights within a household."""
    column, weights = survey.responses.column("home"), weights_of(survey)
    largest, smallest = np.full(len(column.levels), -np.inf), np.full(len(column.levels), np.inf)
    np.maximum.at(largest, column.codes, weights)
    np.minimum.at(smallest, column.codes, weights)
    return float((largest - smallest).max())


@given(st.integers(0, 5_000), st.sampled_from(["linear", "raking", "logit"]))
@settings(max_examples=25, derandomize=True)
def test_weights_are_equal_within_units_and_meet_the_targets(seed: int, distance: Distance) -> None:
    survey = households(seed)
    bounds = (0.05, 8.0) if distance == "logit" else None
    met, result = calibrate(survey, [SEX, AGE], distance=distance, bounds=bounds, equal_within="home")
    assert spread_within(met) == pytest.approx(0, abs=1e-12)
    assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9
    assert weights_of(met).sum() == pytest.approx(weights_of(survey).sum())


def test_by_hand_as_lemaitre_and_dufour() -> None:
    """Linear calibration on the household's means of the indicators."""
    survey = households(3)
    met, _ = calibrate(survey, [SEX], equal_within="home")
    w, column = weights_of(survey), survey.responses.column("home")
    women = (survey.responses.column("sex").codes == survey.responses.column("sex").levels.index("2")).astype(
        float
    )
    means = np.bincount(column.codes, women) / np.bincount(column.codes)
    x = np.column_stack([np.ones(len(w)), means[column.codes]])
    wanted = np.array([w.sum(), 0.55 * w.sum()])
    dual = np.linalg.solve(x.T @ (w[:, None] * x), wanted - x.T @ w)
    np.testing.assert_allclose(weights_of(met), w * (1 + x @ dual))


def test_each_alone_is_ordinary_calibration() -> None:
    survey = households(1)
    alone = encode([str(row) for row in range(len(survey.responses))])
    survey = replace(survey, responses=survey.responses.assign({"home": alone}))
    met, _ = calibrate(survey, [SEX, AGE], distance="raking", equal_within="home")
    plain, _ = calibrate(survey, [SEX, AGE], distance="raking")
    np.testing.assert_allclose(weights_of(met), weights_of(plain), rtol=1e-8)
    for name in ("sex", "age"):
        np.testing.assert_allclose(proportion(met, name).standard_error, 0, atol=1e-9)


def test_numbers_limits_and_the_plan() -> None:
    survey = replace(households(2), targets=Targets((SEX, AGE)))
    plan = Plan(
        design=DesignPlan(weight="w"),
        weighting=Weighting(
            margins=("sex", "age"),
            means={"size": 3.0},
            equal_within="home",
            trim=TrimPlan(cap=2.5, floor=0.2),
        ),
    )
    met, result = weight(survey, plan)
    assert result is not None
    assert result.method == "raking"
    assert spread_within(met) == pytest.approx(0, abs=1e-12)
    weights = weights_of(met)
    assert weights.sum() == pytest.approx(len(weights))
    assert 0.2 - 1e-9 <= weights.min() <= weights.max() <= 2.5 + 1e-9
    assert max(abs(line.after - line.target) for line in result.achieved) < 1e-8
    assert result.achieved[-1].target == pytest.approx(3.0)


def test_what_cannot_be_equal_is_told() -> None:
    survey = households()
    with pytest.raises(WeightingError, match="no column 'house', within which"):
        calibrate(survey, [SEX], equal_within="house")
    codes = survey.responses.column("home")
    names = [str(codes.levels[code]) for code in codes.codes]
    blank = survey.responses.assign({"home": encode([None, *names[1:]])})
    with pytest.raises(WeightingError, match="1 respondent has no value"):
        calibrate(replace(survey, responses=blank), [SEX], equal_within="home")
    large = names.index(max(set(names), key=names.count))
    weights = weights_of(survey).copy()
    weights[large] *= 1.5
    uneven = replace(survey, responses=survey.responses.assign({"w": encode(weights)}))
    with pytest.raises(
        WeightingError, match=rf"differ within 1 unit of 'home', for instance '{names[large]}'"
    ):
        calibrate(uneven, [SEX], equal_within="home")
