"""Means, shares, totals, ratios, mentions, variances and correlations equal those of the respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from survey.responses import encode
from survey.stats.intervals import share_interval
from survey.tabulation.statistics import (
    Cell,
    Statistic,
    contrast,
    correlation,
    mean,
    mentions,
    pairwise,
    proportion,
    ratio,
    total,
    variance,
)
from survey.vocabulary import Design, Survey
from survey.weighting import declare_replicates, replicate
from tests.stats.rows import (
    CALIBRATION,
    DESIGNS,
    WEIGHTED,
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
    scores_of,
    weights_of,
)

Domain = dict[str, list[str]] | None
SCOPES: list[tuple[str | list[str], Domain]] = [
    ([], None),
    ("g", {"ticks": ["0", "2"]}),
    (["k", "m"], None),
    ("ticks", {"k": ["1"], "m": ["0", "2"]}),
]


def polled(design: Design) -> Survey:
    return replace(poll(), design=design)


def cells_of(statistic: Statistic, survey: Survey, by: str | Sequence[str], base: Bools) -> Array:
    """Who is in the base and in each cell's group, (rows, cells) 0 or 1."""
    inside = [grouped(survey, by, cell.group) & base for cell in statistic.cells]
    return np.array(inside, dtype=float).T


def number(survey: Survey, cell: Cell) -> Array:
    """What each respondent adds to a cell's numerator, (rows,)."""
    if cell.answer:
        return gave(survey, cell.question, [cell.answer]).astype(float)
    return np.nan_to_num(scores_of(survey, cell.question))


def numerators(statistic: Statistic, survey: Survey) -> Array:
    return np.array([number(survey, cell) for cell in statistic.cells]).T


def check(statistic: Statistic, survey: Survey, inside: Array, estimator: Estimator) -> None:
    """Every field of a statistic against the respondents."""
    weights = weights_of(survey)
    assert_close(statistic.estimate, estimator(weights))
    covariance = expected(survey, estimator)
    assert_close(statistic.covariance, covariance)
    np.testing.assert_allclose(statistic.standard_error, np.sqrt(np.diagonal(covariance)), rtol=1e-9)
    assert_close(statistic.unweighted_base, inside.sum(axis=0))
    assert_close(statistic.weighted_base, weights @ inside)
    assert_close(statistic.effective_base, (weights @ inside) ** 2 / (weights**2 @ inside))
    assert set(statistic.flags) == {""}


