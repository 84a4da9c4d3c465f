"""Rows among the respondents that are none: told, left out, and the others keep their row numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading import read
from survey.reading.between import people_of
from survey.reading.headers import find_layout
from survey.reading.workbook import Sheet
from survey.vocabulary import ROW_COLUMN, Survey

HEADER = ["id", "sex", "age", "answer"]
PEOPLE = [[f"r{n:03d}", "MF"[n % 2], 20 + n % 50, ["Yes", "No", "Maybe"][n % 3]] for n in range(60)]


def rows_of(survey: Survey) -> list[object]:
    column = survey.responses.column(ROW_COLUMN)
    return [column.levels[code] for code in column.codes.tolist()]


def said(path: Path, level: str = "warning") -> str:
    return "\n".join(note.text for note in read(path).log if note.level == level)


def kept_rows(rows: list[list[object]]) -> list[int]:
    sheet = Sheet("Data", [[*row, *[None] * (4 - len(row))] for row in rows])
    layout = find_layout(sheet)
    return (layout.start + np.flatnonzero(people_of(sheet, layout).kept)).tolist()


def test_a_header_printed_again_is_no_respondent(make_book):
    path = make_book({"Data": [HEADER, *PEOPLE[:30], HEADER, *PEOPLE[30:]]})
    survey = read(path)
    assert rows_of(survey) == [*range(2, 32), *range(33, 63)]
    assert survey.source.rows == 60
    assert "1 row with the header again, left out: row 32: id" in said(path)
    sex = next(question for question in survey.codebook if question.name == "sex")
    assert {answer.code for answer in sex.answers} == {"M", "F"}


def test_all_rows_of_a_header_printed_again_go(make_book):
    header = [["", "About you", "", "Views"], ["id", "sex", "age", "answer"]]
    path = make_book({"Data": [*header, *PEOPLE[:30], *header, *PEOPLE[30:]]}, merged={"Data": ["B1:C1"]})
    assert len(read(path).responses) == 60


def test_ticks_that_say_what_their_header_says_are_answers():
    header = ["TV", "Web", "Paper", "none"]
    people = [[word if (n >> place) & 1 else None for place, word in enumerate(header)] for n in range(1, 61)]
    assert kept_rows([header, *people]) == [
        row for row, person in enumerate(people, 1) if any(person) and row <= 60
    ]


@pytest.mark.parametrize("words", ["Subtotal North", "小計", "Total", "合計（東）", "Grand total"])
def test_totals_among_the_respondents_are_left_out(make_book, words):
    path = make_book({"Data": [HEADER, *PEOPLE[:30], [words, None, 900, None], *PEOPLE[30:]]})
    assert len(read(path).responses) == 60
    assert f"1 row of totals among the respondents, left out: row 32: {words}" in said(path)


def test_a_total_right_below_the_header_is_left_out(make_book):
    path = make_book({"Data": [HEADER, ["Total", None, 900, None], *PEOPLE]})
    assert len(read(path).responses) == 60


def test_an_answer_that_means_a_total_is_one_where_full_rows_begin_with_it(make_book):
    rows = [[["Total", "Shell"][n % 2], "MF"[n % 2], 20 + n, "Yes"] for n in range(40)]
    path = make_book({"Data": [["brand", "sex", "age", "answer"], *rows, ["Total", None, 3, None], *rows]})
    assert len(read(path).responses) == 81


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4], ["(1)", "(2)", "(3)", "(4)"], [1.0, 2.0, 3.0, 4.0]])
def test_numbers_of_the_columns_are_no_respondent(make_book, numbers):
    assert len(read(make_book({"Data": [HEADER, numbers, *PEOPLE]})).responses) == 60


def test_a_first_respondent_who_counts_is_one():
    people = [[n, 2 if n == 1 else n % 5, 3, 4 if n == 1 else n % 2] for n in range(1, 40)]
    assert kept_rows([["id", "q1", "q2", "q3"], *people]) == list(range(1, 40))


@given(st.lists(st.booleans(), min_size=4, max_size=30))
def test_blank_rows_are_nobody_and_others_keep_their_rows(filled):
    rows: list[list[object]] = [HEADER]
    for number, there in enumerate(filled):
        rows += [[f"x{number}", "F", number + 20, "Yes"]] if there else [[None] * 4]
    rows += PEOPLE[:10]
    wanted = [row for row, cells in enumerate(rows) if row and any(cells)]
    assert kept_rows(rows) == wanted


def test_a_frame_s_rows_are_respondents_whatever_they_hold():
    frame = pd.DataFrame([*PEOPLE[:20], [None] * 4, *PEOPLE[20:]], columns=HEADER)
    assert len(read(frame).responses) == 61


def test_blank_lines_of_a_text_file_are_nobody(tmp_path):
    path = tmp_path / "poll.csv"
    lines = [",".join(map(str, row)) for row in [HEADER, *PEOPLE]]
    path.write_bytes("\r\r\n".join(lines).encode())
    assert len(read(path).responses) == 60


def test_another_table_below_a_few_blank_rows_is_left_out_and_told(make_book):
    other = [["month", "kind", "amount"], *[[n, "sales", 10 * n] for n in range(12)]]
    path = make_book({"Data": [HEADER, *PEOPLE, [], [], *other]})
    assert len(read(path).responses) == 60
    assert "the table ends at row 61; below 2 blank rows 13 rows more, left out: row 64: month" in said(path)


def test_an_answer_never_given_before_does_not_end_the_table(make_book):
    late = [["r900", "F", 44, "Refused"], ["r901", "X", 31, "No"]]
    assert len(read(make_book({"Data": [HEADER, *PEOPLE, [], *late]})).responses) == 62


def test_years_and_days_over_words_are_headers(make_book):
    import datetime

    header = ["id", 2024, 2025, datetime.date(2026, 3, 1)]
    path = make_book({"Data": [header, *[[row[0], row[3], row[3], row[1]] for row in PEOPLE]]})
    survey = read(path)
    assert len(survey.responses) == 60
    assert {"2024", "2025"} <= {question.label.to("en") for question in survey.codebook}


def test_headers_that_look_alike_are_kept_apart_and_told(make_book):
    rows = [[row[0], row[3], row[1], row[2]] for row in PEOPLE]
    path = make_book({"Data": [["id", "Q1", "q1 ", "Ｑ１"], *rows]})
    assert len(read(path).codebook) == 4
    assert "kept apart: 'Q1', 'q1', 'Ｑ１'" in said(path)


def test_who_ticks_most_options_is_no_header_printed_again(make_book):
    """Ticks that say what their header says, beside No and DK, which a header never is."""
    options = ["TV", "Web", "Paper", "Radio", "Podcast"]
    people = [
        [f"r{n}", *[(word, word, "No", "DK")[(n >> place) % 4] for place, word in enumerate(options)]]
        for n in range(64)
    ]
    header = ["id", *options]
    assert len(read(make_book({"Data": [header, *people]})).responses) == 64
    reprinted = make_book({"Data": [header, *people[:30], header, *people[30:]]}, name="again.xlsx")
    assert len(read(reprinted).responses) == 65


@pytest.mark.parametrize("said", [["Total nonsense"], ["total waste of time", "M"], ["Sum", None, 30, "No"]])
def test_what_somebody_says_of_a_total_is_an_answer(make_book, said):
    people = [[f"thing {n}", "MF"[n % 2], 20 + n % 50, "Yes"] for n in range(60)]
    path = make_book({"Data": [["opinion", "sex", "age", "answer"], *people[:30], said, *people[30:]]})
    assert len(read(path).responses) == 61


def test_new_words_below_a_gap_do_not_end_a_table_whose_answers_go_on(make_book):
    answers = [row[1:2] + row[3:] for row in PEOPLE]
    rows = [*answers, [], ["X", "Refused"], *answers[:20]]
    assert len(read(make_book({"Data": [["sex", "answer"], *rows]})).responses) == 81
