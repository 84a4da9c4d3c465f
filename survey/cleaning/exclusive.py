"""An answer that excludes the others ("none", "don't know") ticked beside them."""

from __future__ import annotations

import numpy as np

from survey.cleaning.ledger import Rule, change, remark, with_notes
from survey.responses.levels import columns, lookup
from survey.vocabulary import Note, Plan, Question, Survey

EXCLUSIVE = Rule("C202", "An exclusive answer ticked beside others: settled by the plan's `exclusive`")


def settle_exclusive(survey: Survey, plan: Plan) -> Survey:
    """Multiple-response answers that contradict themselves, by the plan's policy; "flag" only tells."""
    meanings: dict[str, dict[int, object]] = {}
    for question, column in columns(survey, "multiple"):
        meanings[question.name] = {
            i: _settled(level, question, plan.clean.exclusive)
            for i, level in enumerate(column.levels)
            if isinstance(level, tuple) and _contradicts(level, question)
        }
    notes, decided = list[Note](), dict[str, dict[int, object]]()
    for name, found in meanings.items():
        column = survey.responses.column(name)
        decided[name] = {i: level for i, level in found.items() if level != column.levels[i]}
        left = [i in found and i not in decided[name] for i in range(len(column.levels))]
        concerned = lookup(column, np.asarray(left, dtype=bool))
        if concerned.any():
            text = f"{name}: {concerned.sum():,} ticked an answer that excludes others beside others; left"
            notes.append(remark(survey, EXCLUSIVE, text, concerned, question=name))
    text = "An exclusive answer was ticked beside others: " + (
        "the others are kept" if plan.clean.exclusive == "keep_others" else "the exclusive one is kept"
    )
    return with_notes(change(survey, EXCLUSIVE, decided, text=text), notes)


def excludes(question: Question, code: str) -> bool:
    """Whether the answer cannot stand beside another: declared so, or a reason for giving none."""
    answer = question.answer(code)
    return answer.exclusive or answer.role != "substantive"


def _contradicts(level: tuple[object, ...], question: Question) -> bool:
    return len(level) > 1 and any(excludes(question, str(code)) for code in level)


def _settled(level: tuple[object, ...], question: Question, policy: str) -> tuple[object, ...]:
    alone = tuple(code for code in level if excludes(question, str(code)))
    others = tuple(code for code in level if code not in alone)
    if policy == "keep_others" and others:
        return others
    if policy == "keep_exclusive" and len(alone) == 1:
        return alone
    return level
