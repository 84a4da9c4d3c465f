"""Answers reported together: the plan's nets, and the ends of scales, added to their questions."""

from __future__ import annotations

from dataclasses import replace

from survey.language.toplines import ends_in_words
from survey.vocabulary import Codebook, Label, Net, Plan, Question, Survey
from survey.vocabulary.scales import ends_of

UPPER, LOWER = "top2", "bottom2"
"""Names of the nets of a scale's ends."""


def add_nets(survey: Survey, plan: Plan) -> Survey:
    """The survey whose questions carry the plan's nets and those of scales' ends.

    Of nets that have one name the plan's stays, of those that have the same
    answers the one which was there first.
    """
    questions = tuple(_with_nets(question, plan) for question in survey.codebook)
    if all(map(_same_nets, questions, survey.codebook)):
        return survey
    return replace(survey, codebook=Codebook(questions))


def _same_nets(one: Question, other: Question) -> bool:
    return one.nets == other.nets


def _with_nets(question: Question, plan: Plan) -> Question:
    nets = {net.name: net for net in question.nets}
    for wanted in plan.net:
        if wanted.question == question.name:
            nets[wanted.name] = Net(wanted.name, wanted.label, wanted.answers)
    ends = ends_of(question) if plan.tables.auto_nets else None
    for name, codes in zip((UPPER, LOWER), ends or (), strict=False):
        if name in nets or any(set(net.answers) == set(codes) for net in nets.values()):
            continue
        nets[name] = Net(name, _label(question, codes), codes)
    return replace(question, nets=tuple(nets.values()))


def _label(question: Question, codes: tuple[str, ...]) -> Label:
    """The answers' own labels, joined, in every language they have."""
    labels = [question.answer(code).label for code in codes]
    languages = dict.fromkeys(language for label in labels for language in label.texts)
    return Label(
        {language: ends_in_words([label.to(language) for label in labels]) for language in languages}
    )
