"""What must not matter does not: scale of weights, order of rows, splits; and what must matter does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from survey.responses import MemoryResponses, encode
from survey.tabulation.statistics import (
    chisquare,
    contrast,
    correlation,
    crosstab,
    goodness_of_fit,
    mean,
    mentions,
    pairwise,
    proportion,
    quantile,
    ratio,
    regression,
    total,
    ttest,
    variance,
)
from survey.vocabulary import Answer, Codebook, Column, Design, Margin, Survey, plain
from survey.weighting import rake, replicate, trim
from tests.stats.rows import CALIBRATION, Array, assert_close, gave, numbers, poll

PLANS = [
    Design("w"),
    Design("w", "h", None, "people"),
    Design("w", "h", "unit", calibration=CALIBRATION),
    Design("w", "h", "town", "N"),
]
M = Margin(("m",), {("0",): 0.3, ("1",): 0.3, ("2",): 0.4})
Numbers = dict[str, Array]
seeds = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None, database=None, derandomize=True, phases=[Phase.generate])


def polled(seed: int, design: Design) -> Survey:
    """A fresh sample: 150 respondents, five sampling units in each of three strata."""
    return replace(poll.__wrapped__(seed, 150), design=design)


def taken(survey: Survey, rows: Array) -> Survey:
    """The respondents of these rows, which may come twice, encoded anew."""
    columns = {}
    for name in survey.responses.names:
        column = survey.responses.column(name)
        columns[name] = encode([(*column.levels, None)[code] for code in column.codes[rows]])
    return replace(survey, responses=MemoryResponses(columns))


def with_weights(survey: Survey, weights: Array) -> Survey:
    return replace(survey, responses=survey.responses.assign({"w": encode(weights)}))


def without_sizes(survey: Survey) -> Numbers:
    """Statistics that only weighted totals and sampling units make."""
    means, shares = mean(survey, ["y", "x"], by="k"), proportion(survey, "q", by="m", interval="wald")
    table = crosstab(survey, "q", "opinion", domain={"ticks": ["0", "1"]})
    fit = goodness_of_fit(survey, "opinion", {"2": 0.2, "1": 0.2, "0": 0.2, "8": 0.4})
    median = quantile(survey, "y", [0.3, 0.5], by="k")
    linear, logistic = regression(survey, "y", ["k", "x"]), regression(survey, "k", ["y", "m"], success="1")
    counts = regression(survey, "children", "k", family="poisson")
    gaps = [*(pairwise(means, correction=each) for each in ("bh", "holm")), pairwise(shares)]  # type: ignore[arg-type]
    t = ttest(survey, "y", by="k", against=1)
    return {
        "ratio": np.vstack([ratio(survey, "y", "x", by="k").estimate, ratio(survey, "y", "x", by="k").low]),
        "mentions": mentions(survey, "ticks", by="k").covariance,
        "correlation": np.array([correlation(survey, "x", "y").high, correlation(survey, "x", "y").low]),
        "means": np.vstack([means.estimate, means.low, means.domain_df, means.covariance]),
        "shares": np.vstack([shares.estimate, shares.low, shares.domain_df, shares.covariance]),
        "table": np.vstack([table.share, table.standard_error]),
        "test": np.array([table.statistic, table.df1, table.df2, table.p, table.cramers_v]),
        "wald": np.array([chisquare(survey, "q", "m", statistic="wald").p]),
        "fit": np.array([fit.statistic, fit.df, fit.p]),
        "t": np.array([t.t, t.df, t.p]),
        "median": np.vstack([median.estimate, median.low, median.high, median.standard_error]),
        **{
            f"{model.family} model": np.vstack([model.estimate, model.covariance, model.p])
            for model in (linear, logistic, counts)
        },
        "gaps": np.concatenate([[*each.estimate, *each.p, *each.q] for each in gaps]),
    }


def everything(survey: Survey) -> Numbers:
    """All that the scale of the weights must not change."""
    exact, spread = proportion(survey, "q", by="m"), variance(survey, ["y", "x"], by="k")
    model = regression(survey, "k", ["y", "m"], success="1")
    return {
        **without_sizes(survey),
        "exact": np.vstack([exact.low, exact.high, exact.design_effect, exact.effective_base]),
        "bases": np.vstack([exact.unweighted_base, mean(survey, "x", by="m").design_effect.repeat(3)]),
        "variance": np.vstack([spread.estimate, spread.covariance]),
        "sizes": np.array([model.deviance, model.dispersion, model.unweighted_base]),
        "count": np.array([chisquare(survey, "q", "m", statistic="first_order").statistic]),
    }


def assert_same(found: Numbers, wanted: Numbers, tolerance: float = 1e-7) -> None:
    for name, value in wanted.items():
        assert np.isfinite(value).mean() > 0.5, name
        np.testing.assert_allclose(found[name], value, rtol=tolerance, atol=1e-9, err_msg=name)


@given(seeds, st.sampled_from([1e-12, 1e-5, 0.37, 1e6, 1e12]), st.sampled_from(PLANS))
@few
def test_the_scale_of_the_weights_does_not_matter(seed: int, scale: float, design: Design) -> None:
    survey = polled(seed, design)
    scaled = with_weights(survey, numbers(survey, "w") * scale)
    assert_same(everything(scaled), everything(survey))
    one, other = (total(each, ["y", "q"], by="k") for each in (survey, scaled))
    np.testing.assert_allclose(other.estimate, one.estimate * scale, rtol=1e-9)
    np.testing.assert_allclose(other.standard_error, one.standard_error * scale, rtol=1e-7)


@given(seeds, st.sampled_from([1e-12, 1e12]), st.sampled_from(["JKn", "bootstrap", "SDR"]))
@few
def test_nor_does_it_with_replicates(seed: int, scale: float, method: str) -> None:
    survey = polled(seed, Design("w", "h", "unit", None if method == "SDR" else "N"))
    scaled = with_weights(survey, numbers(survey, "w") * scale)
    made = (replicate(each, method, replicates=30, seed=seed) for each in (scaled, survey))  # type: ignore[arg-type]
    raked = [rake(each, [M], population=150)[0] for each in made]
    assert_same(without_sizes(raked[0]), without_sizes(raked[1]), 1e-6)


@given(seeds, st.randoms(use_true_random=False), st.sampled_from(PLANS))
@few
def test_the_order_of_rows_does_not_matter(seed: int, random: object, design: Design) -> None:
    survey, order = polled(seed, design), list(range(150))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert_same(everything(taken(survey, np.array(order))), everything(survey))


@given(seeds, st.randoms(use_true_random=False))
@few
def test_nor_does_it_for_weighting_and_the_jackknife(seed: int, random: object) -> None:
    survey, order = polled(seed, Design("w", "h", "unit")), list(range(150))
    random.shuffle(order)  # type: ignore[attr-defined]

    def weighted(each: Survey) -> Survey:
        return trim(rake(replicate(each, "JKn"), [M])[0], upper=2.1)

    shuffled = weighted(taken(survey, np.array(order)))
    assert_same(without_sizes(shuffled), without_sizes(weighted(survey)), 1e-6)


@given(seeds, st.integers(0, 149), st.floats(0.05, 0.95), st.sampled_from(PLANS[2:]))
@few
def test_two_parts_of_a_respondent_are_one_in_a_cluster(
    seed: int, row: int, part: float, design: Design
) -> None:
    survey = polled(seed, design)
    rows = np.append(np.arange(150), row)
    split = taken(survey, rows)
    shares = np.ones(151)
    shares[[row, 150]] = part, 1 - part
    weights = {name: encode(numbers(split, name) * shares) for name in ("w", "d")}
    split = replace(split, responses=split.responses.assign(weights))
    assert_same(without_sizes(split), without_sizes(survey))


@given(seeds, st.sampled_from(PLANS))
@few
def test_two_answers_merged_are_their_sum(seed: int, design: Design) -> None:
    survey = polled(seed, design)
    column = survey.responses.column("q")
    levels = tuple("0" if level in ("0", "1") else level for level in column.levels)
    position = [levels.index(level) for level in levels] + [-1]
    merged = Column(np.array(position, dtype=np.int32)[column.codes], levels)
    questions = tuple(
        replace(each, answers=(Answer("0", plain("0")), Answer("2", plain("2"))))
        if each.name == "q"
        else each
        for each in survey.codebook
    )
    less = replace(survey, responses=survey.responses.assign({"q": merged}), codebook=Codebook(questions))
    for statistic in (proportion, total):
        apart, together = (statistic(each, "q", by="k") for each in (survey, less))
        sums = np.kron(np.eye(2), [[1, 1, 0], [0, 0, 1]])
        np.testing.assert_allclose(together.estimate, sums @ apart.estimate, rtol=1e-10)
        assert_close(together.covariance, sums @ apart.covariance @ sums.T, 1e-10)
    apart = proportion(survey, "q", by="k")
    summed = contrast(apart, {"0 or 1": {("0", "0"): 1, ("1", "0"): 1}})
    assert summed.standard_error[0] == pytest.approx(proportion(less, "q", by="k").standard_error[0])


@given(seeds, st.sampled_from([PLANS[0], PLANS[1], PLANS[3]]), st.booleans())
@few
def test_a_domain_is_zero_weights_outside(seed: int, design: Design, resampled: bool) -> None:
    """Its sampling units stay in the design; only the respondents outside count nothing."""
    survey = polled(seed, design)
    if resampled and design.psu:
        survey = replicate(survey, "JKn")
    inside = gave(survey, "g", ["0", "2"])
    responses = survey.responses
    weight = str(survey.design.weight)
    columns = {weight: encode(np.where(inside, numbers(survey, weight), 0))}
    blocks = {name: responses.block(name) * inside[:, None] for name in ("#replicates",) if "#w" in weight}
    zeroed = replace(survey, responses=responses.assign(columns, blocks))
    domain = {"g": ["0", "2"]}
    for found, wanted in (
        (mean(zeroed, ["y", "x"], by="k"), mean(survey, ["y", "x"], by="k", domain=domain)),
        (total(zeroed, "q"), total(survey, "q", domain=domain)),
        (variance(zeroed, "y"), variance(survey, "y", domain=domain)),
        (regression(zeroed, "y", "k"), regression(survey, "y", "k", domain=domain)),
    ):
        assert_close(found.estimate, wanted.estimate, 1e-10)
        assert_close(found.covariance, wanted.covariance, 1e-9)
    one, other = crosstab(zeroed, "q", "m"), crosstab(survey, "q", "m", domain=domain)
    np.testing.assert_allclose(one.standard_error, other.standard_error, rtol=1e-9)
    assert one.statistic == pytest.approx(other.statistic)


@pytest.mark.parametrize("design", [Design("w"), Design("w", "h"), Design("w", "h", "unit")])
def test_a_domain_is_not_a_subset(design: Design) -> None:
    """A subset forgets that the size of the domain is itself a draw."""
    survey = replace(poll(), design=design)
    unit = np.array(survey.responses.column("unit").levels)[survey.responses.column("unit").codes]
    inside = np.isin(unit, ["0-0", "0-1", "1-0", "1-1", "2-0", "2-1"])
    side = {"k": encode(np.where(inside, "1", "0").tolist())}
    survey = replace(survey, responses=survey.responses.assign(side))
    subset = replace(survey, responses=survey.responses.keep(inside))
    domain = {"k": ["1"]}
    whole, part = (
        total(survey, "y", domain=domain),
        total(subset, "y"),
    )
    assert whole.estimate == pytest.approx(part.estimate)
    assert whole.standard_error[0] > 1.5 * part.standard_error[0]
    one, other = mean(survey, "y", domain=domain), mean(subset, "y")
    assert one.estimate == pytest.approx(other.estimate)
    assert one.standard_error[0] != pytest.approx(other.standard_error[0], rel=1e-6)
    assert one.df > other.df
    assert one.domain_df == other.domain_df


@given(seeds, st.sampled_from(PLANS[1:]), st.booleans())
@few
def test_the_jackknife_of_any_sample_is_linearisation_for_totals(
    seed: int, design: Design, by_domain: bool
) -> None:
    survey = polled(seed, replace(design, calibration=None))
    domain = {"m": ["1"]} if by_domain else None
    found, wanted = (
        total(each, ["y", "ticks"], by="k", domain=domain) for each in (replicate(survey, "JKn"), survey)
    )
    assert_close(found.covariance, wanted.covariance, 1e-10)
