"""Weighted totals of elementary variables, and their covariance under the design.

Everything a table shows is a function of a few totals: of those who gave an
answer in a column, of the column's base. Here they are counted, never a
respondent seen, and what calibration explains of them is taken out of their
covariance. What follows is calculus.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from survey.errors import DesignError
from survey.stats.calibration import inverse_of_moments
from survey.stats.replicates import covariance_of_replicates
from survey.stats.variance import (
    LonelyStratumError,
    covariance_of_respondents,
    covariance_of_units,
    mapped,
    without_rounding,
)
from survey.tabulation.axes import squared
from survey.tabulation.sampling import Sampling, margin_groupings, sampling, stages
from survey.vocabulary import Axis, Calibration, Design, Replication, Responses, Survey

Floats = NDArray[np.float64]
Estimator = Callable[[Floats], Floats]


RESPONDENTS_PER_CELL = 20
"""Margins are counted in one go, crossed, where their crossing has so many respondents to a cell."""


@dataclass(frozen=True, eq=False)
class Variables:
    """Elementary variables: the cells of some axes crossed, for every row of a stub.

    Parameters
    ----------
    axes
        Their crossed cells are the variables.
    stub
        One table row per cell; None: the same variables in every row.
    """

    axes: tuple[Axis, ...]
    stub: Axis | None = None

    @property
    def keys(self) -> tuple[Axis, ...]:
        """The stub (one cell when there is none), then the axes."""
        return (self.stub or Axis(""), *self.axes)


@dataclass(frozen=True, eq=False)
class LinearisedTotals:
    """Weighted totals whose error follows from the sampling design.

    Parameters
    ----------
    values
        (rows, variables).
    covariance
        (rows, variables, variables) between the totals of one row.
    """

    values: Floats
    covariance: Floats

    def covariance_of(self, estimator: Estimator, derivatives: Floats) -> Floats:
        """Covariance of estimates with these derivatives, (rows, estimates, estimates).

        Parameters
        ----------
        estimator
            Estimates of each row from totals, (..., variables) to (..., estimates).
        derivatives
            (rows, variables, estimates) of the estimates by the totals.
        """
        return mapped(self.covariance, derivatives)


@dataclass(frozen=True, eq=False)
class ReplicatedTotals:
    """Weighted totals whose error shows in replicate weights.

    Parameters
    ----------
    values
        (rows, variables).
    replicated
        (replicates, rows, variables) totals under each replicate's weights.
    """

    values: Floats
    replicated: Floats
    replication: Replication

    def covariance_of(self, estimator: Estimator, derivatives: Floats) -> Floats:
        """Covariance of the estimates, made anew in each replicate, (rows, estimates, estimates)."""
        return replicate_covariance(estimator(self.replicated), estimator(self.values), self.replication)


Totals = LinearisedTotals | ReplicatedTotals


def one_below_another(found: Sequence[Totals]) -> Totals:
    """Totals of the same survey with as many variables each, their rows one below the other."""
    values = np.concatenate([each.values for each in found])
    linearised = [each for each in found if isinstance(each, LinearisedTotals)]
    if len(linearised) == len(found):
        return LinearisedTotals(values, np.concatenate([each.covariance for each in linearised]))
    replicated = [each for each in found if isinstance(each, ReplicatedTotals)]
    together = np.concatenate([each.replicated for each in replicated], axis=1)
    return ReplicatedTotals(values, together, replicated[0].replication)


def replicate_covariance(replicated: Floats, estimate: Floats, replication: Replication) -> Floats:
    """Covariance of estimates from their replicates, (..., estimates, estimates)."""
    return covariance_of_replicates(
        replicated,
        estimate,
        scale=replication.scale,
        scales=np.array(replication.scales),
        about_estimate=replication.about_estimate,
    )


def totals(survey: Survey, blocks: Sequence[Variables]) -> Totals:
    """Totals of all blocks' variables, side by side, with what is known of their error.

    Raises
    ------
    DesignError
        The design admits no variance: a stratum with one sampling unit, a
        respondent without stratum.
    """
    responses, design = survey.responses, survey.design
    [values] = _tables(responses, blocks, design.weight)
    if design.replication is None and design.calibration is not None:
        check_whole(responses, design.calibration)
    if design.replication is not None:
        _check_width(responses, design.replication)
        replicated = _tables(responses, blocks, design.replication.block, replicated=True)
        return ReplicatedTotals(values, replicated, design.replication)
    covariance = np.zeros(1)
    for sample in stages(responses, design):
        spread = _covariance_of_units if sample.unit_keys else _covariance_of_respondents
        try:
            covariance = covariance + spread(responses, design, sample, blocks)
        except LonelyStratumError as error:
            raise _lonely(sample, error) from error
    return LinearisedTotals(values, covariance)


def _covariance_of_units(
    responses: Responses, design: Design, sample: Sampling, blocks: Sequence[Variables]
) -> Floats:
    """Covariance from totals per sampling unit, (rows, variables, variables)."""
    found, left = _unit_totals(responses, design, sample, blocks)
    covariance = covariance_of_units(left, sample.stratum_of_unit, sample.stage)
    if design.calibration is None:
        return covariance
    return without_rounding(covariance, np.square(found).sum(axis=-2))


def _unit_totals(
    responses: Responses, design: Design, sample: Sampling, blocks: Sequence[Variables]
) -> tuple[Floats, Floats]:
    """Totals per sampling unit, and what calibration leaves of them, (rows, units, variables) each."""
    found = _tables(responses, blocks, design.weight, sample.unit_keys)[sample.unit_cells].swapaxes(0, 1)
    if design.calibration is None:
        return found, found
    met = _margins_by_unit(responses, design.calibration, design.weight, sample)
    return found, found - met @ _explained(responses, design.calibration, blocks)


def totals_by_unit(survey: Survey, blocks: Sequence[Variables]) -> Floats:
    """What calibration leaves of the variables in each sampling unit, (rows, units, variables)."""
    responses, design = survey.responses, survey.design
    return _unit_totals(responses, design, sampling(responses, design), blocks)[1]


def _covariance_of_respondents(
    responses: Responses, design: Design, sample: Sampling, blocks: Sequence[Variables]
) -> Floats:
    """Covariance from sums of squares and products, (rows, variables, variables)."""
    margins = () if design.calibration is None else all_margins(responses, design.calibration)
    everything = [*blocks, *map(Variables, margins)]
    sums = _tables(responses, everything, design.weight, (sample.stratum_axis,))[sample.stratum_cells]
    squares = _squares(responses, design, sample, everything)
    covariance = covariance_of_respondents(squares, sums.swapaxes(0, 1), sample.stage)
    if design.calibration is None:
        return covariance
    explained = _explained(responses, design.calibration, blocks)
    unit = np.broadcast_to(np.eye(explained.shape[-1]), (len(explained), *(explained.shape[-1],) * 2))
    return mapped(covariance, np.concatenate([unit, -explained], axis=-2))


def _squares(responses: Responses, design: Design, sample: Sampling, blocks: Sequence[Variables]) -> Floats:
    """Sums of w² e e' over respondents, each times its stratum's factor, (rows, variables, variables)."""
    factor = np.zeros((len(responses.column(sample.column).levels) if sample.column else 1, 1))
    factor[sample.stratum_cells, 0] = sample.stage.factor
    weighing = Axis(sample.column or "", factor)
    pairs = [(i, j) for j in range(len(blocks)) for i in range(j + 1)]
    found = responses.count(
        [(weighing, *_product(blocks[i], blocks[j])) for i, j in pairs], weight=design.weight, power=2
    )
    rows = max(table.shape[1] for table in found)
    products: dict[tuple[int, int], Floats] = {}
    for (i, j), table in zip(pairs, found, strict=True):
        across = 2 + len(blocks[i].axes)
        product = table.reshape(table.shape[1], math.prod(table.shape[2:across]), -1)
        products[i, j] = np.broadcast_to(product, (rows, *product.shape[1:]))
        products[j, i] = products[i, j].swapaxes(-1, -2)
    order = range(len(blocks))
    return np.block([[products[i, j] for j in order] for i in order])


def _product(left: Variables, right: Variables) -> tuple[Axis, ...]:
    """Axes of the products of two blocks' variables, the stub first."""
    stub = left.stub or right.stub or Axis("")
    if left.stub is not None and right.stub is not None:
        stub = squared(stub)
    return (stub, *left.axes, *right.axes)


