"""The two ends of a question whose answers form a known scale."""

from __future__ import annotations

import re
import unicodedata

from survey.vocabulary.questions import Answer, Question
from survey.vocabulary.wordings import SCALES

ENDS = 2
"""Answers at each end of a scale that are reported together."""
POINTS = (4, 5, 7)
"""Answers of the scales whose ends are."""

_SPACES = re.compile(r"\s+")
_NUMBERED = re.compile(r"^\d+\s*[.:)=\-]*\s*")


def ends_of(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Codes of the upper two and the lower two answers of a scale, in questionnaire order.

    None unless the question has 4, 5 or 7 substantive answers in words whose
    direction is known: from their scores, or because they are a known scale.
    """
    if question.kind not in ("single", "scale") or question.scale != "ordinal" or question.role != "question":
        return None
    answers = [answer for answer in question.answers if answer.role == "substantive"]
    scored = [answer for answer in answers if answer.score is not None]
    falling = _by_score(scored) if scored else _by_words(answers)
    if falling is None or not all(_in_words(answer) for answer in falling):
        return None
    upper, lower = falling[:ENDS], falling[-ENDS:]
    return tuple(a.code for a in answers if a in upper), tuple(a.code for a in answers if a in lower)


def _by_score(answers: list[Answer]) -> list[Answer] | None:
    """From the highest score to the lowest; None where two have the same or they are not 4, 5 or 7."""
    if len(answers) not in POINTS or len({answer.score for answer in answers}) < len(answers):
        return None
    return sorted(answers, key=lambda answer: -(answer.score or 0.0))


def _by_words(answers: list[Answer]) -> list[Answer] | None:
    """From much to little, where the labels in some language are those of one known scale."""
    if len(answers) not in POINTS:
        return None
    for language in {key for answer in answers for key in answer.label.texts}:
        said = [_folded(answer.label.texts.get(language, "")) for answer in answers]
        for ranks in _RANKS:
            found = [ranks[words] for words in said if words in ranks]
            if len(found) == len(answers) and sorted(found) in (found, found[::-1]):
                return answers if found[0] < found[-1] else answers[::-1]
    return None


def _in_words(answer: Answer) -> bool:
    """Whether the label is more than numbers: a band, "18-29", is not, and "1 Very" is."""
    texts = [_NUMBERED.sub("", unicodedata.normalize("NFKC", text)) for text in answer.label.texts.values()]
    return any(text.strip() for text in texts) and not any(map(str.isdigit, "".join(texts)))


def _folded(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold().split(" -- ")[0]


_RANKS = [
    {_folded(words): rank for rank, words in enumerate(scale.answers.split("|"))}
    for scale in SCALES
    if scale.opposed
]
