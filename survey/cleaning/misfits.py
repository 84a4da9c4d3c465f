"""Whether plan and codebook fit the data: every complaint is gathered before the first is spoken."""

from __future__ import annotations

import difflib
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.cleaning.derive import derived_question, interval, question_of_expressions
from survey.cleaning.filters import in_order_of_filters
from survey.cleaning.rules import RULES, STEPS
from survey.errors import CodebookError, PlanError
from survey.expressions import Among, Comparison, Expression, Name, Number, Selected, Text, names, parse, walk
from survey.responses.levels import plain_text
from survey.vocabulary import Codebook, Derivation, Plan, Question, Raw, Survey

FLAG_RULES = tuple(code for code in RULES if code.startswith("C5"))
"""Codes of the rules that flag respondents."""


@dataclass(frozen=True)
class Known:
    """The questions that a line of the plan can speak of.

    Parameters
    ----------
    questions
        {name: question} of those with a column.
    unread
        {name: cells that no answer explains, as texts}.
    """

    questions: Mapping[str, Question]
    unread: Mapping[str, frozenset[str]]


def check(survey: Survey, plan: Plan) -> None:
    """Nothing when plan and codebook fit; one error that lists all misfits otherwise."""
    known = _known(survey)
    of_codebook = [*_filter_misfits(survey.codebook, known)]
    of_plan = [*_cleaning_misfits(plan, known)]
    derived = dict(known.questions)
    of_plan += _derivation_misfits(plan, derived)
    of_plan += _net_misfits(plan, derived)
    if of_plan:
        raise PlanError(_listed("The plan does not fit the data", of_plan + of_codebook))
    if of_codebook:
        raise CodebookError(
            _listed("Filters of the codebook cannot be used", of_codebook),
            hint="correct the `relevant` cells of the codebook's survey sheet",
        )


def _listed(head: str, misfits: list[str]) -> str:
    if len(misfits) == 1:
        return f"{head}: {misfits[0]}"
    return f"{head} in {len(misfits)} places:" + "".join(f"\n  - {misfit}" for misfit in misfits)


def _known(survey: Survey) -> Known:
    questions, unread = {}, {}
    for name in survey.responses.names:
        if name in survey.codebook:
            questions[name] = survey.codebook[name]
            levels = survey.responses.column(name).levels
            unread[name] = frozenset(plain_text(level) for level in levels if isinstance(level, Raw))
    return Known(questions, unread)


def _filter_misfits(codebook: Codebook, known: Known) -> Iterator[str]:
    readable = True
    for question in codebook:
        if not question.relevant.strip():
            continue
        place = f"relevant of {question.name}"
        try:
            expression = parse(question.relevant)
        except PlanError as error:
            readable = False
            yield f"{place}: {_said(error)}"
            continue
        for name in sorted(names(expression)):
            if name not in codebook:
                yield f"{place}: {_no_question(name, [q.name for q in codebook])}"
        yield from _code_misfits(place, expression, known)
    if readable:
        try:
            in_order_of_filters(codebook)
        except ValueError as cycle:
            yield f"relevant: the filters of {cycle} depend on one another in a circle"


def _cleaning_misfits(plan: Plan, known: Known) -> Iterator[str]:
    yield from _quality_misfits(plan, known)
    yield from _off_misfits(plan.clean.off)
    for number, removal in enumerate(plan.clean.remove, 1):
        yield from _expression_misfits(f"[[clean.remove]] {number}", removal.where, known)
    for number, reversal in enumerate(plan.clean.reverse, 1):
        place = f"[[clean.reverse]] {number}"
        question = known.questions.get(reversal.question)
        if question is None:
            yield f"{place}: {_no_question(reversal.question, known.questions)}"
        elif question.kind == "numeric" and None in (question.low, question.high):
            yield f"{place}: {question.name} is a number without low and high, so it cannot be turned round"
        elif question.kind not in ("single", "scale", "numeric"):
            yield f"{place}: {question.name} is of kind {question.kind}; only a scale can be turned round"
        yield from _expression_misfits(place, reversal.where, known)


