"""Reasons for giving no answer that the answers beside them make answers of their own, and others."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.reading import read
from survey.reading.missing import role_of, roles_among
from tests.reading.test_checkboxes import cycle


@pytest.mark.parametrize(
    "answers",
    [
        "わかる|わからない",
        "よくわかる|だいたいわかる|あまりわからない|わからない",
        "よく分かった|分からない",
        "知っている|知らない",
        "I know|I don't know",
        "Yes, I know|I do not know",
        "Sure|Not sure",
        "Trifft zu|Trifft eher zu|Trifft nicht zu",
        "N.Y.|N.C.|S.C.",
    ],
)
def test_the_opposite_of_an_answer_is_an_answer(answers):
    assert set(roles_among(answers.split("|"))) == {"substantive"}


@pytest.mark.parametrize(
    "answers",
    [
        "満足|不満|わからない",
        "変わる|変わらない|わからない",
        "終わる|続く|わからない",
        "Good|Bad|I don't know",
        "Well known|Unknown|Don't know",
        "Insured|Not insured|Not sure",
        "Gut|Schlecht|Trifft nicht zu",
        "Bueno|Malo|N.C.",
    ],
)
def test_other_answers_leave_the_reason_one(answers):
    *others, reason = roles_among(answers.split("|"))
    assert set(others) == {"substantive"}
    assert reason != "substantive"


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("No reply", "no_answer"),
        ("N.S.", "dont_know"),
        ("Não sei", "dont_know"),
        ("Prefiro não responder", "refused"),
        ("Non risponde", "no_answer"),
        ("Weet niet", "dont_know"),
        ("모름/무응답", "dont_know"),
        ("不知道/沒意見", "dont_know"),
        ("拒答", "refused"),
        ("(空)", "no_answer"),
        ("затрудняюсь ответить", "dont_know"),
        ("Ich weiß es nicht", "dont_know"),
        ("No opinion", "substantive"),
        ("Geen mening", "substantive"),
        ("Nada", "substantive"),
    ],
)
def test_reasons_in_other_languages(label, role):
    assert role_of(label) == role


def test_who_does_not_understand_is_counted():
    poll = read(pd.DataFrame({"ルールはわかりますか": cycle("わかる", "わからない", "わかる")}))
    assert [answer.role for answer in poll.codebook["ルールはわかりますか"].answers] == ["substantive"] * 2
