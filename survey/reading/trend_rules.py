"""What no type can say of `[[trend]]`: waves without figures, shares in per cent, idle keys."""

from __future__ import annotations

from collections.abc import Iterator

from survey.vocabulary import Plan, TrendPlan, WavePlan

Place = tuple[str | int, ...]
Misfit = tuple[Place, str]


def trend_misfits(plan: Plan) -> Iterator[Misfit]:
    """What is wrong with the trends of a plan, each with its place in the file."""
    files: dict[str, tuple[str, str]] = {}
    followed: set[str] = set()
    for place, trend in enumerate(plan.trend):
        where = ("trend", place)
        yield from _trend(where, trend)
        if trend.question in followed:
            yield (*where, "question"), f"follows {trend.question!r} a second time; leave one out"
        followed.add(trend.question)
        for position, wave in enumerate(trend.waves):
            at = (*where, "waves", position)
            yield from _wave(at, wave, single=bool(trend.asked[1]))
            if wave.file and files.setdefault(wave.name, (wave.file, wave.plan)) != (wave.file, wave.plan):
                yield (*at, "file"), f"is another one than that of {wave.name!r} above; give it its own name"


def _trend(where: Place, trend: TrendPlan) -> Iterator[Misfit]:
    if not trend.question.strip():
        yield (*where, "question"), 'is empty; name a question, e.g. question = "q1" or "q1:1"'
    if not trend.waves:
        yield (*where, "waves"), 'is empty; e.g. waves = [{ name = "2024", file = "2024.xlsx" }]'
    names = [wave.name for wave in trend.waves]
    for position, name in enumerate(names):
        if name in names[:position] or name == trend.name:
            yield (*where, "waves", position, "name"), f"{name!r} is taken; give each wave its own name"
    if trend.comparable and not trend.reason.said:
        yield (*where, "comparable"), 'needs a reason that is printed, e.g. reason = "…"'
    if not trend.comparable and trend.reason.said:
        yield (*where, "reason"), "is printed where comparable = true, which the plan does not say"
    if trend.same_psus and trend.waves and all(wave.published for wave in trend.waves):
        yield (*where, "same_psus"), "is of waves that are read, and all of these are published figures"


def _wave(where: Place, wave: WavePlan, *, single: bool) -> Iterator[Misfit]:
    if not wave.name.strip():
        yield (*where, "name"), 'is empty; e.g. name = "2024"'
    if bool(wave.file) == wave.published:
        yield where, "needs either file, the wave's workbook, or share with n, what was published of it"
        return
    if not wave.published:
        for key, given in (("n", wave.n is not None), ("deff", wave.deff != 1.0)):
            if given:
                yield (*where, key), "is of published figures; leave it out where the file is read"
        return
    for key in ("plan", "question", "map"):
        if getattr(wave, key):
            yield (*where, key), "is of a file that is read; leave it out beside published figures"
    yield from _figures(where, wave, single=single)


def _figures(where: Place, wave: WavePlan, *, single: bool) -> Iterator[Misfit]:
    if wave.share is not None and wave.shares:
        yield (*where, "shares"), "stands beside share; leave one of them out"
    if wave.share is not None and not single:
        yield (
            (*where, "share"),
            'is of one answer; name it (question = "q1:1"), or write shares = { code = share }',
        )
    given = [("share", wave.share)] if wave.share is not None else []
    for key, share in [*given, *(("shares", each) for each in wave.shares.values())]:
        if share is not None and not 0 <= share <= 1:
            meant = f"; write {share / 100:g}, not {share:g}" if 1 < share <= 100 else ""
            yield (*where, key), f"should lie between 0 and 1, found {share:g}{meant}"
    if wave.n is None:
        yield (*where, "n"), "is missing: without the respondents, a share has no error"
    elif wave.n < 2:
        yield (*where, "n"), f"should be a number of respondents, 2 or more, found {wave.n}"
    if not wave.deff > 0:
        yield (*where, "deff"), f"should be above 0 (1 is a simple random sample), found {wave.deff:g}"
