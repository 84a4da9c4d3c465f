"""The corridor: the rooms in order, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil, log10, nan

from survey.cleaning import clean
from survey.errors import PlanError
from survey.reading import check_plan, plan_of_wave, set_replicates_apart
from survey.reporting.ledger import SET_ASIDE_RULE, is_repair
from survey.responses import numbers
from survey.tabulation import (
    all_drivers,
    crossings,
    findings,
    headline_share,
    outcomes,
    reliability,
    summarise,
    tabulate,
    trends,
    weight_effects,
)
from survey.vocabulary import Alternative, EarlierWave, Plan, Report, Survey, Trend, WeightingResult
from survey.weighting import spread_of, weighted_alternatives
from survey.weighting import weight as weight_cleaned

OnStep = Callable[[str, str], None]
"""Told of each finished step: its name, and its counts in words."""


def analyze(
    survey: Survey,
    plan: Plan | None = None,
    *,
    waves: Mapping[str, Survey | EarlierWave] | None = None,
    on_step: OnStep | None = None,
) -> Report:
    """Everything a report says of a survey, before any format is chosen.

    Parameters
    ----------
    survey
        As `survey.read` gives it.
    plan
        As `survey.read_plan` gives it; None analyses the file as it stands.
    waves
        {name: earlier wave} of the plan's `[[trend]]`, as `survey.read_waves` gives
        them; a survey alone is cleaned and weighted by this plan.
    on_step
        Called after each step with its name and its counts.

    Raises
    ------
    PlanError
        The plan names questions or answers that are not there.
    DataError
        Targets cannot be met, or the design admits no variance.
    """
    plan = _said_synthetic(plan or Plan(), survey)
    tell = on_step or _silent
    survey = set_replicates_apart(survey, plan)
    check_plan(plan, survey)

    cleaned = clean(survey, plan)
    tell("Cleaned", _cleaned_in_words(survey, cleaned))

    weighted, weighting = weight_cleaned(cleaned, plan)
    tables = tabulate(weighted, plan)
    summary = summarise(weighted, plan, tables, len(survey.responses))
    if weighting is None:
        tell("Weighted", _unweighted_in_words(weighted))
    else:
        tell("Weighted", _weighted_in_words(weighting))

    followed, untold = _trends(weighted, plan, waves or {}, tell)
    crossed = crossings(weighted, plan)
    found = findings(tables, plan)
    columns = max((len(table.columns) for table in tables.values()), default=0)
    tell(
        "Tabulated",
        f"{len(tables)} tables of {columns} columns, {len(crossed)} crossings, {len(found)} findings",
    )
    return Report(
        survey=weighted,
        plan=plan,
        summary=summary,
        tables=tables,
        crossings=crossed,
        findings=found,
        weighting=weighting,
        reliability=reliability(weighted),
        warnings=(*warnings_of(weighted), *untold),
        outcomes=outcomes(weighted, plan),
        weight_effects=weight_effects(weighted, tables, crossed, summary),
        spread=_spread(weighted),
        trends=followed,
        drivers=all_drivers(weighted, plan),
    )


def _trends(
    weighted: Survey, plan: Plan, waves: Mapping[str, Survey | EarlierWave], tell: OnStep
) -> tuple[tuple[Trend, ...], tuple[str, ...]]:
    """The plan's trends as far as their waves are there, and a warning for those whose are not."""
    named = {wave.name for trend in plan.trend for wave in trend.waves if not wave.published}
    if unknown := [name for name in waves if name not in named]:
        raise PlanError(
            f"`waves` gives {unknown[0]!r}, which is a wave of no [[trend]] of the plan",
            hint=f"its waves are: {', '.join(sorted(named)) or 'none'}",
        )
    there = tuple(
        trend for trend in plan.trend if all(wave.published or wave.name in waves for wave in trend.waves)
    )
    untold = [trend.question for trend in plan.trend if trend not in there]
    warning = (
        f"the trends of {', '.join(untold)} are left out: earlier waves were not given; "
        "survey.read_waves(plan, folder) reads them for analyze(…, waves=…)"
    )
    if not there:
        return (), (warning,) if untold else ()
    earlier = {name: _weighted_wave(wave, plan) for name, wave in waves.items()}
    found = trends(weighted, replace(plan, trend=there), earlier)
    tell(
        "Followed",
        f"{_counted(len(found), 'question')} over waves, with {_counted(len(earlier), 'earlier file')}",
    )
    return found, (warning,) if untold else ()


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _weighted_wave(wave: Survey | EarlierWave, plan: Plan) -> EarlierWave:
    """An earlier wave, cleaned and weighted by its plan."""
    given = wave if isinstance(wave, EarlierWave) else EarlierWave(wave, plan_of_wave(plan))
    survey, _ = weight(set_replicates_apart(given.survey, given.plan), given.plan)
    return EarlierWave(survey, given.plan)


