"""Nonresponse: factors by hand, who leaves the bases, replicates, and the way through the plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import WeightingError
from survey.responses import MemoryResponses, encode
from survey.tabulation.statistics import proportion
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    DesignPlan,
    NonresponsePlan,
    Plan,
    Survey,
    Targets,
    Weighting,
)
from survey.weighting import adjust_nonresponse, declare_design, rake, replicate, weight
from tests.stats.rows import gave, numbers, weights_of
from tests.weighting.people import margin, survey_of

LABELS = {"area": {"1": "North", "2": "South"}, "sex": {"1": "Men", "2": "Women"}}
SEX = margin("sex", {"1": 0.5, "2": 0.5})


def cases() -> Survey:
    """Eight cases in the north, three of whom answered, and four in the south, two of whom did."""
    survey = survey_of(
        {
            "area": ["1"] * 8 + ["2"] * 4,
            "became": ["done"] * 3 + ["refused"] * 4 + ["away"] + ["done", "part", "refused", "away"],
            "sex": ["1", "2", "2", None, None, None, None, None, "1", "2", None, None],
            "w": [1.0, 2.0, 3.0, 1.0, 1.0, 2.0, 1.0, 1.0, 10.0, 30.0, 20.0, 20.0],
        },
        LABELS,
        weight="w",
    )
    return replace(survey, targets=Targets((SEX,)))


def test_factors_are_all_weights_over_those_of_respondents() -> None:
    """North: 12 over 6; south: 80 over 40."""
    adjusted, told = adjust_nonresponse(cases(), ["area"], outcome="became", respondents=["done", "part"])
    assert [(each.category.to("en"), each.issued, each.responded, each.factor) for each in told] == [
        ("North", 8, 3, 2.0),
        ("South", 4, 2, 2.0),
    ]
    assert told[1].category.to("ja") == "South者"
    final = weights_of(adjusted)
    assert final.tolist() == [2.0, 4.0, 6.0, 0, 0, 0, 0, 0, 20.0, 60.0, 0, 0]
    assert final.sum() == numbers(cases(), "w").sum()
    [note] = [note for note in adjusted.log if note.rule == "W206"]
    assert note.text == (
        "design weights were adjusted for nonresponse in 2 classes: 5 of 12 cases responded, factors from "
        "2.000 to 2.000"
    )
    [few] = [note for note in adjusted.log if note.rule == "W207"]
    assert few.text.startswith(
        "2 classes of the adjustment for nonresponse with under 20 respondents: 'North' (3)"
    )
    _, one = adjust_nonresponse(cases(), ["area"], outcome="became", respondents=["done"])
    assert [each.factor for each in one] == [2.0, 8.0]


def test_crossed_classes_and_a_single_class() -> None:
    survey = survey_of(
        {
            "area": ["1", "1", "2", "2", "2", "2"],
            "kind": ["u", "u", "u", "u", "r", "r"],
            "became": ["y", "n", "y", "n", "y", "y"],
        },
        LABELS,
    )
    adjusted, told = adjust_nonresponse(survey, ["area", "kind"], outcome="became", respondents=["y"])
    assert {each.category.to("en"): each.factor for each in told} == {
        "North × u": 2.0,
        "South × r": 1.0,
        "South × u": 2.0,
    }
    assert weights_of(adjusted).tolist() == [2.0, 0, 2.0, 0, 1.0, 1.0]
    alone = survey_of({"all": ["x"] * 3, "became": ["y", "n", "y"]})
    adjusted, _ = adjust_nonresponse(alone, ["all"], outcome="became", respondents=["y"])
    assert "in 1 class: 2 of 3 cases" in adjusted.log[-2].text


def test_issued_counts_stand_for_rows() -> None:
    """Two of the north responded of 10 issued, three of the south of 9."""
    survey = survey_of(
        {"area": ["1", "1", "2", "2", "2"], "w": [1.0, 3.0, 2.0, 2.0, 2.0]}, LABELS, weight="w"
    )
    adjusted, told = adjust_nonresponse(survey, ["area"], issued={"1": 10, "2": 9})
    assert [(each.issued, each.responded, each.factor) for each in told] == [(10, 2, 5.0), (9, 3, 3.0)]
    assert weights_of(adjusted).tolist() == [5.0, 15.0, 6.0, 6.0, 6.0]
    numeric = survey_of({"area": [1, 1, 2.0, 2.0, 2.0]})
    assert [each.issued for each in adjust_nonresponse(numeric, ["area"], issued={"1": 10, "2": 9})[1]] == [
        10,
        9,
    ]


KINDS = {"area": LABELS["area"], "kind": {"u": "Urban", "r": "Rural"}}


@pytest.mark.parametrize(
    "keys",
    [
        ("1 × u", "2 × u", "2 × r"),
        ("North × Urban", "south×urban", " South × r "),
        ("North x Urban", "2 X u", "South*Rural"),
        ("North者 ✕ ｕ", "ＳＯＵＴＨ × Urban者", "２ × rural"),
    ],
)
def test_classes_of_cases_issued_are_named_by_code_or_label(keys: tuple[str, ...]) -> None:
    survey = survey_of({"area": ["1", "2", "2", "2"], "kind": ["u", "u", "u", "r"]}, KINDS)
    _, told = adjust_nonresponse(survey, ["area", "kind"], issued=dict(zip(keys, (3, 8, 7), strict=True)))
    assert {each.category.to("en"): each.factor for each in told} == {
        "North × Urban": 3.0,
        "South × Urban": 4.0,
        "South × Rural": 7.0,
    }


def test_a_class_of_one_question_is_never_parted() -> None:
    survey = survey_of({"box": ["a", "b"]}, {"box": {"a": "4 × 4", "b": "Other"}})
    _, told = adjust_nonresponse(survey, ["box"], issued={"4 × 4": 2, "other": 5})
    assert [each.factor for each in told] == [2.0, 5.0]


def test_cases_without_a_weight_are_no_cases() -> None:
    survey = survey_of(
        {
            "area": ["1", "1", "2", None, "3"],
            "became": ["y", "n", "y", "y", "y"],
            "w": [1.0, 1.0, 1.0, 0.0, 0.0],
        },
        LABELS,
        weight="w",
    )
    adjusted, told = adjust_nonresponse(survey, ["area"], outcome="became", respondents=["y"])
    assert [(each.category.to("en"), each.factor) for each in told] == [("North", 2.0), ("South", 1.0)]
    assert weights_of(adjusted).tolist() == [2.0, 0, 1.0, 0, 0]
    counted, told = adjust_nonresponse(survey, ["area"], issued={"1": 4, "2": 3})
    assert weights_of(counted).tolist() == [2.0, 2.0, 3.0, 0, 0]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"outcome": "became", "respondents": ["part"]}, r"nobody responded in 1 class .*: '1' \(8 cases\)"),
        ({"outcome": "became", "respondents": ["yes"]}, "nobody has the outcome yes"),
        ({"outcome": "became"}, r"\(none named\)"),
        ({"outcome": "fate", "respondents": ["done"]}, "'fate', which is not in the data"),
        ({}, "either the cases issued"),
        ({"outcome": "became", "respondents": ["done"], "issued": {"1": 9}}, "either the cases issued"),
        ({"issued": {"1": 9}}, "the class '2', for which no cases issued"),
        ({"issued": {"1": 9, "2": 3}}, "4 responded in the class '2', of 3 cases issued"),
        ({"issued": {"1": 9, "2": 4, "3": 7}}, r"nobody responded in 1 class .*: '3' \(7 cases\)"),
        ({"issued": {"1": 9, "2": 4, "North": 9}}, "given twice for the class '1', once as 'North'"),
    ],
)
def test_what_cannot_be_adjusted_is_told(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(WeightingError, match=complaint):
        adjust_nonresponse(cases(), ["area"], **options)  # type: ignore[arg-type]


def test_a_class_issued_for_one_question_of_two_is_told() -> None:
    with pytest.raises(WeightingError, match="given for '1', which is not one answer each of area × became"):
        adjust_nonresponse(cases(), ["area", "became"], issued={"1": 9})


def test_classes_are_known_of_every_case() -> None:
    with pytest.raises(WeightingError, match="7 cases have no answer to sex"):
        adjust_nonresponse(cases(), ["sex"], outcome="became", respondents=["done"])
    with pytest.raises(WeightingError, match="'town', which is not in the data"):
        adjust_nonresponse(cases(), ["town"], outcome="became", respondents=["done"])


def sampled(seed: int = 0) -> Survey:
    """120 cases in six sampling units, more of whom answer in the north."""
    draw = np.random.default_rng(seed)
    area = np.repeat(["1", "2"], 60)
    done = draw.random(120) < np.where(area == "1", 0.8, 0.5)
    sex = np.where(done, draw.choice(["1", "2"], 120), None)
    return survey_of(
        {
            "area": area.tolist(),
            "unit": [str(row // 20) for row in range(120)],
            "became": np.where(done, "y", "n").tolist(),
            "sex": sex.tolist(),
            "w": draw.uniform(0.5, 2, 120).tolist(),
        },
        LABELS,
        weight="w",
    )


def test_each_replicate_has_factors_of_its_own() -> None:
    survey = replicate(declare_design(sampled(), weight="w", stratum="area", psu="unit"), "JKn")
    replication = survey.design.replication
    assert replication is not None
    before = survey.responses.block(replication.block)
    adjusted, _ = adjust_nonresponse(survey, ["area"], outcome="became", respondents=["y"])
    after = adjusted.responses.block(replication.block)
    done = gave(survey, "became", ["y"])
    assert (after[~done] == 0).all()
    for area in "12":
        inside = gave(survey, "area", [area])
        factor = before[inside].sum(axis=0) / before[inside & done].sum(axis=0)
        np.testing.assert_allclose(after[inside & done], before[inside & done] * factor)
        np.testing.assert_allclose(after[inside].sum(axis=0), before[inside].sum(axis=0))
    met, _ = rake(adjusted, [SEX])
    np.testing.assert_allclose(proportion(met, "sex").estimate, 0.5)
    np.testing.assert_allclose(proportion(met, "sex").standard_error, 0, atol=1e-9)


PLAN = Plan(
    design=DesignPlan(weight="w"),
    weighting=Weighting(
        margins=("sex",), nonresponse=NonresponsePlan(("area",), outcome="became", respondents=("y",))
    ),
)


def test_through_the_plan_nonrespondents_are_in_no_base() -> None:
    survey = replace(sampled(), targets=Targets((SEX,)))
    done = gave(survey, "became", ["y"])
    weighted, result = weight(survey, PLAN)
    assert result is not None
    final = weights_of(weighted)
    assert (final[~done] == 0).all()
    assert final.sum() == pytest.approx(done.sum())
    assert [each.issued for each in result.nonresponse] == [60, 60]
    assert sum(each.responded for each in result.nonresponse) == done.sum()
    assert not [line for line in result.achieved if line.bucket]
    assert not [line for line in result.diagnosis if line.kind == "missing"]
    assert not [note for note in weighted.log if note.rule in ("W102", "W201")]
    assert proportion(weighted, "sex").unweighted_base[0] == done.sum()
    np.testing.assert_array_equal(numbers(weighted, DESIGN_WEIGHT_COLUMN), numbers(survey, "w"))
    entering, _ = adjust_nonresponse(survey, ["area"], outcome="became", respondents=["y"])
    by_hand, _ = rake(entering, [SEX], population=float(done.sum()))
    np.testing.assert_allclose(final, weights_of(by_hand))


@pytest.mark.parametrize("equal_within", ["", "home"])
def test_nonrespondents_need_no_number_and_no_home(equal_within: str) -> None:
    survey = replace(sampled(), targets=Targets((SEX,)))
    done = gave(survey, "became", ["y"])
    persons = encode([1.0 + place % 4 if there else None for place, there in enumerate(done)])
    homes = encode([f"home {place}" if there else None for place, there in enumerate(done)])
    survey = replace(survey, responses=survey.responses.assign({"persons": persons, "home": homes}))
    weighting = replace(PLAN.weighting, means={"persons": 2.6}, equal_within=equal_within)
    weighted, _ = weight(survey, replace(PLAN, weighting=weighting))
    final = weights_of(weighted)
    assert (final[~done] == 0).all()
    assert final[done] @ numbers(survey, "persons")[done] / final.sum() == pytest.approx(2.6)


def test_without_margins_the_adjusted_weights_are_final() -> None:
    survey, plan = sampled(), replace(PLAN, weighting=replace(PLAN.weighting, margins=()))
    weighted, result = weight(survey, plan)
    assert result is not None
    assert (result.method, result.margins) == ("nonresponse", ())
    adjusted = weights_of(adjust_nonresponse(survey, ["area"], outcome="became", respondents=["y"])[0])
    used = adjusted > 0
    np.testing.assert_allclose(weights_of(weighted), adjusted * used.sum() / adjusted.sum())
    assert weighted.log[-1].text.startswith("weighted (nonresponse); weights from")


def test_shuffled_cases_have_the_same_weights() -> None:
    survey = sampled(3)
    order = np.random.default_rng(1).permutation(120)
    columns = {}
    for name in survey.responses.names:
        column = survey.responses.column(name)
        columns[name] = encode([column.levels[code] if code >= 0 else None for code in column.codes[order]])
    shuffled = replace(survey, responses=MemoryResponses(columns))
    one, _ = adjust_nonresponse(survey, ["area"], outcome="became", respondents=["y"])
    other, _ = adjust_nonresponse(shuffled, ["area"], outcome="became", respondents=["y"])
    np.testing.assert_allclose(weights_of(one)[order], weights_of(other))