def _explained(responses: Responses, calibration: Calibration, blocks: Sequence[Variables]) -> Floats:
    """Coefficients of the variables on the margins that were met, (rows, margins, variables).

    What the last calibration leaves of a variable is what an earlier one can
    explain: margins stand in the order of `Calibration.steps`.
    """
    return explained(
        responses, calibration, [_with_margins(responses, step, blocks) for step in calibration.steps]
    )


def explained(responses: Responses, calibration: Calibration, products: Sequence[Floats]) -> Floats:
    """The same from each step's sums of products with its margins, (rows, its margins, variables)."""
    found: list[Floats] = []
    for step, with_margins in zip(calibration.steps, products, strict=True):
        left = _inverse(responses, step) @ with_margins
        for later, coefficients in zip(calibration.steps, found, strict=False):
            left = left - _margins_on_margins(responses, step, later) @ coefficients
        found.append(left)
    return np.concatenate(found, axis=-2)


@lru_cache(maxsize=8)
def _margins_on_margins(responses: Responses, calibration: Calibration, others: Calibration) -> Floats:
    """Coefficients of another calibration's margins on this one's, (margins, other margins)."""
    blocks = [Variables(margin) for margin in margin_groupings(responses, others)]
    return np.asarray(_inverse(responses, calibration) @ _with_margins(responses, calibration, blocks)[0])


