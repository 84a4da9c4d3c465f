"""Average marginal effects and inflation factors against numbers worked out another way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from survey.stats.collinearity import generalised_inflation
from survey.stats.effects import average_contrast, average_slope

STEP = 1e-6


def sample(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    terms = np.column_stack([np.ones(30), rng.normal(size=(30, 3))])
    return terms, rng.normal(size=4), rng.uniform(0.2, 3, size=30)


@given(st.integers(0, 10_000))
def test_slopes_are_the_derivatives_of_the_averages(seed: int) -> None:
    terms, beta, weights = sample(seed)
    other = terms.copy()
    other[:, 2] = 0

    def contrast(at: np.ndarray) -> float:
        return average_contrast(terms, other, at, weights).value

    def slope(at: np.ndarray) -> float:
        return average_slope(terms, 1, at, weights).value

    for value, made in (
        (contrast, average_contrast(terms, other, beta, weights)),
        (slope, average_slope(terms, 1, beta, weights)),
    ):
        moved = [(value(beta + STEP * unit) - value(beta - STEP * unit)) / (2 * STEP) for unit in np.eye(4)]
        np.testing.assert_allclose(made.slope, moved, rtol=1e-4, atol=1e-7)


def test_influence_is_the_derivative_by_a_respondents_weight() -> None:
    terms, beta, weights = sample(3)
    made = average_slope(terms, 1, beta, weights)
    held = made.influence(np.zeros_like(terms), weights.sum())
    more = weights.copy()
    more[5] += STEP
    moved = (average_slope(terms, 1, beta, more).value - made.value) / STEP
    assert held[5] == pytest.approx(moved, rel=1e-4)


def test_the_slope_of_a_number_is_that_of_the_probability() -> None:
    terms, beta, weights = sample(7)
    up, down = terms.copy(), terms.copy()
    up[:, 1] += STEP
    down[:, 1] -= STEP
    moved = np.average((expit(up @ beta) - expit(down @ beta)) / (2 * STEP), weights=weights)
    assert average_slope(terms, 1, beta, weights).value == pytest.approx(moved, rel=1e-6)


def test_inflation_of_one_term_is_the_usual_factor() -> None:
    """1 / (1 − R²) of the term regressed on the others."""
    terms, _, weights = sample(11)
    terms[:, 3] += 2 * terms[:, 1]
    root = np.sqrt(weights)[:, None]
    others = terms[:, :3] * root
    own = terms[:, 3:] * root
    left = own - others @ np.linalg.lstsq(others, own, rcond=None)[0]
    centred = (terms[:, 3] - np.average(terms[:, 3], weights=weights)) * root[:, 0]
    found = generalised_inflation(terms[:, 1:], weights, [[2], [0, 1]])
    assert found[0] == pytest.approx(centred @ centred / (left[:, 0] @ left[:, 0]))
    assert found[1] == pytest.approx(found[0])


@given(st.integers(0, 10_000))
def test_inflation_does_not_depend_on_how_a_question_is_coded(seed: int) -> None:
    rng = np.random.default_rng(seed)
    group = np.append([0, 1, 2], rng.integers(0, 3, size=40))
    x = group + rng.normal(size=43)
    weights = rng.uniform(0.2, 3, size=43)
    factors = [
        generalised_inflation(
            np.column_stack([*(group == code for code in codes), x]).astype(float), weights, [[0, 1], [2]]
        )
        for codes in ((0, 1), (1, 2), (0, 2))
    ]
    np.testing.assert_allclose(factors[0], factors[1])
    np.testing.assert_allclose(factors[0], factors[2])
    assert (factors[0] >= 1).all()
