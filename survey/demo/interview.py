"""Questions 1 to 14 as cells: who answers, what the answer is, how it is written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from survey.demo import answers as lists
from survey.demo.attributes import full_width
from survey.demo.items import LAYERS
from survey.demo.ledger import Wave
from survey.demo.model import DK_AREA, ITEMS, NO_AREA, Answers, answer_all, settle_means
from survey.demo.opinions import open_texts
from survey.demo.questionnaire import WORKERS, codebook
from survey.demo.records import Records
from survey.demo.sample import Sample
from survey.vocabulary import Raw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

_NO_ANSWER = {"q1": "99", "q4": "99", "q8": "99", "q13": "99"}
_SILENT = 0.012
_UNUSABLE = {"q3": (88, "no such code"), "q4": (300, "out of range"), "q8": (11, "out of range")}
_BREAK_OFF_FROM = ("q7", "q8", "q10", "q12")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def asked_questions(year: int) -> tuple[str, ...]:
    """Names of the closed questions of a wave, in order."""
    return tuple(
        question.name
        for question in codebook(year)
        if question.name.startswith("q") and question.name != "q14"
    )


def write_interview(records: Records, sample: Sample, weight: Floats, wave: Wave) -> Answers:
    """Draw everybody's answers and write them down, faults included."""
    questions = asked_questions(wave.year)
    silent = _nonresponse(records, questions, wave)
    reserved = {name: records.choose(name, kind, 3, ~silent[name]) for name, (_, kind) in _UNUSABLE.items()}
    base = {name: ~silent[name] for name in questions}
    for name, chosen in reserved.items():
        base[name][chosen] = False
    works = np.array([code in WORKERS for code in records.truth["emp"]])
    base["q9"] &= works
    given = answer_all(sample, weight, base, records.draws)
    odd = _odd_numbers(records, given)
    settle_means(given)
    for name in questions:
        _fill(records, given, name)
    for name, chosen in reserved.items():
        value, kind = _UNUSABLE[name]
        for who in chosen:
            records.put(name, kind, who, value, Raw(value))
    _leave_out(records, silent, questions)
    _write_numbers(records, given, odd)
    _write_areas(records, given)
    _write_filter(records, works)
    _write_scales(records, sample, given)
    texts = open_texts(records)
    records.truth["q14"], records.cells["q14"] = list(texts), list(texts)
    _write_open_faults(records)
    return given


def _nonresponse(records: Records, questions: tuple[str, ...], wave: Wave) -> dict[str, Bools]:
    """Who leaves each question unanswered: now and then, or from one question to the end."""
    silent = {name: records.draws.uniform(f"{name} silent", records.size) < _SILENT for name in questions}
    stops = [name for name in _BREAK_OFF_FROM if name in questions]
    order = records.draws.order("break off", records.size)
    for place, who in enumerate(order[: wave.dispositions["P"]].tolist()):
        start = questions.index(stops[place % len(stops)])
        for name in questions[start:]:
            silent[name][who] = True
    return silent


def _fill(records: Records, given: Answers, name: str) -> None:
    """The plain answers of one question, nothing garbled yet."""
    codes = given.codes.get(name, np.full(records.size, "", dtype="<U3"))
    truth: list[object] = [code or None for code in codes.tolist()]
    if name == "q1":
        for who in np.flatnonzero(given.base["q1"]).tolist():
            ticked = tuple(np.asarray(ITEMS)[given.areas[who]].tolist())
            truth[who] = ticked or (truth[who],)
    if name in given.numbers:
        for who, number in enumerate(given.numbers[name].tolist()):
            truth[who] = truth[who] if np.isnan(number) else number
    records.add(name, truth, (_plain_cell(level) for level in truth))


def _plain_cell(level: object) -> object:
    """How a tidy keyer writes this level."""
    if isinstance(level, tuple):
        return int(level[0]) if len(level) == 1 else ";".join(level)
    if isinstance(level, float):
        return int(level) if level.is_integer() else level
    return int(level) if isinstance(level, str) else level


def _leave_out(records: Records, silent: dict[str, Bools], questions: tuple[str, ...]) -> None:
    """Blank, or the code for no answer, where nothing was answered."""
    for name in questions:
        code = _NO_ANSWER.get(name, "9")
        coded = records.draws.uniform(f"{name} coded", records.size) < 0.5
        ends = silent[questions[-1]]
        for who in np.flatnonzero(silent[name]).tolist():
            if coded[who] and not ends[who]:
                records.truth[name][who] = (code,) if name == "q1" else code
                records.cells[name][who] = int(code)