def _with_margins(responses: Responses, calibration: Calibration, blocks: Sequence[Variables]) -> Floats:
    """Sums of products of the variables with the margins of one calibration, (rows, margins, variables)."""
    together = _margins_together(responses, calibration)
    if together is None:
        margins = margin_groupings(responses, calibration)
        products = [_tables(responses, blocks, calibration.entering, margin) for margin in margins]
    else:
        crossed = _tables(responses, blocks, calibration.entering, together)
        sizes = [len(responses.column(axis.column).levels) for axis in together]
        by_cell = crossed.reshape(*sizes, *crossed.shape[1:])
        places = range(len(sizes))
        products = [by_cell.sum(axis=tuple(i for i in places if i != place)) for place in places]
    return np.concatenate(products).swapaxes(0, 1)


@lru_cache(maxsize=8)
def _margins_together(responses: Responses, calibration: Calibration) -> tuple[Axis, ...] | None:
    """The margins as axes of one count, where everyone has a cell on each and their crossing is small."""
    if calibration.continuous or any(len(margin) != 1 for margin in calibration.margins):
        return None
    columns = [responses.column(name) for (name,) in calibration.margins]
    crossing = math.prod(len(column.levels) for column in columns)
    if (
        not columns
        or crossing > len(responses) / RESPONDENTS_PER_CELL
        or any((column.codes < 0).any() for column in columns)
    ):
        return None
    return tuple(Axis(name) for (name,) in calibration.margins)


@lru_cache(maxsize=8)
def _inverse(responses: Responses, calibration: Calibration) -> Floats:
    """What turns sums of products with the margins into coefficients on them, (margins, margins)."""
    margins = margin_groupings(responses, calibration)
    blocks = [Variables(margin) for margin in margins]
    moments = [_tables(responses, blocks, calibration.entering, margin)[:, 0] for margin in margins]
    return inverse_of_moments(np.concatenate(moments))


@lru_cache(maxsize=8)
def _margins_by_unit(
    responses: Responses, calibration: Calibration, weight: str | None, sample: Sampling
) -> Floats:
    """Weighted totals of the margins' variables in each sampling unit, (units, margins)."""
    margins = [Variables(margin) for margin in all_margins(responses, calibration)]
    return np.asarray(_tables(responses, margins, weight, sample.unit_keys)[sample.unit_cells, 0])


@lru_cache(maxsize=8)
def margin_sums(responses: Responses, design: Design, sample: Sampling) -> tuple[Floats, Floats]:
    """What was met, in respondents who are units: squares (margins, margins) and sums (strata, margins).

    Squares as `covariance_of_respondents` takes them.
    """
    margins = [] if design.calibration is None else all_margins(responses, design.calibration)
    blocks = [Variables(margin) for margin in margins]
    sums = _tables(responses, blocks, design.weight, (sample.stratum_axis,))[sample.stratum_cells, 0]
    return _squares(responses, design, sample, blocks)[0], sums


def all_margins(responses: Responses, calibration: Calibration) -> tuple[tuple[Axis, ...], ...]:
    """What every calibration met, the last one first, a grouping each."""
    return tuple(margin for step in calibration.steps for margin in margin_groupings(responses, step))


def check_whole(responses: Responses, calibration: Calibration) -> None:
    """Refuses respondents of whom some left after the weights were made: what was met is met no more."""
    for step in calibration.steps:
        if step.respondents not in (None, len(responses)):
            raise DesignError(
                f"the weights were fitted to margins by {step.respondents:,} respondents, and "
                f"{len(responses):,} are left, who do not meet them; no error can credit that",
                hint="keep all rows and name the part as a `domain`, or remove rows first and weight again",
            )


def _tables(
    responses: Responses,
    blocks: Sequence[Variables],
    weight: str | None,
    by: Sequence[Axis] = (),
    *,
    replicated: bool = False,
) -> Floats:
    """Weighted totals of all blocks' variables by cell of `by` or replicate, (cells, rows, variables)."""
    found = responses.count([(*by, *block.keys) for block in blocks], weight=weight)
    ahead = len(by) + replicated
    tables = [table.reshape(math.prod(table.shape[:ahead]), table.shape[ahead], -1) for table in found]
    rows = max(table.shape[1] for table in tables)
    return np.concatenate(
        [np.broadcast_to(table, (len(table), rows, table.shape[2])) for table in tables], axis=-1
    )


def _check_width(responses: Responses, replication: Replication) -> None:
    width = responses.block(replication.block).shape[1]
    if width != len(replication.scales):
        raise DesignError(
            f"there are {width} replicate weights and {len(replication.scales)} scales for them",
            hint="declare the replicate weights again, with one scale each",
        )


def _lonely(sample: Sampling, error: LonelyStratumError) -> DesignError:
    names = [str(sample.strata[h]) for h in error.strata]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return DesignError(
        f"{len(names)} of the strata in {sample.column!r} hold a single sampling unit, "
        f"from which no variance can be computed: {shown}",
        hint="set `lonely` in [design] to remove, certainty, adjust or average, or merge strata",
    )
