"""Respondents as they truly are and as their cells are written, and every fault between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from survey.demo.draws import Draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Planted:
    """A fault, before its row in the sheet is known; `who` is the respondent's position."""

    who: int
    question: str
    kind: str
    cell: object
    cleaned: object


@dataclass(eq=False)
class Records:
    """The valid respondents of a wave.

    Parameters
    ----------
    truth
        {question: cleaned level per respondent}; None is blank, `Raw` is set aside.
    cells
        {question: cell per respondent}.
    amount
        Faults of each kind relative to the number named where they are planted.
    """

    draws: Draws
    size: int
    amount: float
    truth: dict[str, list[object]] = field(default_factory=dict)
    cells: dict[str, list[object]] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    touched: set[tuple[str, int]] = field(default_factory=set)

    def add(self, question: str, truth: Iterable[object], cells: Iterable[object]) -> None:
        """A question as understood and as written, a value per respondent."""
        self.truth[question] = list(truth)
        self.cells[question] = list(cells)

    def choose(self, question: str, kind: str, count: int, among: Bools | None = None) -> list[int]:
        """Respondents for a fault, at random, none of whom has another fault in this question."""
        wanted = max(1, round(count * self.amount))
        chosen: list[int] = []
        purpose = f"{question} {kind} {len(self.planted)}"
        for who in self.draws.order(purpose, self.size).tolist():
            if len(chosen) == wanted:
                break
            if (question, who) not in self.touched and (among is None or among[who]):
                chosen.append(who)
        return sorted(chosen)

    def rewrite(
        self,
        question: str,
        kind: str,
        count: int,
        write: Callable[[int], object],
        among: Bools | None = None,
    ) -> None:
        """Write the cell of `count` respondents another way; what it means stays."""
        for who in self.choose(question, kind, count, among):
            self.put(question, kind, who, write(who), self.truth[question][who])

    def spoil(
        self,
        question: str,
        kind: str,
        count: int,
        cell: object,
        cleaned: object,
        among: Bools | None = None,
    ) -> None:
        """Put the same cell, with the meaning that cleaning finds in it, in `count` places."""
        for who in self.choose(question, kind, count, among):
            self.put(question, kind, who, cell, cleaned)

    def put(self, question: str, kind: str, who: int, cell: object, cleaned: object) -> None:
        """Plant one fault with one respondent."""
        self.cells[question][who] = cell
        self.truth[question][who] = cleaned
        self.touched.add((question, who))
        self.planted.append(Planted(who, question, kind, cell, cleaned))

    def untouched(self, *questions: str) -> Bools:
        """Respondents without a fault in these questions, (respondents,)."""
        free = np.ones(self.size, dtype=bool)
        for question, who in self.touched:
            if question in questions:
                free[who] = False
        return free
