"""Totals, titles, legends and other tables among, below and beside respondents."""

from __future__ import annotations

import pytest

from survey.reading import read
from survey.vocabulary import Question, Survey

HEADER = ["id", "area", "sex", "trust", "score"]
PEOPLE = [
    [n, ["North", "South"][n // 30], "MF"[n % 2], ["High", "Middle", "Low"][n % 3], n % 7 + 1]
    for n in range(60)
]


def one(survey: Survey, words: str) -> Question:
    return next(question for question in survey.codebook if words in question.columns[0])


def labels(question: Question) -> list[str]:
    return [answer.label.to("en") for answer in question.answers]


def warned(survey: Survey, words: str) -> bool:
    return any(words in note.text for note in survey.log if note.level == "warning")


def test_totals_of_groups_are_no_respondents(make_book):
    people = [[area, n, *rest] for n, area, *rest in PEOPLE]
    rows = [["area", "id", *HEADER[2:]], *people[:30], ["North 集計", None, None, None, 99], *people[30:]]
    survey = read(make_book({"Data": [*rows, ["South Total", None, None, None, 88], ["総計", None, 60]]}))
    assert len(survey.responses) == 60
    assert labels(one(survey, "area")) == ["North", "South"]
    assert warned(survey, "2 rows of groups' totals among the respondents, left out: row 32: North 集計")


def test_what_ends_as_a_total_but_names_no_group_is_an_answer(make_book):
    people = [[["A bit", "In total", "Sum total"][n % 3], n, "MF"[n % 2], n % 5] for n in range(60)]
    assert len(read(make_book({"Data": [["view", "id", "sex", "score"], *people]})).responses) == 60


@pytest.mark.parametrize("words", ["平均", "n=", "合計"])
def test_a_row_of_figures_below_the_header_is_no_respondent(make_book, words):
    rows = [["id", "sex", "score"], [words, 60, 4.2], *([n, sex, score] for n, _, sex, _, score in PEOPLE)]
    assert labels(one(read(make_book({"Data": rows})), "sex")) == ["M", "F"]


@pytest.mark.parametrize("title", ["■ South", "Page 2"])
def test_titles_among_respondents_are_left_out(make_book, title):
    survey = read(make_book({"Data": [HEADER, *PEOPLE[:30], [title], *PEOPLE[30:]]}))
    assert len(survey.responses) == 60
    assert one(survey, "id").role == "id"
    assert warned(survey, "with a title only among the respondents")


def test_respondents_of_whom_only_the_id_is_known_stay(make_book):
    people = [[f"A-{n:03d}", *rest] for n, *rest in PEOPLE]
    rows = [HEADER, *people, [], ["A-060"], [], ["A-061"], ["A-062"]]
    assert len(read(make_book({"Data": rows})).responses) == 63


@pytest.mark.parametrize(
    "below",
    [
        [["Legend"], ["1 = low"], ["7 = high"]],
        [["Crosstab: trust by sex"], [None, "M", "F", "Total"], ["High", 12, 8, 20], ["Low", 9, 11, 20]],
        [["※ 1は低い"], ["凡例：7＝高い"]],
    ],
)
def test_tables_and_legends_below_a_gap_are_told_and_left_out(make_book, below):
    survey = read(make_book({"Data": [HEADER, *PEOPLE, [], *below]}))
    assert len(survey.responses) == 60
    assert warned(survey, "the table ends at row 61")


def test_answers_with_a_total_of_their_own_are_read_rather_than_a_short_list(make_book):
    answers = [["area", "q1", "Total"], *([["全体", "East", "West"][n % 3], n % 4, n % 9] for n in range(60))]
    lookup = [["area", "name", "head"], ["East", "E", "x"], ["West", "W", "y"]]
    assert read(make_book({"Raw": answers, "Lookup": lookup})).source.sheet == "Raw"


def test_respondents_below_a_gap_stay(make_book):
    survey = read(make_book({"Data": [HEADER, *PEOPLE[:30], [], ["Wave 2"], HEADER, *PEOPLE[30:]]}))
    assert len(survey.responses) == 60


def test_a_list_of_codes_that_touches_the_table_is_left_out(make_book):
    codes = [[1, "Good"], [2, "Fair"], [3, "Bad"]]
    rows = [[*row, *(codes[n] if n < 3 else ())] for n, row in enumerate(PEOPLE)]
    survey = read(make_book({"Data": [[*HEADER, "code", "meaning"], *rows]}))
    assert survey.source.columns == 5
    assert warned(survey, "columns F to G hold another table")


def test_raw_answers_are_read_rather_than_larger_tables_of_results(make_book):
    pivot = [
        ["Row Labels", *(f"Item {n}" for n in range(20)), "Grand Total"],
        *([f"Row {n}", *range(21)] for n in range(70)),
        ["Grand Total", *range(21)],
    ]
    survey = read(make_book({"Pivot": pivot, "Responses": [HEADER, *PEOPLE]}))
    assert (survey.source.sheet, len(survey.responses)) == ("Responses", 60)
    assert warned(survey, "'Pivot' look like respondents too")


@pytest.mark.parametrize("kind", [int, str])
def test_numbers_of_options_below_them_are_no_part_of_the_question(make_book, kind):
    top = [["id", "sex", "Which?", None, None], [None, None, "TV", "Web", "Paper"]]
    people = [[n, "MF"[n % 2], *(1 if n % k else None for k in (2, 3, 5))] for n in range(1, 61)]
    survey = read(make_book({"Data": [*top, [None, None, *map(kind, (1, 2, 3))], *people]}))
    assert len(survey.responses) == 60
    which = next(question for question in survey.codebook if question.kind == "multiple")
    assert labels(which) == ["TV", "Web", "Paper"]


def test_a_point_among_numbers_is_a_blank(make_book):
    rows = [["id", "sex"], *([n, "." if n % 5 == 0 else n % 2 + 1] for n in range(60))]
    assert labels(one(read(make_book({"Data": rows})), "sex")) == ["1", "2"]


def test_more_totals_than_there_are_answers_are_left_out(make_book):
    rows = [
        row
        for n, person in enumerate(PEOPLE)
        for row in ([person, ["小計", *"1234"]] if n % 3 == 2 else [person])
    ]
    survey = read(make_book({"Data": [HEADER, *rows]}))
    assert len(survey.responses) == 60
    assert warned(survey, "20 rows of totals among the respondents, left out")


def test_blank_rows_between_people_who_write_their_own_words_end_no_table(make_book):
    people = [[f"{n}: {what}, because of {n * 7}" for what in ("prices", "wages", "rent")] for n in range(40)]
    rows = [row for person in people for row in ([None] * 3, person)]
    assert len(read(make_book({"Data": [["Why A?", "Why B?", "Why C?"], *rows]})).responses) == 40
