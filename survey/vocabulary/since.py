"""Tables over time: each cell beside the same cell of the wave before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from survey.vocabulary.questions import Label

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Break = Literal["mode", "population", "wording", "answers"]
"""What can change between two waves so that their shares cannot be compared."""


@dataclass(frozen=True, eq=False)
class Since:
    """A table's cells minus those of the wave before, (rows, columns); NaN where the two are not compared.

    Parameters
    ----------
    waves
        (rows,) name of the wave before; empty where no trend follows the row.
    before, unweighted_base, effective_base
        Share 0-1 and bases of the same cell in the wave before, where it was found.
    gap, standard_error
        Change of the share, and the larger of its error and the one it would
        have if both waves had their common share.
    degrees_of_freedom, p
        Of the sampling units in the two cells, by Satterthwaite; two-sided p.
    q
        p corrected over the table's answers in all columns, and over its nets.
    mark
        1 above the wave before, -1 below, 0 neither.
    comparisons
        How many cells were compared.
    breaks
        {wave before: what changed since}.
    reasons
        {wave before: why it is compared all the same}.
    """

    waves: tuple[str, ...]
    before: Floats
    unweighted_base: Floats
    effective_base: Floats
    gap: Floats
    standard_error: Floats
    degrees_of_freedom: Floats
    p: Floats
    q: Floats
    mark: Ints
    comparisons: int = 0
    breaks: Mapping[str, tuple[Break, ...]] = field(default_factory=dict)
    reasons: Mapping[str, Label] = field(default_factory=dict)
