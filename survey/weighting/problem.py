"""What is to be met and by whom, diagnosed before anything is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from survey.errors import WeightingError
from survey.responses import combinations, encode, numbers
from survey.vocabulary import (
    Column,
    Diagnosed,
    Margin,
    MissingTarget,
    Note,
    Survey,
    Unmet,
    check_choice,
)
from survey.weighting.agreement import agreed, outsiders, overlaps
from survey.weighting.cells import Cells, left_out, margin_cells
from survey.weighting.designs import ENTERING_COLUMN, entering_weights, first_rows
from survey.weighting.diagnosis import SHARES_OFF, diagnosed, refuse_grave

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Problem:
    """Margins and totals of numbers, and the respondents who are to meet them.

    Parameters
    ----------
    entering
        (respondents,) weights to start from.
    asked
        The margins as they were given, told of; `margins` are without what
        nobody can meet, where that is accepted.
    totals
        {column: its population total}.
    numbers
        {column: (respondents,) its values}.
    cell_of
        (respondents,) which combination of categories and numbers each has.
    occupied
        (combinations, margins) the categories of each.
    group_of
        (respondents,) who share a factor: those of one cell, unless others do.
    mixture
        (groups, cells) what part of a group each cell is; None where groups are the cells.
    equal_within
        Column of the units within which weights are equal; empty where there are none.
    bounds
        Smallest and largest final weight over entering weight; None where there are none.
    unmet
        Whether targets that cannot be met are accepted.
    """

    survey: Survey
    entering: Floats
    margins: tuple[Cells, ...]
    asked: tuple[Cells, ...]
    totals: Mapping[str, float]
    numbers: Mapping[str, Floats]
    population: float
    cell_of: Ints
    occupied: Ints
    group_of: Ints
    mixture: sparse.csr_matrix | None
    equal_within: str
    bounds: tuple[float, float] | None
    diagnosis: tuple[Diagnosed, ...]
    unmet: bool

    @property
    def groups(self) -> int:
        """How many share no factor with each other."""
        return len(self.occupied) if self.mixture is None else int(self.mixture.shape[0])

    @property
    def targets(self) -> list[Floats]:
        """Weighted total wanted of each category, by margin."""
        return [self.population * margin.targets for margin in self.margins]

    @property
    def by_cell(self) -> bool:
        """Whether respondents alike on all margins share a factor, and no others."""
        return self.group_of is self.cell_of

    def grouped(self, group_of: Ints) -> Problem:
        """The same problem with one factor for each of these groups, (respondents,), numbered from 0."""
        weighing = (self.entering > 0).astype(float)
        members = np.bincount(group_of, weighing)
        held = sparse.csr_matrix(
            (weighing, (group_of, self.cell_of)), shape=(len(members), len(self.occupied))
        )
        mean = np.divide(1.0, members, out=np.zeros_like(members), where=members > 0)
        return replace(self, group_of=group_of, mixture=sparse.csr_matrix(sparse.diags(mean) @ held))


def diagnose(
    survey: Survey, margins: Sequence[Margin], *, missing: MissingTarget = "bucket"
) -> tuple[Diagnosed, ...]:
    """All there is to know of the margins before weighting to them, what prevents it first.

    Parameters
    ----------
    missing
        What becomes of respondents in no target category, as in `rake`.

    Raises
    ------
    WeightingError
        A margin of a question that is not in the data, or takes several answers.
    """
    check_choice("missing", missing, MissingTarget)
    survey, entering = entering_weights(survey)
    return _agreed_cells(survey, margins, entering, missing)[1]


def pose(
    survey: Survey,
    margins: Sequence[Margin],
    *,
    totals: Mapping[str, float],
    population: float | None,
    missing: MissingTarget,
    unmet: Unmet,
) -> Problem:
    """The problem, with a line in the log for whatever was assumed.

    Raises
    ------
    WeightingError
        And its kinds: targets that no weights can meet, unless that is accepted.
    """
    check_choice("missing", missing, MissingTarget)
    check_choice("unmet", unmet, Unmet)
    if population is not None and not (np.isfinite(population) and population > 0):
        raise WeightingError(f"weights cannot add up to a population of {population:g}")
    for name in totals:
        if name not in survey.responses.names:
            raise WeightingError(f"there is no column {name!r}, whose total is to be met")
    survey, entering = entering_weights(survey)
    cells, lines = _agreed_cells(survey, margins, entering, missing)
    refuse_grave([line for line in lines if unmet == "refuse" or line.kind in ("no_target", "missing")])
    everyone, before = cells, entering
    leaving = left_out(cells, missing) & (entering > 0)
    if leaving.any():
        survey, entering = _without(survey, entering, leaving)
        cells, left = _agreed_cells(survey, margins, entering, missing)
        gone = ("unwanted", "no_target", "missing") if missing == "exclude" else ("unwanted",)
        lines = (*left, *(line for line in lines if line.kind in gone))
        if unmet == "refuse":
            refuse_grave(lines)
    notes = _notes(survey, everyone, before, lines, missing)
    occupied, cell_of = _combinations(survey, cells, totals)
    return Problem(
        survey=replace(survey, log=(*survey.log, *notes)),
        entering=entering,
        margins=tuple(_reachable(margin) for margin in cells) if unmet == "accept" else cells,
        asked=cells,
        totals=totals,
        numbers={name: _numbers(survey, name, entering > 0) for name in totals},
        population=_sum_of_all(everyone, before, missing) if population is None else population,
        cell_of=cell_of,
        occupied=occupied,
        group_of=cell_of,
        mixture=None,
        equal_within="",
        bounds=None,
        diagnosis=lines,
        unmet=unmet == "accept",
    )


def _agreed_cells(
    survey: Survey, margins: Sequence[Margin], entering: Floats, missing: MissingTarget
) -> tuple[tuple[Cells, ...], tuple[Diagnosed, ...]]:
    """The margins over the respondents, rounding between them evened out, and what there is to know."""
    cells = tuple(margin_cells(survey, margin, entering) for margin in margins)
    if len(cells) < 2:
        return cells, diagnosed(survey, cells, [], [], entering, missing)
    occupied, cell_of = combinations([margin.column for margin in cells])
    weights = np.bincount(cell_of, entering)
    used = weights > 0
    shared = overlaps(cells, occupied[used])
    cells, disagreements = agreed(cells, shared, SHARES_OFF)
    people = np.stack([np.bincount(cell_of, entering > 0), weights / entering.sum()], axis=1)[used]
    beside = outsiders(cells, shared, occupied[used], people) if missing == "bucket" else []
    return cells, diagnosed(survey, cells, disagreements, beside, entering, missing)


def _sum_of_all(cells: Sequence[Cells], entering: Floats, missing: MissingTarget) -> float:
    """What the entering weights add up to, without those who are excluded for want of an answer."""
    outside = np.any([each.outside for each in cells], axis=0) & (missing == "exclude")
    return float(np.where(outside, 0.0, entering).sum())


def _without(survey: Survey, entering: Floats, outside: Bools) -> tuple[Survey, Floats]:
    """The survey in which these respondents have no weight."""
    kept = np.where(outside, 0.0, entering)
    if not kept.any():
        raise WeightingError(
            "nobody is in a target category of every margin", hint='set missing = "bucket" in [weighting]'
        )
    blocks = {}
    if survey.design.replication is not None:
        name = survey.design.replication.block
        blocks[name] = survey.responses.block(name) * ~outside[:, None]
    responses = survey.responses.assign({ENTERING_COLUMN: encode(kept)}, blocks)
    return replace(survey, responses=responses), kept


def _reachable(margin: Cells) -> Cells:
    """The margin without the share of categories that nobody is in."""
    shares = np.where(margin.respondents[:-1] > 0, margin.shares, 0.0)
    return margin.of(shares / (shares.sum() or 1.0))


def _combinations(survey: Survey, cells: Sequence[Cells], totals: Mapping[str, float]) -> tuple[Ints, Ints]:
    columns: list[Column] = [margin.column for margin in cells]
    columns += [survey.responses.column(name) for name in totals]
    if not columns:
        return np.zeros((1, 0), dtype=np.intp), np.zeros(len(survey.responses), dtype=np.intp)
    occupied, cell_of = combinations(columns)
    return occupied[:, : len(cells)], cell_of


def _numbers(survey: Survey, name: str, weighing: Bools) -> Floats:
    """A number of each respondent, (respondents,); 0 where whoever has no weight gave none."""
    values = numbers(survey.responses.column(name))
    blank = np.isnan(values) & weighing
    if blank.any():
        raise WeightingError(
            f"{blank.sum():,} respondents have no number in {name!r}, whose total is to be met; "
            f"rows {', '.join(map(str, first_rows(survey, blank))) or 'unknown'}",
            hint="fill the blanks, or calibrate to a margin of bands",
        )
    return np.nan_to_num(values)


def _notes(
    survey: Survey,
    cells: Sequence[Cells],
    entering: Floats,
    lines: Sequence[Diagnosed],
    missing: MissingTarget,
) -> list[Note]:
    """What was assumed of the margins, and what a reader must know of them."""
    notes = []
    for margin in cells:
        outside = margin.outside & (entering > 0)
        if outside.any():
            count = int(outside.sum())
            kept = f"keep their design-weighted share of {100 * margin.found[-1]:.2f}%"
            text = (
                f"{count:,} respondent{' is' if count == 1 else 's are'} in no target category of "
                f"{margin.margin.name!r}; "
                f"they {'are left out of every base' if missing == 'exclude' else kept}"
            )
            notes.append(_note(survey, "W201", margin.margin.name, text, outside))
    for line in lines:
        if line.kind in _RULES and not line.grave:
            text = line.text.to("en") + (f": {line.mend.to('en')}" if line.mend.texts else "")
            level: Literal["warning", "assumption"] = "assumption"
            if line.kind in ("unwanted", "uneven", "tiny", "totals"):
                level = "warning"
            notes.append(Note("weighting", text, _RULES[line.kind], line.margin, level=level))
    return notes


_RULES = {
    "unwanted": "W208",
    "uneven": "W202",
    "tiny": "W202",
    "rounding": "W203",
    "nested": "W203",
    "totals": "W204",
}


def _note(survey: Survey, rule: str, question: str, text: str, which: Bools) -> Note:
    rows = first_rows(survey, which)
    return Note("weighting", text, rule, question, count=int(which.sum()), rows=rows, level="assumption")
