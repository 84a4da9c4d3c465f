"""A wave put together: its rows, the truth behind them, and where every fault lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from survey.demo.attributes import write_attributes
from survey.demo.draws import Draws
from survey.demo.interview import write_interview
from survey.demo.ledger import WAVES
from survey.demo.records import Records
from survey.demo.rows import FIRST_ROW, Row, lay_out
from survey.demo.sample import draw_sample
from survey.demo.weights import final_weights


@dataclass(frozen=True)
class Fault:
    """One planted fault.

    Parameters
    ----------
    row
        Row in the data sheet, as Excel counts.
    kind
        What is wrong, e.g. "birth year"; "duplicate" and the like for rows that must go.
    cell
        What stands in the cell.
    cleaned
        The level that cleaning must arrive at; `Raw` when it must set the cell
        aside, None when the cell stays blank or the row goes.
    """

    row: int
    question: str
    kind: str
    cell: object
    cleaned: object


@dataclass(frozen=True)
class Truth:
    """The valid respondents as cleaning must leave them.

    Parameters
    ----------
    rows
        (respondents,) rows in the data sheet.
    levels
        {question: (respondents,) cleaned levels}; None is blank, `Raw` is set aside.
    weights
        (respondents,) final weights that the answers were calibrated with.
    """

    rows: tuple[int, ...]
    levels: Mapping[str, tuple[object, ...]]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class WaveData:
    """All there is to know of one wave's data sheet."""

    rows: tuple[Row, ...]
    truth: Truth
    faults: tuple[Fault, ...]


def planted(year: int, seed: int = 2026) -> tuple[Fault, ...]:
    """Every fault of a wave, in the order of its rows."""
    return build(year, seed).faults


def truth(year: int, seed: int = 2026) -> Truth:
    """The wave's valid respondents, in the order of their rows."""
    return build(year, seed).truth


@cache
def build(year: int, seed: int) -> WaveData:
    """The wave's rows with their truth and faults; made once per process."""
    wave, draws = WAVES[year], Draws(seed, year)
    sample = draw_sample(wave, draws)
    records = Records(draws, len(sample), wave.mess)
    write_attributes(records, sample, wave)
    weight = final_weights(records)
    write_interview(records, sample, weight, wave)
    rows = lay_out(records, sample, wave)
    number = {row.who: FIRST_ROW + place for place, row in enumerate(rows) if row.who is not None}
    removed = (
        Fault(FIRST_ROW + place, "resp_id", row.removed, row.cells["resp_id"], None)
        for place, row in enumerate(rows)
        if row.removed
    )
    found = (Fault(number[one.who], one.question, one.kind, one.cell, one.cleaned) for one in records.planted)
    return WaveData(
        rows=rows,
        truth=Truth(
            rows=tuple(number[who] for who in range(len(sample))),
            levels={name: tuple(levels) for name, levels in records.truth.items()},
            weights=tuple(weight.tolist()),
        ),
        faults=tuple(sorted((*removed, *found), key=lambda fault: (fault.row, fault.question))),
    )
