"""How words of targets find the question and the answer they mean, and figures become shares."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from survey.vocabulary import Answer, Codebook, Margin, Question

Shares = Mapping[tuple[str, ...], float]

_CROSSED = re.compile(r"\s*[×✕*]\s*|\s+[xX]\s+")
"""What stands between the questions, or the answers, of a crossed margin."""
TOLERANCE = 0.015
"""How far the shares of a margin may be from summing to one before they are thought wrong."""
LARGEST_SUM = 2.0
"""Shares that sum to more than this are per cents."""

_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−〜~", "-"))


def spelling(words: str) -> str:
    """The words with width, case, spaces and kinds of dash made equal."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", words).translate(_DASHES).casefold())


def split(words: str) -> tuple[str, ...]:
    """The parts of a crossed name: `sex × age_band` is sex and age_band."""
    return tuple(_CROSSED.split(words.strip()))


def parts_of(category: str, questions: Sequence[str]) -> tuple[str, ...]:
    """The answers that a category is written as; of one question it is never parted, whatever it holds."""
    return split(category) if len(questions) > 1 else (category.strip(),)


def question_of(codebook: Codebook, words: str) -> str | None:
    """Name of the question of this name, header or label; None when there is none."""
    words = words.strip()
    if words in codebook:
        return words
    wanted = spelling(words)
    for question in codebook:
        if wanted in map(spelling, (question.name, *question.columns, *question.label.texts.values())):
            return question.name
    return None


def questions_named(codebook: Codebook, parts: Iterable[str]) -> tuple[str, ...]:
    """Names of the questions that the parts of a margin's name mean; as written where there is none."""
    return tuple(question_of(codebook, words) or words for words in parts)


def answer_of(question: Question, words: str) -> str | None:
    """Code of the answer of this code, label or value; None when there is none."""
    words = words.strip()
    if words in question.codes():
        return words
    wanted = spelling(words)
    for answer in question.answers:
        if wanted in map(spelling, (answer.code, *names_of(answer))):
            return answer.code
    return None


def answers_named(codebook: Codebook, questions: Iterable[str], parts: Iterable[str]) -> tuple[str, ...]:
    """Codes of the answers that the parts of a category mean, one part per question; else as written."""
    return tuple(
        (answer_of(codebook[name], words) if name in codebook else None) or words.strip()
        for name, words in zip(questions, parts, strict=True)
    )


def names_of(answer: Answer) -> tuple[str, ...]:
    """What an answer is called in any language, and other cell values that mean it."""
    return (*(text for text in answer.label.texts.values() if text), *answer.values)


def nearest(words: str, known: Iterable[str]) -> str:
    """`; did you mean 'q1'?`, or nothing when no name is near."""
    close = get_close_matches(words, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def near_answer(words: Iterable[str], question: Question) -> str:
    """The answer spelt most like one of these words, `'Man' (1)`; empty when none is near."""
    known = {
        spelling(text): answer for answer in question.answers for text in (answer.code, *names_of(answer))
    }
    for text in words:
        if close := get_close_matches(spelling(text), list(known), n=1, cutoff=0.5):
            answer = known[close[0]]
            return f"{answer.label.to('en')!r} ({answer.code})"
    return ""


def matched(margin: Margin, codebook: Codebook) -> tuple[Margin, list[str]]:
    """The margin in names and codes of the codebook, and what could not be matched, a line each.

    What is not matched stays as it was written; so do answers to a question
    that lists none.
    """
    misfits: list[str] = []
    names = questions_named(codebook, margin.questions)
    misfits += [
        f"there is no question {name!r}{nearest(name, [question.name for question in codebook])}"
        for name in names
        if name not in codebook
    ]
    shares: dict[tuple[str, ...], float] = {}
    for category, share in margin.shares.items():
        codes = []
        for name, words in zip(names, category, strict=True):
            listed = name in codebook and codebook[name].answers
            found = answer_of(codebook[name], words) if listed else words
            if found is None:
                near = near_answer([words], codebook[name])
                misfits.append(
                    f"{name} has no answer {words!r}" + (f"; the nearest is {near}" if near else "")
                )
            codes.append(found or words)
        if tuple(codes) in shares:
            misfits.append(f"{' × '.join(category)!r} stands for an answer that has a target already")
        shares[tuple(codes)] = share
    return replace(margin, questions=names, shares=shares), list(dict.fromkeys(misfits))


def scaled(figures: Shares, *, counted: bool) -> tuple[Shares, str]:
    """Shares that sum to one, of counts, shares or per cents; and what is wrong with them, or nothing.

    Where the sum alone is wrong the shares come as they were written.
    """
    total = sum(figures.values())
    if not all(math.isfinite(figure) for figure in figures.values()):
        return {}, "should be finite numbers"
    scale = total if counted else 100.0 if total > LARGEST_SUM else 1.0
    below = [" × ".join(category) for category, figure in figures.items() if figure < 0]
    if below:
        return {}, f"should be zero or more, which {', '.join(map(repr, below))} is not"
    if total <= 0:
        return {}, "sum to nothing"
    as_written = {category: figure / scale for category, figure in figures.items()}
    if abs(total / scale - 1) > TOLERANCE:
        return as_written, f"sum to {total / scale:.1%}, not to 100%"
    return {category: figure / total for category, figure in figures.items()}, ""
