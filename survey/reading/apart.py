"""Numbers that stand apart from all others of their column, as 99 and -1 do where they mean no answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from survey.reading.folding import counted
from survey.reading.profiles import Profile
from survey.vocabulary import Note

APART = "C118"
LEAST_OTHERS = 2
NEAR = 2.0
"""Times the largest other number below which a code may be one of them."""
LISTED = 8
"""Questions that the warning names."""

_NEGATIVE = "1 2 3 4 5 6 7 8 9 88 97 98 99 999 9999"
_LARGE = "77 88 96 97 98 99 777 888 996 997 998 999 7777 8888 9996 9997 9998 9999 99998 99999 999999"
CODES = frozenset((*(-float(n) for n in _NEGATIVE.split()), *map(float, _LARGE.split())))
"""What programs and interviewers write for no answer."""


def numbers_apart(profile: Profile) -> tuple[float, ...]:
    """The numbers that look as codes for no answer do, the lowest first.

    Such a number is a usual code, and negative where no other is, unless it is
    the opposite of another on a scale about 0, or twice as large as all
    others. A number alone tells nothing: they are counted.
    """
    numbers = profile.numbers
    if numbers.keys().isdisjoint(CODES) or not profile.whole:
        return ()
    if min(numbers) >= 0 and max(numbers) not in CODES:
        return ()
    others = [number for number in numbers if number not in CODES]
    if len(others) < LEAST_OTHERS:
        return ()
    low, high = min(others), max(others)
    beyond = max(NEAR * high, high + 1)
    mirrored = _mirrored(others, numbers)
    found = (n for n in numbers if n in CODES and n not in mirrored and (n < 0 <= low or n >= beyond))
    return tuple(sorted(found))


def _mirrored(others: Collection[float], numbers: Collection[float]) -> set[float]:
    """The negative half of a scale from, say, -2 to 2; none where most numbers have no such opposite."""
    above = {number for number in others if number > 0}
    below = {-number for number in above} & set(numbers)
    return below if 0.0 in numbers and 2 * len(below) > len(above) else set()


def note_of_apart(found: Mapping[str, Sequence[float]], cells: int) -> list[Note]:
    """A warning of all such numbers, {question: numbers}."""
    if not found:
        return []
    said = [f"{name}: {', '.join(f'{number:g}' for number in numbers)}" for name, numbers in found.items()]
    listed = "; ".join(said[:LISTED]) + ("; …" if len(said) > LISTED else "")
    words = (
        "numbers that usually mean no answer stand apart from the others in "
        f"{counted(len(found), 'question')} ({listed}): they were counted like the others; if they mean no "
        "answer, say so in a codebook"
    )
    return [Note(step="reading", text=words, rule=APART, count=cells, level="warning")]
