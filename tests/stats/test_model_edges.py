"""Regressions at the edge: separation, terms that determine each other, outcomes that cannot be modelled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import DataError, PlanError
from survey.responses import encode
from survey.stats.models import CollinearError, check_independent, fitted
from survey.tabulation.statistics import mean, regression, term_test
from survey.vocabulary import Codebook, Design, Question, Survey, plain
from survey.weighting import replicate
from tests.stats.rows import gave, numbers, poll

CLUSTERED = Design("w", "h", "unit")


def changed(design: Design = CLUSTERED, **columns: object) -> Survey:
    """The poll with columns replaced, or numbers added."""
    made = {name: encode(np.asarray(values, dtype=object).tolist()) for name, values in columns.items()}
    new = tuple(Question(name, plain(name), "numeric") for name in columns if name not in poll().codebook)
    survey = replace(poll(), responses=poll().responses.assign(made), design=design)
    return replace(survey, codebook=Codebook((*survey.codebook, *new)))


def separated(design: Design = CLUSTERED) -> Survey:
    """Everybody of group 2 gave `k` 1; the other groups gave both."""
    return changed(design, k=np.where(gave(poll(), "g", "2") | gave(poll(), "k", "1"), "1", "0"))


@pytest.mark.parametrize("design", [CLUSTERED, Design("w"), Design("w", "h", None, "people")])
@pytest.mark.parametrize("on", [["g"], ["g", "y"], ["m", "g", "ticks"]])
def test_separation_leaves_the_other_terms_as_they_are(design: Design, on: list[str]) -> None:
    survey = separated(design)
    found = regression(survey, "k", on, success="1")
    without = regression(survey, "k", on, success="1", domain={"g": ["0", "1", "3"]})
    apart = [term.name == "g = 2" for term in found.terms]
    others = ~np.array(apart)
    assert [flag == "separated" for flag in found.flags] == apart
    for field in ("standard_error", "low", "high", "t", "p"):
        assert np.isnan(getattr(found, field)).tolist() == apart, field
    assert np.isnan(found.covariance[apart]).all()
    assert found.estimate[apart][0] > 15
    np.testing.assert_allclose(found.estimate[others], without.estimate, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(found.standard_error[others], without.standard_error, rtol=1e-6)
    inside = found.covariance[np.ix_(others, others)]
    np.testing.assert_allclose(inside, without.covariance, rtol=1e-5, atol=1e-9)
    assert found.unweighted_base > without.unweighted_base
    assert np.isnan(term_test(found, "g").p)
    if len(on) > 1:
        assert 0 < term_test(found, on[-1] if on[-1] != "g" else on[0]).p <= 1


def test_separation_in_the_reference_takes_its_question_and_the_intercept() -> None:
    found = regression(separated(), "k", ["g", "y"], success="1", references={"g": "2"})
    names = [term.name for term, flag in zip(found.terms, found.flags, strict=True) if flag == "separated"]
    assert names == ["intercept", "g = 0", "g = 1", "g = 3"]
    usual = regression(separated(), "k", ["g", "y"], success="1")
    assert found.estimate[-1] == pytest.approx(usual.estimate[-1], rel=1e-5)
    assert found.standard_error[-1] == pytest.approx(usual.standard_error[-1], rel=1e-5)


def test_counts_separate_where_nobody_has_one() -> None:
    none = gave(poll(), "g", "2")
    survey = changed(children=np.where(none, 0.0, numbers(poll(), "children")))
    found = regression(survey, "children", "g", family="poisson")
    without = regression(survey, "children", "g", family="poisson", domain={"g": ["0", "1", "3"]})
    assert found.flags == ("", "", "separated", "")
    assert found.estimate[2] < -15
    np.testing.assert_allclose(found.standard_error[[0, 1, 3]], without.standard_error, rtol=1e-6)
    linear = regression(survey, "children", "g")
    assert set(linear.flags) == {""}
    assert np.isfinite(linear.standard_error).all()


def test_a_rare_answer_is_not_separation() -> None:
    one = np.arange(240) == 7
    found = regression(changed(k=np.where(one, "1", "0")), "k", "y", success="1")
    assert set(found.flags) == {""}
    assert np.isfinite(found.standard_error).all()


def test_terms_that_others_determine_are_named() -> None:
    y = numbers(poll(), "y")
    double = changed(z=2 * y + 3, one=np.ones(240), copy=np.array(["0", "1"])[gave(poll(), "k", "1") * 1])
    with pytest.raises(PlanError, match="determine z, so that") as complaint:
        regression(double, "children", ["y", "z"])
    assert "'y' and 'z' say the same" in complaint.value.hint
    with pytest.raises(PlanError, match="determine y, so that"):
        regression(double, "children", ["z", "y"])
    with pytest.raises(PlanError, match="determine one, so that") as complaint:
        regression(double, "children", ["one", "y"])
    assert "take one of the questions out" in complaint.value.hint
    nested = changed(m=np.where(gave(poll(), "g", "01"), "0", "1"))
    with pytest.raises(PlanError, match="determine m = 1, so that"):
        regression(nested, "y", ["g", "m"])
    summed = changed(z=y + numbers(poll(), "children"))
    with pytest.raises(PlanError, match="determine z"):
        regression(summed, "k", ["y", "children", "z"], success="1")
    assert len(regression(double, "children", ["k", "z"]).terms) == 3


def test_all_terms_one_too_many_are_found() -> None:
    x = np.random.default_rng(1).normal(size=(20, 2))
    terms = np.column_stack([np.ones(20), x, x @ [1, 2] - 3, np.zeros(20)])
    with pytest.raises(CollinearError) as complaint:
        check_independent(terms, np.ones(20))
    assert complaint.value.terms == (3, 4)
    weights = np.where(np.arange(20) < 2, 1.0, 0.0)
    with pytest.raises(CollinearError) as complaint:
        fitted(terms[:, :3], x[:, 0] ** 2, weights, "gaussian")
    assert complaint.value.terms == (2,)


def test_outcomes_that_cannot_be_modelled_are_refused() -> None:
    with pytest.raises(DataError, match="'q' is the same for all 2"):
        regression(changed(), "q", "g", success=["0", "1", "2"])
    with pytest.raises(DataError, match="'y' is the same"):
        regression(changed(y=[3.5] * 240), "y", "g")
    with pytest.raises(PlanError, match="'y' has values that a binomial model does not allow"):
        regression(changed(), "y", "g", family="binomial")
    below = changed(z=numbers(poll(), "y") - 60)
    for family in ("binomial", "poisson"):
        with pytest.raises(PlanError, match=f"'z' has values that a {family} model"):
            regression(below, "z", "g", family=family)  # type: ignore[arg-type]
    with pytest.raises(PlanError, match="'q' holds neither numbers nor scored answers") as complaint:
        regression(changed(), "q", "g")
    assert "success" in complaint.value.hint
    with pytest.raises(PlanError, match="'7' of 'q'"):
        regression(changed(), "q", "g", success="7")


def test_a_share_between_nought_and_one_can_be_modelled() -> None:
    y = numbers(poll(), "y")
    part = (y - y.min()) / np.ptp(y)
    found = regression(changed(z=part), "z", "k", family="binomial")
    means = mean(changed(z=part), "z", by="k").estimate
    log_odds = np.log(means / (1 - means))
    np.testing.assert_allclose(found.estimate, [log_odds[0], log_odds[1] - log_odds[0]], rtol=1e-9)


def test_questions_a_model_cannot_take_are_refused() -> None:
    survey = changed()
    for on, complaint in (
        (["y", "g"], "names 'y' twice"),
        (["g", "g"], "names 'g' twice"),
        ([], "needs questions to go on"),
        (["g", "nothing"], "no question 'nothing'"),
    ):
        with pytest.raises(PlanError, match=complaint):
            regression(survey, "y", on)
    with pytest.raises(PlanError, match="'9' of 'g' was given by nobody") as complained:
        regression(survey, "y", "g", references={"g": "9"})
    assert "0, 1, 2, 3" in complained.value.hint
    with pytest.raises(PlanError, match="neither numbers nor scored"):
        regression(survey, "y", "g", scored=["g"])
    with pytest.raises(PlanError, match="no term 'k'") as complained:
        term_test(regression(survey, "y", "g"), "k")
    assert complained.value.hint.endswith("g")


@pytest.mark.parametrize("option", [{"references": {"m": "1"}}, {"scored": ["opinion"]}])
def test_options_for_questions_outside_the_model_are_refused(option: dict[str, object]) -> None:
    with pytest.raises(PlanError, match="is not among the questions of the model"):
        regression(changed(), "y", "g", **option)  # type: ignore[arg-type]


def test_answers_nobody_in_the_model_gave_have_no_term() -> None:
    survey = changed(g=np.where(gave(poll(), "g", "1"), "0", np.where(gave(poll(), "g", "0"), "0", "3")))
    found = regression(survey, "y", "g")
    assert [term.name for term in found.terms] == ["intercept", "g = 3"]
    with pytest.raises(PlanError, match="everybody in the model gave the same answer to 'g'"):
        regression(survey, "y", "g", domain={"g": ["3"]})


def test_too_many_terms_for_the_design_leave_no_test() -> None:
    found = regression(poll(), "y", ["g", "q", "m", "k", "children", "x"])
    assert found.df == 12 + 1 - 11
    more = regression(poll(), "y", ["g", "q", "m", "k", "children", "x", "opinion"])
    assert more.df < 0
    assert np.isnan(more.p).all()
    assert np.isnan(more.low).all()
    assert np.isnan(term_test(more, "g").p)
    assert set(more.flags) == {"no degrees of freedom"}


@pytest.mark.parametrize("family", ["gaussian", "binomial", "poisson"])
def test_replicates_start_where_the_whole_sample_ends(family: str) -> None:
    survey = replicate(changed(), "JKn")
    success = ["1"] if family == "binomial" else ()
    outcome = {"gaussian": "y", "binomial": "k", "poisson": "children"}[family]
    found, linear = (
        regression(each, outcome, ["m", "y" if outcome != "y" else "x"], success=success, family=family)  # type: ignore[arg-type]
        for each in (survey, changed())
    )
    np.testing.assert_allclose(found.estimate, linear.estimate, rtol=1e-9)
    np.testing.assert_allclose(found.standard_error / linear.standard_error, 1, atol=0.25)
    assert (found.standard_error != linear.standard_error).all()


def test_the_unit_of_a_number_does_not_matter() -> None:
    x, y = numbers(poll(), "x"), numbers(poll(), "y")
    usual = regression(changed(), "y", ["x", "k"])
    tenths = regression(changed(x=x * 10), "y", ["x", "k"])
    np.testing.assert_allclose(tenths.estimate * [1, 10, 1], usual.estimate, rtol=1e-9)
    np.testing.assert_allclose(tenths.standard_error * [1, 10, 1], usual.standard_error, rtol=1e-9)
    outcome = regression(changed(y=y * 1e9), "y", ["x", "k"])
    np.testing.assert_allclose(outcome.standard_error, usual.standard_error * 1e9, rtol=1e-9)
    np.testing.assert_allclose(outcome.p, usual.p, rtol=1e-7)
