"""Reports as files: workbook, figures, data and manifest; and the account of weighting on a terminal."""

from survey.reporting.account import weighting_account
from survey.reporting.answers import write_answers
from survey.reporting.door import FORMATS, Written, check_folder, write, write_weights
from survey.reporting.explaining import explain_cell

__all__ = [
    "FORMATS",
    "Written",
    "check_folder",
    "explain_cell",
    "weighting_account",
    "write",
    "write_answers",
    "write_weights",
]