def _quality_misfits(plan: Plan, known: Known) -> Iterator[str]:
    quality = plan.clean.quality
    for key, name in (("duration", quality.duration), ("mode", quality.mode)):
        if name and name not in known.questions:
            yield f"[clean.quality] {key}: {_no_question(name, known.questions)}"
    duration = known.questions.get(quality.duration)
    if duration is not None and duration.kind != "numeric":
        yield f"[clean.quality] duration: {duration.name} is of kind {duration.kind}, not a number"
    for key in ("speeder", "break_off"):
        if not 0 < getattr(quality, key) < 1:
            yield f"[clean.quality] {key}: a share between 0 and 1, not {getattr(quality, key):g}"
    for number, line in enumerate(plan.clean.flag, 1):
        yield from _expression_misfits(f"[[clean.flag]] {number}", line.where, known)
    for number, check in enumerate(plan.clean.attention, 1):
        place, question = f"[[clean.attention]] {number}", known.questions.get(check.question)
        if question is None:
            yield f"{place}: {_no_question(check.question, known.questions)}"
            continue
        if not check.answers:
            yield f"{place}: names no answers"
        yield from (
            f"{place}: {_no_answer(question, code)}" for code in check.answers if code not in question.codes()
        )
    for code in plan.clean.drop_flagged:
        if code not in FLAG_RULES:
            near = difflib.get_close_matches(code, FLAG_RULES, n=1)
            meant = f"; did you mean {near[0]}?" if near else f"; those are {', '.join(FLAG_RULES)}"
            yield f"[clean] drop_flagged: {code!r} is no rule that flags respondents{meant}"


def _off_misfits(off: tuple[str, ...]) -> Iterator[str]:
    for code in off:
        if code not in RULES:
            near = difflib.get_close_matches(code, RULES, n=1)
            meant = f"; did you mean {near[0]}?" if near else "; `survey explain rule` lists the rules"
            yield f"[clean] off: there is no rule {code!r}{meant}"
    for step in STEPS:
        together = [rule.code for rule in step.rules]
        if 0 < sum(code in off for code in together) < len(together):
            yield f"[clean] off: {', '.join(together)} work in one step; name all of them or none"


def _expression_misfits(place: str, text: str, known: Known) -> Iterator[str]:
    try:
        expression = parse(text)
    except PlanError as error:
        yield f"{place}: {_said(error)}"
        return
    for name in sorted(names(expression)):
        if name not in known.questions:
            yield f"{place}: {_no_question(name, known.questions)}"
    yield from _code_misfits(place, expression, known)


def _code_misfits(place: str, expression: Expression, known: Known) -> Iterator[str]:
    """Answers that nobody could give, and numbers compared with texts, in an expression."""
    for name, written in dict.fromkeys(_asked_for(expression)):
        question = known.questions.get(name)
        if question is None or question.kind not in ("single", "scale", "multiple") or not question.answers:
            continue
        possible = {*question.codes(), *known.unread[name], ""}
        joined = question.kind == "multiple" and all(part in possible for part in written.split(" "))
        if written not in possible and not joined:
            yield f"{place}: {_no_answer(question, written)}"
    for name, written in dict.fromkeys(_ordered_by(expression)):
        question = known.questions.get(name)
        if question is not None and question.kind == "numeric" and not _is_number(written):
            yield f"{place}: {name} is a number and is neither less nor more than the text {written!r}"


def _ordered_by(expression: Expression) -> Iterator[tuple[str, str]]:
    """(question, text) wherever the expression asks for less or more than a text."""
    for node in walk(expression):
        match node:
            case Comparison(Name(name), "<" | "<=" | ">" | ">=", Text(value)) | Comparison(
                Text(value), "<" | "<=" | ">" | ">=", Name(name)
            ):
                yield name, value


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _asked_for(expression: Expression) -> Iterator[tuple[str, str]]:
    """(question, answer code) wherever the expression asks for equality."""
    for node in walk(expression):
        match node:
            case Comparison(Name(name), "=" | "!=", Text(value)) | Comparison(
                Text(value), "=" | "!=", Name(name)
            ):
                yield name, value
            case Comparison(Name(name), "=" | "!=", Number(_, value)) | Comparison(
                Number(_, value), "=" | "!=", Name(name)
            ):
                yield name, value
            case Among(Name(name), options):
                yield from ((name, one.value if isinstance(one, Text) else one.written) for one in options)
            case Selected(Name(name), value):
                yield name, value


