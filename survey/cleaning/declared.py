"""Rows that the platform declares to be no finished interview: they leave unless the plan keeps them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.cleaning.ledger import Bools, Rule, remark, with_notes
from survey.responses.declared import Declaration, declarations, leaving
from survey.vocabulary import Note, Plan, Survey

PREVIEW = Rule(
    "C605", "Rows that Qualtrics recorded as a preview or a test leave; the plan's `previews` keeps them"
)
UNFINISHED = Rule(
    "C606", "Interviews that Qualtrics recorded as not finished leave; the plan's `unfinished` keeps them"
)
_RULES = {"previews": PREVIEW, "unfinished": UNFINISHED}


def leave_declared(survey: Survey, plan: Plan) -> Survey:
    """The survey without previews, tests and unfinished interviews, where Qualtrics recorded them as such.

    A row that is both leaves as a preview. Where less than half of the rows
    would be left, all are kept, with a warning: then this is the survey.
    """
    found = declarations(survey, plan)
    notes = [_kept(survey, each) for each in found if each.kept]
    parts = leaving(found, len(survey.responses))
    if found and not parts:
        return with_notes(survey, [*notes, _too_many(survey, found)])
    gone = np.zeros(len(survey.responses), dtype=bool)
    for each, rows in zip(found, parts, strict=True):
        if rows.any():
            notes += _left(survey, each, rows)
            gone |= rows
    if not notes:
        return survey
    return with_notes(replace(survey, responses=survey.responses.keep(~gone)), notes)


def _left(survey: Survey, each: Declaration, rows: Bools) -> tuple[Note, Note]:
    """The removal with its rows, and the warning that tells of it."""
    text = f"{rows.sum():,} rows removed: {each.what} ({each.column}, as Qualtrics recorded)"
    removal = replace(remark(survey, _RULES[each.key], text, rows, level="change"), before=each.what)
    words = (
        f"{rows.sum():,} rows that Qualtrics recorded as {each.what} (column {each.column}) were left out; "
        f'{each.key} = "keep" under [clean] keeps them'
    )
    return removal, Note(step="cleaning", text=words, rule=_RULES[each.key].code, level="warning")


def _kept(survey: Survey, each: Declaration) -> Note:
    words = (
        f"{each.rows.sum():,} rows that Qualtrics recorded as {each.what} (column {each.column}) are kept by "
        "the plan"
    )
    return replace(remark(survey, _RULES[each.key], words, each.rows), level="assumption")


def _too_many(survey: Survey, found: tuple[Declaration, ...]) -> Note:
    rows = np.logical_or.reduce([each.rows for each in found if not each.kept])
    rule = next(_RULES[each.key] for each in found if not each.kept)
    words = (
        f"{rows.sum():,} of {len(rows):,} rows are previews, tests or not finished, as Qualtrics "
        "recorded; all are kept, since less than half would be left; a line under "
        "[[clean.remove]] removes them"
    )
    return remark(survey, rule, words, rows)
