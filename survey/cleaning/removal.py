"""Respondents who leave by a line of the plan, and the sum that proves nobody else did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.cleaning.declared import PREVIEW, UNFINISHED
from survey.cleaning.flags import flagged
from survey.cleaning.interviews import superfluous
from survey.cleaning.ledger import Bools, Rule, remark, with_notes
from survey.expressions import parse
from survey.responses.conditions import evaluate
from survey.vocabulary import Note, Plan, Survey

REMOVED = Rule("C601", "Respondents removed by a line of the plan's `clean.remove`")
REPEATED = Rule("C602", "All but the most complete, then earliest, of the rows that share an id are removed")
NOBODY = Rule("C603", "A line of the plan's `clean.remove` that fits nobody is told")
DROPPED = Rule("C604", "Flagged respondents removed by the plan's `drop_flagged`")
LEDGER = Rule("C690", "Rows in = rows kept + rows removed, by reason")

_LEAVING = frozenset(rule.code for rule in (REMOVED, REPEATED, DROPPED, PREVIEW, UNFINISHED))


def remove_respondents(survey: Survey, plan: Plan) -> Survey:
    """The survey without those the plan removes; a row that fits two reasons leaves by the first."""
    staying = np.ones(len(survey.responses), dtype=bool)
    notes: list[Note] = []
    idle: list[Note] = []
    for removal in plan.clean.remove:
        fitting, reason = evaluate(parse(removal.where), survey), removal.reason.to("en")
        leaving = staying & fitting
        if not fitting.any():
            text = f"removed nobody: {reason} ({removal.where})"
            idle.append(remark(survey, NOBODY, text, fitting))
        notes.append(_removed(survey, REMOVED, leaving, reason, removal.where))
        staying &= ~leaving
    if not notes:
        return survey
    return with_notes(replace(survey, responses=survey.responses.keep(staying)), notes + idle)


def keep_most_complete(survey: Survey, plan: Plan) -> Survey:
    """The survey with one row of each id where the plan says so.

    Looked for among those who are left, so that a test row never wins over an
    interview.
    """
    if plan.clean.duplicates != "keep_most_complete":
        return survey
    leaving = superfluous(survey)
    note = _removed(survey, REPEATED, leaving, "duplicate id", "most complete, then earliest, is kept")
    return with_notes(replace(survey, responses=survey.responses.keep(~leaving)), [note])


def drop_flagged(survey: Survey, plan: Plan) -> Survey:
    """The survey without those flagged by the rules that the plan drops."""
    rules = plan.clean.drop_flagged
    if not rules:
        return survey
    leaving = flagged(survey, *rules)
    note = _removed(survey, DROPPED, leaving, f"flagged {', '.join(rules)}", "drop_flagged")
    return with_notes(replace(survey, responses=survey.responses.keep(~leaving)), [note])


def prove_balance(survey: Survey, plan: Plan) -> Survey:
    """The sum over all reasons, with rows in as `before` and rows kept as `after`."""
    removals = [note for note in survey.log if note.rule in _LEAVING and note.level == "change"]
    if not removals:
        return survey
    kept, gone = len(survey.responses), sum(note.count for note in removals)
    parts = [f"{kept:,} kept", *(f"{note.count:,} {note.before}" for note in removals)]
    balance = Note(
        step="cleaning",
        text=f"{kept + gone:,} rows in = {' + '.join(parts)}",
        rule=LEDGER.code,
        before=str(kept + gone),
        after=str(kept),
        count=gone,
    )
    return with_notes(survey, [balance])


def _removed(survey: Survey, rule: Rule, leaving: Bools, reason: str, where: str) -> Note:
    text = f"{leaving.sum():,} rows removed: {reason} ({where})"
    return replace(remark(survey, rule, text, leaving, level="change"), before=reason)
