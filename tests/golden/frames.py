"""A golden data set: its CSV file, its derived columns, and the expressions that make them."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Expression = Mapping[str, Any]


class NotCoveredError(Exception):
    """Something the form allows and the harness does not do; the text says what."""


@dataclass(frozen=True, eq=False)
class Variable:
    """One column.

    Parameters
    ----------
    values
        (rows,) floats or texts; None where missing.
    levels
        Of a category, in order; None for a number.
    """

    values: tuple[object, ...]
    levels: tuple[str, ...] | None = None

    @property
    def numbers(self) -> NDArray[np.float64]:
        """(rows,) with NaN where missing."""
        return np.array([math.nan if value is None else float(str(value)) for value in self.values])

    @property
    def as_category(self) -> Variable:
        """A number as category: sorted values as levels, written as integers."""
        if self.levels is not None:
            return self
        found = sorted({value for value in self.values if isinstance(value, float)})
        values = (None if value is None else text(value) for value in self.values)
        return Variable(tuple(values), tuple(text(value) for value in found))


Frame = dict[str, Variable]


def text(level: object) -> str:
    """A level as text: whole numbers without a decimal point."""
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)


def load(folder: Path, dataset: Mapping[str, Any]) -> Frame:
    """All columns of a data set, derived ones included."""
    if dataset.get("matrix") or "imputations" in dataset:
        raise NotCoveredError("matrices and imputations")
    with (folder / dataset["file"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frame: Frame = {}
    for name, column in dataset["columns"].items():
        cells = [row[name] if row[name] != "" else None for row in rows]
        if column["type"] == "number":
            frame[name] = Variable(tuple(None if cell is None else float(cell) for cell in cells))
        else:
            frame[name] = Variable(tuple(cells), tuple(map(text, column["levels"])))
    for derived in dataset.get("derived") or ():
        frame[derived["name"]] = evaluate(derived, frame)
    return frame


def columns_of(file: Path) -> dict[str, NDArray[np.float64]]:
    """The numbers of a file of weights, {column: (rows,)}, in file order."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def evaluate(expression: Expression, frame: Frame) -> Variable:
    """The value of an expression in every row."""
    operation = expression["op"]
    if operation in _COMPARISONS:
        return _compared(expression, frame)
    if operation not in _OPERATIONS:
        raise NotCoveredError(f"the expression {operation!r}")
    return _OPERATIONS[operation](expression, frame)


def _column(expression: Expression, frame: Frame) -> Variable:
    return frame[expression["column"]]


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}


def _compared(expression: Expression, frame: Frame) -> Variable:
    column, compare = _column(expression, frame), _COMPARISONS[expression["op"]]
    value: object = expression["value"]
    value = float(str(value)) if column.levels is None else text(value)
    return _flags(None if cell is None else compare(cell, value) for cell in column.values)


def _flags(values: Any) -> Variable:
    return Variable(tuple(None if value is None else float(value) for value in values))


def _all(expression: Expression, frame: Frame) -> Variable:
    """One where all parts are one; a part that is zero settles it, a missing one does not."""
    parts = zip(*(evaluate(part, frame).values for part in expression["args"]), strict=True)
    return _flags(0.0 if 0.0 in row else None if None in row else 1.0 for row in parts)


def _factor(expression: Expression, frame: Frame) -> Variable:
    column = _column(expression, frame)
    levels = [float(level) if column.levels is None else text(level) for level in expression["levels"]]
    labels = tuple(map(text, expression.get("labels") or levels))
    known: dict[object, str] = dict(zip(levels, labels, strict=True))
    return Variable(tuple(known.get(value) for value in column.values), labels)


def _case(expression: Expression, frame: Frame) -> Variable:
    """The first branch whose condition holds; missing as soon as a condition is."""
    conditions = [evaluate(branch["if"], frame).values for branch in expression["when"]]
    outcomes = [*(branch["then"] for branch in expression["when"]), expression.get("else")]

    def chosen(row: Sequence[object]) -> object:
        for condition, outcome in zip(row, outcomes, strict=False):
            if condition is None:
                return None
            if condition == 1:
                return outcome
        return outcomes[-1]

    values = [chosen(row) for row in zip(*conditions, strict=True)]
    if any(isinstance(outcome, str) for outcome in outcomes):
        levels = tuple(dict.fromkeys(text(outcome) for outcome in outcomes if outcome is not None))
        return Variable(tuple(None if value is None else text(value) for value in values), levels)
    return Variable(tuple(None if value is None else float(str(value)) for value in values))


def _number(values: NDArray[np.float64]) -> Variable:
    return Variable(tuple(float(value) if math.isfinite(value) else None for value in values))


def _sum(expression: Expression, frame: Frame) -> Variable:
    return _number(np.sum([frame[name].numbers for name in expression["columns"]], axis=0))


def _subtract(expression: Expression, frame: Frame) -> Variable:
    return _number(_column(expression, frame).numbers - float(expression["value"]))


def _log(expression: Expression, frame: Frame) -> Variable:
    numbers = _column(expression, frame).numbers
    return _number(np.log(np.where(numbers > 0, numbers, np.nan)))


_OPERATIONS: Mapping[str, Callable[[Expression, Frame], Variable]] = {
    "and": _all,
    "not_missing": lambda e, f: _flags(value is not None for value in _column(e, f).values),
    "is_missing": lambda e, f: _flags(value is None for value in _column(e, f).values),
    "factor": _factor,
    "case": _case,
    "sum": _sum,
    "subtract": _subtract,
    "log": _log,
}
