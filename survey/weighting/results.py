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

FINEST = 8
"""Digits that are added at most to tell a target from what is reached."""


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
    shares = (line for lines in _by_margin(problem, weights) for line in lines)
    return (*shares, *_means_achieved(problem, weights))


def _by_margin(problem: Problem, weights: Floats) -> list[list[Achieved]]:
    """Share wanted, found and reached of every category, a list for each margin."""
    base = np.bincount(problem.cell_of, weights != 0, minlength=len(problem.occupied))
    return [
        _shares_achieved(margin, weights, np.bincount(codes, base, len(margin.targets)).astype(float))
        for margin, codes in zip(problem.asked, problem.occupied.T, strict=True)
    ]


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


def not_converged(
    problem: Problem, weights: Floats, conflicting: Sequence[int], fitted: Fitted
) -> NotConverged:
    """Names the margins in conflict, at these places, and the numbers; of each the category most missed."""
    by_margin = _by_margin(problem, weights)
    worst = [
        max(_as_given(problem.asked[place], by_margin[place]), key=lambda line: line.gap)
        for place in conflicting
    ]
    worst = sorted([*worst, *_means_achieved(problem, weights)], key=lambda line: -line.gap)
    told = "; ".join(map(_missed, worst))
    alone = "the bounds do not allow it" if len(worst) == 1 else "they contradict each other, or the bounds"
    return NotConverged(
        f"no weights were found that meet all targets (tried {fitted.iterations} times): {told}",
        margins=list(dict.fromkeys(line.margin for line in worst)),
        hint=f"{alone}: correct the targets, merge small categories, widen the bounds, or take a margin out",
    )


def _as_given(margin: Cells, lines: Sequence[Achieved]) -> list[Achieved]:
    """A margin's lines with the targets that were given, and what is reached of those in its categories."""
    held = sum(line.after for line in lines if not line.bucket) or 1.0
    given = margin.margin.shares.values()
    return [
        *(
            replace(line, target=share, after=line.after / held)
            for line, share in zip(lines, given, strict=False)
        ),
        *(line for line in lines if line.bucket),
    ]


def _missed(line: Achieved) -> str:
    """What is wanted and what there is, in digits that tell the two apart, on how many respondents."""
    written = _number if line.mean else _per_cent
    pairs = [(written(line.target, digits), written(line.after, digits)) for digits in range(FINEST)]
    wanted, found = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
    wants = f"wants {wanted} of {line.category.to('en')!r}"
    if line.mean:
        wants = f"wants a mean of {wanted}"
    elif line.bucket:
        wants = f"is to keep {wanted} for those in none of its categories"
    return f"{line.margin!r} {wants} and has {found} (n = {line.unweighted_base:,})"


def _per_cent(share: float, digits: int) -> str:
    return f"{100 * share:.{1 + digits}f}%"


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}" if abs(value) >= 1000 else f"{value:.{4 + digits}g}"
