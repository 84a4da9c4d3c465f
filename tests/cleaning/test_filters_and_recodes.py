"""Not asked from filters, exclusive answers, reversed scales, derived questions and nets."""

from dataclasses import replace

import pytest

from survey.cleaning import clean
from survey.cleaning.derive import interval
from survey.errors import PlanError
from survey.vocabulary import (
    Answer,
    Cleaning,
    Derivation,
    Label,
    NetPlan,
    Plan,
    Question,
    Raw,
    Reversal,
    plain,
)


@pytest.fixture(scope="session")
def emp(single):
    return single("emp", "1", "2", "6", "9")


@pytest.fixture(scope="session")
def worry() -> Question:
    answers = (*(Answer(code, plain(code)) for code in "1234"), Answer("7", plain("n/a"), "not_asked"))
    return Question("q9", plain("Worry"), "single", answers=answers, relevant="${emp} = '1' or ${emp} = '2'")


def test_not_asked_is_derived_and_an_answer_to_a_question_not_asked_is_overruled(
    survey_of, values, notes, emp, worry
):
    survey = survey_of((emp, ["1", "6", "6", "6", "2"]), (worry, ["4", None, "7", "3", None]))
    cleaned = clean(survey, Plan())
    assert values(cleaned, "q9") == ["4", "7", "7", "7", None]
    overruled = notes(cleaned, "C301")
    assert [(note.before, note.after, note.count, note.rows) for note in overruled] == [("3", "7", 1, (7,))]
    assert [(note.after, note.count) for note in notes(cleaned, "C302")] == [("7", 1)]


def test_an_answer_stands_where_the_filter_is_unknown(survey_of, values, emp, worry):
    survey = survey_of((emp, [None, Raw("農業"), None]), (worry, ["4", "3", None]))
    assert values(clean(survey, Plan()), "q9") == ["4", "3", None]


def test_a_question_without_an_answer_for_not_asked_gets_one(survey_of, values, emp):
    hours = Question("hours", plain("Hours"), "numeric", relevant="${emp} = '1'")
    ways = Question(
        "ways", plain("Ways"), "multiple", answers=(Answer("1", plain("a")),), relevant="${hours} > 0"
    )
    survey = survey_of((emp, ["1", "6", "1"]), (ways, [("1",), None, None]), (hours, [40.0, None, 0.0]))
    cleaned = clean(survey, Plan())
    assert values(cleaned, "hours") == [40.0, "not_asked", 0.0]
    assert values(cleaned, "ways") == [("1",), ("not_asked",), ("not_asked",)]
    assert cleaned.codebook["ways"].answer("not_asked").role == "not_asked"
    assert "not_asked" not in survey.codebook["ways"].codes()


def test_texts_filled_in_though_not_asked_are_told_and_left(survey_of, values, notes, emp):
    why = Question("why", plain("Why"), "text", relevant="${emp} = '1'")
    cleaned = clean(survey_of((emp, ["6", "1"]), (why, ["a secret", "b"])), Plan())
    assert values(cleaned, "why") == ["a secret", "b"]
    (note,) = notes(cleaned, "C301")
    assert (note.level, note.count) == ("warning", 1)
    assert "secret" not in str(note)


def test_a_filter_on_a_question_without_a_column_is_told(survey_of, values, notes, emp, worry):
    survey = survey_of((worry, ["1", None]))
    survey = replace(survey, codebook=replace(survey.codebook, questions=(emp, worry)))
    cleaned = clean(survey, Plan())
    assert values(cleaned, "q9") == ["1", None]
    assert [note.level for note in notes(cleaned, "C303")] == ["warning"]


