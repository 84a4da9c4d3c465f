"""What a command is given: the survey, its plan, earlier waves, and the folder to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from survey.errors import PlanError, ReadingError

if TYPE_CHECKING:
    from pathlib import Path

    from survey.analysis import OnStep
    from survey.vocabulary import EarlierWave, Plan, Survey


class Input(NamedTuple):
    """A survey, its plan, and the folder that the plan stands in; None where there is none for it."""

    survey: Survey
    plan: Plan
    folder: Path | None


def target_of(source: str, folder: str | None, ending: str = "") -> Path:
    """The folder to write to: the one named, else one under reports/ named after the source."""
    from pathlib import Path

    if folder is None:
        return Path("reports") / f"{Path(source).stem.strip('. ') or 'report'}{ending}"
    if not folder.strip():
        raise click.BadParameter("names no folder", param_hint="-o")
    return Path(folder)


def read_input(source: str, plan_path: str | None, say: OnStep) -> Input:
    """The survey and the plan it goes with; an empty plan when none is for this file.

    Raises
    ------
    PlanError, ReadingError, CodebookError
        As `survey.read_plan` and `survey.read`; a plan that was named and is for other files.
    """
    from survey.reading import read_confined

    path, plan, found, remark = _plan_for(source, plan_path)
    survey = read_confined(path, plan=plan)
    where = f"sheet {survey.source.sheet}, " if survey.source.sheet else ""
    say(
        "Read",
        f"{source}: {where}{survey.source.rows:,} rows × {survey.source.columns} columns, "
        f"{len(survey.codebook)} questions",
    )
    say("Plan", str(found) if found else remark or "none found; everything below is detected")
    return Input(survey, plan, found.parent if found else None)


def plan_of(source: str, plan_path: str | None, say: OnStep) -> Plan:
    """The plan that goes with a file; an empty one when none is for it.

    Raises
    ------
    PlanError
        The plan cannot be read, or was named and is for other files.
    """
    _, plan, found, remark = _plan_for(source, plan_path)
    say("Plan", str(found) if found else remark or "none found")
    return plan


def _plan_for(source: str, plan_path: str | None) -> tuple[Path, Plan, Path | None, str]:
    """The file, its plan and where that stands; and a remark where the plan nearby is for other files."""
    from pathlib import Path

    from survey.reading import find_plan, plan_covers, read_plan
    from survey.vocabulary import Plan

    path = Path(source)
    refuse_own_report(path)
    found = Path(plan_path) if plan_path else find_plan(path)
    plan = read_plan(found) if found else Plan()
    if not found or plan_covers(plan, path):
        return path, plan, found, ""
    if plan_path:
        listed = ", ".join(plan.data.files) or "no file"
        raise PlanError(
            f"{plan_path}: the plan is for {listed}, not for {path.name}",
            hint=f'add "{path.name}" to files under [data]',
        )
    return (
        path,
        Plan(),
        None,
        f"{found} is not for {path.name} (see its [data] files): analysed without a plan",
    )


def read_earlier(given: Input, say: OnStep) -> dict[str, EarlierWave]:
    """The earlier waves of the plan's trends, as far as their files are there."""
    from dataclasses import replace

    from survey.reading import read_waves_confined

    plan, folder = given.plan, given.folder
    if folder is None or not plan.trend:
        return {}
    files = {wave.file for trend in plan.trend for wave in trend.waves if wave.file}
    missing = sorted(file for file in files if not (folder / file).exists())
    if missing:
        say("Waves", f"{', '.join(missing)} not found in {folder}: trends that name them are left out")
    there = tuple(trend for trend in plan.trend if not any(wave.file in missing for wave in trend.waves))
    return read_waves_confined(replace(plan, trend=there), folder)


def refuse_own_report(source: Path) -> None:
    """A workbook that stands in a report's folder as its output is no survey."""
    import json

    try:
        manifest = json.loads((source.parent / "manifest.json").read_text(encoding="utf-8"))
        ours = source.name in manifest["output"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if ours:
        raise ReadingError(
            f"{source} is a report of this program, not a survey",
            hint="name the workbook with one row per respondent, e.g. raw/2026.xlsx",
        )
