"""Sums by level of two columns, counted once and kept: what tables, bases and tests are made of.

Where every respondent is a sampling unit, all that a table shows follows from
three sums for each level of a question and level of a banner question: of
respondents, of weights, and of their squares; where weighting met margins, from
sums of products with these as well.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.stats.variance import covariance_of_respondents, mapped
from survey.tabulation.sampling import Sampling, margin_groupings, sampling, stages
from survey.tabulation.totals import LinearisedTotals, explained, margin_sums
from survey.vocabulary import Axis, Calibration, Design, Responses, Survey

Floats = NDArray[np.float64]

MOST_LEVELS = 256
"""Levels that a column may have to be counted by level."""

MOST_CELLS = 1 << 15
"""Strata times levels of the one column times levels of the other that are counted by level."""

CELLS_TOGETHER = 1 << 12
"""Cells that several banner questions, crossed, may have to be counted in one go."""

KEPT_PAIRS = 64
"""Pairs of columns whose sums are kept, those last asked for."""


class LevelSums(NamedTuple):
    """Of respondents, weights and their squares, (strata, levels + 1, levels + 1) each; blanks come last.

    Parameters
    ----------
    scaled_squares
        (levels + 1, levels + 1) of the squares, each stratum's share multiplied
        by its `Stage.factor`.
    margin_squares
        (margins, levels + 1, levels + 1) of squared weights times what was met, scaled alike.
    margin_products
        For each step of calibration (its margins, levels + 1, levels + 1), of
        the weights that entered it times what it met.
    """

    respondents: Floats
    weights: Floats
    squares: Floats
    scaled_squares: Floats
    margin_squares: Floats
    margin_products: tuple[Floats, ...]


@dataclass(frozen=True, eq=False)
class SumsByLevel:
    """The sums of one survey's respondents, counted when first asked for."""

    responses: Responses
    design: Design
    _kept: OrderedDict[tuple[str, str], LevelSums] = field(default_factory=OrderedDict, init=False)

    @cached_property
    def sample(self) -> Sampling:
        """The first stage of sampling."""
        return sampling(self.responses, self.design)

    @cached_property
    def suffice(self) -> bool:
        """Whether the design lets every variance follow from these sums."""
        if self.design.replication is not None or not self._whole:
            return False
        lonely = self.design.lonely == "fail" and bool(self.sample.stage.alone.any())
        return not (self.sample.unit_keys or lonely or len(stages(self.responses, self.design)) > 1)

    @property
    def _steps(self) -> tuple[Calibration, ...]:
        return () if self.design.calibration is None else tuple(self.design.calibration.steps)

    @cached_property
    def _whole(self) -> bool:
        """Whether what was met is met still, or nothing was."""
        return all(step.respondents in (None, len(self.responses)) for step in self._steps)

    @cached_property
    def _margins(self) -> tuple[tuple[tuple[Axis, ...], ...], ...]:
        """The margins of each step of calibration."""
        return tuple(margin_groupings(self.responses, step) for step in self._steps)

    @cached_property
    def _widest(self) -> int:
        """Strata times cells of the widest margin."""
        cells = [
            math.prod(self._size(axis.column) for axis in margin) for step in self._margins for margin in step
        ]
        return len(self.sample.strata) * max(cells, default=1)

    def suffice_for(self, rows: Sequence[Axis], columns: Axis) -> bool:
        """Whether rows, axes on one question or on none, are to be counted by level within the columns."""
        question = rows[-1].column
        named = all(axis.column or axis.members is None for axis in (*rows, columns))
        if not named or {axis.column for axis in rows} - {"", question} or question in ("", columns.column):
            return False
        sizes = self._size(question), self._size(columns.column)
        return self.suffice and max(sizes) <= MOST_LEVELS and self._widest * math.prod(sizes) <= MOST_CELLS

    def of(self, question: str, banners: Sequence[str]) -> list[LevelSums]:
        """Sums by level of the question and of each banner question; everyone has one level."""
        kept = {name: self._kept[question, name] for name in banners if (question, name) in self._kept}
        missing = [name for name in banners if name not in kept]
        for names in self._together(question, missing):
            kept |= self._count(question, names)
        found = [kept[name] for name in banners]
        for name, sums in zip(banners, found, strict=True):
            self._kept[question, name] = sums
            self._kept.move_to_end((question, name))
        while len(self._kept) > KEPT_PAIRS:
            self._kept.popitem(last=False)
        return found

    def members(self, axis: Axis) -> Floats:
        """What each level and, last, a blank counts for in the cells of an axis, (levels + 1, cells)."""
        size = self._size(axis.column)
        if axis.members is None:
            return np.eye(size, size - 1) if axis.column else np.ones((size, 1))
        if len(axis.members) == size:
            return axis.members
        return np.concatenate([axis.members, np.zeros((1, axis.members.shape[1]))])

    def _size(self, name: str) -> int:
        """Levels of a column, and one for blanks; one of everyone."""
        return len(self.responses.column(name).levels) + 1 if name else 1

    def _together(self, question: str, banners: Sequence[str]) -> Iterator[list[str]]:
        """Banner questions parted so that those of each part, crossed, have few cells."""
        alone = self._widest * self._size(question)
        part: list[str] = []
        for name in banners:
            crossed = alone * math.prod(self._size(each) + 1 for each in (*part, name))
            if part and crossed > CELLS_TOGETHER:
                yield part
                part = []
            part.append(name)
        if part:
            yield part

    def _count(self, question: str, banners: Sequence[str]) -> Iterator[tuple[str, LevelSums]]:
        """Sums by level of the question and of each of these banner questions, counted crossed."""
        names = (*banners, question)
        axes = [self.sample.stratum_axis, *(self._each_level(name) for name in names)]
        weight = self.design.weight
        powers = (0,) if weight is None else (0, 1, 2)
        found = [self.responses.count([axes], weight=weight, power=power)[0] for power in powers]
        tables = np.stack(found * 3 if weight is None else found)
        if self.sample.column:
            tables = tables[:, self.sample.stratum_cells]
        places = range(2, 2 + len(banners))
        squares, products = self._count_margins(axes[1:])
        for name, place in zip(banners, places, strict=True):
            others = tuple(other for other in places if other != place)
            pair = tables.sum(axis=others).swapaxes(-1, -2)
            in_margins = [
                table.sum(axis=tuple(other - 1 for other in others)).swapaxes(-1, -2)
                for table in (squares, *products)
            ]
            scaled = np.tensordot(self.sample.stage.factor, pair[2], 1)
            yield name, LevelSums(pair[0], pair[1], pair[2], scaled, in_margins[0], tuple(in_margins[1:]))

    def _count_margins(self, levels: Sequence[Axis]) -> tuple[Floats, list[Floats]]:
        """Squared weights by margin and level, and the weights entering each step, (margins, ...) each."""
        shape = [self._size(axis.column) for axis in levels]
        count, weight = self.responses.count, self.design.weight
        products = []
        for step, margins in zip(self._steps, self._margins, strict=True):
            found = count([(*margin, *levels) for margin in margins], weight=step.entering)
            products.append(np.concatenate([table.reshape(-1, *shape) for table in found]))
        everything = [margin for margins in self._margins for margin in margins]
        found = count(
            [(self.sample.stratum_axis, *margin, *levels) for margin in everything], weight=weight, power=2
        )
        factor, cells = self.sample.stage.factor, self.sample.stratum_cells
        squares = [np.tensordot(factor, table[cells], 1).reshape(-1, *shape) for table in found]
        return np.concatenate([np.zeros((0, *shape)), *squares]), products

    def totals(
        self, found: LevelSums, squares: Floats, variables: Callable[[Floats], Floats]
    ) -> LinearisedTotals:
        """Totals of variables made of the levels, with their covariance.

        Parameters
        ----------
        squares
            (rows, variables, variables) sums of squares and products, as
            `covariance_of_respondents` takes them.
        variables
            Sums of the variables, (rows, sorts, variables), from those by level,
            (sorts, levels + 1, levels + 1).
        """
        sums, stage, calibration = variables(found.weights), self.sample.stage, self.design.calibration
        values = sums.sum(axis=1)
        if calibration is None:
            return LinearisedTotals(values, covariance_of_respondents(squares, sums, stage))
        own_squares, own_sums = margin_sums(self.responses, self.design, self.sample)
        slopes = explained(self.responses, calibration, [variables(each) for each in found.margin_products])
        across = variables(found.margin_squares)
        own_squares, own_sums = (
            np.broadcast_to(each, (len(values), *each.shape)) for each in (own_squares, own_sums)
        )
        whole = np.block([[squares, across.swapaxes(-1, -2)], [across, own_squares]])
        covariance = covariance_of_respondents(whole, np.concatenate([sums, own_sums], axis=-1), stage)
        unit = np.broadcast_to(np.eye(values.shape[1]), squares.shape)
        return LinearisedTotals(values, mapped(covariance, np.concatenate([unit, -slopes], axis=-2)))

    def _each_level(self, name: str) -> Axis:
        """A cell for each level and, last, one for blanks; one cell of everyone where no column is named."""
        return Axis(name, _identity(self._size(name))) if name else Axis("")


def sums_by_level(survey: Survey) -> SumsByLevel:
    """The sums of a survey's respondents under its design."""
    return _sums_by_level(survey.responses, survey.design)


@lru_cache(maxsize=8)
def _sums_by_level(responses: Responses, design: Design) -> SumsByLevel:
    return SumsByLevel(responses, design)


@lru_cache(maxsize=16)
def _identity(size: int) -> Floats:
    """One array for all columns of so many levels: `count` knows members again by their place in memory."""
    return np.eye(size)
