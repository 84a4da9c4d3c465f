"""The rows of a table: answers, nets, scores, mentions, and those below the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from survey.language.sentences import (
    MEAN,
    MEAN_SCORE,
    MEAN_SCORE_OF_SCORED,
    MEDIAN,
    MENTIONS,
    net_score_in_words,
)
from survey.language.toplines import (
    HIGHEST,
    LOWER_QUARTILE,
    LOWEST,
    TRIMMED_MEAN,
    UPPER_QUARTILE,
    multiples_in_words,
)
from survey.tabulation.axes import answer_axis, base_axis, value_axis
from survey.tabulation.bases import codes_inside, codes_outside, in_languages
from survey.tabulation.estimates import shares_inside
from survey.tabulation.numbers import heaping_step, multiples_axis
from survey.vocabulary import Answer, Axis, Base, Label, Net, Plan, Question, Row, RowKind, Survey
from survey.vocabulary.nets import nets_of
from survey.vocabulary.scales import ends_of

ABOVE, BELOW = "support", "oppose"
"""Names of the two nets whose difference is the net score."""

QUARTILES = (
    Row("lower_quartile", Label(LOWER_QUARTILE), "quantile"),
    Row("median", Label(MEDIAN), "median"),
    Row("upper_quartile", Label(UPPER_QUARTILE), "quantile"),
)
EXTREMES = (Row("lowest", Label(LOWEST), "extreme"), Row("highest", Label(HIGHEST), "extreme"))


@dataclass(frozen=True, eq=False)
class Section:
    """Rows that are estimated in one call: same base, same kind of number.

    Parameters
    ----------
    cells
        For shares one cell per row; for a mean one cell that holds the values;
        for other measures of numbers the answers, one cell per level.
    base
        One cell: who is in the base.
    """

    measure: Literal["share", "mean", "trimmed_mean", "quantile", "extreme"]
    rows: tuple[Row, ...]
    cells: Axis
    base: Axis


@dataclass(frozen=True, eq=False)
class Stub:
    """All sections of a table; `base` is the base that the table prints."""

    sections: tuple[Section, ...]
    base: Axis

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order of the table."""
        return tuple(row for section in self.sections for row in section.rows)


def rows_without_data(question: Question, plan: Plan, kind: Base) -> tuple[Row, ...]:
    """The rows a question would have, for a file that lacks its column."""
    answers = tuple(_row(question.answer(code)) for code in codes_inside(question, kind))
    return answers or (Row("mean", Label(MEAN), "mean"),)


def build_stub(
    survey: Survey, plan: Plan, question: Question, kind: Base, domain: tuple[Axis, ...] = ()
) -> Stub:
    """The sections of a question's table, in the order of its rows.

    Parameters
    ----------
    domain
        Axes of one cell that respondents of the table are in; multiple responses stand by their share there.
    """
    base = base_axis(survey, question.name, kind)
    numeric = question.kind == "numeric"
    answered = _answer_section(survey, plan, question, kind, (base, *domain))
    scored = _number_sections(survey, question) if numeric else _score_sections(survey, question, kind)
    found = (
        *(scored if numeric else ()),
        *answered,
        *_net_score_section(survey, plan, question, base),
        *(() if numeric else scored),
        *_mentions_section(survey, question, kind, base),
        *_outside_section(survey, question, kind),
    )
    return Stub(sections=tuple(found), base=base)


def _answer_section(
    survey: Survey, plan: Plan, question: Question, kind: Base, inside: tuple[Axis, ...]
) -> tuple[Section, ...]:
    """Answers in the base, the first axis, then nets."""
    codes = codes_inside(question, kind)
    if question.kind == "multiple":
        codes = _by_share(survey, question, codes, inside)
    nets = nets_of(question, plan)
    rows = (*(_row(question.answer(code)) for code in codes), *(Row(n.name, n.label, "net") for n in nets))
    if not rows:
        return ()
    cells = [*([code] for code in codes), *(_inside(net, codes) for net in nets)]
    return (Section("share", rows, answer_axis(survey, question.name, cells), inside[0]),)


def _by_share(
    survey: Survey, question: Question, codes: Sequence[str], inside: tuple[Axis, ...]
) -> tuple[str, ...]:
    """Codes by the share of respondents who ticked them, exclusive answers and don't know last."""
    axis = answer_axis(survey, question.name, [[code] for code in codes])
    total = np.nan_to_num(shares_inside(survey, axis, inside).estimate[:, 0])
    last = [question.answer(code).exclusive or question.answer(code).role != "substantive" for code in codes]
    order = sorted(range(len(codes)), key=lambda i: (last[i], 0.0 if last[i] else -total[i]))
    return tuple(codes[i] for i in order)


