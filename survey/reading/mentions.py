"""Several answers in several columns: the first in the first column, the second in the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from survey.reading.profiles import Profile, spelling
from survey.reading.rows import distinct
from survey.reading.workbook import text

FEW = 20
"""Respondents below which it may be chance that nobody gives an answer twice."""
LEAST_NESTED = 0.9
"""Share of respondents who must leave no column out before one they fill."""


def mentions_evidence(profiles: Sequence[Profile]) -> str:
    """Why columns hold one question's answers by turn; empty when they do not.

    Nobody gives one answer twice, nobody skips a column, later columns are
    filled less, and the columns share their answers. Ranks given to all of as
    many items as there are columns are no such set.
    """
    filled = [profile.answered for profile in profiles]
    first = filled[0]
    if any(profile.manifold for profile in profiles):
        return ""
    if first < FEW or any(after > 1.02 * before for before, after in pairwise(filled)):
        return ""
    codes, answers = shared_codes(profiles)
    if len(answers) <= len(profiles) and filled[-1] == first:
        return ""
    if filled[-1] > 0.9 * first and len(answers) < 2 * len(profiles):
        return ""
    given = codes >= 0
    nested = np.logical_or(given[:, :-1], ~given[:, 1:]).all(axis=1)
    if nested.mean() < LEAST_NESTED or _has_twins(codes) or not _share(codes, len(answers)):
        return ""
    return (
        f"{len(profiles)} neighbouring columns share their header and {len(answers)} answers, nobody gives "
        f"one twice, and each column is filled only where the one before it is: answers one after another"
    )


def shared_codes(profiles: Sequence[Profile]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Which answer stands in which column, (respondents, columns), -1 for blank, and the answers, folded."""
    answers: dict[str, int] = {}
    columns = []
    for profile in profiles:
        places = [answers.setdefault(spelling(text(cell)), len(answers)) for cell in profile.cells.levels]
        columns.append(np.array([*places, -1], dtype=np.int32)[profile.cells.codes])
    return np.stack(columns, axis=1), tuple(answers)


def _has_twins(codes: NDArray[np.int32]) -> bool:
    """Whether more than a slip of respondents give one answer twice."""
    ordered = np.sort(codes, axis=1)
    twins = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any(axis=1)
    several = (codes >= 0).sum(axis=1) > 1
    return int(several.sum()) < FEW // 2 or bool(twins.sum() > 0.005 * several.sum())


def _share(codes: NDArray[np.int32], answers: int) -> bool:
    """Whether most answers occur in more than one column."""
    where = np.zeros((answers, codes.shape[1]), dtype=bool)
    for column in range(codes.shape[1]):
        where[distinct(codes[codes[:, column] >= 0, column]), column] = True
    return bool((where.sum(axis=1) > 1).mean() >= 0.5)