@pytest.mark.parametrize(
    ("policy", "expected", "level"),
    [
        ("flag", ("1", "98"), "warning"),
        ("keep_others", ("1",), "change"),
        ("keep_exclusive", ("98",), "change"),
    ],
)
def test_exclusive_answers_by_policy(survey_of, values, notes, areas, policy, expected, level):
    survey = survey_of((areas, [("1", "98"), ("98",), ("1", "5")]))
    cleaned = clean(survey, Plan(clean=Cleaning(exclusive=policy)))
    assert values(cleaned, "q1") == [expected, ("98",), ("1", "5")]
    assert [(note.level, note.count) for note in notes(cleaned, "C202")] == [(level, 1)]


def test_two_exclusive_answers_alone_are_only_told(survey_of, values, notes, areas):
    for policy in ("keep_others", "keep_exclusive"):
        cleaned = clean(survey_of((areas, [("98", "99")])), Plan(clean=Cleaning(exclusive=policy)))
        assert values(cleaned, "q1") == [("98", "99")]
        assert [note.level for note in notes(cleaned, "C202")] == ["warning"]


def test_a_scale_is_turned_round_for_those_named_and_reasons_keep_their_codes(
    survey_of, values, notes, single
):
    mode = single("mode", "1", "2")
    answers = (*(Answer(code, plain(code)) for code in "1234"), Answer("8", plain("DK"), "dont_know"))
    q2 = Question("q2", plain("Worry"), "scale", answers=answers)
    survey = survey_of((mode, ["2", "2", "1", None, "2"]), (q2, ["1", "8", "1", "1", Raw("5")]))
    plan = Plan(clean=Cleaning(reverse=(Reversal("q2", "${mode} = '2'", Label({"en": "web form"})),)))
    cleaned = clean(survey, plan)
    assert values(cleaned, "q2") == ["4", "8", "1", "1", Raw("5")]
    (note,) = notes(cleaned, "C401")
    assert (note.before, note.after, note.count, note.rows) == ("1", "4", 1, (4,))
    assert "web form" in note.text


def test_a_number_is_turned_round_within_its_bounds(survey_of, values, single):
    trust = Question("q8", plain("Trust"), "numeric", low=0, high=10)
    survey = survey_of((single("mode", "1"), ["1", "1"]), (trust, [0.0, 5.0]))
    plan = Plan(clean=Cleaning(reverse=(Reversal("q8", "${mode} = 1"),)))
    assert values(clean(survey, plan), "q8") == [10.0, 5.0]


def test_bands_of_a_number(survey_of, values, notes):
    reasons = (Answer("999", plain("NA"), "no_answer"),)
    age = Question("age", plain("Age"), "numeric", answers=reasons, high=110)
    band = Derivation(
        "age_band", "age", Label({"en": "Age", "ja": "年代"}), bands=("18-29", "30-39", "80+"),
        labels={"18-29": Label({"en": "18–29", "ja": "18～29歳"})},
    )  # fmt: skip
    survey = survey_of((age, [35.0, 29.5, 80.0, "999", None, Raw("?"), 40.0]))
    cleaned = clean(survey, Plan(derive=(band,)))
    assert values(cleaned, "age_band") == ["30-39", "18-29", "80+", "999", None, None, None]
    question = cleaned.codebook["age_band"]
    assert (question.role, question.scale, question.codes()) == (
        "banner",
        "ordinal",
        ("18-29", "30-39", "80+", "999"),
    )
    assert question.answer("18-29").label.to("ja") == "18～29歳"
    assert question.answer("999").role == "no_answer"
    assert cleaned.responses.column("age_band").levels == ("18-29", "30-39", "80+", "999")
    assert [note.count for note in notes(cleaned, "C403")] == [1]


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [("18-29", 29.9, 30), ("0.0-4.9", 4.95, 5.0), ("80+", 80, 79.9), ("<18", 17.9, 18), ("18〜29", 18, 17)],
)
def test_where_bands_begin_and_end(band, inside, outside):
    found = interval(band)
    assert inside in found
    assert outside not in found


