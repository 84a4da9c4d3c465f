"""Figures for slides, drawn from finished numbers and checked before anyone sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from io import BytesIO
from math import isfinite

from matplotlib.figure import Figure

from survey.errors import OutputError, PlanError
from survey.language import Language
from survey.language.drivers import DriverFigureWords
from survey.language.figures import figure_words
from survey.language.trend_figures import TrendFigureWords
from survey.language.trends import TrendWords
from survey.language.workbook import WorkbookWords
from survey.reporting.figures import (
    dots,
    drivers,
    fonts,
    hands,
    heat,
    likert,
    lint,
    ranking,
    theme,
    trend,
    weights,
)
from survey.reporting.figures.choice import Choice, choose
from survey.reporting.figures.corrections import corrections
from survey.reporting.figures.drawing import Drawing, SomeUndrawn
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Report

__all__ = ["Drawing", "SomeUndrawn", "draw"]

METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
}
"""What matplotlib would otherwise write into the file: its version and the time of day."""


def draw(
    report: Report, *, language: Language = "en", formats: Sequence[str] = ("png", "svg")
) -> tuple[Drawing, ...]:
    """The figures that the plan names, or that the report calls for, in their order.

    Parameters
    ----------
    formats
        Among "png" (1920 × 1080), "svg" and "pdf".

    Raises
    ------
    PlanError
        `[figures]` names what the report does not have, or a format is none of these.
    OutputError
        No font has some of the characters. A `SomeUndrawn` where figures cannot be
        read as drawn, such as for texts that collide: it gathers all complaints,
        and carries the other figures.
    """
    unknown = [kind for kind in formats if kind not in METADATA]
    if unknown:
        raise PlanError(f"figures cannot be drawn as {unknown[0]}", hint=f"formats are {', '.join(METADATA)}")
    choices = choose(report)
    style = report.plan.figures.style
    setting = Setting(
        report, language, fonts.choose(_characters(report, choices, language), house=style.fonts)
    )

    def made(number: int) -> Drawing | str:
        try:
            return _drawing(number + 1, choices[number], setting, formats)
        except OutputError as complaint:
            return complaint.message

    with theme.applied(setting.fonts.families, style.palette):
        found = hands.shared(made, len(choices))
    drawings = tuple(each for each in found if isinstance(each, Drawing))
    if complaints := [each for each in found if isinstance(each, str)]:
        raise SomeUndrawn(
            "; ".join(complaints),
            drawn=drawings,
            hint="shorten the labels in the codebook, or choose other figures under [figures]",
        )
    return drawings


def _drawing(number: int, choice: Choice, setting: Setting, formats: Sequence[str]) -> Drawing:
    id = choice.id.removeprefix(f"{choice.kind}_")
    name = f"{number:02d}-{choice.kind}-{_slug(id)}".rstrip("-")
    if choice.model is not None and choice.model.failed.texts:
        raise OutputError(f"figure {name}: {choice.model.failed.to(setting.language)}")
    try:
        figure, title, alt = _drawn(choice, setting)
        files = {kind: _saved(figure, kind) for kind in formats}
        found = lint.faults(figure)
    except UserWarning as warning:
        raise OutputError(f"figure {name}: {str(warning).rstrip('.')}") from warning
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise OutputError(f"figure {name} cannot be read as drawn: {found[0]}{more}")
    return Drawing(name, title, alt, choice.id, round(_base(choice)), **files)


def _drawn(choice: Choice, setting: Setting) -> tuple[Figure, str, str]:
    """Figure, title and alternative text of one choice."""
    if choice.crossing is not None:
        crossing = choice.crossing
        return heat.heat(crossing, setting), heat.title(crossing, setting), heat.alt(crossing, setting)
    if choice.trend is not None:
        followed = choice.trend
        return trend.trend(followed, setting), trend.title(followed, setting), trend.alt(followed, setting)
    if choice.model is not None:
        model = choice.model
        return drivers.drivers(model, setting), drivers.title(model, setting), drivers.alt(model, setting)
    if choice.weighting is not None:
        result = choice.weighting
        return weights.weights(result, setting), weights.title(result, setting), weights.alt(result, setting)
    if choice.kind == "likert":
        tables = choice.tables
        return likert.likert(tables, setting), likert.title(tables, setting), likert.alt(tables, setting)
    table = choice.tables[0]
    if choice.kind == "ranking":
        return ranking.ranking(table, setting), ranking.title(table, setting), ranking.alt(table, setting)
    row = choice.row
    return (
        dots.dots(table, setting, row=row),
        dots.title(table, setting, row=row),
        dots.alt(table, setting, row=row),
    )


def _base(choice: Choice) -> float:
    """Respondents behind a choice."""
    if choice.crossing is not None:
        return choice.crossing.total_unweighted_base
    if choice.trend is not None:
        known = [float(base) for base in choice.trend.unweighted_base if isfinite(base)]
        return known[-1] if known else 0.0
    if choice.model is not None:
        return choice.model.unweighted_base
    if choice.weighting is not None:
        return corrections(choice.weighting).unweighted_base
    return float(choice.tables[0].unweighted_base[0])


def _saved(figure: Figure, kind: str) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, metadata=METADATA[kind])
    return buffer.getvalue()


def _characters(report: Report, choices: Sequence[Choice], language: Language) -> set[str]:
    """Every character that the chosen figures may show."""
    words = figure_words(language)
    codebook = report.survey.codebook
    margins = report.weighting.margins if report.weighting is not None else ()
    achieved = report.weighting.achieved if report.weighting is not None else ()
    names = dict.fromkeys([*(margin.name for margin in margins), *(line.margin for line in achieved)])
    weighted = [part.strip() for name in names for part in name.split("×")]
    shown: list[object] = [report.plan.study]
    for choice in choices:
        shown += [*choice.tables, choice.crossing, choice.model, choice.trend]
        shown += [wave.name for wave in choice.trend.waves] if choice.trend else []
        shown += [table.question.provenance.to(language) for table in choice.tables]
        if choice.model is not None:
            shown += [choice.model.outcome.provenance.to(language), WorkbookWords(language).drivers]
            shown += DriverFigureWords(language).every()
    shown += [*TrendFigureWords(language).characters(), TrendWords(language).shared]
    shown += [codebook[name].label if name in codebook else name for name in weighted]
    shown += [*(line.category for line in achieved), "×"]
    shown += [text for margin in margins for text in (margin.source, margin.date)]
    shown += [text for field in fields(words) if isinstance(text := getattr(words, field.name), str)]
    return set().union(*(fonts.characters(thing, language) for thing in shown)) | set(
        "".join(words.corrections.values())
    )


def _slug(id: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in id)[:60].strip("-")
