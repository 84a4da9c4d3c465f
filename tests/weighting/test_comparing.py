"""Other weights beside the plan's: which are tried, what they miss, what cannot be made."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import survey as package
from survey.errors import NotConverged
from survey.reporting import weighting_account
from survey.vocabulary import (
    AlternativePlan,
    Codebook,
    DesignPlan,
    Label,
    NonresponsePlan,
    Plan,
    Question,
    Study,
    Survey,
    Targets,
    TrimPlan,
    Weighting,
    plain,
)
from survey.weighting import weight, weighted_alternatives
from tests.stats.rows import gave, weights_of
from tests.weighting.people import margin, survey_of

LABELS = {
    "sex": {"1": "Men", "2": "Women"},
    "age": {"a": "18-39", "b": "40+"},
    "vote": {"y": "Yes", "n": "No"},
    "area": {"1": "North", "2": "South"},
}
SEX = margin("sex", {"1": 0.5, "2": 0.5})
AGE = margin("age", {"a": 0.4, "b": 0.6})
PLAN = Plan(study=Study(headline="vote:y"), weighting=Weighting(margins=("sex", "age")))


def people(**columns: list[object]) -> Survey:
    """Forty men and sixty women, men all for it and women half of them; a third young."""
    usual: dict[str, list[object]] = {
        "sex": ["1"] * 40 + ["2"] * 60,
        "age": (["a"] + ["b"] * 2) * 33 + ["b"],
        "vote": ["y"] * 40 + ["y", "n"] * 30,
    }
    return replace(survey_of(usual | columns, LABELS), targets=Targets((SEX, AGE)))


def test_each_margin_out_caps_and_percentiles_where_the_plan_names_none() -> None:
    compared = package.compare_weights(people(), PLAN)
    assert [each.name.to("en") for each in compared] == [
        "the plan",
        "design weights alone",
        "without sex",
        "without age",
        "cap at 5 means",
        "cap at 3 means",
        "trim at percentiles 1 and 99",
    ]
    assert compared[0].name.to("ja") == "計画どおり"
    own, alone, without_sex = compared[:3]
    assert own.max_error < 1e-9
    assert (own.shift, own.headline) == (0.0, pytest.approx(0.75, abs=0.01))
    assert (alone.design_effect, alone.effective_base, alone.maximum) == (1.0, 100.0, 1.0)
    assert alone.headline == pytest.approx(0.7)
    assert alone.shift == pytest.approx(0.7 - own.headline)
    assert alone.max_error == pytest.approx(0.1)
    assert without_sex.max_error == pytest.approx(0.1, abs=0.01)
    assert compared[4].headline == pytest.approx(own.headline)
    assert all(each.standard_error > 0 and not each.failed for each in compared[:6])


@pytest.mark.parametrize("headline", ["vote:y", "vote"])
def test_the_account_says_which_figure_is_compared(headline: str) -> None:
    plan = replace(PLAN, study=Study(headline=headline))
    compared = package.compare_weights(people(), plan)
    assert all((each.question.to("en"), each.answer.to("ja")) == ("vote", "Yes者") for each in compared)
    told = weighting_account(*package.weight(people(), plan), compared)
    assert "\n  headline: vote: Yes\n  shift: of the headline, in points from the plan's\n" in told


def test_the_account_compares_no_headline_where_there_is_none() -> None:
    survey = people()
    roles = [replace(question, role="banner") for question in survey.codebook]
    survey = replace(survey, codebook=Codebook(tuple(roles)))
    plan = Plan(weighting=PLAN.weighting)
    told = weighting_account(*package.weight(survey, plan), package.compare_weights(survey, plan))
    assert "Compared\n" in told
    assert "headline:" not in told


def test_margins_that_no_plan_names_are_varied_like_those_it_names() -> None:
    unnamed = replace(PLAN, weighting=Weighting())
    for one, other in zip(
        package.compare_weights(people(), PLAN), package.compare_weights(people(), unnamed), strict=True
    ):
        assert one.name == other.name
        assert one.headline == pytest.approx(other.headline)
        assert one.max_error == pytest.approx(other.max_error, abs=1e-9)


def test_weights_made_before_stay_the_plans_own() -> None:
    before, _ = package.weight(people(), replace(PLAN, weighting=Weighting(margins=("sex",))))
    own, *others = package.compare_weights(before, Plan(study=PLAN.study))
    assert own.headline == pytest.approx(0.75)
    assert own.max_error > 0.01
    assert [each.name.to("en") for each in others] == ["design weights alone"]


def test_the_plans_own_alternatives_are_all_there_is() -> None:
    named = (
        AlternativePlan(
            Label({"en": "post-stratified", "ja": "事後層化"}), margins=("sex",), method="poststratify"
        ),
        AlternativePlan(Label({"en": "much too tight"}), trim=TrimPlan(cap=1.01)),
    )
    plan = replace(PLAN, weighting=replace(PLAN.weighting, alternative=named))
    own, _, single, tight = package.compare_weights(people(), plan)
    assert single.name.to("ja") == "事後層化"
    assert single.headline == pytest.approx(0.75)
    assert 0.05 < single.max_error < 0.08
    assert tight.failed.startswith("no weights from 0.00 to 1.01 times the mean meet all targets (a cap of ")
    assert all(
        math.isnan(each) for each in (tight.headline, tight.design_effect, tight.max_error, tight.shift)
    )
    assert own.max_error < 1e-9


def test_the_largest_weight_counts_means_whatever_the_weights_add_up_to() -> None:
    million = replace(PLAN, weighting=replace(PLAN.weighting, scale="population", total=1e6))
    for one, other in zip(
        package.compare_weights(people(), PLAN), package.compare_weights(people(), million), strict=True
    ):
        assert one.maximum == pytest.approx(other.maximum)
        assert one.headline == pytest.approx(other.headline)
        assert one.max_error == pytest.approx(other.max_error, abs=1e-9)


def test_errors_are_of_those_who_responded() -> None:
    """Nonrespondents have no sex; the plan's weights miss nothing for that."""
    became: list[object] = ["y"] * 100 + ["n"] * 50
    columns: dict[str, list[object]] = {
        "sex": ["1"] * 40 + ["2"] * 60 + [None] * 50,
        "age": (["a"] + ["b"] * 2) * 33 + ["b"] + [None] * 50,
        "vote": ["y"] * 40 + ["y", "n"] * 30 + [None] * 50,
        "area": ["1", "2"] * 75,
        "became": became,
    }
    adjustment = NonresponsePlan(("area",), outcome="became", respondents=("y",))
    plan = replace(PLAN, weighting=replace(PLAN.weighting, nonresponse=adjustment))
    _, (own, alone, *_) = weighted_alternatives(people(**columns), plan)
    assert own.max_error < 1e-9
    assert alone.max_error == pytest.approx(0.1, abs=0.01)
    assert alone.survey is not None
    assert (weights_of(alone.survey)[100:] == 0).all()


