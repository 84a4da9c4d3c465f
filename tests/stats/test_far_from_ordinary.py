"""Units, origins, closed circles, conflicts: what a review of the engine once found wrong, and is right."""

from __future__ import annotations

import contextlib
import itertools
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

import survey.weighting.replication as replication
from survey.errors import DataError, DesignError, NotConverged, PlanError, SurveyError, WeightingError
from survey.responses import MemoryResponses, encode
from survey.tabulation.statistics import (
    correlation,
    mean,
    pairwise,
    proportion,
    quantile,
    ratio,
    regression,
    total,
    variance,
)
from survey.vocabulary import Answer, Axis, Codebook, Design, Margin, Question, ReplicateMethod, Survey, plain
from survey.weighting import calibrate, declare_design, declare_replicates, rake, replicate, trim
from tests.stats.rows import gave, numbers, poll

CLUSTERED, ALONE = Design("w", "h", "unit"), Design("w", "h")
K = Margin(("k",), {("0",): 0.45, ("1",): 0.55})
ROWS = np.arange(240)


def changed(design: Design = CLUSTERED, **columns: object) -> Survey:
    """The poll with columns replaced, or numbers added."""
    made = {name: encode(np.asarray(values, dtype=object).tolist()) for name, values in columns.items()}
    new = tuple(Question(name, plain(name), "numeric") for name in columns if name not in poll().codebook)
    survey = replace(poll(), responses=poll().responses.assign(made), design=design)
    return replace(survey, codebook=Codebook((*survey.codebook, *new)))


def test_counts_do_not_remember_an_axis_that_is_gone() -> None:
    """`_crossed` is keyed by the address of members, which another array takes once they are collected."""
    responses = MemoryResponses({"a": encode(["x", "y", "z"] * 4), "y": encode(np.arange(12.0))})
    summed = Axis("y", np.arange(12.0)[:, None])
    for _ in range(20):
        first = Axis("a", np.array([[1.0], [0.0], [0.0]]))
        others = [Axis("a", np.array([[0.0], [1.0], [i % 2.0]])) for i in range(70)]
        responses.count([[first]])
        address = id(first.members)
        responses.count([[other, summed] for other in others])
        del first
        later = [Axis("a", np.array([[0.0], [0.0], [1.0]])) for _ in range(200)]
        for axis in later:
            if id(axis.members) == address:
                [found] = responses.count([[axis]], weight="y")
                assert found[0] == 2 + 5 + 8 + 11


@pytest.mark.parametrize("unit", [1e5, 1e6, 1e8])
def test_a_model_does_not_depend_on_the_unit_of_a_number(unit: float) -> None:
    """Income in yen: `pinv(information, rcond=1e-14)` drops a direction, and errors come out too small."""
    x = numbers(poll(), "x")
    for outcome, success in (("y", ()), ("k", ["1"])):
        usual = regression(changed(), outcome, ["x", "m"], success=success)
        scaled = regression(changed(x=x * unit), outcome, ["x", "m"], success=success)
        scale = [1, unit, 1, 1]
        np.testing.assert_allclose(scaled.estimate * scale, usual.estimate, rtol=1e-6)
        np.testing.assert_allclose(scaled.standard_error * scale, usual.standard_error, rtol=1e-6)


@pytest.mark.parametrize("origin", [1e4, 1e5, 1e6, 1e8])
def test_a_model_does_not_depend_on_the_origin_of_a_number(origin: float) -> None:
    """Days since long ago: slope and error are those of the number less its mean, or it is refused."""
    x = numbers(poll(), "x")
    for outcome, success in (("y", ()), ("k", ["1"])):
        usual = regression(changed(), outcome, ["x", "m"], success=success)
        try:
            moved = regression(changed(x=x + origin), outcome, ["x", "m"], success=success)
        except SurveyError:
            continue
        np.testing.assert_allclose(moved.estimate[1:], usual.estimate[1:], rtol=1e-4)
        np.testing.assert_allclose(moved.standard_error[1:], usual.standard_error[1:], rtol=1e-4)


@pytest.mark.parametrize("design", [CLUSTERED, ALONE, Design()])
@pytest.mark.parametrize("origin", [1e7, 1e9])
def test_a_mean_does_not_lose_its_error_far_from_nought(design: Design, origin: float) -> None:
    """Sums of uncentred squares: at 1e7 with a deviation of 10 the standard error comes out as exactly 0."""
    usual = mean(changed(design), "y")
    moved = mean(changed(design, y=numbers(poll(), "y") + origin), "y")
    assert moved.standard_error == pytest.approx(usual.standard_error, rel=1e-6)


