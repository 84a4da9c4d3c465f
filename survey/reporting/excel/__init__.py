"""The workbook: the report as an .xlsx file."""

from survey.reporting.excel.workbook import workbook

__all__ = ["workbook"]
