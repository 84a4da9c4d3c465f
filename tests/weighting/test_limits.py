"""Weights within limits: found just where there are any, told with the smallest cap, replicates too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from survey.errors import NotConverged, WeightingError
from survey.tabulation.statistics import mean, proportion
from survey.vocabulary import Margin, Survey, TrimPlan
from survey.weighting import calibrate, declare_design, poststratify, rake, replicate
from tests.stats.rows import Array, gave, numbers, poll, weights_of
from tests.weighting.people import drawn, margin, survey_of

NAMES = "abc"


def drawn_margins(survey: Survey, seed: int, spread: float) -> list[Margin]:
    """Margins of a, b, c near the sample's own shares: the smaller the spread, the nearer."""
    draw = np.random.default_rng(seed)
    margins = []
    for name in NAMES:
        own = np.array([gave(survey, name, [code]).mean() for code in "012"])
        shares = np.clip(own * draw.lognormal(0, spread, 3), 0.01, None)
        margins.append(margin(name, dict(zip("012", (shares / shares.sum()).tolist(), strict=True))))
    return margins


def possible(survey: Survey, margins: Sequence[Margin], low: float, high: float) -> bool:
    """Whether weights from `low` to `high` meet all margins, by linear programming."""
    return between(survey, margins, np.full(len(survey.responses), low), np.full(len(survey.responses), high))


def between(survey: Survey, margins: Sequence[Margin], low: Array, high: Array) -> bool:
    """Whether weights within these of each respondent meet all margins."""
    total = weights_of(survey).sum()
    cells = [(each.questions[0], code, share) for each in margins for (code,), share in each.shares.items()]
    members = np.array([gave(survey, name, [code]) for name, code, _ in cells], dtype=float)
    wanted = np.array([share for *_, share in cells]) * total
    found = linprog(
        np.zeros(members.shape[1]), A_eq=members, b_eq=wanted, bounds=list(zip(low, high, strict=True))
    )
    return bool(found.status == 0)


@pytest.mark.parametrize("seed", range(10))
def test_weights_within_limits_are_found_just_where_there_are_any(seed: int) -> None:
    draw = np.random.default_rng(seed)
    survey = drawn(seed, int(draw.choice([30, 60, 150])), {"a": 3, "b": 3, "c": 3})
    margins = drawn_margins(survey, seed, float(draw.choice([0.01, 0.2, 0.6])))
    raked = weights_of(rake(survey, margins)[0])
    average = raked.mean()
    for _ in range(4):
        cap = 1 + float(draw.choice([0.03, 0.2, 0.6, 1.2])) * float(draw.uniform(0.3, 1))
        floor = 1 - float(draw.choice([0.05, 0.2, 0.7, 1.0])) * float(draw.uniform(0.3, 1))
        plan = TrimPlan(cap=cap, floor=floor)
        if not possible(survey, margins, floor * average, cap * average):
            with pytest.raises(NotConverged):
                rake(survey, margins, trim=plan)
            continue
        met, result = rake(survey, margins, trim=plan)
        weights = weights_of(met) / average
        assert floor - 1e-9 <= weights.min() <= weights.max() <= cap + 1e-9
        assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9
        assert weights.sum() == pytest.approx(len(weights))


@pytest.mark.parametrize("seed", range(6))
def test_the_cap_a_hint_names_can_be_kept_and_one_a_little_smaller_cannot(seed: int) -> None:
    survey = drawn(seed, 120, {"a": 3, "b": 3, "c": 3})
    margins = drawn_margins(survey, seed, 0.7)
    with pytest.raises(NotConverged) as told:
        rake(survey, margins, trim=TrimPlan(cap=1.01, floor=0.05))
    named = re.search(r"a cap of (\d+\.\d\d) times the mean can be kept", told.value.hint)
    assert named is not None
    smallest = float(named[1])
    _, result = rake(survey, margins, trim=TrimPlan(cap=smallest, floor=0.05))
    assert result.maximum <= smallest * result.total / 120 * (1 + 1e-9)
    average = weights_of(survey).mean()
    assert not possible(survey, margins, 0.05 * average, smallest * 0.98 * average)
    with pytest.raises(NotConverged):
        rake(survey, margins, trim=TrimPlan(cap=smallest * 0.98, floor=0.05))


def test_no_cap_is_named_where_the_floor_forbids_any() -> None:
    survey = drawn(1, 120, {"a": 3})
    shares = margin("a", {"0": 0.05, "1": 0.15, "2": 0.8})
    for plan in (TrimPlan(cap=1.5, floor=0.9), TrimPlan(floor=0.9)):
        with pytest.raises(NotConverged) as told:
            rake(survey, [shares], trim=plan)
        assert told.value.margins == ("a",)
        assert told.value.hint.startswith("take a limit out of [weighting.trim]")


