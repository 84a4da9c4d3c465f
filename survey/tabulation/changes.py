"""What changed between waves: gaps with their errors, covariance included where sampling units are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.errors import DesignError
from survey.stats.ratios import ratios
from survey.stats.variance import LonelyStratumError, covariance_of_units
from survey.tabulation.marks import corrected
from survey.tabulation.sampling import Sampling, sampling
from survey.tabulation.totals import Variables, totals_by_unit
from survey.tabulation.waves import Measured
from survey.vocabulary import Break, Changes, Row, Survey

Floats = NDArray[np.float64]
Unit = tuple[object, object]
"""A sampling unit by its stratum and its code."""


def changes(
    waves: Sequence[Measured],
    rows: Sequence[Row],
    breaks: Sequence[Sequence[tuple[Break, ...]]],
    *,
    comparable: bool,
    same_psus: bool,
    level: float,
) -> Changes:
    """Every wave minus every earlier one, by t.

    Parameters
    ----------
    comparable
        Whether waves are compared across breaks.
    same_psus
        Whether the waves were drawn in the same sampling units.

    References
    ----------
    Satterthwaite (1946), *Biometrics Bulletin* 2, 110-114.
    """
    shape = (len(rows), len(waves), len(waves))
    gap, error, df = (np.full(shape, np.nan) for _ in range(3))
    for later in range(len(waves)):
        for earlier in range(later):
            if breaks[later][earlier] and not comparable:
                continue
            found = change(waves[later], waves[earlier], same_psus)
            gap[:, later, earlier], error[:, later, earlier], df[:, later, earlier] = found
    t = ratios(gap, error)
    p = np.asarray(2 * stats.t.sf(np.abs(t), df))
    reach = stats.t.ppf(0.5 + level / 2, df) * error
    return Changes(
        gap=gap,
        standard_error=error,
        low=gap - reach,
        high=gap + reach,
        t=t,
        df=df,
        p=p,
        q=_corrected(p, rows),
        breaks=tuple(tuple(line) for line in breaks),
    )


def _corrected(p: Floats, rows: Sequence[Row]) -> Floats:
    """p by Benjamini and Hochberg over the answers, and over the nets, of each two waves."""
    q = p.copy()
    for kind in ("answer", "net"):
        inside = [position for position, row in enumerate(rows) if row.kind == kind]
        for later, earlier in np.argwhere(np.isfinite(p).any(axis=0)).tolist():
            q[inside, later, earlier] = corrected(p[inside, later, earlier], "bh")
    return q


def change(later: Measured, earlier: Measured, same_psus: bool) -> tuple[Floats, Floats, Floats]:
    """Gap, its error and degrees of freedom, (rows,) each.

    Raises
    ------
    DesignError
        `same_psus`, and the designs share no sampling units.
    """
    gap = later.estimate - earlier.estimate
    if same_psus and later.survey is not None and earlier.survey is not None:
        error, joint_df = _joint_error(later, earlier)
        known = np.isfinite(later.standard_error) & np.isfinite(earlier.standard_error)
        return gap, np.where(known, error, np.nan), np.full(len(gap), joint_df)
    one, two = np.square(later.standard_error), np.square(earlier.standard_error)
    df = ratios(np.square(one + two), one**2 / _at_least(later) + two**2 / _at_least(earlier))
    return gap, np.sqrt(one + two), df


def _at_least(wave: Measured) -> float:
    """Degrees of freedom; NaN where there are none."""
    return wave.degrees if wave.degrees > 0 else np.nan


def _joint_error(later: Measured, earlier: Measured) -> tuple[Floats, float]:
    """Error of the change where both waves came from the same sampling units, (rows,), and its df.

    Both waves' respondents are taken as one sample of these units: a unit
    that leans one way in both leaves the change alone.
    """
    found = [_scores(wave) for wave in (later, earlier)]
    units = sorted({unit for units, _ in found for unit in units}, key=str)
    if not set(found[0][0]) & set(found[1][0]):
        raise DesignError(
            f"the waves {earlier.wave.name} and {later.wave.name} have no sampling unit of the same stratum "
            "and code, though the plan says same_psus",
            hint="leave same_psus out where each wave has sampling points of its own",
        )
    place = {unit: position for position, unit in enumerate(units)}
    strata = list(dict.fromkeys(sorted({unit[0] for unit in units}, key=str)))
    stratum = np.array([strata.index(unit[0]) for unit in units], dtype=np.intp)
    joint = np.zeros((len(later.estimate), len(units), 1))
    for (names, scores), sign in zip(found, (1, -1), strict=True):
        joint[:, [place[name] for name in names], 0] += sign * scores
    order = np.argsort(stratum, kind="stable")
    fraction = {name: share for wave in (earlier, later) for name, share in _fractions(wave)}
    stage = replace(
        _sampling(later).stage,
        units=np.bincount(stratum).astype(float),
        fraction=np.array([fraction[name] for name in strata]),
    )
    try:
        variance = covariance_of_units(joint[:, order], stratum[order], stage)[:, 0, 0]
    except LonelyStratumError as error:
        raise DesignError(
            "a stratum holds a single sampling unit in both waves together",
            hint="set `lonely` in [design] to remove, certainty, adjust or average",
        ) from error
    return np.sqrt(variance), float(len(units) - len(strata))


def _scores(wave: Measured) -> tuple[list[Unit], Floats]:
    """Sampling units, and the linearised shares' weighted scores in each, (rows, units)."""
    survey = _joinable(wave)
    sample = _sampling(wave)
    codes = survey.responses.column(survey.design.psu or "").levels
    units = [
        (sample.strata[stratum], codes[cell % len(codes)])
        for stratum, cell in zip(sample.stratum_of_unit.tolist(), sample.unit_cells.tolist(), strict=True)
    ]
    found = totals_by_unit(survey, [Variables(wave.inside, wave.stub), Variables(wave.inside)])
    share = np.nan_to_num(wave.estimate)[:, None]
    return units, (found[..., 0] - share * found[..., 1]) / wave.weighted_base


def _joinable(wave: Measured) -> Survey:
    """The survey of a wave whose sampling units can be told from one another."""
    survey = wave.survey
    if survey is None:
        raise ValueError("published figures have no sampling units")
    design = survey.design
    if design.psu is None or design.replication is not None or design.ssu_fpc is not None:
        found = (
            "names no psu"
            if design.psu is None
            else "has replicate weights"
            if design.replication is not None
            else "has a second stage"
        )
        raise DesignError(
            f"the design of wave {wave.wave.name} {found}, so nothing tells which sampling units waves share",
            hint="name psu in [design], or leave same_psus out: the waves are then independent samples",
        )
    return survey


def _sampling(wave: Measured) -> Sampling:
    """The first stage of the wave's design."""
    survey = _joinable(wave)
    return sampling(survey.responses, survey.design)


def _fractions(wave: Measured) -> list[tuple[object, float]]:
    """Share of each stratum's units that were drawn."""
    sample = _sampling(wave)
    return list(zip(sample.strata, sample.stage.fraction.tolist(), strict=True))
