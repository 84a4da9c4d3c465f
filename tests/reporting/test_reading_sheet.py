"""The sheet How this file was read: every column, in both languages, with a line that works when pasted."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import survey
from survey.language.readings import ReadingWords
from survey.reading import read, read_plan

N = 60
FRAME = pd.DataFrame(
    {
        "Respondent ID": [f"r{n}" for n in range(N)],
        "weight": [0.5 + n % 7 / 10 for n in range(N)],
        "Trust": [n % 4 + 1 for n in range(N)],
        "Age": [18 + n for n in range(N)],
        "Hours": [n / 4 for n in range(N)],
        "Share, %": [["12%", 13, "unsure", 14.5][n % 4] for n in range(N)],
        "Rating from 0 to 10": [n % 11 for n in range(N)],
        "Income": [["Under 10", "10-20", "20-30", "30+"][n % 4] for n in range(N)],
        "Opinion": [["Agree", "Disagree", "Strongly agree"][n % 3] for n in range(N)],
        "Member": [["TRUE", "no", "Yes", "false"][n % 4] for n in range(N)],
        "Town": [["Leeds", "York", "Bath"][n % 3] for n in range(N)],
        "Fruit": [["Apples;Pears", "Pears", "Plums;Apples", "Apples"][n % 4] for n in range(N)],
        "Why (please specify)": [f"because of {n} things that came to mind" for n in range(N)],
        "Hobby [music]": [n % 2 for n in range(N)],
        "Hobby [reading]": [n % 3 % 2 for n in range(N)],
        "View [war]": [["Good", "Bad", "Mixed"][n % 3] for n in range(N)],
        "View [peace]": [["Good", "Bad", "Mixed"][n // 2 % 3] for n in range(N)],
        "E-mail": [f"a{n}@example.org" for n in range(N)],
        "Interview date": [pd.Timestamp(2026, 1, 1 + n % 28) for n in range(N)],
        "Nothing": [None] * N,
    }
)
ENGLISH = re.compile(r"\b(the|and|of|with|column|columns|answers?|header|cells?|different|order|from|in)\b")


@pytest.fixture(scope="module")
def report():
    return survey.analyze(survey.read(FRAME))


def grid(path: Path, sheet: str, first: str) -> list[tuple[object, ...]]:
    """The rows of the sheet below the header that begins with `first`."""
    rows = list(openpyxl.load_workbook(path)[sheet].values)
    start = next(place for place, row in enumerate(rows) if first in row)
    column = rows[start].index(first)
    return [row[column:] for row in rows[start + 1 :] if row[column] and len([c for c in row if c]) > 3]


@pytest.mark.parametrize(
    ("language", "name", "first"),
    [("en", "How this file was read", "Column"), ("ja", "ファイルの読み取り", "列")],
)
def test_every_column_is_on_the_sheet_with_a_line_that_can_be_pasted(
    report, language: str, name: str, first: str, tmp_path: Path
) -> None:
    written = survey.write(report, tmp_path / "out", formats=("xlsx",), language=language)
    path = next(file for file in written.files if file.suffix == ".xlsx")
    sheets = openpyxl.load_workbook(path).sheetnames
    found = grid(path, name if name in sheets else next(s for s in sheets if "読" in s), first)
    readings = report.survey.readings
    assert [(row[0], row[1] or "") for row in found] == [(each.column, each.question) for each in readings]
    lines = [str(row[5]) for row in found]
    plan = tmp_path / "survey.toml"
    plan.write_text("[data.questions]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    said = read(FRAME, plan=read_plan(plan))
    assert not said.guesses
    assert said.codebook == read(FRAME).codebook
    mended = [line.replace('role = "question"', 'role = "screener"') for line in lines]
    plan.write_text("[data.questions]\n" + "\n".join(mended) + "\n", encoding="utf-8")
    asked = [q.name for q in said.codebook if q.role == "question"]
    assert [q.name for q in read(FRAME, plan=read_plan(plan)).codebook.with_role("screener")] == asked


def test_kinds_confidence_and_evidence_have_their_japanese(report) -> None:
    words = ReadingWords("ja")
    for reading in report.survey.readings:
        evidence = words.evidence_of(reading.evidence)
        assert not ENGLISH.search(evidence), evidence
        assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", evidence)
        assert not re.search("[a-z]", words.kind_of(reading.kind))
        assert words.confidence_of(reading.confidence) in "記載高中低"
    assert words.kind_of("id (text)") == "回答者番号 (文字)"
    assert ReadingWords("en").evidence_of("the cells are dates") == "the cells are dates"


def test_confidence_tells_bare_numbers_from_words_and_known_scales(report) -> None:
    found = {reading.question: reading.confidence for reading in report.survey.readings}
    assert found["Trust"] == "low"
    assert found["Town"] == "medium"
    assert {found[name] for name in ("weight", "Opinion", "Member", "Hours", "Hobby")} == {"high"}
