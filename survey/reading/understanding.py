"""What a column is taken for, and what a reader of the report must know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.vocabulary import Answer, Kind, Scale

FEW_CODES = 12
"""Different whole numbers up to which they are taken for codes of answers."""


@dataclass(frozen=True)
class Remark:
    """Something noticed in a column.

    Parameters
    ----------
    text
        Without the question's name, which is put before it.
    levels
        Positions of the distinct cells it concerns.
    """

    rule: str
    text: str
    levels: tuple[int, ...]
    level: Literal["change", "warning"] = "warning"


@dataclass(frozen=True)
class Understanding:
    """What a column was taken for.

    Parameters
    ----------
    other
        Cells, as text, that count as `OTHER`: people's own words.
    unit
        Of numbers; empty where none is written.
    order
        What told the order of the answers.
    """

    kind: Kind
    evidence: str
    answers: tuple[Answer, ...] = ()
    scale: Scale = "nominal"
    other: frozenset[str] = frozenset()
    unit: str = ""
    order: str = ""
    remarks: tuple[Remark, ...] = ()
