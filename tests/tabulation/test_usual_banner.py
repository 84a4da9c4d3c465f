"""The banner that nobody named: what the codebook marks, else sex and age, and nothing that only looks so."""

from __future__ import annotations

import pandas as pd
import pytest

import survey
from survey.tabulation import with_usual_banner
from survey.vocabulary import Plan, TablePlan

MEN_WOMEN = {"1": "Male", "2": "Female"}
BANDS = {"1": "18-29", "2": "30 to 44", "3": "45 and over"}


def banner_of(study, *questions):
    data = [(question, list(question.codes())) for question in questions]
    longest = max(len(codes) for _, codes in data)
    return with_usual_banner(Plan(), study([(q, (codes * longest)[:longest]) for q, codes in data]))[
        0
    ].tables.banner


@pytest.mark.parametrize(
    ("label", "answers"),
    [
        ("Gender", MEN_WOMEN),
        ("What is your gender?", {"1": "Man", "2": "Woman", "3": "Another", "4": "Non-binary"}),
        ("性別", {"1": "男性", "2": "女性"}),
        ("問1 あなたの性別", {"1": "男", "2": "女"}),
        ("Age", BANDS),
        ("Age group", {"1": "Under 30", "2": "30–59", "3": "60+"}),
        ("年代", {"1": "20代", "2": "30代", "3": "40歳以上"}),
    ],
)
def test_sex_and_age_are_told(ask, study, label, answers):
    assert banner_of(study, ask("q1", {"1": "Yes", "2": "No"}), ask("q2", answers, label=label)) == ("q2",)


@pytest.mark.parametrize(
    ("label", "answers"),
    [
        ("Same-sex marriage", {"1": "Support", "2": "Oppose"}),
        ("Gender", {"1": "1", "2": "2"}),
        ("Gender of your child", MEN_WOMEN),
        ("At what age should people vote?", {"1": "16", "2": "18", "3": "21"}),
        ("Age discrimination at work", {"1": "Often", "2": "Never"}),
        ("Language", {"1": "English", "2": "French"}),
        ("Age", {str(n): f"{n} to {n + 1}" for n in range(18, 40, 2)}),
    ],
)
def test_what_only_looks_so_is_left(ask, study, label, answers):
    assert banner_of(study, ask("q1", answers, label=label)) is None


def test_the_plainest_of_several_is_taken_and_sex_comes_first(ask, study):
    asked = (
        ask("a", BANDS, label="Age in bands, recoded"),
        ask("b", BANDS, label="Age"),
        ask("c", MEN_WOMEN, label="Sex"),
    )
    assert banner_of(study, *asked) == ("c", "b")


def test_what_the_codebook_marks_goes_before(ask, study):
    region = ask("region", {"1": "East", "2": "West"}, role="banner", label="Region")
    towns = ask("town", {str(n): f"Town {n}" for n in range(47)}, role="banner", label="Town")
    assert banner_of(study, towns) is None
    years = ask("age", {}, kind="numeric", role="banner", label="Age")
    assert banner_of(study, ask("sex", MEN_WOMEN, label="Sex"), region) == ("region",)
    assert with_usual_banner(Plan(), study([(years, ["30", "40"])]))[0].tables.banner is None


def test_a_plan_has_the_last_word(ask, study):
    poll = study([(ask("sex", MEN_WOMEN, label="Sex"), ["1", "2"])])
    for banner in ((), ("other",)):
        plan = Plan(tables=TablePlan(banner=banner))
        assert with_usual_banner(plan, poll) == (plan, ())


def frame(size=200):
    """Women favour it, men do not; ages are given twice."""
    people = range(size)
    return pd.DataFrame(
        {
            "Sex": ["Male" if n % 2 else "Female" for n in people],
            "Age": [("18-29", "30-44", "45+")[n % 3] for n in people],
            "Age group": [("under 45", "under 45", "45 or over")[n % 3] for n in people],
            "Do you favour it?": ["Yes" if (n % 2 == 0) != (n % 10 == 0) else "No" for n in people],
        }
    )


def test_an_analysis_without_a_plan_compares_and_says_by_what():
    steps = {}
    report = survey.analyze(survey.read(frame()), on_step=steps.__setitem__)
    assert report.plan.tables.banner == ("Sex", "Age")
    assert "Sex, Age" in steps["Banner"]
    assert [(f.table, f.banner) for f in report.findings] == [("q4", "Sex")]
    (note,) = [note for note in report.survey.log if note.step == "tabulation"]
    assert 'banner = ["Sex", "Age"]' in note.text


def test_none_is_looked_for_where_the_plan_wants_none():
    report = survey.analyze(survey.read(frame()), Plan(tables=TablePlan(banner=())))
    assert {len(table.columns) for table in report.tables.values()} == {1}
    assert report.findings == ()
