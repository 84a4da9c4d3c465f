"""SPSS and Stata files: labels as the codebook, declared missing values as answers."""

from __future__ import annotations

import sys
from datetime import date

import numpy as np
import pandas as pd
import pytest

from survey.errors import ReadingError
from survey.reading import read

pyreadstat = pytest.importorskip("pyreadstat", reason="needs the extra spss")

N = 60


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "serial": [f"{n:04d}" for n in range(N)],
            "sex": [1.0 + n % 2 for n in range(N)],
            "trust": [float([1, 2, 3, 8, 9][n % 5]) for n in range(N)],
            "age": [99.0 if n % 10 == 0 else 20.0 + n for n in range(N)],
            "likely": [float(n % 11) for n in range(N)],
            "when": [date(2026, 3, 1 + n % 28) for n in range(N)],
            "wgt": [0.5 + (n % 7) / 7 for n in range(N)],
        }
    )


LABELS = {
    "serial": "Serial number",
    "sex": "Sex of respondent",
    "trust": "Trust in the council",
    "age": "Age in years",
    "likely": "How likely to vote",
    "when": "Date of interview",
    "wgt": "Weight",
}
VALUES = {
    "sex": {1: "Male", 2: "Female"},
    "trust": {1: "A lot", 2: "Some", 3: "None", 8: "Don't know", 9: "Refused"},
    "age": {99: "Refused"},
    "likely": {0: "Certain not to", 10: "Certain to"},
}


@pytest.fixture
def sav(tmp_path, frame):
    path = tmp_path / "poll.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=LABELS,
        variable_value_labels=VALUES,
        missing_ranges={"trust": [8, 9], "age": [99]},
    )
    return path


def test_labels_are_the_codebook_and_missing_values_stay_answers(sav):
    survey = read(sav)
    assert len(survey.responses) == N
    trust = survey.codebook["trust"]
    assert trust.label.to("en") == "Trust in the council"
    assert {answer.code: (answer.label.to("en"), answer.role) for answer in trust.answers} == {
        "1": ("A lot", "substantive"),
        "2": ("Some", "substantive"),
        "3": ("None", "substantive"),
        "8": ("Don't know", "dont_know"),
        "9": ("Refused", "refused"),
    }
    column = survey.responses.column("trust")
    assert dict(zip(column.levels, np.bincount(column.codes).tolist(), strict=True)) == dict.fromkeys(
        "12389", 12
    )


def test_a_number_with_a_labelled_reason_is_a_number(sav):
    survey = read(sav)
    age = survey.codebook["age"]
    assert (age.kind, [answer.role for answer in age.answers]) == ("numeric", ["refused"])
    levels = survey.responses.column("age").levels
    assert levels[0] == "99"
    assert all(isinstance(level, float) for level in levels[1:])


def test_a_scale_with_named_ends_keeps_its_middle(sav):
    likely = read(sav).codebook["likely"]
    assert [answer.code for answer in likely.answers] == [str(code) for code in range(11)]
    assert likely.answer("10").label.to("en") == "Certain to"


def test_unlabelled_variables_are_detected_and_keep_their_label(sav):
    survey = read(sav)
    assert survey.codebook["wgt"].role == "weight"
    assert survey.codebook["serial"].role == "id"
    assert survey.responses.column("serial").levels[:2] == ("0000", "0001")
    assert survey.codebook["when"].label.to("en") == "Date of interview"
    assert survey.responses.column("when").levels[0] == date(2026, 3, 1)
    assert any("SPSS file: 4 variables take answers" in note.text for note in survey.log)


def test_stata(tmp_path, frame):
    path = tmp_path / "poll.dta"
    pyreadstat.write_dta(frame, str(path), column_labels=LABELS, variable_value_labels=VALUES)
    survey = read(path)
    assert len(survey.responses) == N
    assert survey.codebook["trust"].answer("9").role == "refused"
    assert survey.codebook["sex"].answer("2").label.to("en") == "Female"


def test_a_codebook_beside_the_file_goes_before_its_labels(sav, make_book):
    make_book(
        {
            "survey": [["type", "name", "label"], ["select_one s", "sex", "Gender"]],
            "choices": [["list_name", "name", "label"], ["s", "1", "Man"], ["s", "2", "Woman"]],
        },
        name="poll.codebook.xlsx",
    )
    survey = read(sav)
    assert [question.name for question in survey.codebook] == ["sex"]
    assert survey.codebook["sex"].answer("1").label.to("en") == "Man"


def test_a_portable_file_is_told_by_its_content(tmp_path):
    frame = pd.DataFrame({"Q1": [1.0, 2.0, 8.0] * 10, "AGE": [20.0 + n for n in range(30)]})
    path = tmp_path / "poll.dat"
    pyreadstat.write_por(frame, str(path), column_labels=["HOW ARE YOU", "AGE OF RESPONDENT"])
    survey = read(path)
    assert [q.label.to("en") for q in survey.codebook] == ["HOW ARE YOU", "AGE OF RESPONDENT"]
    assert survey.codebook["Q1"].codes() == ("1", "2", "8")
    assert len(survey.responses) == 30


def test_damaged_and_without_the_extra(tmp_path, sav, monkeypatch):
    cut = tmp_path / "cut.sav"
    cut.write_bytes(sav.read_bytes()[:150])
    with pytest.raises(ReadingError, match="damaged"):
        read(cut)
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(ReadingError, match="needs the extra `spss`") as caught:
        read(sav)
    assert "pip install" in caught.value.hint


def test_real_files_keep_their_dont_knows(shared):
    path = shared / "data" / "gss-2010" / "raw" / "2010.sav"
    if not path.exists():
        pytest.skip("needs the General Social Survey of 2010")
    survey = read(path)
    assert len(survey.responses) == 2044
    roles = {answer.role for question in survey.codebook for answer in question.answers}
    assert {"dont_know", "not_asked", "no_answer"} <= roles
