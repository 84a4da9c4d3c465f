"""What no type can say of the tables a plan asks for: banners, levels of letters, added tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.targets import split
from survey.vocabulary import NESTED, Plan

Misfit = tuple[tuple[str | int, ...], str]
"""Where in the file, as keys and places from 0, and what is wrong there."""


def table_misfits(plan: Plan) -> Iterator[Misfit]:
    """What is wrong with `[tables]` and `[[table]]` by themselves."""
    yield from _banner(("tables", "banner"), plan.tables.banner or ())
    yield from _levels(plan.tables.levels, plan.tables.level)
    for place, added in enumerate(plan.table):
        if not added.filter and added.banner is None:
            yield (
                ("table", place),
                f"would repeat the table that {added.question!r} has already; give it a filter or a banner",
            )
        yield from _banner(("table", place, "banner"), added.banner or ())


def _banner(where: tuple[str | int, ...], banner: Sequence[str]) -> Iterator[Misfit]:
    seen: set[str] = set()
    for place, name in enumerate(banner):
        parts = split(name)
        if len(set(parts)) < len(parts):
            yield (*where, place), f"{name!r} nests a question in itself; name different ones"
        together = NESTED.join(parts)
        if together in seen:
            yield (*where, place), f"names {name!r} twice; leave one out"
        seen.add(together)


def _levels(levels: Sequence[float], level: float) -> Iterator[Misfit]:
    where = ("tables", "levels")
    if not levels:
        return
    if len(set(levels)) != len(levels) or len(levels) > 2:
        found = ", ".join(f"{each:g}" for each in levels)
        yield where, f"should be one or two levels, e.g. [0.95, 0.99], found {found}"
    for place, each in enumerate(levels):
        if not 0.5 <= each <= 0.999:
            yield (*where, place), f"should lie between 0.5 and 0.999, found {each:g}"
    if level not in levels:
        yield where, f"should hold {level:g}, the level of ▲▼ and intervals; or set level to one of them"
