"""Columns whose name says weight: whether they are one, and what a reader must know of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from survey.reading.folding import counted
from survey.reading.profiles import Profile
from survey.reading.understanding import FEW_CODES
from survey.vocabulary import Note

SHORT_HEADER = 30
EXTREME = 30
"""Times the median beyond which one weight makes its respondent speak for many."""
MOST_TEXTS = 0.05
"""Share of cells that are no number up to which a column can still be a weight."""

_WEIGHT = re.compile(
    r"(^|[ _.])(wt|wts|wgt|wght|wate(?!r)|weight|weights|weighting|weightvar|gewicht|gewichtung|poids|peso"
    r"|pond(eration|érateur|eracion|erador)?)([ _.]?[a-z]?\d*)?($|[ _.])"
    r"|(weight|wt|wgt|wght)\d*(_new)?$|^wb\d?$|^wt[a-z]{3}\d?yr$|^p?wgtp$"
    r"|^wt(ss)?(all|nr|comb|nrps|ps|allps)?$|(^|[ _.])(w\d*|pw)$|^w[ _.](?!\d*$)"
    r"|^(final|base|design|raked?|post|person|household|hh|full|pop)[ _.]?(wt|wgt|weight)"
    r"|ウェイト|ウエイト|^加重|拡大(係数|乗数)|補正(係数|値)|集計用?乗率|가중[치값]|[权權][重数數]|加[权權]"
)
_BODY = re.compile(r"body|体重|kg|lbs?|pounds?|height|身長")


_STATURE = re.compile(
    r"(?:.*[^a-z])?(?:height|stature|bmi|body mass index)(?:[^a-z].*)?"
    r"|h(?:eigh)?t(?:[ _.]?(?:cm|in|m|ft))?|身長.*"
)
_OF_BODIES = (20.0, 350.0)
"""Middle weights of people, in kilogrammes or pounds."""
_STATURES = ((0.8, 2.2), (3.0, 7.0), (15.0, 80.0), (80.0, 220.0))
"""Middle heights of people in metres, feet, inches, and centimetres; a body mass index is like inches."""


def of_bodies(profiles: Sequence[Profile]) -> set[Profile]:
    """Columns named weight that hold what people weigh: the file asks for their height too."""
    if not any(map(_is_stature, profiles)):
        return set()
    low, high = _OF_BODIES
    return {p for p in profiles if weight_evidence(p) and low <= _middle(p) <= high}


def _is_stature(profile: Profile) -> bool:
    """Whether a column is of heights that people have, or of texts such as 5'10"."""
    if not any(map(_STATURE.fullmatch, profile.names)):
        return False
    if profile.numeric_share > 0.5:
        codes = max(profile.numbers) < FEW_CODES and profile.whole
        return not codes and any(low <= _middle(profile) <= high for low, high in _STATURES)
    return bool(profile.texts) and all(words.strip()[:1].isdigit() for words in profile.texts)


def _middle(profile: Profile) -> float:
    return median(value for value, times in profile.numbers.items() for _ in range(times))


def named_weight(profile: Profile) -> bool:
    """Whether the header says weight, and not of a body."""
    return any(
        len(header) <= SHORT_HEADER and bool(_WEIGHT.search(header)) and not _BODY.search(header)
        for header in profile.names
    )


def weight_evidence(profile: Profile) -> str:
    """Why a column named so is a weight: values that are no codes; empty when it is none."""
    if not named_weight(profile) or _faults(profile):
        return ""
    numbers = profile.numbers
    return (
        f"the header says weight; {len(numbers)} different values from {min(numbers):g} "
        f"to {max(numbers):g}, none negative, mean {_mean(profile):.4g}"
    )


def notes_of_weights(profiles: Sequence[Profile]) -> list[Note]:
    """What a reader must know of columns named weight: used, not used, or of bodies."""
    bodies = of_bodies(profiles)
    notes = [note for p in profiles if p not in bodies and (note := weight_note(p))]
    for p in profiles:
        if p in bodies:
            words = (
                f"column {p.heading.header!r} was taken for what people weigh, not for survey weights: the "
                f"file asks for their height, and the middle value is {_middle(p):g}"
            )
            notes.append(Note(step="reading", text=words, count=p.answered, level="assumption"))
    return notes


def weight_note(profile: Profile) -> Note | None:
    """Why a column named weight is not used as one, or what is odd about it; None for all others."""
    if not profile.answered or not named_weight(profile):
        return None
    header = profile.heading.header
    if faults := _faults(profile):
        blank = profile.respondents - profile.answered
        faults += [f"{blank:,} blank"] if blank else []
        text = f"column {header!r} is named like a weight but was not used as one: {', '.join(faults)}"
        return Note(step="reading", text=text, level="warning")
    numbers = profile.numbers
    if set(numbers) == {1.0}:
        text = f"the weights of column {header!r} are all 1: weighting has no effect"
        return Note(step="reading", text=text, count=profile.answered, level="assumption")
    middle = _middle(profile)
    if max(numbers) > EXTREME * middle:
        of = f"{max(numbers) / middle:,.0f} times the median" if middle else "while the median is 0"
        share = max(numbers) / (_mean(profile) * sum(numbers.values()))
        text = (
            f"the largest weight of column {header!r}, {max(numbers):g}, is {of}: "
            f"one respondent carries {share:.0%} of the total"
        )
        return Note(step="reading", text=text, count=numbers[max(numbers)], level="warning")
    return None


def _faults(profile: Profile) -> list[str]:
    """What keeps the values from being weights, each with its count of cells."""
    numbers = profile.numbers
    faults = []
    if negative := sum(times for number, times in numbers.items() if number < 0):
        faults.append(f"{negative:,} negative")
    strange = profile.answered - sum(numbers.values())
    if strange > MOST_TEXTS * profile.answered:
        faults.append(f"{strange:,} that {'is' if strange == 1 else 'are'} no number")
    if faults or not numbers:
        return faults
    if set(numbers) == {0.0}:
        return [f"all {counted(profile.answered, 'value')} are 0"]
    above = sum(times for number, times in numbers.items() if number > 0)
    fractions = sum(times for number, times in numbers.items() if not number.is_integer()) / above
    if fractions <= 0.5 and set(numbers) != {1.0} and _mean(profile) <= 1000:
        faults.append("its values are whole numbers, as codes of answers are")
    return faults


def _mean(profile: Profile) -> float:
    total = sum(number * times for number, times in profile.numbers.items())
    return total / sum(profile.numbers.values())
