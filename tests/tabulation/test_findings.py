"""Findings, the cover's figures and reliability."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import stats

from survey.errors import PlanError
from survey.language.sentences import finding_in_words, per_cent, points
from survey.tabulation import comparisons, findings, reliability, summarise, tabulate
from survey.vocabulary import Derivation, Label, Plan, Study, TablePlan, Weighting

YES_NO = {"1": "Yes", "2": "No"}
CAUSAL = re.compile(r"because|due to|leads? to|causes?|ため|により|せい", re.IGNORECASE)


def planted(ask, study, size=400):
    """q0 differs by 30 points between the groups, q1 by 15, q2 not at all."""

    def answers(first, second):
        return [*["1"] * first, *["2"] * (size - first), *["1"] * second, *["2"] * (size - second)]

    group = ask("group", {"1": "Users", "2": "Others"}, role="banner", label="Use of AI")
    asked = [
        (ask("q0", YES_NO, label="Support"), answers(int(0.65 * size), int(0.35 * size))),
        (ask("q1", YES_NO, label="Trust"), answers(int(0.60 * size), int(0.45 * size))),
        (ask("q2", YES_NO, label="Worry"), answers(int(0.5 * size), int(0.5 * size))),
    ]
    return study([*asked, (group, ["1"] * size + ["2"] * size)])


BY_GROUP = Plan(tables=TablePlan(banner=("group",)))


def test_findings_are_ranked_and_one_per_question_and_banner(ask, study):
    found = findings(tabulate(planted(ask, study), BY_GROUP), BY_GROUP)
    assert [(f.table, f.banner) for f in found] == [("q0", "group"), ("q1", "group")]
    least = [min(abs(f.low), abs(f.high)) for f in found]
    assert least == sorted(least, reverse=True)
    assert all(f.q < 0.05 for f in found)
    assert all(f.low * f.high > 0 for f in found)


def test_intervals_are_wide_enough_for_the_selection(ask, study):
    tables = tabulate(planted(ask, study), BY_GROUP)
    best = findings(tables, BY_GROUP)[0]
    table = tables["q0"]
    column = next(i for i, c in enumerate(table.columns) if c.code == best.column and c.banner)
    error = table.caution.error[table.row(best.answer), column]
    assert comparisons(tables, BY_GROUP) == 12
    # 12 candidates (3 questions × 2 answers × 2 columns), 8 kept; 400 respondents a column.
    t = stats.t.ppf(1 - 0.05 * 8 / 12 / 2, 399)
    assert best.high - best.gap == pytest.approx(t * error)
    assert error >= table.difference_error[table.row(best.answer), column]


def test_the_sentence_says_the_numbers_of_the_table(ask, study):
    tables = tabulate(planted(ask, study), BY_GROUP)
    for finding in findings(tables, BY_GROUP):
        table = tables[finding.table]
        column = next(i for i, c in enumerate(table.columns) if c.code == finding.column and c.banner)
        row = table.row(finding.answer)
        english, japanese = finding.sentence.to("en"), finding.sentence.to("ja")
        assert f"{per_cent(table.estimate[row, column])}% among" in english
        assert f"{points(abs(table.difference[row, column]))} points" in english
        assert f"n = {int(table.unweighted_base[column])}" in english
        assert f"{points(abs(table.difference[row, column]))}ポイント" in japanese
        assert not CAUSAL.search(english)
        assert not CAUSAL.search(japanese)


def test_the_words_of_a_finding():
    said = {
        "question": "Support",
        "answer": "Yes",
        "net": True,
        "banner": "Use of AI",
        "column": "Users",
        "share": 0.475,
        "gap": 0.125,
        "low": 0.0049,
        "high": 0.2,
        "unweighted_base": 1612,
        "level": 0.95,
    }
    assert finding_in_words("en", **said) == (
        "Support, “Yes” (net): 48% among “Users” (Use of AI), 13 points above the rest "
        "(95% interval +0.5 to +20; n = 1,612)"
    )
    assert "“Total yes”: 48%" in finding_in_words("en", **said | {"answer": "Total yes"})
    assert "「肯定(計)」は、" in finding_in_words("ja", **said | {"answer": "肯定(計)"})
    assert "「『物価』を選択」で" in finding_in_words("ja", **said | {"column": "「物価」を選択"})
    below = said | {"gap": -0.01, "low": -0.02, "high": 0.0}
    assert "1 point below the rest (95% interval −2 to 0;" in finding_in_words("en", **below)
    assert finding_in_words("ja", **said) == (
        "Support「Yes」（計）は、Use of AI「Users」で48％、それ以外より13ポイント高い"
        "（95％区間 +0.5～+20、n=1,612）"
    )


def test_half_is_rounded_up_as_a_spreadsheet_does():
    assert [per_cent(x) for x in (0.125, 0.285, 0.125 - 1e-9, 0.005)] == ["13", "29", "12", "1"]


def test_a_derived_question_is_no_news_of_its_source(ask, study):
    survey = planted(ask, study)
    plan = Plan(
        tables=TablePlan(banner=("group",)), derive=(Derivation("group", "q0", Label({}), ticked="1"),)
    )
    assert [f.table for f in findings(tabulate(survey, plan), plan)] == ["q1"]


def test_two_questions_make_one_finding_whichever_is_the_banner(ask, study):
    answers = ["1"] * 300 + ["2"] * 300
    other = ["1"] * 200 + ["2"] * 200 + ["1"] * 0 + ["2"] * 200
    survey = study([(ask("q", YES_NO), answers), (ask("r", YES_NO), other)])
    plan = Plan(tables=TablePlan(banner=("q", "r")))
    assert len(findings(tabulate(survey, plan), plan)) == 1


def test_what_the_weighting_settles_is_no_news(ask, study):
    survey = planted(ask, study)
    plan = Plan(
        tables=BY_GROUP.tables,
        weighting=Weighting(margins=("sex × band",)),
        derive=(Derivation("band", "q0", Label({}), bands=("18-29",)),),
    )
    assert [f.table for f in findings(tabulate(survey, plan), plan)] == ["q1"]


def test_background_questions_are_no_news(ask, study):
    rng = np.random.default_rng(5)
    sex = rng.choice(["1", "2"], 500).tolist()
    survey = study([(ask("sex", YES_NO, role="banner"), sex), (ask("job", YES_NO, role="banner"), sex)])
    plan = Plan(tables=TablePlan(banner=("sex", "job")))
    assert findings(tabulate(survey, plan), plan) == ()


def test_no_findings_where_there_is_nothing_to_find(ask, study):
    reports = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        asked = [
            (ask(f"q{i}", {"1": "A", "2": "B", "3": "C"}), rng.choice(list("123"), 500).tolist())
            for i in range(8)
        ]
        age = ask("age", {c: c for c in "12345"}, role="banner")
        survey = study([*asked, (age, rng.choice(list("12345"), 500).tolist())])
        plan = Plan(tables=TablePlan(banner=("age",)))
        reports += bool(findings(tabulate(survey, plan), plan))
    assert reports <= 1


def test_no_tables_no_findings():
    assert findings({}, Plan()) == ()


def test_the_cover_gives_a_margin_of_error_to_probability_samples_only(ask, study):
    data = [(ask("q", YES_NO), ["1"] * 60 + ["2"] * 40)]
    for probability in (None, False, True):
        survey = study(data, probability=probability)
        summary = summarise(survey, Plan(), tabulate(survey, Plan()), 103)
        expected = stats.t.ppf(0.975, 99) * np.sqrt(0.25 / 100) if probability else np.nan
        assert summary.margin_of_error == pytest.approx(expected, nan_ok=True)
        assert (summary.raw_rows, summary.respondents, summary.unweighted_base) == (103, 100, 100)
        assert summary.design_effect == pytest.approx(1.0)


def test_unequal_weights_cost_effective_respondents(ask, study):
    weight = [1.0] * 50 + [3.0] * 49 + [0.0]
    survey = study([(ask("q", YES_NO), ["1", "2"] * 50)], weight=weight)
    summary = summarise(survey, Plan(), tabulate(survey, Plan()), 100)
    assert summary.respondents == 100
    assert summary.unweighted_base == 99
    assert summary.effective_base == pytest.approx((50 + 147) ** 2 / (50 + 441))
    assert summary.design_effect > 1.1


def test_the_headline(ask, study):
    survey = planted(ask, study)
    tables = tabulate(survey, BY_GROUP)

    def headline(wanted):
        return summarise(survey, Plan(study=Study(headline=wanted)), tables, 800).headline

    assert headline("") == ("q0", 0)
    assert headline("q1") == ("q1", 0)
    assert headline("q2:2") == ("q2", 1)
    with pytest.raises(PlanError, match="no row '7'"):
        headline("q2:7")
    with pytest.raises(PlanError, match="q9"):
        headline("q9:1")


def test_a_headline_that_nobody_named_is_of_no_demographic(ask, study):
    sexes, ages = {"1": "Male", "2": "Female"}, {"1": "18-29", "2": "30-59", "3": "60+"}
    sex, age = ask("sex", sexes, label="Sex"), ask("age", ages, label="Age")
    travel, several = ask("travel", YES_NO), ask("why", {"1": "Work", "2": "Family"}, kind="multiple")
    score = ask("nps", {str(n): str(n) for n in range(3)}, kind="scale", scale="numeric")
    mood = ask("mood", {"1": "Good", "2": "Bad"}, nets={"well": "1", "ill": "2"})
    few = ask("few", {"1": "Good", "2": "Bad"}, nets={"well": "1", "ill": "2"})
    answers = {"why": [("2",)] * 40, "few": ["1"] * 5 + [None] * 35, "nps": ["2"] * 40}

    def headline(*asked, banner=()):
        survey = study([(each, answers.get(each.name, ["1"] * 40)) for each in asked])
        plan = Plan(tables=TablePlan(banner=banner))
        return summarise(survey, plan, tabulate(survey, plan), 40).headline

    assert headline(sex, age, travel) == ("travel", 0)
    assert headline(sex, travel, score, mood, several) == ("mood", 0)
    assert headline(travel, score, several, mood) == ("why", 0)
    assert headline(travel, few) == ("travel", 0)
    assert headline(sex, few) == ("few", 0)
    assert headline(travel, mood, banner=("mood",)) == ("travel", 0)
    assert headline(sex, age) == ("sex", 0)


def test_nobody_answered_anything(ask, study):
    survey = study([(ask("q", YES_NO), [None, None])], probability=True)
    summary = summarise(survey, Plan(), tabulate(survey, Plan()), 2)
    assert summary.headline is None
    assert np.isnan(summary.design_effect)
    assert np.isnan(summary.margin_of_error)


def test_cronbachs_alpha_by_hand(ask, study):
    rng = np.random.default_rng(11)
    factor = rng.normal(size=200)
    scale = {str(i): str(i) for i in range(1, 6)}
    scores = {str(i): float(i) for i in range(1, 6)}
    items, data = [], []
    for i in range(3):
        values = np.clip(np.rint(3 + factor + rng.normal(size=200)), 1, 5)
        items.append(values)
        answers = [str(int(v)) for v in values]
        answers[i] = "98"
        question = ask(f"g{i}", {**scale, "98": "DK"}, kind="scale", scores=scores, grid="g")
        data.append((question, answers))
    data.append((ask("alone", YES_NO, grid="h", scores={"1": 1.0, "2": 2.0}), ["1"] * 200))
    (found,) = reliability(study(data))
    scored = np.array(items)[:, 3:]
    alpha = 3 / 2 * (1 - scored.var(axis=1, ddof=1).sum() / scored.sum(axis=0).var(ddof=1))
    assert found.grid == "g"
    assert found.unweighted_base == 197
    assert found.alpha == pytest.approx(alpha)
    assert found.low < found.alpha < found.high


def test_a_grid_that_nobody_completed(ask, study):
    scores = {"1": 1.0, "2": 2.0}
    first, second = (ask(name, YES_NO, grid="g", scores=scores) for name in ("a", "b"))
    (found,) = reliability(study([(first, ["1", None]), (second, [None, "2"])]))
    assert found.unweighted_base == 0
    assert np.isnan(found.alpha)
