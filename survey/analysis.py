"""The corridor: the rooms in order, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import nan

from survey.cleaning import clean
from survey.errors import PlanError
from survey.language.told import LIKEWISE
from survey.reading import check_plan, plan_of_wave, set_replicates_apart
from survey.reporting.ledger import SET_ASIDE_RULE
from survey.reporting.steps import banner_step, cleaned_step, tabulated_step, weighted_step
from survey.responses import numbers
from survey.tabulation import (
    all_drivers,
    beside_previous,
    comparisons,
    crossings,
    findings,
    headline_share,
    outcomes,
    reliability,
    summarise,
    tabulate,
    trends,
    weight_effects,
    with_usual_banner,
)
from survey.vocabulary import (
    Alternative,
    EarlierWave,
    Label,
    Note,
    Plan,
    Report,
    Survey,
    Table,
    Trend,
    TrendPlan,
    WeightingResult,
)
from survey.weighting import spread_of, weighted_alternatives
from survey.weighting import weight as weight_cleaned

MOST_ALIKE, MOST_LISTED = 3, 5
"""Warnings of one kind that are told one by one, and questions that are named where there are more."""

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
    survey, cleaned = _cleaned(survey, plan)
    tell("Cleaned", cleaned_step(survey, cleaned))

    weighted, weighting = weight_cleaned(cleaned, plan)
    tell("Weighted", weighted_step(weighted, weighting))
    weighted, plan = _headed(weighted, plan, tell)
    tables = tabulate(weighted, plan)
    summary = summarise(weighted, plan, tables, len(survey.responses))
    tables, followed, untold = _followed(weighted, plan, tables, waves or {}, tell)
    crossed = crossings(weighted, plan)
    found = findings(tables, plan)
    tell("Tabulated", tabulated_step(tables, crossed, found))
    return Report(
        survey=weighted,
        plan=plan,
        summary=summary,
        tables=tables,
        crossings=crossed,
        findings=found,
        comparisons=comparisons(tables, plan),
        weighting=weighting,
        reliability=reliability(weighted),
        warnings=(*warnings_of(weighted), *_few(weighted, plan), *untold, *_unfiltered(plan)),
        outcomes=outcomes(weighted, plan),
        weight_effects=weight_effects(weighted, tables, crossed, summary),
        spread=_spread(weighted),
        trends=followed,
        drivers=all_drivers(weighted, plan),
    )


def _headed(weighted: Survey, plan: Plan, tell: OnStep) -> tuple[Survey, Plan]:
    """The plan with the usual banner, where it names none, and the survey with the remark that says so."""
    plan, told = with_usual_banner(plan, weighted)
    if told:
        tell("Banner", banner_step(weighted, plan))
    return replace(weighted, log=(*weighted.log, *told)), plan


def _followed(
    weighted: Survey,
    plan: Plan,
    tables: dict[str, Table],
    waves: Mapping[str, Survey | EarlierWave],
    tell: OnStep,
) -> tuple[dict[str, Table], tuple[Trend, ...], tuple[str, ...]]:
    """The tables beside the wave before, the trends whose waves are there, and a warning for the others."""
    named = {wave.name for trend in plan.trend for wave in trend.waves if not wave.published}
    if unknown := [name for name in waves if name not in named]:
        raise PlanError(
            f"`waves` gives {unknown[0]!r}, which is a wave of no [[trend]] of the plan",
            hint=f"its waves are: {', '.join(sorted(named)) or 'none'}",
        )
    there = tuple(
        trend for trend in plan.trend if all(wave.published or wave.name in waves for wave in trend.waves)
    )
    untold = _untold([trend for trend in plan.trend if trend not in there], waves)
    if not there:
        return tables, (), untold
    earlier = {name: _weighted_wave(wave, plan) for name, wave in waves.items()}
    plan_there = replace(plan, trend=there)
    found = trends(weighted, plan_there, earlier)
    tell(
        "Followed",
        f"{_counted(len(found), 'question')} over waves, with {_counted(len(earlier), 'earlier file')}",
    )
    return beside_previous(tables, weighted, plan_there, earlier), found, untold


def _untold(trends: Sequence[TrendPlan], waves: Iterable[str]) -> tuple[str, ...]:
    """A warning for the trends of the plan that are left out, with the waves they lack."""
    if not trends:
        return ()
    named = [
        wave for trend in trends for wave in trend.waves if not wave.published and wave.name not in waves
    ]
    lacking = dict.fromkeys(f"{wave.name} ({wave.file})" for wave in named)
    return (
        f"the trends of {', '.join(trend.question for trend in trends)} are left out: they lack the "
        f"waves {', '.join(lacking)}; put the files where the plan names them, seen from its folder "
        "(in Python, survey.read_waves reads them for analyze)",
    )


def _unfiltered(plan: Plan) -> tuple[str, ...]:
    """A warning where the plan filters its tables, for what it has beside them."""
    beside = {"crossings": plan.crossing, "trends": plan.trend, "models": plan.drivers}
    named = [name for name, wanted in beside.items() if wanted]
    if not plan.tables.filter or not named:
        return ()
    together = " and ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)
    return (f"[tables] filter is of the tables only: the {together} of this plan are of all respondents",)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _weighted_wave(wave: Survey | EarlierWave, plan: Plan) -> EarlierWave:
    """An earlier wave, cleaned and weighted by its plan."""
    given = wave if isinstance(wave, EarlierWave) else EarlierWave(wave, plan_of_wave(plan))
    survey, _ = weight(given.survey, given.plan)
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
    return weight_cleaned(_cleaned(survey, plan)[1], plan)


def _cleaned(survey: Survey, plan: Plan) -> tuple[Survey, Survey]:
    """The survey as its plan reads it, and cleaned.

    Raises
    ------
    PlanError
        The plan names questions or answers that are not there.
    """
    survey = set_replicates_apart(survey, plan)
    check_plan(plan, survey)
    return survey, clean(survey, plan)


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
    survey, cleaned = _cleaned(survey, plan)
    own, compared = weighted_alternatives(cleaned, plan)
    tables = tabulate(own, replace(plan, tables=replace(plan.tables, banner=())))
    headline = summarise(own, plan, tables, len(survey.responses)).headline
    shares = [
        headline_share(each.survey, tables[headline[0]], headline[1])
        if each.survey is not None and headline is not None
        else (nan, nan)
        for each in compared
    ]
    question, answer = _words_of(tables, headline)
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
            question=question,
            answer=answer,
        )
        for each, (share, error) in zip(compared, shares, strict=True)
    )


def _words_of(tables: Mapping[str, Table], headline: tuple[str, int] | None) -> tuple[Label, Label]:
    """The question and the answer of the headline; without texts where there is none."""
    if headline is None:
        return Label({}), Label({})
    name, row = headline
    return tables[name].question.label, tables[name].rows[row].label


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
    lines = _together([n for n in survey.log if n.level == "warning" and n.rule != SET_ASIDE_RULE])
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


def _few(survey: Survey, plan: Plan) -> tuple[str, ...]:
    """A warning where all respondents together are too few for any base."""
    people, least = len(survey.responses), plan.tables.minimum_base
    if people >= least:
        return ()
    noun = "respondent" if people == 1 else "respondents"
    words = "every share is for reference only, without marks"
    return (f"{people:,} {noun}, under the base of {least}: {words}",)


def _together(notes: Sequence[Note]) -> list[str]:
    """The texts of notes; of many that say one thing of one question each, the first that concerns most."""
    alike: dict[str, list[Note]] = {}
    for note in notes:
        if note.rule and note.text.startswith(f"{note.question}: "):
            alike.setdefault(note.rule, []).append(note)
    many = {rule: found for rule, found in alike.items() if len(found) > MOST_ALIKE}
    lines = []
    for note in notes:
        found = many.get(note.rule, [])
        if note not in found:
            lines.append(note.text)
        elif note is found[0]:
            most = max(found, key=lambda each: each.count)
            others = [each.question for each in found if each is not most]
            listed = ", ".join(others[:MOST_LISTED]) + (", …" if len(others) > MOST_LISTED else "")
            lines.append(f"{most.text}{LIKEWISE.format(n=len(others), listed=listed)}")
    return lines


def _silent(step: str, counts: str) -> None:
    """Tell nobody."""
