"""Every fault of the ledger stands in the file as it was planted, and every kind is there."""

import datetime
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from survey.demo import planted, truth
from survey.demo.ledger import WAVES
from survey.demo.questionnaire import LAYERS, codebook
from survey.demo.rows import FIRST_ROW
from survey.vocabulary import Raw

RAW = Path(__file__).parents[2] / "raw"
KINDS = {
    "resp_id": {"leading zeros lost", "duplicate", "test row", "blank row", "under age", "out of frame"},
    "int_date": {"era date", "slashed text", "serial number", "full-width text", "year typo"},
    "mode": {"label instead of code", "label in English", "full-width label"},
    "stratum": {"trailing blank"},
    "psu": {"trailing blank"},
    "base_w": {"blank weight", "zero weight"},
    "form": {"lower case"},
    "sex": {"Japanese alias", "letter alias", "left blank"},
    "age": {"age with unit", "birth year", "impossible age", "left blank"},
    "pref": {"short name", "half-width kana"},
    "city_size": {"label instead of code"},
    "educ": {"unknown answer", "no answer"},
    "emp": {"free text with a code", "free text", "no answer"},
    "hh_income": {"amount instead of band"},
    "q1": {
        "turned into a date",
        "none beside others",
        "circled digits",
        "Japanese comma",
        "comma",
        "don't know in words",
    },
    "q2": {"reversed scale"},
    "q3": {"no such code"},
    "q4": {
        "range",
        "fraction for per cent",
        "negative number",
        "per cent sign",
        "full-width number",
        "don't know in words",
        "don't know, other spelling",
        "out of range",
    },
    "q8": {"decimal", "out of range"},
    "q9": {"answered though not asked", "left blank, not asked"},
    "q11_hw": {"straight-lining"},
    "q13": {"name or old name"},
    "q14": {"formula", "telephone number", "pictograph"},
}


@pytest.fixture(scope="module", params=sorted(WAVES))
def year(request):
    return request.param


@pytest.fixture(scope="module")
def sheet(year):
    """{row: {question: cell}} of the data sheet as it was written."""
    book = openpyxl.load_workbook(RAW / f"{year}.xlsx")
    rows = book["回答データ"].iter_rows(
        min_row=FIRST_ROW, max_row=FIRST_ROW + WAVES[year].rows - 1, values_only=True
    )
    names = [question.name for question in codebook(year)]
    return {
        number: dict(zip(names, cells, strict=True)) for number, cells in enumerate(rows, start=FIRST_ROW)
    }


def test_every_kind_of_fault_is_planted(year):
    found = {}
    for fault in planted(year):
        found.setdefault(fault.question, set()).add(fault.kind)
    wanted = {question: kinds for question, kinds in KINDS.items() if question in codebook(year)}
    assert found == wanted


def test_faults_stand_in_the_file(year, sheet):
    wrong = [fault for fault in planted(year) if sheet[fault.row][fault.question] != fault.cell]
    assert wrong == []


def test_cells_without_a_fault_are_plain(year, sheet):
    """Outside the ledger a cell is the code, the number, the name or the text itself."""
    faulty = {(fault.row, fault.question) for fault in planted(year)}
    found = truth(year)
    names = {answer.code: answer.label.to("ja") for answer in codebook(year)["pref"].answers}
    odd = []
    for question, levels in found.levels.items():
        for row, level in zip(found.rows, levels, strict=True):
            if (row, question) in faulty:
                continue
            cell = sheet[row][question]
            if isinstance(cell, datetime.datetime):
                cell = cell.date()
            elif question == "pref":
                level = names[level]
            elif isinstance(level, tuple):
                level = ";".join(level)
            if cell is None or level is None:
                same = cell is level
            elif isinstance(level, float):
                same = cell == level
            else:
                same = str(cell) == str(level)
            odd += [] if same else [(row, question, cell, level)]
    assert odd == []


def test_rows_add_up(year, sheet):
    wave = WAVES[year]
    faults = [fault for fault in planted(year) if fault.question == "resp_id"]
    gone = {fault.row: fault.kind for fault in faults if fault.cleaned is None}
    assert Counter(gone.values()) == {
        "duplicate": wave.duplicates,
        "test row": wave.tests,
        "blank row": wave.blanks,
        "under age": wave.under_age,
        "out of frame": wave.abroad,
    }
    kept = set(truth(year).rows)
    assert kept | set(gone) == set(sheet)
    assert kept & set(gone) == set()


def test_the_valid_one_of_two_questionnaires_is_fuller_or_earlier(year, sheet):
    valid = {str(sheet[row]["resp_id"]).zfill(7): row for row in truth(year).rows}
    closed = [question.name for question in codebook(year) if question.name.startswith("q")]
    ties = 0
    for fault in planted(year):
        if fault.kind != "duplicate":
            continue
        other = sheet[fault.row]
        row = valid[str(other["resp_id"]).zfill(7)]
        mine = sheet[row]
        full, less = (sum(cells[name] is not None for name in closed) for cells in (mine, other))
        assert full >= less
        assert mine["mode"] != other["mode"]
        if full == less:
            ties += 1
            assert row < fault.row
            assert mine["int_date"] < other["int_date"]
    assert 0 < ties < WAVES[year].duplicates


def test_dates_numbers_and_texts_keep_their_kind(sheet):
    """What Excel would have made of the entry, not a picture of it."""
    dates = {type(cells["int_date"]) for cells in sheet.values()}
    assert dates == {datetime.datetime, str, int, type(None)}
    assert {type(cells["resp_id"]) for cells in sheet.values()} == {str, int}
    assert any(isinstance(cells["q1"], datetime.datetime) for cells in sheet.values())
    assert {str, int, float} <= {type(cells["q4"]) for cells in sheet.values()}


def test_telephone_numbers_are_nobodys():
    texts = [str(fault.cell) for fault in planted(2026) if fault.kind == "telephone number"]
    assert texts
    assert all("000-0000-0000" in text for text in texts)


def test_straight_liners_never_leave_the_middle(year):
    levels, rows = truth(year).levels, truth(year).rows
    for fault in planted(year):
        if fault.kind == "straight-lining":
            place = rows.index(fault.row)
            assert {levels[item][place] for item in ("q10", *LAYERS)} == {"3"}


def test_set_aside_cells_keep_what_was_written(year):
    aside = [fault for fault in planted(year) if isinstance(fault.cleaned, Raw)]
    assert {fault.question for fault in aside} == {"age", "educ", "emp", "q3", "q4", "q8"}
    assert all(fault.cleaned.cell == fault.cell for fault in aside)
