"""Spreadsheets that are no .xlsx, and what the reader of an .xlsx hides.

No library writes .xls or .xlsb, so these come from files beside the
repository; an .ods and a Strict .xlsx are written here part by part.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from survey.errors import ReadingError
from survey.reading import read
from survey.reading.identity import identify
from survey.reading.opening import open_sheets
from tests.reading.open_document import document

HEADER = ["id", "sex", "age"]
PEOPLE = [[f"r{number}", "MF"[number % 2], 20 + number % 40] for number in range(60)]


def open_document(path: Path, rows: list[list[object]], *, extra: str = "") -> Path:
    def cell(value: object) -> str:
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return document(path, {"Data": lines + extra})


def changed(path: Path, target: Path, change: dict[str, tuple[str, str]]) -> Path:
    """The workbook with one text replaced by another in some parts."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            content = source.read(name).decode() if name in change else source.read(name)
            if isinstance(content, str):
                assert change[name][0] in content
                content = content.replace(*change[name])
            packed.writestr(name, content)
    return target


def warned(path: Path) -> str:
    return "\n".join(note.text for note in read(path).log if note.level == "warning")


def test_open_document(tmp_path):
    survey = read(open_document(tmp_path / "poll.ods", [HEADER, *PEOPLE]))
    assert len(survey.responses) == 60
    assert [question.name for question in survey.codebook] == HEADER
    assert not any("this kind of file" in note.text for note in survey.log)


@pytest.mark.parametrize(
    "far",
    [
        '<table:table-row><table:table-cell table:number-columns-repeated="900000" '
        'office:value-type="float" office:value="1"></table:table-cell></table:table-row>',
        '<table:table-row table:number-rows-repeated="99000000"><table:table-cell office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>",
    ],
)
def test_open_document_that_repeats_a_cell_without_end_is_refused(tmp_path, far):
    path = open_document(tmp_path / "far.ods", [HEADER, *PEOPLE], extra=far)
    with pytest.raises(ReadingError, match="reaches to row"):
        read(path)


def test_empty_repeated_rows_of_an_open_document_do_not_count(tmp_path):
    rest = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert len(read(open_document(tmp_path / "poll.ods", [HEADER, *PEOPLE], extra=rest)).responses) == 60


def test_type_definitions_in_an_open_document_are_refused(tmp_path):
    path = open_document(tmp_path / "poll.ods", [HEADER, *PEOPLE])
    evil = changed(
        path,
        tmp_path / "evil.ods",
        {"content.xml": ('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///x">')},
    )
    with pytest.raises(ReadingError, match="type definition"):
        read(evil)


def test_strict_workbook(make_book, tmp_path):
    path = make_book({"Data": [HEADER, *PEOPLE]})
    plain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    survey = read(changed(path, tmp_path / "strict.xlsx", dict.fromkeys(parts, (plain, strict))))
    assert len(survey.responses) == 60


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("any_sheets.xlsb", "xlsb", 1),
        ("date.xlsb", "xlsb", 1),
        ("biff5_write.xls", "xls", 1),
        ("issue343.xls", "xls", 0),
        ("any_sheets.ods", "ods", 1),
    ],
)
def test_other_kinds_of_workbook_open_by_their_content(shared, tmp_path, name, kind, rows):
    source = shared / "data" / "format-fixtures" / "raw" / name
    if not source.exists():
        pytest.skip(f"needs {name}, which no library can write")
    path = tmp_path / "poll.dat"
    path.write_bytes(source.read_bytes())
    assert identify(path) == kind
    sheets = open_sheets(path, identify(path))
    assert sum(len(sheet.rows) for sheet in sheets) >= rows
    assert all(len(row) == sheet.width for sheet in sheets for row in sheet.rows)


def test_a_name_that_says_another_kind_is_worth_a_warning(tmp_path):
    text = tmp_path / "poll.xlsx"
    text.write_text("id,sex\n" + "".join(f"{n},M\n" for n in range(30)), encoding="utf-8")
    assert "called .xlsx but is a text file" in warned(text)
    page = tmp_path / "poll.xls"
    rows = "".join(f"<tr><td>{n}</td><td>A &amp; B<br>x</td></tr>" for n in range(30))
    script = "<script>document.write('<table><tr><td>no</td></tr></table>')</script>"
    page.write_text(
        f"<html>{script}<table><tr><th>id</th><th>party</th></tr>{rows}</table></html>", encoding="utf-8"
    )
    assert "called .xls but is a web page" in warned(page)
    survey = read(page)
    assert len(survey.responses) == 30
    assert [answer.code for answer in survey.codebook["party"].answers] == ["A & B x"]


def test_hidden_rows_lost_results_and_long_numbers_are_said(make_book, tmp_path):
    rows = [[*HEADER, "card"], *[[*person, 1234567890123456] for person in PEOPLE]]
    path = make_book({"Data": rows})
    hidden = changed(
        path, tmp_path / "h.xlsx", {"xl/worksheets/sheet1.xml": ('<row r="5"', '<row r="5" hidden="1"')}
    )
    assert "1 row hidden by a filter or by hand" in warned(hidden)
    assert "sixteen digits or more in column D" in warned(path)
    formulas = make_book({"Data": [HEADER, *[[a, b, "=1+1"] for a, b, _ in PEOPLE]]}, name="f.xlsx")
    assert "60 formulas saved without a result" in warned(formulas)


def test_links_to_other_files_are_not_followed_and_said(make_book, tmp_path):
    path = make_book({"Data": [HEADER, *PEOPLE]})
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert "links to other files or databases; none was followed" in warned(path)
