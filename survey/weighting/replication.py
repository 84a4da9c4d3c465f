"""Replicate weights: made from the design, taken from the file, and weighted like the weights themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import DesignError, PlanError
from survey.responses import combinations, encode, numbers
from survey.stats.replicates import Factors, balanced, bootstrap, jackknife, successive_differences
from survey.stats.variance import sampling_fraction
from survey.vocabulary import (
    REPLICATE_BLOCK,
    WEIGHT_COLUMN,
    Design,
    LonelyPolicy,
    Note,
    ReplicateMethod,
    Replication,
    Survey,
    check_choice,
)
from survey.weighting.designs import entering_weights

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ALIKE = (0.8, 1.25)
"""Sums of the replicate weights, on average, over that of the weight they can belong to."""

LARGEST_BLOCK = 1 << 28
"""Replicate weights kept in memory at most (2 GB)."""


def replicate(
    survey: Survey,
    method: ReplicateMethod = "bootstrap",
    *,
    replicates: int = 500,
    seed: int = 0,
    rho: float = 0.3,
) -> Survey:
    """The survey with replicate weights made from its design; weighting it later repeats on each of them.

    Parameters
    ----------
    method
        `JK1` (one stratum) and `JKn`: each sampling unit left out in turn.
        `BRR`, `Fay`: half-samples of strata of two units. `bootstrap`: Rao and
        Wu's. `SDR`: successive differences in the order of the file.
    replicates, seed
        How many the bootstrap draws, and from what seed.
    rho
        What Fay's method keeps of the half-sample left out.

    Raises
    ------
    DesignError
        The design does not admit the method: a stratum of one unit where the
        design's `lonely` is to fail, for half samples one of another number
        than two, for JK1 more than one stratum; weights that were already
        calibrated.

    References
    ----------
    Wolter (2007), *Introduction to Variance Estimation*, 2nd ed.
    """
    check_choice("method", method, ReplicateMethod)
    if replicates < 2 or not 0 <= rho < 1:
        raise DesignError(f"{replicates} replicates, with a rho of {rho:g}, show no variance")
    if survey.design.calibration is not None:
        raise DesignError(
            "the weights were already fitted to margins, which each replicate must repeat",
            hint="make the replicates first, then weight: both steps are carried by every standard error",
        )
    survey, weights = entering_weights(survey)
    units = _units(survey)
    factors = _factors(method, units, survey.design, replicates, seed, rho)
    _check_size(len(weights), factors.values.shape[1], method)
    block = weights[:, None] * factors.values[units.of_respondent]
    kept = rho if method == "Fay" else 0.0
    replication = Replication(method, factors.scale, tuple(map(float, factors.scales)), rho=kept)
    return _with_replicates(survey, weights, block, replication)


def declare_replicates(
    survey: Survey,
    columns: str | Sequence[str],
    *,
    weight: str | None = None,
    method: ReplicateMethod = "bootstrap",
    scale: float | None = None,
    scales: Sequence[float] | None = None,
    rho: float = 0.0,
    about_estimate: bool = True,
) -> Survey:
    """The survey with the replicate weights that came with it, one column each, the weight multiplied in.

    Parameters
    ----------
    weight
        The weight itself; None: the design's.
    scale, scales
        The variance is scale × Σ scales_r (t_r − c)². By default what the
        method says of as many replicates; JKn needs `scales`.
    rho
        What Fay's half-samples keep.
    about_estimate
        Whether c is the estimate of all respondents, or the mean of the t_r.

    Raises
    ------
    PlanError
        A column that is not there.
    DesignError
        Weights below zero, blank or infinite; other scales than replicates.
    """
    check_choice("method", method, ReplicateMethod)
    columns = [columns] if isinstance(columns, str) else list(columns)
    absent = [name for name in (*columns, weight) if name and name not in survey.responses.names]
    if absent or not columns:
        raise PlanError(
            f"the replicate weights {', '.join(absent[:5]) or '(none named)'} are not in the data"
        )
    if not 0 <= rho < 1 or (scale is not None and not (np.isfinite(scale) and scale > 0)):
        raise DesignError(f"a scale of {scale} and a rho of {rho:g} make no variance")
    survey = replace(survey, design=replace(survey.design, weight=weight or survey.design.weight))
    survey, weights = entering_weights(survey)
    block = _declared_block(survey, columns)
    _check_alike(weights, block)
    factor = _DEFAULT_SCALES[method](len(columns), rho) if scale is None else scale
    each = tuple(map(float, _declared_scales(method, scales, len(columns))))
    kept = rho if method == "Fay" else 0.0
    replication = Replication(method, float(factor), each, about_estimate, rho=kept)
    return _with_replicates(survey, weights, block, replication)


def _declared_block(survey: Survey, columns: Sequence[str]) -> Floats:
    """The replicate weights of the file, (respondents, replicates)."""
    block = np.stack([numbers(survey.responses.column(name)) for name in columns], axis=1)
    usable = ((block >= 0) & np.isfinite(block)).all(axis=0)
    if not usable.all():
        raise DesignError(
            f"the replicate weight {columns[int(usable.argmin())]!r} is blank, below zero or infinite for "
            "some respondents",
            hint="a respondent that a replicate leaves out has the weight 0",
        )
    return block


def _declared_scales(method: ReplicateMethod, scales: Sequence[float] | None, replicates: int) -> Floats:
    """The scale of each replicate, (replicates,)."""
    if scales is None and method == "JKn":
        raise DesignError(
            "JKn needs the scale of each replicate", hint="give `scales`, (m_h − 1)/m_h of its stratum"
        )
    given = np.ones(replicates) if scales is None else np.atleast_1d(np.asarray(scales, dtype=float))
    if given.shape != (replicates,) or not (np.isfinite(given) & (given >= 0)).all():
        raise DesignError(f"there are {replicates} replicate weights and {len(given)} usable scales for them")
    return given


def _check_alike(weights: Floats, block: Floats) -> None:
    """Refuses replicate weights that are not those of the weight."""
    ratio = float(block.mean(axis=1).sum() / weights.sum())
    if not ALIKE[0] <= ratio <= ALIKE[1]:
        raise DesignError(
            f"the replicate weights add up to {ratio:.2f} times the weight, on average",
            hint="name the `weight` that they belong to; they hold the weight itself, not factors of it",
        )


_DEFAULT_SCALES: dict[ReplicateMethod, Callable[[int, float], float]] = {
    "JK1": lambda size, rho: (size - 1) / size,
    "JKn": lambda size, rho: 1.0,
    "BRR": lambda size, rho: 1 / size,
    "Fay": lambda size, rho: 1 / (size * (1 - rho) ** 2),
    "bootstrap": lambda size, rho: 1 / size,
    "SDR": lambda size, rho: 4 / size,
}


def _with_replicates(survey: Survey, weights: Floats, block: Floats, replication: Replication) -> Survey:
    method, weighted = replication.method, survey.design.weight is not None
    columns = {WEIGHT_COLUMN: encode(weights)} if weighted else {}
    responses = survey.responses.assign(columns, {REPLICATE_BLOCK: block})
    weight = WEIGHT_COLUMN if weighted else None
    design = replace(survey.design, weight=weight, replication=replication)
    text = f"standard errors come from {block.shape[1]:,} replicate weights ({method})"
    if survey.design.ssu_fpc is not None:
        text += "; they show the first stage of the sample only"
    if survey.design.fpc is not None and method in ("BRR", "Fay", "SDR"):
        text += "; the finite population is left out of them, which makes errors larger"
    note = Note("design", text, "W004", level="assumption")
    return replace(survey, responses=responses, design=design, log=(*survey.log, note))


@dataclass(frozen=True, eq=False)
class _Units:
    """Sampling units: whose each respondent is, (respondents,), and the stratum of each, (units,)."""

    of_respondent: Ints
    stratum: Ints
    strata: tuple[object, ...]
    fraction: Floats

    @property
    def drawn(self) -> Ints:
        """(strata,) units."""
        return np.bincount(self.stratum, minlength=len(self.strata))

    @property
    def alone(self) -> NDArray[np.bool_]:
        """Strata of one unit that were not taken whole, (strata,)."""
        return np.asarray((self.drawn == 1) & (self.fraction < 1))

    def places(self, silent: NDArray[np.bool_]) -> Ints:
        """Place of each unit in the order of the file, (units,); -1 in strata (strata,) that add nothing."""
        places = np.full(len(self.stratum), -1, dtype=np.intp)
        in_order = np.argsort(np.unique(self.of_respondent, return_index=True)[1])
        in_order = in_order[~silent[self.stratum[in_order]]]
        places[in_order] = np.arange(len(in_order))
        return places


def _units(survey: Survey) -> _Units:
    design, responses = survey.design, survey.responses
    names = [name for name in (design.stratum, design.psu) if name]
    columns = [responses.column(name) for name in names]
    if any((column.codes < 0).any() for column in columns):
        raise DesignError(f"some respondents have no value in {' or '.join(names)}, the design's columns")
    if design.psu is None:
        of_respondent = np.arange(len(responses))
        stratum = columns[0].codes if columns else np.zeros(len(responses), dtype=np.intp)
    else:
        found, of_respondent = combinations(columns)
        stratum = found[:, 0] if design.stratum else np.zeros(len(found), dtype=np.intp)
    held, stratum = np.unique(stratum, return_inverse=True)
    strata = tuple(columns[0].levels[int(code)] for code in held) if design.stratum else ("everyone",)
    fraction = np.zeros(len(held))
    if design.fpc:
        counts = numbers(responses.column(design.fpc))
        known = ~np.isnan(counts)
        population = np.full(len(held), np.inf)
        population[stratum[of_respondent[known]]] = counts[known]
        fraction = sampling_fraction(population, np.bincount(stratum).astype(float))
    return _Units(of_respondent, stratum, strata, fraction)


def _factors(
    method: ReplicateMethod, units: _Units, design: Design, replicates: int, seed: int, rho: float
) -> Factors:
    _check_size(len(units.of_respondent), replicates if method == "bootstrap" else 1, method)
    _check_lonely(method, units, design.lonely)
    if method in ("BRR", "Fay"):
        odd = np.flatnonzero((units.drawn != 2) & (units.drawn != 1))
        if len(odd):
            raise _not_admitted(method, units, odd, "exactly two sampling units", _PAIRS)
    if method == "JK1" and len(units.strata) > 1:
        raise DesignError(f"JK1 is for one stratum, and the design has {len(units.strata)}", hint="use JKn")
    if method.startswith("JK"):
        _check_size(len(units.of_respondent), len(units.stratum), method)
    made = _made(method, units, design.lonely, replicates, seed, rho)
    if design.lonely != "average" or method == "SDR":
        return made
    return replace(made, scale=made.scale * len(units.strata) / int((~units.alone).sum()))


def _made(
    method: ReplicateMethod, units: _Units, lonely: LonelyPolicy, replicates: int, seed: int, rho: float
) -> Factors:
    """The factors of a design that admits the method, whatever lonely strata are to average."""
    alone = units.alone[units.stratum]
    centred = np.flatnonzero(alone & (lonely == "adjust"))
    if method in ("BRR", "Fay"):
        return balanced(units.stratum, rho if method == "Fay" else 0.0, centred)
    if method == "bootstrap":
        random = np.random.default_rng(seed)
        return bootstrap(units.stratum, units.fraction, replicates, random, centred)
    if method == "SDR":
        return successive_differences(units.places(units.alone & (lonely in ("remove", "certainty"))))
    return jackknife(units.stratum, units.fraction, centred)


_PAIRS = 'merge strata into pairs, or use another method: "JKn" and "bootstrap" take any number'


def _check_lonely(method: ReplicateMethod, units: _Units, lonely: LonelyPolicy) -> None:
    """Refuses a sample of one unit, and strata of one unit that nobody said what to do with."""
    if len(units.stratum) < 2:
        raise DesignError(
            "the sample has one sampling unit, from which no variance can be computed",
            hint="name the column that tells sampling points apart, or none where respondents were drawn",
        )
    alone = np.flatnonzero(units.alone)
    if not len(alone):
        return
    if lonely == "fail":
        hint = (
            'say what such a stratum counts: lonely = "adjust" (its distance from the mean of all units), '
            '"average" (as much as the others), "certainty" or "remove" (nothing); or merge strata'
        )
        raise _not_admitted(method, units, alone, "two sampling units or more", hint)
    if lonely != "adjust" and len(alone) == len(units.strata):
        raise DesignError(
            f"each of the {len(alone)} strata holds a single sampling unit, and with lonely = {lonely!r} "
            "none of them shows a variance",
            hint='set lonely = "adjust", or merge strata',
        )


def _not_admitted(
    method: ReplicateMethod, units: _Units, strata: Ints, wanted: str, hint: str
) -> DesignError:
    shown = ", ".join(f"{units.strata[h]} ({units.drawn[h]})" for h in strata[:5])
    return DesignError(
        f"{method} needs {wanted} in every stratum; {len(strata)} have another number: {shown}", hint=hint
    )


def _check_size(respondents: int, replicates: int, method: ReplicateMethod) -> None:
    if respondents * replicates > LARGEST_BLOCK:
        raise DesignError(
            f"{method} would make {replicates:,} replicates of {respondents:,} respondents, too many to keep",
            hint="use the bootstrap, whose number of replicates is free",
        )
