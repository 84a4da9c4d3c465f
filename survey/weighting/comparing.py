"""What other weights would have done: margins in and out, limits, or the design weights alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import WeightingError
from survey.responses import numbers
from survey.vocabulary import Label, Plan, Survey, TrimPlan, Weighting, WeightingResult
from survey.weighting.planned import designed_survey, margins_of
from survey.weighting.problem import pose
from survey.weighting.results import achieved_by, spread_of
from survey.weighting.weighing import weight

OWN = Label({"en": "the plan", "ja": "計画どおり"})

CAPS = (5.0, 3.0)
"""Caps that are tried where the plan names no alternatives, in means of the weights."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One way to weight, done; `failed` says why where it cannot be."""

    name: Label
    survey: Survey | None
    result: WeightingResult | None
    max_error: float
    failed: str = ""


def weighted_alternatives(survey: Survey, plan: Plan) -> tuple[Survey, tuple[Compared, ...]]:
    """The survey weighted by the plan; and that beside the survey weighted in other ways, the plan's first.

    The largest error is to any target of the plan, margin or mean, whether the alternative met it or not.

    Raises
    ------
    WeightingError
        The plan's own weights cannot be made.
    """
    plan = _with_margins_named(survey, plan)
    own, weighted = _compared(survey, plan, OWN, plan.weighting)
    others = [_tried(survey, plan, *each) for each in _alternatives(plan.weighting)]
    return weighted, (own, *others)


def _with_margins_named(survey: Survey, plan: Plan) -> Plan:
    """The plan with the margins that it weights to, where it leaves them to the targets there are."""
    if plan.weighting.margins or survey.design.calibration is not None:
        return plan
    margins, _ = margins_of(designed_survey(survey, plan)[0], plan)
    return replace(plan, weighting=replace(plan.weighting, margins=tuple(each.name for each in margins)))


def _tried(survey: Survey, plan: Plan, name: Label, weighting: Weighting) -> Compared:
    """One other way to weight, or why it cannot be."""
    try:
        return _compared(survey, plan, name, weighting)[0]
    except WeightingError as complaint:
        hint = f" ({complaint.hint})" if complaint.hint else ""
        return Compared(name, None, None, float("nan"), complaint.message + hint)


def _compared(survey: Survey, plan: Plan, name: Label, weighting: Weighting) -> tuple[Compared, Survey]:
    """One way to weight, done, and the survey weighted so."""
    weighted, result = weight(survey, replace(plan, weighting=weighting))
    if result is None:
        result = spread_of(_weights(weighted), "none")
    return Compared(name, weighted, result, _error(survey, weighted, plan)), weighted


def _error(survey: Survey, weighted: Survey, plan: Plan) -> float:
    """Largest gap between a target of the plan, share or mean, and what weights reach; NaN without any."""
    designed, _ = designed_survey(survey, plan)
    margins, _ = margins_of(designed, plan)
    means = plan.weighting.means
    if not (margins or means):
        return float("nan")
    people = float(len(survey.responses))
    posed = pose(
        designed,
        margins,
        totals={name: mean * people for name, mean in means.items()},
        population=people,
        missing="bucket" if plan.weighting.missing == "error" else plan.weighting.missing,
        unmet="accept",
    )
    weights = np.where(posed.entering > 0, _weights(weighted), 0.0)
    return max(line.gap for line in achieved_by(posed, weights))


def _weights(survey: Survey) -> NDArray[np.float64]:
    """Final weights, (respondents,); one each where there are none."""
    if survey.design.weight is None:
        return np.ones(len(survey.responses))
    return numbers(survey.responses.column(survey.design.weight))


def _alternatives(own: Weighting) -> Iterator[tuple[Label, Weighting]]:
    """Names and plans of the other ways to weight."""
    alone = replace(own, margins=(), means={}, trim=TrimPlan(), method="none")
    yield Label({"en": "design weights alone", "ja": "設計ウエイトのみ"}), alone
    for each in own.alternative:
        yield (
            each.name,
            replace(
                own,
                margins=own.margins if each.margins is None else each.margins,
                method=own.method if each.method is None else each.method,
                trim=own.trim if each.trim is None else each.trim,
            ),
        )
    if own.alternative:
        return
    for margin in own.margins if len(own.margins) > 1 else ():
        rest = tuple(name for name in own.margins if name != margin)
        yield Label({"en": f"without {margin}", "ja": f"{margin}なし"}), replace(own, margins=rest)
    if own.margins:
        for cap in CAPS:
            name = Label({"en": f"cap at {cap:g} means", "ja": f"上限 平均の{cap:g}倍"})
            yield name, replace(own, trim=TrimPlan(cap=cap))
        name = Label({"en": "trim at percentiles 1 and 99", "ja": "1・99パーセンタイルで制限"})
        yield name, replace(own, trim=TrimPlan(percentiles=(1.0, 99.0)))
