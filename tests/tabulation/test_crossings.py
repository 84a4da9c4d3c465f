"""Two questions in depth, against counts worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from survey.errors import PlanError
from survey.tabulation import crossings, tabulate
from survey.vocabulary import CrossingPlan, Label, Net, Plan, TablePlan

WORRY = {"1": "Very", "2": "Somewhat", "3": "Not much", "4": "Not at all", "98": "DK"}
PACKAGE = {"5": "Support", "4": "Rather support", "2": "Rather oppose", "1": "Oppose", "98": "DK"}
NETS = {"support": ("5", "4"), "oppose": ("2", "1")}
COUNTS = np.array([[10, 20, 30, 30, 10], [20, 30, 20, 20, 10], [15, 15, 10, 5, 5], [15, 20, 5, 5, 5]])


def worry_by_package(ask, study, kind="single"):
    worry, package = [], []
    for row, code in enumerate("1234"):
        for column, answer in enumerate(PACKAGE):
            worry += [code] * COUNTS[row, column]
            package += [answer] * COUNTS[row, column]
    worry += ["98"] * 7
    package += ["5"] * 7
    return study([(ask("worry", WORRY), worry), (ask("package", PACKAGE, nets=NETS), package)])


def plan(*merge, rows="worry", columns="package"):
    return Plan(crossing=(CrossingPlan(rows, columns, Label({}), tuple(merge)),))


def test_shares_both_ways_and_counts(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    assert [row.code for row in crossing.rows] == ["1", "2", "3", "4"]
    assert [column.code for column in crossing.columns] == [*PACKAGE, "support", "oppose"]
    assert [column.kind for column in crossing.columns[-2:]] == ["net", "net"]
    np.testing.assert_array_equal(crossing.count[:, :5], COUNTS)
    shares = COUNTS / COUNTS.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(crossing.share_of_row[:, :5], shares)
    np.testing.assert_allclose(crossing.share_of_row[:, 5], shares[:, :2].sum(axis=1))
    np.testing.assert_allclose(crossing.share_of_column[:, :5], COUNTS / COUNTS.sum(axis=0))
    np.testing.assert_allclose(crossing.share_of_column.sum(axis=0), 1)


def test_the_total_speaks_of_the_rows_together(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    assert crossing.total_unweighted_base == COUNTS.sum()
    np.testing.assert_allclose(crossing.total_share[:5], COUNTS.sum(axis=0) / COUNTS.sum())
    assert (crossing.total_low <= crossing.total_share).all()
    assert (crossing.total_share <= crossing.total_high).all()
    assert crossing.base_label.to("en") == "All who answered, and answered “WORRY”"


def test_residuals_point_where_the_counts_do(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    expected = np.outer(COUNTS.sum(axis=1), COUNTS.sum(axis=0)) / COUNTS.sum()
    np.testing.assert_array_equal(np.sign(crossing.residual[:, :5]), np.sign(COUNTS - expected))
    assert np.isnan(crossing.residual[:, 5:]).all()
    p = 2 * stats.t.sf(np.abs(crossing.residual[:, :5]), COUNTS.sum() + 7 - 1)
    q = stats.false_discovery_control(p.ravel()).reshape(p.shape)
    np.testing.assert_allclose(crossing.residual_q[:, :5], q, rtol=1e-6)


def test_residuals_of_a_simple_sample_are_the_textbook_ones(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    n = COUNTS.sum()
    row, column = COUNTS.sum(axis=1) / n, COUNTS.sum(axis=0) / n
    expected = n * np.outer(row, column)
    textbook = (COUNTS - expected) / np.sqrt(expected * np.outer(1 - row, 1 - column))
    # The linearised error is taken at the observed shares, the textbook's under independence.
    np.testing.assert_allclose(crossing.residual[:, :5], textbook, rtol=0.25, atol=0.15)


def test_the_companion_is_the_plain_chi_square(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    plain = stats.chi2_contingency(COUNTS, correction=False)
    assert crossing.companion.statistic == pytest.approx(plain.statistic)
    assert crossing.companion.df == 12
    assert crossing.companion.p == pytest.approx(plain.pvalue)
    assert crossing.companion.cramers_v == pytest.approx(np.sqrt(plain.statistic / COUNTS.sum() / 3))
    assert crossing.test.p < 0.01


@pytest.mark.parametrize(("rare", "thin"), [(2, True), (40, False)])
def test_the_companion_is_that_of_the_table_or_neither_has_one(ask, study, rare, thin):
    worry = [code for code in "1234" for _ in range(30)]
    package = ["4"] * rare + ["5", "5", "1"] * 10 + ["5", "1"] * 45
    survey = study([(ask("worry", WORRY), worry), (ask("package", PACKAGE, nets=NETS), package[:120])])
    (crossing,) = crossings(survey, plan())
    table = tabulate(survey, Plan(tables=TablePlan(banner=("worry",))))["package"]
    assert (crossing.companion is None) == thin
    assert crossing.companion == table.companions.get("worry")


def test_merged_answers_take_the_place_of_the_first(ask, study):
    merge = Net("not", Label({"en": "Not worried"}), ("3", "4"))
    (crossing,) = crossings(worry_by_package(ask, study), plan(merge))
    assert [(row.code, row.kind) for row in crossing.rows] == [
        ("1", "answer"),
        ("2", "answer"),
        ("not", "net"),
    ]
    assert crossing.unweighted_base.tolist() == [100, 100, 100]
    assert crossing.share_of_row[2, 0] == pytest.approx(30 / 100)
    assert np.isfinite(crossing.residual[2, :5]).all()


def test_contrasts_are_differences_of_shares(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    assert len(crossing.contrasts) == 2 * 6
    codes = [row.code for row in crossing.rows]
    answers = [column.code for column in crossing.columns]
    for contrast in crossing.contrasts:
        column = answers.index(contrast.answer.code)
        first, second = codes.index(contrast.first.code), codes.index(contrast.second.code)
        gap = crossing.share_of_row[first, column] - crossing.share_of_row[second, column]
        assert contrast.gap == pytest.approx(gap)
        assert contrast.low < contrast.gap < contrast.high
        assert (contrast.p < 0.05) == (contrast.low > 0 or contrast.high < 0)


def test_small_rows_are_flagged(ask, study):
    (crossing,) = crossings(worry_by_package(ask, study), plan())
    assert crossing.flags == ("ok", "ok", "caution", "caution")


def test_a_multiple_response_question_has_shares_but_no_test(ask, study):
    ticks = ask("worries", {"1": "Prices", "2": "Jobs"}, kind="multiple")
    ticked = [("1", "2")] * 40 + [("1",)] * 30 + [("2",)] * 30
    package = ask("package", {"1": "Support", "2": "Oppose"})
    survey = study([(ticks, ticked), (package, ["1"] * 50 + ["2"] * 50)])
    (crossing,) = crossings(survey, plan(rows="worries"))
    assert crossing.share_of_row[:, 0] == pytest.approx([50 / 70, 40 / 70])
    assert crossing.total_unweighted_base == 100
    assert crossing.share_of_column[:, 0] == pytest.approx([1.0, 40 / 50])
    assert np.isnan(crossing.test.p)
    assert crossing.companion is None


def test_no_respondent_is_no_crash(ask, study):
    survey = study([(ask("worry", WORRY), [None] * 4), (ask("package", PACKAGE, nets=NETS), [None] * 4)])
    (crossing,) = crossings(survey, plan())
    assert crossing.unweighted_base.tolist() == [0, 0, 0, 0]
    assert np.isnan(crossing.share_of_row).all()
    assert crossing.companion is None


def test_the_plan_names_what_is_there(ask, study):
    survey = worry_by_package(ask, study)
    with pytest.raises(PlanError, match="trust"):
        crossings(survey, plan(rows="trust"))
    with pytest.raises(PlanError, match="'9' is not an answer"):
        crossings(survey, plan(Net("x", Label({}), ("3", "9"))))
    with pytest.raises(PlanError, match="two merges"):
        crossings(survey, plan(Net("x", Label({}), ("3",)), Net("y", Label({}), ("3", "4"))))
