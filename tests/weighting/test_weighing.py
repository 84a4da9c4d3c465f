"""Weighting a survey by its plan: targets reached, trouble named, everything noted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import EmptyMargin, NotConverged, PlanError, WeightingError
from survey.responses import MemoryResponses, decode, encode
from survey.tabulation import tabulate
from survey.vocabulary import (
    ROW_COLUMN,
    WEIGHT_COLUMN,
    Answer,
    Codebook,
    DesignPlan,
    Label,
    Margin,
    Plan,
    Question,
    QuestionRole,
    Raw,
    Survey,
    TablePlan,
    Targets,
    Weighting,
    plain,
)
from survey.weighting import calibrate, declare_design, poststratify, rake, weight

SEX = Margin(("sex",), {("1",): 0.48, ("2",): 0.52}, source="register", date="2025-10-01")
AGE = Margin(("age",), {("young",): 0.3, ("old",): 0.7})
BOTH = Margin(
    ("sex", "age"), {("1", "young"): 0.2, ("1", "old"): 0.3, ("2", "young"): 0.1, ("2", "old"): 0.4}
)
UNWEIGHTED = Plan(weighting=Weighting(method="none"))
PLAN = Plan(weighting=Weighting(margins=("sex", "age")))


def question(name: str, answers: dict[str, str], role: QuestionRole = "question") -> Question:
    coded = tuple(Answer(code, Label({"en": label})) for code, label in answers.items())
    return Question(name, plain(name), "single" if answers else "numeric", answers=coded, role=role)


def poll(**columns: list[object]) -> Survey:
    """Twelve respondents; columns given replace or join the usual ones."""
    usual: dict[str, list[object]] = {
        ROW_COLUMN: list(range(3, 15)),
        "sex": ["1", "2"] * 6,
        "age": ["young"] * 5 + ["old"] * 7,
        "base": [1.0, 2.0] * 6,
        "area": ["a"] * 6 + ["b"] * 6,
    }
    questions = [
        question("sex", {"1": "Men", "2": "Women", "3": "Other"}),
        question("age", {"young": "18-49", "old": "50+"}),
        question("base", {}, "weight"),
        question("area", {"a": "A", "b": "B"}, "stratum"),
    ]
    data = {name: encode(values) for name, values in (usual | columns).items()}
    return Survey(MemoryResponses(data), Codebook(tuple(questions)), targets=Targets((SEX, AGE, BOTH)))


def weights(survey: Survey) -> np.ndarray:
    return decode(survey.responses.column(WEIGHT_COLUMN)).astype(float)


def share(survey: Survey, name: str, code: str) -> float:
    final = weights(survey)
    return float(final[decode(survey.responses.column(name)) == code].sum() / final.sum())


@pytest.mark.parametrize("method", ["rake", "linear", "raking", "logit"])
def test_every_method_reaches_the_targets(method: str) -> None:
    plan = replace(PLAN, weighting=replace(PLAN.weighting, method=method))
    survey, result = weight(poll(), plan)
    assert share(survey, "sex", "1") == pytest.approx(0.48, abs=1e-9)
    assert share(survey, "age", "old") == pytest.approx(0.7, abs=1e-9)
    assert weights(survey).sum() == pytest.approx(12)
    assert result is not None
    assert [line.after for line in result.achieved] == pytest.approx([0.48, 0.52, 0.3, 0.7], abs=1e-9)
    assert result.achieved[0].before == pytest.approx(1 / 3)
    assert result.margins[0].source == "register"
    assert result.design_effect == pytest.approx(12 * (weights(survey) ** 2).sum() / 12**2)
    assert result.effective_base == pytest.approx(12 / result.design_effect)


@pytest.mark.parametrize("keys", [{"method": "logit"}, {"method": "raking", "bounds": (0.3, 3.0)}])
@pytest.mark.parametrize("scale", [{}, {"scale": "population", "total": 1e8}])
def test_bounds_are_of_weights_whatever_they_add_up_to(
    keys: dict[str, object], scale: dict[str, object]
) -> None:
    plan = Plan(weighting=replace(PLAN.weighting, **keys, **scale))
    found = [weights(weight(poll(base=[k, 2 * k] * 6), plan)[0]) for k in (1.0, 500.0)]
    np.testing.assert_allclose(found[0], found[1])
    assert found[0].sum() == pytest.approx(scale.get("total", 12))
    factors = found[0] / found[0].sum() * 18 / np.array([1.0, 2.0] * 6)
    assert 0.2 <= factors.min() <= factors.max() <= 5


def test_bounds_that_logit_takes_by_itself_are_noted() -> None:
    def told(**keys: object) -> list[str]:
        survey, _ = weight(poll(), Plan(weighting=replace(PLAN.weighting, **keys)))
        return [note.text for note in survey.log if note.rule == "W307" and note.level == "assumption"]

    [text] = told(method="logit")
    assert text.startswith(
        "logit calibration needs bounds, and the plan names none: final weights lie from 0.2 to 5"
    )
    assert not told(method="logit", bounds=(0.2, 5.0))
    assert not told(method="raking") + told(method="linear", bounds=(0.3, 3.0)) + told()


def test_the_design_remembers_its_calibration() -> None:
    survey, _ = weight(poll(), PLAN)
    assert (survey.design.weight, survey.design.stratum) == (WEIGHT_COLUMN, "area")
    assert survey.design.calibration is not None
    assert survey.design.calibration.method == "rake"
    entering = decode(survey.responses.column(survey.design.calibration.entering))
    assert entering.tolist() == [1.0, 2.0] * 6
    assert any(note.rule == "W301" for note in survey.log)


def test_a_crossed_margin_in_either_order() -> None:
    for name in ("sex × age", "age × sex"):
        survey, result = weight(poll(), Plan(weighting=Weighting(margins=(name,), method="poststratify")))
        assert result is not None
        assert result.method == "poststratify"
        assert result.achieved[0].category.to("en") == "Men × 18-49"
        assert share(survey, "sex", "1") == pytest.approx(0.5)


def test_those_without_a_target_keep_their_share() -> None:
    answers: list[object] = ["1", "2"] * 5 + [None, Raw("?")]
    survey, result = weight(poll(sex=answers), PLAN)
    assert result is not None
    bucket = next(line for line in result.achieved if line.bucket)
    assert bucket.target == bucket.before == pytest.approx(3 / 18)
    assert bucket.after == pytest.approx(3 / 18, abs=1e-9)
    assert share(survey, "sex", "1") == pytest.approx(0.48 * 15 / 18, abs=1e-9)
    note = next(note for note in survey.log if note.rule == "W201")
    assert (note.count, note.rows) == (2, (13, 14))
    with pytest.raises(WeightingError, match="forbids"):
        weight(poll(sex=answers), replace(PLAN, weighting=replace(PLAN.weighting, missing="error")))
    strict = replace(PLAN.weighting, missing="error", unmet="accept")
    with pytest.raises(WeightingError, match="forbids"):
        weight(poll(sex=answers), replace(PLAN, weighting=strict))


def test_a_target_nobody_answered_is_named() -> None:
    with pytest.raises(EmptyMargin) as complaint:
        weight(poll(sex=["2"] * 12), PLAN)
    assert "'sex'" in complaint.value.message
    assert "48.0%" in complaint.value.message
    assert "'Men'" in complaint.value.message
    assert "merge" in complaint.value.hint


def test_margins_that_contradict_each_other_are_named() -> None:
    survey = poll(age=["young", "old"] * 6)
    with pytest.raises(NotConverged) as complaint:
        weight(survey, PLAN)
    assert set(complaint.value.margins) <= {"sex", "age"}
    assert complaint.value.margins


def test_a_margin_without_targets_is_told_what_there_is() -> None:
    with pytest.raises(PlanError, match="sex, age, sex × age"):
        weight(poll(), Plan(weighting=Weighting(margins=("education",))))


def test_a_margin_whose_question_is_missing() -> None:
    survey = replace(poll(), targets=Targets((Margin(("education",), {("1",): 1.0}),)))
    with pytest.raises(WeightingError, match="education"):
        weight(survey, Plan(weighting=Weighting(margins=("education",))))


def test_shares_must_add_up_to_one() -> None:
    wrong = Margin(("sex",), {("1",): 0.48, ("2",): 0.42})
    with pytest.raises(WeightingError, match=r"0\.9000"):
        rake(poll(), [wrong])
    rounded = Margin(("sex",), {("1",): 0.481, ("2",): 0.52})
    survey, _ = rake(poll(), [rounded])
    assert share(survey, "sex", "1") == pytest.approx(0.481 / 1.001)


def test_blank_weights_take_their_stratums_mean_and_zeros_stay() -> None:
    base: list[object] = [None, 2.0, 1.0, 2.0, 1.0, 2.0, 0.0, 5.0, 5.0, 5.0, 5.0, 5.0]
    survey, _ = weight(poll(base=base), PLAN)
    assert survey.design.calibration is not None
    entering = decode(survey.responses.column(survey.design.calibration.entering))
    assert entering[0] == pytest.approx(8 / 5)
    assert entering[6] == 0
    assert weights(survey)[6] == 0
    assert weights(survey).sum() == pytest.approx(11)
    assert {note.rule: note.rows for note in survey.log if note.rule.startswith("W1")} == {
        "W101": (3,),
        "W102": (9,),
    }


def test_questions_whose_shares_the_weights_meet_are_not_compared_whoever_named_the_margins() -> None:
    survey = replace(poll(), targets=Targets((SEX, AGE)))
    found, _ = weight(survey, Plan())
    by_hand, _ = rake(survey, [SEX, AGE])
    for each in (found, by_hand):
        tables = tabulate(each, Plan(tables=TablePlan(banner=("area",), minimum_base=1)))
        assert {name for name, table in tables.items() if table.settled} == {"sex", "age"}
        assert np.isnan(tables["sex"].q).all()
    tables = tabulate(survey, Plan(tables=TablePlan(banner=("area",), minimum_base=1)))
    assert np.isfinite(tables["sex"].q).any()


def test_all_targets_there_are_serve_where_none_is_named() -> None:
    survey, result = weight(replace(poll(), targets=Targets((SEX, AGE))), Plan())
    assert result is not None
    assert [margin.name for margin in result.margins] == ["sex", "age"]
    [told] = [note for note in survey.log if note.rule == "W402"]
    assert told.level == "warning"
    assert "sex, age" in told.text
    unknown = Margin(("party",), {("a",): 1.0})
    survey, result = weight(replace(poll(), targets=Targets((SEX, unknown))), Plan())
    assert result is None
    [told] = [note for note in survey.log if note.rule == "W402"]
    assert "no question party: nothing was weighted" in told.text


def test_without_margins_the_files_own_weight_is_used() -> None:
    survey, result = weight(poll(), UNWEIGHTED)
    assert result is None
    np.testing.assert_allclose(weights(survey), np.array([1.0, 2.0] * 6) * 12 / 18)


@pytest.mark.parametrize(
    ("given", "words"),
    [([2.0] * 12, "no effect, and a design effect of 1"), ([1.0] * 11 + [50.0], "is 50 times the median")],
)
def test_weights_that_do_nothing_or_too_much_are_told(given: list[object], words: str) -> None:
    survey, _ = weight(poll(base=given), UNWEIGHTED)
    assert any(note.level == "warning" and words in note.text for note in survey.log)
    ordinary, _ = weight(poll(), UNWEIGHTED)
    assert not {note.rule for note in ordinary.log} & {"W103", "W104"}


def test_several_candidate_weights_leave_it_unweighted_and_say_so() -> None:
    survey = poll(other=[1.0] * 12)
    questions = (*survey.codebook, question("other", {}, "weight"))
    survey, result = weight(replace(survey, codebook=Codebook(questions)), UNWEIGHTED)
    assert result is None
    assert survey.design.weight is None
    assert any(note.level == "warning" and "base, other" in note.text for note in survey.log)


def test_negative_weights_and_absent_columns_are_refused() -> None:
    with pytest.raises(WeightingError, match="below zero"):
        weight(poll(base=[-1.0, *[1.0] * 11]), PLAN)
    with pytest.raises(PlanError, match="'w'"):
        weight(poll(), Plan(design=DesignPlan(weight="w")))


def test_post_stratification_takes_one_margin() -> None:
    with pytest.raises(WeightingError, match="one margin"):
        weight(poll(), replace(PLAN, weighting=replace(PLAN.weighting, method="poststratify")))
    _, result = poststratify(poll(), SEX, population=1000)
    assert result.iterations == 1


def test_calibration_to_a_total_and_its_complaints() -> None:
    survey = declare_design(poll(income=[float(i) for i in range(12)]), weight="base")
    weighted, result = calibrate(survey, [SEX], totals={"income": 130.0}, population=20.0)
    assert weights(weighted) @ np.arange(12) == pytest.approx(130)
    assert result.achieved[-1].after == pytest.approx(6.5)
    assert weighted.design.calibration is not None
    assert weighted.design.calibration.continuous == ("#total income",)
    with pytest.raises(NotConverged, match="income"):
        calibrate(survey, [SEX], totals={"income": 1e6}, bounds=(0.5, 2.0))
    with pytest.raises(WeightingError, match="finite bounds"):
        calibrate(survey, [SEX], distance="logit")
    with pytest.raises(WeightingError, match="both sides"):
        calibrate(survey, [SEX], bounds=(1.5, 2.0))
    blank = declare_design(poll(income=[None, *[1.0] * 11]))
    with pytest.raises(WeightingError, match="no number"):
        calibrate(blank, [SEX], totals={"income": 20.0})


def test_crossed_strata_become_one_column() -> None:
    survey = declare_design(poll(), stratum=["area", "sex"], psu="age")
    assert survey.design.stratum == "#area × sex"
    assert set(survey.responses.column("#area × sex").levels) == {"a × 1", "a × 2", "b × 1", "b × 2"}


def test_a_design_found_by_role_is_told_and_bears_a_lonely_sampling_point() -> None:
    survey = poll(spot=["p", "p", "q", "q", "r", "r", "s", "s", "s", "s", "s", "s"])
    spot = question("spot", {}, "psu")
    survey = replace(survey, codebook=Codebook((*survey.codebook, spot)))
    found, result = weight(survey, UNWEIGHTED)
    assert result is None
    assert found.design.lonely == "adjust"
    [told] = [note.text for note in found.log if note.rule == "W002"]
    assert "sampling point spot" in told
    design = DesignPlan(weight="base", stratum="area", psu="spot")
    named, _ = weight(survey, replace(UNWEIGHTED, design=design))
    assert named.design.lonely == "fail"
    assert not [note for note in named.log if note.rule == "W002"]
