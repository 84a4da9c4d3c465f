"""One wave of a trend: its question as the last wave asks it, and its shares."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.stats.intervals import share_interval
from survey.tabulation.axes import answer_axis, base_axis, everyone, one_cell
from survey.tabulation.banners import column_flags
from survey.tabulation.estimates import interval, shares
from survey.vocabulary import (
    Axis,
    Base,
    Break,
    Codebook,
    Column,
    Label,
    Question,
    Row,
    Study,
    Survey,
    TablePlan,
    Wave,
    WavePlan,
)

Floats = NDArray[np.float64]

FOLLOWED = "#followed"
"""Column of the followed question's answers, in the codes of the last wave."""


@dataclass(frozen=True, eq=False)
class Given:
    """A wave as it comes in: a weighted survey, or None where figures were published.

    Parameters
    ----------
    said
        What the plan says of it.
    study
        What its own plan says of the study.
    """

    name: str
    survey: Survey | None
    said: WavePlan
    study: Study = field(default_factory=Study)


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is asked of every wave.

    Parameters
    ----------
    question
        As the last wave has it.
    rows, cells
        Answers and nets, and the answer codes behind each.
    """

    question: Question
    rows: tuple[Row, ...]
    cells: tuple[tuple[str, ...], ...]
    base: Base
    tables: TablePlan


@dataclass(frozen=True, eq=False)
class Measured:
    """A wave's shares, (rows,), with what their changes need.

    Parameters
    ----------
    survey, stub, inside
        Where the shares come from, and the axes of one cell that those who are
        in the base are in; none for published figures.
    degrees, own_degrees
        Degrees of freedom of the wave's design, and of the respondents in the base.
    """

    wave: Wave
    estimate: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    design_effect: Floats
    unweighted_base: float
    weighted_base: float
    effective_base: float
    degrees: float
    own_degrees: float
    survey: Survey | None = None
    stub: Axis | None = None
    inside: tuple[Axis, ...] = ()


def measured(given: Given, wanted: Wanted) -> Measured:
    """The wave's shares.

    Raises
    ------
    PlanError
        The wave has no such question or answers, or published nothing usable.
    """
    if given.survey is None:
        return _published(given, wanted)
    [everybody] = measured_within(given, given.survey, wanted, everyone())
    return everybody


def measured_within(given: Given, survey: Survey, wanted: Wanted, groups: Axis) -> tuple[Measured, ...]:
    """The wave's shares in each cell of an axis of its survey.

    Raises
    ------
    PlanError
        The wave has no such question or answers.
    """
    asked = _asked(given, survey, wanted.question)
    followed = _followed(given, survey, asked, wanted)
    offered = set(_codes_here(given.said.map, asked).values())
    stub = answer_axis(followed, FOLLOWED, wanted.cells)
    base = base_axis(followed, FOLLOWED, wanted.base)
    found = shares(followed, stub, base, groups)
    low, high = interval(found, level=wanted.tables.level)
    said, study = given.said, given.study
    guessed = any(guess.question == asked.name for guess in survey.guesses)
    labels = tuple(answer.label for answer in asked.answers if answer.role == "substantive")
    there = np.array([guessed or not offered.isdisjoint(cell) for cell in wanted.cells])
    wave = Wave(
        name=given.name,
        file=survey.source.name,
        sha256=survey.source.sha256,
        source=said.source,
        mode=_first(said.mode, study.mode),
        population=_first(said.population, study.population),
        wording=_first(said.wording, _wording(asked, guessed=guessed)),
        answers=() if guessed else labels,
    )
    arrays = (found.estimate, found.standard_error, low, high, found.design_effect)
    estimate, error, low, high, effect = (np.where(there[:, None], each, np.nan) for each in arrays)
    flags = column_flags(found.unweighted_base, found.effective_base, wanted.tables)
    return tuple(
        Measured(
            wave=replace(wave, flag=flag),
            estimate=estimate[:, k],
            standard_error=error[:, k],
            low=low[:, k],
            high=high[:, k],
            design_effect=effect[:, k],
            unweighted_base=float(found.unweighted_base[k]),
            weighted_base=float(found.weighted_base[k]),
            effective_base=float(found.effective_base[k]),
            degrees=float(found.df),
            own_degrees=float(found.domain_df[k]),
            survey=followed,
            stub=stub,
            inside=(base, one_cell(groups, k)),
        )
        for k, flag in enumerate(flags)
    )


def _published(given: Given, wanted: Wanted) -> Measured:
    """Published figures; their error is that of a simple random sample times the design effect they name."""
    said = given.said
    if not said.published or said.n is None or said.n < 2:
        raise PlanError(
            f"the wave {given.name!r} is neither a survey nor a published share with its n",
            hint="give share (0 to 1) and n, and deff where it was published",
        )
    if said.share is not None and len(wanted.rows) > 1:
        raise PlanError(
            f"the wave {given.name!r} gives one share, and the trend follows {len(wanted.rows)} answers",
            hint="name the answer, e.g. 'q1:1', or give shares by answer code",
        )
    found = [said.published_share(row.code) for row in wanted.rows]
    estimate = np.array([np.nan if share is None else share for share in found])
    effective = np.full(len(estimate), said.n / said.deff)
    error = np.sqrt(said.deff * estimate * (1 - estimate) / (said.n - 1))
    low, high = share_interval(
        estimate,
        error,
        unweighted_base=np.full(len(estimate), float(said.n)),
        effective_base=effective,
        degrees=np.full(len(estimate), said.n - 1.0),
        level=wanted.tables.level,
    )
    return Measured(
        wave=Wave(
            name=given.name,
            published=True,
            source=said.source,
            mode=said.mode,
            population=said.population,
            wording=said.wording,
            flag=column_flags(np.array([float(said.n)]), effective[:1], wanted.tables)[0],
        ),
        estimate=estimate,
        standard_error=error,
        low=low,
        high=high,
        design_effect=np.where(np.isnan(estimate), np.nan, said.deff),
        unweighted_base=float(said.n),
        weighted_base=np.nan,
        effective_base=said.n / said.deff,
        degrees=said.n - 1.0,
        own_degrees=said.n - 1.0,
    )


def _asked(given: Given, survey: Survey, question: Question) -> Question:
    """The question as that wave asked it."""
    name = given.said.question or question.name
    if name not in survey.codebook or name not in survey.responses.names:
        there = ", ".join(each.name for each in survey.codebook)
        raise PlanError(
            f"the wave {given.name!r} has no question {name!r}",
            hint=f'say what it is called there, question = "…"; its questions are: {there}',
        )
    asked = survey.codebook[name]
    if (asked.kind == "multiple") != (question.kind == "multiple") or not asked.answers:
        raise PlanError(
            f"the wave {given.name!r} asked {name!r} as a {asked.kind} question, and the last wave as a "
            f"{question.kind} one",
            hint="shares of one answer and of several that could be ticked do not compare",
        )
    return asked


def _followed(given: Given, survey: Survey, asked: Question, wanted: Wanted) -> Survey:
    """The survey with the question's answers in the codes of the last wave, as a column of its own.

    Answers that the last wave does not have keep their code, so that those who
    gave them stay in the base.
    """
    here = _codes_here(given.said.map, asked)
    made = [replace(answer, code=here[answer.code]) for answer in asked.answers]
    answers = tuple({answer.code: answer for answer in (*wanted.question.answers, *made)}.values())
    needed = [code for cell in wanted.cells for code in cell]
    absent = [code for code in needed if code not in here.values()]
    if len(absent) == len(needed):
        raise PlanError(
            f"the wave {given.name!r} has none of the answers {', '.join(needed)} of {asked.name!r}",
            hint=f'write map = {{ {needed[0]} = ["…"] }}; it has {", ".join(asked.codes())}',
        )
    column = survey.responses.column(asked.name)
    levels = tuple(_in_codes(level, here) for level in column.levels)
    question = replace(asked, name=FOLLOWED, answers=answers)
    responses = survey.responses.assign({FOLLOWED: Column(column.codes, levels)})
    return replace(survey, responses=responses, codebook=Codebook((*survey.codebook, question)))


def _codes_here(mapped: Mapping[str, Sequence[str]], asked: Question) -> dict[str, str]:
    """{answer code of the wave: answer code of the last wave}.

    A code that stands for others in the map does not also stand for itself.
    """
    here = {code: code for code in asked.codes()}
    for there in mapped.values():
        for each in there:
            if each not in here:
                raise PlanError(
                    f"map names the answer {each!r} of {asked.name!r}, which it does not have",
                    hint=f"its answers are: {', '.join(asked.codes())}",
                )
    claimed = set(mapped)
    moved = {each: code for code, there in mapped.items() for each in there}
    return {code: moved.get(code, f"{code} (other)" if code in claimed else code) for code in here}


def _in_codes(level: object, here: Mapping[str, str]) -> object:
    if isinstance(level, tuple):
        return tuple(dict.fromkeys(here.get(code, code) for code in level))
    return here.get(level, level) if isinstance(level, str) else level


def _wording(asked: Question, *, guessed: bool) -> Label:
    """The question's wording; empty where only a column's short name is known."""
    texts = [_folded(text) for text in asked.wording.texts.values()]
    return Label({}) if guessed and texts == [_folded(asked.name)] else asked.wording


def _first(*labels: Label) -> Label:
    """The first label that says something."""
    return next((label for label in labels if label.said), Label({}))


def breaks_between(first: Wave, second: Wave) -> tuple[Break, ...]:
    """What changed between two waves, as far as both say it."""
    found: list[Break] = []
    if differ(first.mode, second.mode):
        found.append("mode")
    if differ(first.population, second.population):
        found.append("population")
    if differ(first.wording, second.wording):
        found.append("wording")
    ones, others = first.answers, second.answers
    if ones and others and (len(ones) != len(others) or any(map(differ, ones, others))):
        found.append("answers")
    return tuple(found)


def differ(first: Label, second: Label) -> bool:
    """Whether two texts say something else in any language that both are in."""
    one, other = ({to: _folded(text) for to, text in each.texts.items() if text} for each in (first, second))
    if not one or not other:
        return False
    common = one.keys() & other.keys()
    if common:
        return any(one[to] != other[to] for to in common)
    return set(one.values()).isdisjoint(other.values())


def _folded(text: str) -> str:
    """A text without differences of width, case and space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
