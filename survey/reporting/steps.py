"""What the finished steps of an analysis say of themselves, a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from math import ceil, log10

from survey.reporting.ledger import is_repair
from survey.vocabulary import Plan, Survey, Table, WeightingResult


def cleaned_step(before: Survey, after: Survey) -> str:
    """What cleaning did, in a line."""
    changes = sum(note.count for note in after.log[len(before.log) :] if is_repair(note))
    removed = len(before.responses) - len(after.responses)
    return (
        f"{changes:,} values put right, {removed:,} rows removed by the plan, "
        f"{len(after.responses):,} respondents"
    )


def tabulated_step(tables: Mapping[str, Table], crossings: Sized, findings: Sized) -> str:
    """How much was tabulated, in a line."""
    columns = max((len(table.columns) for table in tables.values()), default=0)
    counts = (
        (len(tables), "table"),
        (columns, "column"),
        (len(crossings), "crossing"),
        (len(findings), "finding"),
    )
    of_tables, of_columns, *rest = (f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    return ", ".join((f"{of_tables} of {of_columns}", *rest))


def banner_step(survey: Survey, plan: Plan) -> str:
    """Which banner was chosen unasked, in a line."""
    labels = [survey.codebook[name].label.to("en") for name in plan.tables.banner or ()]
    return (
        f"{', '.join(labels)}: taken because no plan names a banner (banner = [] under [tables] wants none)"
    )


def weighted_step(survey: Survey, weighting: WeightingResult | None) -> str:
    """What weighting did, or what stands instead of it, in a line."""
    return _unweighted(survey) if weighting is None else _weighted(weighting)


def _unweighted(survey: Survey) -> str:
    """What stands instead of weighting: the weight that came with the file, or none."""
    if survey.design.calibration is not None:
        return "by weights that were there before, known to meet their margins"
    if survey.design.weight:
        return "by the weights that came with the file; no targets named"
    return "UNWEIGHTED: no weight and no targets named; every respondent counts one"


def _weighted(weighting: WeightingResult) -> str:
    """Method and margins, what it cost, and how near the targets were met."""
    names = ", ".join(dict.fromkeys(line.margin for line in weighting.achieved))
    said = f"{weighting.method}{' to ' if names else ''}{names}"
    said += f"; design effect of weighting {weighting.design_effect:.2f}"
    if weighting.unmet:
        return f"{said}, targets NOT all met, by up to {100 * weighting.max_error:.1f} points (accepted)"
    return f"{said}, every target met within {_power_of_ten(weighting.max_error)}" if names else said


def _power_of_ten(error: float) -> str:
    """The power of ten that an error stays below: 7.3e-11 is within 1e-10."""
    return f"{10.0 ** ceil(log10(error)):.0e}" if error > 0 else "0"
