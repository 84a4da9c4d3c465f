"""One weight for all members of a unit, such as a household."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.errors import WeightingError
from survey.responses import encode
from survey.vocabulary import Column
from survey.weighting.problem import Problem
from survey.weighting.solving import variables_of

ALIKE = 1e-9
"""How far, relatively, weights that enter as equal may differ."""


def within_units(problem: Problem, unit: str) -> Problem:
    """The problem with one factor for each unit.

    Raises
    ------
    WeightingError
        A column that is not there or blank for some, or weights that differ within a unit.
    """
    if unit not in problem.survey.responses.names:
        raise WeightingError(f"there is no column {unit!r}, within which weights are to be equal")
    column = problem.survey.responses.column(unit)
    used = problem.entering > 0
    blank = int(((column.codes < 0) & used).sum())
    if blank:
        raise WeightingError(
            f"{blank:,} respondent{' has' if blank == 1 else 's have'} no value in {unit!r}, within which "
            "weights are to be equal",
            hint="fill the blanks; who is alone in a unit needs a code of their own",
        )
    _, group_of = np.unique(column.codes, return_inverse=True)
    largest, smallest = np.zeros(group_of.max() + 1), np.full(group_of.max() + 1, np.inf)
    np.maximum.at(largest, group_of[used], problem.entering[used])
    np.minimum.at(smallest, group_of[used], problem.entering[used])
    differing = (largest > 0) & (largest - np.minimum(smallest, largest) > ALIKE * largest)
    if differing.any():
        code = column.codes[group_of == int(differing.argmax())][0]
        raise WeightingError(
            f"weights differ within {int(differing.sum()):,} unit{'' if differing.sum() == 1 else 's'} of "
            f"{unit!r}, for instance "
            f"{column.levels[code]!r}, and are to be equal there",
            hint="weights that enter must be those of the units",
        )
    return replace(problem.grouped(group_of), equal_within=unit)


def unit_means(problem: Problem) -> dict[str, Column]:
    """Columns of the units' means of the calibration variables, which the weights were fitted to."""
    variables = variables_of(problem, range(len(problem.margins))).toarray()[problem.group_of]
    return {
        f"#mean {place} within {problem.equal_within}": encode(values)
        for place, values in enumerate(variables.T)
    }
