"""Ticks beside reasons for giving no answer, and columns that only look alike."""

from __future__ import annotations

import pytest

from tests.reading.test_checkboxes import N, cycle, named, poll


@pytest.mark.parametrize("reason", ["Inap. (not CY in isocntry)", "DK", "Not asked"])
def test_who_was_not_asked_has_ticked_nothing_and_is_no_base(reason):
    survey = poll(
        **{
            "qa3.1": cycle("Mentioned", "Not mentioned", reason),
            "qa3.2": cycle("Not mentioned", "Not mentioned", reason),
            "qa3.3": cycle("Mentioned", "Not mentioned", reason),
        }
    )
    question = named(survey, "qa3.1", "qa3.2", "qa3.3")
    assert (question.kind, len(question.answers)) == ("multiple", 3)
    column = survey.responses.column(question.name)
    assert int((column.codes < 0).sum()) == N // 3
    assert sorted(map(len, filter(None, column.levels))) == [2]


def test_yes_and_no_answer_the_items_of_a_grid():
    headers = ["Do you own: a car", "Do you own: a bicycle", "Do you own: a boat"]
    survey = poll(**{header: cycle(*["No"] * place, "Yes") for place, header in enumerate(headers, 1)})
    assert {named(survey, header).kind for header in headers} == {"single"}


def test_short_stems_before_a_colon_make_a_grid():
    headers = ["Rate: Staff", "Rate: Food", "Rate: Parking"]
    survey = poll(**{header: cycle("Good", "Fair", "Poor", "N/A") for header in headers})
    assert {named(survey, header).grid for header in headers} == {"Rate"}


def test_options_after_a_number_and_a_bracket():
    headers = ["3、您使用过哪些App？(微信)", "3(微博)", "3(抖音)"]
    survey = poll(**{header: cycle(*[0] * place, 1) for place, header in enumerate(headers, 1)})
    question = named(survey, *headers)
    assert question.kind == "multiple"
    assert question.wording.to("en") == "3、您使用过哪些App？"


@pytest.mark.parametrize(("first", "second"), [("MD_1_b", "MD_1_w"), ("Q4 [Best]", "Q4 [Worst]")])
def test_best_and_worst_are_not_put_together(first, second):
    survey = poll(
        **{first: cycle("Tea", "Milk", "Beer", "Wine"), second: cycle("Wine", "Tea", "Cola", "Milk")}
    )
    assert {named(survey, header).kind for header in (first, second)} == {"single"}


def test_options_between_a_bar_of_dots():
    survey = poll(used=cycle("微信┋微博", "微博┋抖音", "抖音", "微信┋微博┋抖音"))
    assert len(named(survey, "used").answers) == 3


def test_different_answers_make_no_grid():
    survey = poll(P1=cycle("Buena", "Mala", "N.S."), P2=cycle("Mejor", "Peor", "N.S."))
    assert {named(survey, header).grid for header in ("P1", "P2")} == {None}


@pytest.mark.parametrize("letter", ["E", "N", "P"])
def test_items_of_one_letter_that_share_their_codes_are_a_grid(letter):
    headers = [f"{letter}{place}" for place in range(1, 5)]
    survey = poll(**{header: cycle(1, 2, 3, 4, 5, 6) for header in headers})
    assert {named(survey, header).grid for header in headers} == {letter}
