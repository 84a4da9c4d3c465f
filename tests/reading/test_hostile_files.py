"""Whatever is no workbook is refused in one clear line that says what it is and what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from survey.errors import ReadingError
from survey.reading import read
from survey.reading.safety import Parsing

HEADER = [["id", "sex"]]
PEOPLE = [[number, ["M", "F"][number % 2]] for number in range(30)]


def refusal(path: Path) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 3
    return caught.value


def repacked(path: Path, target: Path, change: dict[str, bytes], *, twice: str = "") -> Path:
    """The workbook with some parts replaced or added."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, change.pop(name, source.read(name)))
        for name, content in change.items():
            packed.writestr(name, content)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate name"):
                packed.writestr(twice, source.read(twice))
    return target


def test_missing_file_names_the_nearest(make_book):
    path = make_book({"Data": HEADER + PEOPLE}, name="2026.xlsx")
    error = refusal(path.with_name("2062.xlsx"))
    assert "there is no such file" in error.message
    assert "2026.xlsx" in error.hint


def test_missing_file_lists_workbooks_when_none_is_near(make_book):
    path = make_book({"Data": HEADER + PEOPLE}, name="answers.xlsx")
    assert "answers.xlsx" in refusal(path.with_name("zzz.csv")).hint
    assert "there is no folder" in refusal(path.parent / "nowhere" / "a.xlsx").hint


def test_folder_is_refused_and_its_workbooks_named(make_book):
    path = make_book({"Data": HEADER + PEOPLE})
    error = refusal(path.parent)
    assert "a folder" in error.message
    assert "poll.xlsx" in error.hint


def test_zero_bytes(tmp_path):
    path = tmp_path / "empty.xlsx"
    path.touch()
    assert "empty (0 bytes)" in refusal(path).message


def test_lock_file_points_to_the_workbook(tmp_path):
    path = tmp_path / "~$poll.xlsx"
    path.write_bytes(b"\x05owner")
    error = refusal(path)
    assert "open" in error.message
    assert error.hint.endswith("poll.xlsx instead")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"- id: 1\n  sex: M\n", "a YAML file named .xlsx, not an Excel workbook"),
        (b"weight: !!python/object/apply:os.system ['x']\n", "a YAML file"),
        (b"<html><body>no table</body></html>", "a web page (HTML) without a table"),
        (b"a list\nof words\nand no more\n", "a text file whose lines are single fields"),
        (b"<?xml version='1.0'?><office:document/>", "an XML file"),
        (b'{"a": 1}', "a JSON file"),
        (b"%PDF-1.7", "a PDF"),
        (b"PAR1\0\0", "a Parquet file"),
        (b"\x80\x04\x95", "a Python pickle"),
        (b"{\\rtf1\\ansi id, sex}", "a text with formats (RTF)"),
        (b"ID;PWXL;N;E\nC;Y1;X1;K1\n", "a SYLK file"),
        (b"TABLE\r\n0,1\r\nEXCEL\r\n", "a DIF file"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n", "a web archive (MHT)"),
        (b"SQLite format 3\0", "a SQLite database"),
        (bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92"), "a SAS data set"),
        (b"\0\1\2\3", "a file of an unknown kind"),
    ],
)
def test_other_kinds_are_named_by_their_content(tmp_path, content, kind):
    path = tmp_path / "poll.xlsx"
    path.write_bytes(content)
    error = refusal(path)
    assert f"this is {kind}" in error.message
    assert ".xlsx" in error.hint or "delimiter" in error.hint


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("EncryptedPackage", "protected with a password"),
        ("DRMEncryptedDataSpace", "by rights management"),
        ("Workbook", "the workbook is damaged"),
        ("WordDocument", "this is a Word document"),
    ],
)
def test_compound_files_are_locked_or_old(tmp_path, stream, message):
    path = tmp_path / "poll.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le"))
    assert message in refusal(path).message


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("word/document.xml", "a Word document"),
        ("content.xml", "an OpenDocument file"),
        ("notes.txt", "a zip archive"),
    ],
)
def test_other_archives_are_named(tmp_path, part, kind):
    path = tmp_path / "poll.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(part, b"x")
    assert f"this is {kind}" in refusal(path).message


