"""A model's respondents as patterns of answers: what is modelled, by what, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError, PlanError
from survey.responses import combinations
from survey.tabulation.axes import numbers_of
from survey.tabulation.statistics.records import Term
from survey.tabulation.statistics.scope import Domain, Scope, answers_inside, asked, domain_axes, names_of
from survey.vocabulary import Axis, Column, Survey

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PATTERN_COLUMN = "#pattern"
"""Column that numbers the respondents' combinations of answers in a model."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """Patterns of answers: what is modelled, by what, and whose they are.

    Parameters
    ----------
    survey
        With a column that numbers each respondent's pattern.
    inside
        (patterns,) whether it is in the domain and has all values.
    answers
        (patterns,) the outcome; 0 outside.
    matrix
        (patterns, terms); 0 outside.
    """

    survey: Survey
    inside: Bools
    answers: Floats
    matrix: Floats
    terms: tuple[Term, ...]
    references: dict[str, str]

    @property
    def scope(self) -> Scope:
        """One group: everyone in the model."""
        return Scope(self.survey, (Axis(PATTERN_COLUMN, self.inside[:, None].astype(float)),), ((),))

    @property
    def weights(self) -> Floats:
        """(patterns,) weight of the respondents of each pattern; 0 outside."""
        return self.count(self.survey.design.weight)

    def count(self, weight: str | None) -> Floats:
        """Sums of weights per pattern, 0 outside; (replicates, patterns) of a block."""
        [found] = self.survey.responses.count([(Axis(PATTERN_COLUMN),)], weight=weight)
        return np.asarray(found * self.inside)


def patterns(
    survey: Survey,
    outcome: str,
    on: Sequence[str],
    success: Sequence[str],
    references: Mapping[str, str],
    scored: frozenset[str],
    domain: Domain,
) -> Patterns:
    """The patterns of these questions' answers; parameters and complaints are those of `regression`."""
    _check_named(survey, outcome, on, references, scored)
    domain_axes(survey, domain)
    names = list(dict.fromkeys([outcome, *on, *domain]))
    columns = [survey.responses.column(asked(survey, name).name) for name in names]
    found, pattern = combinations(columns)
    codes = {name: found[:, i] for i, name in enumerate(names)}
    answers = _outcome(survey, outcome, success)[codes[outcome]]
    inside = ~np.isnan(answers)
    for name, given in domain.items():
        allowed = names_of(given)
        levels = [
            level in allowed or _any_of(level, allowed) for level in survey.responses.column(name).levels
        ]
        inside &= np.array([*levels, False])[codes[name]]
    blocks = {name: _values(survey, name, name in scored) for name in on}
    for name, (values, _) in blocks.items():
        inside &= ~np.isnan(values[codes[name]]).any(axis=1)
    column = Column(pattern.astype(np.int32), tuple(range(len(found))))
    numbered = replace(survey, responses=survey.responses.assign({PATTERN_COLUMN: column}))
    weighing = numbered.responses.count([(Axis(PATTERN_COLUMN),)], weight=survey.design.weight, power=0)[0]
    inside &= weighing > 0
    if not inside.any():
        raise DataError(f"nobody in the domain has values in {outcome!r} and in all questions of the model")
    terms: list[Term] = [Term()]
    matrix = [np.ones((len(found), 1))]
    used: dict[str, str] = {}
    for name, (values, labels) in blocks.items():
        cells = np.nan_to_num(values[codes[name]])
        if labels:
            cells, labels, used[name] = _compared(name, cells, labels, inside, references.get(name))
            terms.extend(Term(name, label) for label in labels)
        else:
            terms.append(Term(name))
        matrix.append(cells)
    whole = np.concatenate(matrix, axis=1) * inside[:, None]
    return Patterns(numbered, inside, np.where(inside, answers, 0.0), whole, tuple(terms), used)


def _check_named(
    survey: Survey, outcome: str, on: Sequence[str], references: Mapping[str, str], scored: frozenset[str]
) -> None:
    repeated = [name for i, name in enumerate(on) if name in on[:i] or name == outcome]
    if repeated or not on:
        raise PlanError(
            f"a model names {repeated[0]!r} twice" if repeated else "a model needs questions to go on"
        )
    odd = [name for name in (*references, *scored) if name not in on]
    if odd:
        raise PlanError(
            f"{odd[0]!r} is not among the questions of the model", hint=f"they are: {', '.join(on)}"
        )
    for name in references:
        if name in scored or asked(survey, name).kind == "numeric":
            raise PlanError(f"{name!r} enters as a number, which has no answer to compare with")


def _any_of(level: object, allowed: Sequence[str]) -> bool:
    return isinstance(level, tuple) and any(code in allowed for code in level)


def _outcome(survey: Survey, name: str, success: Sequence[str]) -> Floats:
    """What each level of the outcome counts, (levels + 1,); NaN for those outside, and last for blanks."""
    question = asked(survey, name)
    if not success:
        return _numbers(survey, name)
    unknown = [code for code in success if code not in question.codes()]
    if unknown:
        raise PlanError(
            f"the model counts the answer {unknown[0]!r} of {name!r}, which it does not have",
            hint=f"its answers are: {', '.join(question.codes())}",
        )
    inside = set(answers_inside(survey, name)) | set(success)
    levels = survey.responses.column(name).levels
    given = [level if isinstance(level, tuple) else (level,) for level in levels]
    counted = [
        float(any(code in success for code in each)) if any(code in inside for code in each) else np.nan
        for each in given
    ]
    return np.array([*counted, np.nan])


def _numbers(survey: Survey, name: str) -> Floats:
    if not asked(survey, name).scored:
        raise PlanError(
            f"{name!r} holds neither numbers nor scored answers",
            hint="name the answers that count as success, or give the answers scores",
        )
    return np.append(numbers_of(survey, name), np.nan)


def _values(survey: Survey, name: str, scored: bool) -> tuple[Floats, tuple[str, ...]]:
    """What each level enters the terms as, (levels + 1, columns), NaN where it has no value; the answers."""
    if scored or asked(survey, name).kind == "numeric":
        return _numbers(survey, name)[:, None], ()
    codes = answers_inside(survey, name)
    levels = survey.responses.column(name).levels
    given = [level if isinstance(level, tuple) else (level,) for level in levels]
    rows = [
        [float(code in each) for code in codes] if set(codes) & set(each) else [np.nan] * len(codes)
        for each in given
    ]
    return np.array([*rows, [np.nan] * len(codes)]).reshape(len(levels) + 1, len(codes)), codes


def _compared(
    name: str, cells: Floats, codes: tuple[str, ...], inside: Bools, reference: str | None
) -> tuple[Floats, tuple[str, ...], str]:
    """The answers' columns without those nobody gave and without the reference, and the reference."""
    given = [i for i in range(len(codes)) if (cells[inside, i] > 0).any()]
    there = [codes[i] for i in given]
    if reference is not None and reference not in there:
        raise PlanError(
            f"the reference answer {reference!r} of {name!r} was given by nobody in the model",
            hint=f"answers that were given: {', '.join(there)}",
        )
    base = reference or (there[0] if there else "")
    kept = [i for i in given if codes[i] != base]
    if not kept:
        raise PlanError(
            f"everybody in the model gave the same answer to {name!r}, which then explains nothing",
            hint="take it out of the model, or widen the domain",
        )
    return cells[:, kept], tuple(codes[i] for i in kept), base
