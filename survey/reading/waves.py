"""The earlier waves that a plan's trends name, read with the plans that clean and weight them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from survey.reading.door import look
from survey.reading.plan import read_plan
from survey.vocabulary import EarlierWave, Plan, TablePlan


def read_waves(plan: Plan, folder: str | Path) -> dict[str, EarlierWave]:
    """The earlier waves that `[[trend]]` names by their files, {name: wave}; each file is read once.

    Parameters
    ----------
    folder
        Where the plan stands; files and plans of waves are named from there.

    Raises
    ------
    ReadingError
        A file is missing, or cannot be read.
    PlanError
        A wave's own plan cannot be used.
    """
    found: dict[str, EarlierWave] = {}
    for trend in plan.trend:
        for wave in trend.waves:
            if wave.published or wave.name in found:
                continue
            own = read_plan(Path(folder) / wave.plan) if wave.plan else plan
            found[wave.name] = EarlierWave(
                look(Path(folder) / wave.file, plan=own, wave=True).survey, plan_of_wave(own)
            )
    return found


def plan_of_wave(plan: Plan) -> Plan:
    """What of a plan cleans and weights an earlier wave, which is to have no tables of its own."""
    return Plan(
        study=replace(plan.study, headline=""),
        data=plan.data,
        clean=plan.clean,
        derive=plan.derive,
        outcomes=plan.outcomes,
        design=plan.design,
        target=plan.target,
        weighting=plan.weighting,
        tables=TablePlan(base=plan.tables.base, level=plan.tables.level),
    )