def test_two_classes_by_hand() -> None:
    """Of 10 men and 30 women half each is wanted: men weigh 2, women 2/3; a cap of 2 is kept, 1.9 is not."""
    survey = survey_of({"a": ["0"] * 10 + ["1"] * 30})
    half = margin("a", {"0": 0.5, "1": 0.5})
    met, result = poststratify(survey, half, trim=TrimPlan(cap=2.0))
    assert weights_of(met).tolist() == pytest.approx([2.0] * 10 + [2 / 3] * 30)
    assert result.trimming is not None
    assert (result.trimming.trimmed, result.trimming.design_effect) == (0, pytest.approx(4 / 3))
    with pytest.raises(NotConverged) as told:
        poststratify(survey, half, trim=TrimPlan(cap=1.9))
    assert told.value.message == "no weights from 0.00 to 1.90 times the mean meet all targets"
    assert told.value.hint.startswith("a cap of 2.00 times the mean can be kept; or take a limit out")


def test_where_nothing_is_outside_nothing_changes() -> None:
    survey = drawn(2, 120, {"a": 3, "b": 3, "c": 3})
    margins = drawn_margins(survey, 2, 0.2)
    plain, before = rake(survey, margins)
    met, result = rake(survey, margins, trim=TrimPlan(cap=50, floor=0))
    np.testing.assert_array_equal(weights_of(met), weights_of(plain))
    assert met.design.calibration == plain.design.calibration
    assert result.trimming is not None
    assert (result.trimming.trimmed, result.trimming.weight_moved) == (0, 0)
    assert replace(result, trimming=None) == before
    [note] = [note for note in met.log if note.rule == "W302"]
    assert note.text == "0 weights were outside 0.00 to 50.00 times the mean (0.0% of respondents)"
    _, untrimmed = rake(survey, margins, trim=TrimPlan())
    assert untrimmed.trimming is None


def test_percentiles_are_those_of_the_raked_weights() -> None:
    survey = drawn(3, 150, {"a": 3, "b": 3, "c": 3})
    margins = drawn_margins(survey, 3, 0.2)
    raked = weights_of(rake(survey, margins)[0])
    low, high = np.percentile(raked, [4, 96])
    met, result = rake(survey, margins, trim=TrimPlan(percentiles=(4, 96)))
    assert low * (1 - 1e-9) <= weights_of(met).min() <= weights_of(met).max() <= high * (1 + 1e-9)
    trimming = result.trimming
    assert trimming is not None
    assert (trimming.lower, trimming.upper) == pytest.approx((low / raked.mean(), high / raked.mean()))
    assert trimming.trimmed == ((raked < low) | (raked > high)).sum()
    cut = np.clip(raked, low, high)
    assert trimming.weight_moved == pytest.approx(np.abs(cut - raked).sum() / raked.sum())
    assert trimming.design_effect == pytest.approx(150 * (raked**2).sum() / raked.sum() ** 2)
    assert result.design_effect < trimming.design_effect


@pytest.mark.parametrize(
    "plan",
    [
        TrimPlan(cap=1.0),
        TrimPlan(cap=0.0),
        TrimPlan(floor=1.0),
        TrimPlan(floor=-0.1),
        TrimPlan(percentiles=(1,)),
        TrimPlan(percentiles=(99, 1)),
        TrimPlan(percentiles=(1, 101)),
        TrimPlan(cap=float("nan")),
    ],
)
def test_limits_that_are_none_are_refused(plan: TrimPlan) -> None:
    with pytest.raises(WeightingError, match=r"no cap|no floor|percentiles"):
        rake(
            drawn(1, 60, {"a": 3}),
            drawn_margins(drawn(1, 60, {"a": 3, "b": 3, "c": 3}), 1, 0.1)[:1],
            trim=plan,
        )


M = margin("m", {"0": 0.25, "1": 0.35, "2": 0.4})
KG = Margin(("k", "g"), {(k, g): share for k, share in (("0", 0.1), ("1", 0.15)) for g in "0123"})


def test_a_margin_met_within_limits_has_no_error_and_others_have_less() -> None:
    survey = replace(poll(), design=replace(poll().design, weight="w"))
    met, result = rake(survey, [M, KG], trim=TrimPlan(cap=1.6, floor=0.5))
    assert result.trimming is not None
    assert result.trimming.trimmed > 10
    np.testing.assert_allclose(proportion(met, "m").standard_error, 0, atol=1e-9)
    np.testing.assert_allclose(proportion(met, "k").standard_error, 0, atol=1e-9)
    assert met.design.calibration is not None
    entering = numbers(met, met.design.calibration.entering)
    raked = weights_of(rake(survey, [M, KG])[0])
    np.testing.assert_allclose(entering, np.clip(raked, 0.5 * raked.mean(), 1.6 * raked.mean()))
    uncredited = replace(met, design=replace(met.design, calibration=None))
    assert (proportion(uncredited, "m").standard_error > 0.01).all()


