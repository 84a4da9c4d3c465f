"""Which differences are marked, and which must not be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from survey.errors import PlanError
from survey.tabulation import tabulate
from survey.tabulation.marks import corrected
from survey.vocabulary import Derivation, Label, Plan, TablePlan

YES_NO = {"1": "Yes", "2": "No"}
SEX = {"1": "Male", "2": "Female"}


def two_groups(ask, study, yes_of_men, yes_of_women, size, **kwargs):
    answers = ["1"] * yes_of_men + ["2"] * (size - yes_of_men)
    answers += ["1"] * yes_of_women + ["2"] * (size - yes_of_women)
    sex = ["1"] * size + ["2"] * size
    return study([(ask("q", YES_NO), answers), (ask("sex", SEX, role="banner"), sex)], **kwargs)


def sex_plan(**more):
    return Plan(tables=TablePlan(banner=("sex",), **more))


def test_an_obvious_difference_is_marked_both_ways(ask, study):
    table = tabulate(two_groups(ask, study, 140, 60, 200), sex_plan())["q"]
    assert [column.letter for column in table.columns] == ["", "a", "b"]
    assert table.mark.tolist() == [[0, 1, -1], [0, -1, 1]]
    assert table.pairs == (("", "b", ""), ("", "", "a"))
    assert table.difference[0, 1:] == pytest.approx([0.4, -0.4])
    assert np.isnan(table.difference[:, 0]).all()


def test_the_difference_is_tested_with_its_covariance(ask, study):
    table = tabulate(two_groups(ask, study, 140, 60, 200), sex_plan())["q"]
    errors = [table.standard_error[0, column] for column in (1, 2)]
    # Separate groups of a simple random sample hardly covary.
    assert table.difference_error[0, 1] == pytest.approx(np.hypot(*errors), rel=1e-3)
    t = table.difference[0, 1] / table.difference_error[0, 1]
    assert table.degrees_of_freedom == 399
    assert table.p[0, 1] == pytest.approx(2 * stats.t.sf(abs(t), 399))


def test_equal_groups_carry_no_mark(ask, study):
    table = tabulate(two_groups(ask, study, 100, 100, 200), sex_plan())["q"]
    assert not table.mark.any()
    assert {letters for line in table.pairs for letters in line} == {""}


def test_no_marks_in_a_column_under_the_minimum_base(ask, study):
    answers = ["1"] * 100 + ["2"] * 100 + ["1"] * 20
    region = ["1"] * 100 + ["2"] * 100 + ["3"] * 20
    regions = ask("region", {"1": "East", "2": "West", "3": "Isles"}, role="banner")
    survey = study([(ask("q", YES_NO), answers), (regions, region)])
    table = tabulate(survey, Plan(tables=TablePlan(banner=("region",))))["q"]
    assert [column.flag for column in table.columns] == ["ok", "ok", "ok", "low"]
    assert not table.mark[:, 3].any()
    assert np.isnan(table.q[:, 3]).all()
    assert np.isfinite(table.estimate[:, 3]).all()
    assert all("c" not in letters for line in table.pairs for letters in line)


def test_a_rest_under_the_minimum_base_is_not_compared(ask, study):
    answers = ["1"] * 50 + ["2"] * 50 + ["2"] * 10
    survey = study([(ask("q", YES_NO), answers), (ask("sex", SEX, role="banner"), ["1"] * 100 + ["2"] * 10)])
    table = tabulate(survey, sex_plan())["q"]
    assert not table.mark.any()


def test_a_small_effective_base_is_small(ask, study):
    weight = [1.0] * 399 + [300.0]
    table = tabulate(two_groups(ask, study, 140, 60, 200, weight=weight), sex_plan())["q"]
    assert table.unweighted_base[2] == 200
    assert table.effective_base[2] < 30
    assert table.columns[2].flag == "low"


def test_under_a_hundred_calls_for_caution(ask, study):
    table = tabulate(two_groups(ask, study, 50, 20, 60), sex_plan())["q"]
    assert [column.flag for column in table.columns] == ["ok", "caution", "caution"]
    assert table.mark[0].tolist() == [0, 1, -1]


def random_study(ask, study, seed, questions=3, size=600):
    rng = np.random.default_rng(seed)
    banners = [
        (ask("sex", SEX, role="banner"), rng.choice(["1", "2"], size).tolist()),
        (
            ask("age", {str(i): f"Band {i}" for i in range(1, 6)}, role="banner"),
            rng.choice(list("12345"), size).tolist(),
        ),
    ]
    asked = [
        (ask(f"q{i}", {"1": "A", "2": "B", "3": "C"}, nets={"ab": ("1", "2")}), rng.choice(list("123"), size))
        for i in range(questions)
    ]
    return study([(q, list(v)) for q, v in [*asked, *banners]])


def test_the_family_is_the_answers_in_all_banners(ask, study):
    survey = random_study(ask, study, 1)
    table = tabulate(survey, Plan(tables=TablePlan(banner=("sex", "age"))))["q0"]
    assert table.family.startswith("21 comparisons with the rest, 33 of pairs of columns")
    assert "Benjamini–Hochberg at 5%" in table.family
    answers = table.caution.p[:3, 1:]
    expected = stats.false_discovery_control(answers.ravel()).reshape(answers.shape)
    np.testing.assert_allclose(table.q[:3, 1:], expected)
    nets = table.caution.p[3:, 1:]
    np.testing.assert_allclose(table.q[3:, 1:].ravel(), stats.false_discovery_control(nets.ravel()))


def test_marks_and_q_say_the_same(ask, study):
    table = tabulate(two_groups(ask, study, 118, 100, 200), sex_plan(correction="none"))["q"]
    np.testing.assert_array_equal(table.mark != 0, table.q < 0.05)


def test_caution_never_makes_a_difference_surer(ask, study):
    table = tabulate(random_study(ask, study, 2), Plan(tables=TablePlan(banner=("sex", "age"))))["q0"]
    compared = np.isfinite(table.p)
    assert (table.caution.p[compared] >= table.p[compared]).all()
    assert (table.caution.error[compared] >= table.difference_error[compared]).all()


def test_a_rare_answer_missing_from_a_small_column_is_no_news(ask, study):
    answers = ["2"] * 40 + ["1"] * 20 + ["2"] * 380
    group = ask("sex", SEX, role="banner")
    survey = study([(ask("q", YES_NO), answers), (group, ["1"] * 40 + ["2"] * 400)])
    table = tabulate(survey, sex_plan())["q"]
    assert table.p[0, 1] < 1e-4
    assert table.caution.p[0, 1] > 0.1
    assert not table.mark.any()


def test_a_column_from_three_sampling_points_is_judged_by_them(ask, study):
    rng = np.random.default_rng(4)
    psu = np.repeat(np.arange(40), 20)
    region = np.where(psu < 3, "1", "2")
    liking = np.where(psu < 3, 0.65, 0.45) + rng.normal(0, 0.02, 40)[psu]
    answers = np.where(rng.random(800) < liking, "1", "2")
    survey = study(
        [
            (ask("q", YES_NO), answers.tolist()),
            (ask("sex", SEX, role="banner"), region.tolist()),
        ],
        psu=[f"p{i}" for i in psu],
    )
    table = tabulate(survey, sex_plan())["q"]
    assert table.degrees_of_freedom == 39
    assert table.caution.degrees_of_freedom[0, 1] == 2
    assert table.caution.p[0, 1] > table.p[0, 1]


def test_holm_and_none_on_request(ask, study):
    survey = random_study(ask, study, 1)
    none = tabulate(survey, Plan(tables=TablePlan(banner=("sex", "age"), correction="none")))["q0"]
    np.testing.assert_array_equal(none.q[:3], none.caution.p[:3])
    holm = tabulate(survey, Plan(tables=TablePlan(banner=("sex", "age"), correction="holm")))["q0"]
    assert (holm.q[:3, 1:] >= none.q[:3, 1:]).all()
    assert "Holm" in holm.family
    assert "ホルム" in holm.family_label.to("ja")


def test_holm_by_hand():
    p = np.array([0.03, 0.01, 0.04])
    np.testing.assert_allclose(corrected(p, "holm"), [0.06, 0.03, 0.06])
    np.testing.assert_allclose(corrected(p, "bh"), [0.04, 0.03, 0.04])


def test_the_whole_table_test_stands_beside(ask, study):
    table = tabulate(two_groups(ask, study, 140, 60, 200), sex_plan())["q"]
    assert table.tests["sex"].p < 1e-6
    assert 0.3 < table.tests["sex"].cramers_v < 0.5
    none = tabulate(two_groups(ask, study, 100, 100, 200), sex_plan())["q"]
    assert none.tests["sex"].p > 0.9


def test_an_answer_nobody_gave_does_not_spoil_the_test(ask, study):
    answers = ["1"] * 60 + ["2"] * 40
    question = ask("q", {**YES_NO, "3": "Neither"})
    sex = ask("sex", {**SEX, "3": "Other"}, role="banner")
    survey = study([(question, answers), (sex, ["1", "2"] * 50)])
    table = tabulate(survey, sex_plan())["q"]
    assert np.isfinite(table.tests["sex"].p)
    assert table.estimate[table.row("3"), 0] == 0


def test_a_multiple_response_banner_overlaps(ask, study):
    ticks = ask("worries", {"1": "Prices", "2": "Jobs"}, kind="multiple", role="banner")
    ticked = [("1", "2")] * 100 + [("1",)] * 100 + [("2",)] * 100
    answers = ["1"] * 80 + ["2"] * 20 + ["1"] * 50 + ["2"] * 50 + ["1"] * 20 + ["2"] * 80
    survey = study([(ask("q", YES_NO), answers), (ticks, ticked)])
    table = tabulate(survey, Plan(tables=TablePlan(banner=("worries",))))["q"]
    assert table.unweighted_base.tolist() == [300, 200, 200]
    assert table.estimate[0, 1:] == pytest.approx([0.65, 0.5])
    assert table.difference[0, 1:] == pytest.approx([0.65 - 0.2, 0.5 - 0.5])
    assert "worries" not in table.tests


def test_a_question_is_not_crossed_with_itself(ask, study):
    tables = tabulate(two_groups(ask, study, 140, 60, 200), sex_plan())
    assert len(tables["sex"].columns) == 1
    assert len(tables["q"].columns) == 3


def test_a_question_is_not_compared_across_its_own_answers(ask, study):
    """Groups made of a question's answers differ in them by making; they are in no family either."""
    survey = two_groups(ask, study, 140, 60, 200)
    made = Derivation("sex", "q", Label({}), ticked="1")
    own = tabulate(survey, replace(sex_plan(), derive=(made,)))["q"]
    apart = tabulate(survey, sex_plan())["q"]
    assert apart.mark.any()
    assert not own.mark.any()
    assert own.pairs == (("", "", ""),) * 2
    assert np.isnan(own.q).all()
    assert own.family == ""
    np.testing.assert_array_equal(own.estimate, apart.estimate)


def test_a_banner_needs_answers(ask, study):
    survey = study([(ask("age", {}, kind="numeric"), [20.0, 30.0, 40.0])])
    with pytest.raises(PlanError, match="age"):
        tabulate(survey, Plan(tables=TablePlan(banner=("age",))))
    with pytest.raises(PlanError, match="region"):
        tabulate(survey, Plan(tables=TablePlan(banner=("region",))))


def test_the_order_of_respondents_does_not_matter(ask, study):
    survey = random_study(ask, study, 3, questions=1)
    order = np.random.default_rng(0).permutation(len(survey.responses))
    columns = {
        name: survey.responses.column(name).__class__(
            survey.responses.column(name).codes[order], survey.responses.column(name).levels
        )
        for name in survey.responses.names
    }
    shuffled = survey.__class__(
        responses=survey.responses.__class__(columns), codebook=survey.codebook, design=survey.design
    )
    plan = Plan(tables=TablePlan(banner=("sex", "age")))
    one, other = tabulate(survey, plan)["q0"], tabulate(shuffled, plan)["q0"]
    np.testing.assert_allclose(one.estimate, other.estimate)
    np.testing.assert_allclose(one.p[:, 1:], other.p[:, 1:], rtol=1e-8)
