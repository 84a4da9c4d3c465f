"""A report as it may leave the house: numbers on too few respondents hidden, with what gives them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey.language.publishing import hidden_note
from survey.reporting.publishable import large_drivers, large_trends, shown_since
from survey.reporting.restated import Restated, group_of, hidden_groups, recodes_of, restating
from survey.reporting.suppression import (
    GUARD,
    SMALL,
    columns_of_crossing,
    columns_of_table,
    hidden_columns,
)
from survey.vocabulary import (
    NESTED,
    Caution,
    ColumnFlag,
    Crossing,
    Finding,
    Homogeneity,
    Note,
    Plan,
    Report,
    Summary,
    Table,
)
from survey.vocabulary.drivers import model_id

Ints = NDArray[np.int64]
Record = TypeVar("Record", Table, Crossing)


@dataclass(frozen=True, eq=False)
class Hiding:
    """Why each number of each table and crossing is hidden, {id: (rows, columns)}; 0 where it is shown.

    A crossing's rows are its groups, after the total.

    Parameters
    ----------
    touched
        Of each question, the banner questions with a hidden column in its tables.
    """

    tables: Mapping[str, Ints]
    crossings: Mapping[str, Ints]
    touched: Mapping[str, frozenset[str]]


def published(report: Report) -> Report:
    """The report without the numbers that may not be published, where its plan says that it will be."""
    if not report.plan.report.publish:
        return report
    hiding = hiding_of(report)
    minimum = report.plan.tables.minimum_base
    tables = {name: _shown(table, hiding.tables[name], minimum) for name, table in report.tables.items()}
    crossings = tuple(
        _shown_crossing(_of_large_groups(each, hiding, minimum), hiding.crossings[each.id])
        for each in report.crossings
    )
    trends, drivers = large_trends(report, hiding.tables), large_drivers(report, hiding.tables)
    left_out = len(report.trends) - len(trends) + len(report.drivers) - len(drivers)
    return replace(
        report,
        survey=replace(report.survey, log=(*report.survey.log, _note(report, hiding, left_out))),
        summary=_shown_headline(report, hiding),
        tables=tables,
        crossings=crossings,
        trends=trends,
        drivers=drivers,
        findings=tuple(each for each in report.findings if _printable(each, tables[each.table])),
        weight_effects=tuple(
            effect
            for effect in report.weight_effects
            if effect.table not in tables or not hiding.tables[effect.table][:, 0].any()
        ),
    )


def drawable(report: Report) -> Report:
    """The report as figures may show it: a column with any hidden number stands aside, as small ones do."""
    tables = {name: table for name, table in report.tables.items() if not _hides(table.hidden, total=True)}
    aside = {
        name: replace(
            table,
            columns=tuple(
                replace(column, flag="low") if hidden else column
                for column, hidden in zip(table.columns, (line.any() for line in table.hidden.T), strict=True)
            ),
        )
        for name, table in tables.items()
        if table.hidden is not None
    }
    crossings = tuple(each for each in report.crossings if not np.isnan(each.total_share).all())
    return replace(
        report, plan=drawn(report, tables, crossings), tables={**tables, **aside}, crossings=crossings
    )


def drawn(report: Report, tables: Mapping[str, Table], crossings: Iterable[Crossing]) -> Plan:
    """The plan, naming no figure of other tables and crossings than these, or of what the report has not."""
    known = {*tables, *(each.id for each in crossings), *_grids(tables)}
    gone = {*report.tables, *(each.id for each in report.crossings), *_grids(report.tables)} - known

    def kept(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name.partition(":")[0] not in gone)

    lost = {model_id(each.outcome) for each in report.plan.drivers} - {each.id for each in report.drivers}
    named, planned = report.plan.figures, report.plan.trend
    left = {each.id for each in report.trends}
    hidden = {name for each in planned if each.id not in left for name in (each.id, each.question)}
    figures = replace(
        named,
        ranking=kept(named.ranking),
        likert=kept(named.likert),
        dots=kept(named.dots),
        heat=kept(named.heat),
        trend=tuple(name for name in named.trend if name not in hidden),
        drivers=tuple(name for name in named.drivers if lost.isdisjoint((name, model_id(name)))),
    )
    return replace(report.plan, figures=figures)


def _grids(tables: Mapping[str, Table]) -> set[str]:
    return {table.question.grid for table in tables.values() if table.question.grid}


def hiding_of(report: Report) -> Hiding:
    """What is to be hidden of a report's tables and crossings."""
    codebook, plan = report.survey.codebook, report.plan
    minimum = plan.tables.minimum_base
    by_column: dict[str, Ints] = {}
    for name in dict.fromkeys(table.question.name for table in report.tables.values()):
        own = [columns_of_table(t) for t in report.tables.values() if t.question.name == name]
        own += [columns_of_crossing(c, minimum) for c in report.crossings if c.column_question.name == name]
        reasons = hidden_columns(own, codebook, plan)
        by_column |= {each.id: reason for each, reason in zip(own, reasons, strict=True)}
    by_column |= {each.id: _small_groups(each) for each in report.crossings if each.id not in by_column}
    groups = tuple(hidden_groups(report.tables.values(), report.crossings, by_column, plan))
    touched: dict[str, frozenset[str]] = {}
    for name, banner, _, _ in groups:
        touched[name] = touched.get(name, frozenset()) | {*banner.split(NESTED)}
    restated = Restated(groups, recodes_of(report.survey, plan))
    return Hiding(
        tables={name: _mask(table, by_column[name], restated) for name, table in report.tables.items()},
        crossings={each.id: _crossing_mask(each, by_column[each.id], restated) for each in report.crossings},
        touched=touched,
    )


