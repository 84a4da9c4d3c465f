"""Respondents' answers as a file for other programs: codes only, without personal data or open texts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from survey.errors import OutputError
from survey.reporting.data import BYTE_ORDER_MARK, as_text
from survey.responses import decode
from survey.vocabulary import ROW_COLUMN, Question, Survey

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?")

WRITTEN_ROLES = ("question", "banner", "screener", "weight", "stratum", "psu", "fpc")
"""What a question must be for to be written; personal data, ids and quality checks are not."""


def write_answers(survey: Survey, path: str | Path) -> Path:
    """The answers of every respondent as CSV, one line each, for R, Stata or SPSS.

    A column per question: the answer's code, several ticked ones as `1;3`, a
    number as it is; blank where nothing was understood, or a reason stands in
    place of a number. The column `respondent` is that of weights.csv.
    Personal data and open texts are left out; a line is still a person, so
    keep the file as you keep the data.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    target = Path(path)
    try:
        target.write_bytes(answers_csv(survey))
    except OSError as error:
        raise OutputError(
            f"{target}: the answers could not be written ({error.strerror or error})",
            hint="name a file in a folder you may write to",
        ) from error
    return target


def answers_csv(survey: Survey) -> bytes:
    """The answers, (respondents + 1) lines of UTF-8 with a byte order mark."""
    responses = survey.responses
    ids = [question.name for question in survey.codebook.with_role("id") if question.name in responses.names]
    named = {"respondent": decode(responses.column(ids[0] if ids else ROW_COLUMN)).tolist()}
    design = {
        survey.design.stratum,
        survey.design.psu,
        survey.design.ssu,
        survey.design.fpc,
        survey.design.ssu_fpc,
    }
    for question in survey.codebook:
        wanted = question.role in WRITTEN_ROLES and question.kind != "text"
        if question.name in responses.names and (wanted or question.name in design):
            column = decode(responses.column(question.name)).tolist()
            named[question.name] = [_plain(question, value) for value in column]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(named)
    writer.writerows([_safe(value) for value in line] for line in zip(*named.values(), strict=True))
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def _safe(value: object) -> str:
    """A value as text; what is no number does not become a formula."""
    text = "" if value is None else str(value)
    return text if _NUMBER.fullmatch(text) else as_text(text)


def _plain(question: Question, value: object) -> str:
    """A value as the file has it."""
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    if isinstance(value, str):
        return "" if question.kind == "numeric" else value
    return as_text(value) if isinstance(value, int | float) else ""
