"""What cannot be used as it stands, kept in sight: cells without content, out of range, not understood."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from survey.cleaning.folding import fold, spellings
from survey.cleaning.ledger import Rule, change, noted, raws, replaced, with_notes
from survey.responses.levels import columns
from survey.vocabulary import Note, Plan, Question, Raw, Survey

EMPTY = Rule("C201", "A cell of nothing but spaces, or a spreadsheet error, is blank")
ERROR = Rule("C203", "A cell that holds a spreadsheet error (#N/A, #DIV/0!) is no answer, but missing")
ASIDE = Rule("C190", "Set aside: the value fits no answer, or the number is out of range")

_ERRORS = frozenset(("#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#null!", "#num!"))


def blank_empty_cells(survey: Survey, plan: Plan) -> Survey:
    """Cells that look filled to a program and empty to a person."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey):
        cells = {i: fold(cell) for i, cell in raws(column) if isinstance(cell, str)}
        meanings[question.name] = {i: None for i, text in cells.items() if not text or text in _ERRORS}
    return change(survey, EMPTY, meanings)


HUGE = 1e100
"""A number past which nothing was ever counted or measured; its square would be none."""
NEAR = 0.75
"""How alike two spellings must be for one to be proposed for the other."""


def set_aside(survey: Survey, plan: Plan) -> Survey:
    """Numbers out of their question's range become unread cells; every unread cell is listed."""
    changed, notes = {}, list[Note]()
    for question, column in columns(survey):
        outside = {i: Raw(level) for i, level in enumerate(column.levels) if _out_of_range(level, question)}
        unread = {i: _proposed(cell, question) for i, cell in raws(column)}
        text = f"set aside: outside {_range_in_words(question)}"
        notes += noted(survey, ASIDE, question, column, dict.fromkeys(outside), text=text, level="warning")
        text = "set aside: the value fits no answer"
        notes += noted(survey, ASIDE, question, column, unread, text=text, level="warning")
        if outside:
            changed[question.name] = replaced(column, outside)
    survey = replace(survey, responses=survey.responses.assign(changed)) if changed else survey
    return with_notes(survey, notes)


def _proposed(cell: object, question: Question) -> str | None:
    """The answer that a cell is spelt most like, to be proposed and not done; None where none is near."""
    known = spellings(question)
    near = difflib.get_close_matches(fold(cell), known, n=1, cutoff=NEAR) if isinstance(cell, str) else []
    return f"{known[near[0]]}?" if near else None


def _out_of_range(level: object, question: Question) -> bool:
    if question.kind != "numeric" or not isinstance(level, float):
        return False
    low, high = question.low, question.high
    past = (low is not None and level < low) or (high is not None and level > high)
    return past or abs(level) > HUGE


def _range_in_words(question: Question) -> str:
    low, high = question.low, question.high
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return (
        f"at least {low:g}" if low is not None else f"at most {high:g}" if high is not None else "its range"
    )