def test_a_map_takes_answers_together_and_keeps_reasons(survey_of, values):
    answers = (
        *(Answer(c, plain(c)) for c in "123"),
        Answer("8", plain("DK"), "dont_know"),
        Answer("9", plain("NA"), "no_answer"),
    )
    source = Question("q", plain("q"), "scale", answers=answers, scale="ordinal")
    derivation = Derivation(
        "q_two", "q", plain("Two"), map={"low": ("1", "2"), "high": ("3",), "none": ("9",)}
    )
    cleaned = clean(survey_of((source, ["1", "2", "3", "8", "9", None])), Plan(derive=(derivation,)))
    assert values(cleaned, "q_two") == ["low", "low", "high", "8", "none", None]
    made = cleaned.codebook["q_two"]
    assert {answer.code: answer.role for answer in made.answers} == {
        "low": "substantive", "high": "substantive", "none": "no_answer", "8": "dont_know",
    }  # fmt: skip
    assert made.scale == "ordinal"


def test_one_answer_of_many_and_a_derivation_of_a_derivation(survey_of, values, areas):
    ticked = Derivation("prices", "q1", plain("Prices"), ticked="1")
    turned = Derivation("free", "prices", plain("Free"), map={"no": ("1",), "yes": ("0",)})
    survey = survey_of((areas, [("1", "5"), ("5",), ("98",), ("99",), None]))
    cleaned = clean(survey, Plan(derive=(ticked, turned)))
    assert values(cleaned, "prices") == ["1", "0", "0", "99", None]
    assert values(cleaned, "free") == ["no", "yes", "yes", "99", None]
    assert cleaned.codebook["prices"].answer("0").label.to("ja") == "Prices, wages：選択せず"


def test_nets_of_the_plan_join_their_questions(survey_of, single):
    plan = Plan(
        derive=(Derivation("d", "q", plain("d"), map={"a": ("1",), "b": ("2",), "c": ("3",)}),),
        net=(NetPlan("q", "low", plain("Low"), ("1", "2")), NetPlan("d", "any", plain("Any"), ("a", "b"))),
    )
    cleaned = clean(survey_of((single("q", "1", "2", "3"), ["1"])), plan)
    assert [(net.name, net.answers) for net in cleaned.codebook["q"].nets] == [("low", ("1", "2"))]
    assert [net.name for net in cleaned.codebook["d"].nets] == ["any"]


def test_a_question_may_be_made_by_expressions(survey_of, values, single, areas) -> None:
    survey = survey_of(
        (single("sex", "1", "2"), ["1", "1", "2", None, "2"]),
        (areas, [("1",), ("2",), ("1", "5"), ("1",), None]),
    )
    derivation = Derivation(
        "type",
        label=Label({"en": "Type", "ja": "類型"}),
        where={"a": "${sex} = '1' and selected(${q1}, '1')", "b": "${sex} = '2'"},
        otherwise="rest",
        labels={"a": Label({"en": "Men who ticked prices", "ja": "物価を選んだ男性"})},
    )
    cleaned = clean(survey, Plan(derive=(derivation,)))
    assert values(cleaned, "type") == ["a", "rest", "b", "rest", "b"]
    question = cleaned.codebook["type"]
    assert question.codes() == ("a", "b", "rest")
    assert question.answer("a").label.to("ja") == "物価を選んだ男性"
    blank = clean(survey, Plan(derive=(replace(derivation, otherwise=""),)))
    assert values(blank, "type") == ["a", None, "b", None, "b"]


def test_expressions_that_do_not_fit_are_told_at_once(survey_of, single) -> None:
    survey = survey_of((single("sex", "1", "2"), ["1", "2"]))
    wrong = Derivation(
        "type",
        source="sex",
        label=plain("type"),
        where={"a": "${sxe} = '1'", "b": "${sex} =", "c": "${sex} = '7'"},
        otherwise="a",
        labels={"z": plain("z")},
    )
    with pytest.raises(PlanError) as complaint:
        clean(survey, Plan(derive=(wrong,)))
    for said in ("leave out from", "otherwise is 'a'", "'sxe'", "where b", "no answer '7'", "'z'"):
        assert said in complaint.value.message
