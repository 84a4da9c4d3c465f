"""Which respondents a statistic is of: questions, groups and domain, as axes to count by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError, PlanError
from survey.tabulation.axes import answer_axis
from survey.tabulation.estimates import Bases
from survey.tabulation.sampling import sampling
from survey.vocabulary import Axis, Question, Survey

Floats = NDArray[np.float64]
Domain = Mapping[str, str | Sequence[str]]
Names = str | Sequence[str]

NO_DEGREES = "no degrees of freedom"
"""Why there are no limits where there may be an error."""


@dataclass(frozen=True, eq=False)
class Scope:
    """Groups of respondents, each inside the domain and with a value where one is needed.

    Parameters
    ----------
    axes
        Their crossed cells are the groups.
    groups
        (groups,) answer code in each question of `by`.
    """

    survey: Survey
    axes: tuple[Axis, ...]
    groups: tuple[tuple[str, ...], ...]

    @cached_property
    def bases(self) -> Bases:
        """Respondents of each group."""
        return Bases.of(self.survey, self.axes)

    @property
    def df(self) -> float:
        """Degrees of freedom of the design."""
        return sampling(self.survey.responses, self.survey.design).degrees

    @property
    def weighted_base(self) -> Floats:
        """(groups,) weighted respondents."""
        return self.count(self.axes)

    @property
    def flags(self) -> tuple[str, ...]:
        """(groups,) why a group admits no standard error; empty where it does."""
        bases = self.bases
        reasons = np.select(
            [
                bases.unweighted == 0,
                bases.unweighted == 1,
                bases.sampling_units <= 1,
                np.full(len(self.groups), not self.df > 0),
            ],
            ["nobody", "one respondent", "one sampling unit", NO_DEGREES],
            default="",
        )
        return tuple(str(reason) for reason in reasons)

    def count(self, axes: tuple[Axis, ...], power: int = 1) -> Floats:
        """Sums of the weights, (cells of the axes,)."""
        return self.survey.responses.count([axes], weight=self.survey.design.weight, power=power)[0].ravel()


def scope(survey: Survey, by: Names, domain: Domain | None, present: Sequence[Axis] = ()) -> Scope:
    """The groups of `by`, crossed, of those in the domain and in all axes of `present`.

    Raises
    ------
    PlanError
        A question that is not there, or an answer it does not have.
    """
    if not len(survey.responses):
        raise DataError("there are no respondents")
    axes: list[Axis] = []
    groups: list[tuple[str, ...]] = [()]
    for name in names_of(by):
        codes = answers_inside(survey, name)
        if not codes:
            raise PlanError(
                f"{name!r} has no answers to make groups of",
                hint="derive bands of it in the plan ([[derive]])",
            )
        axes.append(answer_axis(survey, name, [[code] for code in codes]))
        groups = [(*group, code) for group in groups for code in codes]
    return Scope(survey, (*axes, *domain_axes(survey, domain), *present), tuple(groups))


def names_of(given: Names) -> list[str]:
    """One name or several, as a list."""
    return [given] if isinstance(given, str) else list(given)


def domain_axes(survey: Survey, domain: Domain | None) -> tuple[Axis, ...]:
    """Axes of one cell each that a respondent of the domain is in."""
    axes = []
    for name, given in (domain or {}).items():
        question, codes = asked(survey, name), names_of(given)
        unknown = [code for code in codes if code not in question.codes()]
        if unknown:
            raise PlanError(
                f"the domain names the answer {unknown[0]!r} of {name!r}, which it does not have",
                hint=f"its answers are: {', '.join(question.codes())}",
            )
        axes.append(answer_axis(survey, name, [codes]))
    return tuple(axes)


def asked(survey: Survey, name: str) -> Question:
    """The question of that name; a PlanError that lists them when there is none."""
    if name not in survey.codebook or name not in survey.responses.names:
        there = ", ".join(question.name for question in survey.codebook)
        raise PlanError(f"there is no question {name!r}", hint=f"the questions are: {there}")
    return survey.codebook[name]


def answers_inside(survey: Survey, name: str) -> tuple[str, ...]:
    """Answer codes inside the base, in questionnaire order."""
    return asked(survey, name).codes("substantive", "dont_know")
