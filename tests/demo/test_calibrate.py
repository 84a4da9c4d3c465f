"""Cutting a latent scale to weighted shares, and the streams of random numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.demo.calibrate import cut, logistic, meet_mean
from survey.demo.draws import Draws


def made(seed, size):
    noise = np.random.default_rng(seed)
    return noise.normal(size=size), noise.uniform(0.3, 3, size=size)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shares=st.lists(st.floats(0.05, 1), min_size=2, max_size=6),
)
def test_weighted_shares_are_met(seed, shares):
    latent, weight = made(seed, 900)
    category = cut(latent, weight, shares)
    found = np.bincount(category, weight, minlength=len(shares)) / weight.sum()
    assert found == pytest.approx(np.array(shares) / sum(shares), abs=0.0005)


def test_order_follows_the_latent_scale():
    latent, weight = made(1, 900)
    category = cut(latent, weight, (1, 2, 1))
    assert latent[category == 0].mean() < latent[category == 1].mean() < latent[category == 2].mean()
    plain = np.searchsorted(np.quantile(latent, (0.25, 0.75)), latent)
    assert np.mean(plain == category) > 0.9


def test_without_weight_nobody_counts_but_everybody_answers():
    latent, weight = made(2, 400)
    weight[::10] = 0
    category = cut(latent, weight, (1, 1))
    assert np.bincount(category, weight)[0] == pytest.approx(weight.sum() / 2, rel=0.001)
    assert set(category[::10]) == {0, 1}


def test_a_share_of_nothing_leaves_its_category_empty():
    latent, weight = made(3, 200)
    assert set(cut(latent, weight, (0.0, 1.0))) == {1}


def test_mean_is_met_by_few_moves_that_cross_no_zero():
    noise = np.random.default_rng(4)
    values = noise.choice([-2.0, 0.0, 5.0, 10.0, 20.0], size=500)
    weight = noise.uniform(0.5, 2, size=500)
    wanted = np.average(values, weights=weight) + 0.1
    met = meet_mean(values, weight, (-2, 0, 5, 10, 20), wanted)
    assert np.average(met, weights=weight) == pytest.approx(wanted, abs=0.0005)
    assert np.array_equal(met > 0, values > 0)
    assert np.sum(met != values) < 20


def test_logistic_regression_finds_its_own_coefficients():
    noise = np.random.default_rng(5)
    predictors = np.column_stack((np.ones(20_000), noise.normal(size=20_000)))
    chance = 1 / (1 + np.exp(-predictors @ np.array([0.5, -1.0])))
    outcome = (noise.uniform(size=20_000) < chance).astype(float)
    assert logistic(predictors, outcome, np.ones(20_000)) == pytest.approx([0.5, -1.0], abs=0.06)


def test_streams_stand_apart_and_stay():
    draws = Draws(2026, 2026)
    assert np.array_equal(draws.uniform("a", 5), draws.uniform("a", 5))
    assert not np.array_equal(draws.uniform("a", 5), draws.uniform("b", 5))
    assert not np.array_equal(draws.uniform("a", 5), Draws(2026, 2025).uniform("a", 5))
    assert sorted(draws.order("c", 8)) == list(range(8))


def test_stream_is_the_same_on_every_machine():
    assert Draws(2026, 2026).order("who is who", 6).tolist() == [5, 4, 1, 3, 0, 2]
