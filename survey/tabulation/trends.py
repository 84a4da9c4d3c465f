"""Trends: a question's answers and nets over waves, finished, with a sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.language.sentences import rounded
from survey.language.trends import Step, headline_in_words, trend_in_words
from survey.tabulation.bases import base_kind, base_label, codes_inside, in_languages
from survey.tabulation.changes import changes
from survey.tabulation.threads import with_one_thread
from survey.tabulation.waves import Given, Measured, Wanted, breaks_between, measured
from survey.vocabulary import (
    EarlierWave,
    Label,
    Plan,
    Question,
    Row,
    Survey,
    Trend,
    TrendPlan,
    WavePlan,
    check_level,
    plain,
)
from survey.vocabulary.nets import nets_of

Floats = NDArray[np.float64]


def trends(survey: Survey, plan: Plan, waves: Mapping[str, EarlierWave]) -> tuple[Trend, ...]:
    """Every trend of the plan; the survey is the last wave of each.

    Parameters
    ----------
    survey
        Cleaned and weighted.
    waves
        {name: the wave, cleaned and weighted by its plan}.

    Raises
    ------
    PlanError
        A wave is missing, or has no such question or answers.
    """
    return tuple(followed(given_waves(survey, plan, each, waves), each, plan) for each in plan.trend)


def given_waves(
    survey: Survey, plan: Plan, wanted: TrendPlan, waves: Mapping[str, EarlierWave]
) -> list[Given]:
    """The waves of a trend, the survey last.

    Raises
    ------
    PlanError
        A wave is missing.
    """
    given = []
    for said in wanted.waves:
        if said.published:
            given.append(Given(said.name, None, said))
        elif said.name in waves:
            given.append(Given(said.name, waves[said.name].survey, said, waves[said.name].plan.study))
        else:
            raise PlanError(
                f"[[trend]] {wanted.question} names the wave {said.name!r}, which was not given",
                hint="give them: survey.analyze(poll, plan, waves=survey.read_waves(plan, folder))",
            )
    name = wanted.name or survey.source.name.rpartition(".")[0] or survey.source.name or "now"
    return [*given, Given(name, survey, WavePlan(name), plan.study)]


@with_one_thread
def trend(
    waves: Mapping[str, Survey | WavePlan],
    question: str,
    *,
    about: Mapping[str, WavePlan] | None = None,
    plan: Plan | None = None,
    same_psus: bool = False,
    comparable: str = "",
    level: float | None = None,
) -> Trend:
    """A question's answers over waves, and the change between any two of them with its interval and p.

    Waves are independent samples unless `same_psus`. A change across which
    mode, population, wording or the answers offered changed is refused, unless
    `comparable` says why it may be made.

    Parameters
    ----------
    waves
        {name: wave}, the earliest first: weighted surveys, or a `WavePlan`
        with published figures. Answers are those of the last survey.
    question
        Question, or `question:answer` with an answer's code or a net's name.
    about
        {name: WavePlan} for surveys: mode, population and wording, or the
        question's name and its answers' codes where they differ.
    plan
        Nets, bases and the minimum base.
    same_psus
        Whether the waves were drawn in the same sampling units.
    comparable
        The reason why waves may be compared all the same.
    level
        Of intervals and of what is called significant; by default the plan's.

    Raises
    ------
    PlanError
        A wave has no such question or answers.
    DesignError
        `same_psus`, and the designs share no sampling units.
    """
    plan = plan or Plan()
    if level is not None:
        check_level(level)
        plan = replace(plan, tables=replace(plan.tables, level=level))
    unknown = [name for name in about or {} if name not in waves]
    if unknown:
        raise PlanError(f"`about` speaks of the wave {unknown[0]!r}", hint=f"waves: {', '.join(waves)}")
    given = [_given(name, wave, (about or {}).get(name)) for name, wave in waves.items()]
    reason = plain(comparable) if comparable else Label({})
    wanted = TrendPlan(question, (), same_psus=same_psus, comparable=bool(comparable), reason=reason)
    return followed(given, wanted, plan)


def _given(name: str, wave: Survey | WavePlan, about: WavePlan | None) -> Given:
    """A wave with what is said of it."""
    if isinstance(wave, WavePlan):
        return Given(name, None, wave)
    return Given(name, wave, about or WavePlan(name))


def followed(given: Sequence[Given], wanted: TrendPlan, plan: Plan) -> Trend:
    """One trend, finished."""
    if len(given) < 2:
        raise PlanError("a trend needs two waves or more", hint="name the earlier waves")
    last = next((each.survey for each in reversed(given) if each.survey is not None), None)
    asked = rows_wanted(last, wanted, plan) if last is not None else _told(given, wanted, plan)
    waves = [measured(each, asked) for each in given]
    breaks = [[breaks_between(one.wave, other.wave) for other in waves] for one in waves]
    reason = wanted.reason if wanted.comparable else Label({})
    made = Trend(
        id=wanted.id,
        title=_title(wanted, asked),
        question=asked.question,
        base_label=base_label(last.codebook, asked.question, asked.base) if last else Label({}),
        rows=asked.rows,
        waves=tuple(wave.wave for wave in waves),
        estimate=_side_by_side(waves, "estimate"),
        standard_error=_side_by_side(waves, "standard_error"),
        low=_side_by_side(waves, "low"),
        high=_side_by_side(waves, "high"),
        design_effect=_side_by_side(waves, "design_effect"),
        unweighted_base=np.array([wave.unweighted_base for wave in waves]),
        weighted_base=np.array([wave.weighted_base for wave in waves]),
        effective_base=np.array([wave.effective_base for wave in waves]),
        changes=changes(
            waves,
            asked.rows,
            breaks,
            comparable=wanted.comparable,
            same_psus=wanted.same_psus,
            level=plan.tables.level,
        ),
        level=plan.tables.level,
        reason=reason,
        same_psus=wanted.same_psus,
    )
    return in_words(made)


def _side_by_side(waves: Sequence[Measured], name: str) -> Floats:
    return np.column_stack([getattr(wave, name) for wave in waves])


def rows_wanted(survey: Survey, wanted: TrendPlan, plan: Plan) -> Wanted:
    """Rows of the trend: the one answer or net that it names, or all."""
    name, code = wanted.asked
    if name not in survey.codebook or name not in survey.responses.names:
        there = ", ".join(each.name for each in survey.codebook)
        raise PlanError(f"there is no question {name!r} to follow", hint=f"the questions are: {there}")
    question = survey.codebook[name]
    base = base_kind(question, plan)
    inside = codes_inside(question, base)
    rows: list[tuple[Row, tuple[str, ...]]] = [
        (Row(each, question.answer(each).label), (each,)) for each in inside
    ]
    rows += [
        (Row(net.name, net.label, "net"), tuple(each for each in net.answers if each in inside))
        for net in nets_of(question, plan)
    ]
    found = [(row, cell) for row, cell in rows if not code or row.code == code]
    if not found:
        there = ", ".join(row.code for row, _ in rows) or "none: derive bands of a number to follow it"
        raise PlanError(
            f"{name!r} has no answer or net {code!r} to follow"
            if code
            else f"{name!r} has no answers to follow",
            hint=f"answers and nets of {name}: {there}",
        )
    return Wanted(
        question, tuple(row for row, _ in found), tuple(cell for _, cell in found), base, plan.tables
    )


def _told(given: Sequence[Given], wanted: TrendPlan, plan: Plan) -> Wanted:
    """What is asked where all waves are published figures: the one answer, or those that shares speak of."""
    name, code = wanted.asked
    codes = (code,) if code else tuple(dict.fromkeys(each for wave in given for each in wave.said.shares))
    if not codes:
        raise PlanError(f"nothing says which answers of {name!r} were published", hint="name one: 'q1:1'")
    rows = tuple(Row(each, plain(each)) for each in codes)
    question = Question(name, plain(name), "single")
    return Wanted(question, rows, tuple((each,) for each in codes), plan.tables.base, plan.tables)


def _title(wanted: TrendPlan, asked: Wanted) -> Label:
    if wanted.title.said:
        return wanted.title
    label = asked.question.named
    if not wanted.asked[1]:
        return label
    answer = asked.rows[0].label
    return in_languages(lambda to: f"{label.to(to)}{'：' if to == 'ja' else ': '}{answer.to(to)}")


def in_words(made: Trend) -> Trend:
    """The trend with what happened to each of its rows, as a sentence and as a headline."""
    said = [_said(made, row) for row in range(len(made.rows))]
    sentences, headlines = (tuple(texts) for texts in zip(*said, strict=True))
    return replace(made, sentences=sentences, headlines=headlines)


def _said(made: Trend, row: int) -> tuple[Label, Label]:
    """What happened to a row since the last wave before that says something of it."""
    before = made.before(row)
    if before is None:
        return Label({}), Label({})
    label = made.question.named
    answer = made.rows[row].label
    return (
        in_languages(
            lambda to: trend_in_words(to, label.to(to), answer.to(to), _step(made, row, before, to))
        ),
        in_languages(lambda to: headline_in_words(to, _step(made, row, before, to))),
    )


def _step(made: Trend, row: int, before: int, language: str) -> Step:
    last, found = len(made.waves) - 1, made.changes
    kind = made.rows[row].kind
    family = [r for r, each in enumerate(made.rows) if each.kind == kind]
    ranked = [
        wave
        for wave in range(last)
        if np.isfinite(made.estimate[row, wave])
        and made.compared(last, wave)
        and made.waves[wave].flag != "low"
    ]
    cell = (row, last, before)
    return Step(
        wave=made.waves[last].name,
        share=float(made.estimate[row, last]),
        before=made.waves[before].name,
        share_before=float(made.estimate[row, before]),
        waves=len(ranked) + 1,
        shown=len(ranked) == last,
        rank=_rank(made.estimate[row, last], made.estimate[row, ranked]),
        gap=float(found.gap[cell]),
        low=float(found.low[cell]),
        high=float(found.high[cell]),
        p=float(found.p[cell]),
        q=float(found.q[cell]),
        family=int(np.isfinite(found.p[family, last, before]).sum()),
        unweighted_bases=(int(made.unweighted_base[before]), int(made.unweighted_base[last])),
        level=made.level,
        breaks=found.breaks[last][before],
        reason=made.reason.to(language),
        small="low" in (made.waves[last].flag, made.waves[before].flag),
    )


def _rank(share: float, others: Floats) -> int:
    """1 above all others, -1 below all of them, as printed with one decimal; else 0."""
    own, rest = _printed(share), [_printed(other) for other in others]
    return 1 if all(own > other for other in rest) else -1 if all(own < other for other in rest) else 0


def _printed(share: float) -> float:
    return float(rounded(100 * share, 1))
