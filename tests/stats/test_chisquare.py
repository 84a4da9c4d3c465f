"""Rao–Scott: Pearson's test for a simple random sample, and tables with holes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from survey.stats.chisquare import Significance, independence
from survey.stats.ratios import effective_base, ratio_derivatives, ratios

TABLE = np.array([[30.0, 20.0, 10.0], [20.0, 25.0, 35.0]])


def multinomial(table: np.ndarray) -> np.ndarray:
    """Covariance of cell counts of a simple random sample."""
    share = table.ravel() / table.sum()
    return np.asarray(table.sum() * (np.diag(share) - np.outer(share, share)))


def of_totals(
    table: np.ndarray, covariance: np.ndarray, *, respondents: float, degrees: float
) -> Significance:
    """Rao–Scott from totals and their covariance."""
    whole = table.sum()
    linear = (np.eye(table.size) - table.ravel()[:, None] / whole) / whole
    shares = linear @ covariance @ linear.T
    return independence(table / whole, shares, respondents=respondents, degrees=degrees)


def test_a_simple_random_sample_gives_pearson_over_its_degrees() -> None:
    found = of_totals(TABLE, multinomial(TABLE), respondents=140, degrees=139)
    pearson = stats.chi2_contingency(TABLE, correction=False)
    assert found.df2 == pytest.approx(found.df1 * 139)
    assert found.statistic == pytest.approx(pearson.statistic / 2, rel=0.2)
    assert found.p == pytest.approx(float(stats.f.sf(found.statistic, found.df1, found.df2)))


def test_independence_has_unit_design_effects() -> None:
    table = np.outer([40.0, 60.0], [0.2, 0.3, 0.5])
    found = of_totals(table, multinomial(table), respondents=100, degrees=99)
    assert (found.statistic, found.df1, found.cramers_v) == pytest.approx((0.0, 2.0, 0.0), abs=1e-12)


def test_scale_of_the_weights_does_not_matter() -> None:
    plain = of_totals(TABLE, multinomial(TABLE), respondents=140, degrees=30)
    scaled = of_totals(TABLE * 7, multinomial(TABLE) * 49, respondents=140, degrees=30)
    assert (scaled.statistic, scaled.p, scaled.cramers_v) == pytest.approx(
        (plain.statistic, plain.p, plain.cramers_v)
    )


def test_doubling_the_variance_halves_the_statistic_and_lowers_v() -> None:
    plain = of_totals(TABLE, multinomial(TABLE), respondents=140, degrees=30)
    clustered = of_totals(TABLE, 2 * multinomial(TABLE), respondents=140, degrees=30)
    assert clustered.statistic == pytest.approx(plain.statistic / 2)
    assert clustered.cramers_v < plain.cramers_v


def test_empty_rows_leave_and_an_empty_cell_stays() -> None:
    with_row = np.vstack([TABLE, np.zeros(3)])
    full = of_totals(with_row, np.pad(multinomial(TABLE), (0, 3)), respondents=140, degrees=30)
    assert full.statistic == pytest.approx(
        of_totals(TABLE, multinomial(TABLE), respondents=140, degrees=30).statistic
    )
    hole = np.array([[30.0, 0.0, 10.0], [20.0, 25.0, 35.0]])
    assert np.isfinite(of_totals(hole, multinomial(hole), respondents=120, degrees=30).p)


def test_tiny_p_does_not_underflow_to_zero() -> None:
    strong = np.array([[3000.0, 1000.0], [1000.0, 3000.0]])
    assert 0 < of_totals(strong, multinomial(strong), respondents=8000, degrees=900).p < 1e-100


def test_undefined_tables_say_so() -> None:
    assert np.isnan(of_totals(TABLE[:1], np.eye(3), respondents=60, degrees=30).statistic)
    assert np.isnan(of_totals(TABLE, multinomial(TABLE), respondents=140, degrees=0).p)


def test_ratios_and_their_derivatives() -> None:
    assert np.isnan(ratios(np.array([1.0]), np.array([0.0]))[0])
    derivatives = ratio_derivatives(np.array([[0.25, 0.5]]), np.array([[4.0, 2.0]]))
    np.testing.assert_allclose(derivatives[0], [[0.25, 0], [0, 0.5], [-0.0625, 0], [0, -0.25]])
    assert effective_base(np.array([6.0]), np.array([12.0]))[0] == 3
