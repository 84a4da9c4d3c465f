"""In which order answers stand: codes ascending, bands by their numbers, known scales, else as first seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from survey.reading.counts import by_count
from survey.reading.degrees import by_degree
from survey.reading.folding import fold
from survey.reading.measures import by_band, by_frequency, by_leading_number, by_schooling
from survey.reading.missing import role_of
from survey.vocabulary.scales import SCALES

AS_SEEN = "as first seen"
CODES = "codes ascending"
_WAYS = (
    (by_leading_number, "the numbers before them"),
    (by_degree, "degrees of one thing"),
    (by_frequency, "how often they say"),
    (by_count, "how many they say"),
    (by_schooling, "levels of schooling"),
    (by_band, "bands by their numbers"),
)
_BEAR_A_STRANGER = (by_leading_number, by_degree, by_count, by_band)
"""Ways that tell an order though one answer among four or more is none of its steps."""

_RANKS = [{fold(words): rank for rank, words in enumerate(scale.answers.split("|"))} for scale in SCALES]
_NOTHING = re.compile(r"none|nothing|never|no (?!other).*|.*(なし|ない|初めて|はじめて|日帰り|ゼロ)|無し")
_LAST = re.compile(
    r"others?|other answers?.*|other[ ,(:].*|none of (the above|these).*"
    r"|その他.*|上記以外.*|特にない|特になし"
)


def is_scale(order: str) -> bool:
    """Whether what told an order makes the answers a scale."""
    return order == "a known scale" or order in {reason for _, reason in _WAYS}


def in_order(labels: Sequence[str]) -> tuple[list[str], str]:
    """The labels in the order of a scale where they are one, and what told so.

    Reasons for giving no answer come last, "other" before them.
    """
    said = [label for label in labels if role_of(label) == "substantive"]
    missing = [label for label in labels if role_of(label) != "substantive"]
    other = [label for label in said if _LAST.fullmatch(fold(label))]
    plain = [label for label in said if label not in other]
    ordered, reason = _ordered(plain)
    return [*ordered, *other, *missing], reason


def _ordered(labels: Sequence[str]) -> tuple[list[str], str]:
    if len(labels) < 2:
        return list(labels), ""
    if all(_is_number(label) for label in labels):
        return sorted(labels, key=float), CODES
    if found := _known(labels, strangers=0):
        return found, "a known scale"
    for way, reason in _WAYS:
        if found := way(labels):
            return found, reason
    if len(labels) > 3 and (found := _known(labels, strangers=1)):
        return found, "a known scale"
    for way, reason in _WAYS:
        if way in _BEAR_A_STRANGER and len(labels) > 3 and (found := _but_one(labels, way)):
            return found, reason
    return list(labels), AS_SEEN


def _known(labels: Sequence[str], *, strangers: int) -> list[str] | None:
    """The labels in the order of a known scale; what is none of its steps stands last."""
    leads = [fold(label).split(" -- ")[0].rstrip(".。 ") for label in labels]
    for ranks in _RANKS:
        if sum(words not in ranks for words in leads) <= strangers:
            ranked = sorted(zip(labels, leads, strict=True), key=lambda pair: ranks.get(pair[1], len(ranks)))
            return [label for label, _ in ranked]
    return None


def _but_one(labels: Sequence[str], way: Callable[[Sequence[str]], list[str] | None]) -> list[str] | None:
    """The labels in order but for one, which stands first where it says none, else last."""
    for stranger in labels:
        rest = [label for label in labels if label is not stranger]
        if way is by_band and any(letter.isdigit() for letter in fold(stranger)):
            continue
        if found := way(rest):
            first = way is by_band and _NOTHING.fullmatch(fold(stranger))
            return [stranger, *found] if first else [*found, stranger]
    return None


def _is_number(label: str) -> bool:
    try:
        float(label)
    except ValueError:
        return False
    return True
