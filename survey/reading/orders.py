"""In which order answers stand: codes ascending, bands by their numbers, known scales, else as first seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from survey.reading.counts import by_count
from survey.reading.degrees import by_degree
from survey.reading.ends import by_ends
from survey.reading.folding import fold, worded
from survey.reading.marked import by_mark
from survey.reading.measures import by_band, by_frequency, by_leading_number, by_schooling
from survey.reading.missing import roles_among
from survey.vocabulary.wordings import SCALES

LEAST_STEPS = 3
"""Different steps of a scale from which labels that go on after a comma are told by their beginning."""
AS_SEEN = "as first seen"
CODES = "codes ascending"
_WAYS = (
    (by_leading_number, "the numbers before them"),
    (by_ends, "the numbers between their ends"),
    (by_degree, "degrees of one thing"),
    (by_mark, "degrees that they say"),
    (by_frequency, "how often they say"),
    (by_count, "how many they say"),
    (by_schooling, "levels of schooling"),
    (by_band, "bands by their numbers"),
)
_BEAR_A_STRANGER = (by_leading_number, by_degree, by_count, by_schooling, by_band)
"""Ways that tell an order though one answer among four or more is none of its steps."""

_RANKS = [{fold(words): rank for rank, words in enumerate(scale.answers.split("|"))} for scale in SCALES]
_NAMED = re.compile(r"([A-Za-z]{1,4})(\d{1,4})")
"""A code of an answer, as LimeSurvey's A1 and the regions of Eurostat are."""
_OPENING = re.compile(r", | ?[(（]")
"""Behind which a label explains the step of a scale that it has said."""
_NOTHING = re.compile(r"none|nothing|never|no (?!other).*|.*(なし|ない|初めて|はじめて|日帰り|ゼロ)|無し")
_LAST = re.compile(
    r"others?|other answers?.*|other[ ,(:].*|something else|none of (the above|these).*"
    r"|その他.*|上記以外.*|特にない|特になし"
)


def is_scale(order: str) -> bool:
    """Whether what told an order makes the answers a scale."""
    return order == "a known scale" or order in {reason for _, reason in _WAYS}


def in_order(labels: Sequence[str]) -> tuple[list[str], str]:
    """The labels in the order of a scale where they are one, and what told so.

    Reasons for giving no answer come last, "other" before them.
    """
    roles = roles_among(labels)
    said = [label for label, role in zip(labels, roles, strict=True) if role == "substantive"]
    missing = [label for label in labels if label not in said]
    other = [label for label in said if _LAST.fullmatch(worded(fold(label)))]
    plain = [label for label in said if label not in other]
    words = {worded(label): label for label in plain}
    ordered, reason = _ordered(list(words) if len(words) == len(plain) else plain)
    return [*(words.get(label, label) for label in ordered), *other, *missing], reason


def _ordered(labels: Sequence[str]) -> tuple[list[str], str]:
    if len(labels) < 2:
        return list(labels), ""
    if all(_is_number(label) for label in labels):
        return sorted(labels, key=float), CODES
    if all(map(_NAMED.fullmatch, labels)):
        return sorted(labels, key=_natural), CODES
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


def _natural(label: str) -> tuple[str, int]:
    """The letters and the number of a code: A2 stands before A10."""
    letters, number = next(iter(_NAMED.findall(label)))
    return letters.casefold(), int(number)


def _known(labels: Sequence[str], *, strangers: int) -> list[str] | None:
    """The labels in the order of a known scale; what is none of its steps stands last.

    "Never, but open to it" and "Junior (3rd year)" are the steps that they begin with.
    """
    leads = [_lead(label) for label in labels]
    for ranks in _scales_with(leads[: strangers + 1]):
        if sum(map(ranks.__contains__, leads)) >= len(leads) - strangers:
            return _ranked(labels, [ranks.get(words, len(ranks)) for words in leads])
    opened = [_OPENING.split(words, maxsplit=1)[0] for words in leads]
    for ranks in _scales_with((leads[0], opened[0])) if opened != leads else ():
        places = [ranks.get(whole, ranks.get(words, -1)) for whole, words in zip(leads, opened, strict=True)]
        if min(places) >= 0 and len(set(places)) >= LEAST_STEPS:
            return _ranked(labels, places)
    return None


def _scales_with(steps: Sequence[str]) -> list[dict[str, int]]:
    """The scales that have any of these steps."""
    places = _scales_by_step()
    return [_RANKS[place] for place in sorted({place for words in steps for place in places.get(words, ())})]


@cache
def _scales_by_step() -> Mapping[str, Sequence[int]]:
    """The places of the scales that have a step, {step: places}."""
    found: dict[str, list[int]] = {}
    for place, ranks in enumerate(_RANKS):
        for step in ranks:
            found.setdefault(step, []).append(place)
    return found


def _lead(label: str) -> str:
    """What of a label is looked for among the steps of scales."""
    return fold(label).split(" -- ")[0].rstrip(".。! ").replace("’", "'").replace("(e)", "")


def _ranked(labels: Sequence[str], places: Sequence[int]) -> list[str]:
    """The labels by their places; those of one place keep their order."""
    return [label for label, _ in sorted(zip(labels, places, strict=True), key=lambda pair: pair[1])]


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
