"""Odds ratios of crossings, alone and within the groups of a third question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from survey.errors import PlanError
from survey.reporting.crossed import odds_lines
from survey.stats.odds import homogeneity, log_odds_ratio_derivatives, log_odds_ratios
from survey.tabulation import crossings
from survey.vocabulary import Codebook, CrossingPlan, Label, Net, OddsPlan, Plan, TablePlan

YES = {"1": "Yes", "2": "No", "98": "DK"}
TRUST = {"1": "Much", "2": "Some", "3": "Little", "4": "None", "98": "DK"}
NETS = {"trust": ("1", "2"), "distrust": ("3", "4")}
COUNTS = np.array([[30, 20, 10, 10, 5], [10, 15, 25, 30, 5]])


def poll(ask, study, counts=(COUNTS,), **more):
    """Yes or no by trust, in as many regions as there are tables of counts."""
    yes, trust, region = [], [], []
    for place, table in enumerate(counts, 1):
        for row, code in enumerate("12"):
            for column, answer in enumerate(TRUST):
                size = int(table[row, column])
                yes += [code] * size
                trust += [answer] * size
                region += [str(place)] * size
    regions = {str(place): f"R{place}" for place in range(1, len(counts) + 1)}
    questions = (
        (ask("yes", YES), yes),
        (ask("trust", TRUST, nets=NETS), trust),
        (ask("region", regions), region),
    )
    return study(list(questions), **more)


def plan(**more):
    return Plan(crossing=(CrossingPlan("yes", "trust", **more),))


def test_two_answers_and_the_first_net_are_the_default(ask, study):
    [crossing] = crossings(poll(ask, study), plan())
    odds = crossing.odds
    a, b, c, d = 50, 20, 25, 55
    assert odds.ratio == pytest.approx(a * d / (b * c))
    n = COUNTS.sum()
    error = np.sqrt((1 / a + 1 / b + 1 / c + 1 / d) * n / (n - 1))
    assert odds.log_error == pytest.approx(error)
    reach = stats.t.ppf(0.975, n - 1) * error
    assert odds.low == pytest.approx(odds.ratio * np.exp(-reach))
    assert odds.high == pytest.approx(odds.ratio * np.exp(reach))
    assert (odds.share, odds.share_against) == pytest.approx((50 / 70, 25 / 80))
    assert (odds.unweighted_base, odds.unweighted_base_against) == (70, 80)
    words = crossing.collapsed
    said = [
        label.to("en") for label in (words.rows, words.rows_against, words.columns, words.columns_against)
    ]
    assert said == ["Yes", "No", "Trust", "Distrust"]


def test_the_plan_names_the_groups(ask, study):
    odds = OddsPlan(rows=("2",), columns=("1",), columns_against=("4",))
    [crossing] = crossings(poll(ask, study), plan(odds=odds))
    assert crossing.odds.ratio == pytest.approx((10 / 30) / (30 / 10))
    assert crossing.collapsed.rows_against.to("en") == "Yes"
    assert crossing.collapsed.columns_against.to("en") == "None"


def test_a_merge_of_the_crossing_can_be_a_group(ask, study):
    merge = (Net("some", Label({"en": "At least some"}), ("1", "2")),)
    wanted = CrossingPlan("trust", "yes", merge=merge, odds=OddsPlan(rows=("some",)))
    [crossing] = crossings(poll(ask, study), Plan(crossing=(wanted,)))
    assert crossing.odds.ratio == pytest.approx(50 * 55 / (20 * 25))


def test_without_nets_and_with_more_than_two_answers_there_is_none(ask, study):
    survey = poll(ask, study)
    bare = replace(survey.codebook["trust"], nets=())
    codebook = replace(survey.codebook, questions=(survey.codebook["yes"], bare, survey.codebook["region"]))
    [crossing] = crossings(replace(survey, codebook=codebook), plan())
    assert crossing.odds is None
    assert odds_lines(crossing, "en") == []


@pytest.mark.parametrize(
    ("odds", "fault"),
    [
        (OddsPlan(rows=("7",)), "'7', which is no answer or net of 'yes'"),
        (OddsPlan(columns=("trust",), columns_against=("2",)), "'2' of 'trust' in both groups"),
    ],
)
def test_what_the_plan_names_must_be_there_once(ask, study, odds, fault):
    with pytest.raises(PlanError, match=fault):
        crossings(poll(ask, study), plan(odds=odds))


SUBSTANTIVE = TablePlan(base="substantive")


@pytest.mark.parametrize("side", ["rows", "columns"])
def test_dont_know_in_a_net_stays_outside_a_base_without_it(ask, study, side):
    survey = poll(ask, study)
    unsure = [replace(net, answers=(*net.answers, "98")) for net in survey.codebook["trust"].nets]
    questions = [replace(q, nets=tuple(unsure)) if q.name == "trust" else q for q in survey.codebook]
    told = replace(survey, codebook=Codebook(tuple(questions)))
    wanted = CrossingPlan("trust", "yes") if side == "rows" else CrossingPlan("yes", "trust")
    [plain], [with_unsure] = (
        crossings(each, Plan(crossing=(wanted,), tables=SUBSTANTIVE)) for each in (survey, told)
    )
    assert with_unsure.odds == plain.odds
    assert with_unsure.collapsed == plain.collapsed
    [answered] = crossings(told, Plan(crossing=(wanted,)))
    assert answered.odds.ratio != pytest.approx(plain.odds.ratio)


def test_a_net_of_dont_know_alone_is_no_group_by_default(ask, study):
    survey = poll(ask, study)
    nets = (Net("unsure", Label({"en": "Unsure"}), ("98",)), *survey.codebook["trust"].nets)
    questions = [replace(q, nets=nets) if q.name == "trust" else q for q in survey.codebook]
    told = replace(survey, codebook=Codebook(tuple(questions)))
    [crossing] = crossings(told, replace(plan(), tables=SUBSTANTIVE))
    assert crossing.collapsed.columns.to("en") == "Trust"
    with pytest.raises(PlanError, match="'unsure' holds only answers that are outside the base of 'trust'"):
        crossings(told, replace(plan(odds=OddsPlan(columns=("1", "unsure"))), tables=SUBSTANTIVE))


def test_who_ticked_both_stands_in_the_first_group(ask, study):
    ticks = ask("ticks", {"1": "Prices", "2": "Jobs"}, kind="multiple")
    ticked = [("1", "2")] * 20 + [("1",)] * 20 + [("2",)] * 40
    vote = ask("vote", YES)
    survey = study([(ticks, ticked), (vote, ["1"] * 30 + ["2"] * 10 + ["1"] * 10 + ["2"] * 30)])
    [crossing] = crossings(survey, Plan(crossing=(CrossingPlan("ticks", "vote"),)))
    assert crossing.odds.ratio == pytest.approx(9)


def test_an_empty_cell_has_no_odds_ratio(ask, study):
    counts = COUNTS.copy()
    counts[0, 2:4] = 0
    [crossing] = crossings(poll(ask, study, (counts,)), plan())
    assert np.isnan([crossing.odds.ratio, crossing.odds.low, crossing.odds.p]).all()
    assert crossing.odds.share == 1


def test_groups_have_the_crossing_of_their_own_respondents(ask, study):
    other = COUNTS[::-1]
    weight = np.linspace(0.5, 1.5, 2 * COUNTS.sum())
    survey = poll(ask, study, (COUNTS, other), weight=weight)
    [crossing] = crossings(survey, plan(within="region"))
    one, two = crossing.within.groups
    assert one.unweighted_base == COUNTS[:, :].sum()
    np.testing.assert_array_equal(two.count[:, :5], other)
    assert one.share_of_row.shape == crossing.share_of_row.shape
    assert one.odds.ratio > 1 > two.odds.ratio
    assert np.isfinite([one.test.p, two.test.cramers_v]).all()
    assert crossing.within.homogeneity.p < 0.001
    assert crossing.within.homogeneity.groups == 2


def test_homogeneity_in_a_simple_sample_is_woolfs(ask, study):
    other = COUNTS + np.array([[0, 10, 0, 5, 0], [5, 0, 20, 0, 0]])
    [crossing] = crossings(poll(ask, study, (COUNTS, other)), plan(within="region"))
    logs, variances = [], []
    for table in (COUNTS, other):
        cells = np.array([table[:, :2].sum(axis=1), table[:, 2:4].sum(axis=1)]).T
        logs.append(np.log(cells[0, 0] * cells[1, 1] / cells[0, 1] / cells[1, 0]))
        variances.append((1 / cells).sum())
    n = COUNTS.sum() + other.sum()
    woolf = (logs[0] - logs[1]) ** 2 / sum(variances) * (n - 1) / n
    assert crossing.within.homogeneity.statistic == pytest.approx(woolf)
    assert crossing.within.homogeneity.df1 == 1


def test_small_groups_are_flagged_and_left_out_of_the_test(ask, study):
    small = np.ones((2, 5), dtype=int)
    [crossing] = crossings(poll(ask, study, (COUNTS, COUNTS, small)), plan(within="region"))
    assert [group.flag for group in crossing.within.groups] == ["ok", "ok", "low"]
    assert crossing.within.homogeneity.groups == 2
    assert crossing.within.homogeneity.p == pytest.approx(1)


def test_the_lines_hold_every_number(ask, study):
    [crossing] = crossings(poll(ask, study, (COUNTS, COUNTS[::-1])), plan(within="region"))
    lines = odds_lines(crossing, "ja")
    kinds = [line["measure"] for line in lines]
    assert kinds.count("odds_ratio") == 3
    assert kinds.count("rao_scott_f") == kinds.count("cramers_v") == 2
    assert kinds.count("answer") == 2 * 2 * 5
    assert kinds[-1] == "homogeneity_f"
    assert lines[-1]["p"] == crossing.within.homogeneity.p


@pytest.mark.parametrize(
    ("first", "against", "base"),
    [
        (
            "1",
            {"en": "All other answers except don't know", "ja": "それ以外の回答（わからないを除く）"},
            {"en": "All who gave an answer other than don't know", "ja": "「わからない」を除く回答者"},
        ),
        (
            "98",
            {"en": "All other answers", "ja": "それ以外の回答"},
            {"en": "All who answered", "ja": "回答者全員"},
        ),
    ],
)
def test_the_second_group_and_the_base_are_those_that_were_counted(ask, study, first, against, base):
    wanted = plan(odds=OddsPlan(columns=(first,)), within="region")
    [crossing] = crossings(poll(ask, study, (COUNTS, COUNTS[::-1])), wanted)
    for language in ("en", "ja"):
        assert crossing.collapsed.columns_against.to(language) == against[language]
        rest = {"en": ", and answered “YES”", "ja": "のうち「YES」の回答者"}[language]
        bases = {line["measure"]: line["base"] for line in odds_lines(crossing, language)}
        for measure in ("odds_ratio", "collapsed_share", "homogeneity_f"):
            assert bases[measure] == base[language] + rest
        for measure in ("answer", "rao_scott_f"):
            assert bases[measure] == crossing.base_label.to(language)


def test_a_group_question_must_be_there(ask, study):
    with pytest.raises(PlanError, match="income"):
        crossings(poll(ask, study), plan(within="income"))


@settings(max_examples=30)
@given(st.lists(st.floats(0.5, 50), min_size=8, max_size=8))
def test_derivatives_are_those_of_the_function(cells):
    totals = np.array(cells)
    step = 1e-6
    numeric = [
        (log_odds_ratios(totals + step * unit) - log_odds_ratios(totals - step * unit)) / (2 * step)
        for unit in np.eye(8)
    ]
    np.testing.assert_allclose(log_odds_ratio_derivatives(totals), numeric, rtol=1e-4, atol=1e-6)


def test_one_estimate_has_no_test_of_homogeneity():
    assert np.isnan(homogeneity(np.ones(1), np.eye(1), 10).p)
    assert np.isnan(homogeneity(np.ones(4), np.eye(4), 2).p)
    assert np.isnan(homogeneity(np.ones(2), np.zeros((2, 2)), 10).p)
