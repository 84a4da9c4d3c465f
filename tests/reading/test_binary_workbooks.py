"""What an .xlsb hides from calamine is seen."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from survey.reading import read
from survey.reading.binary_workbooks import hidden_in
from survey.reading.identity import identify
from survey.responses import decode
from tests.reading.binary_book import Error, Styled, binary_book, sheet

FORMATS = (0, "00000", 9, '0"%"')
PEOPLE = [
    [Styled(number, 1), "Yes" if number % 3 else "No", Styled(number / 100, 2), Styled(20 + number, 3)]
    for number in range(1, 31)
]
ROWS: list[list[object]] = [["id", "answer", "share", "age"], *map(list, PEOPLE)]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [list(row) for row in ROWS]
    rows[4][3], rows[5][3], rows[6][1] = Error("#DIV/0!", formula=True), Error("#N/A"), Error("#N/A")
    return binary_book(tmp_path / "poll.xlsb", sheet(rows, hidden=[7, 9]), FORMATS)


def test_each_hidden_cell_is_found(book: Path) -> None:
    found = hidden_in(book)
    assert found is not None
    hidden = found["Data"]
    assert hidden.errors == {(4, 3): "#DIV/0!", (5, 3): "#N/A", (6, 1): "#N/A"}
    assert hidden.percents == {(row, 2) for row in range(1, 31)}
    assert hidden.padded == {(row, 0): 5 for row in range(1, 31)}
    assert hidden.rows == (8, 10)


def test_errors_are_no_blanks_and_ids_keep_their_zeros(book: Path) -> None:
    assert identify(book) == "xlsb"
    survey = read(book)
    assert decode(survey.responses.column("id"))[:2].tolist() == ["00001", "00002"]
    told = [note.text for note in survey.log]
    assert any("age: 2 cells hold a spreadsheet error" in words for words in told)
    assert any("2 rows hidden" in words for words in told)
    assert not any("look blank in this kind of file" in words for words in told)


def test_a_file_that_does_not_let_them_be_seen_is_told(tmp_path: Path) -> None:
    path = binary_book(tmp_path / "poll.xlsb", sheet(ROWS))
    without = tmp_path / "bare.xlsb"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(without, "w") as bare:
        for name in whole.namelist():
            if name != "xl/styles.bin":
                bare.writestr(name, whole.read(name))
    assert hidden_in(without) is None
    assert any("look blank in this kind of file" in note.text for note in read(without).log)


def test_damaged_records_are_none_or_some_but_no_crash(tmp_path: Path, book: Path) -> None:
    draw = random.Random(26)
    with zipfile.ZipFile(book) as whole:
        part = whole.read("xl/worksheets/sheet1.bin")
    seen = 0
    for _ in range(200):
        broken = bytearray(part)
        for _ in range(draw.choice([1, 5, 50])):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        path = binary_book(tmp_path / "broken.xlsb", bytes(broken[: draw.randrange(1, len(part))]), FORMATS)
        seen += hidden_in(path) is not None
    assert 0 < seen < 200


def test_long_records_are_measured(tmp_path: Path) -> None:
    words = "x" * 20_000
    path = binary_book(tmp_path / "long.xlsb", sheet([["id", words], [words, Error("#N/A")]]))
    found = hidden_in(path)
    assert found is not None
    assert found["Data"].errors == {(1, 1): "#N/A"}
