"""The account of one printed number, and the folder it is looked up in."""

from __future__ import annotations

from pathlib import Path

from survey.errors import PlanError
from survey.reporting.explaining.account import account
from survey.reporting.explaining.finished import MANIFEST, read_finished
from survey.reporting.explaining.lookup import find_cell
from survey.reporting.explaining.r_call import r_call


def explain_cell(
    table: str, column: str, answer: str, report: str | Path | None = None, *, only_r: bool = False
) -> str:
    """What stands behind one number of a report, in words, and the call of R that gives the same.

    Parameters
    ----------
    table, column, answer
        Each by code or label in any language of the report, a column by its
        letter too; `sex:1` where several banner questions have such a column.
    report
        The report's folder; None where `reports/` holds one alone.
    only_r
        Whether to give the call alone, to be saved and run.

    Raises
    ------
    PlanError
        Nothing is called that; names the nearest.
    ReadingError
        The folder holds no report.
    """
    finished = read_finished(Path(report) if report else find_report())
    asked = find_cell(finished, table, column, answer)
    call = r_call(finished, asked.line)
    return call if only_r else f"{account(finished, asked)}\n\nThe same in R\n\n{call}"


def find_report(folder: Path = Path("reports")) -> Path:
    """The one report in a folder.

    Raises
    ------
    PlanError
        There is none, or there are several.
    """
    found = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
    if len(found) == 1:
        return found[0]
    there = f"there are {', '.join(map(str, found))}" if found else f"there is none in {folder}"
    raise PlanError(f"which report? {there}", hint="name its folder with -r, e.g. -r reports/2026")