def _net_score_section(survey: Survey, plan: Plan, question: Question, base: Axis) -> tuple[Section, ...]:
    """One end of the scale minus the other, as the mean of +1 and −1 over the base."""
    opposed = _opposed(question, plan)
    if opposed is None or question.kind == "multiple":
        return ()
    above, below = opposed
    scores = dict.fromkeys(above.answers, 1.0) | dict.fromkeys(below.answers, -1.0)
    label = in_languages(lambda to: net_score_in_words(above.label.to(to), below.label.to(to)))
    row = Row("net_score", label, "net_score")
    return (Section("mean", (row,), value_axis(survey, question.name, scores), base),)


def _opposed(question: Question, plan: Plan) -> tuple[Net, Net] | None:
    """The nets whose difference is the net score: those of these names, else those of the scale's ends."""
    nets = nets_of(question, plan)
    named = {net.name.casefold(): net for net in nets}
    if {ABOVE, BELOW} <= named.keys():
        return named[ABOVE], named[BELOW]
    by_answers = {frozenset(net.answers): net for net in reversed(nets)}
    ends = ends_of(question) if plan.tables.auto_nets else None
    if ends is None or not {frozenset(codes) for codes in ends} <= by_answers.keys():
        return None
    upper, lower = ends
    return by_answers[frozenset(upper)], by_answers[frozenset(lower)]


def _score_sections(survey: Survey, question: Question, kind: Base) -> tuple[Section, ...]:
    """Mean score of a scale, among those whose answer has a score."""
    inside = codes_inside(question, kind)
    scores = {a.code: a.score for a in question.answers if a.score is not None and a.role == "substantive"}
    if question.kind == "multiple" or len(scores) < 2:
        return ()
    words = MEAN_SCORE if scores.keys() >= set(inside) else MEAN_SCORE_OF_SCORED
    scored = answer_axis(survey, question.name, [list(scores)])
    values = value_axis(survey, question.name, scores)
    return (Section("mean", (Row("mean", Label(words), "mean"),), values, scored),)


def _number_sections(survey: Survey, question: Question) -> tuple[Section, ...]:
    """Means, quartiles, extremes and roundness of a numeric question, among those who gave a number."""
    base = base_axis(survey, question.name, "substantive")
    values, numbers = value_axis(survey, question.name, None), Axis(question.name)
    found = [
        Section("mean", (Row("mean", Label(MEAN), "mean"),), values, base),
        Section("trimmed_mean", (Row("trimmed_mean", Label(TRIMMED_MEAN), "trimmed_mean"),), numbers, base),
        Section("quantile", QUARTILES, numbers, base),
        Section("extreme", EXTREMES, numbers, base),
    ]
    step = heaping_step(survey, question.name, base)
    if step is not None:
        row = Row(str(step), in_languages(lambda to: multiples_in_words(to, f"{step:,}")), "heaped")
        found.append(Section("share", (row,), multiples_axis(survey, question.name, step), base))
    return tuple(found)


def _mentions_section(survey: Survey, question: Question, kind: Base, base: Axis) -> tuple[Section, ...]:
    """Ticks per respondent, all answers of the base together."""
    codes = codes_inside(question, kind)
    if question.kind != "multiple" or not codes:
        return ()
    ticks = answer_axis(survey, question.name, [[code] for code in codes])
    if ticks.members is None:
        return ()
    values = Axis(ticks.column, ticks.members.sum(axis=1, keepdims=True))
    return (Section("mean", (Row("mentions", Label(MENTIONS), "mentions"),), values, base),)


def _outside_section(survey: Survey, question: Question, kind: Base) -> tuple[Section, ...]:
    """Reasons for standing outside the base, as shares of all asked."""
    codes = codes_outside(question, kind)
    if not codes:
        return ()
    rows = tuple(_row(question.answer(code), "outside") for code in codes)
    cells = answer_axis(survey, question.name, [[code] for code in codes])
    return (Section("share", rows, cells, base_axis(survey, question.name, "asked")),)


def _row(answer: Answer, kind: RowKind = "answer") -> Row:
    return Row(code=answer.code, label=answer.label, kind=kind)


def _inside(net: Net, codes: Sequence[str]) -> list[str]:
    """The net's answers that are in the base."""
    return [code for code in net.answers if code in codes]
