"""Scales whose codes ran backwards for some respondents."""

from __future__ import annotations

from survey.cleaning.exclusive import excludes
from survey.cleaning.ledger import Rule, change
from survey.expressions import parse
from survey.responses.conditions import evaluate
from survey.vocabulary import Plan, Question, Survey

REVERSED = Rule(
    "C401", "A scale coded backwards for some respondents is turned round, by the plan's `reverse`"
)


def reverse_scales(survey: Survey, plan: Plan) -> Survey:
    """The plan's reversals, in its order; reasons for giving no answer keep their codes."""
    for reversal in plan.clean.reverse:
        question = survey.codebook[reversal.question]
        levels = survey.responses.column(question.name).levels
        turned = {i: _turned(level, question) for i, level in enumerate(levels)}
        meanings = {i: value for i, value in turned.items() if value != levels[i]}
        survey = change(
            survey,
            REVERSED,
            {question.name: meanings},
            where=evaluate(parse(reversal.where), survey),
            text=f"Scale turned round where {reversal.where}"
            + (f": {reversal.reason.to('en')}" if reversal.reason.said else ""),
        )
    return survey


def mirrored(question: Question) -> dict[str, str]:
    """{code: the code as far from the other end}, among the substantive answers."""
    codes = [code for code in question.codes("substantive") if not excludes(question, code)]
    return dict(zip(codes, reversed(codes), strict=True))


def _turned(level: object, question: Question) -> object:
    if isinstance(level, float) and question.low is not None and question.high is not None:
        return question.low + question.high - level
    return mirrored(question).get(level, level) if isinstance(level, str) else level
