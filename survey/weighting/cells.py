"""Margins as columns: which target category each respondent is in, and what share each is to have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import WeightingError
from survey.vocabulary import (
    MARGIN_PREFIX,
    Column,
    Label,
    Margin,
    MissingTarget,
    Survey,
    joined_labels,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

BUCKET = Label({"en": "No target category", "ja": "目標区分なし"})


@dataclass(frozen=True, eq=False)
class Cells:
    """One margin over the respondents.

    Parameters
    ----------
    column
        Category of each respondent; the last level is the bucket of those
        without one.
    targets
        (categories + 1,) shares of the population, the bucket's being the
        share it has.
    found
        (categories + 1,) shares by the entering weights.
    respondents
        (categories + 1,) those with a weight.
    """

    margin: Margin
    column: Column
    targets: Floats
    labels: tuple[Label, ...]
    found: Floats
    respondents: Ints

    @property
    def name(self) -> str:
        """Name of its column among the responses."""
        return f"{MARGIN_PREFIX}{self.margin.name}"

    @property
    def outside(self) -> Bools:
        """Who is in no target category, (respondents,)."""
        return np.asarray(self.column.codes == len(self.labels) - 1)

    @property
    def shares(self) -> Floats:
        """(categories,) shares of the population that has a category."""
        held = 1 - self.targets[-1]
        return self.targets[:-1] / held if held > 0 else self.targets[:-1]

    def of(self, shares: Floats) -> Cells:
        """The same margin with other (categories,) shares of those who have a category."""
        return replace(self, targets=np.append(shares * (1 - self.targets[-1]), self.targets[-1]))

    def targets_beside(self, bucket: Floats) -> Floats:
        """Targets where the bucket holds these shares, (categories + 1, replicates)."""
        return np.vstack([self.shares[:, None] * (1 - bucket), bucket])


def left_out(cells: Sequence[Cells], missing: MissingTarget) -> Bools:
    """Who is to have no weight, (respondents,): where nobody is wanted, or nowhere if that excludes."""
    unwanted = [(each.targets == 0)[each.column.codes] for each in cells]
    outside = [each.outside for each in cells] if missing == "exclude" else []
    return np.asarray(np.any([*unwanted, *outside], axis=0), dtype=bool)


def margin_cells(survey: Survey, margin: Margin, weights: Floats) -> Cells:
    """The margin's categories, with targets that leave those without a category their share.

    Parameters
    ----------
    weights
        (respondents,) entering weights.

    Raises
    ------
    WeightingError
        A question that is not in the data, or takes several answers; a margin
        that is not written as one.
    """
    _check_written(margin)
    categories = list(margin.shares)
    codes = _category_of(survey, margin)
    found = np.bincount(codes, weights, minlength=len(categories) + 1)
    shares = np.array([max(margin.shares[category], 0.0) for category in categories])
    bucket = found[-1] / found.sum()
    return Cells(
        margin=margin,
        column=Column(codes, (*map(" × ".join, categories), "no target category")),
        targets=np.append(shares / (shares.sum() or 1.0) * (1 - bucket), bucket),
        labels=(*category_labels(survey, margin.questions, categories), BUCKET),
        found=found / found.sum(),
        respondents=np.bincount(codes[weights > 0], minlength=len(categories) + 1),
    )


def _category_of(survey: Survey, margin: Margin) -> NDArray[np.int32]:
    """Position of each respondent's category, (respondents,); one past the last where there is none."""
    columns = [_column(survey, margin, question) for question in margin.questions]
    positions: list[Mapping[object, int]] = [
        {level: code for code, level in enumerate(column.levels)} for column in columns
    ]
    table = np.full([len(column.levels) + 1 for column in columns], len(margin.shares), dtype=np.int32)
    for category, answers in enumerate(margin.shares):
        cell = tuple(known.get(answer, -1) for known, answer in zip(positions, answers, strict=True))
        if -1 not in cell:
            table[cell] = category
    return np.asarray(table[tuple(column.codes for column in columns)])


def _column(survey: Survey, margin: Margin, question: str) -> Column:
    if question not in survey.responses.names:
        raise WeightingError(
            f"the margin {margin.name!r} needs the question {question!r}, which is not in the data",
            hint="derive it in the plan ([[derive]]), or take the margin out of [weighting]",
        )
    if question in survey.codebook and survey.codebook[question].kind == "multiple":
        raise WeightingError(
            f"the margin {margin.name!r} is of {question!r}, which takes several answers",
            hint="derive a question of one of its answers ([[derive]] ticked), and weight to that",
        )
    return survey.responses.column(question)


def _check_written(margin: Margin) -> None:
    """Refuses a margin that no targets could be read from."""
    if isinstance(margin.questions, str):
        raise WeightingError(
            f"the margin of {margin.questions!r} names its questions by a text",
            hint=f'write Margin(("{margin.questions}",), …), with a tuple of names',
        )
    if not margin.shares:
        raise WeightingError(f"the margin {margin.name!r} has no category")
    wrong = [key for key in margin.shares if isinstance(key, str) or len(key) != len(margin.questions)]
    if wrong:
        raise WeightingError(
            f"the margin {margin.name!r} has the category {wrong[0]!r}, which is not one answer per question",
            hint="a category is a tuple with an answer code for each question of the margin",
        )
    odd = [" × ".join(category) for category, share in margin.shares.items() if not math.isfinite(share)]
    if odd:
        raise WeightingError(f"the margin {margin.name!r} wants no share that could be met of {odd[0]!r}")


def category_label(survey: Survey, questions: Sequence[str], category: Sequence[str]) -> Label:
    """The answers' labels in every language they have, joined; the code where there is no label."""
    [label] = category_labels(survey, questions, [category])
    return label


def category_labels(
    survey: Survey, questions: Sequence[str], categories: Iterable[Sequence[str]]
) -> tuple[Label, ...]:
    """The label of each category, an answer of each question."""
    known = [
        {answer.code: answer.label for answer in survey.codebook[question].answers}
        if question in survey.codebook
        else {}
        for question in questions
    ]
    return tuple(
        joined_labels(
            [labels.get(code) or Label({"": code}) for labels, code in zip(known, category, strict=True)]
        )
        for category in categories
    )
