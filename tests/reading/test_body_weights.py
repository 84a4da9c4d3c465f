"""Columns named weight: of the survey, or of a body where the file asks how tall people are."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.reading import read

N = 120


def poll(**columns):
    return read(pd.DataFrame({"id": range(1, N + 1), "vote": ["a", "b", "c"] * 40, **columns}))


KILOGRAMMES = [45.5 + 0.37 * n for n in range(N)]


@pytest.mark.parametrize("header", ["height", "height_cm", "ht", "BMI", "身長"])
def test_what_people_weigh_weights_nobody(header):
    survey = poll(weight=KILOGRAMMES, **{header: [150.5 + n % 40 for n in range(N)]})
    assert (survey.codebook["weight"].role, survey.codebook["weight"].kind) == ("question", "numeric")
    assert any("what people weigh" in note.text for note in survey.log)


def test_a_survey_weight_beside_a_height_is_one():
    survey = poll(weight=[0.5 + 0.01 * n for n in range(N)], height=[150.5 + n % 40 for n in range(N)])
    assert survey.codebook["weight"].role == "weight"


def test_a_large_weight_without_a_height_is_one():
    assert poll(weight=KILOGRAMMES).codebook["weight"].role == "weight"


@pytest.mark.parametrize("header", ["WTMEC2YR", "WTINT2YR", "PWGTP", "PERWT", "_LLCPWT", "W_FSTUWT"])
def test_weights_of_official_surveys_are_known_by_their_names(header):
    assert (
        poll(**{header: [900.25 + 13.7 * n for n in range(N)]}).codebook[header.strip("_")].role == "weight"
    )


def test_water_is_not_named_like_a_weight():
    survey = poll(q1_water=[1 + n % 3 for n in range(N)])
    assert not any("named like a weight" in note.text for note in survey.log)


@pytest.mark.parametrize(
    ("header", "values"), [("ht", [1, 2, 3]), ("Height of your house", ["tall", "low", "flat"])]
)
def test_a_height_that_nobody_has_does_not_tell_of_bodies(header, values):
    assert poll(weight=KILOGRAMMES, **{header: values * 40}).codebook["weight"].role == "weight"


def test_heights_in_feet_and_inches_are_written_as_texts():
    survey = poll(weight=KILOGRAMMES, height=["5'10\"", "6'1\"", "5'4\""] * 40)
    assert survey.codebook["weight"].role == "question"
