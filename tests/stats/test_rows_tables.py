"""Crosstabs, tests of tables, t tests and quantiles equal those of the respondents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from survey.tabulation.statistics import chisquare, crosstab, crosstabs, goodness_of_fit, quantile, ttest
from survey.vocabulary import Design, Survey
from survey.weighting import replicate
from tests.stats.rows import (
    CALIBRATION,
    DESIGNS,
    Array,
    Bools,
    Estimator,
    answered,
    assert_close,
    expected,
    gave,
    grouped,
    in_domain,
    numbers,
    poll,
    ratios_of,
    weights_of,
)

DOMAIN = {"ticks": ["0", "2"]}
REPLICATED = replicate(replace(poll(), design=Design("w", "h", "unit", "N")), "bootstrap", replicates=40)
SURVEYS = [*(replace(poll(), design=design) for design in DESIGNS), REPLICATED]
WANTED = {"0": 0.3, "1": 0.3, "2": 0.4}


def crossed(survey: Survey, row: str, column: str, base: Bools) -> Array:
    """Who is in the base and each cell, (rows, cells in reading order)."""
    cells = [
        gave(survey, row, [i]) & gave(survey, column, [j]) & base
        for i in survey.codebook[row].codes("substantive", "dont_know")
        for j in survey.codebook[column].codes("substantive", "dont_know")
    ]
    return np.array(cells, dtype=float).T


def degrees(survey: Survey) -> float:
    """Sampling units less strata; of replicates, the rank of their weights less one."""
    design, everyone = survey.design, len(survey.responses)
    if design.replication:
        return float(np.linalg.matrix_rank(survey.responses.block(design.replication.block), rtol=1e-5) - 1)
    codes = [
        survey.responses.column(name).codes if name else np.zeros(everyone)
        for name in (design.stratum, design.psu)
    ]
    units = len(set(zip(*codes, strict=True))) if design.psu else everyone
    return float(units - len(set(codes[0])))


def shares_of(cells: Array) -> Estimator:
    return lambda weights: (weights @ cells) / (weights @ cells).sum(axis=-1, keepdims=True)


def second_order(share: Array, covariance: Array, respondents: float) -> tuple[float, float, float, float]:
    """Rao–Scott's F, its first degrees of freedom, Pearson's statistic and the trace of the design effects.

    As R's `svychisq` has it: model matrices of the main effects and of the
    interaction, the latter freed of the former.
    """
    rows, columns = share.shape
    of_row, of_column = np.divmod(np.arange(share.size), columns)
    i, j = np.eye(rows)[of_row][:, 1:], np.eye(columns)[of_column][:, 1:]
    main = np.column_stack([np.ones(share.size), i, j])
    both = (i[:, :, None] * j[:, None, :]).reshape(share.size, -1)
    free = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.diag(1 / share.ravel())
    simple = free.T @ (inverse / respondents) @ free
    delta = np.linalg.inv(simple) @ (free.T @ inverse @ covariance @ inverse @ free)
    independent = np.outer(share.sum(axis=1), share.sum(axis=0))
    pearson = respondents * ((share - independent) ** 2 / independent).sum()
    trace = np.trace(delta)
    return pearson / trace, trace**2 / np.trace(delta @ delta), pearson, trace


@pytest.mark.parametrize("domain", [None, DOMAIN])
@pytest.mark.parametrize("survey", SURVEYS)
def test_crosstabs_and_their_test(survey: Survey, domain: dict[str, list[str]] | None) -> None:
    found = crosstab(survey, "q", "opinion", domain=domain)
    cells = crossed(survey, "q", "opinion", in_domain(survey, domain))
    weights = weights_of(survey)
    shape = 3, 4
    below = np.tile(cells.reshape(-1, *shape).sum(axis=1), 3)
    assert (found.row_codes, found.column_codes) == (("0", "1", "2"), ("2", "1", "0", "8"))
    assert_close(found.weighted_total.ravel(), weights @ cells)
    assert_close(found.unweighted_count.ravel(), cells.sum(axis=0))
    assert_close(found.unweighted_base, below.sum(axis=0)[:4])
    assert_close(found.effective_base, ((weights @ below) ** 2 / (weights**2 @ below))[:4])
    within = ratios_of(cells, below)
    assert_close(found.share.ravel(), within(weights))
    assert_close(found.standard_error.ravel() ** 2, np.diagonal(expected(survey, within)))
    share, respondents = shares_of(cells)(weights).reshape(shape), cells.sum()
    covariance = expected(survey, shares_of(cells))
    f, df1, pearson, trace = second_order(share, covariance, respondents)
    df2 = df1 * degrees(survey)
    p = float(stats.f.sf(f, df1, df2))
    v = np.sqrt(max(pearson - trace, 0) / respondents / 2)
    test = (found.statistic, found.df1, found.df2, found.p, found.cramers_v)
    assert test == pytest.approx((f, df1, df2, p, v), rel=1e-9, abs=1e-9)
    alone = chisquare(survey, "q", "opinion", domain=domain)
    assert (alone.statistic, alone.df1, alone.df2, alone.p, alone.cramers_v) == pytest.approx(test, rel=1e-12)
    assert_close(alone.observed, share)
    first = chisquare(survey, "q", "opinion", domain=domain, statistic="first_order")
    assert (first.statistic, first.df1) == pytest.approx((pearson, 6.0), rel=1e-9)
    assert first.p == pytest.approx(float(stats.chi2.sf(pearson * 6 / trace, 6)), rel=1e-7)


@pytest.mark.parametrize("survey", SURVEYS)
def test_wald_tests_of_independence(survey: Survey) -> None:
    cells = crossed(survey, "q", "m", in_domain(survey, DOMAIN))

    def excess(weights: np.ndarray) -> np.ndarray:
        table = (weights @ cells).reshape(*weights.shape[:-1], 3, 3)
        row, column = table.sum(axis=-1, keepdims=True), table.sum(axis=-2, keepdims=True)
        left = table - row * column / table.sum(axis=(-2, -1), keepdims=True)
        return left[..., :2, :2].reshape(*weights.shape[:-1], 4)

    distance, covariance = excess(weights_of(survey)), expected(survey, excess)
    df = degrees(survey)
    plain = float(distance @ np.linalg.inv(covariance) @ distance) / 4
    adjusted = plain * (df - 3) / df
    found = chisquare(survey, "q", "m", domain=DOMAIN, statistic="wald")
    assert (found.statistic, found.df1, found.df2) == pytest.approx((plain, 4, df), rel=1e-8)
    assert found.p == pytest.approx(float(stats.f.sf(plain, 4, df)), rel=1e-7)
    found = chisquare(survey, "q", "m", domain=DOMAIN, statistic="adjusted_wald")
    assert (found.statistic, found.df1, found.df2) == pytest.approx((adjusted, 4, df - 3), rel=1e-8)


@pytest.mark.parametrize("survey", SURVEYS)
def test_shares_against_given_ones(survey: Survey) -> None:
    found = goodness_of_fit(survey, "q", WANTED, domain=DOMAIN)
    inside = in_domain(survey, DOMAIN) & answered(survey, "q")
    cells = np.array([gave(survey, "q", [code]) & inside for code in WANTED], dtype=float).T
    wanted, weights = np.array(list(WANTED.values())), weights_of(survey)

    def misfits(given: np.ndarray) -> np.ndarray:
        found = given @ cells
        expected_total = wanted * found.sum(axis=-1, keepdims=True)
        return (found - expected_total) / np.sqrt(expected_total)

    total = (weights @ cells).sum()
    per_respondent = inside.sum() / total
    covariance = expected(survey, misfits) * per_respondent
    pearson = float((misfits(weights) ** 2).sum()) * per_respondent
    scale = (covariance**2).sum() / np.trace(covariance)
    df = np.trace(covariance) ** 2 / (covariance**2).sum()
    statistic = pearson / scale
    assert (found.statistic, found.df, found.scale) == pytest.approx((statistic, df, scale), rel=1e-9)
    assert found.p == pytest.approx(float(stats.chi2.sf(statistic, df)), rel=1e-8)
    assert_close(found.observed, weights @ cells / total)
    assert found.unweighted_base == inside.sum()


@pytest.mark.parametrize("survey", SURVEYS)
def test_t_tests_of_one_mean_and_of_two(survey: Survey) -> None:
    inside = in_domain(survey, DOMAIN) & ~np.isnan(numbers(survey, "x"))
    x = np.nan_to_num(numbers(survey, "x"))[:, None]
    weights = weights_of(survey)
    whole = ratios_of(x * inside[:, None], inside[:, None].astype(float))
    one = ttest(survey, "x", against=5.2, domain=DOMAIN, level=0.9)
    error = np.sqrt(expected(survey, whole)[0, 0])
    assert (one.estimate, one.standard_error) == pytest.approx((whole(weights)[0], error), rel=1e-9)
    assert one.t == pytest.approx((whole(weights)[0] - 5.2) / error, rel=1e-9)
    groups = np.array([grouped(survey, "k", [code]) & inside for code in "01"], dtype=float).T
    means = ratios_of(x * groups, groups)
    two = ttest(survey, "x", by="k", domain=DOMAIN, against=0.1)
    gap = means(weights)[1] - means(weights)[0]
    covariance = expected(survey, means)
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    assert two.groups == ("0", "1")
    assert (two.estimate, two.standard_error) == pytest.approx((gap, error), rel=1e-9)
    assert two.p == pytest.approx(2 * float(stats.t.sf(abs(gap - 0.1) / error, two.df)), rel=1e-8)
    if survey.design.psu:
        assert two.df == one.df == degrees(survey) - 1
    else:
        assert two.df == inside.sum() - (3 if survey.design.stratum else 1) - 1
    reach = float(stats.t.isf(0.05, one.df)) * one.standard_error
    assert (one.low, one.high) == pytest.approx((one.estimate - reach, one.estimate + reach))


def weighted_quantile(values: Array, weights: Array, share: float) -> float:
    """The smallest value whose cumulated share of the weights reaches the share wanted."""
    if not 0 <= share <= 1:
        return np.nan
    for value in sorted(set(values)):
        if weights[values <= value].sum() >= share * weights.sum() * (1 - 1e-12):
            return float(value)
    return float(values.max())


@pytest.mark.parametrize("survey", SURVEYS)
def test_quantiles_have_woodruffs_limits(survey: Survey) -> None:
    wanted = [0.25, 0.5, 0.9]
    found = quantile(survey, "x", wanted, by="k", domain=DOMAIN)
    x, weights = numbers(survey, "x"), weights_of(survey)
    for position, cell in enumerate(found.cells):
        inside = grouped(survey, "k", cell.group) & in_domain(survey, DOMAIN) & ~np.isnan(x)
        assert cell.quantile is not None
        middle = weighted_quantile(x[inside], weights[inside], cell.quantile)
        base = inside[:, None].astype(float)
        below = ratios_of(base * (np.nan_to_num(x) <= middle)[:, None], base)
        reach = stats.t.isf(0.025, found.domain_df[position]) * np.sqrt(expected(survey, below)[0, 0])
        share = float(below(weights)[0])
        low, high = (weighted_quantile(x[inside], weights[inside], share + side * reach) for side in (-1, 1))
        error = (high - low) / (2 * stats.t.isf(0.025, found.domain_df[position]))
        here = found.estimate[position], found.low[position], found.high[position]
        assert here == pytest.approx((middle, low, high), rel=1e-12, nan_ok=True)
        assert found.standard_error[position] == pytest.approx(error, rel=1e-12, nan_ok=True)
    assert np.isfinite(found.standard_error[[0, 1, 3, 4]]).all()


def test_the_rule_of_school_takes_the_middle() -> None:
    survey = replace(poll(), design=Design())
    few = replace(survey, responses=survey.responses.keep(np.arange(240) < 4))
    values = np.sort(numbers(few, "y"))
    assert quantile(few, "y").estimate[0] == values[1]
    assert quantile(few, "y", rule="school").estimate[0] == (values[1] + values[2]) / 2
    assert quantile(few, "y", 0.6, rule="school").estimate[0] == values[2]


def test_crosstabs_are_the_tables_one_by_one() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit", calibration=CALIBRATION))
    several = crosstabs(survey, ["q", "m"], ["k", "opinion"], level=0.9)
    assert [(each.row, each.column) for each in several] == [
        ("q", "k"),
        ("q", "opinion"),
        ("m", "k"),
        ("m", "opinion"),
    ]
    for each in several:
        alone = crosstab(survey, each.row, each.column, level=0.9)
        np.testing.assert_array_equal(each.low, alone.low)
        np.testing.assert_array_equal(each.high, alone.high)
        assert each.p == alone.p
    assert crosstabs(survey, [], "k") == ()
