"""Text stays text in the file itself, names are legal and lasting, and other programs open it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import survey
from survey.language import LANGUAGES, Language
from survey.language.texts import TextWords
from survey.reporting.excel import workbook
from survey.reporting.parts import part
from survey.reporting.text import CUT, MOST_CHARACTERS, clean, defined_name, sheet_name, units
from survey.vocabulary import Label, Report
from tests.reporting.sample import sample_report
from tests.reporting.sample_questions import text
from tests.reporting.test_door import snapshot
from tests.reporting.test_moving import poll

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.com","x")',
    "=cmd|'/c calc'!A1",
    "@SUM(1)",
    "+1+1",
    "-1+1",
    "\t=1",
    "\r=1",
    "#REF!",
    "#N/A",
    "http://example.com/x",
    "mailto:a@example.com",
    "\\\\server\\share",
    "]]></t><f>1+1</f>",
    "<script>&amp;",
    "'=1+1",
    "TRUE",
    "1E5",
    "２０２６",
    "a\x00b\x1b[31mc",
    "_x003D_1",
    "line one\nline two",
)
LEGAL = re.compile(r"[^\W\d][\w.]*")


def hostile_poll(folder: Path) -> Path:
    """A survey whose headers and answers are all of them hostile."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("=1+1 [x]".replace("[", "(").replace("]", ")"))
    kept = [value for value in HOSTILE if "\x00" not in value]

    def typed(values: list[str]) -> list[object]:
        cells = []
        for value in values:
            cell = WriteOnlyCell(sheet, value="x")
            cell._value, cell.data_type = value, "s"
            cells.append(cell)
        return cells

    sheet.append(typed(["=sex()", "@view", "+1 more", "http://example.com/q"]))
    for row in range(60 * len(kept)):
        answers = [kept[row % len(kept)], kept[row * 7 % len(kept)]]
        sheet.append(typed([["=male", "-female"][row % 2], *answers, ["#REF!", "@yes", "no"][row % 3]]))
    book.save(folder / "hostile.xlsx")
    return folder / "hostile.xlsx"


def checked(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, after looking that nothing in them computes, leads outside or is an error."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part_of in parts.items():
        assert b"TargetMode" not in part_of, name
        if name.startswith("xl/worksheets/sheet"):
            assert not re.search(rb"<f[ >/]", part_of), name
            assert not re.search(rb'<c [^>]*t="(e|b|str|d)"', part_of), name
    assert not [name for name in parts if "externalLink" in name or "vba" in name]
    return parts


def test_a_hostile_survey_becomes_a_harmless_workbook(tmp_path: Path) -> None:
    report = survey.analyze(survey.read(hostile_poll(tmp_path)))
    content = workbook(report)
    checked(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert {"=1+1", "@SUM(1)", "http://example.com/x", "=male"} <= found
    for sheet in book:
        assert units(sheet.title) <= 31
        for line in sheet.iter_rows():
            for cell in line:
                assert isinstance(cell.value, str | int | float | None)
                if isinstance(cell.value, str) and cell.value[:1] in tuple("=+-@\t"):
                    assert cell.data_type == "s"
                    assert cell.quotePrefix
                assert not cell.hyperlink or not cell.hyperlink.target


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_of_every_kind_stay_text(label: str) -> None:
    report = sample_report()
    table = report.tables["q2"]
    poisoned = replace(table.question, label=Label({"en": label}), wording=Label({"en": label}))
    crossings = tuple(replace(each, title=Label({"en": label})) for each in report.crossings)
    study = replace(report.plan.study, title=Label({"en": label}), sponsor=Label({"en": label}))
    made = replace(
        report,
        tables={"q2": replace(table, question=poisoned)},
        crossings=crossings,
        plan=replace(report.plan, study=study),
        warnings=(label,),
    )
    content = workbook(made)
    checked(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert any(clean(label) == cell.value for line in book["Data"].iter_rows() for cell in line)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_cell_can_hold_is_removed_or_cut_and_noted(language: Language) -> None:
    report, words = sample_report(), TextWords(language)
    table = report.tables["q2"]
    wording = text("bell \x07 and " + "😀" * 20_000, "鐘\x07と" + "😀" * 20_000)
    odd = replace(table, question=replace(table.question, wording=wording))
    content = workbook(replace(report, tables={"q2": odd}), language=language)
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = [c.value for s in book for line in s.iter_rows() for c in line if isinstance(c.value, str)]
    assert all("\x07" not in value and units(value) <= MOST_CHARACTERS for value in texts)
    assert any(value.endswith(CUT) for value in texts)
    notes = " ".join(
        str(cell.value) for line in book[book.sheetnames[-1]].iter_rows() for cell in line if cell.value
    )
    assert words.removed.split("{")[0] in notes
    assert words.cut.split("{")[0] in notes
    plain = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))
    said = [str(cell.value) for line in plain[plain.sheetnames[-1]].iter_rows() for cell in line]
    assert not any(words.removed.split("{")[0] in value for value in said)


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
def test_defined_names_are_legal_and_new(wanted: str, taken: list[str]) -> None:
    name = defined_name(wanted, taken)
    assert LEGAL.fullmatch(name)
    assert len(name) <= 255
    assert name.casefold() not in {other.casefold() for other in taken}
    assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*", name)


@pytest.mark.parametrize("wanted", ["Q10", "xfd1048576", "R1C1", "rc", "R", "c", "R1", "C12"])
def test_a_name_is_never_the_address_of_a_cell(wanted: str) -> None:
    assert defined_name(wanted, []) == f"_{wanted}"


@given(st.text(st.sampled_from("😀a'[]:\\ ー"), max_size=60))
def test_sheet_names_are_short_enough_in_the_units_of_excel(wanted: str) -> None:
    assert 0 < units(sheet_name(wanted, [])) <= 31
    assert 0 < units(sheet_name(wanted, [sheet_name(wanted, [])])) <= 31


def names_of(report: Report, language: Language = "en") -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))
    return {name: each.attr_text.partition("!")[2] for name, each in book.defined_names.items()}


