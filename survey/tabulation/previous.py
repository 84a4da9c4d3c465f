"""Tables beside the wave before: the same answer in the same column, and which changes are marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.tabulation.banners import question_banner
from survey.tabulation.changes import change
from survey.tabulation.comparisons import Side, cautious_error, two_sided
from survey.tabulation.marks import corrected_by_family
from survey.tabulation.nesting import nested, questions_of
from survey.tabulation.threads import with_one_thread
from survey.tabulation.trends import given_waves, rows_wanted
from survey.tabulation.waves import (
    Given,
    Measured,
    Wanted,
    breaks_between,
    differ,
    measured,
    measured_within,
)
from survey.vocabulary import Axis, BannerColumn, EarlierWave, Plan, Since, Survey, Table, TrendPlan

Floats = NDArray[np.float64]

_NUMBERS = (
    "before",
    "unweighted_base",
    "effective_base",
    "gap",
    "standard_error",
    "degrees_of_freedom",
    "p",
)


class _Groups(NamedTuple):
    """Columns of a banner question as an axis to count a survey by."""

    survey: Survey
    axis: Axis
    columns: tuple[BannerColumn, ...]


@with_one_thread
def beside_previous(
    tables: Mapping[str, Table], survey: Survey, plan: Plan, waves: Mapping[str, EarlierWave]
) -> dict[str, Table]:
    """The tables, those of followed questions beside the wave before.

    The rows are those that the plan's trends follow, the columns the total and
    every banner column that the wave before has by the same name and label.
    Tables of a filter, and questions whose shares weighting fixed, are not
    compared.

    Parameters
    ----------
    survey
        Cleaned and weighted.
    waves
        {name: the wave, cleaned and weighted by its plan}.
    """
    followed: dict[str, list[TrendPlan]] = {}
    for wanted in plan.trend:
        followed.setdefault(wanted.asked[0], []).append(wanted)
    return {
        name: replace(table, since=_since(table, followed[table.question.name], survey, plan, waves))
        if table.question.name in followed and not table.filter and not table.settled
        else table
        for name, table in tables.items()
    }


def _since(
    table: Table, trends: Sequence[TrendPlan], survey: Survey, plan: Plan, waves: Mapping[str, EarlierWave]
) -> Since:
    """The table's cells minus those of the wave before, all trends of the question together."""
    found = {name: np.full(table.estimate.shape, np.nan) for name in _NUMBERS}
    names = [""] * len(table.rows)
    breaks, reasons = {}, {}
    for wanted in trends:
        earlier, now = given_waves(survey, plan, wanted, waves)[-2:]
        asked = rows_wanted(survey, wanted, plan)
        rows = [table.rows.index(row) for row in asked.rows]
        for row in rows:
            names[row] = earlier.name
        for c, later, before in _cells(table, asked, now, earlier, plan):
            changed = breaks_between(later.wave, before.wave)
            if changed:
                breaks[earlier.name] = changed
            if changed and wanted.comparable:
                reasons[earlier.name] = wanted.reason
            numbers = _compared(later, before, compare=wanted.comparable or not changed, trend=wanted)
            for name, values in zip(_NUMBERS, numbers, strict=True):
                found[name][rows, c] = values
    q = corrected_by_family(table.rows, found["p"], np.isfinite(found["p"]), plan.tables)
    return Since(
        waves=tuple(names),
        **found,
        q=q,
        mark=np.where(q < 1 - plan.tables.level, np.sign(np.nan_to_num(found["gap"])), 0).astype(np.int64),
        comparisons=int(np.isfinite(q).sum()),
        breaks=breaks,
        reasons=reasons,
    )


def _cells(
    table: Table, asked: Wanted, now: Given, earlier: Given, plan: Plan
) -> Iterator[tuple[int, Measured, Measured]]:
    """Position of each column that both waves have, and the two waves' shares in it."""
    yield 0, measured(now, asked), measured(earlier, asked)
    if now.survey is None or earlier.survey is None:
        return
    position = {(column.banner, column.code): c for c, column in enumerate(table.columns)}
    for name in dict.fromkeys(column.banner for column in table.columns if column.banner):
        groups, groups_before = _groups(now.survey, name, plan), _groups(earlier.survey, name, plan)
        if groups is None or groups_before is None:
            continue
        later = measured_within(now, groups.survey, asked, groups.axis)
        before = measured_within(earlier, groups_before.survey, asked, groups_before.axis)
        there = {column.code: k for k, column in enumerate(groups_before.columns)}
        for k, column in enumerate(groups.columns):
            same = there.get(column.code)
            if same is not None and not differ(column.label, groups_before.columns[same].label):
                yield position[name, column.code], later[k], before[same]


def _groups(survey: Survey, name: str, plan: Plan) -> _Groups | None:
    """The columns of a banner question of the survey; None where it has no such question."""
    names = questions_of(survey.codebook, name)
    if not all(each in survey.codebook and each in survey.responses.names for each in names):
        return None
    survey = nested(survey, [names])
    try:
        banner = question_banner(survey, plan, name)
    except PlanError:
        return None
    members = np.zeros((0, 0)) if banner.axis.members is None else banner.axis.members
    axis = Axis(banner.axis.column, members[:, : len(banner.columns)])
    return _Groups(survey, axis, banner.columns)


def _compared(
    later: Measured, before: Measured, *, compare: bool, trend: TrendPlan
) -> tuple[Floats | float, ...]:
    """The numbers of `_NUMBERS` for a trend's rows in one column; no change where a base is too small."""
    known = before.estimate, before.unweighted_base, before.effective_base
    if not compare or "low" in (later.wave.flag, before.wave.flag):
        return (*known, *[np.nan] * (len(_NUMBERS) - len(known)))
    one, two = (replace(wave, degrees=wave.own_degrees) for wave in (later, before))
    gap, error, degrees = change(one, two, trend.same_psus)
    cautious = cautious_error(_side(one), _side(two), error)
    return (*known, gap, cautious, degrees, two_sided(gap, cautious, degrees))


def _side(wave: Measured) -> Side:
    """A wave as one side of a comparison; weights of two waves need not be on one scale."""
    effective = np.full(len(wave.estimate), wave.effective_base)
    return Side(wave.estimate, np.square(wave.standard_error), effective, effective, effective)
