"""Targets that cannot be met and are accepted, respondents left out, weights of the population's size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import WeightingError
from survey.responses import encode
from survey.tabulation.statistics import proportion
from survey.vocabulary import DesignPlan, Margin, Plan, Survey, Targets, TrimPlan, Weighting
from survey.weighting import calibrate, declare_design, rake, replicate, weight
from tests.stats.rows import gave, poll, weights_of
from tests.weighting.people import drawn, margin, survey_of

SEX = margin("sex", {"1": 0.5, "2": 0.3, "3": 0.2})
AGE = margin("age", {"a": 0.4, "b": 0.6})


def people(weights: list[float] | None = None) -> Survey:
    """Fifty men and fifty women, nobody of another sex; forty-five young, ten of whom have no age."""
    columns: dict[str, list[object]] = {
        "sex": ["1", "2"] * 50,
        "age": [None] * 10 + ["a"] * 35 + ["b"] * 55,
        "w": list(weights or [1.0] * 100),
    }
    labels = {"sex": {"1": "Men", "2": "Women", "3": "Other"}, "age": {"a": "18-39", "b": "40+"}}
    return survey_of(columns, labels, weight="w")


def test_an_empty_category_is_shared_out_and_told_with_the_target_as_given() -> None:
    """Nobody is of the third sex: 0.5 and 0.3 become 0.625 and 0.375 of all."""
    met, result = rake(people(), [SEX], unmet="accept")
    assert result.unmet
    assert result.max_error == pytest.approx(0.2)
    assert [(line.target, line.after) for line in result.achieved] == [
        (0.5, pytest.approx(0.625)),
        (0.3, pytest.approx(0.375)),
        (0.2, 0.0),
    ]
    assert weights_of(met).sum() == pytest.approx(100)
    [note] = [note for note in met.log if note.rule == "W205"]
    assert note.level == "warning"
    assert note.text == (
        "the weights do NOT meet all targets, which the plan accepts: 'Other' of 'sex' is 0.0% for a target "
        "of 20.0%; the margin 'sex' wants 20.0% of 'Other', but no respondent with a weight gave that answer"
    )


@pytest.mark.parametrize("step", ["rake", "linear", "raking"])
def test_a_contradiction_gives_weights_between_the_two(step: str) -> None:
    survey = drawn(1, 200, {"a": 2, "b": 2})
    survey = replace(survey, responses=survey.responses.assign({"b": survey.responses.column("a")}))
    margins = [margin("a", {"0": 0.5, "1": 0.5}), margin("b", {"0": 0.4, "1": 0.6})]
    if step == "rake":
        met, result = rake(survey, margins, unmet="accept")
    else:
        met, result = calibrate(survey, margins, distance=step, unmet="accept")  # type: ignore[arg-type]
    assert result.unmet
    weights = weights_of(met)
    assert weights.min() > 0
    assert weights.sum() == pytest.approx(weights_of(survey).sum())
    reached = gave(met, "a", ["0"]) @ weights / weights.sum()
    assert 0.4 - 1e-9 <= reached <= 0.5 + 1e-9
    assert result.max_error == pytest.approx(max(0.5 - reached, reached - 0.4))


def test_limits_that_targets_do_not_allow_are_kept_and_what_is_missed_is_least() -> None:
    """With a cap of 1.2 fifty women carry 60 of 100 at most, where 80 are wanted; age can be met."""
    wanted = margin("sex", {"1": 0.2, "2": 0.8})
    survey = replace(
        people(), responses=people().responses.assign({"age": encode((["a"] * 2 + ["b"] * 2) * 25)})
    )
    met, result = rake(survey, [wanted, AGE], unmet="accept", trim=TrimPlan(cap=1.2))
    assert result.unmet
    weights = weights_of(met)
    assert weights.max() <= 1.2 * (1 + 1e-9)
    assert weights.sum() == pytest.approx(100)
    assert [line.after for line in result.achieved] == pytest.approx([0.4, 0.6, 0.4, 0.6], abs=0.002)
    assert result.max_error == pytest.approx(0.2, abs=0.002)


def test_targets_that_can_be_met_are_met_though_others_would_be_accepted() -> None:
    reachable = margin("sex", {"1": 0.6, "2": 0.4})
    met, result = rake(people(), [reachable, AGE], unmet="accept")
    assert not result.unmet
    assert result.max_error < 1e-9
    assert not [note for note in met.log if note.rule == "W205"]
    plain, _ = rake(people(), [reachable, AGE])
    np.testing.assert_allclose(weights_of(met), weights_of(plain))


def test_a_mean_that_is_not_met_is_told_as_a_mean() -> None:
    survey = declare_design(poll(), weight="w")
    people = float(weights_of(survey).sum())
    met, result = calibrate(survey, totals={"y": people * 500}, bounds=(0.5, 2), unmet="accept")
    assert result.unmet
    [note] = [note for note in met.log if note.rule == "W205"]
    assert "the mean of 'y' is " in note.text
    assert note.text.endswith("for a target of 500")


def test_excluded_respondents_leave_every_base_and_replicate() -> None:
    weights = [2.0] * 50 + [1.0] * 50
    survey = replicate(declare_design(people(weights), weight="w"), "bootstrap", replicates=30, seed=3)
    reachable = margin("sex", {"1": 0.6, "2": 0.4})
    met, result = rake(survey, [reachable, AGE], missing="exclude")
    final = weights_of(met)
    assert (final[:10] == 0).all()
    assert (final[10:] > 0).all()
    assert final.sum() == pytest.approx(sum(weights[10:]))
    replication = met.design.replication
    assert replication is not None
    block = met.responses.block(replication.block)
    assert (block[:10] == 0).all()
    np.testing.assert_allclose(
        gave(met, "age", ["a"]) @ block / block.sum(axis=0), np.full(block.shape[1], 0.4), atol=1e-9
    )
    assert proportion(met, "sex").unweighted_base[0] == 90
    assert not [line for line in result.achieved if line.bucket]
    [note] = [note for note in met.log if note.rule == "W201"]
    assert (note.count, note.question) == (10, "age")
    assert note.text == "10 respondents are in no target category of 'age'; they are left out of every base"


def test_excluding_is_weighting_the_others_alone() -> None:
    reachable = margin("sex", {"1": 0.6, "2": 0.4})
    met, _ = rake(people(), [reachable, AGE], missing="exclude")
    rest = people()
    columns: dict[str, list[object]] = {
        "sex": ["1", "2"] * 45,
        "age": ["a"] * 35 + ["b"] * 55,
        "w": [1.0] * 90,
    }
    alone, _ = rake(replace(survey_of(columns, weight="w"), codebook=rest.codebook), [reachable, AGE])
    np.testing.assert_allclose(weights_of(met)[10:], weights_of(alone))


def test_one_respondent_without_a_category_reads_well() -> None:
    ages = [None] + ["a"] * 44 + ["b"] * 55
    survey = replace(people(), responses=survey_of({"age": ages, "w": [1.0] * 100}).responses)
    met, _ = rake(survey, [AGE])
    [note] = [note for note in met.log if note.rule == "W201"]
    assert note.text.startswith("1 respondent is in no target category of 'age'")


def plan_of(**keys: object) -> Plan:
    return Plan(design=DesignPlan(weight="w"), weighting=Weighting(margins=("sex", "age"), **keys))  # type: ignore[arg-type]


def with_targets(*totals: float | None) -> Survey:
    sex = Margin(("sex",), {("1",): 0.6, ("2",): 0.4}, total=totals[0] if totals else None)
    return replace(people(), targets=Targets((sex, AGE)))


def test_weights_add_up_to_respondents_or_to_the_population() -> None:
    survey = with_targets()
    sample, _ = weight(survey, plan_of())
    assert weights_of(sample).sum() == pytest.approx(100)
    for counted, keys in (
        (with_targets(81_000.0), {}),
        (survey, {"total": 81_000.0}),
        (with_targets(5.0), {"total": 81_000.0}),
    ):
        people, result = weight(counted, plan_of(scale="population", **keys))
        assert result is not None
        assert result.total == pytest.approx(81_000)
        np.testing.assert_allclose(weights_of(people), weights_of(sample) * 810, rtol=1e-8)
        one, other = proportion(people, "sex"), proportion(sample, "sex")
        np.testing.assert_allclose(one.standard_error, other.standard_error, atol=1e-12)
    with pytest.raises(WeightingError, match="no target counts it") as told:
        weight(survey, plan_of(scale="population"))
    assert "total" in told.value.hint


def test_weights_add_up_to_those_who_keep_one() -> None:
    excluded, _ = weight(with_targets(), plan_of(missing="exclude"))
    assert weights_of(excluded).sum() == pytest.approx(90)
    none = Margin(("sex",), {("1",): 1.0, ("2",): 0.0})
    men, _ = weight(replace(people(), targets=Targets((none, AGE))), plan_of())
    assert (weights_of(men) > 0).sum() == 50
    assert weights_of(men).sum() == pytest.approx(50)