def _odd_numbers(records: Records, given: Answers) -> dict[tuple[str, str], list[int]]:
    """Numbers that are no round heap: a range halved, a fraction of one, a decimal."""
    plans = (
        ("q4", "range", 6, (7.0, 8.0), 7.5),
        ("q4", "fraction for per cent", 4, (10.0,), 0.1),
        ("q8", "decimal", 6, (7.0, 8.0), 7.5),
    )
    chosen: dict[tuple[str, str], list[int]] = {}
    for question, kind, count, values, becomes in plans:
        numbers = given.numbers[question]
        people = records.choose(question, kind, count, np.isin(numbers, values))
        numbers[people] = becomes
        chosen[question, kind] = people
    return chosen


def _write_numbers(records: Records, given: Answers, odd: dict[tuple[str, str], list[int]]) -> None:
    writing: dict[str, tuple[object, float]] = {
        "range": ("5〜10", 7.5),
        "fraction for per cent": (0.1, 0.1),
        "decimal": (7.5, 7.5),
    }
    for (question, kind), people in odd.items():
        for who in people:
            records.put(question, kind, who, *writing[kind])
    numbers = given.numbers["q4"]
    falling = np.nan_to_num(numbers) == -3
    for who in np.flatnonzero(falling).tolist():
        records.put("q4", "negative number", who, -3, -3.0)
    known = ~np.isnan(numbers)
    records.rewrite("q4", "per cent sign", 45, lambda who: f"{int(numbers[who])}%", known)
    records.rewrite("q4", "full-width number", 30, lambda who: full_width(str(int(numbers[who]))), known)
    unsure = given.codes["q4"] == "98"
    records.spoil("q4", "don't know in words", 60, "わからない", "98", unsure)
    records.spoil("q4", "don't know, other spelling", 12, "分からない", "98", unsure)


def _write_areas(records: Records, given: Answers) -> None:
    """Question 1: separators, circled digits, dates that Excel made, none beside others."""
    truth = records.truth["q1"]

    def ticks(who: int) -> tuple[str, ...]:
        level = truth[who]
        return level if isinstance(level, tuple) else ()

    def circled(who: int) -> str:
        return "".join(_CIRCLED[int(code) - 1] for code in ticks(who))

    def as_date(who: int) -> datetime:
        month, day = ticks(who)
        return datetime(records.draws.year, int(month), int(day))

    answers = given.areas.sum(axis=1)
    several = np.asarray(answers > 1)
    records.rewrite("q1", "turned into a date", 8, as_date, np.asarray(answers == 2))
    records.rewrite(
        "q1",
        "none beside others",
        6,
        lambda who: ";".join((*ticks(who), NO_AREA)),
        np.asarray(answers > 0),
    )
    records.rewrite("q1", "circled digits", 90, circled, several)
    records.rewrite("q1", "Japanese comma", 120, lambda who: "、".join(ticks(who)), several)
    records.rewrite("q1", "comma", 80, lambda who: ",".join(ticks(who)), several)
    unsure = given.codes["q1"] == DK_AREA
    records.spoil("q1", "don't know in words", 4, "わからない", (DK_AREA,), unsure)


def _write_filter(records: Records, works: Bools) -> None:
    """Question 9: those who do not work are not asked; a few answer all the same."""
    truth, cells = records.truth["q9"], records.cells["q9"]
    idle = ~works
    known = np.array([not isinstance(code, Raw) for code in records.truth["emp"]])
    for who in np.flatnonzero(idle).tolist():
        truth[who], cells[who] = "7", 7
    records.rewrite("q9", "answered though not asked", 14, lambda who: who % 4 + 1, idle & known)
    web = np.array([code == "2" for code in records.truth["mode"]])
    for who in np.flatnonzero(idle & known & web & records.untouched("q9")).tolist():
        records.put("q9", "left blank, not asked", who, None, "7")


def _write_scales(records: Records, sample: Sample, given: Answers) -> None:
    """The reversed scale of the web form, labels for codes, old party names, straight-liners."""
    worry = records.truth["q2"]
    reversed_codes = {"1": 4, "2": 3, "3": 2, "4": 1}
    for who in np.flatnonzero(sample.mode == "2").tolist():
        if worry[who] in reversed_codes:
            code = str(worry[who])
            records.put("q2", "reversed scale", who, reversed_codes[code], code)
    names = {one.code: (one.label.to("ja"), *one.values) for one in lists.PARTY if one.role == "substantive"}
    party = records.truth["q13"]
    named = np.array([code in names for code in party])

    def old_name(who: int) -> str:
        choices = names[str(party[who])]
        return choices[who % len(choices)]

    records.rewrite("q13", "name or old name", 90, old_name, named)
    for who in given.straight:
        records.put(LAYERS[0], "straight-lining", who, 3, "3")


def _write_open_faults(records: Records) -> None:
    """Open answers that would hurt a careless report: formulas, telephone numbers, pictographs."""
    spoiled = (
        ("formula", "=1+1"),
        ("formula", "+1万円ほしい"),
        ("telephone number", "電話は000-0000-0000まで"),
        ("pictograph", "物価高がつらい😢"),
    )
    for kind, text in spoiled:
        records.spoil("q14", kind, 2, text, text)
