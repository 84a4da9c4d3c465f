"""Replicate variances: exact where theory says so, close to linearisation where it says that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.responses import encode
from survey.stats.replicates import covariance_of_replicates, degrees_of_freedom
from survey.tabulation.statistics import (
    Statistic,
    contrast,
    mean,
    proportion,
    quantile,
    regression,
    total,
)
from survey.vocabulary import Design, Margin, ReplicateMethod, Survey
from survey.weighting import calibrate, declare_replicates, poststratify, rake, replicate
from tests.stats.rows import assert_close, numbers, poll

M = Margin(("m",), {("0",): 0.3, ("1",): 0.3, ("2",): 0.4})
K = Margin(("k",), {("0",): 0.45, ("1",): 0.55})
PLANS = [
    Design("w", "h", "unit"),
    Design("w", "h", "town", "N"),
    Design("w", "h", None, "people"),
    Design("w", None, "unit"),
    Design(),
]


def centred_on_the_mean(survey: Survey) -> Survey:
    assert survey.design.replication is not None
    replication = replace(survey.design.replication, about_estimate=False)
    return replace(survey, design=replace(survey.design, replication=replication))


def paired(strata: int) -> Survey:
    """Strata of two sampling units."""
    rows = np.arange(240)
    columns = {
        "pair": encode([f"{row % strata}" for row in rows]),
        "half": encode([f"{row // strata % 2}" for row in rows]),
    }
    return replace(poll(), responses=poll().responses.assign(columns), design=Design("w", "pair", "half"))


def all_totals(survey: Survey) -> list[Statistic]:
    return [total(survey, ["y", "q"], by="g", domain={"ticks": ["0"]}), total(survey, ["x", "ticks"])]


@pytest.mark.parametrize("design", PLANS)
@pytest.mark.parametrize("on_the_mean", [True, False])
def test_the_jackknife_of_totals_is_linearisation(design: Design, on_the_mean: bool) -> None:
    survey = replace(poll(), design=design)
    resampled = replicate(survey, "JKn" if design.stratum else "JK1")
    if on_the_mean:
        resampled = centred_on_the_mean(resampled)
    for found, wanted in zip(all_totals(resampled), all_totals(survey), strict=True):
        assert_close(found.covariance, wanted.covariance, 1e-10)
        assert (found.df, found.domain_df.tolist()) == (wanted.df, wanted.domain_df.tolist())
        np.testing.assert_allclose(found.low, wanted.low, rtol=1e-9)


@pytest.mark.parametrize("strata", [2, 3, 5, 11])
@pytest.mark.parametrize(("method", "rho"), [("BRR", 0.0), ("Fay", 0.3), ("Fay", 0.7)])
def test_half_samples_of_totals_are_linearisation(strata: int, method: ReplicateMethod, rho: float) -> None:
    survey = paired(strata)
    for found, wanted in zip(all_totals(replicate(survey, method, rho=rho)), all_totals(survey), strict=True):
        assert_close(found.covariance, wanted.covariance, 1e-10)
        assert found.df == wanted.df == strata


@pytest.mark.parametrize("design", PLANS)
def test_the_bootstrap_is_linearisation_but_for_its_draws(design: Design) -> None:
    survey = replace(poll(), design=design)
    resampled = replicate(survey, "bootstrap", replicates=2000, seed=11)
    for statistic in (total, mean):
        found, wanted = (statistic(each, ["y", "opinion"]).standard_error for each in (resampled, survey))
        np.testing.assert_allclose(found / wanted, 1, atol=0.06)
    found, wanted = (proportion(each, "q").standard_error for each in (resampled, survey))
    np.testing.assert_allclose(found / wanted, 1, atol=0.06)


def test_population_counts_shrink_the_bootstrap() -> None:
    """Half of each stratum's units drawn: half the variance."""
    survey = poll()
    responses = survey.responses.assign({"half": encode([10.0] * 240)})
    whole, half = (
        replicate(replace(survey, responses=responses, design=Design("w", "h", "unit", fpc)), seed=3)
        for fpc in (None, "half")
    )
    found, wanted = (total(each, ["y", "x"]).standard_error for each in (half, whole))
    np.testing.assert_allclose(found**2, wanted**2 / 2, rtol=1e-9)


