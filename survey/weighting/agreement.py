"""Whether margins that speak of the same people say the same of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from survey.vocabulary import Label, Margin
from survey.weighting.cells import Cells

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PASSES = 100

SHOWN = 4
"""Categories of a group that are named."""


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

    @property
    def one_sided(self) -> bool:
        """Whether one wants somebody where the other has nobody, which no scaling evens out."""
        return self.gap > self.NOTHING and min(self.wanted, self.implied) <= 0


@dataclass(frozen=True, eq=False)
class Outsiders:
    """People in no category of one margin, where another margin that speaks of the same puts them.

    Parameters
    ----------
    label
        The group of the other margin.
    wanted
        Their share of the population there, if both margins are met and all
        who are in no category keep their share.
    found
        Their share by the entering weights.
    base
        How many they are there; nobody, where `wanted` cannot be.
    """

    margin: Margin
    other: Margin
    label: Label
    wanted: float
    found: float
    base: int


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
            both = _by_questions(cells, first, second)
            if both is None or not both.whole:
                finer = _by_respondents(cells, occupied, first, second)
                if finer is not None and (both is None or len(finer.labels) > len(both.labels)):
                    both = finer
            found += [both] if both is not None else []
    return found


def agreed(
    cells: Sequence[Cells], shared: Sequence[Overlap], tolerance: float
) -> tuple[tuple[Cells, ...], tuple[Disagreement, ...]]:
    """The margins, those that differ by rounding made to agree, and what each pair disagreed on.

    Of two margins the later one is scaled within the groups they share.
    Pairs that differ by more than `tolerance` are left as they are.
    """
    told = tuple(_disagreement(cells, each, tolerance) for each in shared)
    slight = [each for each, said in zip(shared, told, strict=True) if said.gap <= tolerance]
    if all(said.gap <= Disagreement.NOTHING for said in told):
        slight = []
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


def outsiders(
    cells: Sequence[Cells], shared: Sequence[Overlap], occupied: Ints, people: Floats
) -> list[Outsiders]:
    """Of each pair, those in no category of the margin that has more of them, by the groups they share.

    Parameters
    ----------
    occupied
        (combinations, margins) categories that occur together.
    people
        (combinations, 2) respondents of each, and their share by the entering weights.
    """
    found = []
    for each in shared:
        one, other, group_of = each.first, each.second, each.group_of_second
        if cells[one].targets[-1] < cells[other].targets[-1]:
            one, other, group_of = other, one, each.group_of_first
        more = cells[one].targets[-1] - cells[other].targets[-1]
        if more <= Disagreement.NOTHING:
            continue
        inside = (occupied[:, one] == len(cells[one].shares)) & (occupied[:, other] < len(group_of))
        placed = group_of[occupied[inside, other]]
        base, share = (np.bincount(placed, each_of, len(each.labels)) for each_of in people[inside].T)
        wanted = more * np.bincount(group_of, cells[other].shares, len(each.labels))
        found += [
            Outsiders(cells[one].margin, cells[other].margin, label, float(goal), float(has), int(count))
            for label, goal, has, count in zip(each.labels, wanted, share, base, strict=True)
        ]
    return found


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
    """The finest groups that both margins speak of, as their categories occur among respondents.

    Categories that somebody is in at once belong to one group: prefectures
    and the regions by sex that they lie in are grouped by region. None where
    that leaves one group, or a category that nobody is in.
    """
    sizes = [len(cells[place].targets) - 1 for place in (first, second)]
    together = np.zeros((sizes[0] + 1, sizes[1] + 1), dtype=bool)
    together[occupied[:, first], occupied[:, second]] = True
    together = together[:-1, :-1]
    if not (together.any(axis=0).all() and together.any(axis=1).all()):
        return None
    if together.all(axis=0).any() or together.all(axis=1).any():
        return None
    of_first, of_second = np.nonzero(together)
    both = coo_matrix((np.ones(len(of_first)), (of_first, sizes[0] + of_second)), shape=(sum(sizes),) * 2)
    groups, group_of = connected_components(both, directed=False)
    if groups == 1:
        return None
    of_first, of_second = group_of[: sizes[0]].astype(np.intp), group_of[sizes[0] :].astype(np.intp)
    labels = tuple(
        _label_of_members(cells, (first, second), (of_first, of_second), each) for each in range(groups)
    )
    return Overlap(first, second, of_first, of_second, labels, groups in sizes)


def _label_of_members(
    cells: Sequence[Cells], pair: tuple[int, int], placed: tuple[Ints, Ints], group: int
) -> Label:
    """The labels of the categories that make a group, in the margin that needs fewer of them."""
    inside = [np.flatnonzero(group_of == group) for group_of in placed]
    fewer = int(len(inside[1]) <= len(inside[0]))
    labels = [cells[pair[fewer]].labels[place] for place in inside[fewer]]
    more = ", …" if len(labels) > SHOWN else ""
    languages = dict.fromkeys(language for label in labels for language in label.texts)
    return Label(
        {language: ", ".join(label.to(language) for label in labels[:SHOWN]) + more for language in languages}
    )


def _groups(shares: Sequence[Floats], both: Overlap) -> tuple[Floats, Floats]:
    """Shares of the groups by each margin, (groups,) each."""
    size = len(both.labels)
    first = np.bincount(both.group_of_first, shares[both.first], minlength=size).astype(float)
    return first, np.bincount(both.group_of_second, shares[both.second], minlength=size).astype(float)


def _disagreement(cells: Sequence[Cells], both: Overlap, tolerance: float) -> Disagreement:
    """On the group in which they differ most; of slight differences, one that cannot be evened out."""
    of_first, of_second = _groups([each.shares for each in cells], both)
    gaps = np.abs(of_first - of_second)
    one_sided = (gaps > Disagreement.NOTHING) & (np.minimum(of_first, of_second) <= 0)
    ranked = gaps + one_sided if gaps.max() <= tolerance else gaps
    worst = int((ranked > ranked.max() - Disagreement.NOTHING).argmax())
    first_is_whole = len(set(both.group_of_first.tolist())) == len(both.group_of_first)
    margin, other = cells[both.second].margin, cells[both.first].margin
    wanted, implied = float(of_second[worst]), float(of_first[worst])
    if both.whole and first_is_whole and gaps.max() <= Disagreement.NOTHING:
        margin, other = other, margin
    return Disagreement(margin, other, both.labels[worst], wanted, implied)
