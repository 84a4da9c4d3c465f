"""Notes in Japanese: every rule of cleaning has its sentence, and numbers and names are carried over."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

import survey
from survey.analysis import warnings_of
from survey.cleaning import RULES as CLEANING
from survey.language.told import NOTES, RULES, told

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
    assert not {text for text in english if not text.startswith(("target", "rake"))}, english
