"""Checkboxes as REDCap, LimeSurvey and ODK write them, own words beside them, and rankings."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

import survey as package
from survey.reading import read
from tests.reading.drafted import results

N = 60


def poll(**columns):
    return read(pd.DataFrame({"key": [f"k{n}" for n in range(N)], **columns}))


def cycle(*values):
    return [values[n % len(values)] for n in range(N)]


def named(survey, *headers):
    """The question that these columns make, and no other."""
    return next(question for question in survey.codebook if set(headers) <= set(question.columns))


@pytest.mark.parametrize(
    ("ticked", "not_ticked"), [("Checked", "Unchecked"), (1, 0)], ids=["labels", "numbers"]
)
def test_redcap_names_the_choice_in_brackets(ticked, not_ticked):
    headers = [f"Race (choice={each})" for each in ("White", "Black", "Other")]
    ticks = {header: cycle(*[not_ticked] * place, ticked) for place, header in enumerate(headers, 1)}
    question = named(poll(**ticks), *headers)
    assert (question.kind, question.name) == ("multiple", "Race")
    assert [answer.label.to("en") for answer in question.answers] == ["White", "Black", "Other"]


def test_redcap_names_the_code_after_three_underscores_and_codes_need_not_run_on():
    headers = ["race___1", "race___2", "race___99"]
    ticks = {header: cycle(*[0] * place, 1) for place, header in enumerate(headers, 1)}
    assert named(poll(**ticks), *headers).kind == "multiple"


def test_yes_and_no_beside_a_column_headed_other_that_holds_words_are_ticks():
    stem = "Which do you use? "
    columns = {
        f"{stem}[Maps]": cycle("Yes", "No"),
        f"{stem}[Taxis]": cycle("No", "No", "Yes"),
        f"{stem}[Other]": cycle(None, None, None, "a bicycle", "my feet"),
    }
    survey = poll(**columns)
    question = named(survey, f"{stem}[Maps]", f"{stem}[Taxis]")
    assert question.kind == "multiple"
    assert [answer.label.to("en") for answer in question.answers] == ["Maps", "Taxis", "Other"]
    without = poll(**dict(list(columns.items())[:2]))
    assert {question.kind for question in without.codebook if question.columns != ("key",)} == {"single"}


@pytest.mark.parametrize("words", ["a bicycle", "mixi"])
def test_one_persons_words_under_other_make_no_option_of_their_own(words):
    columns = {
        "use[SQ001]": cycle("Y", None),
        "use[SQ002]": cycle(None, "Y", "Y"),
        "use[other]": cycle(*[None] * 11, words),
    }
    survey = poll(**columns)
    question = named(survey, "use[SQ001]", "use[SQ002]")
    assert words not in [answer.label.to("en") for answer in question.answers]
    alone = [q for q in survey.codebook if q.columns == ("use[other]",)]
    assert [q.kind for q in alone] == ["text"]


def test_a_tick_that_repeats_its_header_is_an_option_though_it_says_other():
    headers = ["Owned [Cat]", "Owned [Dog]", "Owned [Other (please specify)]"]
    said = [cycle("Cat", None), cycle(None, "Dog", "Dog"), cycle(None, None, "Other")]
    question = named(poll(**dict(zip(headers, said, strict=True))), *headers)
    assert (question.kind, len(question.answers)) == ("multiple", 3)


def test_the_last_parts_of_a_question_may_leave_numbers_out():
    headers = [f"issues_{number}" for number in (1, 2, 3, 98, 99)]
    said = {header: cycle(*["Not selected"] * place, "Selected") for place, header in enumerate(headers, 1)}
    assert named(poll(**said), *headers).kind == "multiple"
    apart = {header.replace("98", "48").replace("99", "50"): values for header, values in said.items()}
    assert len([q for q in poll(**apart).codebook if q.columns != ("key",)]) > 1


def test_words_of_a_comment_are_no_names_though_numbers_stand_among_them():
    comments = ["price", "nothing", *[f"more of it {n}" for n in range(50)]]
    assert named(poll(comment_box=cycle(*comments)), "comment_box").kind == "text"


def test_parts_named_by_a_capital_are_one_question_where_their_answers_are_alike():
    ticks = {f"A11{letter}": cycle(*[0] * place, 1) for place, letter in enumerate("ABC", 1)}
    items = {f"B3{letter}": cycle(1, 2, 3, *[2] * place) for place, letter in enumerate("ABCD")}
    others = {"C4A": cycle(1, 2, 3, 4), "C4B": cycle("yes", "no"), "D4ALL": cycle(1, 2)}
    survey = poll(**ticks, **items, **others)
    assert named(survey, *ticks).kind == "multiple"
    grids = {question.columns[0]: question.grid for question in survey.codebook}
    assert {grids[header] for header in items} == {"B3"}
    assert not any(grids[header] for header in others)


def test_indicators_that_stata_made_of_a_variable_are_one_question():
    headers = ["race==1. Asian", "race==2. Black", "race==White"]
    ticks = {header: cycle(*[0] * place, 1) for place, header in enumerate(headers, 1)}
    question = named(poll(**ticks), *headers)
    assert (question.name, question.kind) == ("race", "multiple")
    assert [answer.label.to("en") for answer in question.answers] == ["Asian", "Black", "White"]


COMBINED = ["rice", "beans", "meat", "rice beans", "rice meat", "beans meat", "rice beans meat"]


def test_names_with_spaces_between_them_are_several_answers():
    question = named(poll(items=cycle(*COMBINED)), "items")
    assert (question.kind, question.separators) == ("multiple", (" ",))
    assert question.codes() == ("rice", "beans", "meat")


def test_codes_with_spaces_between_them_are_several_answers():
    question = named(poll(items=cycle("1", "1 2", "2 3", "3", "1 2 3")), "items")
    assert (question.kind, question.codes()) == ("multiple", ("1", "2", "3"))


@pytest.mark.parametrize(
    "answers",
    [
        ["very good", "good", "bad", "very bad"],
        ["strongly agree", "agree", "somewhat agree", "disagree", "strongly disagree", "somewhat disagree"],
        ["New York", "York", "New Haven", "Haven"],
        ["Full time", "Part time", "No job"],
        ["Price", "Nothing", "More", "Price More", "More Nothing", "Nothing Price"],
    ],
)
def test_words_of_a_wording_are_no_names(answers):
    assert named(poll(item=cycle(*answers)), "item").kind == "single"


ORDERS = [";".join(order) + ";" for order in itertools.permutations(["Pay", "Culture", "Growth"])]


def test_where_all_name_every_option_in_orders_of_their_own_the_first_is_counted():
    frame = pd.DataFrame({"key": [f"k{n}" for n in range(N)], "Put in order": cycle(*ORDERS)})
    question = named(read(frame), "Put in order")
    assert (question.kind, set(question.codes())) == ("single", {"Pay", "Culture", "Growth"})
    assert question.label.to("en") == "Put in order (ranked first)"
    column = read(frame).responses.column(question.name)
    first = [column.levels[code] for code in column.codes]
    assert first == [words.split(";")[0] for words in frame["Put in order"]]


def test_the_draft_of_a_ranking_changes_nothing(tmp_path):
    path = tmp_path / "poll.csv"
    columns = {"Respondent ID": range(N), "Put in order": cycle(*ORDERS), "Sex": cycle("F", "M")}
    pd.DataFrame(columns).to_csv(path, index=False)
    before = results(path, tmp_path / "before")
    draft = package.init(path)
    assert not draft.warnings
    assert results(path, tmp_path / "after") == before


def test_where_some_name_fewer_it_is_a_list_unless_the_header_speaks_of_ranking():
    some = [*ORDERS, "Pay;", "Growth;Culture;"]
    assert named(poll(why=cycle(*some)), "why").kind == "multiple"
    header = "Rank what matters to you"
    assert named(poll(**{header: cycle(*some)}), header).kind == "single"


@pytest.mark.parametrize(
    "cells",
    [
        ("very good", "good", "fair", "poor", "very poor", "very bad", "bad"),
        ("labour", "labour party", "conservative", "conservative party", "green", "green party", "none"),
    ],
)
def test_words_of_one_answer_are_no_options(cells):
    assert named(poll(answer=cycle(*cells)), "answer").kind == "single"
