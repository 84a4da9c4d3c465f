"""Statistics at the edge: lone respondents, empty groups, certain shares, constants, blanks, bad requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from survey.errors import DataError, PlanError
from survey.responses import encode
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
    term_test,
    total,
    ttest,
    variance,
)
from survey.vocabulary import Answer, Codebook, Design, Question, Survey, plain
from tests.stats.rows import gave, numbers, poll, weights_of

CLUSTERED, ALONE = Design("w", "h", "unit"), Design("w", "h")
ROWS = np.arange(240)


def changed(design: Design = CLUSTERED, **columns: object) -> Survey:
    """The poll with columns replaced, or numbers added."""
    made = {name: encode(np.asarray(values, dtype=object).tolist()) for name, values in columns.items()}
    new = tuple(Question(name, plain(name), "numeric") for name in columns if name not in poll().codebook)
    survey = replace(poll(), responses=poll().responses.assign(made), design=design)
    return replace(survey, codebook=Codebook((*survey.codebook, *new)))


def grouped(rows: np.ndarray, design: Design = CLUSTERED) -> Survey:
    """The poll with `k` 0 for these rows and 1 for all others."""
    return changed(design, k=np.where(rows, "0", "1"))


EVERY: dict[str, Callable[[Survey], object]] = {
    "mean": lambda s: mean(s, "y", by="k"),
    "proportion": lambda s: proportion(s, ["q", "ticks"], by="k"),
    "ratio": lambda s: ratio(s, "y", "x", by="k"),
    "mentions": lambda s: mentions(s, "ticks", by="k"),
    "variance": lambda s: variance(s, ["y", "x"], by="k"),
    "correlation": lambda s: correlation(s, "y", "x", by="k"),
    "quantile": lambda s: quantile(s, "y", [0.25, 0.5], by="k"),
}


def first_of(survey: Survey) -> int:
    """A respondent who has a value everywhere."""
    everywhere = gave(survey, "q", "012") & gave(survey, "ticks", "012") & ~np.isnan(numbers(survey, "x"))
    return int(np.flatnonzero(everywhere)[0])


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("design", [CLUSTERED, ALONE, Design()])
def test_one_respondent_has_no_error(name: str, design: Design) -> None:
    found = EVERY[name](grouped(first_of(poll()) == ROWS, design))
    lone = np.array([cell.group == ("0",) for cell in found.cells])  # type: ignore[attr-defined]
    assert {flag for flag, alone in zip(found.flags, lone, strict=True) if alone} == {"one respondent"}  # type: ignore[attr-defined]
    assert set(np.array(found.flags)[~lone]) == {""}  # type: ignore[attr-defined]
    for field in ("standard_error", "low", "high", "design_effect"):
        assert np.isnan(getattr(found, field)[lone]).all(), field
    assert np.isfinite(found.standard_error[~lone]).all()  # type: ignore[attr-defined]
    assert set(found.unweighted_base[lone]) == {1.0}  # type: ignore[attr-defined]
    if name in ("mean", "proportion", "ratio", "mentions", "quantile"):
        assert np.isfinite(found.estimate[lone]).all()  # type: ignore[attr-defined]
    else:
        assert np.isnan(found.estimate[lone]).all()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EVERY)
def test_one_sampling_unit_has_no_error(name: str) -> None:
    unit = poll().responses.column("unit").codes
    found = EVERY[name](grouped(unit == 2))
    lone = np.array([cell.group == ("0",) for cell in found.cells])  # type: ignore[attr-defined]
    assert set(np.array(found.flags)[lone]) == {"one sampling unit"}  # type: ignore[attr-defined]
    assert np.isnan(found.standard_error[lone]).all()  # type: ignore[attr-defined]
    assert np.isnan(found.low[lone]).all()  # type: ignore[attr-defined]
    assert np.isfinite(found.estimate[lone]).all()  # type: ignore[attr-defined]
    assert (found.unweighted_base[lone] > 1).all()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("design", [CLUSTERED, ALONE])
def test_nobody_has_no_estimate(name: str, design: Design) -> None:
    found = EVERY[name](grouped(ROWS < 0, design))
    empty = np.array([cell.group == ("0",) for cell in found.cells])  # type: ignore[attr-defined]
    assert set(np.array(found.flags)[empty]) == {"nobody"}  # type: ignore[attr-defined]
    for field in ("estimate", "standard_error", "low", "high", "design_effect", "effective_base"):
        assert np.isnan(getattr(found, field)[empty]).all(), field
    assert set(found.weighted_base[empty]) == {0.0}  # type: ignore[attr-defined]


def test_a_design_without_degrees_of_freedom_has_no_limits() -> None:
    found = mean(replace(poll(), design=Design("w", "h", "h", lonely="remove")), "y")
    assert found.df == 0
    assert np.isnan([found.low, found.high]).all()
    assert np.isnan(contrast(found, {"it": {"y": 1}}).p).all()


@pytest.mark.parametrize("design", [CLUSTERED, ALONE, Design()])
def test_nobody_and_everybody_have_korn_and_graubards_limits(design: Design) -> None:
    survey = changed(design, q=["0"] * 240)
    found = proportion(survey, "q", by="k")
    table = crosstab(survey, "q", "k")
    for group in range(2):
        inside = gave(survey, "k", [str(group)])
        weights = weights_of(survey)[inside]
        n, kish = inside.sum(), weights.sum() ** 2 / (weights**2).sum()
        t = stats.t.isf(0.025, [n - 1, found.domain_df[3 * group]])
        effective = min(n, min(n, kish) * (t[0] / t[1]) ** 2)
        high = 1 - 0.025 ** (1 / effective)
        here = slice(3 * group, 3 * group + 3)
        assert found.estimate[here] == pytest.approx([1, 0, 0])
        assert found.low[here] == pytest.approx([1 - high, 0, 0])
        assert found.high[here] == pytest.approx([1, high, high])
        assert table.low[:, group] == pytest.approx([1 - high, 0, 0])
        assert table.high[:, group] == pytest.approx([1, high, high])
    assert np.isnan([table.statistic, table.p, table.cramers_v]).all()
    logit = proportion(survey, "q", interval="logit")
    assert np.isnan([logit.low, logit.high]).all()


def test_tiny_p_values_are_not_zero() -> None:
    noise = np.random.default_rng(8).normal(0, 1e-3, 240)
    survey = changed(ALONE, z=numbers(poll(), "y") + noise)
    t = ttest(survey, "z")
    assert 0 < t.p < 1e-46
    assert t.p == pytest.approx(2 * float(stats.t.sf(t.t, t.df)))
    made = contrast(mean(survey, "z"), {"z": {"z": 1}}, correction="bh")
    assert 0 < made.p[0] < 1e-46
    assert 0 < made.q[0] < 1e-46
    near = changed(ALONE, z=numbers(poll(), "y") + 2000 * noise)
    model = regression(near, "y", "z")
    assert 0 < model.p[1] < 1e-46
    assert 0 < term_test(model, "z").p < 1e-46
    levels = np.array(poll().responses.column("m").levels)
    both = changed(ALONE, q=levels[poll().responses.column("m").codes])
    assert 0 < crosstab(both, "q", "m").p < 1e-46
    uneven = goodness_of_fit(changed(q=["1"] * 240), "q", {"0": 0.2, "1": 0.3, "2": 0.5})
    assert 0 < uneven.p < 1e-46


def test_the_design_effect_of_a_simple_random_sample_is_one() -> None:
    survey = replace(poll(), design=Design())
    for found in (
        mean(survey, ["y", "children"]),
        proportion(survey, "m"),
        total(survey, ["y", "m"]),
        ratio(survey, "y", "children"),
    ):
        np.testing.assert_allclose(found.design_effect, 1, rtol=1e-9)
    within = mean(survey, "y", by="k")
    n = within.unweighted_base
    np.testing.assert_allclose(within.design_effect, (n - 1) / n * 240 / 239, rtol=1e-9)


@pytest.mark.parametrize("design", [CLUSTERED, ALONE, Design()])
@pytest.mark.parametrize("constant", [0.0, 0.1, 7.3, -1e6])
def test_a_constant_does_not_vary(design: Design, constant: float) -> None:
    survey = changed(design, z=[constant] * 240)
    found = mean(survey, "z")
    assert (found.estimate[0], found.standard_error[0]) == (pytest.approx(constant), 0)
    assert (variance(survey, "z").estimate[0], variance(survey, "z").standard_error[0]) == (0, 0)
    together = correlation(survey, "z", "y")
    assert np.isnan([together.estimate, together.standard_error]).all()
    assert (quantile(survey, "z", [0.1, 0.9]).estimate == constant).all()
    with pytest.raises(DataError, match="'z' is the same for all 240"):
        regression(survey, "z", "k")


def test_a_number_correlates_with_itself() -> None:
    found = correlation(changed(), "y", "y")
    assert found.estimate[0] == pytest.approx(1, rel=1e-12)
    assert found.standard_error[0] == pytest.approx(0, abs=1e-9)
    assert correlation(changed(z=-2 * numbers(poll(), "y")), "y", "z").estimate[0] == pytest.approx(-1)


@pytest.mark.parametrize("statistic", ["rao_scott", "first_order", "wald", "adjusted_wald"])
def test_one_answer_only_tests_nothing(statistic: str) -> None:
    survey = changed(q=["1"] * 240)
    for pair in (("q", "g"), ("g", "q")):
        found = chisquare(survey, *pair, statistic=statistic)  # type: ignore[arg-type]
        assert np.isnan([found.statistic, found.p, found.cramers_v]).all()
        assert found.unweighted_base == 240
    assert np.isnan(crosstab(survey, "q", "g").p)
    assert np.isnan(crosstab(survey, "g", "q").p)


@pytest.mark.parametrize("design", [CLUSTERED, ALONE])
def test_when_nobody_answered_nothing_is_known(design: Design) -> None:
    blank = [None] * 240
    survey = changed(design, q=blank, ticks=blank, y=blank, x=blank)
    for name, statistic in EVERY.items():
        if name == "quantile":  # see test_suspects
            continue
        found = statistic(survey)
        assert set(found.flags) == {"nobody"}, name  # type: ignore[attr-defined]
        assert np.isnan(found.estimate).all(), name  # type: ignore[attr-defined]
    assert (total(survey, "y").estimate, total(survey, "y").unweighted_base) == (0, 0)
    table = crosstab(survey, "q", "g")
    assert np.isnan(table.share).all()
    assert np.isnan([table.p, chisquare(survey, "q", "g").p]).all()
    assert np.isnan(ttest(survey, "y").p)
    with pytest.raises(DataError, match="nobody in the domain answered 'q'"):
        goodness_of_fit(survey, "q", {"0": 0.2, "1": 0.3, "2": 0.5})
    with pytest.raises(PlanError, match="makes 0"):
        ttest(survey, "y", by="k")
    for outcome, on in (("y", "k"), ("children", "q")):
        with pytest.raises(DataError, match="nobody in the domain has values"):
            regression(survey, outcome, on)


def test_a_domain_of_answers_nobody_gave_is_empty() -> None:
    codebook = tuple(
        replace(each, answers=(*each.answers, Answer("9", plain("nobody")))) if each.name == "g" else each
        for each in poll().codebook
    )
    survey = replace(changed(), codebook=Codebook(codebook))
    found = mean(survey, "y", domain={"g": ["9"]})
    assert (found.flags, found.unweighted_base[0], found.df) == (("nobody",), 0, 12)
    assert np.isnan(crosstab(survey, "q", "k", domain={"g": ["9"]}).p)
    assert (
        mean(survey, "y", domain={"g": ["9", "0"]}).estimate
        == mean(survey, "y", domain={"g": ["0"]}).estimate
    )
    with pytest.raises(PlanError, match="'7' of 'g'") as complaint:
        mean(survey, "y", domain={"g": ["7"]})
    assert "0, 1, 2, 3, 9" in complaint.value.hint


def test_groups_of_the_same_question_twice_are_a_diagonal() -> None:
    found, plain_groups = mean(changed(), "y", by=["k", "k"]), mean(changed(), "y", by="k")
    assert [cell.group for cell in found.cells] == [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")]
    np.testing.assert_allclose(found.estimate[[0, 3]], plain_groups.estimate, rtol=1e-12)
    assert found.flags == ("", "nobody", "nobody", "")


def test_contrasts_name_cells_that_are_there_once() -> None:
    found = proportion(changed(), ["m", "g"], by="k")
    with pytest.raises(PlanError, match="'9 × 0', and no estimates are called so") as complaint:
        contrast(found, {"odd": {("9", "0"): 1}})
    assert "0 × 0" in complaint.value.hint
    with pytest.raises(PlanError, match="'0 × 0', and several estimates"):
        contrast(found, {"twice": {("0", "0"): 1}})
    named = contrast(found, {"m": {("m", "0", "0"): 1}, "g": {("g", "0", "0"): 1}})
    assert named.estimate.tolist() == found.estimate[[0, 3]].tolist()
    with pytest.raises(PlanError, match="no estimates"):
        contrast(mean(changed(), "y"), {"x": {"x": 1}})
    assert len(contrast(found, {}).p) == len(pairwise(mean(changed(), "y")).p) == 0


def test_contrasts_of_unknown_errors_are_unknown() -> None:
    found = mean(grouped(first_of(poll()) == ROWS), "y", by="k")
    made = contrast(found, {"gap": {"0": 1, "1": -1}, "known": {"1": 1}, "ratio": ({"1": 1}, {"0": 1})})
    assert np.isnan(made.standard_error).tolist() == [True, False, True]
    assert np.isnan(made.p).tolist() == [True, False, True]
    assert np.isfinite(made.estimate).all()


@pytest.mark.parametrize(
    ("shares", "complaint"),
    [
        ({"0": 0.5, "1": 0.5}, r"differ in 2"),
        ({"0": 0.4, "1": 0.3, "2": 0.2, "9": 0.1}, r"differ in 9"),
        ({"0": 0.5, "1": 0.5, "2": 0.0}, r"above zero and add up to 1"),
        ({"0": 0.5, "1": 0.6, "2": -0.1}, r"above zero"),
        ({"0": 0.5, "1": 0.3, "2": 0.3}, r"they add up to 1\.1"),
        ({"0": 0.5, "1": 0.3, "2": np.nan}, r"above zero"),
        ({}, r"differ in 0, 1, 2"),
    ],
)
def test_shares_to_fit_must_be_shares(shares: dict[str, float], complaint: str) -> None:
    with pytest.raises(PlanError, match=complaint):
        goodness_of_fit(changed(), "m", shares)


def test_requests_that_make_no_sense_are_refused() -> None:
    survey = changed()
    for by, groups in (("g", 4), ("k", 1)):
        with pytest.raises(PlanError, match=rf"'{by}' makes {groups}"):
            ttest(survey, "y", by=by, domain={"k": ["1"]} if by == "k" else None)
    with pytest.raises(PlanError, match="'ticks' makes 3"):
        ttest(survey, "y", by="ticks")
    for share in (-0.01, 1.5, [0.5, 2]):
        with pytest.raises(PlanError, match="between 0 and 1"):
            quantile(survey, "y", share)
    for statistic in (quantile, variance):
        with pytest.raises(PlanError, match="'q'"):
            statistic(survey, "q")
    with pytest.raises(PlanError, match="'q' holds neither numbers nor scored answers"):
        ratio(survey, "y", "q")
    with pytest.raises(PlanError, match="takes one answer only"):
        mentions(survey, "q")
    for test in (lambda: chisquare(survey, "ticks", "q"), lambda: crosstab(survey, "q", "ticks")):
        with pytest.raises(PlanError, match="'ticks' takes several answers"):
            test()
    with pytest.raises(PlanError, match="there is no question 'w'"):
        mean(survey, "y", by="w")


def test_the_ends_of_a_distribution_are_its_quantiles() -> None:
    y = numbers(poll(), "y")
    found = quantile(changed(), "y", [0, 1])
    assert found.estimate.tolist() == [y.min(), y.max()]
    assert found.high[1] == y.max()


@pytest.mark.parametrize("scale", [1e12, 1e-12])
def test_one_weight_out_of_all_proportion_gives_no_warning(scale: float) -> None:
    weights = numbers(poll(), "w")
    weights[first_of(poll())] *= scale
    survey = changed(w=weights)
    found = mean(survey, "y", by="k")
    assert np.isfinite(found.estimate).all()
    assert (found.standard_error >= 0).all()
    assert (np.diff([found.low, found.estimate, found.high], axis=0) >= 0).all()
    shares = proportion(survey, "q")
    assert shares.estimate.sum() == pytest.approx(1)
    assert ((shares.low >= 0) & (shares.high <= 1) & (shares.low <= shares.high)).all()
    assert found.effective_base.min() >= 1
