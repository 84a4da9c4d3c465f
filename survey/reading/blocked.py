"""Questions of blocks of columns: a multiple response from its ticks or answers by turn, a grid's items."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from survey.reading.blocks import Block, option_label
from survey.reading.coding import combine, relevel
from survey.reading.folding import decoded, fold, one_line, shortened
from survey.reading.kinds import answers_of, commonest, explained, is_rating, rating
from survey.reading.legends import codes_of, legend_of
from survey.reading.mentions import shared_codes
from survey.reading.missing import role_of
from survey.reading.naming import LONGEST_LABEL, label_of_header
from survey.reading.orders import AS_SEEN, in_order, is_scale
from survey.reading.profiles import Profile
from survey.reading.ticks import is_mark, is_reason, is_tick_value
from survey.reading.workbook import text
from survey.vocabulary import Answer, Column, Question, plain


def option(code: str, label: str, marks: Sequence[str] = ()) -> Answer:
    """An option of a multiple response, with the role its label gives it, and what else says it."""
    words = shortened(one_line(label), LONGEST_LABEL)
    values = tuple(mark for mark in marks if mark not in (code, words))
    return Answer(code, plain(words), role_of(words), values=values)


def _marks(member: Profile, unticked: frozenset[str]) -> list[str]:
    """What the cells of a tick column say where the option was ticked, usual marks aside."""
    return [words for words in member.texts if is_tick_value(words, unticked) and not is_mark(words)]


def ticks_question(block: Block, name: str) -> tuple[Question, Column]:
    """The question of a block of ticks, and who ticked what, (respondents,)."""
    labels = [option_label(p, item) for p, item in zip(block.profiles, block.items, strict=True)]
    items = [item.strip() for item in block.items]
    codes = items if len(set(items)) == len(items) else labels
    answers = [
        option(
            code,
            decoded(member.heading.path[-1]) if label.isdigit() else label,
            _marks(member, block.unticked | _reasons(block)),
        )
        for code, label, member in zip(codes, labels, block.profiles, strict=True)
    ]
    for other in block.others:
        item = decoded(other.heading.path[-1]).removeprefix(block.stem).strip(" -–:：[]［］/")
        item = item or other.header
        answers.append(option(item, item))
        codes.append(item)
    label, wording = label_of_header(block.lead or block.stem or block.profiles[0].header)
    columns = tuple(p.heading.name for p in (*block.profiles, *block.others))
    question = Question(name, label, "multiple", wording, tuple(answers), columns)
    return question, _ticked(block, codes)


def _reasons(block: Block) -> set[str]:
    """What says, beside ticked and not ticked, why somebody gave no answer, folded."""
    worded = [profile for profile in block.profiles if len(profile.folded) > 2]
    return {fold(words) for profile in worded for words in profile.texts if is_reason(words)}


def _ticked(block: Block, codes: Sequence[str]) -> Column:
    """Ticked options per respondent; nobody who left the whole block blank has answered."""
    profiles = (*block.profiles, *block.others)
    reasons = _reasons(block)
    states: list[list[bool | None]] = [
        [
            None if fold(words) in reasons else is_tick_value(words, block.unticked)
            for words in map(text, p.cells.levels)
        ]
        for p in block.profiles
    ]
    states += [[is_tick_value(text(cell)) for cell in p.cells.levels] for p in block.others]
    combined, patterns = combine([p.cells for p in profiles])
    ticked = [
        _looked_up([*map(bool, each), False], column) for each, column in zip(states, patterns.T, strict=True)
    ]
    said = [
        _looked_up([*(state is not None for state in each), False], column)
        for each, column in zip(states, patterns.T, strict=True)
    ]
    rows = zip(np.stack(ticked, axis=1).tolist(), np.logical_or.reduce(said).tolist(), strict=True)
    return relevel(combined, [tuple(compress(codes, row)) if answered else None for row, answered in rows])


def _looked_up(states: Sequence[bool], places: NDArray[np.intp]) -> NDArray[np.bool_]:
    """The state at each place, (rows,)."""
    return np.array(states, dtype=bool)[places]


def mentions_question(block: Block, name: str) -> tuple[Question, Column]:
    """The question whose answers stand one after another in a block's columns, and who gave which."""
    spellings = _spellings(block.profiles)
    ordered, _ = in_order([commonest(found) for found in spellings.values()])
    answers = answers_of(spellings, ordered)
    code_of = {key: commonest(found) for key, found in spellings.items()}
    place = {code: number for number, code in enumerate(ordered)}
    _, folded = shared_codes(block.profiles)
    shared = [code_of[key] for key in folded]
    told = {key: number for number, key in enumerate(folded)}
    tables = [[told[key] for key in _keys(profile)] for profile in block.profiles]
    combined, patterns = combine([p.cells for p in block.profiles])
    levels = []
    for pattern in patterns.tolist():
        given = {shared[table[level]] for level, table in zip(pattern, tables, strict=True) if level >= 0}
        levels.append(tuple(sorted(given, key=place.__getitem__)) if given else None)
    label, wording = label_of_header(block.lead or block.stem)
    columns = tuple(p.heading.name for p in block.profiles)
    return Question(name, label, "multiple", wording, answers, columns), relevel(combined, levels)


def _keys(profile: Profile) -> list[str]:
    """The folded spelling of each distinct cell."""
    keys = {words: key for key, found in profile.folded.items() for words, _ in found}
    return [keys[text(cell)] for cell in profile.cells.levels]


def grid_questions(block: Block, names: Sequence[str], grid: str) -> list[Question]:
    """Items of a grid: each a question, all with the same answers in the same order."""
    spellings = _spellings(block.profiles)
    ordered, order = in_order([commonest(found) for found in spellings.values()])
    answers = tuple(answers_of(spellings, ordered))
    lead = label_of_header(block.lead or block.stem)[1].to("en")
    numbers = sorted({number for member in block.profiles for number in member.numbers})
    legend = legend_of(lead)
    told = bool(legend) and bool(codes_of(legend, spellings))
    if told:
        answers, order = explained(legend, spellings)
    rated = (
        not told
        and is_rating(numbers, lead)
        and all(a.code in map(_whole, numbers) for a in answers if _is_said(a))
    )
    if rated:
        answers = (*rating(numbers), *(answer for answer in answers if not _is_said(answer)))
    questions = []
    for name, member, item in zip(names, block.profiles, block.items, strict=True):
        label = label_of_header(member.heading.path[-1] if item.isdigit() else item)[0]
        questions.append(
            Question(
                name=name,
                label=label,
                kind="scale" if rated else "single",
                wording=plain(f"{lead} — {label.to('en')}"),
                answers=answers,
                columns=(member.heading.name,),
                scale="numeric"
                if rated
                else "ordinal"
                if is_scale(order) or (not told and order != AS_SEEN)
                else "nominal",
                grid=grid,
            )
        )
    return questions


def _whole(number: float) -> str:
    return f"{number:g}"


def _is_said(answer: Answer) -> bool:
    return answer.role == "substantive"


def _spellings(profiles: Sequence[Profile]) -> dict[str, list[tuple[str, int]]]:
    spellings: dict[str, list[tuple[str, int]]] = {}
    for member in profiles:
        for key, found in member.folded.items():
            spellings.setdefault(key, []).extend(found)
    return spellings