def _small_groups(crossing: Crossing) -> Ints:
    low = [flag == "low" for flag in crossing.flags]
    return np.where([False, *low], SMALL, 0).astype(np.int64)


def _mask(table: Table, reasons: Ints, restated: Restated) -> Ints:
    """Why each cell of a table is hidden, (rows, columns): columns, and rows that restate hidden ones."""
    mask = np.tile(reasons, (len(table.rows), 1))
    for c, column in enumerate(table.columns):
        hidden = restated.answers(table.question.name, group_of(column), table.filter)
        rows = restating(table.rows, table.question, hidden)
        mask[rows, c] = np.where(mask[rows, c] > 0, mask[rows, c], GUARD)
    alone = [r for r, row in enumerate(table.rows) if row.kind == "extreme"]
    mask[alone] = np.where(mask[alone] > 0, mask[alone], SMALL)
    return mask


def _crossing_mask(crossing: Crossing, reasons: Ints, restated: Restated) -> Ints:
    """Why each number of a crossing is hidden, (1 + groups, answers)."""
    mask = np.tile(reasons[:, None], (1, len(crossing.columns)))
    for r, row in enumerate(crossing.rows, start=1):
        group = frozenset([(crossing.row_question.name, row.code)])
        hidden = restated.answers(crossing.column_question.name, group)
        columns = restating(crossing.columns, crossing.column_question, hidden)
        mask[r, columns] = np.where(mask[r, columns] > 0, mask[r, columns], GUARD)
    return mask


def _shown(table: Table, mask: Ints, minimum: int) -> Table:
    """The table with its hidden numbers gone, and the marks on them and that point to them."""
    gone = mask > 0
    table = replace(table, since=shown_since(table, gone, minimum))
    if not mask.any():
        return table
    caution = table.caution
    if caution is not None:
        caution = Caution(
            *(np.where(gone, np.nan, v) for v in (caution.error, caution.degrees_of_freedom, caution.p))
        )
    whole = [bool(column.all()) for column in gone.T]
    columns = tuple(
        replace(column, flag="low") if hidden else column
        for column, hidden in zip(table.columns, whole, strict=True)
    )
    return replace(
        _blanked(table, gone),
        columns=columns,
        mark=np.where(gone, 0, table.mark),
        pairs=_letters(table, gone),
        caution=caution,
        hidden=mask,
    )


def _blanked(record: Record, gone: NDArray[np.bool_]) -> Record:
    """The record without the hidden cells of all its numbers that have one for each cell."""
    arrays: dict[str, Any] = {
        field.name: np.where(gone, np.nan, value)
        for field in fields(record)
        if isinstance(value := getattr(record, field.name), np.ndarray)
        and value.shape == gone.shape
        and field.name not in ("mark", "hidden")
    }
    return replace(record, **arrays)


