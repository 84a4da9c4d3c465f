"""Respondents who failed a check of the plan, or whose cells say that they are a test."""

from __future__ import annotations

import numpy as np

from survey.cleaning.flags import with_flag
from survey.cleaning.folding import fold
from survey.cleaning.ledger import Rule
from survey.expressions import parse
from survey.responses.conditions import evaluate
from survey.responses.levels import columns, lookup
from survey.vocabulary import TABULATED_ROLES, Plan, Raw, Survey

ATTENTION = Rule("C506", "Another answer to an attention check than the plan's; flagged, never changed")
IMPLAUSIBLE = Rule("C507", "What the plan's `clean.flag` calls implausible; flagged, never changed")
TEST = Rule("C508", "Cells that hold nothing but the word test; flagged, never changed")

SINGULAR = Rule(
    "C509", "The only respondent with some answer, in a file that holds personal data; flagged, never changed"
)

ENOUGH = 30
"""Respondents below which being the only one with an answer is nothing rare."""

_TESTS = frozenset(
    fold(words)
    for words in ("test", "testing", "test entry", "test please ignore", "テスト", "テスト回答", "テスト入力")
)


def flag_failed_checks(survey: Survey, plan: Plan) -> Survey:
    """Those who gave no right answer to a question that only checks whether it was read; a blank is none."""
    for check in plan.clean.attention:
        column = survey.responses.column(check.question)
        right = frozenset(check.answers)
        passed = [
            level in right or (isinstance(level, tuple) and frozenset(map(str, level)) == right)
            for level in column.levels
        ]
        concerned = ~lookup(column, np.asarray(passed, dtype=bool)) & (column.codes >= 0)
        text = f"{concerned.sum():,} failed the attention check {check.question}; kept"
        survey = with_flag(survey, ATTENTION, text, concerned, question=check.question)
    return survey


def flag_implausible(survey: Survey, plan: Plan) -> Survey:
    """Combinations that the plan calls implausible."""
    for line in plan.clean.flag:
        concerned = evaluate(parse(line.where), survey)
        text = f"{concerned.sum():,} respondents flagged: {line.reason.to('en')} ({line.where}); kept"
        survey = with_flag(survey, IMPLAUSIBLE, text, concerned)
    return survey


def flag_tests(survey: Survey, plan: Plan) -> Survey:
    """Rows in which a cell says that it is a test."""
    concerned = np.zeros(len(survey.responses), dtype=bool)
    for _, column in columns(survey):
        said = [_says_test(level) for level in column.levels]
        concerned |= lookup(column, np.asarray(said, dtype=bool))
    text = f"{concerned.sum():,} rows hold a cell that says test; kept"
    return with_flag(survey, TEST, text, concerned)


def flag_singular(survey: Survey, plan: Plan) -> Survey:
    """Answers that one respondent gave alone, in a file that holds personal data."""
    if len(survey.responses) < ENOUGH or not any(question.role == "pii" for question in survey.codebook):
        return survey
    alone = np.zeros(len(survey.responses), dtype=bool)
    named = []
    for question, column in columns(survey, "single", "scale"):
        if question.role not in TABULATED_ROLES:
            continue
        times = np.bincount(column.codes + 1, minlength=len(column.levels) + 1)[1:]
        if (times == 1).any():
            named.append(question.name)
            alone |= lookup(column, times == 1)
    text = (
        f"{alone.sum():,} respondents are the only ones with some answer to {', '.join(named)}, and the file "
        "holds personal data: such an answer may point to a person; merge it with others before publishing"
    )
    return with_flag(survey, SINGULAR, text, alone)


def _says_test(level: object) -> bool:
    cell = level.cell if isinstance(level, Raw) else level
    return isinstance(cell, str) and fold(cell) in _TESTS
