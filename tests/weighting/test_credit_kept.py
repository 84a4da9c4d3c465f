"""Every public estimate credits the calibration, on every way that a weighted survey can go."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

import survey as public
from survey.cleaning import clean
from survey.errors import DesignError, PlanError, WeightingError
from survey.responses import encode
from survey.vocabulary import Cleaning, Column, Derivation, Margin, Plan, Removal, Survey, plain
from tests.stats.rows import Array, answered, assert_close, gave, numbers, poll, weights_of
from tests.weighting.credit import (
    DECILES,
    GOAL,
    KG,
    Credited,
    M,
    Step,
    Wanted,
    correlation_of,
    crossed,
    decile_limits,
    gap_of,
    goodness,
    independence,
    mean_of,
    members,
    shares_of,
    variance_of,
)

SLOW = {"quantile", "correlation"}
"""Pairs of numbers with too many levels to be counted in every one of many replicates."""
DOORS = {
    "explain_cell",
    "check",
    "init",
    "tables",
    "write_answers",
    "__version__",
    "read",
    "read_plan",
    "read_targets",
    "read_waves",
    "targets",
    "write",
    "write_weights",
}
REPORTS = {"analyze", "compare_weights", "drivers", "trend", "weight"}
"""Walked in `test_credit_reported.py`, and where drivers and trends are tested."""


@dataclass(frozen=True, eq=False)
class Case:
    """A public estimate's errors, or the statistic of its test, and what they must be."""

    found: Callable[[Survey], Array]
    wanted: Wanted


def _table(by: Credited) -> Array:
    cells = crossed("q", "k")
    columns = [by.error(shares_of(cells[:, c::2], cells[:, c::2].any(axis=1))) for c in range(2)]
    return np.concatenate([np.stack(columns, axis=1).ravel(), independence(by, "q", "k")])


def _told(table: public.tabulation.statistics.Crosstab) -> Array:  # type: ignore[name-defined]
    return np.append(table.standard_error.ravel(), table.statistic)


def _decile_limits(survey: Survey) -> Array:
    found = public.quantile(survey, "y", DECILES.tolist())
    return np.concatenate([found.low, found.high])


def _ticks() -> Array:
    return np.array([gave(poll(), "ticks", [code]) for code in "012"], dtype=float).T


CASES: dict[str, Case] = {
    "mean": Case(lambda s: public.mean(s, "x").standard_error, lambda by: by.error(mean_of("x"))),
    "mean, by": Case(
        lambda s: public.mean(s, "x", by="k").standard_error,
        lambda by: np.concatenate([by.error(mean_of("x", gave(poll(), "k", [k]))) for k in "01"]),
    ),
    "mean, domain": Case(
        lambda s: public.mean(s, "x", domain={"q": ["1", "2"]}).standard_error,
        lambda by: by.error(mean_of("x", gave(poll(), "q", ["1", "2"]))),
    ),
    "total": Case(
        lambda s: public.total(s, "x").standard_error,
        lambda by: by.error(lambda w: (w @ np.nan_to_num(numbers(poll(), "x")))[..., None]),
    ),
    "proportion": Case(
        lambda s: public.proportion(s, "q").standard_error,
        lambda by: by.error(shares_of(crossed("q", "q")[:, ::4], answered(poll(), "q"))),
    ),
    "ratio": Case(
        lambda s: public.ratio(s, "children", "y").standard_error,
        lambda by: by.error(shares_of(numbers(poll(), "children")[:, None], numbers(poll(), "y"))),
    ),
    "mentions": Case(
        lambda s: public.mentions(s, "ticks").standard_error,
        lambda by: by.error(shares_of(_ticks(), _ticks().sum(axis=1))),
    ),
    "variance": Case(lambda s: public.variance(s, "y").standard_error, lambda by: by.error(variance_of("y"))),
    "correlation": Case(
        lambda s: public.correlation(s, "x", "y").standard_error,
        lambda by: by.error(correlation_of("x", "y")),
    ),
    "quantile": Case(_decile_limits, decile_limits),
    "contrast": Case(
        lambda s: public.contrast(public.mean(s, "x", by="k"), {"gap": {"1": 1, "0": -1}}).standard_error,
        lambda by: by.error(gap_of("x", "k"))[1:],
    ),
    "pairwise": Case(
        lambda s: public.pairwise(public.mean(s, "x", by="k")).standard_error,
        lambda by: by.error(gap_of("x", "k"))[1:],
    ),
    "crosstab": Case(lambda s: _told(public.crosstab(s, "q", "k")), _table),
    "crosstabs": Case(lambda s: _told(public.crosstabs(s, ["q"], ["k"])[0]), _table),
    "chisquare": Case(
        lambda s: np.array([public.chisquare(s, "q", "k").statistic]), lambda by: independence(by, "q", "k")
    ),
    "goodness_of_fit": Case(
        lambda s: np.array([public.goodness_of_fit(s, "q", GOAL).statistic]), lambda by: goodness(by, "q")
    ),
    "ttest": Case(
        lambda s: np.array([public.ttest(s, "x", by="k").standard_error]),
        lambda by: by.error(gap_of("x", "k"))[1:],
    ),
    "regression": Case(
        lambda s: public.regression(s, "x", "k").standard_error, lambda by: by.error(gap_of("x", "k"))
    ),
    "term_test": Case(
        lambda s: np.array([public.term_test(public.regression(s, "x", "k"), "k").statistic]),
        lambda by: (gap_of("x", "k")(weights_of(by.survey)) / by.error(gap_of("x", "k")))[1:] ** 2,
    ),
}