@pytest.mark.parametrize("method", ["JKn", "BRR", "Fay"])
def test_smooth_statistics_come_near_linearisation(method: ReplicateMethod) -> None:
    survey = paired(15)
    resampled = replicate(survey, method)
    for statistic in (
        lambda s: mean(s, ["y", "x"]),
        lambda s: proportion(s, "q", by="k"),
        lambda s: regression(s, "k", ["y", "m"], success="1"),
    ):
        found, wanted = statistic(resampled), statistic(survey)
        np.testing.assert_allclose(found.standard_error / wanted.standard_error, 1, atol=0.12)
        np.testing.assert_array_equal(found.estimate, wanted.estimate)
        assert (found.standard_error != wanted.standard_error).all()


def test_calibrating_each_replicate_is_linearised_calibration() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit"))
    resampled = replicate(survey, "JKn")
    margins = [M, K]
    for step in (
        lambda s: rake(s, margins)[0],
        lambda s: calibrate(s, margins, totals={"y": 290 * 51.0})[0],
        lambda s: poststratify(s, M)[0],
    ):
        found, wanted = (mean(step(each), ["x", "children"]).standard_error for each in (resampled, survey))
        np.testing.assert_allclose(found / wanted, 1, atol=0.12)
    fixed = proportion(rake(resampled, margins)[0], "m")
    np.testing.assert_allclose(fixed.standard_error, 0, atol=1e-10)
    assert (proportion(resampled, "m").standard_error > 0.01).all()
    credited = mean(calibrate(resampled, [M], totals={"y": 290 * 51.0})[0], "x").standard_error
    assert credited < 0.95 * mean(resampled, "x").standard_error


def test_medians_follow_their_share_in_each_replicate() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit"))
    found, wanted = quantile(replicate(survey, "JKn"), "y"), quantile(survey, "y")
    assert found.estimate == wanted.estimate
    assert found.standard_error == pytest.approx(wanted.standard_error, rel=0.25)


def test_contrasts_use_the_covariance_of_replicates() -> None:
    survey = replicate(replace(poll(), design=Design("w", "h", "unit")), "JKn")
    assert survey.design.replication is not None
    gap = contrast(mean(survey, "y", by="k"), {"gap": {"0": 1, "1": -1}})
    y, k = numbers(survey, "y"), survey.responses.column("k")
    groups = [k.codes == k.levels.index(code) for code in "01"]

    def difference(weights: np.ndarray) -> float:
        return float(np.subtract(*(np.average(y[each], weights=weights[each]) for each in groups)))

    centre = difference(numbers(survey, "#weight"))
    squares = [(difference(weights) - centre) ** 2 for weights in survey.responses.block("#replicates").T]
    assert gap.standard_error[0] ** 2 == pytest.approx(squares @ np.array(survey.design.replication.scales))
    assert gap.df == 12


def test_a_replicate_without_the_group_leaves_its_error_undefined() -> None:
    ones, gone = np.ones(240), np.where(poll().responses.column("g").codes == 0, 0.0, 1.0)
    responses = poll().responses.assign({"a": encode(ones), "b": encode(gone), "c": encode(ones * 1.5)})
    survey = replace(poll(), responses=responses, design=Design("w", "h", "unit"))
    declared = declare_replicates(survey, ["a", "b", "c", "d"])
    found = mean(declared, "y", by="g")
    lost = [cell.group[0] == survey.responses.column("g").levels[0] for cell in found.cells]
    assert np.isnan(found.standard_error).tolist() == lost
    assert np.isnan(found.covariance[lost]).all()
    unscaled = declare_replicates(survey, ["a", "b", "c", "d"], scales=[1, 0, 1, 1])
    assert np.isfinite(mean(unscaled, "y", by="g").standard_error).all()


def test_the_variance_is_the_scaled_sum_of_squares() -> None:
    replicated = np.array([[1.0, 5.0], [2.0, np.nan], [4.0, 7.0]])
    estimate = np.array([2.0, 6.0])
    scales = np.array([1.0, 0.0, 3.0])
    about = covariance_of_replicates(replicated, estimate, scale=0.5, scales=scales, about_estimate=True)
    np.testing.assert_allclose(about, 0.5 * np.array([[1 + 12, 1 + 6], [1 + 6, 1 + 3]]))
    centred = covariance_of_replicates(replicated, estimate, scale=0.5, scales=scales, about_estimate=False)
    np.testing.assert_allclose(centred, 0.5 * np.array([[9.0, 6.0], [6.0, 4.0]]))


def test_degrees_of_freedom_are_the_rank_of_the_weights_less_one() -> None:
    independent = np.random.default_rng(2).uniform(1, 2, (50, 7))
    assert degrees_of_freedom(independent) == 6
    assert degrees_of_freedom(independent.T) == 6
    assert degrees_of_freedom(np.column_stack([independent, independent[:, :3] * 2])) == 6
    assert degrees_of_freedom(np.ones((50, 4))) == 0