def test_an_old_workbook_cut_before_its_list_of_parts_is_damaged(tmp_path):
    path = tmp_path / "poll.xls"
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    head[30], head[48] = 9, 60
    path.write_bytes(bytes(head) + bytes(4096))
    assert "damaged or cut short" in refusal(path).message


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08", b"Rar!\x1a\x07"])
def test_what_is_packed_is_to_be_unpacked(tmp_path, head):
    path = tmp_path / "poll.csv.gz"
    path.write_bytes(head + bytes(50))
    assert "this is a compressed file" in refusal(path).message
    assert refusal(path).hint.startswith("unpack it")


def test_members_behind_a_password_are_told_as_such(make_book):
    path = make_book({"Data": HEADER + PEOPLE})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        found = -1
        while (found := content.find(mark, found + 1)) >= 0:
            content[found + place] |= 1
    path.write_bytes(content)
    assert "protected with a password" in refusal(path).message


def test_truncated_and_corrupted(make_book):
    path = make_book({"Data": HEADER + PEOPLE})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged or cut short" in refusal(path).message
    with zipfile.ZipFile(path.with_name("c.xlsx"), "w") as packed:
        packed.writestr("xl/workbook.xml", b"not xml at all")
    assert "damaged" in refusal(path.with_name("c.xlsx")).message


def test_bomb_is_refused_before_it_is_unpacked(make_book, tmp_path):
    path = make_book({"Data": HEADER + PEOPLE})
    bomb = repacked(path, tmp_path / "bomb.xlsx", {"xl/sharedStrings.xml": bytes(40 << 20)})
    error = refusal(bomb)
    assert "unpacks" in error.message
    assert "600 MB" in error.message


def test_parts_that_lie_over_others_are_refused(make_book):
    path = make_book({"Data": HEADER + PEOPLE})
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\1\2")
    content[entry + 20 : entry + 24] = (1 << 30).to_bytes(4, "little")
    path.write_bytes(content)
    assert "lie over others" in refusal(path).message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_as_no_workbook_is_are_refused(make_book, tmp_path, method):
    path, target = make_book({"Data": HEADER + PEOPLE}), tmp_path / "packed.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", method) as packed:
        for name in source.namelist():
            packed.writestr(name, source.read(name))
    assert f"compressed by method {method}" in refusal(target).message


def test_too_little_memory_is_no_damage():
    with pytest.raises(ReadingError, match="more memory than there is"), Parsing("poll.xlsx"):
        raise MemoryError
    with pytest.raises(ReadingError, match="damaged: EOFError"), Parsing("poll.xlsx"):
        raise EOFError


def test_type_definition_is_refused(make_book, tmp_path):
    path = make_book({"Data": HEADER + PEOPLE})
    evil = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'
    assert "type definition" in refusal(repacked(path, tmp_path / "d.xlsx", {"xl/styles.xml": evil})).message
    late = evil.replace(b"<!D", b"<!--" + b"x" * (5 << 20) + b"--><!D", 1)
    assert "type definition" in refusal(repacked(path, tmp_path / "l.xlsx", {"xl/styles.xml": late})).message
    wide = evil.decode().encode("utf-16")
    assert "type definition" in refusal(repacked(path, tmp_path / "w.xlsx", {"xl/styles.xml": wide})).message


def test_part_that_occurs_twice_is_refused(make_book, tmp_path):
    path = make_book({"Data": HEADER + PEOPLE})
    double = repacked(path, tmp_path / "two.xlsx", {}, twice="xl/worksheets/sheet1.xml")
    assert "two parts" in refusal(double).message


