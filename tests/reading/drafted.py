"""A draft's sheets, read and corrected as a person would, and what an analysis makes of a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

import survey
from survey.reading import find_plan, plan_covers, read_plan
from survey.reading.door import companion_of
from survey.vocabulary import Plan, Report


def plan_beside(path: Path) -> Plan | None:
    """The plan that the command line would follow."""
    found = find_plan(path)
    plan = read_plan(found) if found else None
    return plan if plan and plan_covers(plan, path) else None


def analysed(path: Path) -> Report:
    """The report on a file with what stands beside it."""
    plan = plan_beside(path)
    return survey.analyze(survey.read(path, plan=plan), plan)


def results(path: Path, folder: Path) -> bytes:
    """`results.csv` of the file."""
    survey.write(analysed(path), folder, formats=("csv",))
    return (folder / "results.csv").read_bytes()


def correct(path: Path, sheet: str, mend: Callable[[Worksheet], None]) -> None:
    """Open the codebook of a file, correct a sheet, save."""
    book = openpyxl.load_workbook(companion_of(path))
    mend(book[sheet])
    book.save(companion_of(path))


def cell_of(page: Worksheet, name: str, column: str, *, code: str = "") -> openpyxl.cell.Cell:
    """The cell of a question's row, or of an answer's, in a column."""
    header = [cell.value for cell in page[1]]
    key = "list_name" if code else "name"
    for row in page.iter_rows(min_row=2):
        if row[header.index(key)].value == name and (not code or row[header.index("name")].value == code):
            return row[header.index(column)]
    raise LookupError(f"{name} {code}")
