"""Regressions equal those fitted to the respondents one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from survey.stats.models import FamilyName
from survey.tabulation.statistics import regression, term_test
from survey.vocabulary import Design, Survey
from survey.weighting import replicate
from tests.stats.rows import (
    CALIBRATION,
    DESIGNS,
    Array,
    Estimator,
    answered,
    assert_close,
    expected,
    gave,
    in_domain,
    numbers,
    poll,
    scores_of,
    weights_of,
)

MEANS: dict[FamilyName, Callable[[np.ndarray], np.ndarray]] = {
    "gaussian": lambda predictor: predictor,
    "binomial": lambda predictor: 1 / (1 + np.exp(-predictor)),
    "poisson": np.exp,
}
SLOPES: dict[FamilyName, Callable[[np.ndarray], np.ndarray]] = {
    "gaussian": np.ones_like,
    "binomial": lambda mean: mean * (1 - mean),
    "poisson": lambda mean: mean,
}
OUTCOMES: dict[FamilyName, str] = {"gaussian": "y", "binomial": "q", "poisson": "children"}
DOMAIN = {"ticks": ["0", "2"]}
REPLICATED = replicate(replace(poll(), design=Design("w", "h", "unit", "N")), "bootstrap", replicates=20)
SURVEYS = [*(replace(poll(), design=design) for design in DESIGNS), REPLICATED]


def modelled(survey: Survey, family: FamilyName) -> tuple[Array, Array, Array]:
    """Terms, outcome, and who is in the model, (rows, ...)."""
    x, opinion = numbers(survey, "x"), scores_of(survey, "opinion")
    inside = in_domain(survey, DOMAIN) & ~np.isnan(x) & ~np.isnan(opinion)
    inside &= answered(survey, "q") if family == "binomial" else True
    dummies = [gave(survey, "g", [code]) for code in "023"]
    terms = np.column_stack([np.ones(len(x)), *dummies, np.nan_to_num(x), np.nan_to_num(opinion)])
    outcome = (
        gave(survey, "q", ["1", "2"]).astype(float)
        if family == "binomial"
        else numbers(survey, OUTCOMES[family])
    )
    return terms, outcome, inside.astype(float)


def fit(terms: Array, outcome: Array, inside: Array, family: FamilyName) -> Estimator:
    """Newton's method; weights with imaginary parts start from what their real part gives."""

    def stepped(found: np.ndarray, weights: np.ndarray) -> np.ndarray:
        mean = MEANS[family](found @ terms.T)
        slope = (weights * inside * (outcome - mean)) @ terms
        each = weights * inside * SLOPES[family](mean)
        return found + np.linalg.solve((terms.T * each[..., None, :]) @ terms, slope[..., None])[..., 0]

    def coefficients(weights: np.ndarray) -> np.ndarray:
        found = np.zeros(terms.shape[1])
        for _ in range(30):
            found = stepped(found, weights.real.reshape(-1, len(terms))[0])
        return stepped(found, weights) if np.iscomplexobj(weights) else found

    return coefficients


