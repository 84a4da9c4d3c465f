"""Margins as columns: which target category each respondent is in, and who answers alike."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.errors import EmptyMargin, WeightingError
from survey.vocabulary import Column, Label, Margin, Survey

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SHARES_OFF = 0.005
"""Shares that miss one by less than this are rounded shares, and are scaled."""

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
    """

    margin: Margin
    column: Column
    targets: Floats
    labels: tuple[Label, ...]

    @property
    def name(self) -> str:
        """Name of its column among the responses."""
        return f"#margin {self.margin.name}"

    def targets_beside(self, bucket: Floats) -> Floats:
        """Targets where the bucket holds these shares, (categories + 1, replicates)."""
        held = 1 - self.targets[-1]
        named = self.targets[:-1] / held if held > 0 else self.targets[:-1]
        return np.vstack([named[:, None] * (1 - bucket), bucket])


def margin_cells(survey: Survey, margin: Margin, weights: Floats) -> Cells:
    """The margin's categories, with targets that leave those without a category their share.

    Parameters
    ----------
    weights
        (respondents,) entering weights.

    Raises
    ------
    EmptyMargin
        A category with a share above zero that no respondent with a weight is in.
    WeightingError
        A question that is not in the data, shares that do not add up to one.
    """
    _check_shares(margin)
    categories = list(margin.shares)
    column = Column(_category_of(survey, margin), (*map(" × ".join, categories), "no target category"))
    found = np.bincount(column.codes, weights, minlength=len(categories) + 1)
    shares = np.array([margin.shares[category] for category in categories])
    shares = shares / shares.sum()
    labels = (*(_label(survey, margin, category) for category in categories), BUCKET)
    for share, total, label in zip(shares, found, labels, strict=False):
        if share > 0 and total <= 0:
            raise _empty(margin, label, share)
    bucket = found[-1] / found.sum()
    return Cells(margin, column, np.append(shares * (1 - bucket), bucket), labels)


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


def _check_shares(margin: Margin) -> None:
    if isinstance(margin.questions, str):
        raise WeightingError(
            f"the margin of {margin.questions!r} names its questions by a text",
            hint=f'write Margin(("{margin.questions}",), …), with a tuple of names',
        )
    wrong = [key for key in margin.shares if isinstance(key, str) or len(key) != len(margin.questions)]
    if wrong:
        raise WeightingError(
            f"the margin {margin.name!r} has the category {wrong[0]!r}, which is not one answer per question",
            hint="a category is a tuple with an answer code for each question of the margin",
        )
    odd = [" × ".join(category) for category, share in margin.shares.items() if not math.isfinite(share)]
    if odd:
        raise WeightingError(f"the margin {margin.name!r} wants no share that could be met of {odd[0]!r}")
    total = sum(margin.shares.values())
    if abs(total - 1) > SHARES_OFF:
        raise WeightingError(
            f"the target shares of {margin.name!r} add up to {total:.4f}, not to 1",
            hint="correct the targets; a category may be missing or given twice",
        )
    below = [" × ".join(category) for category, share in margin.shares.items() if share < 0]
    if below:
        raise WeightingError(f"the margin {margin.name!r} wants a share below zero of {', '.join(below)}")


def _label(survey: Survey, margin: Margin, category: Sequence[str]) -> Label:
    """The answers' labels in every language they have, joined; the code where there is no label."""
    labels = []
    for question, code in zip(margin.questions, category, strict=True):
        known = survey.codebook[question].answers if question in survey.codebook else ()
        labels.append(next((answer.label for answer in known if answer.code == code), Label({"": code})))
    languages = dict.fromkeys(language for label in labels for language in label.texts)
    return Label({language: " × ".join(label.to(language) for label in labels) for language in languages})


def _empty(margin: Margin, label: Label, share: float) -> EmptyMargin:
    return EmptyMargin(
        f"the margin {margin.name!r} wants {100 * share:.1f}% of {label.to('en')!r}, "
        "but no respondent with a weight gave that answer",
        hint="merge the category with a neighbour in the targets, or take the margin out of [weighting]",
    )
