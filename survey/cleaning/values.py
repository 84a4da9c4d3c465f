"""Answers written another way: other widths, several in a cell, dates that Excel made."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from survey.cleaning.folding import fold, spellings, uncircled
from survey.cleaning.ledger import Rule, change, raws, remark, shown
from survey.responses.levels import columns, lookup
from survey.vocabulary import Column, Plan, Question, Survey

FOLDED = Rule(
    "C101", "A cell equals a code, label or value of the codebook once width, case and spaces are set aside"
)
SEVERAL = Rule("C102", "Several answers written in one cell are taken apart, when each part is an answer")
TURNED = Rule(
    "C103", "A date that Excel made of two answer codes is two answers again (1-5 had become 5 Jan)"
)

_SEPARATORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[;；|\n]+",
        r"[;；|\n,，、､]+",
        r"[;；|\n,，、､/／・･+＋&＆\s\u3000]+",
        r"[;；|\n,，、､/／・･+＋&＆\s\u3000.．\-－ー〜～]+",
    )
)


def match_folded(survey: Survey, plan: Plan) -> Survey:
    """Cells that are an answer but for their spelling."""
    meanings: dict[str, dict[int, object]] = {}
    for question, column in columns(survey, "single", "scale", "numeric", "multiple"):
        known = spellings(question)
        found = {i: known[fold(cell)] for i, cell in raws(column) if fold(cell) in known}
        several = question.kind == "multiple"
        meanings[question.name] = {i: (code,) if several else code for i, code in found.items()}
    return change(survey, FOLDED, meanings)


def split_answers(survey: Survey, plan: Plan) -> Survey:
    """Cells of multiple-response questions that hold several answers; noted by how they were joined."""
    for question, column in columns(survey, "multiple"):
        known = spellings(question)
        found = {i: _apart(cell, known) for i, cell in raws(column) if isinstance(cell, str)}
        by_joint: dict[str, dict[int, object]] = {}
        for i, apart in found.items():
            if apart is not None:
                joint, codes = apart
                by_joint.setdefault(joint, {})[i] = in_order(codes, question)
        survey = _noted_by_joint(survey, question, by_joint)
    return survey


def _noted_by_joint(
    survey: Survey, question: Question, by_joint: Mapping[str, Mapping[int, object]]
) -> Survey:
    """All cells joined in one way are one change, for their combinations are as many as respondents."""
    column = survey.responses.column(question.name)
    meanings = {i: value for found in by_joint.values() for i, value in found.items()}
    changed = change(survey, SEVERAL, {question.name: meanings})
    notes = []
    for joint, found in by_joint.items():
        first = next(iter(found))
        concerned = lookup(column, np.asarray([i in found for i in range(len(column.levels))], dtype=bool))
        note = remark(survey, SEVERAL, SEVERAL.description, concerned, question=question.name, level="change")
        before, after = shown(column.levels[first], question), shown(found[first], question)
        others = (f" and others, {joint}", " and others") if len(found) > 1 else ("", "")
        notes.append(replace(note, before=before + others[0], after=after + others[1]))
    return replace(changed, log=(*survey.log, *notes)) if notes else survey


def _apart(cell: str, known: Mapping[str, str]) -> tuple[str, set[str]] | None:
    """How the answers in a cell are joined, and their codes; None unless every part is one."""
    text = uncircled(cell)
    for separators in _SEPARATORS:
        parts = [folded for part in separators.split(text) if (folded := fold(part))]
        if parts and all(part in known for part in parts):
            joints = sorted({joint.strip() or "space" for joint in separators.findall(text)})
            joined = "circled digits" if text != cell else "joined by " + " ".join(joints)
            return joined, {known[part] for part in parts}
    return None


def restore_turned_dates(survey: Survey, plan: Plan) -> Survey:
    """Date cells of multiple-response questions whose month and day are both answer codes.

    Only dates of the years in which the file was typed are taken back: a
    spreadsheet puts the current year beside a month and a day, whereas another
    year means that a third number was in the cell.
    """
    meanings: dict[str, dict[int, object]] = {}
    for question, column in columns(survey, "multiple"):
        days = {i: cell for i, cell in raws(column) if isinstance(cell, datetime.date)}
        years = _years_of_typing(survey, column, days)
        found = {
            i: (str(day.month), str(day.day))
            for i, day in days.items()
            if day.year in years and {str(day.month), str(day.day)} <= set(question.codes())
        }
        meanings[question.name] = {i: in_order(codes, question) for i, codes in found.items()}
    return change(survey, TURNED, meanings)


def _years_of_typing(survey: Survey, column: Column, days: Mapping[int, datetime.date]) -> set[int]:
    found: Counter[int] = Counter()
    for _, dates in columns(survey, "date"):
        found.update(_years(dates, dict(enumerate(dates.levels))))
    if not found:
        found = _years(column, days)
    return {year for year, count in found.items() if count >= 0.05 * found.total()}


def _years(column: Column, levels: Mapping[int, object]) -> Counter[int]:
    given = np.bincount(column.codes + 1, minlength=len(column.levels) + 1)[1:]
    counts: Counter[int] = Counter()
    for position, level in levels.items():
        if isinstance(level, datetime.date):
            counts[level.year] += int(given[position])
    return counts


def in_order(codes: Iterable[str], question: Question) -> tuple[str, ...]:
    """Answer codes without repetition, in the order of the questionnaire."""
    wanted = frozenset(codes)
    return tuple(code for code in question.codes() if code in wanted)
