"""Questions whose shares weighting fixed: comparing them would only restate the targets."""

from __future__ import annotations

from survey.targets import split
from survey.vocabulary import MARGIN_PREFIX, Plan, Survey


def as_asked(name: str, plan: Plan) -> str:
    """The question that a derived question goes back to; itself when it was asked."""
    sources = {derived.name: derived.source for derived in plan.derive}
    seen = {name}
    while name in sources and sources[name] not in seen:
        name = sources[name]
        seen.add(name)
    return name


def is_settled(name: str, plan: Plan, survey: Survey) -> bool:
    """Whether a question, or what it was derived from, is part of a margin that the weights meet."""
    calibration = survey.design.calibration
    margins = [margin for step in (calibration.steps if calibration else ()) for margin in step.margins]
    columns = [column.removeprefix(MARGIN_PREFIX) for margin in margins for column in margin]
    met = {part for margin in (*plan.weighting.margins, *columns) for part in split(margin)}
    return as_asked(name, plan) in {as_asked(part, plan) for part in met}
