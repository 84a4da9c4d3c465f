"""What a plan says of targets, as margins of a codebook."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from survey.errors import WeightingError
from survey.targets.japan import japan_2025
from survey.targets.matching import matched, nearest, parts_of, questions_named, scaled, split
from survey.targets.population import Population
from survey.vocabulary import Codebook, Margin, TargetPlan

POPULATIONS: Mapping[str, Population] = MappingProxyType({japan_2025.name: japan_2025})
"""The populations a plan can name."""

SHOWN = 8
"""Misfits of one margin that a complaint tells at most."""


def population_named(name: str) -> Population:
    """The population of this name.

    Raises
    ------
    WeightingError
        There is none; names the nearest.
    """
    if name not in POPULATIONS:
        raise WeightingError(
            f"there is no population {name!r}{nearest(name, POPULATIONS)}",
            hint=f"there are: {', '.join(POPULATIONS)}",
        )
    return POPULATIONS[name]


def planned_margin(target: TargetPlan, codebook: Codebook) -> Margin:
    """The margin that one `[[target]]` asks for, in names and codes of the codebook.

    Raises
    ------
    WeightingError
        Questions or answers that are not there, all of them; figures that are no shares.
    """
    if target.population:
        return _from_population(target, codebook)
    questions = split(target.question)
    counted = bool(target.counts)
    figures = {parts_of(key, questions): float(figure) for key, figure in target.figures.items()}
    wrong = [key for key in figures if len(key) != len(questions)]
    shares, fault = scaled(figures, counted=counted)
    if wrong or fault:
        fault = f"name {' × '.join(wrong[0])!r}, not one answer of each question" if wrong else fault
        raise WeightingError(f"the targets of the plan for {target.question!r} {fault}")
    total = sum(figures.values()) if counted else None
    written = Margin(questions, shares, target.source, target.date, target.caveat, total)
    margin, misfits = matched(written, codebook)
    if misfits:
        more = f"; and {len(misfits) - SHOWN} more" if len(misfits) > SHOWN else ""
        raise WeightingError(
            f"the targets of the plan for {target.question!r}: {'; '.join(misfits[:SHOWN])}{more}",
            hint=_answers_hint(margin, codebook),
        )
    return margin


def _from_population(target: TargetPlan, codebook: Codebook) -> Margin:
    population = population_named(target.population)
    names = questions_named(codebook, split(target.question))
    margin = population.margin(target.margin or target.question, codebook, names, target.codes)
    if not target.caveat:
        return margin
    return Margin(
        margin.questions,
        margin.shares,
        margin.source,
        margin.date,
        f"{target.caveat} {margin.caveat}",
        margin.total,
    )


def _answers_hint(margin: Margin, codebook: Codebook) -> str:
    told = []
    for name in margin.questions:
        if name in codebook and codebook[name].answers:
            listed = [f"{answer.code} ({answer.label.to('en')})" for answer in codebook[name].answers[:SHOWN]]
            more = ", …" if len(codebook[name].answers) > SHOWN else ""
            told.append(f"answers of {name}: {', '.join(listed)}{more}")
    return "; ".join(told) or "targets are for questions of the file, or of [[derive]]"
