"""A plan or codebook that does not fit: everything at once, in one error."""

from dataclasses import replace

import pytest

from survey.cleaning import RULES, clean
from survey.errors import CodebookError, PlanError
from survey.vocabulary import Cleaning, Derivation, NetPlan, Plan, Question, Raw, Removal, Reversal, plain


@pytest.fixture(scope="session")
def people(survey_of, sex, areas):
    age = Question("age", plain("Age"), "numeric")
    return survey_of((sex, ["1", Raw("不明")]), (areas, [("1",), None]), (age, [20.0, 30.0]))


@pytest.mark.parametrize(
    ("cleaning", "said"),
    [
        (
            Cleaning(remove=(Removal("${agee} < 18", plain("x")),)),
            "remove]] 1: there is no question 'agee'; did you mean 'age'?",
        ),
        (Cleaning(remove=(Removal("${age} <", plain("x")),)), "cannot be read at character 9"),
        (
            Cleaning(remove=(Removal("${sex} = '3'", plain("x")),)),
            "sex has no answer '3'; its codes are 1, 2, 9",
        ),
        (Cleaning(remove=(Removal("selected(${q1}, '7')", plain("x")),)), "q1 has no answer '7'"),
        (
            Cleaning(remove=(Removal("${age} < 'x'", plain("x")),)),
            "age is a number and is neither less nor more than",
        ),
        (Cleaning(remove=(Removal("'' >= ${age}", plain("x")),)), "than the text ''"),
        (Cleaning(reverse=(Reversal("q1", "${sex} = '1'"),)), "only a scale can be turned round"),
        (Cleaning(reverse=(Reversal("age", "${sex} = '1'"),)), "a number without low and high"),
        (Cleaning(reverse=(Reversal("sx", "${sex} in ('1', '7')"),)), "sex has no answer '7'"),
    ],
)
def test_cleaning_lines_that_do_not_fit(people, cleaning, said):
    with pytest.raises(PlanError) as refused:
        clean(people, Plan(clean=cleaning))
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "sex", "map": {"a": ("1",)}}, "a question of this name exists already"),
        ({"source": "nobody", "map": {"a": ("1",)}}, "there is no question 'nobody'"),
        ({}, "exactly one of bands, map, ticked and where, and has none"),
        ({"map": {"a": ("1",)}, "ticked": "1"}, "exactly one of bands, map, ticked and where, and has 2"),
        ({"map": {"a": ("1", "4")}}, "sex has no answer '4'"),
        ({"map": {"a": ("1",), "b": ("1",)}}, "the answer '1' of sex is in the map 2 times"),
        ({"map": {"9": ("1",)}}, "the new answer '9' has the code that means no_answer"),
        ({"bands": ("18-29",)}, "bands need a number"),
        ({"source": "age", "bands": ("18-29", "29-39")}, "overlap"),
        ({"source": "age", "bands": ("young",)}, "'young' is no band"),
        ({"source": "age", "map": {"a": ("1",)}}, "map needs a question with one answer"),
        ({"source": "q1", "ticked": "4"}, "q1 has no answer '4'"),
        ({"ticked": "1"}, "ticked needs a question with several answers"),
        ({"map": {"a": ("1",)}, "labels": {"b": plain("B")}}, "labels: new has no answer 'b'"),
    ],
)
def test_derivations_that_do_not_fit(people, fields, said):
    derivation = Derivation(**{"name": "new", "source": "sex", "label": plain("New"), **fields})
    with pytest.raises(PlanError) as refused:
        clean(people, Plan(derive=(derivation,)))
    assert said in refused.value.message


def test_all_misfits_are_told_at_once(people):
    plan = Plan(
        clean=Cleaning(remove=(Removal("${a} = 1", plain("x")), Removal("(", plain("y")))),
        derive=(Derivation("d", "b", plain("d"), ticked="1"),),
        net=(NetPlan("sex", "n", plain("n"), ("1", "5")), NetPlan("c", "n", plain("n"), ("1",))),
    )
    with pytest.raises(PlanError, match="in 5 places") as refused:
        clean(people, plan)
    assert len(refused.value.message.splitlines()) == 6


def test_a_number_may_stand_in_quotes(people):
    plan = Plan(clean=Cleaning(remove=(Removal("${age} < '25'", plain("x")),)))
    assert len(clean(people, plan).responses) == 1


def test_a_cell_set_aside_may_be_named(people):
    assert (
        len(clean(people, Plan(clean=Cleaning(remove=(Removal("${sex} = '不明'", plain("x")),)))).responses)
        == 1
    )


@pytest.mark.parametrize(
    ("relevants", "said"),
    [
        (("${age} <", ""), "relevant of sex: the expression"),
        (("${who} = 1", ""), "relevant of sex: there is no question 'who'"),
        (("selected(${q1}, '1')", "${sex} = '1'"), "the filters of sex, q1 depend on one another"),
        (("", "${sex} = '7'"), "sex has no answer '7'"),
    ],
)
def test_filters_that_cannot_be_used_are_the_codebooks_fault(people, relevants, said):
    questions = {question.name: question for question in people.codebook}
    changed = (
        replace(questions["sex"], relevant=relevants[0]),
        replace(questions["q1"], relevant=relevants[1]),
        questions["age"],
    )
    with pytest.raises(CodebookError) as refused:
        clean(replace(people, codebook=replace(people.codebook, questions=changed)), Plan())
    assert said in refused.value.message


def test_every_rule_says_what_it_does_in_one_line():
    assert len({rule.description for rule in RULES.values()}) == len(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert "\n" not in rule.description
