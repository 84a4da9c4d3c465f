"""The survey's design as arrays: strata, sampling units, and the margins its weights were made to meet."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from survey.errors import DesignError
from survey.stats.replicates import degrees_of_freedom
from survey.stats.variance import Stage, sampling_fraction, sums_by_stratum
from survey.vocabulary import Axis, Calibration, Design, LonelyPolicy, Responses

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sampling:
    """One stage of sampling: units drawn from strata.

    Parameters
    ----------
    column
        Column of the strata; None when there is one stratum.
    strata
        Names of the strata that hold respondents.
    stratum_cells
        (strata,) their positions among the levels of that column.
    unit_keys
        Columns that tell the units apart; empty when each respondent is one.
    unit_cells
        (units,) positions of the units among the cells of those columns.
    stratum_of_unit
        (units,) position of each unit's stratum.
    degrees
        Units less strata, of those with a weight that is not zero; with
        replicate weights, at most what those have.
    """

    column: str | None
    strata: tuple[object, ...]
    stratum_cells: Ints
    unit_keys: tuple[Axis, ...]
    unit_cells: Ints
    stratum_of_unit: Ints
    stage: Stage
    degrees: float

    @property
    def stratum_axis(self) -> Axis:
        """One cell per stratum."""
        return Axis(self.column or "")

    def present(self, respondents: Floats) -> tuple[Floats, Floats]:
        """Units, and degrees of freedom, of domains, (domains,) each.

        Parameters
        ----------
        respondents
            (units or strata, domains) respondents of each domain in each unit;
            in each stratum when respondents are the units.
        """
        inside = respondents > 0
        if not self.unit_keys:
            units, strata = respondents.sum(axis=0), inside
        else:
            units = inside.sum(axis=0).astype(float)
            strata = sums_by_stratum(inside.astype(float), self.stratum_of_unit, len(self.strata)) > 0
        return units, np.minimum(units - strata.sum(axis=0), self.degrees)


@lru_cache(maxsize=8)
def sampling(responses: Responses, design: Design) -> Sampling:
    """The first stage, strata and sampling units, as the respondents show it.

    Raises
    ------
    DesignError
        A respondent without stratum or sampling unit; a stratum with several
        population counts, or with more units drawn than it has.
    """
    sample = _stage(responses, design, (design.stratum, design.psu, design.fpc))
    if design.replication is None:
        return sample
    degrees = degrees_of_freedom(responses.block(design.replication.block))
    return replace(sample, degrees=min(degrees, sample.degrees))


@lru_cache(maxsize=8)
def stages(responses: Responses, design: Design) -> tuple[Sampling, ...]:
    """All stages whose variance counts: the second one where its population counts are known."""
    first = sampling(responses, design)
    if design.ssu_fpc is None:
        return (first,)
    if design.psu is None or len(first.unit_keys) != 1:
        raise DesignError(
            f"{design.ssu_fpc!r} counts units within sampling units, but no one column tells those apart",
            hint="name psu, with codes that do not recur in other strata",
        )
    second = _stage(responses, design, (design.psu, design.ssu, design.ssu_fpc))
    lonely: LonelyPolicy = "fail" if design.lonely == "fail" else "remove"
    in_order_of_cells = np.argsort(first.unit_cells)
    drawn = first.stage.fraction[first.stratum_of_unit][in_order_of_cells]
    return first, replace(second, stage=replace(second.stage, scale=drawn, lonely=lonely))


def _stage(
    responses: Responses, design: Design, columns: tuple[str | None, str | None, str | None]
) -> Sampling:
    """One stage from its columns of strata, units and population counts."""
    stratum, unit, population = columns
    keys = (Axis(stratum or ""), Axis(unit)) if unit else (Axis(stratum or ""),)
    everyone, weighing = (
        responses.count([keys], weight=weight, power=0)[0] for weight in (None, design.weight)
    )
    _check_complete(responses, columns, everyone)
    everyone = everyone.reshape(len(everyone), -1)
    weighing = weighing.reshape(len(weighing), -1)
    cells = np.flatnonzero(everyone.any(axis=1))
    everyone, weighing = everyone[cells], weighing[cells]
    names = responses.column(stratum).levels if stratum else ("everyone",)

    units = (everyone > 0).sum(axis=1).astype(float) if unit else everyone[:, 0]
    drawn = (weighing > 0).sum() if unit else weighing.sum()
    unit_keys, unit_cells, stratum_of_unit = _units(keys, cells, everyone > 0) if unit else _NO_UNITS
    fractions = _fractions(responses, stratum, population, cells, units)
    return Sampling(
        column=stratum,
        strata=tuple(names[cell] for cell in cells),
        stratum_cells=cells,
        unit_keys=unit_keys,
        unit_cells=unit_cells,
        stratum_of_unit=stratum_of_unit,
        stage=Stage(units, fractions, design.lonely),
        degrees=float(drawn - weighing.any(axis=1).sum()),
    )


_NO_UNITS: tuple[tuple[Axis, ...], Ints, Ints] = ((), np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))


def _units(keys: Sequence[Axis], cells: Ints, present: Bools) -> tuple[tuple[Axis, ...], Ints, Ints]:
    """Which columns tell units apart, where the units stand, stratum by stratum, and each one's stratum.

    Codes of sampling units that recur in several strata mean different units.
    """
    if (present.sum(axis=0) <= 1).all():
        columns = np.flatnonzero(present.any(axis=0))
        strata = present.argmax(axis=0)[columns]
        order = np.argsort(strata, kind="stable")
        return (keys[1],), columns[order], strata[order]
    stratum, unit = np.nonzero(present)
    return tuple(keys), cells[stratum] * present.shape[1] + unit, stratum


def _check_complete(responses: Responses, columns: Sequence[str | None], found: Floats) -> None:
    missing = len(responses) - int(found.sum())
    if missing:
        named = " or ".join(f"{name!r}" for name in columns[:2] if name)
        raise DesignError(
            f"{missing} of {len(responses)} respondents have no value in {named}, the design's columns",
            hint="fill them in the data, or leave the column out of [design]",
        )


def _fractions(
    responses: Responses, stratum: str | None, population: str | None, cells: Ints, units: Floats
) -> Floats:
    """Share of each stratum's units that were drawn, (strata,)."""
    if population is None:
        return np.zeros(len(units))
    [table] = responses.count([[Axis(stratum or ""), Axis(population)]])
    given = table[cells] > 0
    if (given.sum(axis=1) != 1).any():
        raise DesignError(
            f"the population counts in {population!r} are not one number in each stratum",
            hint="give every respondent of a stratum the number of sampling units the stratum has",
        )
    levels = responses.column(population).levels
    counts = np.array([_population(population, levels[cell]) for cell in given.argmax(axis=1)])
    if ((counts > 1) & (counts < units)).any():
        raise DesignError(
            f"{population!r} says that a stratum has fewer sampling units than were drawn from it",
            hint="it must count all sampling units of the stratum, not those drawn",
        )
    return sampling_fraction(counts, units)


def _population(column: str, level: object) -> float:
    """The count that a cell gives; the code of an answer that is a number counts, being read from one."""
    with contextlib.suppress(ValueError):
        if isinstance(level, int | float | str) and (count := float(level)) > 0:
            return count
    raise DesignError(
        f"{column!r} should count the sampling units of each stratum, and holds {level!r}",
        hint="write how many there are, or the share that was drawn",
    )


def margin_groupings(responses: Responses, calibration: Calibration) -> tuple[tuple[Axis, ...], ...]:
    """The variables whose totals weighting met, a grouping each."""
    margins = [tuple(Axis(name) for name in margin) for margin in calibration.margins]
    numbers = [(_number_axis(responses, name),) for name in calibration.continuous]
    if calibration.whole and not margins:
        margins = [(Axis(""),)]
    return (*margins, *numbers)


def _number_axis(responses: Responses, name: str) -> Axis:
    levels = responses.column(name).levels
    numbers = [[float(level) if isinstance(level, int | float) else 0.0] for level in levels]
    return Axis(name, np.array(numbers).reshape(len(levels), 1))
