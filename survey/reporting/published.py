"""A report as it may leave the house: numbers on too few respondents hidden, with what gives them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.expressions import names, parse
from survey.language.publishing import hidden_note
from survey.reporting.suppression import (
    GUARD,
    SMALL,
    columns_of_crossing,
    columns_of_table,
    hidden_columns,
)
from survey.vocabulary import (
    Caution,
    ColumnFlag,
    Crossing,
    Drivers,
    Finding,
    Note,
    Plan,
    Report,
    Row,
    Summary,
    Table,
    Trend,
)

Ints = NDArray[np.int64]
Pairs = Mapping[tuple[str, str], frozenset[str]]
"""{(question, banner question): its answers whose columns are hidden}."""

_OF_COLUMNS = ("unweighted_base", "weighted_base", "effective_base")


@dataclass(frozen=True, eq=False)
class Hiding:
    """Why each number of each table and crossing is hidden, {id: (rows, columns)}; 0 where it is shown.

    A crossing's rows are its groups, after the total.
    """

    tables: Mapping[str, Ints]
    crossings: Mapping[str, Ints]


def published(report: Report) -> Report:
    """The report without the numbers that may not be published, where its plan says that it will be."""
    if not report.plan.report.publish:
        return report
    hiding = hiding_of(report)
    tables = {name: _shown(table, hiding.tables[name]) for name, table in report.tables.items()}
    crossings = tuple(_shown_crossing(each, hiding.crossings[each.id]) for each in report.crossings)
    trends, drivers = _of_enough(report)
    return replace(
        report,
        survey=replace(report.survey, log=(*report.survey.log, _note(report, hiding))),
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
        report, plan=_drawn(report, tables, crossings), tables={**tables, **aside}, crossings=crossings
    )


def _drawn(report: Report, tables: Mapping[str, Table], crossings: Iterable[Crossing]) -> Plan:
    """The plan, naming no figure of what is hidden altogether."""
    known = {*tables, *(each.id for each in crossings)}
    gone = ({*report.tables} | {each.id for each in report.crossings}) - known

    def kept(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name.partition(":")[0] not in gone)

    named = report.plan.figures
    figures = replace(
        named,
        ranking=kept(named.ranking),
        likert=kept(named.likert),
        dots=kept(named.dots),
        heat=kept(named.heat),
    )
    return replace(report.plan, figures=figures)


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
    pairs = _hidden_pairs(report, by_column)
    return Hiding(
        tables={name: _mask(table, by_column[name], pairs) for name, table in report.tables.items()},
        crossings={each.id: _crossing_mask(each, by_column.get(each.id), pairs) for each in report.crossings},
    )


def _hidden_pairs(report: Report, by_column: Mapping[str, Ints]) -> Pairs:
    """The answers of each banner question whose columns are hidden in tables of each question."""
    found: dict[tuple[str, str], set[str]] = {}
    for table in report.tables.values():
        for column, reason in zip(table.columns, by_column[table.id], strict=True):
            if reason and column.banner:
                found.setdefault((table.question.name, column.banner), set()).add(column.code)
    for crossing in report.crossings:
        key = crossing.column_question.name, crossing.row_question.name
        for row, reason in zip(crossing.rows, by_column.get(crossing.id, [0])[1:], strict=False):
            if reason and row.kind == "answer":
                found.setdefault(key, set()).add(row.code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _mask(table: Table, reasons: Ints, pairs: Pairs) -> Ints:
    """Why each cell of a table is hidden, (rows, columns): columns, and rows that restate hidden ones."""
    mask = np.tile(reasons, (len(table.rows), 1))
    nets = {net.name: frozenset(net.answers) for net in table.question.nets}
    filtered = names(parse(table.filter)) if table.filter else frozenset()
    for c, column in enumerate(table.columns):
        parts = {column.banner, *column.questions, *filtered}
        found = [pairs.get((name, table.question.name), frozenset()) for name in parts]
        restated = frozenset[str]().union(*found)
        rows = _restating(table.rows, nets, restated)
        mask[rows, c] = np.maximum(mask[rows, c], np.where(mask[rows, c] > 0, 0, GUARD))
    alone = [r for r, row in enumerate(table.rows) if row.kind == "extreme"]
    mask[alone] = np.where(mask[alone] > 0, mask[alone], SMALL)
    return mask


def _restating(rows: tuple[Row, ...], nets: Mapping[str, frozenset[str]], hidden: frozenset[str]) -> Ints:
    """Rows of a table that tell what a hidden column of another says, read the other way round.

    They are the hidden answers, nets that hold some of them and not others,
    and whatever is an average over all answers.
    """
    if not hidden:
        return np.zeros(0, dtype=np.int64)
    found = []
    for r, row in enumerate(rows):
        parts = nets.get(row.code, frozenset()) & hidden
        averaged = row.kind in ("net_score", "mean", "median", "mentions")
        split = row.kind == "net" and parts != hidden and (bool(parts) or row.code not in nets)
        if averaged or split or (row.kind in ("answer", "outside") and row.code in hidden):
            found.append(r)
    return np.array(found, dtype=np.int64)


def _crossing_mask(crossing: Crossing, reasons: Ints | None, pairs: Pairs) -> Ints:
    """Why each number of a crossing is hidden, (1 + groups, answers)."""
    if reasons is None:
        low = [flag == "low" for flag in crossing.flags]
        reasons = np.where([False, *low], SMALL, 0).astype(np.int64)
    mask = np.tile(reasons[:, None], (1, len(crossing.columns)))
    nets = {net.name: frozenset(net.answers) for net in crossing.column_question.nets}
    restated = pairs.get((crossing.row_question.name, crossing.column_question.name), frozenset())
    columns = _restating(crossing.columns, nets, restated)
    if len(columns):
        part = mask[1:, columns]
        mask[1:, columns] = np.where(part > 0, part, GUARD)
    return mask


def _shown(table: Table, mask: Ints) -> Table:
    """The table with its hidden numbers gone, and the marks on them and that point to them."""
    if not mask.any():
        return table
    gone = mask > 0
    arrays: dict[str, Any] = {
        field.name: np.where(gone, np.nan, value)
        for field in fields(table)
        if isinstance(value := getattr(table, field.name), np.ndarray)
        and value.shape == mask.shape
        and field.name not in ("mark", *_OF_COLUMNS)
    }
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
        table,
        columns=columns,
        mark=np.where(gone, 0, table.mark),
        pairs=_letters(table, gone),
        caution=caution,
        hidden=mask,
        **arrays,
    )


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
    """The crossing with its hidden numbers gone, and the gaps that rest on them."""
    if not mask.any():
        groups = crossing.within.groups if crossing.within else ()
        few = any(flag == "low" for group in groups for flag in (group.flag, *group.row_flags))
        return replace(crossing, within=None) if few else crossing
    gone, total = np.asarray(mask[1:] > 0), mask[0] > 0
    arrays: dict[str, Any] = {
        name: np.where(gone, np.nan, getattr(crossing, name))
        for name in (
            "share_of_row",
            "standard_error",
            "low",
            "high",
            "share_of_column",
            "count",
            "residual",
            "residual_q",
        )
    }
    totals: dict[str, Any] = {
        name: np.where(total, np.nan, getattr(crossing, name))
        for name in ("total_share", "total_low", "total_high")
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
        crossing,
        contrasts=contrasts,
        flags=flags,
        hidden=mask[1:],
        collapsed=None,
        odds=None,
        within=None,
        **arrays,
        **totals,
    )


def _of_enough(report: Report) -> tuple[tuple[Trend, ...], tuple[Drivers, ...]]:
    """Trends and models that rest on enough respondents throughout; others are left out whole."""
    trends = tuple(each for each in report.trends if all(wave.flag != "low" for wave in each.waves))
    drivers = tuple(
        each
        for each in report.drivers
        if all(term.flag != "low" for question in each.questions for term in question.terms)
    )
    return trends, drivers


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
    """The cover's figures, without a headline that is hidden."""
    headline = report.summary.headline
    if headline is None or not hiding.tables[headline[0]][headline[1], 0]:
        return report.summary
    return replace(report.summary, headline=None, unflagged=None)


def _note(report: Report, hiding: Hiding) -> Note:
    masks = [*hiding.tables.values(), *(mask[1:] for mask in hiding.crossings.values())]
    small, guard = (sum(int((mask == reason).sum()) for mask in masks) for reason in (SMALL, GUARD))
    text = hidden_note(small, guard, report.plan.tables.minimum_base)
    trends, drivers = _of_enough(report)
    out = len(report.trends) - len(trends) + len(report.drivers) - len(drivers)
    if out:
        text += f"; {out} trends or models with a group of too few respondents were left out"
    return Note("publishing", text, rule="P101", count=small + guard, level="assumption")