def _derivation_misfits(plan: Plan, known: dict[str, Question]) -> list[str]:
    """Misfits of each derivation; those without join the known questions."""
    misfits: list[str] = []
    for derivation in plan.derive:
        place = f"[[derive]] {derivation.name}"
        source = known.get(derivation.source)
        found = []
        if derivation.name in known:
            found.append("a question of this name exists already")
        ways = sum(map(bool, (derivation.bands, derivation.map, derivation.ticked, derivation.where)))
        if ways != 1:
            found.append(f"needs exactly one of bands, map, ticked and where, and has {ways or 'none'}")
        elif derivation.where:
            found += _where_misfits(derivation, known)
            if not found:
                known[derivation.name] = question_of_expressions(derivation)
        elif source is None:
            found.append(_no_question(derivation.source, known))
        else:
            found += _band_misfits(derivation, source) if derivation.bands else []
            found += _map_misfits(derivation, source) if derivation.map else []
            found += _tick_misfits(derivation, source) if derivation.ticked else []
            found += [] if found else _label_misfits(derivation, source)
        misfits += [f"{place}: {misfit}" for misfit in found]
        if source is not None and not found and not derivation.where:
            known[derivation.name] = derived_question(derivation, source)
    return misfits


def _where_misfits(derivation: Derivation, known: Mapping[str, Question]) -> Iterator[str]:
    if derivation.source:
        yield "where speaks of questions itself; leave out from"
    if derivation.otherwise in derivation.where:
        yield f"otherwise is {derivation.otherwise!r}, which where gives already"
    for code, condition in derivation.where.items():
        nothing_unread = Known(known, dict.fromkeys(known, frozenset()))
        yield from _expression_misfits(f"where {code}", condition, nothing_unread)
    codes = {*derivation.where, derivation.otherwise}
    yield from (f"labels: there is no answer {code!r}" for code in derivation.labels if code not in codes)


def _band_misfits(derivation: Derivation, source: Question) -> Iterator[str]:
    if source.kind != "numeric":
        yield f"bands need a number, and {source.name} is of kind {source.kind}"
    intervals = {band: interval(band) for band in derivation.bands}
    for band, found in intervals.items():
        if found is None:
            yield f"{band!r} is no band; write 18-29, 80+ or <18"
    ordered = sorted((i.low, i.high, band) for band, i in intervals.items() if i is not None)
    for (_, high, band), (low, _, other) in itertools.pairwise(ordered):
        if low < high:
            yield f"the bands {band!r} and {other!r} overlap"
    if len(intervals) < len(derivation.bands):
        yield "a band is named twice"


def _map_misfits(derivation: Derivation, source: Question) -> Iterator[str]:
    if source.kind not in ("single", "scale"):
        yield f"map needs a question with one answer, and {source.name} is of kind {source.kind}"
        return
    covered = Counter(old for olds in derivation.map.values() for old in olds)
    for old, times in covered.items():
        if old not in source.codes():
            yield _no_answer(source, old)
        if times > 1:
            yield f"the answer {old!r} of {source.name} is in the map {times} times"
    for answer in source.answers:
        if answer.role != "substantive" and answer.code not in covered and answer.code in derivation.map:
            yield f"the new answer {answer.code!r} has the code that means {answer.role} in {source.name}"


def _tick_misfits(derivation: Derivation, source: Question) -> Iterator[str]:
    if source.kind != "multiple":
        yield f"ticked needs a question with several answers, and {source.name} is of kind {source.kind}"
    elif derivation.ticked not in source.codes():
        yield _no_answer(source, derivation.ticked)


def _label_misfits(derivation: Derivation, source: Question) -> Iterator[str]:
    question = derived_question(derivation, source)
    for code in derivation.labels:
        if code not in question.codes():
            yield f"labels: {_no_answer(question, code)}"
    if len(set(question.codes())) < len(question.codes()):
        yield f"two answers have the same code: {', '.join(question.codes())}"


def _net_misfits(plan: Plan, known: Mapping[str, Question]) -> Iterator[str]:
    for net in plan.net:
        place = f"[[net]] {net.name}"
        question = known.get(net.question)
        if question is None:
            yield f"{place}: {_no_question(net.question, known)}"
            continue
        if not net.answers:
            yield f"{place}: names no answers"
        for code in net.answers:
            if code not in question.codes():
                yield f"{place}: {_no_answer(question, code)}"


def _said(error: PlanError) -> str:
    return f"{error.message} ({error.hint})" if error.hint else error.message


def _no_question(name: str, known: Mapping[str, object] | list[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"there is no question {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _no_answer(question: Question, code: str) -> str:
    codes = ", ".join(question.codes())
    codes = codes if len(codes) <= 200 else codes[:199] + "…"
    return f"{question.name} has no answer {code!r}; its codes are {codes}"
