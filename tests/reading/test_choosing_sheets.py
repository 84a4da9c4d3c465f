"""Which sheet is read, and which are no list of respondents at all."""

from __future__ import annotations

import itertools
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from survey.errors import ReadingError
from survey.reading import read

PEOPLE = [["id", "sex", "q1"], *([number, "MF"[number % 2], "yes"] for number in range(30))]
COVER = [["A survey of things"], ["fieldwork in March"]]


def book(path: Path, **sheets: tuple[list[list[object]], str]) -> Path:
    """A workbook of these sheets, {name: (rows, state)}."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, (rows, state) in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = state
    made.save(path)
    return path


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_where_no_visible_one_holds_a_table(tmp_path, state):
    poll = read(book(tmp_path / "poll.xlsx", Cover=(COVER, "visible"), raw=(PEOPLE, state)))
    assert (poll.source.sheet, len(poll.responses)) == ("raw", 30)
    assert any("raw" in note.text and "hidden" in note.text for note in poll.log if note.level == "warning")


def test_a_visible_table_goes_before_a_hidden_one(tmp_path):
    large = [*PEOPLE, *PEOPLE[1:], *PEOPLE[1:]]
    poll = read(book(tmp_path / "poll.xlsx", old=(large, "hidden"), new=(PEOPLE, "visible")))
    assert poll.source.sheet == "new"
    assert not any("hidden" in note.text for note in poll.log)


def rows_of_answers(people=40, asked=("Q1", "Q2", "Q3")):
    return [(who, question, "yes" if who % 3 else "no") for who in range(people) for question in asked]


@pytest.mark.parametrize(
    "headers",
    [("respondent", "question", "answer"), ("回答者ID", "設問番号", "回答"), ("id", "Variable", "Value")],
)
def test_a_row_per_answer_is_refused_with_what_to_do(headers):
    with pytest.raises(ReadingError, match="a row per answer: 40 respondents times 3 questions") as caught:
        read(pd.DataFrame(rows_of_answers(), columns=list(headers)))
    assert "Pivot Column" in caught.value.hint


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        pytest.param(("id", "question", "answer"), rows_of_answers(asked=("Q1",)), id="one question"),
        pytest.param(("id", "wave", "answer"), rows_of_answers(), id="a panel"),
        pytest.param(("id", "question", "answer"), rows_of_answers() * 2, id="given twice"),
    ],
)
def test_what_only_looks_so_is_read(headers, rows):
    assert len(read(pd.DataFrame(rows, columns=list(headers))).responses) == len(rows)


COMBINED = [(sex, party, 10 * n) for n, (sex, party) in enumerate(itertools.product("FM", ["dem", "rep"]), 1)]


@pytest.mark.parametrize("header", ["Freq", "count", "n", "度数", "人数"])
def test_a_row_per_combination_of_answers_is_refused_with_what_to_do(header):
    frame = pd.DataFrame(COMBINED, columns=["sex", "party", header])
    with pytest.raises(
        ReadingError, match=f"a row per combination of answers, and column '{header}'"
    ) as caught:
        read(frame)
    assert "repeat each row as often as its count says" in str(caught.value.hint)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(COMBINED[:3] + COMBINED[:1], columns=["sex", "party", "count"]),
        pd.DataFrame(COMBINED, columns=["sex", "party", "age"]),
        pd.DataFrame([(*row[:2], row[2] + 0.5) for row in COMBINED], columns=["sex", "party", "count"]),
        pd.DataFrame(COMBINED * 5, columns=["sex", "party", "count"]),
    ],
)
def test_respondents_who_count_something_are_no_combinations(frame):
    assert len(read(frame).responses) == len(frame)
