"""What stands behind one printed number, from a finished report's folder alone."""

from survey.reporting.explaining.door import explain_cell, find_report

__all__ = ["explain_cell", "find_report"]