def raked() -> Credited:
    survey, _ = public.rake(poll(), [M, KG])
    return Credited(survey, [Step(members(M, KG), numbers(poll(), "w"))])


def recoded() -> Credited:
    """Answers to the margins' own questions overwritten, and a question derived, after weighting."""
    before = raked()
    shuffled = {name: _turned(before.survey.responses.column(name)) for name in ("m", "g")}
    survey = replace(before.survey, responses=before.survey.responses.assign(shuffled))
    derivation = Derivation("old", "y", plain("Old"), bands=("0-49", "50-99"))
    return replace(before, survey=clean(survey, Plan(derive=(derivation,))))


def _turned(column: Column) -> Column:
    return Column(np.roll(column.codes, 7), column.levels)


def pickled() -> Credited:
    before = raked()
    every_error(before.survey)
    return replace(before, survey=pickle.loads(pickle.dumps(before.survey)))


def copied() -> Credited:
    before = raked()
    every_error(before.survey)
    return replace(before, survey=copy.deepcopy(replace(copy.copy(before.survey), log=())))


def with_numbers() -> Credited:
    """Calibrated to the total of a number that is overwritten afterwards."""
    rows = len(poll().responses)
    age = 20 + numbers(poll(), "children") * 10 + np.arange(rows) % 7
    asked = replace(poll(), responses=poll().responses.assign({"age": encode(age)}))
    survey, _ = public.calibrate(asked, [M], totals={"age": 37.0 * rows}, population=rows)
    met = np.column_stack([members(M), age])
    spoilt = {"age": encode(np.arange(rows) % 50), "w": encode(np.ones(rows))}
    survey = replace(survey, responses=survey.responses.assign(spoilt))
    return Credited(survey, [Step(met, numbers(poll(), "w"))])


def trimmed() -> Credited:
    before = raked()
    survey = public.trim(before.survey, upper=2.2)
    factor = weights_of(survey) / weights_of(before.survey)
    return Credited(survey, [replace(before.steps[0], trimmed=factor)])


def weighted_twice() -> Credited:
    first, _ = public.rake(poll(), [M])
    second, _ = public.rake(first, [KG])
    steps = [Step(members(KG), weights_of(first)), Step(members(M), numbers(poll(), "w"))]
    return Credited(second, steps)


def weighted_thrice() -> Credited:
    """To a margin, to another, and to the first one again, by another method."""
    before = weighted_twice()
    third, _ = public.poststratify(before.survey, M)
    return Credited(third, [Step(members(M), weights_of(before.survey)), *before.steps])


