"""Answers in other words: yes and no in every writing, “other” with words glued to it, HTML entities."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import numpy as np

from survey.cleaning.folding import fold, spellings
from survey.cleaning.ledger import Rule, change, raws, remark, shown, with_notes
from survey.responses.levels import columns, lookup
from survey.vocabulary import Column, Note, Plan, Question, Survey

TRUTH = Rule(
    "C104", "TRUE, 1, yes and はい are the answer yes of a yes-or-no question; FALSE, 0 and no are no"
)
MIXED = Rule("C105", "Numbers, words, days and TRUE or FALSE stand in one column; each is kept as it stands")
APART = Rule("C118", "Numbers such as 99 and -1 stand apart from all others of a question; they are counted")
OTHER = Rule("C106", "“Other” with words glued to it, as その他（無所属）, is the answer other")
ENTITY = Rule("C107", "HTML entities are decoded once: R&amp;D is R&D")

LISTED = 8
"""Glued texts that a warning names."""

_PAIRS = (("true", "false"), ("1", "0"), ("yes", "no"), ("y", "n"), ("t", "f"), ("はい", "いいえ"))
_YES, _NO = (frozenset(pair[side] for pair in _PAIRS) for side in (0, 1))
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_OTHER = re.compile(r"(?:その他|そのほか|others?)(?P<words>[(\[【:、,/-].*)?")
_FIELD = re.compile(
    r"[(\[【:、,/-]*(?:(?:具体的に|自由(?:記述|記入|回答)|ご?記入|内容|please)?(?:specify|describe)?)[_.…:、()\[\]【】-]*"
)


def decode_entities(survey: Survey, plan: Plan) -> Survey:
    """Cells that are an answer once their HTML entities are decoded."""
    meanings: dict[str, Mapping[int, object]] = {}
    for question, column in columns(survey, "single", "scale", "numeric", "multiple"):
        known = spellings(question)
        decoded = {
            i: fold(_ENTITY.sub(lambda found: html.unescape(found[0]), cell))
            for i, cell in raws(column)
            if isinstance(cell, str) and _ENTITY.search(cell)
        }
        meanings[question.name] = {
            i: _value(known[text], question) for i, text in decoded.items() if text in known
        }
    return change(survey, ENTITY, meanings)


def _value(code: str, question: Question) -> object:
    return (code,) if question.kind == "multiple" else code


def settle_truths(survey: Survey, plan: Plan) -> Survey:
    """Cells of yes-or-no questions that say yes or no in other words; a warning where those are many."""
    meanings: dict[str, Mapping[int, object]] = {}
    notes = []
    for question, column in columns(survey, "single"):
        sides = _yes_and_no(question)
        if sides is None:
            continue
        yes, no = sides
        digits = yes.isdecimal() or no.isdecimal()
        found: dict[int, object] = {}
        for i, cell in raws(column):
            said = fold(cell)
            if said in _YES | _NO and not (digits and said.isdecimal()):
                found[i] = yes if said in _YES else no
        meanings[question.name] = found
        notes += _of_truths(survey, question, column, found)
    return with_notes(change(survey, TRUTH, meanings), notes)


def _yes_and_no(question: Question) -> tuple[str, str] | None:
    """Codes of the answers yes and no, where these are all that can be answered."""
    said = {
        answer.code: {fold(text) for text in (answer.code, *answer.label.texts.values())}
        for answer in question.answers
        if answer.role == "substantive"
    }
    yes = [code for code, texts in said.items() if texts & (_YES - {"1"})]
    no = [code for code, texts in said.items() if texts & (_NO - {"0"})]
    return (yes[0], no[0]) if len(said) == 2 and len(yes) == len(no) == 1 and yes != no else None


def _of_truths(survey: Survey, question: Question, column: Column, found: Mapping[int, object]) -> list[Note]:
    """A warning where yes and no are written in several ways, naming them."""
    pairs = {pair for i in found for pair in _PAIRS if fold(column.levels[i]) in pair}
    written = dict.fromkeys(shown(column.levels[i], question) for i in found)
    if len(pairs) < 2:
        return []
    concerned = lookup(column, np.isin(np.arange(len(column.levels)), list(found)))
    text = (
        f"{question.name}: yes and no are written in {len(written)} ways ({', '.join(written)}); "
        "read as two answers"
    )
    return [remark(survey, TRUTH, text, concerned, question=question.name)]


def fold_others(survey: Survey, plan: Plan) -> Survey:
    """Cells that are the one answer “other” with words glued to it; a warning lists the words."""
    meanings: dict[str, Mapping[int, object]] = {}
    notes = []
    for question, column in columns(survey, "single", "scale", "multiple"):
        code = _other(question)
        if code is None:
            continue
        found = {
            i: _value(code, question)
            for i, cell in raws(column)
            if isinstance(cell, str) and _OTHER.fullmatch(fold(cell))
        }
        meanings[question.name] = found
        notes += _of_others(survey, question, column, list(found))
    return with_notes(change(survey, OTHER, meanings), notes)


def _other(question: Question) -> str | None:
    """Code of the one answer that is “other”, alone or with a field for words."""
    found = []
    for answer in question.answers:
        matches = [_OTHER.fullmatch(fold(text)) for text in (answer.code, *answer.label.texts.values())]
        if any(match and _FIELD.fullmatch(match["words"] or "") for match in matches):
            found.append(answer.code)
    return found[0] if len(found) == 1 else None


def _of_others(survey: Survey, question: Question, column: Column, found: list[int]) -> list[Note]:
    if not found:
        return []
    concerned = lookup(column, np.isin(np.arange(len(column.levels)), found))
    given = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
    listed = [
        f"{shown(column.levels[i], question)} {given[i]:,}" for i in sorted(found, key=lambda i: -given[i])
    ]
    more = f" and {len(listed) - LISTED:,} more" if len(listed) > LISTED else ""
    text = (
        f"{question.name}: {concerned.sum():,} answers have words glued to “other” and count as other: "
        f"{', '.join(listed[:LISTED])}{more}"
    )
    return [remark(survey, OTHER, text, concerned, question=question.name)]
