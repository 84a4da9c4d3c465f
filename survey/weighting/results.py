"""What weighting did, told: targets achieved, the weights' spread, who carries the heaviest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import NotConverged
from survey.vocabulary import Achieved, Label, MetMargin, Profile, WeightingResult
from survey.weighting.cells import Cells
from survey.weighting.problem import Problem
from survey.weighting.raking import Fitted

Floats = NDArray[np.float64]

MEAN = Label({"en": "mean", "ja": "平均"})

HEAVIEST = 10
"""Profiles that are told."""


def result_of(problem: Problem, method: str, fitted: Fitted, weights: Floats) -> WeightingResult:
    """All that a report says of these final weights, (respondents,)."""
    achieved = achieved_by(problem, weights)
    return replace(
        spread_of(weights, method),
        margins=tuple(MetMargin.of(each.margin) for each in problem.margins),
        achieved=achieved,
        iterations=fitted.iterations,
        max_error=max((line.gap for line in achieved), default=0.0) if problem.unmet else fitted.error,
        diagnosis=problem.diagnosis,
        profiles=_profiles(problem, weights),
    )


def spread_of(weights: Floats, method: str) -> WeightingResult:
    """What can be said of final weights, (respondents,), that met no targets."""
    used = weights[weights != 0]
    variation = float(used.std() / used.mean())
    return WeightingResult(
        method=method,
        margins=(),
        achieved=(),
        iterations=0,
        max_error=0.0,
        minimum=float(used.min()),
        median=float(np.median(used)),
        maximum=float(used.max()),
        total=float(used.sum()),
        coefficient_of_variation=variation,
        design_effect=1 + variation**2,
        effective_base=len(used) / (1 + variation**2),
    )


def achieved_by(problem: Problem, weights: Floats) -> tuple[Achieved, ...]:
    """Share wanted, found and reached of every category, mean of every number, with these weights."""
    base = np.bincount(problem.cell_of, weights != 0, minlength=len(problem.occupied))
    lines = [
        line
        for margin, codes in zip(problem.asked, problem.occupied.T, strict=True)
        for line in _shares_achieved(
            margin, weights, np.bincount(codes, base, len(margin.targets)).astype(float)
        )
    ]
    return (*lines, *_means_achieved(problem, weights))


def _shares_achieved(margin: Cells, weights: Floats, respondents: Floats) -> list[Achieved]:
    """Share wanted, found and reached of every category that is wanted or occupied."""
    size = len(margin.targets)
    after = np.bincount(margin.column.codes, weights, minlength=size) / weights.sum()
    return [
        Achieved(
            margin=margin.margin.name,
            category=label,
            target=float(margin.targets[place]),
            before=float(margin.found[place]),
            after=float(after[place]),
            unweighted_base=int(respondents[place]),
            bucket=place == size - 1,
        )
        for place, label in enumerate(margin.labels)
        if place < size - 1 or respondents[place]
    ]


def _means_achieved(problem: Problem, weights: Floats) -> list[Achieved]:
    """Mean wanted, found and reached of every number."""
    return [
        Achieved(
            margin=name,
            category=MEAN,
            target=problem.totals[name] / problem.population,
            before=float(values @ problem.entering / problem.entering.sum()),
            after=float(values @ weights / weights.sum()),
            unweighted_base=int((weights != 0).sum()),
            mean=True,
        )
        for name, values in problem.numbers.items()
    ]


def _profiles(problem: Problem, weights: Floats) -> tuple[Profile, ...]:
    """The respondents alike on all margins whose weights are largest, heaviest first."""
    if not problem.margins:
        return ()
    alike, of_cell = np.unique(problem.occupied, axis=0, return_inverse=True)
    size, profile_of = len(alike), of_cell[problem.cell_of]
    held = np.bincount(profile_of, weights, minlength=size)
    base = np.bincount(profile_of, weights != 0, minlength=size)
    mean = np.divide(held, base, out=np.zeros(size), where=base > 0) / (weights.sum() / base.sum())
    heaviest = np.argsort(-mean, kind="stable")[:HEAVIEST]
    return tuple(
        Profile(
            answers=tuple(
                margin.labels[code] for margin, code in zip(problem.margins, alike[profile], strict=True)
            ),
            unweighted_base=int(base[profile]),
            weight=float(mean[profile]),
            share=float(held[profile] / weights.sum()),
        )
        for profile in heaviest
        if mean[profile] > 1
    )


def not_converged(achieved: Sequence[Achieved], fitted: Fitted) -> NotConverged:
    """Names the margins that conflict, and the worst category of each."""
    worst: dict[str, Achieved] = {}
    for line in sorted(achieved, key=lambda line: -abs(line.after - line.target) / max(abs(line.target), 1)):
        worst.setdefault(line.margin, line)
    told = "; ".join(
        f"{line.margin!r} wants {line.target:.4g} of {line.category.to('en')!r} and has {line.after:.4g}"
        for line in worst.values()
    )
    alone = "the bounds do not allow it" if len(worst) == 1 else "they contradict each other, or the bounds"
    return NotConverged(
        f"no weights were found that meet all targets (tried {fitted.iterations} times): {told}",
        margins=list(worst),
        hint=f"{alone}: correct the targets, merge small categories, widen the bounds, or take a margin out",
    )
