"""Values: folded spellings, several answers in a cell, turned dates, empty-looking cells."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.cleaning import clean
from survey.cleaning.folding import fold, spellings
from survey.vocabulary import Answer, Plan, Question, Raw, plain


def test_a_cell_is_an_answer_once_width_case_and_spaces_are_set_aside(survey_of, values, notes, sex):
    survey = survey_of(
        (sex, ["1", Raw("ｍ"), Raw(" 女 "), Raw("男 性"), Raw("FEMALE"), Raw("ｍ"), None, "9"])
    )
    cleaned = clean(survey, Plan())
    assert values(cleaned, "sex") == ["1", "1", "2", "1", "2", "1", None, "9"]
    found = {(note.before, note.after): (note.count, note.rows) for note in notes(cleaned, "C101")}
    assert found == {
        ("ｍ", "1"): (2, (5, 9)),
        ("␣女␣", "2"): (1, (6,)),
        ("男 性", "1"): (1, (7,)),
        ("FEMALE", "2"): (1, (8,)),
    }


def test_what_no_answer_explains_stays_and_is_listed(survey_of, values, notes, sex):
    cleaned = clean(survey_of((sex, ["1", Raw("在学中"), Raw("在学中"), Raw(3)])), Plan())
    assert values(cleaned, "sex") == ["1", Raw("在学中"), Raw("在学中"), Raw(3)]
    aside = notes(cleaned, "C190")
    assert [(note.before, note.after, note.count, note.level) for note in aside] == [
        ("在学中", "", 2, "warning"),
        ("3", "", 1, "warning"),
    ]


def test_a_spelling_that_fits_two_answers_fits_neither(survey_of, values):
    ambiguous = Question(
        "size", plain("Size"), "single", answers=(Answer("1", plain("A-B")), Answer("2", plain("A−B")))
    )
    assert "a-b" not in spellings(ambiguous)
    assert values(clean(survey_of((ambiguous, [Raw("A–B")])), Plan()), "size") == [Raw("A–B")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾎｯｶｲﾄﾞｳ", "ホッカイドウ"),
        ("ＷＥＢ", "web"),
        ("5～10", "5〜10"),
        ("18–29", "18-29"),
        ("東 京\u3000", "東京"),
        (1.0, "1"),
    ],
)
def test_folding_makes_these_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("R&D", "RD"), ("<5", "5"), ("1.5", "15"), ("+", "-"), ("は", "ば")]
)
def test_folding_keeps_these_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("①⑤", ("1", "5")),
        ("5、1", ("1", "5")),
        ("1;5;12", ("1", "5", "12")),
        ("１，５", ("1", "5")),
        ("1 5", ("1", "5")),
        ("①・⑫", ("1", "12")),
        ("①②", ("1", "2")),
        ("⑫", ("12",)),
        ("Prices, wages; Food", ("1", "12")),
        ("1-5", ("1", "5")),
        ("5;5", ("5",)),
        ("economy", ("2",)),
    ],
)
def test_several_answers_in_a_cell_are_taken_apart(survey_of, values, areas, cell, codes):
    assert values(clean(survey_of((areas, [Raw(cell)])), Plan()), "q1") == [codes]


@pytest.mark.parametrize("cell", ["1;77", "15", "Prices, and more", 1.5, "1;5?"])
def test_a_cell_with_a_part_that_is_no_answer_stays_whole(survey_of, values, areas, cell):
    assert values(clean(survey_of((areas, [Raw(cell)])), Plan()), "q1") == [Raw(cell)]


def test_cells_joined_in_one_way_are_one_note(survey_of, notes, areas):
    cells = ["1、5", "①⑤", "1、12", "1,5", "1;5", "1、5"]
    found = notes(clean(survey_of((areas, map(Raw, cells))), Plan()), "C102")
    assert [(note.before, note.after, note.count, note.rows) for note in found] == [
        ("1、5 and others, joined by 、", "1; 5 and others", 3, (4, 6, 9)),
        ("①⑤", "1; 5", 1, (5,)),
        ("1,5", "1; 5", 1, (7,)),
        ("1;5", "1; 5", 1, (8,)),
    ]


def test_a_turned_date_is_two_answers_when_both_are_codes_and_the_year_is_that_of_typing(
    survey_of, values, notes, areas
):
    interview = Question("day", plain("Day"), "date")
    cells = [(2026, 1, 5), (2026, 5, 12), (2026, 1, 13), (2007, 1, 5)]
    raw = [Raw(datetime.datetime(*cell)) for cell in cells]
    survey = survey_of((interview, [datetime.date(2026, 1, 20)] * 4), (areas, raw))
    cleaned = clean(survey, Plan())
    assert values(cleaned, "q1") == [("1", "5"), ("5", "12"), raw[2], raw[3]]
    assert [(note.before, note.after) for note in notes(cleaned, "C103")] == [
        ("2026-01-05", "1; 5"),
        ("2026-05-12", "5; 12"),
    ]


def test_cells_without_content_are_blank(survey_of, values, notes, sex):
    cleaned = clean(survey_of((sex, ["1", Raw("　 "), Raw("#N/A"), Raw("-")])), Plan())
    assert values(cleaned, "sex") == ["1", None, None, Raw("-")]
    assert sum(note.count for note in notes(cleaned, "C201")) == 2


@given(
    codes=st.lists(st.sampled_from(["1", "2", "9", None]), min_size=1, max_size=30),
    noise=st.lists(st.text(max_size=6), max_size=5),
)
def test_a_value_that_is_a_code_never_changes(survey_of, sex, codes, noise):
    survey = survey_of((sex, [*codes, *map(Raw, noise)]))
    column = clean(survey, Plan()).responses.column("sex")
    after = [None if code < 0 else column.levels[code] for code in column.codes]
    assert after[: len(codes)] == codes
    assert all(value is None or isinstance(value, Raw) or value in ("1", "2", "9") for value in after)
