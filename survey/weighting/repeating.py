"""A weighting step repeated on every replicate weight, so that their spread shows what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.errors import EmptyMargin, NotConverged
from survey.vocabulary import Axis, Column, ReplicateMethod, Survey
from survey.weighting.cells import Cells
from survey.weighting.raking import Fitted

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

Solve = Callable[[Floats, Sequence[Floats], Sequence[int]], Fitted]
"""Factors of cells from weights, (cells,) or (cells, replicates), totals wanted, and of which margins."""

CELL_COLUMN = "#cell"
"""Column that numbers the respondents' cells while weighting."""


def repeated(
    survey: Survey,
    margins: Sequence[Cells],
    population: float,
    solve: Solve,
    cell_of: Ints,
    tolerance: float,
) -> dict[str, Floats]:
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
    replication = survey.design.replication
    if replication is None:
        return {}
    entering = survey.responses.block(replication.block)
    cells = Column(cell_of.astype(np.int32), tuple(range(int(cell_of.max()) + 1)))
    responses = survey.responses.assign({CELL_COLUMN: cells, **{each.name: each.column for each in margins}})
    [weights, *found] = responses.count(
        [(Axis(CELL_COLUMN),), *((Axis(each.name),) for each in margins)], weight=replication.block
    )
    targets = []
    for margin, held in zip(margins, found, strict=True):
        wanted = margin.targets_beside(held[:, -1] / held.sum(axis=1))
        _check_held(margin, wanted, held.T, replication.method)
        targets.append(population * wanted)
    fitted = solve(np.ascontiguousarray(weights.T), targets, range(len(targets)))
    if not fitted.error <= tolerance:
        raise NotConverged(
            f"the targets were not met in every replicate (tried {fitted.iterations} times, "
            f"off by up to {fitted.error:.1e})",
            margins=[margin.margin.name for margin in margins],
            hint="merge small categories, or widen the bounds",
        )
    return {replication.block: entering * fitted.factors[cell_of]}


def beside(found: Sequence[Fitted]) -> Fitted:
    """Replicates solved one by one, as one answer."""
    return Fitted(
        factors=np.stack([each.factors for each in found], axis=1),
        iterations=max(each.iterations for each in found),
        error=max(each.error for each in found),
    )


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
