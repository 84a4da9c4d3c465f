"""Days in every writing, years of birth, doubtful days, ids and design columns."""

import datetime

import pytest

from survey.cleaning import clean
from survey.cleaning.dates import day
from survey.vocabulary import Plan, Question, Raw, plain

TWENTIETH = datetime.date(2026, 1, 20)


@pytest.fixture(scope="session")
def interview() -> Question:
    return Question("int_date", plain("Date"), "date")


@pytest.fixture(scope="session")
def age() -> Question:
    return Question("age", plain("Age"), "numeric", unit="歳", high=110)


@pytest.mark.parametrize(
    "cell",
    [
        "令和8年1月20日",
        "令和８年１月２０日（火）",
        "R8.1.20",
        "2026/1/20",
        "２０２６/１/２０",
        "2026-01-20",
        "2026.1.20",
        "2026年1月20日",
        "20260120",
        "20/01/2026",
        "1/20/2026",
        "2026-01-20T10:33:00+09:00",
        "2026/1/20 9:05",
        46042,
        46042.0,
        "46042",
        datetime.datetime(2026, 1, 20, 9, 5),
    ],
)
def test_one_day_in_many_writings(cell):
    assert day(cell) == TWENTIETH


@pytest.mark.parametrize(
    "cell", ["03/04/2026", "1月20日", "26/1/20", "2026/2/30", "令和8年13月1日", "1/20", "", True, 12]
)
def test_an_uncertain_day_is_none(cell):
    assert day(cell) is None


def test_first_years_and_other_eras():
    assert day("令和元年5月1日") == datetime.date(2019, 5, 1)
    assert day("平成31年4月30日") == datetime.date(2019, 4, 30)
    assert day("S39.10.10") == datetime.date(1964, 10, 10)


def test_days_are_read_and_others_set_aside(survey_of, values, notes, interview):
    cells = [TWENTIETH, Raw("令和8年1月20日"), Raw("03/04/2026"), 46042.0, None]
    cleaned = clean(survey_of((interview, cells)), Plan())
    assert values(cleaned, "int_date") == [TWENTIETH, TWENTIETH, Raw("03/04/2026"), TWENTIETH, None]
    assert [note.before for note in notes(cleaned, "C120")] == ["令和8年1月20日", "46042"]
    assert [note.before for note in notes(cleaned, "C190")] == ["03/04/2026"]


def test_a_day_in_last_year_is_doubted_and_left(survey_of, values, notes, interview):
    days = [datetime.date(2026, 1, d) for d in range(10, 30)]
    typo, early = datetime.date(2025, 1, 20), datetime.date(2025, 6, 1)
    cleaned = clean(survey_of((interview, [*days, typo])), Plan())
    assert values(cleaned, "int_date")[-1] == typo
    assert [(note.level, note.count, note.rows) for note in notes(cleaned, "C122")] == [("warning", 1, (24,))]
    assert not notes(clean(survey_of((interview, [*days, early])), Plan()), "C122")


def test_days_outside_the_declared_range_are_doubted(survey_of, notes):
    bounded = Question("d", plain("d"), "date", low=20260115, high=20260220)
    days = [TWENTIETH, datetime.date(2026, 1, 14), datetime.date(2026, 2, 20)]
    assert [note.count for note in notes(clean(survey_of((bounded, days)), Plan()), "C122")] == [1]


def test_a_year_of_birth_is_an_age_in_the_year_of_the_interview(survey_of, values, notes, interview, age):
    days = [TWENTIETH, datetime.date(2025, 12, 30), None, TWENTIETH, TWENTIETH, TWENTIETH]
    cells = [1955.0, 1955.0, 1955.0, Raw("昭和30年"), Raw("1960年生"), 72.0]
    cleaned = clean(survey_of((interview, days), (age, cells)), Plan())
    assert values(cleaned, "age") == [71.0, 70.0, 71.0, 71.0, 66.0, 72.0]
    assert sum(note.count for note in notes(cleaned, "C121")) == 5


def test_years_stay_where_no_age_was_asked(survey_of, values, interview):
    since = Question("since", plain("Lives here since"), "numeric")
    cleaned = clean(survey_of((interview, [TWENTIETH]), (since, [1955.0])), Plan())
    assert values(cleaned, "since") == [1955.0]


def test_ages_with_units_minors_and_impossible_ones(survey_of, values, age):
    cleaned = clean(survey_of((age, [Raw("72歳"), 17.0, 180.0])), Plan())
    assert values(cleaned, "age") == [72.0, 17.0, Raw(180.0)]


def test_lost_zeros_come_back_where_others_prove_them(survey_of, values, notes):
    number = Question("resp_id", plain("Id"), "text", role="id")
    kept = [f"{i:07d}" for i in range(1, 20)]
    cleaned = clean(survey_of((number, [*kept, "123", "T001"])), Plan())
    assert values(cleaned, "resp_id")[-2:] == ["0000123", "T001"]
    padded = notes(cleaned, "C131")
    assert [(note.before, note.after, note.count) for note in padded] == [("(text)", "(text)", 1)]


def test_plain_counting_numbers_are_not_padded(survey_of, notes):
    number = Question("resp_id", plain("Id"), "text", role="id")
    cleaned = clean(survey_of((number, [str(i) for i in range(5, 1000)])), Plan())
    assert not notes(cleaned, "C131")


def test_spaces_around_strata_are_taken_off_but_open_text_is_untouched(survey_of, values, notes):
    stratum = Question("stratum", plain("Stratum"), "text", role="stratum")
    opinion = Question("q14", plain("Opinion"), "text")
    survey = survey_of((stratum, ["東北-1 ", "東北-1", "\u3000"]), (opinion, [" 無し ", None, "=1+1"]))
    cleaned = clean(survey, Plan())
    assert values(cleaned, "stratum") == ["東北-1", "東北-1", None]
    assert values(cleaned, "q14") == [" 無し ", None, "=1+1"]
    assert len(cleaned.responses.column("stratum").levels) == 1
    assert [(note.before, note.after) for note in notes(cleaned, "C130")] == [
        ("東北-1␣", "東北-1"),
        ("␣", ""),
    ]
