"""Whom a table's shares speak of: the kind of base, and the base in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from survey.conditions import condition_in_words
from survey.errors import PlanError
from survey.language import LANGUAGES, Language
from survey.language.sentences import base_in_words, both_bases_in_words
from survey.language.tables import filtered_in_words
from survey.tabulation.axes import BASE_ROLES
from survey.vocabulary import Base, Codebook, Label, Plan, Question, Survey


def grouping_question(survey: Survey, name: str, where: str) -> Question:
    """The question of this name, whose answers put respondents into groups.

    Parameters
    ----------
    where
        Place in the plan that names it, for the complaint.

    Raises
    ------
    PlanError
        There is no such question, or it has no answers to group by.
    """
    if name not in survey.codebook or name not in survey.responses.names:
        raise PlanError(
            f"{where} names {name!r}, which is not a question of this file",
            hint=f"questions here: {', '.join(question.name for question in survey.codebook)}",
        )
    question = survey.codebook[name]
    if question.kind == "numeric" or not question.codes("substantive"):
        raise PlanError(
            f"{where} names {name!r}, a question without answers to group by",
            hint=f"make bands of it with [[derive]] from = {name!r}, and name those",
        )
    return question


def base_kind(question: Question, plan: Plan) -> Base:
    """What the question's shares are shares of.

    The plan's word for the question comes first. A question answered with a
    number speaks of those who gave one, since its mean can speak of nobody
    else; all others follow the plan's default.
    """
    if question.name in plan.tables.bases:
        return plan.tables.bases[question.name]
    return "substantive" if question.kind == "numeric" else plan.tables.base


def codes_inside(question: Question, kind: Base) -> tuple[str, ...]:
    """Codes of the answers whose givers are in the base, in questionnaire order."""
    return tuple(answer.code for answer in question.answers if answer.role in BASE_ROLES[kind])


def group_inside(question: Question, codes: Sequence[str], kind: Base, where: str) -> tuple[str, ...]:
    """Those of a group's answers whose givers are in the base, in the group's order.

    Parameters
    ----------
    where
        What the group is, for the complaint.

    Raises
    ------
    PlanError
        None of its answers is in the base.
    """
    known = codes_inside(question, kind)
    inside = tuple(code for code in codes if code in known)
    if not inside:
        raise PlanError(
            f"{where} holds only answers that are outside the base of {question.name!r}, which is {kind!r}",
            hint=f"answers in that base: {', '.join(known) or 'none'}; name one of them, or another base",
        )
    return inside


def codes_outside(question: Question, kind: Base) -> tuple[str, ...]:
    """Codes of the answers of those asked but not in the base, in questionnaire order."""
    inside = codes_inside(question, kind)
    return tuple(code for code in codes_inside(question, "asked") if code not in inside)


def filter_label(codebook: Codebook, filter: str) -> Label:
    """A table's filter in words; empty where it has none."""
    return in_languages(lambda to: condition_in_words(filter, codebook, to)) if filter else Label({})


def base_label(codebook: Codebook, question: Question, kind: Base, filter: Label | None = None) -> Label:
    """The base in words, with the condition when not everyone was asked, and the table's own filter."""
    said = "number" if question.kind == "numeric" and kind == "substantive" else kind

    def words(language: Language) -> str:
        condition = condition_in_words(question.relevant, codebook, language) if asked_of_some else ""
        base = base_in_words(language, said, condition)
        only = filter.to(language) if filter else ""
        return filtered_in_words(language, base, only) if only else base

    asked_of_some = bool(question.relevant.strip())
    return in_languages(words)


def crossing_base_label(codebook: Codebook, rows: Question, columns: Question, kind: Base) -> Label:
    """Whom a crossing is of: that base of its columns, among those with an answer on its rows."""
    base = base_label(codebook, columns, kind)
    return in_languages(lambda to: both_bases_in_words(to, base.to(to), rows.label.to(to)))


def in_languages(words: Callable[[Language], str]) -> Label:
    """A label made of a text in each language."""
    return Label({language: words(language) for language in LANGUAGES})
