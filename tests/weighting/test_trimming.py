"""Trimming: limits kept, the sum kept, the calibration before it carried to the standard errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import WeightingError
from survey.responses import MemoryResponses, encode
from survey.tabulation.statistics import mean, proportion, total
from survey.vocabulary import WEIGHT_COLUMN, Design, Margin, Survey
from survey.weighting import calibrate, rake, trim
from tests.stats.rows import (
    Array,
    assert_close,
    gave,
    gradient,
    left_over,
    numbers,
    poll,
    ratios_of,
    unit_covariance,
    weights_of,
)

M = Margin(("m",), {("0",): 0.2, ("1",): 0.3, ("2",): 0.5})
KG = Margin(
    ("k", "g"),
    {(k, g): share for k, share in (("0", 0.1), ("1", 0.15)) for g in "0123"},
)
PLANS = [
    Design("w"),
    Design("w", "h", "unit"),
    Design("w", "h", "town", "N"),
    Design("w", "h", None, "people"),
]


def weighted(survey: Survey) -> list[Survey]:
    """The survey raked, and calibrated with numbers."""
    return [
        rake(survey, [M, KG])[0],
        calibrate(survey, [M], totals={"y": 290 * 52.0}, distance="raking", population=290)[0],
    ]


def margins_of(survey: Survey) -> Array:
    """The variables that weighting met, (rows, variables), from the answers themselves."""
    m = [gave(survey, "m", [code]) for code in "012"]
    if survey.design.calibration is None or survey.design.calibration.method == "rake":
        cells = [gave(survey, "k", [k]) & gave(survey, "g", [g]) for k in "01" for g in "0123"]
        return np.array([*m, *cells], dtype=float).T
    return np.column_stack([*m, numbers(survey, "y")]).astype(float)


@pytest.mark.parametrize("design", PLANS)
@pytest.mark.parametrize("limits", [{"upper": 2.2}, {"lower": 0.7, "upper": 2.5}])
def test_trimming_carries_the_calibration(design: Design, limits: dict[str, float]) -> None:
    """What the margins explain of w_trimmed u / w_raked is taken out, before the raked weight is put back."""
    for raked in weighted(replace(poll(), design=design)):
        trimmed = trim(raked, **limits)
        before, after = weights_of(raked), weights_of(trimmed)
        assert (before != after).sum() > 10
        inside = gave(poll(), "k", "0")[:, None].astype(float)
        x = np.nan_to_num(numbers(poll(), "x"))[:, None] * inside
        known = ~np.isnan(numbers(poll(), "x"))[:, None] * inside
        scores = gradient(ratios_of(x, known), after)
        left = left_over(scores * (after / before)[:, None], margins_of(raked), numbers(raked, "w"))
        expected = unit_covariance(trimmed, left * before[:, None])
        found = mean(trimmed, "x", by="k")
        assert_close(found.covariance[:1, :1], expected, 1e-10)
        forgotten = replace(trimmed, design=replace(trimmed.design, calibration=None))
        assert found.standard_error[0] != pytest.approx(
            mean(forgotten, "x", by="k").standard_error[0], rel=1e-4
        )


def test_trimming_nothing_changes_nothing() -> None:
    for raked in weighted(replace(poll(), design=PLANS[1])):
        trimmed = trim(raked, upper=1e6)
        np.testing.assert_array_equal(weights_of(trimmed), weights_of(raked))
        for statistic in (lambda s: mean(s, ["x", "y"], by="k"), lambda s: proportion(s, "m")):
            found, wanted = statistic(trimmed), statistic(raked)
            np.testing.assert_allclose(found.standard_error, wanted.standard_error, rtol=1e-8, atol=1e-9)


def test_trimming_twice_is_carried_twice() -> None:
    raked = weighted(replace(poll(), design=PLANS[1]))[0]
    twice = trim(trim(raked, upper=2.6), upper=2.2)
    before, after = weights_of(raked), weights_of(twice)
    scores = gradient(lambda w: (w @ numbers(poll(), "y"))[..., None] / w.sum(axis=-1, keepdims=True), after)
    left = left_over(scores * (after / before)[:, None], margins_of(raked), numbers(raked, "w"))
    expected = unit_covariance(twice, left * before[:, None])
    assert_close(mean(twice, "y").covariance, expected, 1e-10)


def test_margins_are_met_again_by_weighting_once_more() -> None:
    trimmed = trim(weighted(replace(poll(), design=PLANS[1]))[0], upper=2.0)
    assert proportion(trimmed, "m").estimate[2] != pytest.approx(0.5, abs=1e-4)
    again, _ = rake(trimmed, [M, KG])
    assert proportion(again, "m").estimate == pytest.approx([0.2, 0.3, 0.5], abs=1e-9)
    np.testing.assert_allclose(proportion(again, "m").standard_error, 0, atol=1e-9)
    assert again.design.calibration is not None
    assert again.design.calibration.method == "rake"
    np.testing.assert_array_equal(numbers(again, again.design.calibration.entering), weights_of(trimmed))


@given(st.lists(st.floats(0.01, 50), min_size=4, max_size=30), st.floats(0.05, 0.95), st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_sum_is_kept_within_a_limit(values: list[float], share: float, above: bool) -> None:
    """A limit on one side of the mean can always be kept, and who is inside it moves by the same amount."""
    weights = np.array(values)
    limit = weights.mean() / share if above else weights.mean() * share
    survey = replace(poll(), responses=MemoryResponses({"v": encode(weights)}), design=Design("v"))
    found = weights_of(trim(survey, upper=limit) if above else trim(survey, lower=limit))
    assert found.sum() == pytest.approx(weights.sum())
    outside = found - limit if above else limit - found
    assert outside.max() <= 1e-9 * limit
    shifts = (found - weights)[outside < -1e-9 * limit]
    assert np.ptp(shifts) == pytest.approx(0, abs=1e-9 * weights.mean())
    assert (shifts >= -1e-12).all() if above else (shifts <= 1e-12).all()


def test_without_strictness_what_was_cut_is_spread_once() -> None:
    survey = replace(poll(), responses=MemoryResponses({"v": encode([1.0, 1.9, 7.1])}), design=Design("v"))
    assert weights_of(trim(survey, upper=2.0, strict=False)).tolist() == pytest.approx([3.55, 4.45, 2.0])
    with pytest.raises(WeightingError, match=r"cutting the weights at 0 and 2"):
        trim(survey, upper=2.0)
    assert weights_of(trim(survey, upper=4.0)).tolist() == pytest.approx([2.55, 3.45, 4.0])


@pytest.mark.parametrize(
    "limits",
    [
        {"lower": 2.0, "upper": 1.0},
        {"lower": 1.0, "upper": 1.0},
        {"lower": -1.0},
        {"lower": np.nan},
        {"upper": np.nan},
        {"upper": 0.0},
        {"lower": np.inf},
    ],
)
def test_limits_that_are_none_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(WeightingError, match="cannot be trimmed to between"):
        trim(poll(), **limits)


@pytest.mark.parametrize("limits", [{"upper": 0.5}, {"lower": 3.0}, {"lower": 1.9, "upper": 2.0}])
def test_limits_that_the_sum_forbids_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(WeightingError, match="leaves nobody to take over") as told:
        trim(poll(), **limits)
    assert told.value.hint == "widen the limits"


def test_trimming_says_what_it_did_and_leaves_zeros_alone() -> None:
    values = np.where(np.arange(240) < 10, 0.0, numbers(poll(), "w"))
    survey = replace(poll(), responses=poll().responses.assign({"w": encode(values)}))
    trimmed = trim(survey, lower=0.6, upper=1.8)
    assert (weights_of(trimmed)[:10] == 0).all()
    [note] = [note for note in trimmed.log if note.rule == "W302"]
    assert note.count == ((values > 0) & ((values < 0.6) | (values > 1.8))).sum()
    assert "0.6 to 1.8" in note.text
    assert trimmed.design.weight == WEIGHT_COLUMN
    assert total(trimmed, "k").estimate.sum() == pytest.approx(values.sum())
    assert mean(trimmed, "y").unweighted_base[0] == 230
