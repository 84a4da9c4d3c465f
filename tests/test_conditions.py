"""Filters as a reader would say them."""

from __future__ import annotations

import pytest

from survey.conditions import condition_in_words
from survey.errors import PlanError
from survey.vocabulary import Answer, Codebook, Label, Question

CODEBOOK = Codebook(
    (
        Question(
            "emp",
            Label({"en": "Employment", "ja": "就業状態"}),
            "single",
            answers=(
                Answer("1", Label({"en": "regular", "ja": "正規"})),
                Answer("2", Label({"en": "part-time", "ja": "非正規"})),
                Answer("3", Label({"en": "own business", "ja": "自営"})),
            ),
        ),
        Question("age", Label({"en": "Age", "ja": "年齢"}), "numeric"),
    )
)


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        ("${emp} = '1'", "Employment: regular", "就業状態：正規"),
        ("${emp} != '3'", "Employment: not own business", "就業状態：自営以外"),
        (
            "${emp} in ('1', '2', '3')",
            "Employment: regular, part-time or own business",
            "就業状態：正規・非正規・自営",
        ),
        ("${emp} = '1' or ${emp} = '2'", "Employment: regular or part-time", "就業状態：正規・非正規"),
        ("selected(${emp}, '2')", "Employment: part-time", "就業状態：非正規"),
        ("${age} >= 18 and ${emp} = '1'", "Age ≥ 18 and Employment: regular", "年齢 ≥ 18かつ就業状態：正規"),
        ("not(blank(${age}))", "not (Age: no answer)", "（年齢：無回答）以外"),
        ("${other} = '1'", "other: 1", "other：1"),
    ],
)
def test_in_words(text, english, japanese):
    assert condition_in_words(text, CODEBOOK, "en") == english
    assert condition_in_words(text, CODEBOOK, "ja") == japanese


def test_what_cannot_be_read_is_said():
    with pytest.raises(PlanError):
        condition_in_words("emp is 1", CODEBOOK, "en")
