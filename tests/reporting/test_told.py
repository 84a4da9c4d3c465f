"""Notes in Japanese: every rule of cleaning has its sentence, and numbers and names are carried over."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import survey
from survey.analysis import warnings_of
from survey.cleaning import RULES as CLEANING
from survey.language.told import NOTES, RULES, one_of_them, told, value_told

RAW = Path(__file__).parents[2] / "raw"


def test_every_rule_of_cleaning_is_told_in_japanese_and_no_other():
    assert set(RULES) == {rule.description for rule in CLEANING.values()}
    assert all(told(text, "ja") != text for text in RULES)
    assert all(told(text, "en") == text for text in RULES)


@pytest.mark.parametrize("english", NOTES)
def test_a_sentence_keeps_what_was_filled_in(english):
    holes = [name for _, name, _, _ in string.Formatter().parse(english) if name]
    numbers = ("n", "k", "all", "year")
    filled = {name: f"1{place}" if name in numbers else f"x{place}" for place, name in enumerate(holes)}
    japanese = told(english.format(**filled), "ja")
    assert japanese == NOTES[english].format(**filled)
    assert all(value in japanese for value in filled.values())


def test_a_sentence_without_a_translation_stays_as_it_is():
    assert told("q7: something nobody foresaw", "ja") == "q7: something nobody foresaw"


def test_what_the_demo_is_warned_of_has_no_english_left():
    plan = survey.read_plan(RAW / "survey.toml")
    weighted, _ = survey.weight(survey.read(RAW / "2026.xlsx"), plan)
    for line in warnings_of(weighted):
        japanese = told(line, "ja")
        assert japanese != line
        assert "left" not in japanese
        assert "kept" not in japanese
    texts = {
        note.text for note in weighted.log if note.step != "reading" and not note.text.startswith("2,060")
    }
    english = {text for text in texts if told(text, "ja") == text}
    remarks = [told(note.text, "ja") for note in weighted.log if note.step == "reading"]
    assert not [text for text in remarks if re.search("left out|looks like|headers|agency", text)]
    assert not {text for text in english if not text.startswith(("target", "rake"))}, english


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("1 respondents left the last 12 or more of 48 questions open", "1 respondent left the last 12"),
        ("1 rows share 1 respondent ids; all are kept", "1 row shares 1 respondent ids"),
        ("q1: 1 values between 0 and 1 stand among whole per cents", "q1: 1 value between 0 and 1"),
        (
            "1 rows that Qualtrics recorded as test (column s) were left out",
            "1 row that Qualtrics recorded as",
        ),
        ("21 respondents have the same answers", "21 respondents have the same answers"),
        ("5 to 1 days are outside", "5 to 1 day is outside"),
    ],
)
def test_one_thing_is_not_told_as_many(many, one):
    assert told(many, "en").startswith(one)
    assert one_of_them(one_of_them(many)) == one_of_them(many)
    assert "was left out" in told("1 rows that a b (column s) were left out", "en")


def test_remarks_on_reading_are_told_of_one_and_of_many():
    one = told("1 row above the header, titles, left out: Survey", "ja")
    assert one == "見出しより上の表題1行は除いた：Survey"
    assert told("2 rows above the header, titles, left out: a; b", "ja") == one.replace("1行", "2行").replace(
        "Survey", "a; b"
    )


def test_values_that_stand_for_others_say_so_in_japanese():
    assert value_told("1、2 and others, joined by 、", "ja") == "1、2ほか（区切り：、）"
    assert value_told("①② and others, circled digits", "ja") == "①②ほか（丸数字）"
    assert value_told("1; 2 and others", "ja") == "1; 2ほか"
    assert value_told("1; 2 and others", "en") == "1; 2 and others"
    assert value_told("me and others say", "ja") == "me and others say"
