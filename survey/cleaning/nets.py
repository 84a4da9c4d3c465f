"""Answers reported together: the plan's nets, added to their questions."""

from __future__ import annotations

from dataclasses import replace

from survey.vocabulary import Codebook, Net, Plan, Question, Survey


def add_nets(survey: Survey, plan: Plan) -> Survey:
    """The survey whose questions carry the plan's nets; one of the same name is replaced."""
    if not plan.net:
        return survey
    questions = tuple(_with_nets(question, plan) for question in survey.codebook)
    return replace(survey, codebook=Codebook(questions))


def _with_nets(question: Question, plan: Plan) -> Question:
    nets = {net.name: net for net in question.nets}
    for wanted in plan.net:
        if wanted.question == question.name:
            nets[wanted.name] = Net(wanted.name, wanted.label, wanted.answers)
    return replace(question, nets=tuple(nets.values()))
