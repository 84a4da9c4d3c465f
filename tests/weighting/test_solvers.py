"""Raking and calibration on cells: targets met, distances told apart, impossible ones admitted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.weighting.distance import Distance, calibrate
from survey.weighting.raking import rake

CELLS = np.array([[a, b] for a in range(2) for b in range(3)])
positive = st.floats(0.2, 5.0)


def dummies() -> np.ndarray:
    return np.hstack([np.eye(2)[CELLS[:, 0]], np.eye(3)[CELLS[:, 1]]])


@given(st.lists(positive, min_size=6, max_size=6), st.lists(positive, min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_raking_meets_both_margins_and_equals_the_exponential_distance(
    weights: list[float], shares: list[float]
) -> None:
    first, second = np.array(shares[:2]), np.array(shares[2:])
    first, second = 100 * first / first.sum(), 100 * second / second.sum()
    entering = np.array(weights)
    raked = rake(entering, CELLS, [first, second])
    assert raked.error <= 1e-10
    final = entering * raked.factors
    np.testing.assert_allclose(np.bincount(CELLS[:, 0], final), first, atol=1e-8)
    np.testing.assert_allclose(np.bincount(CELLS[:, 1], final), second, atol=1e-8)
    newton = calibrate(entering, dummies(), np.concatenate([first, second]), distance="raking")
    np.testing.assert_allclose(newton.factors, raked.factors, rtol=1e-6)


@pytest.mark.parametrize(
    ("distance", "bounds"), [("linear", None), ("linear", (0.6, 1.6)), ("logit", (0.6, 1.6))]
)
def test_distances_meet_totals_within_bounds(distance: Distance, bounds: tuple[float, float] | None) -> None:
    entering = np.array([10.0, 20.0, 15.0, 5.0, 25.0, 25.0])
    wanted = np.array([50.0, 50.0, 18.0, 42.0, 40.0])
    found = calibrate(entering, dummies(), wanted, distance=distance, bounds=bounds)
    assert found.error <= 1e-10
    np.testing.assert_allclose(dummies().T @ (entering * found.factors), wanted, rtol=1e-9)
    if bounds:
        assert bounds[0] <= found.factors.min()
        assert found.factors.max() <= bounds[1]


def test_linear_calibration_to_a_number_is_the_regression_estimator() -> None:
    entering, x = np.array([1.0, 2.0, 1.0, 3.0]), np.array([1.0, 4.0, 2.0, 8.0])
    design = np.column_stack([np.ones(4), x])
    wanted = np.array([8.0, 30.0])
    found = calibrate(entering, design, wanted)
    gap = wanted - design.T @ entering
    dual = np.linalg.solve(design.T @ (entering[:, None] * design), gap)
    np.testing.assert_allclose(found.factors, 1 + design @ dual)


@pytest.mark.parametrize(
    ("distance", "bounds"), [("linear", (0.9, 1.1)), ("logit", (0.9, 1.1)), ("raking", (0.9, 1.1))]
)
def test_bounds_too_tight_leave_an_error(distance: Distance, bounds: tuple[float, float]) -> None:
    found = calibrate(
        np.ones(6), dummies(), np.array([1.0, 5.0, 2.0, 2.0, 2.0]), distance=distance, bounds=bounds
    )
    assert found.error > 1e-3
    assert np.isfinite(found.factors).all()


def test_margins_that_conflict_leave_an_error() -> None:
    cells = np.array([[0, 0], [1, 1]])
    found = rake(np.ones(2), cells, [np.array([1.0, 1.0]), np.array([0.5, 1.5])], max_sweeps=50)
    assert found.iterations == 50
    assert found.error > 0.1


@pytest.mark.parametrize("sweeps", [1, 2])
@pytest.mark.parametrize("replicates", [None, 3])
def test_raking_cut_short_tells_the_largest_gap_of_all_margins(sweeps: int, replicates: int | None) -> None:
    draw = np.random.default_rng(7)
    entering = draw.lognormal(0, 1, (6,) if replicates is None else (6, replicates))
    targets = [np.array([30.0, 70.0]), np.array([20.0, 50.0, 30.0])]
    targets = [target if replicates is None else np.tile(target[:, None], replicates) for target in targets]
    raked = rake(entering, CELLS, targets, max_sweeps=sweeps)
    final = entering * raked.factors
    gaps = [np.abs(np.eye(len(each))[CELLS[:, i]].T @ final - each).max() for i, each in enumerate(targets)]
    assert raked.iterations == sweeps
    assert raked.error == pytest.approx(max(gaps) / 100, rel=1e-9)
    assert raked.error > 1e-10


def test_logit_needs_bounds() -> None:
    with pytest.raises(ValueError, match="bounds"):
        calibrate(np.ones(6), dummies(), np.ones(5), distance="logit")
