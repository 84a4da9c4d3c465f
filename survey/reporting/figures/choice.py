"""Which figures a report draws: what the plan names, or what its tables, trends and weighting call for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

import numpy as np

from survey.errors import PlanError
from survey.reporting.figures.corrections import corrections
from survey.reporting.figures.sides import divides
from survey.vocabulary import Crossing, Drivers, Report, Table, Trend, WeightingResult
from survey.vocabulary.drivers import model_id

Kind = Literal["ranking", "likert", "dots", "heat", "trend", "drivers", "weights"]
MOST, MOST_OF_A_KIND, MOST_MODELS = 12, 4, 2
FEWEST_ANSWERS, MOST_ANSWERS = 3, 24
MOST_UNASKED = 12
"""Answers of a single response that is ranked though nobody named it the headline."""


@dataclass(frozen=True)
class Choice:
    """One figure to draw.

    Parameters
    ----------
    id
        Of the table, grid, crossing, trend or model; empty for the weighting.
    tables
        The table; for a grid its tables in the order of the report; else empty.
    row
        Code of the row that dots show; empty for the first net.
    """

    kind: Kind
    id: str
    tables: tuple[Table, ...] = ()
    crossing: Crossing | None = None
    row: str = ""
    model: Drivers | None = None
    weighting: WeightingResult | None = None
    trend: Trend | None = None


def choose(report: Report) -> tuple[Choice, ...]:
    """The figures of a report, in the order they are numbered.

    Raises
    ------
    PlanError
        `[figures]` names a table, grid, crossing, trend or model that the report does not have.
    """
    figures = report.plan.figures
    named = (figures.ranking, figures.likert, figures.dots, figures.heat, figures.trend, figures.drivers)
    if any(named):
        return (
            *(Choice("ranking", name, (_table(report, name, "ranking"),)) for name in figures.ranking),
            *(Choice("likert", name, _scale(report, name)) for name in figures.likert),
            *(_dots(report, name) for name in figures.dots),
            *(_heat(_crossing(report, name)) for name in figures.heat),
            *(_named_trend(report, name) for name in figures.trend),
            *(_model(report, name) for name in figures.drivers),
            *_weighted(report),
        )
    called_for = (
        *_rankings(report),
        *_likerts(report),
        *_dotted(report),
        *_heats(report),
        *_trends(report),
        *_models(report),
    )
    weighted = _weighted(report)
    return (*called_for[: MOST - len(weighted)], *weighted)


def _table(report: Report, name: str, kind: Kind) -> Table:
    if name not in report.tables:
        raise _unknown(kind, name, list(report.tables))
    return report.tables[name]


def _grid(report: Report, name: str) -> tuple[Table, ...]:
    own = [table for table in report.tables.values() if table.id == table.question.name]
    return tuple(table for table in own if table.question.grid == name)


def _scale(report: Report, name: str) -> tuple[Table, ...]:
    grids = dict.fromkeys(t.question.grid for t in report.tables.values() if t.question.grid)
    tables = _grid(report, name) or ((report.tables[name],) if name in report.tables else ())
    if not tables:
        raise _unknown("likert", name, [*grids, *report.tables])
    one_sided = [table.id for table in tables if not divides(table.question)]
    if one_sided:
        raise PlanError(
            f"[figures] likert names {name}, but {one_sided[0]} has no two nets that divide its answers",
            hint=f'add two [[net]] tables with question = "{one_sided[0]}", one for each side',
        )
    return tables


def _dots(report: Report, name: str) -> Choice:
    id, _, row = name.partition(":")
    table = _table(report, id, "dots")
    codes = [line.code for line in table.rows]
    if row and row not in codes:
        raise _unknown("dots", name, [f"{id}:{code}" for code in codes])
    if not _grouped(table):
        raise PlanError(
            f"[figures] dots names {name}, but its table has no groups",
            hint='name the questions to break it down by in [tables] banner = ["…"]',
        )
    return Choice("dots", id, (table,), row=row)


def _crossing(report: Report, name: str) -> Crossing:
    found = {crossing.id: crossing for crossing in report.crossings}
    spelt = {f"{each.row_question.name} × {each.column_question.name}": each for each in report.crossings}
    if name not in {**found, **spelt}:
        raise _unknown("heat", name, list(found))
    return found.get(name) or spelt[name]


def _unknown(kind: Kind, name: str, known: Sequence[str]) -> PlanError:
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known) or 'none'}"
    return PlanError(f"[figures] {kind} names {name}, which the report does not have", hint=hint)


def _ample(table: Table, report: Report) -> bool:
    return float(table.unweighted_base[0]) >= report.plan.tables.minimum_base


def _rankings(report: Report) -> list[Choice]:
    """The headline question when it lists answers; else the first multiple response; else a single one.

    Where a plan asks for nothing in particular, multiple responses come next,
    then single ones that head no table, as many as there may be of a kind.
    """
    heading = report.plan.tables.banner or () if _is_open(report) else ()
    ample = [table for table in report.tables.values() if _ample(table, report) and _listed(table)]
    known = [table for table in ample if table.id not in heading]
    headline = report.plan.study.headline.partition(":")[0]
    if report.summary.headline is not None:
        headline = report.summary.headline[0]
    several = [table for table in known if table.question.kind == "multiple"]
    asked = [table for table in known if table.question.role == "question"] or known
    first = ([table for table in known if table.id == headline] or several or asked)[:1]
    if _is_open(report):
        short = [table for table in asked if _answers(table) <= MOST_UNASKED]
        wanted = {table.id: table for table in (*first, *several, *short) if table.question.grid is None}
        first = [*first, *(table for id, table in wanted.items() if id != first[0].id)] if first else []
    return [Choice("ranking", table.id, (table,)) for table in first[:MOST_OF_A_KIND]]


def _listed(table: Table) -> bool:
    """Whether a table is a list of answers to rank: neither two nor a gazetteer."""
    return table.question.kind != "numeric" and FEWEST_ANSWERS <= _answers(table) <= MOST_ANSWERS


def _answers(table: Table) -> int:
    return sum(row.kind == "answer" for row in table.rows)


def _likerts(report: Report) -> list[Choice]:
    """The first grid whose items all have two sides; else the first such question that has groups.

    Where a plan asks for nothing in particular, each such grid has one, up to the most of a kind.
    """
    found = []
    for name in dict.fromkeys(t.question.grid for t in report.tables.values() if t.question.grid):
        tables = _grid(report, name)
        alike = {table.question.codes("substantive") for table in tables}
        if len(tables) > 1 and len(alike) == 1 and all(_divided(table, report) for table in tables):
            found.append(Choice("likert", name, tables))
    if found:
        return found[: MOST_OF_A_KIND if _is_open(report) else 1]
    divided = [table for table in report.tables.values() if _divided(table, report) and _grouped(table)]
    return [Choice("likert", table.id, (table,)) for table in divided[:1]]


def _divided(table: Table, report: Report) -> bool:
    return divides(table.question) and _ample(table, report)


def _is_open(report: Report) -> bool:
    """Whether the plan says nothing of what the report is about: neither a headline nor a crossing."""
    return not report.plan.study.headline and not report.crossings


def _grouped(table: Table) -> bool:
    return any(column.banner and column.flag != "low" for column in table.columns)


def _dotted(report: Report) -> list[Choice]:
    """What the first crossing explains, or else the first question with a net, by its groups.

    Where a plan asks for nothing in particular, the answers of the largest findings.
    """
    if _is_open(report) and (found := _of_findings(report)):
        return found
    explained = [crossing.column_question.name for crossing in report.crossings]
    with_nets = [t for t in report.tables.values() if any(row.kind == "net" for row in t.rows)]
    known = [report.tables[name] for name in explained if name in report.tables] + with_nets
    able = [table for table in known if _grouped(table) and _ample(table, report)]
    return [Choice("dots", table.id, (table,)) for table in able[:1]]


def _of_findings(report: Report) -> list[Choice]:
    """Each table of the largest findings, by the answer of its first."""
    first = {finding.table: finding.answer for finding in reversed(report.findings)}
    ordered = dict.fromkeys(finding.table for finding in report.findings)
    tables = [report.tables[name] for name in ordered if name in report.tables]
    able = [table for table in tables if _grouped(table) and _ample(table, report)]
    return [Choice("dots", table.id, (table,), row=first[table.id]) for table in able[:MOST_OF_A_KIND]]


def _heats(report: Report) -> list[Choice]:
    found = [crossing for crossing in report.crossings if any(flag != "low" for flag in crossing.flags)]
    return [_heat(crossing) for crossing in found[:MOST_OF_A_KIND]]


def _heat(crossing: Crossing) -> Choice:
    return Choice("heat", crossing.id, crossing=crossing)


def _trends(report: Report) -> list[Choice]:
    """Every trend that has a share in two waves or more."""
    return [Choice("trend", each.id, trend=each) for each in report.trends if _spans(each)][:MOST_OF_A_KIND]


def _spans(trend: Trend) -> bool:
    return bool(np.isfinite(trend.estimate).any(axis=0).sum() > 1)


def _named_trend(report: Report, name: str) -> Choice:
    found = [each for each in report.trends if each.goes_by(name)]
    if not found:
        raise _unknown("trend", name, [each.id for each in report.trends])
    if not _spans(found[0]):
        raise PlanError(
            f"[figures] trend names {name}, which has a share in fewer than two waves", hint="leave it out"
        )
    return Choice("trend", found[0].id, trend=found[0])


def _model(report: Report, name: str) -> Choice:
    """The model of an outcome, or of this id; also one that failed, so that its absence is told."""
    found = [model for model in report.drivers if model.id in (name, model_id(name))]
    if not found:
        known = [f"{model.outcome.name}:{model.outcome_code}" for model in report.drivers]
        raise _unknown("drivers", name, known)
    return Choice("drivers", found[0].id, model=found[0])


def _models(report: Report) -> list[Choice]:
    fitted = [model for model in report.drivers if not model.failed.texts]
    return [Choice("drivers", model.id, model=model) for model in fitted[:MOST_MODELS]]


def _weighted(report: Report) -> list[Choice]:
    """What weighting did, when it met margins and the plan does not turn the figure off."""
    result = report.weighting
    if not report.plan.figures.weights or result is None or not corrections(result).lines:
        return []
    return [Choice("weights", "", weighting=result)]
