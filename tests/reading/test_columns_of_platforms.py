"""Columns that platforms add: kept out of the tables, and personal data out of the report."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.reading import read
from survey.reading.headers import find_layout
from survey.reading.workbook import Sheet

N = 60


def poll(**columns):
    return read(pd.DataFrame({"key": [f"k{n}" for n in range(N)], "vote": ["a", "b", "c"] * 20, **columns}))


def role(header, values):
    codebook = poll(**{header: [values[n % len(values)] for n in range(N)]}).codebook
    return next(question.role for question in codebook if header in question.columns)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("_gps_latitude", [12.5 + n / 100 for n in range(N)]),
        ("location_longitude", [-1.5 - n / 100 for n in range(N)]),
        ("enumerator_name", ["Kita", "Minami"]),
        ("What's your first name?", [f"Name {n}" for n in range(N)]),
        ("お名前を教えてください", [f"名前{n}" for n in range(N)]),
        ("ニックネーム", [f"名{n}" for n in range(N)]),
        ("PROLIFIC_PID", [f"{n:024x}" for n in range(N)]),
        ("Network ID", [f"{n:010x}" for n in range(N)]),
    ],
)
def test_personal_data(header, values):
    assert role(header, values) == "pii"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Q_RecaptchaScore", [0.5, 0.9, 1.0]),
        ("Q9_Page Submit", [3.25, 8.5, 11.75]),
        ("回答時間（秒）", [120, 300, 90]),
        ("interviewtime", [120.5, 300.25, 90.0]),
        ("groupTime12", [12.5, 30.25, 9.0]),
        ("__version__", ["vAb3kLm"]),
        ("FormVersion", [2024031]),
        ("AttachmentsExpected", [0, 1]),
        ("Submit Date (UTC)", ["2026-03-01 09:00:00"]),
        ("dispcode", [31, 32, 22]),
        ("survey_complete", [0, 2]),
        ("Complete?", ["Complete", "Incomplete"]),
        ("createdAt", ["Fri Mar 01 2024 09:00:00 GMT+0000"]),
        ("int_date", [120313, 120413]),
        ("stratum", [101, 102, 103]),
        ("SDMVPSU", [1, 2, 3]),
        ("village.id", list(range(1, 21))),
    ],
)
def test_what_a_platform_or_the_sample_adds_is_no_question(header, values):
    assert role(header, values) == "quality"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("stratum", ["city", "country"]),
        ("task_complete", ["easily", "with help", "no"]),
        ("Name three brands", ["a, b, c", "d"]),
        ("chocolate", [1, 2]),
        ("paid", [0, 1]),
    ],
)
def test_what_only_sounds_like_one_is_a_question(header, values):
    assert role(header, values) == "question"


@pytest.mark.parametrize(
    "header", ["rownames", "Unnamed: 0", "Employee #", "uid", "seqn", "lfdn", "idno", "#"]
)
def test_ids_of_programs_and_panels(header):
    assert role(header, [(7 * n) % 61 + 1000 * (n % 3) for n in range(N)]) == "id"


@pytest.mark.parametrize(
    ("headers", "platform"),
    [
        (["#", "Do you own a pet?", "Response Type", "Submit Date (UTC)", "Network ID"], "Typeform"),
        (["SubmissionDate", "meta-instanceID", "age", "KEY", "SubmitterName"], "KoboToolbox or ODK"),
        (["record_id", "redcap_survey_identifier", "age", "survey_complete"], "REDCap"),
    ],
)
def test_platforms_are_told_by_the_columns_only_they_write(headers, platform):
    rows = [headers, *[[f"{n}", *["x", "y", "z"] * 2][: len(headers)] for n in range(24)]]
    notes = [note.text for note in find_layout(Sheet("Data", rows)).notes]
    assert any(f"export of {platform}:" in text for text in notes)


def test_an_id_of_which_half_is_blank_and_some_repeat_is_no_amount():
    values = [None if n % 3 == 0 else n // 2 for n in range(N)]
    assert role("id", values) == "quality"


@pytest.mark.parametrize("header", ["Phone", "E-mail", "GPS", "address"])
def test_options_that_people_tick_are_no_personal_data(header):
    assert role(header, [0, 1]) == "question"
    assert role(header, [header, None, None]) == "question"
    assert role(header, [f"{n} of many" for n in range(N)]) == "pii"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Free time: reading", list(range(14))),
        ("Screen time: weekdays", ["1-2 hours", "over 2 hours"]),
        ("hs_complete", [0, 1]),
        ("today", ["good", "bad"]),
    ],
)
def test_headers_like_those_of_platforms_are_questions(header, values):
    assert role(header, values) == "question"


@pytest.mark.parametrize("header", ["age", "Household income", "Hours of TV a month"])
def test_amounts_by_which_a_file_is_sorted_are_no_ids(header):
    amounts = sorted({7 * n * n + 20 for n in range(N)})
    found = read(pd.DataFrame({header: amounts, "vote": ["a", "b", "c"] * 20})).codebook
    assert [question.role for question in found] == ["question", "question"]
    named = read(pd.DataFrame({"column": amounts, "vote": ["a", "b", "c"] * 20})).codebook
    assert [question.role for question in named] == ["id", "question"]