def trimmed_and_weighted() -> Credited:
    before = trimmed()
    survey, _ = public.rake(before.survey, [M])
    return Credited(survey, [Step(members(M), weights_of(before.survey)), *before.steps])


def weighted_twice_and_trimmed() -> Credited:
    before = weighted_twice()
    survey = public.trim(before.survey, upper=2.0)
    factor = weights_of(survey) / weights_of(before.survey)
    return Credited(survey, [replace(step, trimmed=factor) for step in before.steps])


def read_back() -> Credited:
    """Weights written down, read as columns of a new survey, and their margins declared by name."""
    before = raked()
    columns = {"final": encode([float(f"{w:.16g}") for w in weights_of(before.survey)])}
    fresh = replace(poll(), responses=poll().responses.assign(columns))
    fresh = public.declare_design(fresh, weight="final", stratum="h", psu="unit")
    return replace(before, survey=public.declare_calibration(fresh, ["m", "k × g"], entering="w"))


def read_back_with_blanks() -> Credited:
    """The same where some gave no answer, or none of substance, and kept their share."""
    opinion = Margin(
        ("opinion", "k"), {(a, k): share for a in "210" for k, share in (("0", 0.15), ("1", 11 / 60))}
    )
    survey, _ = public.rake(poll(), [opinion])
    columns = {"final": survey.responses.column("#weight")}
    fresh = replace(poll(), responses=poll().responses.assign(columns))
    fresh = public.declare_design(fresh, weight="final", stratum="h", psu="unit")
    categories = members(opinion)
    met = np.column_stack([categories, categories.sum(axis=1) == 0])
    declared = public.declare_calibration(fresh, ["opinion × k"], entering="w")
    return Credited(declared, [Step(met, numbers(poll(), "w"))])


def declared_and_weighted() -> Credited:
    """Weights that came calibrated to one margin, and were weighted to another here."""
    first, _ = public.rake(poll(), [M])
    fresh = replace(poll(), responses=poll().responses.assign({"final": encode(weights_of(first))}))
    fresh = public.declare_design(fresh, weight="final", stratum="h", psu="unit")
    survey, _ = public.rake(public.declare_calibration(fresh, [M], entering="w"), [KG])
    return replace(weighted_twice(), survey=survey)


PATHS: dict[str, Callable[[], Credited]] = {
    path.__name__: path
    for path in (
        raked,
        recoded,
        pickled,
        copied,
        with_numbers,
        trimmed,
        weighted_twice,
        weighted_thrice,
        trimmed_and_weighted,
        weighted_twice_and_trimmed,
        read_back,
        read_back_with_blanks,
        declared_and_weighted,
    )
}


def every_error(survey: Survey) -> dict[str, Array]:
    return {name: case.found(survey) for name, case in CASES.items()}


def forgotten(survey: Survey) -> Survey:
    return public.declare_design(survey, weight=survey.design.weight, stratum="h", psu="unit")


def test_every_public_name_is_walked_or_makes_no_estimate() -> None:
    homes = {name: getattr(public, name) for name in public.__all__ if name not in DOORS | REPORTS}
    estimators = {
        name for name, thing in homes.items() if not thing.__module__.startswith("survey.weighting")
    }
    assert {name.partition(",")[0] for name in CASES} == estimators


@pytest.mark.parametrize("path", PATHS)
def test_every_error_credits_what_was_met(path: str) -> None:
    credited = PATHS[path]()
    without = every_error(forgotten(credited.survey))
    for name, found in every_error(credited.survey).items():
        assert_close(found, CASES[name].wanted(credited), credited.tolerance)
        assert not np.allclose(found, without[name], rtol=1e-3), name


def test_shares_that_were_met_are_known_exactly() -> None:
    for path in (raked, weighted_twice, weighted_thrice, trimmed_and_weighted, read_back):
        survey = path().survey
        last = survey.design.calibration
        assert last is not None
        name = "m" if any("#margin m" in each for margin in last.margins for each in margin) else "g"
        np.testing.assert_allclose(public.proportion(survey, name).standard_error, 0, atol=1e-9)
        assert public.proportion(forgotten(survey), name).standard_error.min() > 0.01


