"""Numbers that usually mean no answer are named where they stand apart, and counted all the same."""

from __future__ import annotations

import pandas as pd
import pytest

import survey


def told(numbers, name="Hours a week"):
    poll = survey.read(pd.DataFrame({"Sex": ["M", "F"] * (len(numbers) // 2), name: numbers}))
    notes = [note for note in poll.log if note.rule == "C118"]
    return poll, notes


@pytest.mark.parametrize(
    ("others", "codes", "listed"),
    [
        ([1, 2, 3, 5, 8], [99, -1], "-1, 99"),
        ([1, 2], [-1], "-1"),
        ([1, 2, 3, 4, 5], [8, 9, 99], "99"),
        ([0, 120, 400], [9999], "9999"),
        ([0, 1, 2, 3], [-1], "-1"),
        ([-2, -1, 0, 1, 2], [-9], "-9"),
    ],
)
def test_codes_that_stand_apart_are_named(others, codes, listed):
    numbers = [*others, *codes] * 10
    poll, (note,) = told(numbers if len(numbers) % 2 == 0 else numbers * 2)
    assert f": {listed})" in note.text
    assert note.level == "warning"
    assert note.count == sum(number in map(float, listed.split(", ")) for number in poll_numbers(poll))


def poll_numbers(poll):
    question = next(q for q in poll.codebook if q.name != "Sex")
    column = poll.responses.column(question.name)
    return [float(column.levels[code]) for code in column.codes if code >= 0]


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param([18, 35, 64, 88, 97, 99], id="ages that reach so far"),
        pytest.param([-2, -1, 0, 1, 2], id="a scale about nought"),
        pytest.param([0.5, 1.5, 99.0, 2.5], id="amounts with fractions"),
        pytest.param([99, 99, 99, 99], id="nothing else"),
        pytest.param([1, 2, 3, 4], id="no such number"),
    ],
)
def test_numbers_among_others_are_not(numbers):
    assert told(numbers * 10)[1] == []