def test_errors_are_of_those_whom_the_plan_keeps() -> None:
    sexes: list[object] = ["1"] * 40 + ["2"] * 50 + [None] * 10
    plan = replace(PLAN, weighting=replace(PLAN.weighting, missing="exclude"))
    _, (own, alone, *_) = weighted_alternatives(people(sex=sexes), plan)
    assert own.max_error < 1e-9
    kept = people(sex=sexes)
    shares = np.array([gave(kept, "sex", [code]).sum() for code in "12"]) / 90
    young = gave(kept, "age", ["a"])[:90].mean()
    assert alone.max_error == pytest.approx(max(abs(shares[0] - 0.5), abs(young - 0.4)))


def test_errors_are_of_means_too() -> None:
    """Sixty years where forty-five are wanted are off by a third; no share is off by more than a tenth."""
    survey = people(years=[30.0, 90.0] * 50)
    weighting = Weighting(margins=("sex",), method="raking", means={"years": 45.0})
    million = replace(weighting, scale="population", total=1e6)
    alone = replace(weighting, margins=())
    for there, asked in ((survey, weighting), (survey, million), (replace(survey, targets=Targets()), alone)):
        _, (own, unmet, *_) = weighted_alternatives(there, replace(PLAN, weighting=asked))
        assert own.max_error < 1e-9
        assert unmet.max_error == pytest.approx(60 / 45 - 1)


def test_a_plan_that_cannot_be_met_is_the_plans_own_complaint() -> None:
    plan = replace(PLAN, weighting=replace(PLAN.weighting, trim=TrimPlan(cap=1.01)))
    with pytest.raises(NotConverged, match=r"1\.01 times the mean"):
        package.compare_weights(people(), plan)


def test_delivered_weights_and_a_file_without_any() -> None:
    bare = Plan(study=Study(headline="vote:y"), weighting=Weighting(method="none"))
    own, alone = package.compare_weights(people(), bare)
    assert own.headline == alone.headline == pytest.approx(0.7)
    assert math.isnan(own.max_error)
    given = people(w=[2.0] * 40 + [1.0] * 60)
    given = replace(
        given, codebook=Codebook((*given.codebook, Question("w", plain("w"), "numeric", role="weight")))
    )
    plan = replace(bare, design=DesignPlan(weight="w"))
    own, _ = package.compare_weights(given, plan)
    assert own.headline == pytest.approx((80 + 30) / 140)
    assert own.maximum == pytest.approx(2 * 100 / 140)
    assert weight(given, plan)[1] is None
