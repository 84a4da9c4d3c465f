"""Reports as files: workbook, figures, data and manifest."""

from survey.reporting.door import FORMATS, Written, check_folder, write, write_weights

__all__ = ["FORMATS", "Written", "check_folder", "write", "write_weights"]
