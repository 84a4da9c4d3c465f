"""What diagnosis says of margins: every kind, in both languages, with its numbers and the mend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.errors import EmptyMargin, NotConverged, WeightingError
from survey.responses import encode
from survey.vocabulary import Diagnosed, Survey
from survey.weighting import diagnose, rake
from tests.weighting.people import margin, repeated, survey_of

LABELS = {
    "sex": {"1": "Men", "2": "Women", "3": "Other"},
    "age": {"a": "18-39", "b": "40-59", "c": "60+"},
    "place": {"1": "North", "2": "South"},
}
SEX = margin("sex", {"1": 0.48, "2": 0.52})
AGE = margin("age", {"a": 0.3, "b": 0.3, "c": 0.4})


def people(**counts: list[tuple[object, int]]) -> Survey:
    """A hundred people: 50 men and 50 women, 30 young, 30 middle, 40 old of either sex in turns."""
    columns = repeated(**counts)
    usual = {
        "sex": ["1", "2"] * 50,
        "age": ["a"] * 30 + ["b"] * 30 + ["c"] * 40,
        "place": ["1"] * 60 + ["2"] * 40,
    }
    return survey_of(usual | columns, LABELS, ordinal=["age"])


def only(lines: tuple[Diagnosed, ...], kind: str) -> Diagnosed:
    [line] = [line for line in lines if line.kind == kind]
    return line


def said(line: Diagnosed) -> tuple[str, str, str, str]:
    return line.text.to("en"), line.text.to("ja"), line.mend.to("en"), line.mend.to("ja")


def test_margins_without_fault_are_told_nothing_of() -> None:
    assert diagnose(people(), [SEX, AGE]) == ()


def test_shares_that_do_not_add_up() -> None:
    line = only(diagnose(people(), [margin("sex", {"1": 0.5, "2": 0.55})]), "shares")
    assert (line.wanted, line.found, line.grave) == (1.0, pytest.approx(1.05), True)
    assert said(line) == (
        "the target shares of 'sex' add up to 1.0500, not to 1",
        "「sex」の目標構成比の合計が1ではなく1.0500",
        "correct the targets; a category may be missing or given twice",
        "目標を確認する（区分の漏れ・重複）",
    )


def test_each_share_below_zero_by_its_label() -> None:
    lines = diagnose(people(), [margin("age", {"a": 1.3, "b": -0.1, "c": -0.2})])
    below = [line for line in lines if line.kind == "negative"]
    assert [(line.category.to("en"), line.wanted, line.grave) for line in below] == [
        ("40-59", -0.1, True),
        ("60+", -0.2, True),
    ]
    assert below[0].text.to("en") == "the margin 'age' wants a share below zero of '40-59', -10.0%"
    assert below[0].text.to("ja") == "「age」の「40-59者」の目標が負（-10.0%）"


def test_a_category_that_nobody_is_in_with_the_neighbour_to_merge_with() -> None:
    survey = people(age=[("a", 60), ("c", 40)])
    line = only(diagnose(survey, [AGE]), "empty")
    assert (line.wanted, line.found, line.unweighted_base, line.grave) == (0.3, 0.0, 0, True)
    assert line.neighbour is not None
    assert line.neighbour.to("ja") == "60+者"
    assert said(line) == (
        "the margin 'age' wants 30.0% of '40-59', but no respondent with a weight gave that answer",
        "「age」の「40-59者」の目標は30.0%だが、該当する回答者（ウエイト＞0）がいない",
        "merge it with '60+' (40 respondents) in the targets",
        "目標で「60+者」（40人）と統合する",
    )


def test_an_empty_category_beside_nobody_is_taken_out() -> None:
    survey = survey_of({"place": ["1"] * 50}, LABELS)
    line = only(diagnose(survey, [margin("place", {"2": 1.0})]), "empty")
    assert line.neighbour is None
    assert line.mend.to("en").startswith("take the category out of the targets")
    assert line.mend.to("ja").startswith("目標からこの区分を")


@pytest.mark.parametrize(("few", "counted"), [(1, "1 respondent"), (19, "19 respondents")])
def test_a_thin_category(few: int, counted: str) -> None:
    survey = people(age=[("a", few), ("b", 60 - few), ("c", 40)])
    line = only(diagnose(survey, [AGE]), "tiny")
    assert (line.wanted, line.unweighted_base, line.grave) == (0.3, few, False)
    assert line.found == pytest.approx(few / 100)
    assert line.text.to("en") == (
        f"'18-39' of the margin 'age' has {counted} ({few}.0% by design weight) for 30.0% of the "
        "population: few, and each counts for much"
    )
    assert f"回答者は{few}人（設計ウエイトで{few}.0%）" in line.text.to("ja")
    assert line.mend.to("en") == f"merge it with '40-59' ({60 - few} respondents) in the targets"
    twenty = people(age=[("a", 20), ("b", 40), ("c", 40)])
    assert diagnose(twenty, [AGE]) == ()


def test_answers_without_a_target_have_their_own_weight() -> None:
    """Two of weight 3 said other, and one of weight 1 said nothing, of 100 whose weights add up to 104."""
    weights = [3.0, 3.0] + [1.0] * 98
    survey = people(sex=[("3", 2), (None, 1), ("1", 50), ("2", 47)])
    survey = replace(survey, responses=survey.responses.assign({"w": encode(weights)}))
    survey = replace(survey, design=replace(survey.design, weight="w"))
    lines = diagnose(survey, [SEX])
    other, blank = only(lines, "no_target"), only(lines, "missing")
    assert (other.unweighted_base, blank.unweighted_base) == (2, 1)
    assert (other.found, blank.found) == (pytest.approx(6 / 104), pytest.approx(1 / 104))
    assert (
        other.text.to("en") == "'Other' of 'sex' has no target; 2 respondents gave it (5.8% by design weight)"
    )
    assert other.text.to("ja") == "「sex」の「Other者」の2人（設計ウエイトで5.8%）には目標がない"
    assert blank.text.to("en") == "1 respondent without an answer to 'sex' (1.0% by design weight)"
    assert blank.text.to("ja") == "「sex」に回答のない人が1人（設計ウエイトで1.0%）"
    assert 'missing = "exclude" leaves them out' in other.mend.to("en")
    assert only(diagnose(survey, [SEX], missing="exclude"), "missing").mend.to("ja") == "集計対象から除外"
    refused = diagnose(survey, [SEX], missing="error")
    assert all(line.grave for line in refused)
    with pytest.raises(WeightingError) as told:
        rake(survey, [SEX], missing="error")
    assert told.value.message.endswith(
        "- 1 respondent without an answer to 'sex' (1.0% by design weight), and the plan forbids that"
        "\n  - 'Other' of 'sex' has no target; 2 respondents gave it (5.8% by design weight), and the plan "
        "forbids that"
    )
    assert told.value.hint == 'give every answer a target, or set missing = "bucket" in [weighting]'


def test_those_without_a_weight_are_nobody() -> None:
    weights = [0.0] * 10 + [1.0] * 90
    survey = people(sex=[(None, 10), ("1", 45), ("2", 45)])
    survey = replace(survey, responses=survey.responses.assign({"w": encode(weights)}))
    survey = replace(survey, design=replace(survey.design, weight="w"))
    assert diagnose(survey, [SEX]) == ()
    weighted, _ = rake(survey, [SEX], missing="error")
    assert not [note for note in weighted.log if note.rule == "W201"]


def test_a_contradiction_names_both_margins_and_what_they_want() -> None:
    both = margin("sex × age", {f"{s} × {a}": 1 / 6 for s in "12" for a in "abc"})
    line = only(diagnose(people(), [SEX, both]), "contradiction")
    assert (line.margin, line.other, line.grave) == ("sex × age", "sex", True)
    assert (line.wanted, line.found) == (pytest.approx(0.5), pytest.approx(0.48))
    assert said(line) == (
        "the margin 'sex × age' wants 50.0% of 'Men', and 'sex' implies 48.0%",
        "「sex × age」の「Men者」の目標は50.0%だが、「sex」からは48.0%になる",
        "correct one of the two, or take one out of [weighting] margins",
        "どちらかの目標を直すか、[weighting]から一方を外す",
    )
    with pytest.raises(NotConverged) as told:
        rake(people(), [SEX, both])
    assert told.value.margins == ("sex × age", "sex")


def test_rounding_and_nesting_are_told_and_do_no_harm() -> None:
    both = margin("sex × place", {"1 × 1": 0.29, "1 × 2": 0.193, "2 × 1": 0.31, "2 × 2": 0.207})
    line = only(diagnose(people(), [SEX, both]), "rounding")
    assert not line.grave
    assert line.text.to("en").endswith("taken for rounding, 'sex × place' was made to agree")
    assert "丸めとみなし" in line.text.to("ja")
    exact = margin("sex × place", {"1 × 1": 0.3, "1 × 2": 0.18, "2 × 1": 0.3, "2 × 2": 0.22})
    for margins in ([SEX, exact], [exact, SEX]):
        line = only(diagnose(people(), margins), "nested")
        assert (line.margin, line.other, line.grave) == ("sex", "sex × place", False)
    assert line.text.to("en") == "the margin 'sex' says nothing that 'sex × place' does not say"
    assert "加わる情報がない" in line.text.to("ja")


def test_totals_of_different_people() -> None:
    sex, age = replace(SEX, total=1_000_000.0), replace(AGE, total=900_000.0)
    line = only(diagnose(people(), [sex, age]), "totals")
    assert (line.wanted, line.found, line.grave) == (900_000.0, 1_000_000.0, False)
    assert line.text.to("en") == "'age' counts 900,000 people and 'sex' 1,000,000; their shares are used"
    assert line.text.to("ja").startswith("「age」の総数は900,000、「sex」は1,000,000")
    assert diagnose(people(), [sex, replace(age, total=1_004_000.0)]) == ()


def test_one_complaint_names_all_grave_faults_each_with_its_mend() -> None:
    survey = people(age=[("a", 60), ("c", 40)])
    place = margin("place", {"1": 0.55, "2": 0.5})
    both = margin("sex × place", {"1 × 1": 0.2, "1 × 2": 0.2, "2 × 1": 0.3, "2 × 2": 0.3})
    with pytest.raises(EmptyMargin) as told:
        rake(survey, [SEX, AGE, place, both])
    assert told.value.message == (
        "these targets cannot be met:"
        "\n  - the margin 'age' wants 30.0% of '40-59', but no respondent with a weight gave that answer: "
        "merge it with '60+' (40 respondents) in the targets"
        "\n  - the target shares of 'place' add up to 1.0500, not to 1: "
        "correct the targets; a category may be missing or given twice"
        "\n  - the margin 'sex × place' wants 40.0% of 'Men', and 'sex' implies 48.0%: "
        "correct one of the two, or take one out of [weighting] margins"
    )
    assert told.value.hint == "mend each of them in the targets, or take a margin out of [weighting]"


def test_a_category_that_exclusion_empties_is_told_as_such() -> None:
    """All of the middle age have no sex; leaving them out leaves nobody of middle age."""
    sexes: list[tuple[object, int]] = [("1", 15), ("2", 15), (None, 30), ("1", 20), ("2", 20)]
    with pytest.raises(EmptyMargin, match=r"wants 30\.0% of '40-59'"):
        rake(people(sex=sexes), [SEX, AGE], missing="exclude")


@pytest.mark.parametrize(
    ("ordinal", "neighbour"),
    [(["age"], "South × 40-59"), (["place"], "North × 18-39"), ([], "South × 40-59")],
)
def test_the_neighbour_is_sought_along_the_question_that_has_an_order(
    ordinal: list[str], neighbour: str
) -> None:
    """Nobody young in the south; along age the next is the middle, along place the young of the north."""
    rows = [("1", "a", 30), ("1", "b", 30), ("1", "c", 30), ("2", "b", 30), ("2", "c", 25)]
    columns = {
        "place": [place for place, _, times in rows for _ in range(times)],
        "age": [age for _, age, times in rows for _ in range(times)],
    }
    survey = survey_of(columns, LABELS, ordinal=ordinal)
    margins = [margin("place × age", {f"{p} × {a}": 1 / 6 for p in "12" for a in "abc"})]
    line = only(diagnose(survey, margins), "empty")
    assert line.category.to("en") == "South × 18-39"
    assert line.neighbour is not None
    assert line.neighbour.to("en") == neighbour
    assert line.neighbour.to("ja") != neighbour
