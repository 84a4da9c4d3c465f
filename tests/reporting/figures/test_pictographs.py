"""Pictographs in figures: told in words, so that no font decides whether a figure is drawn."""

from __future__ import annotations

import pytest

from survey.reporting.figures.fonts import choose
from survey.reporting.figures.page import _inked
from survey.reporting.figures.pictographs import in_words, is_pictured


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Good 😀", "Good [grinning face]"),
        ("🇯🇵", "[JP]"),
        ("👩\u200d👩\u200d👧", "[woman, woman, girl]"),
        ("👍🏽 yes", "[thumbs up sign] yes"),
        ("❤\ufe0f", "❤"),
        ("満足☺", "満足☺"),
    ],
)
def test_pictographs_are_told_in_words(text, words):
    assert in_words(text) == words
    assert _inked(text) == words
    assert not any(map(is_pictured, words))


def test_no_font_is_asked_for_pictographs():
    assert choose("Good 😀 🇯🇵 👩\u200d👧").families