@pytest.mark.parametrize(("by", "domain"), SCOPES)
@pytest.mark.parametrize("design", WEIGHTED)
def test_means_of_numbers_and_scores(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    names = ["y", "x", "opinion"]
    found = mean(survey, names, by=by, domain=domain)
    base = in_domain(survey, domain) & ~np.isnan([scores_of(survey, name) for name in names]).any(axis=0)
    inside = cells_of(found, survey, by, base)
    check(found, survey, inside, ratios_of(numerators(found, survey) * inside, inside))


@pytest.mark.parametrize(("by", "domain"), SCOPES)
@pytest.mark.parametrize("design", WEIGHTED)
def test_shares_of_single_and_multiple_answers(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    names = ["q", "ticks", "opinion"]
    found = proportion(survey, names, by=by, domain=domain)
    assert [cell.answer for cell in found.cells[:10]] == ["0", "1", "2"] * 2 + ["2", "1", "0", "8"]
    base = in_domain(survey, domain) & np.all([answered(survey, name) for name in names], axis=0)
    inside = cells_of(found, survey, by, base)
    check(found, survey, inside, ratios_of(numerators(found, survey) * inside, inside))


@pytest.mark.parametrize(("by", "domain"), SCOPES)
@pytest.mark.parametrize("design", WEIGHTED)
def test_totals(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    found = total(survey, ["x", "q"], by=by, domain=domain)
    base = in_domain(survey, domain) & ~np.isnan(numbers(survey, "x")) & answered(survey, "q")
    inside = cells_of(found, survey, by, base)
    summed = numerators(found, survey) * inside
    check(found, survey, inside, lambda weights: weights @ summed)


@pytest.mark.parametrize(("by", "domain"), SCOPES)
@pytest.mark.parametrize("design", WEIGHTED)
def test_ratios_of_totals(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    found = ratio(survey, ["y", "children"], "x", by=by, domain=domain)
    assert {cell.other for cell in found.cells} == {"x"}
    below = numbers(survey, "x")
    inside = cells_of(found, survey, by, in_domain(survey, domain) & ~np.isnan(below))
    below = np.nan_to_num(below)[:, None] * inside
    check(found, survey, inside, ratios_of(numerators(found, survey) * inside, below))


@pytest.mark.parametrize(("by", "domain"), SCOPES[:3])
@pytest.mark.parametrize("design", WEIGHTED)
def test_mentions_are_shares_of_all_ticks(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    found = mentions(survey, "ticks", by=by, domain=domain)
    inside = cells_of(found, survey, by, in_domain(survey, domain) & answered(survey, "ticks"))
    ticks = sum(gave(survey, "ticks", [code]).astype(float) for code in "012")
    check(found, survey, inside, ratios_of(numerators(found, survey) * inside, ticks[:, None] * inside))


def moments(first: Array, second: Array, inside: Array) -> Estimator:
    """Covariances of two numbers in each cell, (cells,), with n − 1 where the weights are all one."""

    def estimates(weights: np.ndarray) -> np.ndarray:
        n = inside.sum(axis=0)
        base = weights @ inside
        product, one, other = (
            (weights @ (values * inside)) / base for values in (first * second, first, second)
        )
        return n / (n - 1) * (product - one * other)

    return estimates


@pytest.mark.parametrize(("by", "domain"), SCOPES)
@pytest.mark.parametrize("design", WEIGHTED)
def test_variances_and_covariances(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    found = variance(survey, ["y", "opinion"], by=by, domain=domain)
    pairs = [("y", "y"), ("y", "opinion"), ("opinion", "y"), ("opinion", "opinion")]
    assert [(cell.question, cell.other) for cell in found.cells[:4]] == pairs
    base = in_domain(survey, domain) & ~np.isnan(scores_of(survey, "opinion"))
    inside = cells_of(found, survey, by, base)
    centred = {
        name: np.nan_to_num(scores_of(survey, name)) - (50 if name == "y" else 0) for name in ("y", "opinion")
    }
    first, second = (
        np.array([centred[getattr(cell, side)] for cell in found.cells]).T for side in ("question", "other")
    )
    check(found, survey, inside, moments(first, second, inside))


@pytest.mark.parametrize(("by", "domain"), SCOPES)
@pytest.mark.parametrize("design", WEIGHTED)
def test_correlations(design: Design, by: str | list[str], domain: Domain) -> None:
    survey = polled(design)
    found = correlation(survey, "y", "x", by=by, domain=domain)
    inside = cells_of(found, survey, by, in_domain(survey, domain) & ~np.isnan(numbers(survey, "x")))
    y, x = (numbers(survey, "y") - 50)[:, None], np.nan_to_num(numbers(survey, "x") - 5)[:, None]

    def estimates(weights: np.ndarray) -> np.ndarray:
        yy, xx, yx = (moments(*pair, inside)(weights) for pair in ((y, y), (x, x), (y, x)))
        return yx / np.sqrt(yy * xx)

    check(found, survey, inside, estimates)


@pytest.mark.parametrize("design", [design for design in DESIGNS if not design.weight])
def test_respondents_without_weights_count_one(design: Design) -> None:
    survey = polled(design)
    found = mean(survey, "y", by="g")
    inside = cells_of(found, survey, "g", np.ones(len(survey.responses), dtype=bool))
    check(found, survey, inside, ratios_of(numerators(found, survey) * inside, inside))


@pytest.mark.parametrize("method", ["JKn", "bootstrap", "SDR"])
@pytest.mark.parametrize("about_estimate", [True, False])
def test_replicates_refit_every_statistic(method: str, about_estimate: bool) -> None:
    survey = replicate(polled(Design("w", "h", "unit", "N")), method, replicates=30, seed=4)  # type: ignore[arg-type]
    assert survey.design.replication is not None
    replication = replace(survey.design.replication, about_estimate=about_estimate)
    survey = replace(survey, design=replace(survey.design, replication=replication))
    for found in (mean(survey, "y", by="g"), proportion(survey, "ticks", by="k"), total(survey, "y")):
        base = answered(survey, found.cells[0].question) if found.cells[0].answer else np.array([True] * 240)
        inside = cells_of(found, survey, "gk"[len(found.cells) == 6] if found.cells[0].group else [], base)
        above = numerators(found, survey) * inside
        of_totals = found.cells[0].group == ()
        check(found, survey, inside, (lambda w, a=above: w @ a) if of_totals else ratios_of(above, inside))
    y, x = numbers(survey, "y") - 50, np.nan_to_num(numbers(survey, "x") - 5)
    both = ~np.isnan(numbers(survey, "x"))[:, None].astype(bool)
    inside = both.astype(float)
    check(
        variance(survey, ["y", "x"]),
        survey,
        np.repeat(inside, 4, axis=1),
        moments(np.array([y, y, x, x]).T, np.array([y, x, y, x]).T, np.repeat(inside, 4, axis=1)),
    )


def test_declared_replicates_are_scaled_one_by_one() -> None:
    survey = poll()
    noise = np.random.default_rng(3).uniform(0.5, 1.5, 240)
    columns = {"e": encode(numbers(survey, "w") * noise), "unused": encode(noise)}
    survey = replace(survey, responses=survey.responses.assign(columns))
    survey = declare_replicates(
        survey, ["w", "e", "unused"], method="JKn", scales=[0.25, 2.0, 0.0], scale=0.5, about_estimate=False
    )
    found = mean(survey, "y", by="k")
    y = numbers(survey, "y")
    inside = np.array([grouped(survey, "k", [code]) for code in "01"]).T.astype(float)
    replicates = np.array(
        [(w * y) @ inside / (w @ inside) for w in (numbers(survey, "w"), numbers(survey, "e"))]
    )
    left = replicates - replicates.mean(axis=0)
    assert_close(found.covariance, 0.5 * (left.T * [0.25, 2.0]) @ left)


@pytest.mark.parametrize("design", WEIGHTED)
def test_limits_and_design_effects(design: Design) -> None:
    survey = polled(design)
    shares, means = proportion(survey, "q", by="k", level=0.9), mean(survey, "y", by="k", level=0.9)
    weights = weights_of(survey)
    for found in (shares, means):
        base = answered(survey, found.cells[0].question) if found is shares else np.array([True] * 240)
        inside = cells_of(found, survey, "k", base)
        values = numerators(found, survey)
        spread = (weights @ (values**2 * inside)) / (weights @ inside) - found.estimate**2
        simple = spread / (inside.sum(axis=0) - 1)
        np.testing.assert_allclose(found.design_effect, found.standard_error**2 / simple, rtol=1e-9)
    reach = stats.t.isf(0.05, means.domain_df) * means.standard_error
    np.testing.assert_allclose([means.low, means.high], [means.estimate - reach, means.estimate + reach])
    limits = share_interval(
        shares.estimate,
        shares.standard_error,
        unweighted_base=shares.unweighted_base,
        effective_base=shares.effective_base,
        degrees=shares.domain_df,
        level=0.9,
    )
    np.testing.assert_allclose([shares.low, shares.high], limits)


@pytest.mark.parametrize("design", [WEIGHTED[0], WEIGHTED[-1]])
def test_contrasts_and_pairs(design: Design) -> None:
    survey = polled(design)
    found = proportion(survey, "q", by="g", domain={"k": ["0"]})
    lead = {("0", "1"): 1.0, ("1", "1"): -1.0}
    share = ({("0", "1"): 1.0}, {("0", "1"): 1.0, ("1", "1"): 1.0})
    made = contrast(found, {"lead": lead, "of the two": share}, correction="holm", level=0.8)
    base = in_domain(survey, {"k": ["0"]}) & answered(survey, "q")
    inside = cells_of(found, survey, "g", base)
    shares = ratios_of(numerators(found, survey) * inside, inside)
    one, other = (found.cells.index(Cell("q", code, ("1",))) for code in "01")

    def estimates(weights: np.ndarray) -> np.ndarray:
        p = shares(weights)
        a, b = p[..., one], p[..., other]
        return np.stack([a - b, a / (a + b)], axis=-1)

    assert_close(made.estimate, estimates(weights_of(survey)))
    assert_close(made.covariance, expected(survey, estimates))
    t = made.estimate / made.standard_error
    p = 2 * stats.t.sf(np.abs(t), found.df)
    np.testing.assert_allclose(made.p, p, rtol=1e-9)
    np.testing.assert_allclose(made.q, np.maximum.accumulate(np.sort(p) * [2, 1])[np.argsort(np.argsort(p))])
    np.testing.assert_allclose(made.high - made.low, 2 * stats.t.isf(0.1, found.df) * made.standard_error)
    pairs = pairwise(found, correction="none")
    assert len(pairs.names) == 3 * 6
    first = pairs.names.index("1 × 0 - 1 × 3")
    i, j = (found.cells.index(Cell("q", "1", (group,))) for group in "03")
    assert pairs.estimate[first] == pytest.approx(found.estimate[i] - found.estimate[j])
    gap = found.covariance[i, i] + found.covariance[j, j] - 2 * found.covariance[i, j]
    assert pairs.standard_error[first] ** 2 == pytest.approx(gap)


def test_degrees_of_freedom_of_groups_are_their_own() -> None:
    survey = polled(Design("w", "h", "town", calibration=CALIBRATION))
    found = mean(survey, "y", by="g", domain={"m": ["0"], "k": ["1"]})
    strata, towns = (np.array(survey.responses.column(name).codes) for name in ("h", "town"))
    for cell, df in zip(found.cells, found.domain_df, strict=True):
        inside = grouped(survey, "g", cell.group) & in_domain(survey, {"m": ["0"], "k": ["1"]})
        units = set(zip(strata[inside], towns[inside], strict=True))
        assert df == len(units) - len({h for h, _ in units})
    assert found.df == 12
    assert (found.domain_df < 12).any()
