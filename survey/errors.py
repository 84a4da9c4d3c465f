"""Everything `survey` complains about, in one tree.

::

    SurveyError                 exit code
    ├── PlanError               2   survey.toml, or an option, cannot be used as written
    ├── DataError               3   the data cannot be read or used
    │   ├── ReadingError        3     the file itself: missing, locked, of another kind, empty
    │   ├── CodebookError       3     the codebook does not fit the data
    │   ├── WeightingError      3     targets cannot be met by these respondents
    │   │   ├── EmptyMargin     3       a target category that nobody answered
    │   │   └── NotConverged    3       margins that conflict
    │   └── DesignError         3     strata, sampling points or weights that admit no variance
    └── OutputError             4   output, or part of it, was not written

A message says what was asked, what was found and where, and what to do. The
last part stands apart in `hint`, so that a terminal can show it as a line of
its own.
"""

from __future__ import annotations

from collections.abc import Sequence


class SurveyError(Exception):
    """A complaint a pollster can act on.

    Parameters
    ----------
    message
        What was asked and what was found, with sheet, column, row and value.
    hint
        What to do about it; empty when the message already says so.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class PlanError(SurveyError):
    """`survey.toml`, or an option, cannot be used as written."""

    exit_code = 2


class DataError(SurveyError):
    """The data cannot be read or used."""

    exit_code = 3


class ReadingError(DataError):
    """The file itself cannot be read: missing, locked, empty or of another kind."""


class CodebookError(DataError):
    """The codebook does not fit the data."""


class WeightingError(DataError):
    """The targets cannot be met by these respondents."""


class EmptyMargin(WeightingError):
    """A target category holds no respondent."""


class NotConverged(WeightingError):
    """Weights that meet all margins were not found; carries the margins still off.

    Parameters
    ----------
    margins
        The margins furthest from their targets, worst first.
    """

    def __init__(self, message: str, *, margins: Sequence[str] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.margins = tuple(margins)


class DesignError(DataError):
    """Strata, sampling points or weights from which no variance can be computed."""


class OutputError(SurveyError):
    """Output, or part of it, was not written."""

    exit_code = 4
