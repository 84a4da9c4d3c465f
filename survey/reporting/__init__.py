"""Reports as files: workbook, figures, data and manifest; and the account of weighting on a terminal."""

from survey.reporting.account import weighting_account
from survey.reporting.answers import write_answers
from survey.reporting.door import (
    FORMATS,
    WITHOUT_FIGURES,
    Written,
    check_folder,
    tables,
    write,
    write_weights,
)
from survey.reporting.explaining import explain_cell
from survey.reporting.parts import part

__all__ = [
    "FORMATS",
    "WITHOUT_FIGURES",
    "Written",
    "check_folder",
    "explain_cell",
    "part",
    "tables",
    "weighting_account",
    "write",
    "write_answers",
    "write_weights",
]