@pytest.mark.parametrize("family", list(MEANS))
@pytest.mark.parametrize("survey", SURVEYS)
def test_coefficients_and_their_errors(survey: Survey, family: FamilyName) -> None:
    found = regression(
        survey,
        OUTCOMES[family],
        ["g", "x", "opinion"],
        family=family,
        success=["1", "2"] if family == "binomial" else (),
        references={"g": "1"},
        scored=["opinion"],
        domain=DOMAIN,
        level=0.9,
    )
    terms, outcome, inside = modelled(survey, family)
    weights = weights_of(survey)
    estimator = fit(terms, outcome, inside, family)
    coefficients = estimator(weights)
    names = ["intercept", "g = 0", "g = 2", "g = 3", "x", "opinion"]
    assert [term.name for term in found.terms] == names
    assert found.references == {"g": "1"}
    np.testing.assert_allclose(found.estimate, coefficients, rtol=1e-9, atol=1e-11)
    covariance = expected(survey, estimator)
    assert_close(found.covariance, covariance, 1e-9)
    error = np.sqrt(np.diagonal(covariance))
    t = coefficients / error
    np.testing.assert_allclose(found.standard_error, error, rtol=1e-8)
    np.testing.assert_allclose(found.t, t, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.p, 2 * stats.t.sf(np.abs(t), found.df), rtol=1e-6)
    np.testing.assert_allclose(found.high - found.low, 2 * stats.t.isf(0.05, found.df) * error, rtol=1e-8)
    assert found.unweighted_base == inside.sum()
    assert found.weighted_base == pytest.approx(weights @ inside)
    if survey.design.psu is None:
        strata = 3 if survey.design.stratum else 1
        assert found.df == inside.sum() - strata + 1 - 6
    used = weights * inside * inside.sum() / (weights @ inside)
    mean = MEANS[family](terms @ coefficients)
    pearson = (outcome - mean) / np.sqrt(SLOPES[family](mean))
    if survey.design.replication is None:
        spread = used @ pearson**2 / inside.sum() - (used @ pearson / inside.sum()) ** 2
        assert found.dispersion == pytest.approx(spread * inside.sum() / (inside.sum() - 1), rel=1e-8)
    else:
        assert found.dispersion == pytest.approx(used @ pearson**2 / inside.sum(), rel=1e-8)
    if family == "gaussian":
        assert found.deviance == pytest.approx(used @ (outcome - mean) ** 2, rel=1e-9)
    elif family == "binomial":
        fitted = np.where(outcome > 0, mean, 1 - mean)
        assert found.deviance == pytest.approx(-2 * used @ np.log(fitted), rel=1e-9)
    else:
        log = np.log(np.where(outcome > 0, outcome, 1) / mean)
        assert found.deviance == pytest.approx(2 * used @ (outcome * log - (outcome - mean)), rel=1e-9)


@pytest.mark.parametrize("survey", [SURVEYS[-2], SURVEYS[-1]])
def test_wald_tests_of_a_question(survey: Survey) -> None:
    model = regression(survey, "y", ["g", "x"])
    found = term_test(model, "g")
    kept = [1, 2, 3]
    block = model.covariance[np.ix_(kept, kept)]
    statistic = float(model.estimate[kept] @ np.linalg.solve(block, model.estimate[kept])) / 3
    assert (found.statistic, found.df1, found.df2) == pytest.approx((statistic, 3, model.df), rel=1e-9)
    assert found.p == pytest.approx(float(stats.f.sf(statistic, 3, model.df)), rel=1e-8)
    one = term_test(model, "x")
    assert one.statistic == pytest.approx(model.t[4] ** 2, rel=1e-9)
    assert one.p == pytest.approx(model.p[4], rel=1e-7)


def test_ticks_enter_as_terms_that_overlap() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit", calibration=CALIBRATION))
    found = regression(survey, "y", "ticks")
    assert [term.answer for term in found.terms] == ["", "1", "2"]
    inside = answered(survey, "ticks").astype(float)
    dummies = np.column_stack([np.ones(240), *(gave(survey, "ticks", [code]) for code in "12")])
    estimator = fit(dummies, numbers(survey, "y"), inside, "gaussian")
    np.testing.assert_allclose(found.estimate, estimator(weights_of(survey)), rtol=1e-9)
    assert_close(found.covariance, expected(survey, estimator), 1e-9)
    assert found.unweighted_base == inside.sum()


def test_an_outcome_of_ticks_counts_who_ticked_one() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit"))
    found = regression(survey, "ticks", "k", success=["1", "2"])
    inside = answered(survey, "ticks").astype(float)
    terms = np.column_stack([np.ones(240), gave(survey, "k", ["1"])])
    estimator = fit(terms, gave(survey, "ticks", ["1", "2"]).astype(float), inside, "binomial")
    np.testing.assert_allclose(found.estimate, estimator(weights_of(survey)), rtol=1e-9)
    assert_close(found.covariance, expected(survey, estimator), 1e-9)


def test_a_mean_is_a_model_of_groups() -> None:
    """With one question of answers the model is its groups' means, and its errors are theirs."""
    survey = replace(poll(), design=Design("w", "h", "unit", calibration=CALIBRATION))
    linear = regression(survey, "q", "g", success="1", family="gaussian")
    shares = np.cumsum([linear.estimate[0], 0, 0, 0]) + np.append(0, linear.estimate[1:])
    logistic = regression(survey, "q", "g", success="1")
    log_odds = np.log(shares / (1 - shares))
    np.testing.assert_allclose(logistic.estimate, log_odds - np.append(0, log_odds[[0, 0, 0]]), rtol=1e-8)
    slope = (1 / (shares * (1 - shares)))[0]
    assert logistic.standard_error[0] == pytest.approx(linear.standard_error[0] * slope, rel=1e-8)
