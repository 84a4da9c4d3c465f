"""What no type can say of a plan: ranges, names that occur twice, a question crossed with itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from survey.reading.codebook import nearest
from survey.reading.plan_drivers import drivers_misfits
from survey.reading.table_rules import table_misfits
from survey.reading.trend_rules import trend_misfits
from survey.targets import POPULATIONS, parts_of, scaled, split
from survey.vocabulary import NonresponsePlan, Plan, ReplicatePlan, TargetPlan, TrimPlan, Weighting
from survey.vocabulary.palettes import palette_faults

Named = TypeVar("Named")

Place = tuple[str | int, ...]
Misfit = tuple[Place, str]
"""Where in the file, as keys and places from 0, and what is wrong there."""

LEVELS = (0.5, 0.999)
"""Confidence levels anybody could mean; 95 is a slip for 0.95."""


def misfits_of(plan: Plan) -> Iterator[Misfit]:
    """What is wrong with a plan by itself, whatever the survey, each with its place in the file."""
    yield from _numbers(plan)
    yield from _derivations(plan)
    yield from _nets(plan)
    yield from _replicates(plan)
    yield from _targets(plan)
    for place, crossing in enumerate(plan.crossing):
        if crossing.rows == crossing.columns:
            where = ("crossing", place, "columns")
            yield where, f"rows and columns are both {crossing.rows!r}; cross two different questions"
        if crossing.within in (crossing.rows, crossing.columns):
            where = ("crossing", place, "within")
            yield where, f"is {crossing.within!r}, a side of the crossing; name a third question"
    pairs = [(crossing.rows, crossing.columns) for crossing in plan.crossing]
    for place, pair in _repeated(pairs):
        yield ("crossing", place), f"{pair[0]!r} by {pair[1]!r} occurs twice; leave one out"
    yield from drivers_misfits(plan)
    yield from table_misfits(plan)
    yield from _design(plan)
    yield from _weighting(plan)
    yield from trend_misfits(plan)
    if palette := plan.figures.style.palette:
        yield from ((("figures", "style", "palette"), fault) for fault in palette_faults(palette))


def emptied(data: Mapping[str, Any]) -> Iterator[Misfit]:
    """Lists of the file that were written empty, where the plan cannot tell that from no list at all."""
    weighting = data.get("weighting")
    if not isinstance(weighting, Mapping) or weighting.get("method") == "none":
        return
    if weighting.get("margins") == []:
        yield (
            ("weighting", "margins"),
            "is empty; name the margins to meet, leave the key out to meet all that there are targets for, "
            'or write method = "none" to weight to none',
        )


def _design(plan: Plan) -> Iterator[Misfit]:
    design = plan.design
    yield from _listed_twice(("design", "calibrated_to"), design.calibrated_to)
    if design.entering and not design.calibrated_to:
        yield (
            ("design", "entering"),
            "says what calibrated weights started from; name the margins they meet in calibrated_to",
        )
    if design.entering and design.entering == design.weight:
        yield ("design", "entering"), f"is {design.entering!r}, the final weight; name the one before it"
    if design.calibrated_to and plan.weighting.nonresponse is not None:
        yield (
            ("design", "calibrated_to"),
            "says that weight meets margins already, which an adjustment for nonresponse would undo; "
            "leave [weighting.nonresponse] out, or start from the design weight",
        )


def _weighting(plan: Plan) -> Iterator[Misfit]:
    weighting = plan.weighting
    yield from _listed_twice(("weighting", "margins"), weighting.margins)
    if weighting.bounds:
        low, high = (*weighting.bounds, 0.0)[:2]
        if len(weighting.bounds) != 2 or not 0 <= low < 1 < high:
            found = ", ".join(f"{bound:g}" for bound in weighting.bounds)
            yield (
                ("weighting", "bounds"),
                f"should be two numbers on both sides of 1, e.g. [0.3, 3], found {found}",
            )
        limits = weighting.trim
        if limits.cap is not None or limits.floor is not None or limits.percentiles:
            yield (
                ("weighting", "bounds"),
                "cannot be kept beside [weighting.trim], whose limits come last; leave one of them out",
            )
    if weighting.total is not None and not weighting.total > 0:
        yield ("weighting", "total"), f"should be a number of people above 0, found {weighting.total:g}"
    yield from _idle(weighting)
    yield from _limits(("weighting", "trim"), weighting.trim)
    for place, alternative in enumerate(weighting.alternative):
        where = ("weighting", "alternative", place)
        if alternative.margins == ():
            yield (
                (*where, "margins"),
                "is empty; name the margins to meet, or leave the key out to meet the plan's own; the design "
                "weights alone are compared in any case",
            )
        yield from _listed_twice((*where, "margins"), alternative.margins or ())
        if alternative.trim is not None:
            yield from _limits((*where, "trim"), alternative.trim)
    if (adjustment := weighting.nonresponse) is not None:
        yield from _nonresponse(("weighting", "nonresponse"), adjustment)


def _idle(weighting: Weighting) -> Iterator[Misfit]:
    """Keys that would change nothing, beside what else the plan says."""
    if weighting.method == "poststratify":
        for key in ("bounds", "equal_within", "means"):
            if getattr(weighting, key):
                yield ("weighting", key), "cannot be kept by post-stratification; choose another method"
    if weighting.method == "none" and (weighting.margins or weighting.means):
        yield ("weighting", "method"), "is 'none', and the plan names margins or means to meet; leave one out"
    if weighting.total is not None and weighting.scale == "sample":
        yield ("weighting", "total"), 'is used where scale = "population", which the plan does not say'
    margins = (weighting.margins, *(each.margins for each in weighting.alternative))
    if any(margins) or weighting.means:
        return
    plain = Weighting()
    for key in ("bounds", "equal_within", "missing", "unmet", "scale", "trim"):
        if getattr(weighting, key) != getattr(plain, key):
            yield ("weighting", key), "is about weights that meet targets; name margins or means to meet"


def _limits(where: Place, trim: TrimPlan) -> Iterator[Misfit]:
    if trim.cap is not None and not trim.cap > 1:
        yield (*where, "cap"), f"should be above 1 (it counts means of the weights), found {trim.cap:g}"
    if trim.floor is not None and not 0 <= trim.floor < 1:
        yield (*where, "floor"), f"should be from 0 to below 1, found {trim.floor:g}"
    if trim.percentiles:
        low, high = (*trim.percentiles, -1.0)[:2]
        if len(trim.percentiles) != 2 or not 0 <= low < high <= 100:
            found = ", ".join(f"{percentile:g}" for percentile in trim.percentiles)
            yield (
                (*where, "percentiles"),
                f"should be two numbers from 0 to 100, e.g. [1, 99], found {found}",
            )


def _nonresponse(where: Place, adjustment: NonresponsePlan) -> Iterator[Misfit]:
    if not adjustment.classes:
        yield (*where, "classes"), 'is empty; name the questions, e.g. classes = ["stratum"]'
    if bool(adjustment.issued) == bool(adjustment.outcome):
        yield where, "needs either issued, the cases of each class, or outcome, what became of each case"
    if adjustment.outcome and not adjustment.respondents:
        yield (*where, "respondents"), "is empty; write the answers of outcome that mean a response"
    for name, count in adjustment.issued.items():
        if count < 0:
            yield (*where, "issued", name), f"should be a number of cases, 0 or more, found {count}"
        if len(parts_of(name, adjustment.classes)) != len(adjustment.classes):
            classes = " × ".join(adjustment.classes)
            yield (*where, "issued", name), f"is not one answer each of {classes}"


def _numbers(plan: Plan) -> Iterator[Misfit]:
    low, high = LEVELS
    level = plan.tables.level
    if not low <= level <= high:
        meant = f"; write {level / 100:g}, not {level:g}" if low <= level / 100 <= high else ""
        yield ("tables", "level"), f"should lie between {low:g} and {high:g}, found {level:g}{meant}"
    share = plan.outcomes.eligible_share
    if share is not None and not 0 <= share <= 1:
        meant = f"; write {share / 100:g}, not {share:g}" if 1 < share <= 100 else ""
        yield ("outcomes", "eligible_share"), f"should lie between 0 and 1, found {share:g}{meant}"
    for key in ("minimum_base", "caution_base"):
        if (base := getattr(plan.tables, key)) < 0:
            yield ("tables", key), f"should be a number of respondents, 0 or more, found {base}"
    rows = plan.data.header_rows
    if any(row < 1 for row in rows):
        words = "should count rows from 1, as Excel shows them, found"
        yield ("data", "header_rows"), f"{words} {', '.join(map(str, rows))}"


def _derivations(plan: Plan) -> Iterator[Misfit]:
    for place, derivation in enumerate(plan.derive):
        if not derivation.name.strip():
            yield (
                ("derive", place, "name"),
                'is empty; name the new question, e.g. name = "age_band"',
            )
        given = [key for key in ("bands", "map", "ticked", "where") if getattr(derivation, key)]
        if len(given) != 1:
            found = f"found {' and '.join(given)}" if given else "found none"
            yield ("derive", place), f"needs exactly one of bands, map, ticked, where, {found}"
        elif not derivation.where and not derivation.source:
            yield ("derive", place), "needs the key 'from', the question it is made of"
        if not derivation.label.said:
            yield ("derive", place), "needs the key 'label', a name for tables"


def _nets(plan: Plan) -> Iterator[Misfit]:
    for place, net in enumerate(plan.net):
        if not net.name.strip():
            yield ("net", place, "name"), 'is empty; write a short name, e.g. name = "support"'
        if not net.answers:
            yield ("net", place, "answers"), 'is empty; write the codes it adds up, e.g. ["1", "2"]'
    for place, (question, name) in _repeated([(net.question, net.name) for net in plan.net]):
        yield ("net", place, "name"), f"{name!r} names a net of {question!r} twice; give each its own name"


def _replicates(plan: Plan) -> Iterator[Misfit]:
    given = plan.design.replicates
    if given is None:
        return
    where = ("design", "replicates")
    yield from ((where + place, text) for place, text in _replicate_numbers(given))
    yield from ((where + place, text) for place, text in _replicates_without_effect(given))
    if given.columns and given.method == "JKn" and not given.scales:
        yield (*where, "columns"), "of JKn need the key 'scales', (m − 1)/m of each replicate's stratum"
    if given.columns and given.method == "Fay" and given.rho is None and given.scale is None:
        yield (*where, "columns"), "of Fay's method need the key 'rho', what its half-samples keep"
    if given.weight and plan.design.weight and given.weight != plan.design.weight:
        yield (
            (*where, "weight"),
            f"is {given.weight!r}, and [design] weight is {plan.design.weight!r}; leave one of them out",
        )
    yield from _listed_twice((*where, "columns"), given.columns)


def _replicate_numbers(given: ReplicatePlan) -> Iterator[Misfit]:
    if given.number is not None and given.number < 2:
        yield ("number",), f"should be 2 or more, 500 is usual, found {given.number}"
    if given.seed is not None and given.seed < 0:
        yield ("seed",), f"should be 0 or more, found {given.seed}"
    if given.rho is not None and not 0 <= given.rho < 1:
        yield ("rho",), f"should be 0 or more and below 1, found {given.rho:g}"
    if given.scale is not None and not (math.isfinite(given.scale) and given.scale > 0):
        yield ("scale",), f"should be above zero, found {given.scale:g}"
    for place, scale in enumerate(given.scales):
        if not (math.isfinite(scale) and scale >= 0):
            yield ("scales", place), f"should be 0 or more, found {scale:g}"


def _replicates_without_effect(given: ReplicatePlan) -> Iterator[Misfit]:
    """Keys that would change nothing."""
    for key in ("number", "seed"):
        if getattr(given, key) is None:
            continue
        if given.columns:
            yield (key,), "is of replicates made here, and 'columns' says that they came with the file"
        elif given.method != "bootstrap":
            yield (key,), f"is of the bootstrap; {given.method} makes as many as the design has units for"
    if given.rho is not None and given.method != "Fay":
        yield ("rho",), f"is of Fay's method, and the method is {given.method!r}"
    for key in ("weight", "scale", "scales"):
        if getattr(given, key) not in ("", None, ()) and not given.columns:
            yield (key,), "is of replicate weights that came with the file; name them with the key 'columns'"


def _targets(plan: Plan) -> Iterator[Misfit]:
    for place, target in enumerate(plan.target):
        given = [key for key in ("shares", "counts", "population") if getattr(target, key)]
        if not target.question.strip():
            yield ("target", place, "question"), 'is empty; name a question, e.g. question = "sex"'
        elif len(given) != 1:
            found = f"found {' and '.join(given)}" if given else "found none"
            yield ("target", place), f"needs exactly one of shares, counts, population, {found}"
        elif target.population:
            for key, fault in _lent(target):
                yield ("target", place, key), fault
        else:
            for key, fault in _figures(target):
                yield ("target", place, key), fault
    for place, _ in _repeated([questions_of(target) for target in plan.target]):
        yield ("target", place), f"gives {plan.target[place].question!r} a second time; leave one out"
    name = plan.weighting.population
    if name and name not in POPULATIONS:
        yield ("weighting", "population"), _no_population(name)


def questions_of(target: TargetPlan) -> frozenset[str]:
    """The questions a target is of, whatever the order they are named in."""
    return frozenset(split(target.question))


def _lent(target: TargetPlan) -> Iterator[tuple[str, str]]:
    """What is wrong with targets from a population, by key."""
    if target.population not in POPULATIONS:
        yield "population", _no_population(target.population)
        return
    population, name = POPULATIONS[target.population], target.margin or target.question
    if name not in population:
        what = f"has no margin {name!r}{nearest(name, population.margins)}"
        key, need = ("margin", "") if target.margin else ("question", "; name one with the key 'margin'")
        yield key, f"{target.population} {what}; it has {', '.join(population.margins)}{need}"
    elif (crossed := len(split(name))) != (named := len(questions_of(target))):
        yield (
            "question",
            f"names {named} question(s), and {name!r} needs {crossed}: write them as 'sex × age'",
        )
    for key in ("source", "date"):
        if getattr(target, key):
            yield key, f"is that of {target.population}, which brings its own; leave it out"


def _figures(target: TargetPlan) -> Iterator[tuple[str, str]]:
    """What is wrong with targets that the plan itself gives, by key."""
    for name in ("margin", "codes"):
        if getattr(target, name):
            yield name, "belongs to targets from a population; leave it out"
    key = "shares" if target.shares else "counts"
    questions = split(target.question)
    for category in target.figures:
        if len(parts_of(category, questions)) != len(questions):
            example = " × ".join(["…"] * len(questions))
            yield (
                key,
                f"names {category!r}, not one answer for each of {target.question!r}: write {example!r}",
            )
    figures: dict[tuple[str, ...], float] = {(words,): number for words, number in target.figures.items()}
    _, fault = scaled(figures, counted=key == "counts")
    if fault:
        yield key, fault


def _no_population(name: str) -> str:
    there = ", ".join(POPULATIONS)
    return f"is {name!r}, which is no population{nearest(name, POPULATIONS)}; there are: {there}"


def _listed_twice(where: Place, names: Sequence[str]) -> Iterator[Misfit]:
    for place, name in _repeated(names):
        yield (*where, place), f"names {name!r} twice; leave one out"


def _repeated(names: Iterable[Named]) -> Iterator[tuple[int, Named]]:
    """Places, from 0, of what stood in the list before."""
    before: list[Named] = []
    for place, name in enumerate(names):
        if name in before:
            yield place, name
        before.append(name)