def test_complete_separation_is_flagged() -> None:
    """A number that parts the outcomes altogether grows without end, as an answer's term does."""
    survey = changed(x=ROWS.astype(float), k=np.where(ROWS < 100, "0", "1"))
    found = regression(survey, "k", "x", success="1")
    assert found.flags == ("separated", "separated")
    assert np.isnan(found.standard_error).all()


@pytest.mark.parametrize("group", ["one respondent", "one sampling unit"])
def test_a_term_that_rests_on_one_unit_has_no_error(group: str) -> None:
    """`mean` by group says NaN and why; the model gives the same mean an error of 1e-15 and p = 0."""
    unit = poll().responses.column("unit").codes
    survey = changed(k=np.where(unit == 2 if group == "one sampling unit" else ROWS == 3, "0", "1"))
    assert mean(survey, "y", by="k").flags[0] == group
    found = regression(survey, "y", "k")
    assert np.isnan(found.standard_error[0])
    assert found.flags[0] != ""


def test_a_replicate_that_loses_a_term_leaves_its_error_undefined() -> None:
    """Its coefficient stays where it started, so that the replicate adds nothing to the variance."""
    strata = (ROWS % 6).astype(str)
    survey = changed(
        pair=strata, half=(ROWS // 6 % 2).astype(str), k=np.where(np.isin(ROWS, (0, 7)), "0", "1")
    )
    survey = replicate(declare_design(survey, weight="w", stratum="pair", psu="half"), replicates=60)
    assert np.isnan(mean(survey, "y", by="k").standard_error).tolist() == [True, False]
    assert np.isnan(regression(survey, "y", "k").standard_error).all()


def test_weights_below_zero_that_calibration_made_are_refused_by_models() -> None:
    """Linear calibration may give them; `_first` takes their root, with NumPy's warning."""
    survey, _ = calibrate(changed(), totals={"y": 290 * 70.0}, population=290)
    assert numbers(survey, "#weight").min() < 0
    with contextlib.suppress(SurveyError):
        assert np.isfinite(regression(survey, "k", "x", success="1").estimate).all()


def test_a_reference_for_a_number_is_refused() -> None:
    """It changes nothing, and a parameter that changes nothing is refused."""
    for option in ({"references": {"x": "3"}}, {"references": {"opinion": "8"}, "scored": ["opinion"]}):
        with pytest.raises(PlanError):
            regression(changed(), "y", ["x", "opinion"], **option)  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", [float("nan"), [0.5, float("nan")], []])
def test_a_quantile_that_is_none_is_refused(wanted: object) -> None:
    with pytest.raises(PlanError):
        quantile(changed(), "y", wanted)  # type: ignore[arg-type]


def test_a_quantile_of_a_question_nobody_answered_is_not_known() -> None:
    found = quantile(changed(y=[None] * 240), "y", [0.25, 0.5], by="k")
    assert np.isnan(found.estimate).all()
    assert set(found.flags) == {"nobody"}


def test_no_questions_at_all_are_refused() -> None:
    for ask in (lambda: variance(changed(), []), lambda: ratio(changed(), [], "x")):
        with pytest.raises(PlanError, match="no question was named"):
            ask()


def test_pairs_compare_like_with_like() -> None:
    """Not a variance with a covariance: `pairwise` must look at `other` and `quantile` too."""
    found = pairwise(variance(changed(), ["y", "x"], by="k"))
    assert len(found.names) == 4
    middle = pairwise(quantile(changed(), "y", [0.25, 0.5], by="k"))
    assert len(middle.names) == 2


def test_what_does_not_vary_in_a_group_has_a_variance_of_nought() -> None:
    """Not 1e-13, nor −5e-16: the difference of two rounded squares."""
    draw = np.random.default_rng(0)
    for _ in range(40):
        groups, value = draw.integers(0, 2, 240).astype(str), round(float(draw.uniform(0, 100)), 2)
        survey = changed(k=groups, z=np.where(groups == "0", value, numbers(poll(), "y")))
        assert variance(survey, "z", by="k").estimate[0] == 0
        assert np.isnan(correlation(survey, "z", "x", by="k").estimate[0])


def test_a_correlation_with_a_constant_is_not_for_want_of_respondents() -> None:
    found = correlation(changed(z=[3.0] * 240), "z", "y")
    assert found.unweighted_base == 240
    assert np.isnan(found.estimate)
    assert found.flags[0] not in ("", "nobody")


def test_a_design_without_degrees_of_freedom_says_so() -> None:
    """All strata of one unit, `remove`: an error of exactly 0 stands there without a flag."""
    found = mean(changed(Design("w", "h", "h", lonely="remove")), "y")
    assert found.df == 0
    assert found.flags == ("no degrees of freedom",)


def test_limits_that_are_not_known_have_a_reason() -> None:
    """A domain of two units in two strata: an error, no degrees of freedom, NaN limits and no flag."""
    units = poll().responses.column("unit").levels
    pair = [units.index("0-0"), units.index("1-0")]
    survey = changed(k=np.where(np.isin(poll().responses.column("unit").codes, pair), "0", "1"))
    found = mean(survey, "y", domain={"k": ["0"]})
    assert np.isnan(found.low[0])
    assert found.flags[0] != ""


@pytest.mark.parametrize("design", [CLUSTERED, Design()])
def test_a_sample_of_nobody_is_a_named_error(design: Design) -> None:
    nobody = replace(poll(), responses=poll().responses.keep(ROWS < 0), design=design)
    for ask in (
        lambda: mean(nobody, "y"),
        lambda: proportion(nobody, "q", by="g"),
        lambda: total(nobody, "y"),
    ):
        with contextlib.suppress(DataError):
            assert set(ask().flags) == {"nobody"}
    with pytest.raises(DataError, match="no respondents"):
        declare_design(nobody, weight="w")


def test_an_endless_number_gives_no_warning() -> None:
    endless = changed(y=np.where(ROWS == 0, np.inf, numbers(poll(), "y")))
    with contextlib.suppress(DataError):
        assert not np.isfinite(mean(endless, "y").standard_error[0])


@pytest.mark.parametrize("method", ["JKn", "bootstrap"])
def test_population_counts_that_are_partly_blank_do_not_make_certainty(method: ReplicateMethod) -> None:
    """Linearisation takes the stratum's other respondents; the jackknife gave an error of exactly 0."""
    counts = numbers(poll(), "N").astype(object)
    strata = poll().responses.column("h").codes
    for stratum in range(3):
        counts[np.flatnonzero(strata == stratum)[-1]] = None
    survey = declare_design(changed(N=counts), weight="w", stratum="h", psu="unit", fpc="N")
    wanted = total(survey, "y").standard_error
    found = total(replicate(survey, method, replicates=400), "y").standard_error
    np.testing.assert_allclose(found, wanted, rtol=1e-9 if method == "JKn" else 0.15)


@pytest.mark.parametrize("method", ["JKn", "bootstrap"])
def test_a_stratum_taken_whole_may_have_one_unit(method: ReplicateMethod) -> None:
    """It adds nothing; the factors divide by m − 1 = 0 (and the bootstrap's come out NaN)."""
    spot = np.where(ROWS < 4, "certain", poll().responses.column("h").codes.astype(str))
    unit = np.where(ROWS < 4, "the one", poll().responses.column("unit").codes.astype(str))
    survey = changed(spot=spot, place=unit, many=np.where(ROWS < 4, 1.0, 1e6))
    survey = declare_design(survey, weight="w", stratum="spot", psu="place", fpc="many")
    found = total(replicate(survey, method, replicates=2000), "y").standard_error
    np.testing.assert_allclose(
        found, total(survey, "y").standard_error, rtol=1e-9 if method == "JKn" else 0.1
    )


@pytest.mark.parametrize("method", ["BRR", "Fay", "SDR"])
def test_a_finite_population_is_not_forgotten_in_silence(method: ReplicateMethod) -> None:
    """Half of the units drawn: refused, noted, or half the variance; as it is, twice linearisation's."""
    survey = changed(pair=(ROWS % 6).astype(str), half=(ROWS // 6 % 2).astype(str), four=[4.0] * 240)
    survey = declare_design(survey, weight="w", stratum="pair", psu="half", fpc="four")
    try:
        made = replicate(survey, method)
    except DesignError:
        return
    noted = any("population" in note.text for note in made.log)
    wanted = total(survey, "y").standard_error
    assert noted or total(made, "y").standard_error == pytest.approx(wanted, rel=0.05)


def test_a_second_stage_is_not_forgotten_in_silence() -> None:
    survey = changed(each=[400.0] * 240)
    survey = declare_design(survey, weight="w", stratum="h", psu="unit", fpc="N", ssu_fpc="each")
    try:
        made = replicate(survey, "JKn")
    except DesignError:
        return
    assert any("stage" in note.text for note in made.log)


@pytest.mark.parametrize("units", [5, 14, 30, 62])
def test_successive_differences_close_their_circle(units: int) -> None:
    """Fay and Train: half the squares of z_i − z_(i−1), the first unit after the last.

    Here the ends add their whole squares, so that a constant total has an error.
    """
    y = numbers(poll(), "y")[:units]
    few = replace(poll(), responses=poll().responses.keep(units > ROWS), design=Design())
    found = total(replicate(few, "SDR"), "y").standard_error[0]
    assert found**2 == pytest.approx(((y - np.roll(y, 1)) ** 2).sum() / 2)


def test_too_large_a_bootstrap_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replication, "LARGEST_BLOCK", 1 << 10)
    tracemalloc.start()
    with pytest.raises(DesignError, match="too many to keep"):
        replicate(changed(ALONE), "bootstrap", replicates=3000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_scales_of_nothing_give_no_warning() -> None:
    """All strata taken whole, or scales all 0: a mean of no replicates."""
    with contextlib.suppress(DesignError):
        survey = declare_replicates(poll(), ["w", "d"], scales=[0, 0], about_estimate=False)
        assert mean(survey, "y").standard_error[0] == 0


def twins() -> tuple[Survey, list[Margin]]:
    """Two questions answered alike whose targets differ, and an innocent third that both go with."""
    draw = np.random.default_rng(3)
    a = draw.integers(0, 2, 400)
    c = np.where(draw.random(400) < 0.5, a, draw.integers(0, 3, 400))
    columns = {name: encode(values.astype(str).tolist()) for name, values in (("a", a), ("b", a), ("c", c))}
    questions = (
        Question(name, plain(name), "single", answers=tuple(Answer(code, plain(code)) for code in "012"))
        for name in columns
    )
    survey = Survey(MemoryResponses(columns), Codebook(tuple(questions)))
    shares = {"a": (0.5, 0.5), "b": (0.4, 0.6), "c": (0.4, 0.35, 0.25)}
    margins = [
        Margin((name,), {(str(code),): share for code, share in enumerate(each)})
        for name, each in shares.items()
    ]
    return survey, margins


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("step", ["rake", "linear", "raking", "logit"])
def test_the_margins_in_conflict_are_named_and_no_other(order: tuple[int, ...], step: str) -> None:
    """Raking names the one met first, or it and the innocent one; calibration names all three."""
    survey, margins = twins()
    given = [margins[position] for position in order]
    bounds = (0.1, 6.0) if step == "logit" else None
    with pytest.raises(NotConverged) as told:
        _ = rake(survey, given) if step == "rake" else calibrate(survey, given, distance=step, bounds=bounds)  # type: ignore[arg-type]
    assert set(told.value.margins) == {"a", "b"}
    assert "'c'" not in told.value.message


def test_a_margin_that_the_bounds_allow_is_not_named() -> None:
    survey, margins = twins()
    far = Margin(("a",), {("0",): 0.1, ("1",): 0.9})
    calibrate(survey, [margins[2]], bounds=(0.5, 2))
    with pytest.raises(NotConverged) as told:
        calibrate(survey, [far, margins[2]], bounds=(0.5, 2))
    assert told.value.margins == ("a",)


def test_a_share_of_nothing_leaves_nobody_with_weight() -> None:
    """Raking gives 0; linear calibration 1e-16, and those respondents stay in every base."""
    nothing = Margin(("k",), {("0",): 0.0, ("1",): 1.0})
    for step in (rake, calibrate):
        survey, _ = step(changed(), [nothing])
        assert mean(survey, "y").unweighted_base[0] == gave(poll(), "k", "1").sum(), step


def test_impossible_requests_of_weighting_are_named() -> None:
    with pytest.raises(WeightingError, match="share"):
        rake(changed(), [Margin(("k",), {("0",): float("nan"), ("1",): 0.55})])
    with pytest.raises(SurveyError):
        rake(changed(), [K], max_sweeps=0)


def test_a_refusal_to_trim_is_true() -> None:
    """The limits enclose the mean, so weights that add up do exist: all alike, for one."""
    weights = numbers(poll(), "w")
    lower, upper = 0.999 * weights.mean(), 1.003 * weights.mean()
    try:
        found = numbers(trim(poll(), lower=lower, upper=upper), "#weight")
        assert found.sum() == pytest.approx(weights.sum())
    except WeightingError as told:
        assert "no weights add up to" not in told.message  # noqa: PT017
