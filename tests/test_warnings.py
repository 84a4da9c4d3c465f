"""Warnings that say one thing of many questions are one line, in both languages."""

from __future__ import annotations

import pandas as pd
import pytest

import survey
from survey.language.told import told


def lined(grids: int) -> tuple[str, ...]:
    """The warnings of straight-lining in so many grids, the second of them filled in so most often."""
    answers = ("agree", "neither", "disagree", "strongly agree", "strongly disagree")
    columns = {
        f"G{grid} about this [{item}]": [
            answers[0 if n < (30 if grid == 2 else 10 + grid) else (n + place) % 5] for n in range(60)
        ]
        for grid in range(1, grids + 1)
        for place, item in enumerate("abc")
    }
    report = survey.analyze(survey.read(pd.DataFrame(columns)))
    return tuple(line for line in report.warnings if "one and the same answer" in line)


def test_a_few_stand_one_by_one() -> None:
    assert len(lined(2)) == 2


def test_many_are_one_line_that_names_the_others() -> None:
    (line,) = lined(5)
    assert line.startswith("G2")
    assert "; likewise in 4 other questions: G1" in line


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_line_is_told_in_the_language(language: str) -> None:
    (line,) = lined(5)
    said = told(line, language)
    assert ("likewise" in said) == (language == "en")
    assert ("ほか4問も同様（G1" in said) == (language == "ja")
