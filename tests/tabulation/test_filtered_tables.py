"""Filters are domains: the design stays whole, whatever part of the respondents a table is of."""

from __future__ import annotations

import numpy as np
import pytest

import survey as toolkit
from survey.errors import PlanError
from survey.tabulation import findings, summarise, tabulate
from survey.vocabulary import (
    AddedTable,
    CrossingPlan,
    DriversPlan,
    Label,
    Plan,
    TablePlan,
    TrendPlan,
    WavePlan,
)


@pytest.fixture
def poll(ask, study):
    rng = np.random.default_rng(11)
    people = 600
    sex = ask("sex", {"1": "Male", "2": "Female"})
    q = ask("q", {"1": "Yes", "2": "No", "98": "DK"})
    ticks = ask("ticks", {"a": "A", "b": "B"}, kind="multiple")
    data = [
        (sex, rng.choice(["1", "2"], people).tolist()),
        (q, rng.choice(["1", "2", "98"], people).tolist()),
        (ticks, [("a",) if v < 0.5 else ("a", "b") for v in rng.random(people)]),
        (ask("age", {}, kind="numeric"), [float(v) for v in rng.integers(18, 90, people)]),
    ]
    places = [f"p{k // 10}" for k in range(people)]
    return study(data, weight=rng.uniform(0.5, 2, people), psu=places, probability=True)


def test_a_filter_keeps_every_sampling_unit_in_the_variance(poll):
    plan = Plan(tables=TablePlan(filter="${sex} = '1'"))
    table = tabulate(poll, plan)["q"]
    found = toolkit.proportion(poll, "q", domain={"sex": "1"})
    np.testing.assert_allclose(table.estimate[:, 0], found.estimate, rtol=1e-12)
    np.testing.assert_allclose(table.standard_error[:, 0], found.standard_error, rtol=1e-10)
    assert table.degrees_of_freedom == found.df
    assert table.base_label.to("en") == "All who answered; only SEX: Male"
    assert table.base_label.to("ja") == "回答者全員（SEX：Maleに限る）"


def test_a_filtered_table_agrees_with_the_column_of_the_same_people(poll):
    plan = Plan(
        tables=TablePlan(banner=("sex",)),
        table=(
            AddedTable("q", filter="${sex} = '2'", banner=("ticks",), title=Label({"en": "Women"})),
            AddedTable("q", filter="${age} < 40 and selected(${ticks}, 'b')"),
        ),
    )
    tables = tabulate(poll, plan)
    assert list(tables) == ["sex", "q", "q_2", "q_3", "ticks", "age"]
    own, women = tables["q"], tables["q_2"]
    column = next(c for c, each in enumerate(own.columns) if each.code == "2")
    for name in ("estimate", "standard_error", "low", "high", "count", "design_effect"):
        np.testing.assert_allclose(getattr(women, name)[:, 0], getattr(own, name)[:, column], rtol=1e-9)
    assert [each.banner for each in women.columns] == ["", "ticks", "ticks"]
    assert women.title.to("en") == "Women"
    ages = np.array(poll.responses.column("age").levels)[poll.responses.column("age").codes]
    ticks = np.array([("b" in level) for level in poll.responses.column("ticks").levels])
    young = (ages < 40) & ticks[poll.responses.column("ticks").codes]
    assert tables["q_3"].unweighted_base[0] == young.sum()


def test_both_filters_hold_in_an_added_table(poll):
    plan = Plan(tables=TablePlan(filter="${sex} = '1'"), table=(AddedTable("q", filter="${age} >= 60"),))
    tables = tabulate(poll, plan)
    only = tabulate(poll, Plan(tables=TablePlan(filter="${age} >= 60 and ${sex} = '1'")))["q"]
    np.testing.assert_allclose(tables["q_2"].estimate, only.estimate)
    assert summarise(poll, plan, tables, 600).unweighted_base == tables["q"].unweighted_base[0]


def test_a_filter_that_holds_for_nobody_gives_empty_tables(poll):
    plan = Plan(tables=TablePlan(banner=("sex", "sex × ticks"), filter="${age} > 200"))
    for table in tabulate(poll, plan).values():
        assert not table.unweighted_base.any()
        assert np.isnan(table.estimate).all()


def test_a_finding_says_whom_its_table_is_of(ask, study):
    group = ask("group", {"1": "A", "2": "B"})
    wave = ask("wave", {"1": "First", "2": "Second"})
    q = ask("q", {"1": "Yes", "2": "No"})
    values = ["1"] * 180 + ["2"] * 20 + ["1"] * 20 + ["2"] * 180
    survey = study([(group, ["1"] * 200 + ["2"] * 200), (wave, ["1", "2"] * 200), (q, values)])
    plan = Plan(tables=TablePlan(banner=("group",), filter="${wave} = '1'"))
    [finding] = findings(tabulate(survey, plan), plan)
    assert finding.sentence.to("en").startswith("Q (only WAVE: First), “Yes”")
    assert "（WAVE：Firstに限る）" in finding.sentence.to("ja")


CROSSED = (CrossingPlan("sex", "q"),)
MODELS = (DriversPlan("q:1", ("sex",)),)
FOLLOWED = (TrendPlan("q:1", (WavePlan("before", share=0.3, n=1000),)),)


@pytest.mark.parametrize(
    ("beside", "named"),
    [
        ({"crossing": CROSSED}, "the crossings of"),
        ({"crossing": CROSSED, "drivers": MODELS}, "the crossings and models of"),
        ({"crossing": CROSSED, "trend": FOLLOWED, "drivers": MODELS}, "the crossings, trends and models of"),
    ],
)
def test_a_report_warns_of_what_its_filter_does_not_hold_for(poll, beside, named):
    filtered = TablePlan(filter="${sex} = '1'")
    report = toolkit.analyze(poll, Plan(tables=filtered, **beside))
    [said] = [line for line in report.warnings if "[tables] filter" in line]
    assert f"{named} this plan are of all respondents" in said
    assert report.crossings[0].unweighted_base.sum() == 600
    for plan in (Plan(**beside), Plan(tables=filtered)):
        assert not [line for line in toolkit.analyze(poll, plan).warnings if "filter" in line]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan(tables=TablePlan(filter="${sxe} = '1'")), "sxe"),
        (Plan(table=(AddedTable("nothing", filter="${sex} = '1'"),)), "nothing"),
        (Plan(tables=TablePlan(banner=("sex × nowhere",))), "nowhere"),
        (Plan(tables=TablePlan(banner=("sex × age",))), "age"),
    ],
)
def test_what_is_not_there_is_refused(poll, plan, words):
    with pytest.raises(PlanError, match=words):
        tabulate(poll, plan)
