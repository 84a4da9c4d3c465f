"""Cleaning: named rules in order, each of which says what it saw and what it did."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from survey.cleaning.history import changes_between, raw_responses
from survey.cleaning.ledger import Rule, with_notes
from survey.cleaning.misfits import check
from survey.cleaning.rules import RULES, STEPS
from survey.errors import PlanError
from survey.vocabulary import Note, Plan, Survey

__all__ = ["RULES", "Rule", "clean", "raw_responses", "rule_of"]


def clean(survey: Survey, plan: Plan) -> Survey:
    """The survey with its cells understood and the plan's changes made; every change is a note.

    Nobody is removed without a line of the plan, but for rows that Qualtrics
    itself recorded as previews, tests or unfinished. What no rule understands
    stays as it stood, is counted as blank, and is listed under C190.

    Raises
    ------
    PlanError
        The plan names questions or answers that are not there, or holds an
        expression that cannot be read; says all such places at once.
    CodebookError
        A filter of the codebook cannot be read, or filters form a circle.
    """
    check(survey, plan)
    for step in STEPS:
        if step.rules and {rule.code for rule in step.rules} <= set(plan.clean.off):
            survey = with_notes(survey, [_turned_off(rule) for rule in step.rules])
            continue
        after = step.apply(survey, plan)
        made = changes_between(survey, after, tuple(rule.code for rule in step.rules))
        survey = replace(after, changes=(*survey.changes, *made))
    return survey


def _turned_off(rule: Rule) -> Note:
    text = f"turned off by the plan: {rule.description}"
    return Note(step="cleaning", text=text, rule=rule.code, level="assumption")


def rule_of(code: str) -> Rule:
    """The rule of this code, in capitals or not.

    Raises
    ------
    PlanError
        There is none; names the nearest.
    """
    wanted = code.strip().upper()
    if wanted in RULES:
        return RULES[wanted]
    near = get_close_matches(wanted, RULES, n=1, cutoff=0.5)
    raise PlanError(
        f"there is no rule {code!r}",
        hint=f"did you mean {near[0]}?" if near else f"the rules are {', '.join(RULES)}",
    )
