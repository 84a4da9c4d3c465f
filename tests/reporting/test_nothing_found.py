"""A report whose comparisons found nothing: no sheet, and a cover that says what was compared."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

import survey
from survey.language import LANGUAGES, Language
from survey.language.workbook import WorkbookWords
from survey.reporting.excel import workbook
from survey.vocabulary import Report
from tests.reporting.sample import sample_report


def sheets_of(report: Report, language: Language) -> dict[str, str]:
    """All text of each sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))
    return {
        sheet.title: "\n".join(str(cell.value) for row in sheet.rows for cell in row if cell.value)
        for sheet in book
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_tells_what_was_compared(language: Language) -> None:
    words, report = WorkbookWords(language), sample_report()
    assert words.findings in sheets_of(report, language)
    sheets = sheets_of(replace(report, findings=(), comparisons=1284), language)
    assert words.findings not in sheets
    assert words.findings not in sheets[words.contents].split("\n")
    cover = "".join(sheets[words.cover].split())
    columns = report.tables["q10"].columns
    assert "1,284" in cover
    assert all("".join(c.banner_label.to(language).split()) in cover for c in columns if c.banner)
    assert "".join(words.no_findings_but_marks.split()) in cover


def test_groups_too_small_to_compare_are_told() -> None:
    report = replace(sample_report(), findings=())
    cover = sheets_of(report, "en")["Cover"].replace("\n", " ")
    assert "No gap was looked for" in cover
    assert f"of {report.plan.tables.minimum_base} respondents or more" in cover


def test_a_report_without_groups_says_nothing_of_gaps() -> None:
    answers = {"Would you buy it?": ["Yes", "No", "No"] * 30, "Who told you?": ["Friend", "Paper"] * 45}
    report = survey.analyze(survey.read(pd.DataFrame(answers)))
    assert len(report.tables) == 2
    sheets = sheets_of(report, "en")
    assert "Findings" not in sheets
    assert "No gap" not in sheets["Cover"]
    assert "Would you buy it? No" in sheets["Cover"].split("\n")
    assert "“Would you buy it?”" not in sheets["Cover"]
