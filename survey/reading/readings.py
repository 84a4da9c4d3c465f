"""How a column was read, as a person is told: its place, the evidence, how sure it is, what overrules it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from survey.reading.folding import readable
from survey.reading.headers import Heading
from survey.reading.profiles import Profile
from survey.reading.truths import NO, YES
from survey.reading.workbook import letters
from survey.vocabulary import Confidence, Guess, Question

TOO_FEW = 20
"""Answers below which a column's cells say little of what it is."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def reading_of(
    question: Question, headings: Sequence[Heading], evidence: str, confidence: Confidence
) -> Guess:
    """How a question's columns were read, with the line of a plan that says the same."""
    return Guess(
        column=f"{place_of(headings)} {readable(headings[0].header)}",
        question=question.name,
        kind=question.kind if question.role == "question" else f"{question.role} ({question.kind})",
        evidence=evidence,
        override=line_of_question(question),
        confidence=confidence,
        places=tuple(heading.position for heading in headings),
    )


def left_out(heading: Heading, evidence: str) -> Guess:
    """A column that makes no question, and why."""
    column = f"{letters(heading.position)} {readable(heading.header)}"
    return Guess(column, "", "left out", evidence, "", "stated", (heading.position,))


def place_of(headings: Sequence[Heading]) -> str:
    """`F`, or `F:K` for a block of columns."""
    first, last = headings[0].position, headings[-1].position
    return letters(first) + (f":{letters(last)}" if len(headings) > 1 else "")


def line_of_question(question: Question) -> str:
    """The line for `[data.questions]` of survey.toml that says what the question is read as."""
    said: dict[str, str] = {"kind": question.kind, "role": question.role}
    if question.kind in ("single", "scale"):
        said["scale"] = question.scale
    if question.unit:
        said["unit"] = question.unit
    inside = ", ".join(f"{key} = {toml_text(value)}" for key, value in said.items())
    return f"{toml_key(question.name)} = {{ {inside} }}"


def toml_key(name: str) -> str:
    """A key as TOML wants it: in quotes unless it is of plain letters."""
    return name if _BARE.fullmatch(name) else toml_text(name)


def toml_text(words: str) -> str:
    """A text as TOML wants it, in one line."""
    return _quoted(words).replace("\x7f", "\\u007F")


def confidence_of(question: Question, found: Sequence[Profile], *, doubtful: bool = False) -> Confidence:
    """How well the cells and headers carry a guess.

    Low: few cells, cells that do not go together, or bare numbers taken for
    answers or amounts. High: parts that header and cells both tell, ticks, known
    scales, yes and no, numbers with fractions. All else is medium.
    """
    if question.role == "drop":
        return "high"
    answered = max(profile.answered for profile in found)
    if doubtful or answered < TOO_FEW or _is_bare(question):
        return "low"
    told = question.role != "question" or question.kind == "multiple" or question.scale == "ordinal"
    yes_no = [answer.label for answer in question.answers[:2]] == [YES, NO]
    fractions = question.kind == "numeric" and not found[0].whole
    return "high" if told or yes_no or fractions else "medium"


def _is_bare(question: Question) -> bool:
    """Whether answers, or amounts that may be codes, are whole numbers that nobody explains."""
    if question.role != "question" or question.kind not in ("single", "scale"):
        return False
    substantive = [answer for answer in question.answers if answer.role == "substantive"]
    return bool(substantive) and all(
        answer.code == answer.label.to("en") and answer.code.lstrip("-").isdigit() for answer in substantive
    )
