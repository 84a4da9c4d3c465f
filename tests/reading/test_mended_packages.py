"""Workbooks that a reader would stumble over are read; none of their cells changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.reading import read
from survey.reading.mending import mended
from survey.reading.spreadsheets import open_workbook

PEOPLE = [[f"r{n}", "男女"[n % 2] + "性", ["Yes", "No", "#tag"][n % 3]] for n in range(40)]
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def changed(path: Path, part: str, change: Callable[[str], bytes | str]) -> Path:
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            content: bytes | str = source.read(name)
            packed.writestr(name, change(source.read(name).decode()) if name == part else content)
    return target


def rows(path: Path) -> list[list[object]]:
    return [list(row) for row in open_workbook(path)[0].rows]


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_markup_in_utf_16(make_book, part, encoding):
    path = make_book({"Data": [["id", "sex", "answer"], *PEOPLE]})
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    declared = '<?xml version="1.0" encoding="UTF-16"?>'
    wide = changed(
        path, part, lambda text: (mark + declared + re.sub(r"<\?xml.*?\?>", "", text)).encode(encoding)
    )
    assert rows(wide) == rows(path)


@pytest.mark.parametrize("ref", ["A1:ZZZZ0", "A-1", "nonsense", ""])
def test_an_extent_that_is_none(make_book, ref):
    path = make_book({"Data": [["id", "sex", "answer"], *PEOPLE]})
    told = changed(
        path, SHEET, lambda text: re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{ref}"', text)
    )
    assert rows(told) == rows(path)


def test_a_count_of_strings_that_is_not_so(make_book):
    path = make_book({"Data": [["id", "sex", "answer"], *PEOPLE]})
    told = changed(path, STRINGS, lambda text: re.sub(r'ount="\d+"', 'ount="4294967295"', text))
    assert rows(told) == rows(path)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#PYTHON!"])
def test_errors_newer_than_the_reader_are_counted(make_book, error):
    people = [[*row[:2], "=1/0" if n < 3 else row[2]] for n, row in enumerate(PEOPLE)]
    path = make_book({"Data": [["id", "sex", "answer"], *people]})
    told = changed(
        path,
        SHEET,
        lambda text: re.sub(
            r"(<c[^>]*)><f>1/0</f><v ?/?>(</v>)?", rf'\1 t="e"><f>1/0</f><v>{error}</v>', text
        ),
    )
    survey = read(told)
    warned = [note.text for note in survey.log if note.level == "warning"]
    assert any(f"answer: 3 cells hold a spreadsheet error ({error} 3)" in text for text in warned)
    answers = {answer.code for question in survey.codebook for answer in question.answers}
    assert "#tag" in answers


def test_what_is_well_is_copied_as_it_is(make_book):
    path = make_book({"Data": [["id", "sex", "answer"], *PEOPLE]})
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(mended(path)) as copy:
        assert copy.namelist() == whole.namelist()
        same = [name for name in whole.namelist() if whole.read(name) == copy.read(name)]
    assert set(whole.namelist()) - set(same) <= {STRINGS}


def test_a_tag_of_very_many_attributes_is_looked_at_once(make_book, tmp_path):
    path = make_book({"Data": [["id", "q"], *[[n, "yes"] for n in range(30)]]})
    many = b'<c r="A2" ' + b't="e" ' * 400_000 + b"><v>#SPILL!</v></c>"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "many.xlsx", "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b'<row r="40">' + many + b"</row></sheetData>")
            target.writestr(part, content)
    with zipfile.ZipFile(mended(tmp_path / "many.xlsx")) as package:
        assert b"#SPILL!" not in package.read("xl/worksheets/sheet1.xml")