def weight(survey: Survey, plan: Plan | None = None) -> tuple[Survey, WeightingResult | None]:
    """The survey cleaned and weighted as the plan says, and what weighting did; None when there was none.

    Parameters
    ----------
    survey
        As `survey.read` gives it.

    Raises
    ------
    PlanError
        The plan names questions or answers that are not there.
    DataError
        Targets cannot be met.
    """
    plan = plan or Plan()
    check_plan(plan, survey)
    return weight_cleaned(clean(survey, plan), plan)


def compare_weights(survey: Survey, plan: Plan | None = None) -> tuple[Alternative, ...]:
    """The plan's weights and others beside them: what each costs, misses, and makes of the headline.

    The others are the plan's `[[weighting.alternative]]`, or where it names
    none: each margin left out, caps, percentiles; and the design weights alone.

    Raises
    ------
    PlanError
        The plan names questions or answers that are not there.
    WeightingError
        The plan's own weights cannot be made.
    """
    plan = plan or Plan()
    check_plan(plan, survey)
    cleaned = clean(survey, plan)
    compared = weighted_alternatives(cleaned, plan)
    own = compared[0].survey
    if own is None:
        weight_cleaned(cleaned, plan)
        raise AssertionError("the plan's weights can be made after all")
    tables = tabulate(own, replace(plan, tables=replace(plan.tables, banner=())))
    headline = summarise(own, plan, tables, len(survey.responses)).headline
    shares = [
        headline_share(each.survey, tables[headline[0]], headline[1])
        if each.survey is not None and headline is not None
        else (nan, nan)
        for each in compared
    ]
    return tuple(
        Alternative(
            name=each.name,
            design_effect=each.result.design_effect if each.result else nan,
            effective_base=each.result.effective_base if each.result else nan,
            maximum=_largest(each.result) if each.result else nan,
            max_error=each.max_error,
            headline=share,
            standard_error=error,
            shift=share - shares[0][0],
            failed=each.failed,
        )
        for each, (share, error) in zip(compared, shares, strict=True)
    )


def _largest(result: WeightingResult) -> float:
    """The largest weight, in means of all weights."""
    respondents = result.effective_base * result.design_effect
    return result.maximum * respondents / result.total


def _spread(survey: Survey) -> WeightingResult | None:
    """The final weights by themselves; None where everyone counts one."""
    if survey.design.weight is None:
        return None
    return spread_of(numbers(survey.responses.column(survey.design.weight)), "none")


def _said_synthetic(plan: Plan, survey: Survey) -> Plan:
    """The plan, marking the study synthetic where the file itself says it is."""
    if not survey.source.synthetic:
        return plan
    return replace(plan, study=replace(plan.study, synthetic=True))


def warnings_of(survey: Survey) -> tuple[str, ...]:
    """What a reader must know, a line each, in the order it was noticed."""
    lines = [note.text for note in survey.log if note.level == "warning" and note.rule != SET_ASIDE_RULE]
    aside = [note for note in survey.log if note.rule == SET_ASIDE_RULE]
    if aside:
        questions = len({note.question for note in aside})
        lines.append(
            f"{sum(note.count for note in aside):,} cells in {questions} questions hold values that fit no "
            "answer; they were set aside and stand on the sheet Cleaning"
        )
    if survey.guesses:
        lines.append(
            f"{len(survey.guesses):,} columns were read by detection, without a codebook; the sheet "
            "How this file was read gives the evidence for each, and the line that overrides it"
        )
    return tuple(dict.fromkeys(lines))


def _silent(step: str, counts: str) -> None:
    """Tell nobody."""


def _unweighted_in_words(survey: Survey) -> str:
    """What stands instead of weighting: the weight that came with the file, or none."""
    if survey.design.calibration is not None:
        return "by weights that were there before, known to meet their margins"
    if survey.design.weight:
        return "by the weights that came with the file; no targets named"
    return "UNWEIGHTED: no weight and no targets named; every respondent counts one"


def _weighted_in_words(weighting: WeightingResult) -> str:
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


def _cleaned_in_words(before: Survey, after: Survey) -> str:
    changes = sum(note.count for note in after.log[len(before.log) :] if is_repair(note))
    removed = len(before.responses) - len(after.responses)
    return (
        f"{changes:,} values put right, {removed:,} rows removed by the plan, "
        f"{len(after.responses):,} respondents"
    )