def test_every_table_has_its_names_from_run_to_run() -> None:
    report = sample_report()
    names = names_of(report)
    assert names_of(report) == names
    assert set(names_of(report, "ja")) == set(names)
    for id, table in report.tables.items():
        assert f"{id[:1].upper()}{id[1:]}_base" in names
        kinds = {row.kind for row in table.rows}
        assert (f"{id[:1].upper()}{id[1:]}_share" in names) == bool(kinds & {"answer", "net"})
    assert set(names_of(part(report, ["q10"]))) == {name for name in names if name.startswith("Q10_")}
    assert all(LEGAL.fullmatch(name) for name in names)


def test_the_same_input_gives_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    found = []
    source = poll(tmp_path, 1)
    (tmp_path / "survey.toml").write_text(
        '[data]\nfiles = ["poll.xlsx"]\n[tables]\nbanner = ["sex"]\n', encoding="utf-8"
    )
    for place, seed in (("here", "1"), ("there/below", "77")):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        command = [sys.executable, "-m", "survey", "tables", str(source), "-q", "-o", "out"]
        subprocess.run(command, cwd=folder, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        found.append(snapshot(folder / "out"))
    assert found[0] == found[1]
    assert "poll.xlsx" in found[0]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_finds_the_same(tmp_path: Path) -> None:
    report = sample_report()
    sources = [tmp_path / f"{language}.xlsx" for language in LANGUAGES]
    for source, language in zip(sources, LANGUAGES, strict=True):
        source.write_bytes(workbook(report, language=language))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    done = subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=500)
    assert b"rror" not in done.stderr, done.stderr
    for source in sources:
        ours, theirs = openpyxl.load_workbook(source), openpyxl.load_workbook(tmp_path / "out" / source.name)
        assert theirs.sheetnames == ours.sheetnames
        for sheet in ours:
            assert set(theirs[sheet.title].tables) == set(sheet.tables)
            for line in sheet.iter_rows():
                for cell in line:
                    other = theirs[sheet.title].cell(cell.row, cell.column).value
                    if isinstance(cell.value, float):
                        assert other == pytest.approx(cell.value, rel=1e-14), (sheet.title, cell.coordinate)
                    elif cell.value != "":
                        assert other == cell.value, (sheet.title, cell.coordinate)
        assert set(theirs.defined_names) >= set(ours.defined_names)
