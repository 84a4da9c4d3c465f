"""The variance door: formulas by hand, and the policies for strata of one unit."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.variance import (
    LonelyPolicy,
    LonelyStratumError,
    Stage,
    covariance_of_respondents,
    covariance_of_units,
    mapped,
    sampling_fraction,
)

TOTALS = np.array([[3.0], [5.0], [10.0], [4.0], [7.0]])
STRATUM = np.array([0, 0, 1, 1, 2])


def lonely(policy: LonelyPolicy) -> float:
    stage = Stage(np.array([2.0, 2.0, 1.0]), np.array([0.0, 0.5, 0.0]), policy)
    return float(covariance_of_units(TOTALS, STRATUM, stage)[0, 0])


REGULAR = 1.0 * 2 * 2.0 + 0.5 * 2 * 18.0


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("remove", REGULAR),
        ("certainty", REGULAR),
        ("average", REGULAR * 3 / 2),
        ("adjust", REGULAR + (7.0 - 29 / 5) ** 2),
    ],
)
def test_strata_of_one_unit_follow_the_policy(policy: LonelyPolicy, expected: float) -> None:
    assert lonely(policy) == pytest.approx(expected)


def test_failing_names_the_strata() -> None:
    with pytest.raises(LonelyStratumError) as complaint:
        lonely("fail")
    assert complaint.value.strata == (2,)


def test_a_stratum_taken_whole_adds_nothing_and_is_not_lonely() -> None:
    stage = Stage(np.array([2.0, 2.0, 1.0]), np.array([0.0, 1.0, 1.0]))
    assert covariance_of_units(TOTALS, STRATUM, stage)[0, 0] == pytest.approx(4.0)


def test_units_and_respondents_agree() -> None:
    stage = Stage(np.array([2.0, 2.0, 1.0]), np.array([0.0, 0.5, 0.0]), "adjust")
    draw = np.random.default_rng(3).normal(size=(5, 3))
    squares = (draw * stage.factor[STRATUM][:, None]).T @ draw
    sums = np.array([draw[h == STRATUM].sum(axis=0) for h in range(3)])
    np.testing.assert_allclose(
        covariance_of_respondents(squares, sums, stage), covariance_of_units(draw, STRATUM, stage), rtol=1e-12
    )


def test_fractions_from_counts_shares_and_infinity() -> None:
    population = np.array([20.0, 0.25, np.inf, 4.0])
    assert sampling_fraction(population, np.array([5.0, 5.0, 5.0, 4.0])).tolist() == [0.25, 0.25, 0.0, 1.0]


def test_rounding_is_not_variance() -> None:
    covariance = np.array([[1.0, 1.0], [1.0, 1.0 + 1e-15]])
    assert mapped(covariance, np.array([[1.0], [-1.0]]))[0, 0] == 0.0
    assert mapped(covariance, np.array([[1.0], [1.0]]))[0, 0] == pytest.approx(4.0)