def test_forgetting_is_said() -> None:
    survey = raked().survey
    assert [note.rule for note in forgotten(survey).log if note.rule == "W305"] == ["W305"]
    anew = public.declare_design(survey, weight="w", stratum="h", psu="unit")
    assert not [note for note in anew.log if note.rule == "W305"]


@pytest.mark.parametrize("name", CASES)
def test_rows_removed_after_weighting_are_refused(name: str) -> None:
    survey = raked().survey
    left = replace(survey, responses=survey.responses.keep(numbers(survey, "y") > 45))
    with pytest.raises(DesignError, match=r"240 respondents, and .* are left") as refused:
        CASES[name].found(left)
    assert "domain" in (refused.value.hint or "")


def test_rows_removed_by_cleaning_are_refused_until_weighted_again() -> None:
    plan = Plan(clean=Cleaning(remove=(Removal("${y} < 45", plain("young")),)))
    left = clean(raked().survey, plan)
    with pytest.raises(DesignError, match="are left"):
        public.mean(left, "x")
    again, _ = public.rake(left, [M])
    assert [note.rule for note in again.log if note.rule == "W304"] == ["W304"]
    np.testing.assert_allclose(public.proportion(again, "m").standard_error, 0, atol=1e-9)
    assert np.isfinite(public.mean(again, "x").standard_error).all()


def test_steps_that_would_undo_margins_are_refused() -> None:
    survey = raked().survey
    with pytest.raises(DesignError, match="already fitted"):
        public.replicate(survey)
    with pytest.raises(WeightingError, match="already fitted"):
        public.adjust_nonresponse(survey, ["k"], issued={"0": 500, "1": 500})
    with pytest.raises(WeightingError, match="made here"):
        public.declare_calibration(survey, ["m"])


@pytest.fixture(scope="module")
def large() -> tuple[Survey, Survey]:
    """A large sample raked twice, with linearised errors, and with replicates raked one by one."""
    drawn = replace(poll(seed=5, rows=6000), design=replace(poll().design, psu=None))
    shown = public.replicate(drawn, "bootstrap", replicates=800, seed=3)
    linear, replicates = (public.rake(public.rake(each, [M])[0], [KG])[0] for each in (drawn, shown))
    return linear, replicates


@pytest.mark.parametrize("name", [name for name in CASES if name not in SLOW])
def test_replicates_agree_with_linearised_errors(name: str, large: tuple[Survey, Survey]) -> None:
    linear, replicates = (CASES[name].found(each) for each in large)
    np.testing.assert_allclose(replicates, linear, rtol=0.1)


def test_every_replicate_meets_the_margins(large: tuple[Survey, Survey]) -> None:
    replicates = public.proportion(large[1], "g", domain={"k": ["0"]})
    np.testing.assert_allclose(replicates.standard_error, 0, atol=1e-9)


def test_declarations_that_say_nothing_are_refused() -> None:
    survey = public.declare_design(poll(), weight="w", stratum="h", psu="unit")
    with pytest.raises(PlanError, match="'y', a numeric question"):
        public.declare_calibration(survey, ["y"])
    with pytest.raises(PlanError, match="'nobody'"):
        public.declare_calibration(survey, ["m"], entering="nobody")
    with pytest.raises(PlanError, match="not in the data"):
        public.declare_calibration(survey, ["m × county"])
    with pytest.raises(WeightingError, match="no margin"):
        public.declare_calibration(survey, [])
    with pytest.raises(WeightingError, match="do not meet 'm'"):
        public.declare_calibration(survey, [Margin(("m",), {("0",): 0.8, ("1",): 0.1, ("2",): 0.1})])
    with pytest.raises(WeightingError, match="replicate weights"):
        public.declare_calibration(public.replicate(survey, "JKn"), ["m"])
