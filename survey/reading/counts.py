"""Answers that count in words: once, twice, three times or more; no child, one child, two; 一人, 二人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.folding import fold

LEAST = 3
"""Different numbers from which answers count."""

_SPELT = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBERS = {words: float(number) for number, words in enumerate(_SPELT.split("|"))}
_NUMBERS |= {
    "no": 0.0,
    "none": 0.0,
    "never": 0.0,
    "once": 1.0,
    "twice": 2.0,
    "thrice": 3.0,
    "a": 1.0,
    "an": 1.0,
}
_NUMBERS |= {letter: float(number) for number, letter in enumerate("〇一二三四五六七八九十")}
_NUMBERS |= {"なし": 0.0, "いない": 0.0}
_ONE = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_COUNT = re.compile(
    rf"(?P<open>more than |over |at least |less than |fewer than |up to )?(?P<low>{_ONE}|\d+)"
    rf"(?P<high> ?(?:-|–|~|〜|to|or) ?(?:{_ONE}|\d+))?(?P<more>\+| or more| plus|以上)?"
    r"(?P<of>( [a-z]+){0,2}|[人名回個社台冊本枚度]?)(?P<end> or more|以上)?"
)
_ABOVE, _BELOW = ("more than ", "over "), ("less than ", "fewer than ", "up to ")


def by_count(labels: Sequence[str]) -> list[str] | None:
    """Labels that say how many in words, the fewest first; None unless all do, each another number."""
    found = [_COUNT.fullmatch(fold(label).rstrip(".。 ")) for label in labels]
    matches = [match for match in found if match]
    if len(matches) < len(labels) or not any(_in_words(match["low"]) for match in matches):
        return None
    counts = [_count(match) for match in matches]
    things = {_singular(match["of"]) for match in matches} - {""}
    if len(set(counts)) < max(LEAST, len(counts)) or len(things) > 1:
        return None
    return [label for _, label in sorted(zip(counts, labels, strict=True))]


def _in_words(number: str) -> bool:
    """Whether a number is spelt, and no word that stands at the start of other answers too."""
    return not number.isdecimal() and number not in ("no", "none", "never", "a", "an")


def _count(match: re.Match[str]) -> float:
    low = match["low"]
    number = float(low) if low.isdecimal() else _NUMBERS[low]
    opening = match["open"] or ""
    return number + (0.5 if opening in _ABOVE else -0.5 if opening in _BELOW else 0.0)


def _singular(words: str) -> str:
    """The thing that is counted: children is child, times is time."""
    thing = next(reversed(words.split()), "")
    return {"children": "child", "people": "person", "persons": "person"}.get(thing, thing.removesuffix("s"))
