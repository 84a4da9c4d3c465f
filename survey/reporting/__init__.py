"""Reports as files: workbook, figures, data and manifest."""

from survey.reporting.door import FORMATS, Written, write

__all__ = ["FORMATS", "Written", "write"]
