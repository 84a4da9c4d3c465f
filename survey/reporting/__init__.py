"""Reports as files: workbook, figures, data and manifest; and the account of weighting on a terminal."""

from survey.reporting.account import weighting_account
from survey.reporting.door import FORMATS, Written, check_folder, write, write_weights

__all__ = ["FORMATS", "Written", "check_folder", "weighting_account", "write", "write_weights"]
