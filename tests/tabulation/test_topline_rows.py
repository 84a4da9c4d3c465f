"""Nets of scales' ends, numbers without their ends, heaping, and the margin of error under a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from survey.cleaning import clean
from survey.cleaning.nets import add_nets
from survey.language.toplines import ends_in_words
from survey.reporting.excel.topline import remarks
from survey.reporting.questions import questions_of
from survey.tabulation import summarise, tabulate
from survey.vocabulary import Answer, Label, NetPlan, Plan, Report, TablePlan
from survey.vocabulary.scales import ends_of
from survey.vocabulary.wordings import SCALES

WORRY = {
    "1": "Very worried",
    "2": "Somewhat worried",
    "3": "Not very worried",
    "4": "Not at all worried",
    "98": "Don't know",
}
SCORES = {"1": 4.0, "2": 3.0, "3": 2.0, "4": 1.0}
VALUES = ["1"] * 3 + ["2"] * 4 + ["3"] * 2 + ["4"] * 1 + ["98"] * 2


def by_code(table):
    return {row.code: float(table.estimate[i, 0]) for i, row in enumerate(table.rows)}


def tables(ask, study, plan=None, *, answers=WORRY, values=VALUES, **more):
    plan = plan or Plan()
    question = ask("q", answers, scale="ordinal", **more)
    return tabulate(add_nets(study([(question, values)]), plan), plan)["q"]


def test_the_ends_of_a_known_scale_are_nets_with_a_net_score(ask, study):
    table = tables(ask, study)
    found = by_code(table)
    assert found["top2"] == pytest.approx(7 / 12)
    assert found["bottom2"] == pytest.approx(3 / 12)
    assert found["net_score"] == pytest.approx(4 / 12)
    labels = {row.code: row.label.to("en") for row in table.rows}
    assert labels["top2"] == "Very + somewhat worried"
    assert labels["bottom2"] == "Not very + not at all worried"


def test_scores_tell_the_direction_of_unknown_words(ask, study):
    words = {"1": "Grim", "2": "Dull", "3": "So-so", "4": "Fine", "5": "Bliss"}
    assert "top2" not in by_code(tables(ask, study, answers=words, values=["1", "5"] * 5))
    rising = {code: float(code) for code in words}
    found = tables(ask, study, answers=words, values=["1", "1", "4", "5", "3"], scores=rising)
    assert by_code(found)["top2"] == pytest.approx(2 / 5)
    assert found.rows[found.row("top2")].label.to("en") == "Fine + bliss"
    assert by_code(found)["net_score"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        ({"1": "18-29", "2": "30-49", "3": "50-69", "4": "70+"}, {"1": 1.0, "2": 2.0, "3": 3.0, "4": 4.0}),
        ({"1": "1", "2": "2", "3": "3", "4": "4"}, {"1": 1.0, "2": 2.0, "3": 3.0, "4": 4.0}),
        ({"1": "Always", "2": "Never", "3": "Often", "4": "Rarely"}, {}),
        ({"1": "Very worried", "2": "Somewhat worried", "3": "Not at all worried"}, {}),
    ],
)
def test_bands_numbers_disorder_and_short_scales_have_none(ask, study, answers, scores):
    assert ends_of(ask("q", answers, scale="ordinal", scores=scores)) is None


def test_a_net_of_the_plan_with_the_same_answers_wins(ask, study):
    own = NetPlan("q", "worried", Label({"en": "Worried"}), ("2", "1"))
    table = tables(ask, study, Plan(net=(own,)))
    assert [row.code for row in table.rows if row.kind == "net"] == ["worried", "bottom2"]
    assert by_code(table)["net_score"] == pytest.approx(4 / 12)


def test_a_net_of_the_plan_that_has_the_name_is_not_replaced(ask, study):
    own = NetPlan("q", "top2", Label({"en": "Mine"}), ("1",))
    found = tables(ask, study, Plan(net=(own,)))
    assert by_code(found)["top2"] == pytest.approx(3 / 12)
    assert "net_score" not in by_code(found)


def test_of_two_nets_of_one_name_the_plans_is_the_one_everywhere(ask, study):
    question = ask("q", WORRY, nets={"worried": ("1",)}, scale="ordinal")
    plan = Plan(net=(NetPlan("q", "worried", Label({"en": "Mine"}), ("1", "2")),))
    before = study([(question, VALUES)])
    for survey in (before, add_nets(before, plan)):
        made = tabulate(survey, plan)
        told = questions_of(Report(survey, plan, summarise(survey, plan, made, len(VALUES)), made))
        assert by_code(made["q"])["worried"] == pytest.approx(7 / 12)
        assert [net["answers"] for net in told["q"]["nets"] if net["name"] == "worried"] == [["1", "2"]]


def test_automatic_nets_can_be_turned_off(ask, study):
    found = by_code(tables(ask, study, Plan(tables=TablePlan(auto_nets=False)), scores=SCORES))
    assert not {"top2", "bottom2", "net_score"} & found.keys()


def test_cleaning_adds_them_once(ask, study):
    survey = study([(ask("q", WORRY, scale="ordinal"), VALUES)])
    once = clean(survey, Plan())
    assert [net.name for net in once.codebook["q"].nets] == ["top2", "bottom2"]
    assert add_nets(once, Plan()) is once


@given(
    scale=st.sampled_from([s for s in SCALES if s.opposed]), data=st.data(), points=st.sampled_from((4, 5, 7))
)
def test_turning_a_known_scale_round_keeps_its_ends(scale, data, points):
    words = scale.answers.split("|")
    if len(words) < points:
        return
    places = sorted(data.draw(st.sets(st.integers(0, len(words) - 1), min_size=points, max_size=points)))
    answers = tuple(Answer(str(place), Label({"en": words[place]})) for place in places)
    question = _question(answers)
    turned = replace(question, answers=answers[::-1])
    for one, other in zip(ends_of(question) or (), ends_of(turned) or (), strict=True):
        assert len(one) == 2
        assert set(one) == set(other)


def _question(answers):
    from survey.vocabulary import Question

    return Question("q", Label({"en": "Q"}), "single", answers=answers, scale="ordinal")


@pytest.mark.parametrize(
    ("labels", "joined"),
    [
        (["Strongly support", "Rather support"], "Strongly + rather support"),
        (["Support", "Rather support"], "Support + rather support"),
        (["Good", "AI is good"], "Good + AI is good"),
        (["とても心配", "やや心配"], "とても心配・やや心配（計）"),
    ],
)
def test_nets_are_named_by_their_answers(labels, joined):
    assert ends_in_words(labels) == joined


def numeric(ask, study, values, **more):
    return tabulate(study([(ask("q", {}, kind="numeric", scale="numeric"), values)], **more), Plan())["q"]


def test_the_trimmed_mean_of_equal_weights_is_the_textbook_one(ask, study):
    values = [float(v) for v in np.random.default_rng(3).normal(50, 10, 200)]
    table = numeric(ask, study, values)
    row = table.row("trimmed_mean")
    assert table.estimate[row, 0] == pytest.approx(stats.trim_mean(values, 0.05))
    ordered = np.sort(values)
    drawn_in = np.clip(ordered, ordered[9], ordered[189])
    assert table.standard_error[row, 0] == pytest.approx(drawn_in.std(ddof=1) / np.sqrt(200) / 0.9)
    assert table.low[row, 0] < table.estimate[row, 0] < table.high[row, 0]


def test_each_column_is_trimmed_by_its_own_numbers(ask, study):
    values = [float(v) for v in range(1, 41)]
    sex = ask("sex", {"1": "Male", "2": "Female"}, role="banner")
    question = ask("q", {}, kind="numeric", scale="numeric")
    survey = study([(question, values), (sex, ["1"] * 20 + ["2"] * 20)])
    table = tabulate(survey, Plan(tables=TablePlan(banner=("sex",))))["q"]
    np.testing.assert_allclose(table.estimate[table.row("trimmed_mean")], [20.5, 10.5, 30.5])
    np.testing.assert_allclose(table.estimate[table.row("lowest")], [1, 1, 21])
    np.testing.assert_allclose(table.estimate[table.row("highest")], [40, 20, 40])


def test_outliers_do_not_move_the_trimmed_mean(ask, study):
    values = [float(v) for v in range(100)]
    wild = [*values[:-1], 1e6]
    one, other = numeric(ask, study, values), numeric(ask, study, wild)
    row = one.row("trimmed_mean")
    assert one.estimate[row, 0] == pytest.approx(other.estimate[row, 0])
    assert one.standard_error[row, 0] == pytest.approx(other.standard_error[row, 0])


def test_numbers_far_from_nought_have_the_same_error_in_many_columns(ask, study):
    draws = np.random.default_rng(8).normal(0, 10, 1200)
    groups = {str(place): f"G{place}" for place in range(40)}
    group, plan = ask("group", groups, role="banner"), Plan(tables=TablePlan(banner=("group",)))
    near, far = (
        tabulate(
            study(
                [(ask("q", {}, kind="numeric"), [float(v) for v in draws + offset]), (group, [*groups] * 30)]
            ),
            plan,
        )["q"]
        for offset in (0, 1e7)
    )
    for code in ("mean", "trimmed_mean"):
        row = near.row(code)
        np.testing.assert_allclose(far.standard_error[row], near.standard_error[row], rtol=1e-6)


def test_heaping_is_told_by_its_coarsest_step(ask, study):
    values = [float(v) for v in [10, 20, 30, 40, 50, 60] * 10 + [13, 27, 41, 58] * 10]
    table = numeric(ask, study, values)
    row = table.row("10")
    assert table.rows[row].kind == "heaped"
    assert table.estimate[row, 0] == pytest.approx(0.6)
    assert table.rows[row].label.to("ja") == "10の倍数の割合"


def test_even_numbers_and_small_counts_are_not_heaped(ask, study):
    even = [float(v) for v in range(1, 101)]
    children = [0.0] * 60 + [1.0] * 20 + [2.0] * 15 + [5.0] * 5
    for values in (even, children, [10.0, 20.0, 30.0]):
        assert not [row for row in numeric(ask, study, values).rows if row.kind == "heaped"]


def test_nobody_gave_a_number(ask, study):
    table = numeric(ask, study, [None] * 5)
    assert np.isnan(table.estimate).all()


def test_the_margin_of_error_needs_a_probability_sample(ask, study):
    question = ask("q", {"1": "Yes", "2": "No"})
    values, weight = ["1", "2"] * 50, [1.0, 2.0, 3.0, 2.0] * 25
    drawn = tabulate(study([(question, values)], weight=weight, probability=True), Plan())["q"]
    effect = np.median(drawn.design_effect[:2, 0])
    assert drawn.margin_of_error == pytest.approx(stats.t.ppf(0.975, 99) * np.sqrt(effect * 0.25 / 100))
    lines = drawn.cells()
    assert {line["margin_of_error"] for line in lines} == {drawn.margin_of_error}
    opt_in = tabulate(study([(question, values)], weight=weight), Plan())["q"]
    assert np.isnan(opt_in.margin_of_error)


class _Book:
    language, level = "en", "95%"


def test_margin_and_heaping_are_said_under_the_table(ask, study):
    question = ask("q", {"1": "Yes", "2": "No"})
    drawn = tabulate(study([(question, ["1", "2"] * 50)], probability=True), Plan())["q"]
    assert remarks(_Book(), drawn) == [
        "Margin of error at 50% (95% level): ±9.9 points; n = 100, median design effect 1.00."
    ]
    values = [float(v) for v in [10, 20, 30, 40, 50, 60] * 10 + [13, 27, 41, 58] * 10]
    assert remarks(_Book(), numeric(ask, study, values)) == [
        "60% of the numbers are multiples of 10: respondents round."
    ]
