"""Toplines against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from survey.tabulation import tabulate
from survey.vocabulary import Label, NetPlan, Plan, TablePlan

OPINION = {"1": "Yes", "2": "No", "98": "Don't know", "99": "Refused", "77": "Not asked"}
VALUES = ["1"] * 5 + ["2"] * 3 + ["98", "99", "77", "77", None]


def by_code(table, column=0):
    return {row.code: float(table.estimate[i, column]) for i, row in enumerate(table.rows)}


def test_answered_is_the_default_base(ask, study):
    table = tabulate(study([(ask("q", OPINION), VALUES)]), Plan())["q"]
    assert table.base_kind == "answered"
    assert by_code(table) == pytest.approx({"1": 5 / 9, "2": 3 / 9, "98": 1 / 9, "99": 1 / 11})
    assert [row.kind for row in table.rows] == ["answer", "answer", "answer", "outside"]
    assert table.unweighted_base[0] == 9
    assert table.count[:, 0].tolist() == [5, 3, 1, 1]
    assert table.base_label.to("en") == "All who answered"
    assert table.base_label.to("ja") == "回答者全員"


def test_a_blank_was_asked_and_did_not_answer(ask, study):
    plan = Plan(tables=TablePlan(base="asked"))
    table = tabulate(study([(ask("q", OPINION), VALUES)]), plan)["q"]
    assert table.unweighted_base[0] == 11
    assert by_code(table) == pytest.approx({"1": 5 / 11, "2": 3 / 11, "98": 1 / 11, "99": 1 / 11})
    assert {row.kind for row in table.rows} == {"answer"}


def test_the_substantive_base_puts_dont_know_below_the_line(ask, study):
    plan = Plan(tables=TablePlan(bases={"q": "substantive"}))
    table = tabulate(study([(ask("q", OPINION), VALUES)]), plan)["q"]
    assert by_code(table) == pytest.approx({"1": 5 / 8, "2": 3 / 8, "98": 1 / 11, "99": 1 / 11})
    assert [row.kind for row in table.rows] == ["answer", "answer", "outside", "outside"]


def test_weights_and_the_bases_they_make(ask, study):
    weight = [2.0] * 5 + [1.0] * 3 + [0.5, 1, 1, 1, 1]
    table = tabulate(study([(ask("q", OPINION), VALUES)], weight=weight), Plan())["q"]
    assert by_code(table)["1"] == pytest.approx(10 / 13.5)
    assert table.weighted_base[0] == pytest.approx(13.5)
    assert table.effective_base[0] == pytest.approx(13.5**2 / (5 * 4 + 3 + 0.25))
    assert table.unweighted_base[0] == 9


def test_a_zero_weight_is_in_no_base(ask, study):
    weight = [0.0] + [1.0] * 12
    table = tabulate(study([(ask("q", OPINION), VALUES)], weight=weight), Plan())["q"]
    assert table.unweighted_base[0] == 8
    assert table.count[0, 0] == 4
    assert by_code(table)["1"] == pytest.approx(4 / 8)


def test_scaling_the_weights_changes_no_share_and_no_error(ask, study):
    weight = np.linspace(0.3, 2.2, 13)
    one = tabulate(study([(ask("q", OPINION), VALUES)], weight=weight), Plan())["q"]
    seven = tabulate(study([(ask("q", OPINION), VALUES)], weight=7.3 * weight), Plan())["q"]
    for name in ("estimate", "standard_error", "low", "high", "effective_base", "design_effect"):
        np.testing.assert_allclose(getattr(one, name), getattr(seven, name), rtol=1e-9)


def test_nets_are_sums_of_unrounded_shares(ask, study):
    answers = {"1": "Support", "2": "Rather support", "3": "Rather oppose", "4": "Oppose", "98": "DK"}
    nets = {"support": ("1", "2"), "oppose": ("3", "4")}
    values = ["1"] * 3 + ["2"] * 4 + ["3"] * 1 + ["4"] * 2 + ["98"] * 3
    table = tabulate(study([(ask("q", answers, nets=nets), values)]), Plan())["q"]
    shares = by_code(table)
    assert shares["support"] == pytest.approx(7 / 13)
    assert shares["support"] == pytest.approx(shares["1"] + shares["2"])
    assert shares["oppose"] == pytest.approx(3 / 13)
    assert shares["net_score"] == pytest.approx(4 / 13)
    error = float(table.standard_error[table.row("net_score"), 0])
    scores = np.array([1] * 7 + [-1] * 3 + [0] * 3)
    assert error == pytest.approx(scores.std(ddof=1) / np.sqrt(13))
    assert table.rows[table.row("net_score")].label.to("en") == "Support − Oppose"


def test_a_net_of_the_plan_joins_those_of_the_codebook(ask, study):
    plan = Plan(net=(NetPlan("q", "any", Label({"en": "Any opinion"}), ("1", "2")),))
    table = tabulate(study([(ask("q", OPINION), VALUES)]), plan)["q"]
    assert table.rows[table.row("any")].kind == "net"
    assert by_code(table)["any"] == pytest.approx(8 / 9)


def test_the_mean_of_a_scale_leaves_out_answers_without_a_score(ask, study):
    question = ask("q", OPINION, kind="scale", scores={"1": 2.0, "2": -1.0})
    table = tabulate(study([(question, VALUES)]), Plan())["q"]
    mean = table.row("mean")
    values = np.array([2.0] * 5 + [-1.0] * 3)
    assert table.estimate[mean, 0] == pytest.approx(values.mean())
    # The eight are a domain of thirteen respondents, each a sampling unit.
    error = np.sqrt(13 / 12 * ((values - values.mean()) ** 2).sum()) / 8
    assert table.standard_error[mean, 0] == pytest.approx(error)
    assert np.isnan(table.count[mean, 0])


def test_a_numeric_question_has_mean_and_median_of_those_who_gave_a_number(ask, study):
    question = ask("q", {"98": "Don't know"}, kind="numeric", scale="numeric")
    values = [*np.arange(1.0, 40.0).tolist(), 420.0, 800.0, "98", "98", None]
    table = tabulate(study([(question, values)]), Plan())["q"]
    assert table.base_kind == "substantive"
    assert table.base_label.to("en") == "All who gave a number"
    assert table.unweighted_base[0] == 41
    expected = {"mean": 2000 / 41, "lower_quartile": 11, "median": 21.0, "upper_quartile": 31}
    expected |= {"lowest": 1, "highest": 800, "98": 2 / 44}
    found = by_code(table)
    assert found.pop("trimmed_mean") == pytest.approx((0.95 * 3 + sum(range(4, 39)) + 0.95 * 39) / 36.9)
    assert found == pytest.approx(expected)
    assert table.low[table.row("mean"), 0] < 2000 / 41 < table.high[table.row("mean"), 0]
    assert 12 <= table.low[table.row("median"), 0] < 21 < table.high[table.row("median"), 0] <= 30


def test_a_median_between_two_values_is_halfway(ask, study):
    question = ask("q", {}, kind="numeric")
    table = tabulate(study([(question, [1.0, 2.0, 4.0, 10.0])]), Plan())["q"]
    assert table.estimate[table.row("median"), 0] == pytest.approx(3.0)


TICKS = {"1": "Prices", "2": "Economy", "3": "Safety", "90": "None of these", "99": "Refused"}
TICKED = [("1", "2"), ("2",), ("2", "3"), ("1", "2", "3"), ("90",), ("99",), None]


def test_multiple_response_is_per_cent_of_respondents(ask, study):
    question = ask("q", TICKS, kind="multiple", exclusive=("90",))
    table = tabulate(study([(question, TICKED)]), Plan())["q"]
    assert [row.code for row in table.rows] == ["2", "1", "3", "90", "mentions", "99"]
    assert table.unweighted_base[0] == 5
    assert by_code(table) == pytest.approx(
        {"2": 4 / 5, "1": 2 / 5, "3": 2 / 5, "90": 1 / 5, "mentions": 9 / 5, "99": 1 / 7}
    )
    assert table.tests == {}


def test_nobody_answered_is_still_a_table(ask, study):
    question = ask("q", OPINION, nets={"support": ("1",), "oppose": ("2",)}, scores={"1": 1.0, "2": 2.0})
    other = ask("sex", {"1": "Male", "2": "Female"}, role="banner")
    survey = study([(question, [None] * 6), (other, ["1", "2"] * 3)])
    table = tabulate(survey, Plan(tables=TablePlan(banner=("sex",))))["q"]
    assert table.unweighted_base.tolist() == [0, 0, 0]
    assert np.isnan(table.estimate[0]).all()
    assert {column.flag for column in table.columns} == {"low"}
    assert not table.mark.any()


def test_a_question_without_a_column_is_still_a_table(ask, study):
    survey = study([(ask("q", OPINION), VALUES)])
    missing = survey.responses.__class__({"other": survey.responses.column("q")})
    table = tabulate(survey.__class__(responses=missing, codebook=survey.codebook), Plan())["q"]
    assert table.unweighted_base.tolist() == [0]
    assert np.isnan(table.estimate).all()
    assert len(table.cells()) == len(table.rows)


def test_without_a_plan_there_are_toplines_only(ask, study):
    survey = study([(ask("q", OPINION), VALUES), (ask("r", OPINION, role="banner"), VALUES)])
    tables = tabulate(survey, Plan())
    assert list(tables) == ["q", "r"]
    assert all(len(table.columns) == 1 for table in tables.values())
    assert tables["q"].columns[0].label.to("ja") == "全体"
    assert tables["q"].family == ""


def test_the_filter_is_told_in_words(ask, study):
    work = ask("emp", {"1": "Regular", "2": "Part-time", "3": "None"}, label="Employment")
    asked = ask("q", OPINION, relevant="${emp} in ('1','2')")
    survey = study([(work, ["1", "2", "3"]), (asked, ["1", "2", "77"])])
    table = tabulate(survey, Plan())["q"]
    assert table.base_label.to("en") == "Those asked (Employment: Regular or Part-time) who answered"
    assert table.base_label.to("ja") == "該当者（Employment：Regular・Part-time）のうち回答者"


def test_korn_graubard_ends_at_nought_and_one(ask, study):
    values = ["1"] * 40
    table = tabulate(study([(ask("q", {"1": "Yes", "2": "No"}), values)]), Plan())["q"]
    yes, no = table.row("1"), table.row("2")
    assert table.high[yes, 0] == pytest.approx(1.0)
    assert table.low[yes, 0] == pytest.approx(0.025 ** (1 / 40))
    assert table.low[no, 0] == pytest.approx(0.0)
    assert table.high[no, 0] == pytest.approx(1 - 0.025 ** (1 / 40))


def test_every_share_lies_within_its_interval(ask, study):
    rng = np.random.default_rng(7)
    values = rng.choice(["1", "2", "98"], 300, p=[0.02, 0.9, 0.08]).tolist()
    table = tabulate(study([(ask("q", OPINION), values)], weight=rng.uniform(0.2, 3, 300)), Plan())["q"]
    for row in range(3):
        assert 0 <= table.low[row, 0] <= table.estimate[row, 0] <= table.high[row, 0] <= 1


def test_the_design_effect_of_equal_weights_is_one(ask, study):
    values = ["1"] * 30 + ["2"] * 70
    table = tabulate(study([(ask("q", OPINION), values)]), Plan())["q"]
    assert table.design_effect[0, 0] == pytest.approx(1.0)
