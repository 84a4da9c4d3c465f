"""Some questions of a report: a part of it, every number as in the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from survey.errors import PlanError
from survey.reporting.published import drawn
from survey.vocabulary import Report, Summary, Table


def part(report: Report, only: Sequence[str]) -> Report:
    """The report with the tables of these questions, and what explains them; all of it where none is named.

    Nothing is worked out anew: marks were corrected within each question and
    findings over every candidate of the whole report, so that no number depends
    on what is shown beside it. Banners stay. Crossings and trends stay where
    their question is named, models where their outcome is, findings where
    their table is.

    Parameters
    ----------
    only
        Questions, grids, or ids of added tables, in capitals or not.

    Raises
    ------
    PlanError
        There is no such table; names the nearest.
    """
    if not only:
        return report
    tables = _named(report, only)
    names = {table.question.name for table in tables.values()}
    shown = replace(
        report,
        crossings=tuple(each for each in report.crossings if each.column_question.name in names),
        findings=tuple(each for each in report.findings if each.table in tables),
        reliability=tuple(
            each for each in report.reliability if not names.isdisjoint(item.name for item in each.items)
        ),
        weight_effects=tuple(each for each in report.weight_effects if each.table in tables),
        trends=tuple(each for each in report.trends if each.question.name in names),
        drivers=tuple(each for each in report.drivers if each.outcome.name in names),
    )
    return replace(
        shown,
        plan=drawn(replace(shown, crossings=report.crossings), tables, shown.crossings),
        tables=tables,
        summary=_led_by(report.summary, tables),
        whole=len(report.tables),
    )


def _named(report: Report, only: Iterable[str]) -> dict[str, Table]:
    """Tables of these names, in the order of the report."""
    known: dict[str, set[str]] = {}
    for table in report.tables.values():
        for name in filter(None, (table.id, table.question.name, table.question.grid)):
            known.setdefault(name.casefold(), set()).add(table.id)
    wanted: set[str] = set()
    for name in only:
        if name.strip().casefold() not in known:
            raise _unknown(report, name, known)
        wanted |= known[name.strip().casefold()]
    return {id: table for id, table in report.tables.items() if id in wanted}


def _unknown(report: Report, name: str, known: Iterable[str]) -> PlanError:
    """Which table is missing, why, and what there is."""
    asked = {question.name.casefold(): question for question in report.survey.codebook}
    question = asked.get(name.strip().casefold())
    near = get_close_matches(name.strip().casefold(), list(known), n=1, cutoff=0.5)
    return PlanError(
        f"only: {name!r} "
        + (
            f"is a question of the kind {question.kind} without a table"
            if question
            else "is no question here"
        )
        + (f"; did you mean {near[0]!r}?" if near and not question else ""),
        hint=f"tables here: {', '.join(report.tables)}",
    )


def _led_by(summary: Summary, tables: Mapping[str, Table]) -> Summary:
    """The cover's figures with the headline of the report, or else the first table's largest answer."""
    if summary.headline is not None and summary.headline[0] in tables:
        return summary
    leading = ((id, row) for id, table in tables.items() if (row := _largest(table)) is not None)
    return replace(summary, headline=next(leading, None), unflagged=None)


def _largest(table: Table) -> int | None:
    """Position of the largest answer; None where no answer has a share."""
    shares = {
        position: float(table.estimate[position, 0])
        for position, row in enumerate(table.rows)
        if row.kind == "answer" and np.isfinite(table.estimate[position, 0])
    }
    return max(shares, key=lambda position: shares[position], default=None)
