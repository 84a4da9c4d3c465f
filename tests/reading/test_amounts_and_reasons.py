"""Amounts with commas, options with slashes, and reasons behind a code."""

from __future__ import annotations

import pytest

from survey.reading import read
from survey.reading.encodings import choose_encoding
from survey.reading.missing import role_of
from survey.vocabulary import Question, Survey


def one(survey: Survey, words: str) -> Question:
    return next(question for question in survey.codebook if words in question.columns[0])


def test_options_between_slashes_are_several_and_slashes_in_options_are_not(make_book):
    joined = ["TV/Web", "Web/Paper", "TV", "Web", "Paper", "TV/Paper"]
    work = ["Part-time/casual", "Full-time", "None/student"]
    rows = [["id", "media", "work"], *([n, joined[n % 6], work[n % 3]] for n in range(60))]
    survey = read(make_book({"Data": rows}))
    assert [one(survey, name).kind for name in ("media", "work")] == ["multiple", "single"]


def test_amounts_with_commas_and_yen_as_backslashes_are_numbers(tmp_path):
    lines = [
        "id,rent,lunch",
        *(f'{n},"{n * 37 % 90 + 10},{n % 10}00円","\\{n % 40 + 1},500"' for n in range(60)),
    ]
    path = tmp_path / "poll.csv"
    path.write_bytes("\n".join(lines).encode("cp932"))
    survey = read(path)
    assert [one(survey, name).kind for name in ("rent", "lunch")] == ["numeric", "numeric"]


@pytest.mark.parametrize("label", ["99 weiß nicht", "99 = Don't know", "8 - DK", "9.わからない"])
def test_a_code_before_a_reason_leaves_it_one(label):
    assert role_of(label) == "dont_know"


def test_half_width_kana_beside_hiragana_leave_no_doubt():
    assert not choose_encoding(("ｻｰﾋﾞｽを知ったきっかけ,ﾃﾚﾋﾞ\n" + "ｲﾝﾀｰﾈｯﾄ,ﾁﾗｼ\n" * 50).encode("cp932")).doubt


def test_days_whose_year_has_two_digits_are_no_answers(tmp_path):
    path = tmp_path / "poll.csv"
    rows = [f"{n % 12 + 1}/{n % 27 + 1}/26,{'MF'[n % 2]}" for n in range(60)]
    path.write_text("\n".join(["visit,sex", *rows]), encoding="utf-8")
    assert one(read(path), "visit").role == "quality"


def test_commas_between_codes_of_three_digits_divide_them(make_book):
    joined = ["101,102", "101,103", "102,103", "101,102,103", "103,104"]
    rows = [["id", "stations"], *([n, joined[n % 5]] for n in range(60))]
    assert one(read(make_book({"Data": rows})), "stations").kind == "multiple"


def test_numbers_far_apart_under_a_unit_are_amounts(make_book):
    rows = [
        ["id", "通勤時間（分）", "満足度"],
        *([n, [0, 15, 30, 60, 120][n % 5], n % 4 + 1] for n in range(60)),
    ]
    survey = read(make_book({"Data": rows}))
    assert [one(survey, name).kind for name in ("通勤", "満足")] == ["numeric", "scale"]