def with_rows(path: Path, target: Path, rows: str) -> Path:
    """The workbook with these rows at the end of its sheet, as they are written here."""
    with zipfile.ZipFile(path) as source:
        sheet = source.read("xl/worksheets/sheet1.xml").decode()
    content = sheet.replace("</sheetData>", f"{rows}</sheetData>").encode()
    return repacked(path, target, {"xl/worksheets/sheet1.xml": content})


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c s="1" r="xfd1048576"><v>1</v></c></row>',
        '<row r="1048576"><x:c r="XFD1048576"><v>1</v></x:c></row>',
        '<row r="1048576"><c r="XFD1048576" a="/>"><v>1</v></c></row>',
        '<row r="1048576"><c r="S1048576"><v>1</v></c></row>',
        '<row r="1048575"/><row>' + "<c/>" * 15 + "<c><v>1</v></c></row>",
        '<row r="50"><c r="GZZ50"><v>1</v></c></row>',
        "<row>" + "<c><v>1</v></c>" * 6000 + "</row>",
    ],
)
def test_far_cells_are_refused_however_they_are_written(make_book, tmp_path, row):
    path = make_book({"Data": HEADER + PEOPLE})
    error = refusal(with_rows(path, tmp_path / "far.xlsx", row))
    assert "reaches to row" in error.message
    assert error.hint.startswith("delete whatever stands far below")


def test_a_far_cell_in_the_middle_of_a_large_sheet_is_refused(make_book, tmp_path):
    path = make_book({"Data": HEADER + PEOPLE})
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(40, 150_000))
    far = with_rows(path, tmp_path / "far.xlsx", f'<row r="39"><c r="CZZ39"><v>1</v></c></row>{rows}')
    assert "row 149,999, column 2,730" in refusal(far).message


@pytest.mark.parametrize("empty", ['<c r="XFD40" s="1"/>', "<c r=\"XFD40\" s='1'></c>"])
def test_far_cells_that_are_only_styled_do_not_count(make_book, tmp_path, empty):
    path = make_book({"Data": HEADER + PEOPLE})
    styled = with_rows(path, tmp_path / "styled.xlsx", f'<row r="40">{empty}</row><row r="1048576"/>')
    assert len(read(styled).responses) == len(PEOPLE)


def test_members_that_climb_out_are_never_extracted(make_book, tmp_path):
    path = make_book({"Data": HEADER + PEOPLE})
    slip = repacked(path, tmp_path / "slip.xlsx", {"../../evil.txt": b"x"})
    assert len(read(slip).responses) == len(PEOPLE)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_extension_does_not_matter(make_book):
    path = make_book({"Data": HEADER + PEOPLE}, name="poll.csv")
    assert len(read(path).responses) == len(PEOPLE)


def test_a_file_name_as_long_as_they_can_be_has_no_codebook_beside_it(make_book):
    path = make_book({"Data": HEADER + PEOPLE}, name="n" * 245 + ".xlsx")
    assert len(read(path).responses) == len(PEOPLE)
    assert "cannot be opened" in refusal(path.with_name("n" * 300 + ".xlsx")).message


def test_empty_workbook_and_header_only(make_book):
    assert "the workbook is empty" in refusal(make_book({"Data": []})).message
    error = refusal(make_book({"Data": HEADER}, name="h.xlsx"))
    assert "no respondent" in error.message


def test_nobody_answered(make_book):
    rows = [["Respondent ID", "sex"], *[[number, None] for number in range(30)]]
    assert "holds no answers" in refusal(make_book({"Data": rows})).message


def test_names_of_parts_that_are_no_text_are_damage(make_book, tmp_path):
    path = repacked(make_book({"Data": HEADER + PEOPLE}), tmp_path / "b.xlsx", {"xl/é.xml": b"<x/>"})
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\x9d\x9d"))
    assert "damaged or cut short" in refusal(path).message
