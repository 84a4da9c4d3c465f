"""Golden columns as a Survey; names that the harness makes up never meet names of the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.responses import MemoryResponses, encode
from survey.tabulation.axes import answer_axis
from survey.tabulation.estimates import Estimates, shares
from survey.vocabulary import Answer, Axis, Codebook, Column, Question, Survey, plain
from tests.golden.frames import Frame, Variable

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WEIGHT = "golden weight"
EQUAL = "golden one for everyone"
DOMAIN = "golden domain"

INSIDE = {DOMAIN: ["1"]}


def question(column: str) -> str:
    """The question that holds a column of the data, whatever that is called."""
    return f"column {column}"


def category(column: str) -> str:
    """The question that holds a column as a category."""
    return f"category {column}"


def replicate_name(column: str) -> str:
    """The question that holds a column of replicate weights."""
    return f"replicate {column}"


def survey_of(frame: Frame) -> Survey:
    """A survey of the columns: numbers as they are, categories as single-response questions."""
    columns = {question(name): encode(variable.values) for name, variable in frame.items()}
    questions = tuple(_question(question(name), variable) for name, variable in frame.items())
    return Survey(MemoryResponses(columns), Codebook(questions))


def with_column(survey: Survey, name: str, variable: Variable) -> Survey:
    """The survey with one more question."""
    responses = survey.responses.assign({name: encode(variable.values)})
    questions = (each for each in survey.codebook if each.name != name)
    return replace(survey, responses=responses, codebook=Codebook((*questions, _question(name, variable))))


def weights_of(survey: Survey) -> Floats:
    """The final weights, (rows,)."""
    column: Column = survey.responses.column(str(survey.design.weight))
    return np.array(column.levels, dtype=float)[column.codes]


def without_weight_outside(survey: Survey, inside: Bools) -> Survey:
    """The survey with a weight of zero for whoever is outside."""
    return with_column(survey, WEIGHT, Variable(tuple(np.where(inside, weights_of(survey), 0.0).tolist())))


def with_domain(survey: Survey, inside: Bools) -> Survey:
    """The survey with a column that says who is inside and has a weight."""
    there = inside & (weights_of(survey) != 0)
    return with_column(survey, DOMAIN, Variable(tuple("1" if each else None for each in there), ("1",)))


def in_domain(survey: Survey) -> Bools:
    """Who is in the domain that `with_domain` declared, (rows,)."""
    return np.asarray(survey.responses.column(DOMAIN).codes >= 0)


def everyone(survey: Survey) -> Estimates:
    """The share of everyone in the domain, for its degrees of freedom and those of the design."""
    return shares(survey, Axis(""), Axis(""), answer_axis(survey, DOMAIN, [INSIDE[DOMAIN]]))


def _question(name: str, variable: Variable) -> Question:
    if variable.levels is None:
        return Question(name, plain(name), "numeric")
    answers = tuple(Answer(level, plain(level)) for level in variable.levels)
    return Question(name, plain(name), "single", answers=answers)


def whole(level: Any) -> object:
    """A level as the data have it: numbers are floats."""
    return float(level) if isinstance(level, int) else level
