"""Whole numbers told apart: codes of answers, amounts, points of a rating, ids."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.reading import read

RANDOM = np.random.default_rng(20260)


def question_of(values, header="item", **others):
    frame = pd.DataFrame({"id": range(1, len(values) + 1), header: values, **others})
    codebook = read(frame).codebook
    return next(question for question in codebook if header in question.columns)


def evened(numbers, people):
    """The numbers about equally often, in no order."""
    return RANDOM.permutation([numbers[place % len(numbers)] for place in range(people)]).tolist()


def test_all_eleven_points_from_0_to_10_are_a_rating():
    question = question_of(evened(list(range(11)), 220), "lrscale")
    assert (question.kind, question.codes()) == ("scale", tuple(map(str, range(11))))


@pytest.mark.parametrize("numbers", [range(10), range(1, 11), range(1, 12), range(0, 11, 2)])
def test_other_short_lists_of_numbers_stay_codes(numbers):
    assert question_of(evened(list(numbers), 220)).kind == "single"


def test_many_numbers_that_run_on_from_0_count_something():
    assert question_of(evened(list(range(21)), 420)).kind == "numeric"
    assert question_of(evened(list(range(1, 22)), 420)).kind == "single"


def test_numbers_as_common_as_their_neighbours_are_amounts_and_others_are_codes():
    sums = np.clip(np.rint(RANDOM.normal(30, 9, 600)), 1, 60).astype(int).tolist()
    sizes = np.repeat(np.arange(1, 57), RANDOM.permutation(np.arange(10, 66)))
    assert question_of([*sums, *range(1, 61)]).kind == "numeric"
    assert question_of(RANDOM.permutation(sizes).tolist()).kind == "single"
    assert question_of(evened(list(range(1, 51)), 500)).kind == "single"


@pytest.mark.parametrize(
    "header", ["YearsAtCompany", "total_yrs", "eduyrs", "DistanceFromHome", "educ.years"]
)
def test_a_name_that_speaks_of_an_amount_inside_is_one(header):
    assert question_of(evened(list(range(1, 15)), 140), header).kind == "numeric"


def test_a_rating_that_a_workbook_keeps_as_text_is_a_rating(make_book):
    rows = [["ID", "How would you rate us?"], *[[n, str(n % 5 + 1)] for n in range(40)]]
    question = read(make_book({"Data": rows})).codebook["q2"]
    assert (question.kind, question.codes()) == ("scale", ("1", "2", "3", "4", "5"))


def test_a_code_with_a_leading_zero_is_no_rating(make_book):
    rows = [["ID", "How would you rate us?"], *[[n, f"0{n % 5 + 1}"] for n in range(40)]]
    assert read(make_book({"Data": rows})).codebook["q2"].kind == "single"


def test_amounts_of_which_some_repeat_are_no_ids():
    amounts = RANDOM.permutation(np.arange(2000, 2000 + 3 * 1200, 3)).tolist()
    amounts[:36] = amounts[36:72]
    votes = ["a", "b"] * 600
    assert question_of(amounts, "rate", vote=votes).role == "question"
    assert question_of(sorted(amounts[36:]) + [1] * 36, "rate", vote=votes).role == "question"
    different = RANDOM.permutation(np.arange(2000, 5600, 3)).tolist()
    assert question_of(different, "rate", vote=votes).role == "id"


def test_a_first_column_that_rises_from_row_to_row_is_an_id():
    frame = pd.DataFrame({"V200001": [200015 + 3 * n for n in range(60)], "vote": ["a", "b"] * 30})
    assert [question.role for question in read(frame).codebook] == ["id", "question"]
    turned = frame.iloc[::-1].reset_index(drop=True)
    assert read(turned).codebook["V200001"].role == "question"


def test_one_number_throughout_is_said_so():
    survey = read(pd.DataFrame({"id": range(1, 41), "wave": [3] * 40}))
    guess = next(guess for guess in survey.guesses if guess.question == "wave")
    assert guess.evidence.startswith("only 3")


def test_states_that_many_name_are_answers_and_not_own_words():
    states = [f"State {chr(65 + n // 8)}{chr(65 + n % 8)}" for n in range(50)]
    values = [state for n, state in enumerate(states) for _ in range(15 + 60 * (n < 40))]
    question = question_of(values, "state")
    assert (len(question.answers), question.other) == (50, "")


@pytest.mark.parametrize("header", ["PREFECTURE", "state_code", "fips", "居住地", "業種コード"])
def test_places_and_trades_have_codes_though_few_people_share_one(header):
    assert question_of(evened(list(range(1, 48)), 120), header).kind == "single"
    assert question_of(evened(list(range(1, 48)), 120), "wage").kind == "numeric"


@pytest.mark.parametrize("header", ["Number of trips", "子どもの人数", "days per year"])
def test_counts_from_0_to_10_are_no_rating(header):
    assert question_of(evened(list(range(11)), 220), header).kind == "single"


def test_how_much_asks_for_a_rating_too():
    assert question_of(evened(list(range(11)), 220), "How much do you trust parliament?").kind == "scale"


@pytest.mark.parametrize("header", ["floor_area", "Farm area", "Emotional state"])
def test_areas_and_states_that_are_measured_are_amounts(header):
    assert question_of(evened(list(range(20, 170)), 600), header).kind == "numeric"


@pytest.mark.parametrize("header", ["area code", "home_state", "region"])
def test_codes_of_places_are_codes(header):
    assert question_of(evened(list(range(20, 60)), 600), header).kind == "single"
