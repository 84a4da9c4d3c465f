"""Removal by plan lines, duplicates, straight-lining; rows in = rows kept + removed."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.cleaning import RULES, clean
from survey.cleaning.ledger import HIDDEN, shown
from survey.errors import PlanError
from survey.expressions import parse
from survey.responses.conditions import answered, evaluate, impossible
from survey.vocabulary import Answer, Cleaning, Plan, Question, Raw, Removal, plain

FIRST, SECOND = datetime.date(2026, 1, 20), datetime.date(2026, 1, 27)


@pytest.fixture(scope="session")
def number() -> Question:
    return Question("resp_id", plain("Id"), "text", role="id")


@pytest.fixture(scope="session")
def day() -> Question:
    return Question("day", plain("Day"), "date", role="quality")


@pytest.fixture(scope="session")
def people(survey_of, areas, single):
    """Five respondents with every kind of value."""
    reasons = (Answer("98", plain("DK"), "dont_know"),)
    return survey_of(
        (single("emp", "1", "2", "10"), ["1", "2", "10", None, Raw("農業")]),
        (areas, [("1", "5"), ("98",), None, None, ("12",)]),
        (Question("age", plain("Age"), "numeric", answers=reasons), [17.0, 98.0, "98", None, Raw(180.0)]),
        (Question("day", plain("Day"), "date"), [FIRST, SECOND, None, None, SECOND]),
        (Question("resp_id", plain("Id"), "text", role="id"), ["T01", "0002", "0003", None, "0005"]),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${emp} = '1'", "10000"),
        ("${emp} = 1", "10000"),
        ("${emp} != '1'", "01111"),
        ("${emp} >= 2", "01100"),
        ("${emp} in ('1', '10')", "10100"),
        ("${emp} = ''", "00010"),
        ("${emp} = '農業'", "00001"),
        ("blank(${emp})", "00010"),
        ("selected(${q1}, '5')", "10000"),
        ("${q1} = '1 5'", "10000"),
        ("not(${q1} = '')", "11001"),
        ("${age} < 18", "10000"),
        ("18 > ${age}", "10000"),
        ("${age} = 98", "01000"),
        ("${age} = '98'", "00100"),
        ("${day} < '2026-01-25'", "10000"),
        ("${day} >= '2026-01-25'", "01001"),
        ("starts(${resp_id}, 'T')", "10000"),
        ("${emp} = '1' and ${age} < 18 or blank(${resp_id})", "10010"),
        ("${emp} = ${resp_id}", "00010"),
        ("answered() = 0", "00010"),
        ("answered() < 4 and answered() > 1", "00100"),
    ],
)
def test_expressions_over_respondents(people, text, expected):
    assert "".join(str(int(truth)) for truth in evaluate(parse(text), people)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${emp} = '1'", "01100"),
        ("not(${emp} = '1')", "10000"),
        ("${emp} = '1' and ${age} > 18", "11100"),
        ("${emp} != ''", "00010"),
        ("${emp} = '1' or selected(${q1}, '12')", "01000"),
    ],
)
def test_what_cannot_hold_whatever_stood_in_the_blanks(people, text, expected):
    assert "".join(str(int(truth)) for truth in impossible(parse(text), people)) == expected


def test_answered_counts_neither_blanks_nor_what_was_not_asked_nor_ids(people, single):
    assert answered(people).tolist() == [4, 4, 2, 0, 4]
    not_asked = Question("emp", plain("emp"), "single", answers=(Answer("10", plain("x"), "not_asked"),))
    changed = replace(people, codebook=replace(people.codebook, questions=(not_asked,)))
    assert answered(changed).tolist() == [1, 1, 0, 0, 1]


def test_rows_leave_by_the_first_reason_and_the_sum_is_proved(people, notes):
    remove = (
        Removal("starts(${resp_id}, 'T')", plain("test row")),
        Removal("${age} < 18", plain("under 18")),
        Removal("answered() = 0", plain("blank row")),
    )
    plan = Plan(clean=Cleaning(remove=remove))
    cleaned = clean(people, plan)
    assert len(cleaned.responses) == 3
    assert [(note.before, note.count, note.rows) for note in notes(cleaned, "C601")] == [
        ("test row", 1, (4,)),
        ("under 18", 0, ()),
        ("blank row", 1, (7,)),
    ]
    (balance,) = notes(cleaned, "C690")
    assert (balance.before, balance.after, balance.count) == ("5", "3", 2)
    assert balance.text == "5 rows in = 3 kept + 1 test row + 0 under 18 + 1 blank row"


def test_a_line_that_fits_nobody_is_told(people, notes):
    remove = (
        Removal("${age} < 18", plain("under 18")),
        Removal("${age} > 200", plain("over 200")),
        Removal("${age} = 17", plain("seventeen")),
    )
    cleaned = clean(people, Plan(clean=Cleaning(remove=remove)))
    (idle,) = notes(cleaned, "C603")
    assert (idle.level, idle.count, idle.rows) == ("warning", 0, ())
    assert idle.text == "removed nobody: over 200 (${age} > 200)"


def test_a_note_names_every_row(survey_of, notes, sex):
    cleaned = clean(survey_of((sex, [Raw("男")] * 40)), Plan())
    assert [note.rows for note in notes(cleaned, "C101")] == [tuple(range(4, 44))]


def test_of_rows_with_one_id_the_most_complete_then_the_earliest_then_the_first_stays(
    survey_of, values, notes, number, day, single
):
    survey = survey_of(
        (number, ["a", "a", "b", "b", "c", "c", None, None]),
        (day, [FIRST, SECOND, SECOND, FIRST, FIRST, FIRST, FIRST, FIRST]),
        (single("q", "1", "2"), [None, "1", "1", "2", "1", "2", "1", "1"]),
        (single("r", "1"), ["1"] * 8),
    )
    flagged = clean(survey, Plan())
    assert len(flagged.responses) == 8
    assert [(note.level, note.count) for note in notes(flagged, "C501")] == [("warning", 6)]

    cleaned = clean(survey, Plan(clean=Cleaning(duplicates="keep_most_complete")))
    assert values(cleaned, "#row") == [5, 7, 8, 10, 11]
    assert [note.count for note in notes(cleaned, "C602")] == [3]
    assert not notes(cleaned, "C501")


def test_ids_that_became_equal_by_cleaning_are_duplicates(survey_of, notes, number, single):
    ids = [f"{i:05d}" for i in range(1, 20)]
    survey = survey_of((number, [*ids, "7", " 00008 "]), (single("q", "1"), ["1"] * 21))
    assert [note.count for note in notes(clean(survey, Plan()), "C501")] == [4]


def test_a_removed_row_never_wins_over_an_interview(survey_of, values, number, single):
    survey = survey_of(
        (number, ["a", "a"]), (single("q", "1"), ["1", "1"]), (single("r", "1", "2"), ["1", None])
    )
    plan = Plan(
        clean=Cleaning(duplicates="keep_most_complete", remove=(Removal("${r} = '1'", plain("test")),))
    )
    assert values(clean(survey, plan), "#row") == [5]


def test_straight_lining_is_told_and_nothing_changes(survey_of, values, notes):
    answers = (*(Answer(code, plain(code)) for code in "12"), Answer("8", plain("DK"), "dont_know"))
    items = [Question(name, plain(name), "scale", answers=answers, grid="q11") for name in ("a", "b", "c")]
    data = [("1", "1", "1"), ("1", "2", "1"), ("8", "8", "8"), ("2", "2", None), (Raw("5"),) * 3]
    survey = survey_of(*((item, [row[i] for row in data]) for i, item in enumerate(items)))
    cleaned = clean(survey, Plan())
    (note,) = notes(cleaned, "C502")
    assert (note.level, note.question, note.count, note.rows) == ("warning", "q11", 1, (4,))
    assert values(cleaned, "a") == ["1", "1", "8", "2", Raw("5")]

    two = survey_of(*((item, ["1", "1"]) for item in items[:2]))
    assert not notes(clean(two, Plan()), "C502")


def test_a_survey_whose_values_all_match_passes_unharmed(survey_of, sex, areas, number, day):
    survey = survey_of(
        (sex, ["1", "2", None, "9"]),
        (areas, [("1",), ("2", "5"), None, ("98",)]),
        (Question("n", plain("n"), "numeric"), [1.0, 0.5, None, -3.0]),
        (number, ["1", "2", "30", "400"]),
        (day, [FIRST, SECOND, None, FIRST]),
        (Question("t", plain("t"), "text"), ["  a ", "１０", None, "=1+1"]),
    )
    cleaned = clean(survey, Plan())
    assert cleaned.responses is survey.responses
    assert cleaned.codebook == survey.codebook
    assert cleaned.log == ()


@given(
    ages=st.lists(
        st.one_of(st.none(), st.integers(0, 120).map(float), st.just(Raw("?"))), min_size=1, max_size=40
    ),
    ids=st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=40, max_size=40),
    limits=st.lists(st.integers(0, 120), max_size=3),
    duplicates=st.sampled_from(["flag", "keep_most_complete"]),
)
def test_rows_in_are_rows_kept_and_removed(survey_of, notes, number, ages, ids, limits, duplicates):
    survey = survey_of((Question("age", plain("age"), "numeric"), ages), (number, ids[: len(ages)]))
    remove = tuple(Removal(f"${{age}} < {limit}", plain(f"under {limit}")) for limit in limits)
    cleaned = clean(survey, Plan(clean=Cleaning(duplicates=duplicates, remove=remove)))
    gone = sum(note.count for rule in ("C601", "C602") for note in notes(cleaned, rule))
    assert len(ages) == len(cleaned.responses) + gone
    for balance in notes(cleaned, "C690"):
        assert int(balance.before) == int(balance.after) + balance.count == len(ages)


def test_notes_are_signed_by_registered_rules_and_hide_personal_data(survey_of, sex, number):
    mail = Question("mail", plain("Mail"), "single", role="pii", answers=(Answer("x@y.jp", plain("")),))
    survey = survey_of(
        (sex, [Raw("男"), Raw("tel 090-1234-5678")]),
        (mail, [Raw("Ｘ@y.jp"), Raw("someone@y.jp")]),
        (number, [" 1", "2"]),
    )
    cleaned = clean(survey, Plan())
    assert {note.rule for note in cleaned.log} <= set(RULES)
    assert {note.rule for note in cleaned.log} == {"C101", "C130", "C190"}
    told = " ".join(note.before + note.after + note.text for note in cleaned.log)
    assert "@" not in told
    assert "090" not in told
    assert all(note.step == "cleaning" for note in cleaned.log)


def test_a_rule_may_be_turned_off_and_the_log_says_so(survey_of, values, notes) -> None:
    age = Question("age", plain("age"), "numeric", low=18, high=110)
    day = Question("day", plain("day"), "date", role="quality")
    survey = survey_of((age, [Raw("1980"), 40.0]), (day, [datetime.date(2026, 1, 20)] * 2))
    assert values(clean(survey, Plan()), "age") == [46.0, 40.0]
    off = clean(survey, Plan(clean=Cleaning(off=("C121",))))
    [note] = [note for note in off.log if note.rule == "C121"]
    assert note.text.startswith("turned off by the plan")
    assert values(off, "age")[0] != 46.0


@pytest.mark.parametrize(("off", "said"), [(("C12l",), "no rule 'C12l'"), (("C301",), "C302")])
def test_what_cannot_be_turned_off_is_told(survey_of, off, said) -> None:
    survey = survey_of((Question("age", plain("age"), "numeric"), [40.0]))
    with pytest.raises(PlanError, match=said):
        clean(survey, Plan(clean=Cleaning(off=off)))


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("０９０－１２３４－５６７８に電話を", True),
        ("mail box＠example.org", True),
        ("198.51.100.7", True),
        ("35.6895, 139.6917", True),
        ("東京都千代田区丸の内1-1", True),
        ("隣人さんに聞いた", True),
        ("氏名 記入ずみ", True),
        ("ask Mr. X", True),
        ("家の手伝い", False),
        ("町内会で聞いた", False),
        ("30歳くらい", False),
        ("2026年4月1日", False),
    ],
)
def test_words_of_a_respondent_that_may_point_to_a_person_are_not_repeated(words, hidden, single) -> None:
    assert (shown(Raw(words), single("q", "1")) == HIDDEN) is hidden
