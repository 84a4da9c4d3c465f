"""Numbers that a sheet shows with zeros before them: ids keep these, codes and amounts are as they were."""

from __future__ import annotations

import pickle
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading import read, read_confined
from survey.reading.hidden import Padded, telling_styles
from survey.responses import decode
from survey.vocabulary import Answer, Codebook, Question, plain

SHOWN = {"id": "00000", "Postal code": "0000000", "Q1": "00", "Hours": "000"}


@pytest.fixture
def path(tmp_path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([*SHOWN, "Plain"])
    for n in range(1, 81):
        sheet.append([n, 10_000 + 37 * n, 1 + n % 4, 20 + n * 7 % 61 + 0.5, n % 3])
        for column, shown in enumerate(SHOWN.values(), 1):
            sheet.cell(n + 1, column).number_format = shown
    book.save(tmp_path / "poll.xlsx")
    return tmp_path / "poll.xlsx"


def cells(survey, column: str) -> list[object]:
    name = next(question.name for question in survey.codebook if question.columns == (column,))
    return list(decode(survey.responses.column(name)))


@pytest.mark.parametrize("way", [read, read_confined])
def test_ids_keep_their_zeros(path, way):
    survey = way(path)
    assert cells(survey, "id")[:2] == ["00001", "00002"]
    assert cells(survey, "Postal code")[0] == "0010037"
    assert {question.name: question.role for question in survey.codebook}["id"] == "id"


@pytest.mark.parametrize(("number", "kept"), [(7.5, "7.5"), (-7, "-7")])
def test_an_id_loses_neither_fraction_nor_sign(path, tmp_path, number, kept):
    book = openpyxl.load_workbook(path)
    book.active["A2"] = number
    book.save(tmp_path / "odd.xlsx")
    assert cells(read(tmp_path / "odd.xlsx"), "id")[:2] == [kept, "00002"]


def test_codes_and_amounts_are_what_they_were(path):
    survey = read(path)
    assert cells(survey, "Q1")[:4] == ["2", "3", "4", "1"]
    assert cells(survey, "Hours")[0] == 27.5
    assert cells(survey, "Plain")[:3] == ["1", "2", "0"]


@pytest.mark.parametrize("written", ["{}", "0{}"])
def test_a_codebook_may_have_codes_with_the_zeros_or_without(path, written):
    answers = tuple(Answer(written.format(code), plain(f"Party {code}")) for code in range(1, 5))
    book = Codebook((Question("q1", plain("Vote"), "single", columns=("Q1",), answers=answers),))
    found = cells(read(path, codebook=book), "Q1")
    assert set(found) == {answer.code for answer in answers}


@given(st.integers(0, 10**9), st.integers(2, 12))
def test_what_is_shown_is_the_number_again(number, width):
    padded = pickle.loads(pickle.dumps(Padded(float(number), width)))
    assert (padded, padded.width) == (number, width)
    assert int(padded.shown()) == number
    assert len(padded.shown()) == max(width, len(str(number)))


@pytest.mark.parametrize(
    ("code", "digits"),
    [("00", 2), ("00000", 5), ("0", None), ("0.00", None), ("#,##0", None), ("000%", None), ("yyyy00", None)],
)
def test_only_formats_of_nothing_but_zeros_pad(code, digits):
    styles = telling_styles(
        f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    assert styles.padded == ({b"1": digits} if digits else {})
