"""Neighbouring columns that are one question: ticks of a multiple response, or items of a grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from survey.reading.folding import decoded, fold
from survey.reading.profiles import Profile

WIDEST_GRID = 12
"""Answers a grid may have; items of one grid share most of them."""

_NOT_SELECTED = {"0", "not selected", "unchecked", "not checked", "非選択", "選択なし", "no to: "}
_MARKS = {
    "1",
    "x",
    "○",
    "◯",
    "●",
    "✓",
    "✔",
    "yes",
    "true",
    "y",
    "selected",
    "checked",
    "はい",
    "選択",
    "該当",
}
_PREFIX = re.compile(
    r"(q|question|v|var|item|s|sq|f|d|c|a|b|問|設問|質問|項目|column|x|row)?[ _.]*", re.IGNORECASE
)
_LIME = re.compile(r"^([^\[\]]+)\[([^\[\]]+)\]\.\s*(.*?)\s*\[([^\[\]]*)\]\s*$", re.DOTALL)
_BRACKET = re.compile(r"^(.*\S)\s*[\[［]([^\[\]［］]+)[\]］]\s*$", re.DOTALL)
_NUMBERED = re.compile(r"^(.*?\D)[\s_.\-]?(\d{1,3})\s*$", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Block:
    """Columns that belong together.

    Parameters
    ----------
    form
        "ticks" is one multiple-response question, "grid" one question per column.
    stem
        What their headers share: the question.
    items
        What each header adds: the option, or the item.
    """

    form: Literal["ticks", "grid"]
    stem: str
    items: tuple[str, ...]
    profiles: tuple[Profile, ...]
    evidence: str


def find_blocks(profiles: Sequence[Profile]) -> tuple[tuple[Block, ...], tuple[Profile, ...]]:
    """The blocks among neighbouring columns, and the columns that stand alone."""
    found: list[Block] = []
    left = list(profiles)
    for split in (_by_path, _by_platform, _by_bracket, _by_slash, _by_dash, _by_number):
        for run in _runs(left, split):
            if block := _block(run, split):
                found.append(block)
                taken = set(map(id, block.profiles))
                left = [profile for profile in left if id(profile) not in taken]
    return tuple(found), tuple(left)


Split = Callable[[Profile], tuple[str, str] | None]


def _by_path(profile: Profile) -> tuple[str, str] | None:
    path = profile.heading.path
    return (" / ".join(path[:-1]), path[-1]) if len(path) > 1 else None


def _by_platform(profile: Profile) -> tuple[str, str] | None:
    """`code[sub]. question [option]`."""
    match = _LIME.match(profile.heading.path[-1])
    return (f"{match[1]}. {match[3]}", match[4] or match[2]) if match else None


def _by_bracket(profile: Profile) -> tuple[str, str] | None:
    match = _BRACKET.match(profile.heading.path[-1])
    return (match[1], match[2]) if match else None


def _by_slash(profile: Profile) -> tuple[str, str] | None:
    stem, slash, item = profile.heading.path[-1].rpartition("/")
    return (stem, item) if slash and stem.strip() and item.strip() and " / " not in stem else None


def _by_dash(profile: Profile) -> tuple[str, str] | None:
    stem, dash, item = profile.heading.path[-1].rpartition(" - ")
    return (stem, item) if dash and stem.strip() and item.strip() else None


def _by_number(profile: Profile) -> tuple[str, str] | None:
    match = _NUMBERED.match(profile.heading.path[-1])
    return (match[1], match[2]) if match and not _PREFIX.fullmatch(match[1]) else None


def _runs(profiles: Sequence[Profile], split: Split) -> list[list[Profile]]:
    """Neighbours that share a stem, two or more."""
    keyed = [(split(profile), profile) for profile in profiles]
    runs = []
    for stem, members in groupby(keyed, key=lambda pair: pair[0][0] if pair[0] else None):
        run = [profile for _, profile in members]
        if stem is not None and len(run) > 1:
            runs += _neighbours(run, counted=split is _by_number, split=split)
    return runs


def _neighbours(run: Sequence[Profile], *, counted: bool, split: Split) -> list[list[Profile]]:
    """A run broken where columns are not side by side, or where numbers do not run on."""
    pieces: list[list[Profile]] = [[run[0]]]
    for before, after in pairwise(run):
        beside = after.heading.position == before.heading.position + 1
        if counted and beside:
            first, second = split(before), split(after)
            beside = first is not None and second is not None and int(second[1]) == int(first[1]) + 1
        if beside:
            pieces[-1].append(after)
        else:
            pieces.append([after])
    return [piece for piece in pieces if len(piece) > 1]


def _block(run: Sequence[Profile], split: Split) -> Block | None:
    stem = next(pair[0] for profile in run if (pair := split(profile)))
    ticks = [profile for profile in run if _is_tick(profile, lime=split is _by_platform)]
    own_words = len(run) - len(ticks)
    answered = [profile for profile in ticks if profile.answered]
    if len(answered) > 1 and own_words <= max(1, 0.2 * len(run)):
        evidence = _tick_evidence(answered, own_words)
        return Block("ticks", stem, _items(ticks, split), tuple(ticks), evidence)
    filled = [profile for profile in run if profile.answered]
    answers = Counter(words for profile in filled for words in profile.folded)
    sizes = [len(profile.folded) for profile in filled]
    if (
        len(filled) > 1
        and 2 <= len(answers) <= WIDEST_GRID
        and sum(sizes) >= 0.5 * len(answers) * len(filled)
    ):
        evidence = f"{len(run)} neighbouring columns share their header and {len(answers)} answers"
        return Block("grid", stem, _items(run, split), tuple(run), evidence)
    return None


def _items(profiles: Sequence[Profile], split: Split) -> tuple[str, ...]:
    return tuple(pair[1] if (pair := split(profile)) else profile.header for profile in profiles)


def _is_tick(profile: Profile, *, lime: bool) -> bool:
    """Whether a column says ticked or not: 0/1, one value or blank, a label or "not selected"."""
    said = set(profile.folded)
    if not said or said <= {"0", "1"} or said <= {"true", "false"}:
        return True
    if len(said) == 1:
        only = next(iter(said))
        return only in _MARKS or only in map(fold, profile.heading.path) or profile.numeric_share < 1
    if len(said) == 2 and said & _NOT_SELECTED:
        return True
    return lime and said <= {"yes", "no", "n/a", "y", "n", "はい", "いいえ"}


def _tick_evidence(profiles: Sequence[Profile], own_words: int) -> str:
    said = {words for profile in profiles for words in profile.folded}
    if said <= {"0", "1"}:
        what = "hold 0 and 1"
    elif all(len(profile.folded) == 1 for profile in profiles):
        what = "hold one value or nothing"
    else:
        what = "say ticked or not"
    beside = f"; {own_words} beside them hold people's own words" if own_words else ""
    return f"{len(profiles)} neighbouring columns share their header and {what}{beside}"


def option_label(profile: Profile, item: str) -> str:
    """What a tick column's option is called: its one value where that is a label, else the header's part."""
    labels = [words for words in profile.texts if fold(words) not in _NOT_SELECTED | _MARKS | {"no", "false"}]
    return labels[0].strip() if len(labels) == 1 else decoded(item)


def is_tick_value(words: str) -> bool:
    """Whether a tick column's cell says ticked."""
    return fold(words) not in _NOT_SELECTED | {"no", "false", "n", "いいえ"}


def is_mark(words: str) -> bool:
    """Whether a cell says ticked whatever the option is: 1, x, ○, yes."""
    return fold(words) in _MARKS
