"""Whether margins that speak of the same people say the same of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from survey.vocabulary import Label, Margin
from survey.weighting.cells import Cells

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PASSES = 100


@dataclass(frozen=True, eq=False)
class Overlap:
    """What two margins both say: each category of either, where it belongs among the common groups.

    Parameters
    ----------
    first, second
        Positions of the margins.
    group_of_first, group_of_second
        (categories,) each, the common group that holds it.
    labels
        A name for each group.
    whole
        Whether the groups are the second margin's own categories (or the first's).
    """

    first: int
    second: int
    group_of_first: Ints
    group_of_second: Ints
    labels: tuple[Label, ...]
    whole: bool


@dataclass(frozen=True, eq=False)
class Disagreement:
    """What one margin wants, and another implies, of the group in which they differ most."""

    NOTHING: ClassVar[float] = 1e-9
    """Gaps up to this are the computer's."""

    margin: Margin
    other: Margin
    label: Label
    wanted: float
    implied: float

    @property
    def gap(self) -> float:
        """Between the two shares."""
        return abs(self.wanted - self.implied)


def overlaps(cells: Sequence[Cells], occupied: Ints) -> list[Overlap]:
    """All pairs of margins that speak of the same groups, by their questions or by who is in them.

    Parameters
    ----------
    occupied
        (combinations, margins) categories that occur together among the respondents.
    """
    found = []
    for first in range(len(cells)):
        for second in range(first + 1, len(cells)):
            both = _by_questions(cells, first, second) or _by_respondents(cells, occupied, first, second)
            found += [both] if both is not None else []
    return found


def agreed(
    cells: Sequence[Cells], shared: Sequence[Overlap], tolerance: float
) -> tuple[tuple[Cells, ...], tuple[Disagreement, ...]]:
    """The margins, those that differ by rounding made to agree, and what each pair disagreed on.

    Of two margins the later one is scaled within the groups they share.
    Pairs that differ by more than `tolerance` are left as they are.
    """
    told = tuple(_disagreement(cells, each) for each in shared)
    slight = [each for each, said in zip(shared, told, strict=True) if 0 < said.gap <= tolerance]
    shares = [each.shares for each in cells]
    for _ in range(PASSES):
        worst = 0.0
        for each in slight:
            wanted, implied = _groups(shares, each)
            worst = max(worst, float(np.abs(wanted - implied).max()))
            scale = np.divide(wanted, implied, out=np.ones_like(wanted), where=implied > 0)
            shares[each.second] = shares[each.second] * scale[each.group_of_second]
        if worst < 1e-15:
            break
    scaled = {each.second for each in slight}
    mended = tuple(
        each.of(shares[place] / shares[place].sum()) if place in scaled else each
        for place, each in enumerate(cells)
    )
    return mended, tuple(
        said for pair, said in zip(shared, told, strict=True) if pair.whole or said.gap > Disagreement.NOTHING
    )


def _by_questions(cells: Sequence[Cells], first: int, second: int) -> Overlap | None:
    """Groups by the questions that both margins ask."""
    one, other = cells[first].margin, cells[second].margin
    common = [question for question in one.questions if question in other.questions]
    if not common:
        return None
    groups: dict[tuple[str, ...], int] = {}
    placed = []
    for margin in (one, other):
        where = [margin.questions.index(question) for question in common]
        keys = [tuple(category[place] for place in where) for category in margin.shares]
        placed.append(np.array([groups.setdefault(key, len(groups)) for key in keys], dtype=np.intp))
    labels = tuple(
        _label_of_group(cells, (first, second), placed, group, groups) for group in groups.values()
    )
    whole = len(common) in (len(one.questions), len(other.questions))
    return Overlap(first, second, placed[0], placed[1], labels, whole)


def _label_of_group(
    cells: Sequence[Cells],
    pair: tuple[int, int],
    placed: Sequence[Ints],
    group: int,
    groups: Mapping[tuple[str, ...], int],
) -> Label:
    """The label of the one category that is the group, in whichever margin has it; else its codes."""
    for position, group_of in zip(pair, placed, strict=True):
        inside = np.flatnonzero(group_of == group)
        if len(inside) == 1 and len(group_of) == len(set(group_of.tolist())):
            return cells[position].labels[int(inside[0])]
    return Label({"": " × ".join(list(groups)[group])})


def _by_respondents(cells: Sequence[Cells], occupied: Ints, first: int, second: int) -> Overlap | None:
    """Groups by a margin each of whose categories lies in one category of the other, among respondents."""
    for fine, coarse in ((first, second), (second, first)):
        within = _lies_in(cells, occupied, fine, coarse)
        if within is not None:
            own = np.arange(len(cells[coarse].targets) - 1)
            of_first, of_second = (within, own) if fine == first else (own, within)
            return Overlap(first, second, of_first, of_second, cells[coarse].labels[:-1], True)
    return None


def _lies_in(cells: Sequence[Cells], occupied: Ints, fine: int, coarse: int) -> Ints | None:
    """The coarse category of each fine one, (categories,); None where they do not nest."""
    size, groups = len(cells[fine].targets) - 1, len(cells[coarse].targets) - 1
    own, other = occupied[:, fine], occupied[:, coarse]
    within = np.full(size + 1, -1, dtype=np.intp)
    within[own] = other
    if size < groups or (within[own] != other)[own < size].any():
        return None
    within = within[:size]
    if (within < 0).any() or (within >= groups).any() or len(np.unique(within)) != groups:
        return None
    return within


def _groups(shares: Sequence[Floats], both: Overlap) -> tuple[Floats, Floats]:
    """Shares of the groups by each margin, (groups,) each."""
    size = len(both.labels)
    first = np.bincount(both.group_of_first, shares[both.first], minlength=size).astype(float)
    return first, np.bincount(both.group_of_second, shares[both.second], minlength=size).astype(float)


def _disagreement(cells: Sequence[Cells], both: Overlap) -> Disagreement:
    of_first, of_second = _groups([each.shares for each in cells], both)
    worst = int(np.abs(of_first - of_second).argmax())
    first_is_whole = len(set(both.group_of_first.tolist())) == len(both.group_of_first)
    margin, other = cells[both.second].margin, cells[both.first].margin
    wanted, implied = float(of_second[worst]), float(of_first[worst])
    if both.whole and first_is_whole and np.abs(of_first - of_second).max() <= Disagreement.NOTHING:
        margin, other = other, margin
    return Disagreement(margin, other, both.labels[worst], wanted, implied)
