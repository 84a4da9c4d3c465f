"""What an .xls hides from calamine is seen: `old.xls`, invented rows of LibreOffice, has one of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.errors import ReadingError
from survey.reading import read
from survey.reading.hidden import digits_shown
from survey.reading.old_workbooks import hidden_in
from survey.responses import decode

OLD = Path(__file__).parent / "old.xls"
DIVIDED, LACKING, NO_VALUE = "#DIV/0!", "#N/A", "#VALUE!"


def test_each_hidden_cell_is_found() -> None:
    found = hidden_in(OLD)
    assert found is not None
    hidden = found["Data"]
    assert hidden.errors == {(4, 3): DIVIDED, (5, 3): LACKING, (6, 3): LACKING, (8, 4): NO_VALUE}
    assert hidden.percents == {(row, 1) for row in range(1, 31)}
    assert hidden.padded == {(row, 0): 5 for row in range(1, 31)}
    assert hidden.rows == (10,)


def test_errors_are_no_blanks_and_ids_keep_their_zeros() -> None:
    survey = read(OLD)
    assert decode(survey.responses.column("id"))[:2].tolist() == ["00001", "00002"]
    told = [note.text for note in survey.log]
    assert any("age: 3 cells hold a spreadsheet error (#N/A 2, #DIV/0! 1)" in words for words in told)
    assert any("1 row hidden" in words for words in told)
    assert not any("look blank in this kind of file" in words for words in told)


def test_a_workbook_that_xlrd_cannot_take_is_calamine_s_alone(tmp_path: Path) -> None:
    content = OLD.read_bytes()
    broken = tmp_path / "broken.xls"
    broken.write_bytes(content[:3000])
    assert hidden_in(broken) is None
    with pytest.raises(ReadingError):
        read(broken)


@pytest.mark.parametrize(
    ("code", "digits"),
    [("0%", 0), ("0.0 %", 0), ('0"%"', None), ("00000", 5), ("0", None), ("General", None), ("", None)],
)
def test_what_a_format_shows(code: str, digits: int | None) -> None:
    assert digits_shown(code) == digits
