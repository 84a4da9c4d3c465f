"""A weighting step repeated on every replicate weight, so that their spread shows what it did."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from survey.errors import EmptyMargin, NotConverged
from survey.vocabulary import Axis, Column, ReplicateMethod
from survey.weighting.cells import Cells
from survey.weighting.problem import Problem
from survey.weighting.solving import Solve

Floats = NDArray[np.float64]

GROUP_COLUMN = "#group"
"""Column that numbers the respondents' groups while weighting."""


def repeated(problem: Problem, solve: Solve, tolerance: float) -> dict[str, Floats]:
    """The replicate weights after the step, {block: (respondents, replicates)}; none where there are none.

    A bucket of respondents without a target keeps the share that it has in
    each replicate.

    Raises
    ------
    EmptyMargin
        A category that a replicate leaves without weight.
    NotConverged
        A replicate whose targets were not met.
    """
    replication = problem.survey.design.replication
    if replication is None:
        return {}
    entering = problem.survey.responses.block(replication.block)
    groups = Column(problem.group_of.astype(np.int32), tuple(range(problem.groups)))
    columns = {each.name: each.column for each in problem.margins}
    responses = problem.survey.responses.assign({GROUP_COLUMN: groups, **columns})
    [weights, *found] = responses.count(
        [(Axis(GROUP_COLUMN),), *((Axis(each.name),) for each in problem.margins)], weight=replication.block
    )
    targets = []
    for margin, held in zip(problem.margins, found, strict=True):
        wanted = margin.targets_beside(held[:, -1] / held.sum(axis=1))
        if not problem.unmet:
            _check_held(margin, wanted, held.T, replication.method)
        targets.append(problem.population * wanted)
    fitted = solve(np.ascontiguousarray(weights.T), targets, range(len(targets)))
    if not fitted.error <= tolerance and not problem.unmet:
        raise NotConverged(
            f"the targets were not met in every replicate (tried {fitted.iterations} times, "
            f"off by up to {fitted.error:.1e})",
            margins=[margin.margin.name for margin in problem.margins],
            hint="merge small categories, or widen the bounds",
        )
    return {replication.block: entering * fitted.factors[problem.group_of]}


def _check_held(margin: Cells, wanted: Floats, held: Floats, method: ReplicateMethod) -> None:
    empty = (wanted > 0) & (held <= 0)
    if not empty.any():
        return
    category = int(empty.any(axis=1).argmax())
    label, name = margin.labels[category].to("en"), margin.margin.name
    raise EmptyMargin(
        f"in {int(empty[category].sum())} of {held.shape[1]} replicates ({method}) nobody is left in "
        f"{label!r} of the margin {name!r}: all its respondents are in too few sampling points",
        hint=f"merge {label!r} with a neighbour in the question ([[derive]] map) and in the targets, or "
        f"leave {name!r} out of [weighting] margins{_GENTLER[method]}",
    )


_GENTLER: Mapping[ReplicateMethod, str] = {
    "bootstrap": '; method = "JKn" leaves out one sampling point at a time, and so empties fewer categories',
    "BRR": '; method = "Fay" leaves out nobody',
    "Fay": "",
    "JK1": '; method = "bootstrap" does not help: one point holds them all',
    "JKn": '; method = "bootstrap" does not help: one point holds them all',
    "SDR": "",
}
