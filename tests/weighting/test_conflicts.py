"""Targets that cannot be met together: told as such, with numbers, and never for targets that can be met."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from survey.errors import EmptyMargin, NotConverged, WeightingError
from survey.responses import MemoryResponses, encode
from survey.vocabulary import Answer, Codebook, Design, Margin, Question, Survey, plain
from survey.weighting import calibrate, poststratify, rake
from survey.weighting.distance import Distance
from tests.stats.rows import gave, weights_of
from tests.weighting.people import survey_of

DISTANCES: list[Distance] = ["linear", "raking", "logit"]


def asked(seed: int, names: str = "abc", rows: int = 200) -> Survey:
    """Answers 0, 1, 2 to each question, and weights."""
    draw = np.random.default_rng(seed)
    columns = {name: encode(draw.integers(0, 3, rows).astype(str).tolist()) for name in names}
    questions = tuple(
        Question(name, plain(name), "single", answers=tuple(Answer(code, plain(code)) for code in "012"))
        for name in names
    )
    weights = encode(draw.uniform(0.5, 2, rows))
    return Survey(MemoryResponses({**columns, "w": weights}), Codebook(questions), Design("w"))


def margin(name: str, *shares: float) -> Margin:
    return Margin((name,), {(code,): share for code, share in zip("012", shares, strict=True)})


def possible(survey: Survey, margins: list[Margin], bounds: tuple[float, float]) -> bool:
    """Whether some weights within the bounds meet all margins, by linear programming."""
    weights = weights_of(survey)
    cells = [(each.questions[0], code, share) for each in margins for (code,), share in each.shares.items()]
    members = np.array([gave(survey, name, [code]) for name, code, _ in cells]) * weights
    wanted = np.array([share for *_, share in cells]) * weights.sum()
    found = linprog(np.zeros(len(weights)), A_eq=members, b_eq=wanted, bounds=[bounds] * len(weights))
    return bool(found.status == 0)


@pytest.mark.parametrize("seed", range(8))
def test_bounded_calibration_fails_just_where_no_weights_exist(seed: int) -> None:
    draw = np.random.default_rng(seed)
    for _ in range(4):
        survey = asked(seed)
        margins = [margin(name, *draw.dirichlet([4, 4, 4])) for name in "abc"]
        bounds = float(draw.uniform(0.2, 0.6)), float(draw.uniform(1.6, 4))
        can = possible(survey, margins, bounds)
        for distance in DISTANCES:
            if can:
                met, result = calibrate(survey, margins, distance=distance, bounds=bounds)
                factors = weights_of(met) / weights_of(survey)
                assert bounds[0] * (1 - 1e-9) <= factors.min() <= factors.max() <= bounds[1] * (1 + 1e-9)
                assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9
            else:
                with pytest.raises(NotConverged):
                    calibrate(survey, margins, distance=distance, bounds=bounds)


def test_margins_that_contradict_each_other_are_told_with_what_they_want_and_have() -> None:
    survey = asked(1)
    twins = replace(survey, responses=survey.responses.assign({"b": survey.responses.column("a")}))
    margins = [margin("a", 0.5, 0.3, 0.2), margin("b", 0.4, 0.3, 0.3)]
    for step in (rake, calibrate):
        with pytest.raises(NotConverged) as told:
            step(twins, margins)
        assert set(told.value.margins) == {"a", "b"}
        assert told.value.message == "the margin 'b' wants 40.0% of '0', and 'a' implies 50.0%"
        assert "correct one of the two" in told.value.hint
    met, _ = rake(twins, [margins[0], margins[0]])
    assert gave(met, "b", "0") @ weights_of(met) / weights_of(met).sum() == pytest.approx(0.5)


def test_one_margin_that_the_bounds_forbid_is_named() -> None:
    with pytest.raises(NotConverged) as told:
        calibrate(asked(1), [margin("a", 0.9, 0.05, 0.05)], bounds=(0.7, 1.4))
    assert told.value.margins == ("a",)
    assert "'a' wants" in told.value.message


SEXES = {"sex": {"1": "Men", "2": "Women"}, "age": {"a": "Young", "b": "Old"}}
SEX = Margin(("sex",), {("1",): 0.5, ("2",): 0.5})
AGE = Margin(("age",), {("a",): 0.75, ("b",): 0.25})


def some_without_sex() -> Survey:
    """Four men, four women, and four who did not say; half of all are young."""
    return survey_of({"sex": ["1", "2"] * 4 + [None] * 4, "age": ["a"] * 6 + ["b"] * 6}, SEXES)


def test_what_is_missed_is_told_in_per_cents_of_those_in_a_category() -> None:
    """At most 4 × 1.4 of 8 are men."""
    far = Margin(("sex",), {("1",): 0.9, ("2",): 0.1})
    with pytest.raises(NotConverged) as told:
        calibrate(some_without_sex(), [far], bounds=(0.6, 1.4))
    assert told.value.message.endswith(": 'sex' wants 90.0% of 'Men' and has 70.0% (n = 4)")


def test_the_share_of_those_in_no_category_is_told_as_what_it_is() -> None:
    with pytest.raises(NotConverged) as told:
        rake(some_without_sex(), [SEX, AGE], max_sweeps=1)
    assert told.value.margins == ("sex", "age")
    assert (
        "'sex' is to keep 33.3% for those in none of its categories and has 16.7% (n = 4); "
        "'age' wants 75.0% of 'Young' and has 75.0% (n = 6)"
    ) in told.value.message


def test_gaps_are_told_in_digits_that_show_them() -> None:
    nearly = Margin(("age",), {("a",): 0.700001, ("b",): 0.299999})
    with pytest.raises(NotConverged) as told:
        calibrate(some_without_sex(), [nearly], bounds=(0.6, 1.4))
    assert told.value.message.endswith("'age' wants 29.9999% of 'Old' and has 30.0000% (n = 6)")


@pytest.mark.parametrize(
    ("scale", "words"),
    [(1.0, "wants a mean of 9 and has 7.3"), (1e5, "wants a mean of 900,000 and has 730,000")],
)
def test_a_mean_out_of_reach_is_told_as_a_mean(scale: float, words: str) -> None:
    """Half of ten have 10 and half 1: at most 0.7 × 10 + 0.3 × 1."""
    survey = survey_of({"cars": [10 * scale] * 5 + [1 * scale] * 5})
    with pytest.raises(NotConverged) as told:
        calibrate(survey, [], totals={"cars": 90 * scale}, bounds=(0.6, 1.4))
    assert told.value.message.endswith(f": 'cars' {words} (n = 10)")


def test_a_category_nobody_is_in_is_named_before_anything_is_tried() -> None:
    survey = asked(1)
    two = np.where(gave(survey, "c", "2"), "1", "0")
    lacking = replace(survey, responses=survey.responses.assign({"c": encode(two.tolist())}))
    margins = [margin("a", 0.3, 0.3, 0.4), margin("c", 0.5, 0.3, 0.2)]
    for step in (rake, calibrate):
        with pytest.raises(EmptyMargin, match=r"'c' wants 20.0% of '2'"):
            step(lacking, margins)
    with pytest.raises(EmptyMargin, match="'c'"):
        poststratify(lacking, margins[1])
    weightless = weights_of(survey) * ~gave(survey, "c", "2")
    zeroed = replace(survey, responses=survey.responses.assign({"w": encode(weightless)}))
    with pytest.raises(EmptyMargin, match="no respondent with a weight"):
        rake(zeroed, margins)


@pytest.mark.parametrize(
    ("shares", "complaint"),
    [((0.5, 0.3, 0.1), r"add up to 0\.9000"), ((0.7, 0.5, -0.2), "below zero of '2', -20.0%")],
)
def test_shares_that_are_none_are_refused(shares: tuple[float, ...], complaint: str) -> None:
    for step in (rake, calibrate):
        with pytest.raises(WeightingError, match=complaint):
            step(asked(1), [margin("a", *shares)])


@pytest.mark.parametrize("population", [0.0, -5.0, np.nan, np.inf])
def test_a_population_that_is_none_is_refused(population: float) -> None:
    for step in (rake, calibrate):
        with pytest.raises(WeightingError, match="population"):
            step(asked(1), [margin("a", 0.3, 0.3, 0.4)], population=population)


@pytest.mark.parametrize(
    "how",
    [{}, {"bounds": (0.2, 5.0)}, {"distance": "logit", "bounds": (0.2, 5.0)}, {"distance": "raking"}],
    ids=["linear", "bounded", "logit", "raking"],
)
def test_who_is_not_wanted_moves_no_other_margin(how: dict[str, Any]) -> None:
    shares = {"0": 0.1, "1": 0.3, "2": 0.6}
    met, result = calibrate(asked(1), [margin("a", 0.0, 0.4, 0.6), margin("b", *shares.values())], **how)
    final = weights_of(met)
    none = gave(met, "a", "0")
    assert (final[none] == 0).all()
    assert (final[~none] != 0).all()
    for code, share in shares.items():
        assert final[gave(met, "b", code)].sum() / final.sum() == pytest.approx(share)
    [line] = [line for line in result.diagnosis if line.kind == "unwanted"]
    assert (line.margin, line.unweighted_base) == ("a", int(none.sum()))
    [note] = [note for note in met.log if note.rule == "W208"]
    assert note.level == "warning"
    assert note.text.endswith("they have no weight, and are left out of every base")


def test_a_share_of_nothing_takes_the_weight_away() -> None:
    met, result = rake(asked(1), [margin("a", 0.0, 0.4, 0.6)])
    none = gave(met, "a", "0")
    assert (weights_of(met)[none] == 0).all()
    assert (weights_of(met)[~none] > 0).all()
    assert result.achieved[0].unweighted_base == 0
    assert weights_of(met).sum() == pytest.approx(weights_of(asked(1)).sum())