def _letters(table: Table, gone: NDArray[np.bool_]) -> tuple[tuple[str, ...], ...]:
    """Letters of the cells that are shown, without those of cells that are hidden."""
    lines = []
    for r, line in enumerate(table.pairs):
        cells = []
        for c, letters in enumerate(line):
            banner = table.columns[c].banner
            away = {
                column.letter
                for k, column in enumerate(table.columns)
                if column.banner == banner and gone[r, k]
            }
            kept = "" if gone[r, c] else "".join(each for each in letters if each.lower() not in away)
            cells.append(kept)
        lines.append(tuple(cells))
    return tuple(lines)


def _shown_crossing(crossing: Crossing, mask: Ints) -> Crossing:
    """The crossing with its hidden numbers gone, and what rests on them."""
    if not mask.any():
        return crossing
    gone, total = np.asarray(mask[1:] > 0), mask[0] > 0
    totals: dict[str, Any] = {
        name: np.where(total, np.nan, value)
        for name in ("total_share", "total_low", "total_high", "total_standard_error")
        if (value := getattr(crossing, name)) is not None
    }
    place = {row.code: r for r, row in enumerate(crossing.rows)}
    answer = {column.code: c for c, column in enumerate(crossing.columns)}
    contrasts = tuple(
        each
        for each in crossing.contrasts
        if not any(gone[place[row.code], answer[each.answer.code]] for row in (each.first, each.second))
    )
    known: tuple[ColumnFlag, ...] = crossing.flags or tuple("ok" for _ in gone)
    flags: tuple[ColumnFlag, ...] = tuple(
        "low" if line.any() else flag for flag, line in zip(known, gone, strict=True)
    )
    return replace(
        _blanked(crossing, gone),
        contrasts=contrasts,
        flags=flags,
        hidden=mask[1:],
        collapsed=None,
        odds=None,
        within=None,
        **totals,
    )


def _of_large_groups(crossing: Crossing, hiding: Hiding, minimum: int) -> Crossing:
    """The crossing without groups of a third question, or odds of groups, that are too few or not shown."""
    groups = crossing.within.groups if crossing.within else ()
    low = any(flag == "low" for group in groups for flag in (group.flag, *group.row_flags))
    touched = hiding.touched.get(crossing.column_question.name, frozenset())
    if crossing.within and (low or crossing.within.question.name in touched):
        crossing, groups = replace(crossing, within=None), ()
    odds = [found for found in (crossing.odds, *(group.odds for group in groups)) if found]
    bases = [base for each in odds for base in (each.unweighted_base, each.unweighted_base_against)]
    if crossing.collapsed and crossing.collapsed.of_rows and min(bases, default=0) >= minimum:
        return crossing
    if crossing.within:
        bare = tuple(replace(group, odds=None) for group in groups)
        crossing = replace(crossing, within=replace(crossing.within, groups=bare, homogeneity=Homogeneity()))
    return replace(crossing, collapsed=None, odds=None)


def _hides(mask: Ints | None, *, total: bool) -> bool:
    return mask is not None and bool((mask[:, 0] if total else mask).any())


def _printable(finding: Finding, table: Table) -> bool:
    """Whether the cell a finding speaks of is shown."""
    if table.hidden is None:
        return True
    here = [
        c
        for c, column in enumerate(table.columns)
        if (column.banner, column.code) == (finding.banner, finding.column)
    ]
    return not table.hidden[table.row(finding.answer), here].any()


def _shown_headline(report: Report, hiding: Hiding) -> Summary:
    """The cover's figures, without a headline that is hidden, and without one that tells what a few said."""
    summary = report.summary
    if summary.headline is None:
        return summary
    table, row = summary.headline
    if hiding.tables[table][row, 0]:
        return replace(summary, headline=None, unflagged=None)
    if (clear := summary.unflagged) is not None:
        minimum = report.plan.tables.minimum_base
        flagged = report.tables[table].unweighted_base[0] - clear.unweighted_base
        if 0 < flagged < minimum or clear.unweighted_base < minimum:
            return replace(summary, unflagged=None)
    return summary


def _note(report: Report, hiding: Hiding, left_out: int) -> Note:
    masks = [*hiding.tables.values(), *(mask[1:] for mask in hiding.crossings.values())]
    small, guard = (sum(int((mask == reason).sum()) for mask in masks) for reason in (SMALL, GUARD))
    text = hidden_note(small, guard, report.plan.tables.minimum_base)
    if left_out:
        text += f"; {left_out} trends or models with a group of too few respondents were left out"
    return Note("publishing", text, rule="P101", count=small + guard, level="assumption")
