"""Models of an answer: what they say, whom they hold, what they warn of, and what they refuse."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import survey
from survey.errors import PlanError
from survey.language import LANGUAGES
from survey.language.drivers import DriverWords
from survey.language.workbook import Both
from survey.tabulation import all_drivers
from survey.tabulation.statistics import regression, term_test
from survey.vocabulary import Codebook, Design, DriversPlan, Label, Net, Plan, Survey, TablePlan
from survey.weighting import replicate
from tests.stats.rows import DESIGNS, numbers, poll

CAUSAL = re.compile(
    r"because|due to|\bdrives?\b|leads? to|causes?|influences?|impacts?|ため|により|せい|影響|要因|原因|因果",
    re.IGNORECASE,
)
SUPPORT = {"1": "Support", "2": "Oppose", "98": "Don't know"}


@pytest.fixture
def opinions(ask, study):
    """400 people of two sexes and three ages, with an opinion that a net and don't know belong to."""
    rng = np.random.default_rng(5)
    n = 400
    sex, age = rng.integers(1, 3, n), rng.integers(1, 4, n)
    lean = rng.logistic(size=n) + 0.8 * (sex == 2) - 0.5 * (age == 3)
    view = np.where(rng.random(n) < 0.1, 98, np.where(lean > 0.4, 1, 2))
    years = rng.integers(18, 90, n).astype(float)
    sexes = ask("sex", {"1": "Man", "2": "Woman", "98": "Unsure"})
    ages = ask("age", {"1": "Young", "2": "Middle", "3": "Old"})
    views = ask("view", SUPPORT, nets={"for": ["1"]})
    return study(
        [
            (sexes, [*map(str, sex[:-3]), "98", "98", "98"]),
            (ages, [*map(str, age)]),
            (views, [*map(str, view)]),
            (ask("years", {}, kind="numeric"), years.tolist()),
            (ask("ticks", {"a": "A", "b": "B"}, kind="multiple"), [("a",), ("b",)] * (n // 2)),
        ],
        weight=rng.uniform(0.5, 2, n).tolist(),
        psu=[f"p{i % 40}" for i in range(n)],
    )


def with_nets(told: Survey, name: str, nets: dict[str, tuple[str, ...]]) -> Survey:
    """The survey with these nets of a question."""
    made = tuple(Net(net, Label({"en": net}), codes) for net, codes in nets.items())
    questions = [replace(each, nets=made) if each.name == name else each for each in told.codebook]
    return replace(told, codebook=Codebook(tuple(questions)))


def test_odds_ratios_and_tests_are_the_regressions(opinions) -> None:
    found = survey.drivers(opinions, "view:for", ["sex", "age"])
    model = regression(opinions, "view", ["sex", "age"], success="1", domain={"sex": ["1", "2"]})
    terms = [term for term in found.terms if term.kind == "answer"]
    np.testing.assert_allclose([term.odds_ratio for term in terms], np.exp(model.estimate[1:]))
    np.testing.assert_allclose([term.odds_low for term in terms], np.exp(model.low[1:]))
    np.testing.assert_allclose([term.p for term in terms], model.p[1:])
    test = term_test(model, "age")
    assert (found.test("age").statistic, found.test("age").p) == (test.statistic, test.p)
    assert found.df == model.df


def test_dont_know_leaves_or_counts_as_the_plan_says(opinions) -> None:
    everyone = survey.drivers(opinions, "view:1", "age")
    decided = survey.drivers(opinions, "view:1", "age", base="substantive")
    assert everyone.unweighted_base == 400
    assert decided.unweighted_base < everyone.unweighted_base
    assert decided.share > everyone.share
    plan = Plan(drivers=(DriversPlan("view:1", ("age",)),), tables=TablePlan(bases={"view": "substantive"}))
    assert all_drivers(opinions, plan)[0].unweighted_base == decided.unweighted_base


def test_dont_know_in_a_net_stays_outside_a_base_without_it(opinions) -> None:
    views = with_nets(opinions, "view", {"not for": ("2", "98"), "unsure": ("98",)})
    decided = survey.drivers(views, "view:2", "age", base="substantive")
    found = survey.drivers(views, "view:not for", "age", base="substantive")
    assert (found.unweighted_base, found.left_out) == (decided.unweighted_base, decided.left_out)
    assert (found.share, found.terms) == (decided.share, decided.terms)
    everyone = survey.drivers(views, "view:not for", "age")
    assert everyone.unweighted_base == 400
    assert everyone.share > found.share


@pytest.mark.parametrize("outcome", ["view:unsure", "view:98"])
def test_an_outcome_that_the_base_leaves_out_is_refused(opinions, outcome: str) -> None:
    views = with_nets(opinions, "view", {"unsure": ("98",)})
    assert survey.drivers(views, outcome, "age").unweighted_base == 400
    with pytest.raises(PlanError, match="outside the base of 'view', which is 'substantive'") as complaint:
        survey.drivers(views, outcome, "age", base="substantive")
    assert complaint.value.hint.startswith("answers in that base: 1, 2;")
    plan = Plan(drivers=(DriversPlan(outcome, ("age",)),), tables=TablePlan(base="substantive"))
    with pytest.raises(PlanError, match="outside the base"):
        all_drivers(views, plan)


def test_respondents_without_an_answer_to_another_question_are_counted(opinions) -> None:
    found = survey.drivers(opinions, "view:for", ["sex", "age"])
    assert (found.unweighted_base, found.left_out) == (397, 3)
    assert "98" not in {term.code for term in found.terms}


def test_without_other_questions_the_adjusted_gap_is_the_gap_observed(opinions) -> None:
    """A model of one question says what a table says, error included."""
    found = survey.drivers(opinions, "view:for", "age")
    share = survey.proportion(opinions, "view", by="age")
    gap = survey.contrast(share, {"gap": {("1", "3"): 1, ("1", "1"): -1}})
    term = found.term("age", "3")
    assert term.effect == pytest.approx(term.share - found.term("age", "1").share)
    assert term.effect == pytest.approx(float(gap.estimate[0]))
    assert term.effect_error == pytest.approx(float(gap.standard_error[0]), rel=1e-9)


def test_merging_nothing_but_the_reference_turns_the_gap_round(opinions) -> None:
    one = survey.drivers(opinions, "view:for", ["sex", "age"]).term("sex", "2")
    other = survey.drivers(opinions, "view:for", ["sex", "age"], references={"sex": "2"}).term("sex", "1")
    assert one.effect == pytest.approx(-other.effect)
    assert one.effect_error == pytest.approx(other.effect_error)
    assert one.odds_ratio == pytest.approx(1 / other.odds_ratio)


def test_weights_may_be_of_any_size(opinions) -> None:
    grown = opinions.responses.column("w")
    levels = tuple(1000 * level for level in grown.levels)
    larger = replace(opinions, responses=opinions.responses.assign({"w": replace(grown, levels=levels)}))
    one, other = (survey.drivers(each, "view:for", ["sex", "years"]) for each in (opinions, larger))
    for name in ("effect", "effect_error", "odds_ratio", "standard_error"):
        np.testing.assert_allclose(
            [getattr(term, name) for term in one.terms], [getattr(term, name) for term in other.terms]
        )


@pytest.mark.parametrize(
    "design", [each for each in DESIGNS if not each.fpc and not each.calibration], ids=str
)
def test_errors_are_those_of_leaving_units_out(design: Design) -> None:
    """The linearised error is near the jackknife's, which fits and averages anew without each unit."""
    drawn = replace(poll(), design=design)
    name = "JKn" if design.stratum else "JK1"
    again = replicate(drawn, name)
    linear, left_out = (survey.drivers(each, "q:1", ["g", "x"]) for each in (drawn, again))
    for one, other in zip(linear.terms, left_out.terms, strict=True):
        if one.kind != "reference" and np.isfinite(one.effect_error):
            assert one.effect == pytest.approx(other.effect)
            assert one.effect_error == pytest.approx(other.effect_error, rel=0.15)


def test_a_number_is_per_unit(opinions) -> None:
    found = survey.drivers(opinions, "view:for", "years").term("years")
    assert found.kind == "number"
    assert np.isnan(found.share)
    assert abs(found.effect) < 0.01


def test_separation_is_named_in_words(ask, study) -> None:
    group = ["a"] * 60 + ["b"] * 60 + ["c"] * 60
    view = ["1", "2"] * 60 + ["1"] * 60
    data = study([(ask("group", {"a": "Ay", "b": "Bee", "c": "Sea"}), group), (ask("view", SUPPORT), view)])
    found = survey.drivers(data, "view:1", "group")
    assert [term.flag for term in found.terms] == ["", "", "separated"]
    assert np.isnan(found.term("group", "c").odds_ratio)
    assert found.term("group", "c").effect == pytest.approx(0.5)
    assert np.isnan(found.term("group", "c").effect_low)
    [told] = found.warnings
    assert told.to("en").startswith("All 60 who answered “Sea” (GROUP) give “Support” (separation)")
    assert "分離" in told.to("ja")
    nobody = survey.drivers(data, "view:2", "group")
    assert nobody.warnings[0].to("en").startswith("Nobody of the 60 who answered “Sea”")


def test_questions_that_say_much_the_same_are_named(ask, study) -> None:
    rng = np.random.default_rng(1)
    first = rng.integers(1, 4, 600)
    second = np.where(rng.random(600) < 0.04, rng.integers(1, 4, 600), first)
    answers = {"1": "One", "2": "Two", "3": "Three"}
    data = study(
        [
            (ask("first", answers), [*map(str, first)]),
            (ask("second", answers), [*map(str, second)]),
            (ask("sex", {"1": "Man", "2": "Woman"}), [*map(str, rng.integers(1, 3, 600))]),
            (ask("view", SUPPORT), [*map(str, rng.integers(1, 3, 600))]),
        ]
    )
    found = survey.drivers(data, "view:1", ["first", "second", "sex"])
    [told] = found.warnings
    assert {"“FIRST”", "“SECOND”"} <= set(re.findall("“.*?”", told.to("en")))
    assert found.test("sex").width == pytest.approx(1, abs=0.05)
    assert found.test("first").partner == "second"


def test_what_cannot_be_fitted_says_why_and_lets_the_report_be(opinions) -> None:
    same = opinions.responses.column("age")
    doubled = replace(opinions, responses=opinions.responses.assign({"years": same}))
    ages = replace(opinions.codebook["age"], name="years")
    codebook = replace(
        opinions.codebook, questions=tuple(ages if q.name == "years" else q for q in opinions.codebook)
    )
    doubled = replace(doubled, codebook=codebook)
    with pytest.raises(PlanError) as complaint:
        survey.drivers(doubled, "view:for", ["age", "years"])
    assert complaint.value.hint == "'age' and 'years' say the same; take one of the two out of the model"
    [found] = all_drivers(doubled, Plan(drivers=(DriversPlan("view:for", ("age", "years")),)))
    assert "'age' and 'years' say the same" in found.failed.to("en")
    assert not found.terms


@pytest.mark.parametrize(
    ("outcome", "explain", "said"),
    [
        ("view", ["sex"], "write question:answer"),
        ("view:maybe", ["sex"], "no answer or net 'maybe'"),
        ("view:1", ["height"], "no question 'height'"),
        ("view:1", ["ticks"], "multiple question"),
        ("view:1", ["view"], "twice"),
        ("view:1", [], "needs questions"),
    ],
)
def test_what_is_refused(opinions, outcome: str, explain: list[str], said: str) -> None:
    with pytest.raises(PlanError) as complaint:
        survey.drivers(opinions, outcome, explain)
    assert said in f"{complaint.value.message} {complaint.value.hint}"


def test_a_reference_that_nobody_gave_is_refused(opinions) -> None:
    with pytest.raises(PlanError, match="given by nobody"):
        survey.drivers(opinions, "view:for", "sex", references={"sex": "9"})


def test_small_groups_are_flagged(opinions) -> None:
    found = survey.drivers(opinions, "view:for", "age", minimum_base=150)
    assert {term.flag for term in found.terms} == {"low"}


@pytest.mark.parametrize("weight", [0.039, 0.049, 0.059])
def test_thirty_of_a_weight_no_float_holds_are_thirty(ask, study, weight: float) -> None:
    sex, view = ask("sex", {"1": "Man", "2": "Woman"}), ask("view", SUPPORT)
    data = study(
        [(sex, ["1"] * 30 + ["2"] * 30), (view, ["1", "2", "2"] * 20)],
        weight=[weight] * 60,
    )
    found = survey.drivers(data, "view:1", "sex", minimum_base=30)
    assert [term.flag for term in found.terms] == ["", ""]


def test_no_text_speaks_of_causes() -> None:
    texts = [text for text in vars(DriverWords).values() if isinstance(text, Both)]
    assert len(texts) > 20
    for language in LANGUAGES:
        said = [text.__get__(DriverWords(language)) for text in texts]
        assert not [text for text in said if CAUSAL.search(text)]


def test_results_are_frames_when_asked(opinions) -> None:
    frame = survey.drivers(opinions, "view:for", ["sex", "age"]).to_frame()
    assert frame["code"].tolist() == ["1", "2", "1", "2", "3"]
    assert frame["label"].tolist()[:2] == ["Man", "Woman"]


def test_the_rows_of_the_poll_give_the_share(opinions) -> None:
    found = survey.drivers(opinions, "view:for", "sex")
    weight = numbers(opinions, "w")
    view = np.array(opinions.responses.column("view").codes)
    levels = opinions.responses.column("view").levels
    said = np.array([levels[code] == "1" for code in view])
    sex = np.array(
        [opinions.responses.column("sex").levels[c] for c in opinions.responses.column("sex").codes]
    )
    inside = sex != "98"
    assert found.share == pytest.approx(np.average(said[inside], weights=weight[inside]))
