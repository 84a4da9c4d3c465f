"""Limits of shares: at the ends, against each other, and against Clopper and Pearson's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey.stats.intervals import Method, share_interval, wald

METHODS: tuple[Method, ...] = ("korn_graubard", "beta", "logit", "wilson", "wald")


def limits(
    p: float, error: float, method: Method, *, base: float = 100, kish: float = 80, df: float = 40
) -> tuple[float, float]:
    low, high = share_interval(
        np.array([p]),
        np.array([error]),
        unweighted_base=np.array([base]),
        effective_base=np.array([kish]),
        degrees=np.array([df]),
        method=method,
    )
    return float(low[0]), float(high[0])


@given(st.floats(0.02, 0.98), st.floats(0.01, 0.1), st.sampled_from(METHODS))
@settings(max_examples=80, deadline=None)
def test_limits_enclose_the_share(p: float, error: float, method: Method) -> None:
    low, high = limits(p, error, method)
    assert low < p < high
    if method != "wald":
        assert low >= 0
        assert high <= 1


@given(st.floats(0.02, 0.98), st.sampled_from(METHODS))
@settings(max_examples=40, deadline=None)
def test_complement_mirrors(p: float, method: Method) -> None:
    low, high = limits(p, 0.04, method)
    assert limits(1 - p, 0.04, method) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_simple_random_sample_gives_clopper_and_pearson() -> None:
    low, high = limits(0.3, np.sqrt(0.3 * 0.7 / 50), "korn_graubard", base=50, kish=50, df=49)
    exact = stats.binomtest(15, 50).proportion_ci(method="exact")
    assert (low, high) == pytest.approx((exact.low, exact.high))


def test_korn_graubard_never_counts_more_respondents_than_there_are() -> None:
    capped, free = limits(0.4, 0.01, "korn_graubard"), limits(0.4, 0.01, "beta")
    assert capped[1] - capped[0] > free[1] - free[0]


@pytest.mark.parametrize("base", [50.0, 200.0])
def test_nobody_and_everybody_have_one_sided_limits(base: float) -> None:
    low, high = limits(0.0, 0.0, "korn_graubard", base=base, kish=80)
    effective = min(base, 80) * (stats.t.isf(0.025, base - 1) / stats.t.isf(0.025, 40)) ** 2
    assert (low, high) == pytest.approx((0.0, 1 - 0.025 ** (1 / effective)))
    assert limits(1.0, 0.0, "korn_graubard", base=base, kish=80) == pytest.approx((1 - high, 1.0))


@pytest.mark.parametrize("method", METHODS)
def test_unknown_errors_have_unknown_limits(method: Method) -> None:
    assert np.isnan(limits(0.4, np.nan, method)).all()
    assert np.isnan(limits(0.4, 0.1, method, base=1)).all()
    assert np.isnan(limits(0.4, 0.1, method, df=0)).all()


def test_means_take_t() -> None:
    low, high = wald(np.array([10.0]), np.array([2.0]), np.array([5.0]), 0.9)
    assert high[0] - 10 == pytest.approx(2 * stats.t.ppf(0.95, 5))
    assert low[0] + high[0] == pytest.approx(20)
