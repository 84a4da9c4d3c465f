"""A crossing made again within the groups of a third question."""

from __future__ import annotations

import numpy as np

from survey.tabulation.axes import answer_axis, any_cell, base_axis, one_cell
from survey.tabulation.banners import column_flags
from survey.tabulation.bases import base_kind, grouping_question
from survey.tabulation.crosstab import UNTESTED, independence
from survey.tabulation.estimates import Bases, Estimates, interval, shares_inside
from survey.tabulation.odds import TwoByTwo, odds_ratios
from survey.tabulation.sides import CROSSING, Side
from survey.vocabulary import (
    Axis,
    ColumnFlag,
    CrossingPlan,
    Group,
    Homogeneity,
    Plan,
    Survey,
    TableTest,
    Within,
)


def within(
    survey: Survey,
    plan: Plan,
    wanted: CrossingPlan,
    sides: tuple[Side, Side, int],
    collapsed: TwoByTwo | None,
) -> Within:
    """Shares, test and odds ratio in each group, and whether the odds ratios are one.

    Parameters
    ----------
    sides
        Rows, columns, and how many of the columns are answers.

    Raises
    ------
    PlanError
        There is no such third question, or it has no answers to group by.
    """
    rows, columns, _ = sides
    third = grouping_question(survey, wanted.within, CROSSING)
    codes = third.codes("substantive")
    groups = answer_axis(survey, third.name, [[code] for code in codes])
    column_base = base_axis(survey, columns.question.name, base_kind(columns.question, plan))
    row_axis = rows.axis(survey)
    found = shares_inside(survey, columns.axis(survey), (column_base, groups, row_axis))
    bases = Bases.of(survey, (column_base, groups, any_cell(row_axis)))
    flags = column_flags(bases.unweighted, bases.effective, plan.tables)
    large = np.array([flag != "low" for flag in flags])
    odds, test = (
        odds_ratios(survey, collapsed, (groups,), plan.tables.level, large)
        if collapsed
        else ([None] * len(codes), Homogeneity())
    )
    low, high = interval(found, level=plan.tables.level)
    made = []
    for g, code in enumerate(codes):
        here = slice(g * len(rows.rows), (g + 1) * len(rows.rows))
        made.append(
            Group(
                code=code,
                label=third.answer(code).label,
                share_of_row=found.estimate[:, here].T,
                standard_error=found.standard_error[:, here].T,
                low=low[:, here].T,
                high=high[:, here].T,
                count=found.count[:, here].T,
                unweighted_bases=found.unweighted_base[here],
                weighted_bases=found.weighted_base[here],
                effective_bases=found.effective_base[here],
                unweighted_base=float(bases.unweighted[g]),
                effective_base=float(bases.effective[g]),
                flag=flags[g],
                row_flags=_row_flags(found, here, plan),
                test=_test(survey, sides, one_cell(groups, g)),
                odds=odds[g],
            )
        )
    return Within(third, tuple(made), test)


def _row_flags(found: Estimates, here: slice, plan: Plan) -> tuple[ColumnFlag, ...]:
    return column_flags(found.unweighted_base[here], found.effective_base[here], plan.tables)


def _test(survey: Survey, sides: tuple[Side, Side, int], group: Axis) -> TableTest:
    """The whole-table test in one group; none where a respondent can stand in two cells."""
    rows, columns, answers = sides
    if "multiple" in (rows.question.kind, columns.question.kind):
        return UNTESTED
    return independence(survey, rows.axis(survey), columns.axis(survey, upto=answers), (group,))