@pytest.mark.parametrize("method", ["JKn", "bootstrap"])
def test_replicates_keep_limits_of_their_own(method: str) -> None:
    survey = declare_design(poll(), weight="w", stratum="h", psu="unit")
    replicated = (
        replicate(survey, method, replicates=40, seed=1)
        if method == "bootstrap"
        else replicate(survey, "JKn")
    )
    start = replicated.responses.block(replicated.design.replication.block)
    times = start / numbers(survey, "w")[:, None]
    met, _ = rake(replicated, [M], trim=TrimPlan(cap=1.7, floor=0.5))
    block = met.responses.block(met.design.replication.block)
    shares = np.array([(gave(met, "m", [code])[:, None] * block).sum(axis=0) for code in "012"]) / block.sum(
        axis=0
    )
    np.testing.assert_allclose(shares, np.array([[0.25], [0.35], [0.4]]) * np.ones(block.shape[1]), atol=1e-9)
    plain, _ = rake(replicated, [M])
    unlimited = plain.responses.block(plain.design.replication.block)
    for before, after, often in zip(unlimited.T, block.T, times.T, strict=True):
        used = often > 0
        average = (before[used] / often[used]).mean()
        once = after[used] / often[used]
        assert once.max() <= 1.7 * average * (1 + 1e-9)
        assert once.min() >= 0.5 * average * (1 - 1e-9)
    np.testing.assert_allclose(proportion(met, "m").standard_error, 0, atol=1e-9)
    assert mean(met, "y").standard_error[0] > 0


def test_limits_after_a_linear_calibration_admit_no_weight_below_zero() -> None:
    survey = drawn(4, 40, {"a": 3, "b": 3, "c": 3})
    margins = [margin("a", {"0": 0.04, "1": 0.48, "2": 0.48}), margin("b", {"0": 0.04, "1": 0.48, "2": 0.48})]
    loose, _ = calibrate(survey, margins)
    assert weights_of(loose).min() < 0
    met, result = calibrate(survey, margins, trim=TrimPlan(floor=0.01, cap=3.5))
    assert weights_of(met).min() >= 0.0099 * result.total / 40
    assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9


def test_weights_below_zero_are_not_cut_out_of_the_bases() -> None:
    survey = drawn(4, 40, {"a": 3, "b": 3, "c": 3})
    margins = [margin("a", {"0": 0.04, "1": 0.48, "2": 0.48}), margin("b", {"0": 0.04, "1": 0.48, "2": 0.48})]
    with pytest.raises(WeightingError, match="weights are below zero") as told:
        calibrate(survey, margins, trim=TrimPlan(cap=3.5))
    assert "floor" in told.value.hint


def test_bounds_hold_beside_a_cap_or_no_weights_are_made() -> None:
    survey = drawn(5, 150, {"a": 3, "b": 3, "c": 3})
    margins = drawn_margins(survey, 5, 0.15)
    bounds = (0.6, 1.6)
    loose, _ = calibrate(survey, margins, distance="raking", bounds=bounds)
    most = weights_of(loose).max() / weights_of(loose).mean()
    for share in (0.97, 0.9, 0.8):
        cap = share * most
        average = weights_of(survey).mean()
        factors = (0.6 * weights_of(survey), np.minimum(1.6 * weights_of(survey), cap * average))
        if not between(survey, margins, *factors):
            with pytest.raises(NotConverged):
                calibrate(survey, margins, distance="raking", bounds=bounds, trim=TrimPlan(cap=cap))
            continue
        met, _ = calibrate(survey, margins, distance="raking", bounds=bounds, trim=TrimPlan(cap=cap))
        factor = weights_of(met) / weights_of(survey)
        assert 0.6 - 1e-9 <= factor.min() <= factor.max() <= 1.6 + 1e-9
        assert weights_of(met).max() <= cap * average * (1 + 1e-9)


def test_a_cap_that_only_replicates_reach_is_kept_in_them() -> None:
    survey = replicate(drawn(6, 90, {"a": 3, "b": 3, "c": 3}), "JK1")
    margins = drawn_margins(survey, 6, 0.3)
    plain, _ = rake(survey, margins)
    cap = weights_of(plain).max() / weights_of(plain).mean() * (1 + 1e-6)
    met, result = rake(survey, margins, trim=TrimPlan(cap=cap))
    assert result.trimming is not None
    assert result.trimming.trimmed == 0
    np.testing.assert_array_equal(weights_of(met), weights_of(plain))
    assert met.design.replication is not None
    before = plain.responses.block(met.design.replication.block)
    after = met.responses.block(met.design.replication.block)
    ratios = [each.max() / each[each > 0].mean() for each in before.T]
    assert any(ratio > cap * (1 + 1e-9) for ratio in ratios)
    assert all(each.max() <= cap * each[each > 0].mean() * (1 + 1e-9) for each in after.T)


def test_targets_missed_with_leave_are_missed_in_replicates_too() -> None:
    survey = replicate(declare_design(poll(), weight="w"), "bootstrap", replicates=12, seed=1)
    people = float(weights_of(survey).sum())
    met, result = calibrate(
        survey, [M], totals={"y": people * 500}, distance="raking", unmet="accept", trim=TrimPlan(cap=3.0)
    )
    assert result.unmet
    assert met.design.replication is not None
    assert np.isfinite(met.responses.block(met.design.replication.block)).all()
