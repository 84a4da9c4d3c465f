"""Methods as small values over two solvers: sweeps over margins, and Newton steps on a distance's dual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from survey.weighting.distance import Bounds, Distance
from survey.weighting.distance import calibrate as solve_distance
from survey.weighting.problem import Problem
from survey.weighting.raking import Fitted
from survey.weighting.raking import rake as solve_raking

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

Solve = Callable[[Floats, Sequence[Floats], Sequence[int]], Fitted]
"""Factors of cells from weights, (cells,) or (cells, replicates), totals wanted, and of which margins."""

PATIENCE = 50
"""Sweeps after which Newton's method is tried: margins that go together take five to fifteen."""

NEAREST = 1e-4
"""Ridge of targets that may be missed: so small that they are not where they can be met."""


def raking(problem: Problem, tolerance: float, max_sweeps: int) -> Solve:
    """Raking of a problem's margins: sweeps, and Newton steps where sweeps are slow."""

    def solve(weights: Floats, targets: Sequence[Floats], which: Sequence[int]) -> Fitted:
        sweep = partial(solve_raking, weights, problem.occupied[:, list(which)], targets, tolerance=tolerance)
        fitted = sweep(max_sweeps=min(max_sweeps, PATIENCE))
        if fitted.error <= tolerance or max_sweeps <= PATIENCE:
            return fitted
        stepped = distancing(problem, "raking", None, tolerance, numbers=False)(weights, targets, which)
        if stepped.error <= tolerance:
            return Fitted(stepped.factors, PATIENCE + stepped.iterations, stepped.error)
        fitted = sweep(max_sweeps=max_sweeps)
        return stepped if problem.unmet and not fitted.error <= tolerance else fitted

    return solve


def distancing(
    problem: Problem,
    distance: Distance,
    bounds: Bounds | None,
    tolerance: float,
    *,
    numbers: bool = True,
) -> Solve:
    """Calibration of a problem's margins and totals by Newton's method.

    Where targets that cannot be met are accepted, factors come as near to
    them as may be, by least squares, and keep the sum of weights.
    """

    def solve(weights: Floats, targets: Sequence[Floats], which: Sequence[int]) -> Fitted:
        variables = variables_of(problem, which, numbers=numbers)
        wanted = _totals_wanted(problem, targets, weights.shape[1:], numbers=numbers)
        exactly = partial(solve_distance, distance=distance, bounds=bounds, tolerance=tolerance)
        ridge = np.full(variables.shape[1], NEAREST)
        ridge[0] = NEAREST**3

        def one(weights: Floats, variables: sparse.csr_matrix, wanted: Floats) -> Fitted:
            found = exactly(weights, variables, wanted)
            if found.error <= tolerance or not problem.unmet:
                return found
            return exactly(weights, variables, wanted, ridge=ridge)

        if weights.ndim == 1:
            return one(weights, variables, wanted)
        return beside([one(each, variables, goal) for each, goal in zip(weights.T, wanted.T, strict=True)])

    return solve


def beside(found: Sequence[Fitted]) -> Fitted:
    """Replicates solved one by one, as one answer."""
    return Fitted(
        factors=np.stack([each.factors for each in found], axis=1),
        iterations=max(each.iterations for each in found),
        error=max(each.error for each in found),
    )


def variables_of(problem: Problem, which: Sequence[int], *, numbers: bool = True) -> sparse.csr_matrix:
    """Calibration variables of each group, (groups, variables): the whole, these margins, the numbers."""
    cells = np.arange(len(problem.occupied))
    blocks = [sparse.csr_matrix(np.ones((len(cells), 1)))]
    for position in which:
        shape = (len(cells), len(problem.margins[position].targets))
        blocks.append(
            sparse.csr_matrix((np.ones(len(cells)), (cells, problem.occupied[:, position])), shape=shape)
        )
    for values in problem.numbers.values() if numbers else ():
        of_cell = np.zeros(len(cells))
        of_cell[problem.cell_of] = values
        blocks.append(sparse.csr_matrix(of_cell[:, None]))
    of_cells = sparse.csr_matrix(sparse.hstack(blocks))
    return of_cells if problem.mixture is None else sparse.csr_matrix(problem.mixture @ of_cells)


def _totals_wanted(
    problem: Problem, targets: Sequence[Floats], replicates: tuple[int, ...], *, numbers: bool
) -> Floats:
    """Population totals of the calibration variables, (variables,) or (variables, replicates)."""
    totals = problem.totals.values() if numbers else ()
    wanted = [np.full((1, *replicates), total) for total in totals]
    return np.concatenate([np.full((1, *replicates), problem.population), *targets, *wanted])
