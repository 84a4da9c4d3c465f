"""Answers reported together: the plan's nets, and the ends of scales, added to their questions."""

from __future__ import annotations

from dataclasses import replace

from survey.language.toplines import ends_in_words
from survey.vocabulary import Codebook, Label, Net, Plan, Question, Survey
from survey.vocabulary.nets import ends_added, nets_of


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
    ends = ends_added(question, plan).items()
    added = (Net(name, _label(question, codes), codes) for name, codes in ends)
    return replace(question, nets=(*nets_of(question, plan), *added))


def _label(question: Question, codes: tuple[str, ...]) -> Label:
    """The answers' own labels, joined, in every language they have."""
    labels = [question.answer(code).label for code in codes]
    languages = dict.fromkeys(language for label in labels for language in label.texts)
    return Label(
        {language: ends_in_words([label.to(language) for label in labels]) for language in languages}
    )
