"""Several answers in one cell: which separator stands between them, and which options there are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, compress, pairwise

import numpy as np
from numpy.typing import NDArray

from survey.reading.profiles import Profile
from survey.reading.rows import distinct

SEPARATORS = ("\n", ";", "；", "┋", "→", "、", "､", "|", ", ", "，", ",", "/", "／")
"""Looked for in this order; a comma inside an option makes the last ones the hardest."""
RARE = 0.01
"""Share of the answered below which an option counts as somebody's own words."""
OTHER = "other answers"
"""Code of the answers that were somebody's own words."""
LOOKED_AT, REPEATED = 100, 0.5
"""Distinct cells, of the commonest and of the others, that are looked at; parts that several must give."""
MOST_NAMES = 40
LEAST_COMBINED = 3
"""Different cells of several names from which spaces are taken to stand between names."""
ALONE = 0.75
"""Share of the names that must also stand alone, as words of a wording do not."""
COMPLETE = 0.95
"""Share of the answered who name all options from which the options are ranked."""

SLASHES = "/／"
"""Separators that also stand inside options."""

_OPENING, _CLOSING = "(（[「", ")）]」"
_NAMES = re.compile(r"[\w-]+(?: [\w-]+)*", re.ASCII)
_BARE_COMMA = re.compile(",(?! )")
_GROUPED = re.compile(
    r"\s*(約|およそ)?\s*[¥￥$€£\\]?\s*[-−]?\d{1,3}([,，]\d{3})+(\.\d+)?\s*[^\W\d_]{0,6}[$€£%％]?\s*"
)
_UNIT_OR_NOUGHT = re.compile(r"[^\d,，.\s]|[,，]0\d\d")
"""What amounts have and codes of options do not: a unit, or a nought behind a comma."""
_RANKING = re.compile(
    r"(?<![a-z])rank(ed|ing)?(?![a-z])|order of (importance|preference|priority)|順位|順に並べ|優先順",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Options:
    """How cells divide into options.

    Parameters
    ----------
    options
        The options in questionnaire order, as far as cells tell it.
    cells
        {cell: its options, own words as OTHER}.
    rare
        How many different own words there are.
    ranked
        Whether cells put the options in an order of their own.
    """

    separator: str
    options: tuple[str, ...]
    cells: dict[str, tuple[str, ...]]
    rare: int
    ranked: bool = False


def divide(profile: Profile) -> Options | None:
    """The options of a column whose cells hold several answers, or None when it is no such column."""
    if profile.all_numbers:
        return None
    piece = "\0".join(profile.texts)
    for separator in SEPARATORS:
        if separator not in piece or (separator in ",，" and _are_amounts(profile.texts)):
            continue
        holding = sum(times for words, times in profile.texts.items() if separator in words)
        if holding < max(3, 0.03 * profile.answered) or not _may_divide(profile, separator):
            continue
        if found := _divide(profile, separator):
            if separator in SLASHES and not _stand_alone(found):
                continue
            found = _at_every_comma(profile, found) if separator == ", " else found
            return replace(found, ranked=_are_ranked(profile, found))
    spaced = _divide(profile, " ") if " " in piece and _are_names(profile.texts) else None
    return spaced if spaced and not spaced.rare else None


def _stand_alone(found: Options) -> bool:
    """Whether most options are words that are also the whole of a cell, as parts of one option are not."""
    alone = sum(option in found.cells for option in found.options)
    numbers = any(option.isdecimal() for option in found.options)
    return not numbers and len(found.options) > 2 and alone >= ALONE * len(found.options)


def _are_amounts(texts: Collection[str]) -> bool:
    """Whether commas stand between the digits of amounts, as in 1,200円 and 12,000."""
    told = False
    for words in texts:
        if "," not in words and "，" not in words:
            continue
        if not _GROUPED.fullmatch(words):
            return False
        told = told or _UNIT_OR_NOUGHT.search(words) is not None
    return told


def _are_names(texts: dict[str, int]) -> bool:
    """Whether cells hold names of options with spaces between them, as ODK writes them.

    They are all numbers, or without capitals; of the latter most must stand alone in
    other cells, unless they are written with an underscore, and none may stand in half
    of the others and never alone, as “very” does beside good, bad and poor.
    """
    names: set[str] = set()
    combined = []
    for words in texts:
        each = words.split(" ")
        names.update(each)
        if len(names) > MOST_NAMES or len(set(each)) < len(each):
            return False
        if len(each) > 1:
            combined.append(each)
    if len(combined) < LEAST_COMBINED or not all(map(_NAMES.fullmatch, texts)):
        return False
    if all(name.isdecimal() and len(name) < 3 for name in names):
        return True
    marked = sum("_" in name for name in names)
    alone = sum(name in texts for name in names)
    beside = Counter(name for each in combined for name in each if name not in texts)
    if not marked and beside and 2 * max(beside.values()) >= len(combined):
        return False
    written = all(name == name.lower() for name in names)
    return written and max(alone, marked) >= ALONE * len(names)


def _are_ranked(profile: Profile, found: Options) -> bool:
    """Whether nearly all name every option, or the header speaks of ranking, and the orders differ."""
    whole = sum(
        profile.texts[words] for words, listed in found.cells.items() if len(listed) == len(found.options)
    )
    if whole < COMPLETE * profile.answered and not _RANKING.search(profile.header):
        return False
    pairs = {pair for listed in found.cells.values() for pair in pairwise(listed)}
    turned = sum(pair[::-1] in pairs for pair in pairs)
    return len(found.options) > 2 and OTHER not in found.options and turned > 0.5 * len(pairs)


def _at_every_comma(profile: Profile, found: Options) -> Options:
    """Options cut at every comma where that makes fewer of them, as where one holds comma and space."""
    if not _BARE_COMMA.search("\0".join(profile.texts)):
        return found
    other = _divide(profile, ",")
    fewer = other is not None and len(other.options) + other.rare < len(found.options) + found.rare
    return other if other is not None and fewer else found


def _may_divide(profile: Profile, separator: str) -> bool:
    """Whether most parts of some cells are given by several people, as options are and prose hardly ever."""
    some = profile.some(LOOKED_AT)
    cut = [set(split_outside_brackets(words, separator)) for words, _ in some]
    cells = Counter(chain.from_iterable(cut))
    shared = parts = 0.0
    for (words, times), listed in zip(some, cut, strict=True):
        parts += times * len(listed)
        again = listed if profile.texts[words] > 1 else [part for part in listed if cells[part] > 1]
        shared += times * len(again)
    return shared >= REPEATED * parts


def _divide(profile: Profile, separator: str) -> Options | None:
    texts, times = tuple(profile.texts), np.array(tuple(profile.texts.values()))
    cut = [split_outside_brackets(words, separator) for words in texts]
    if "," in separator or separator in "、､":
        cut = _rejoined(cut, times, separator)
    parts = _Parts.of(cut).once()
    counts = np.bincount(parts.number, weights=times[parts.cell], minlength=len(parts.names))
    common = counts >= max(2, RARE * profile.answered)
    if not 2 <= common.sum() <= 60 or counts[common].sum() < 0.8 * counts.sum():
        return None
    in_cell = np.bincount(parts.cell, weights=common[parts.number], minlength=len(texts))
    if times[in_cell > 1].sum() < max(3, 0.03 * profile.answered) or not _free(parts, common):
        return None
    known = set(compress(parts.names, common.tolist()))
    cells = {words: _coded(listed, known) for words, listed in zip(texts, cut, strict=True)}
    options = _in_questionnaire_order(cells.values())
    return Options(separator, options, cells, len(parts.names) - len(known))


@dataclass(frozen=True, eq=False)
class _Parts:
    """The parts of distinct cells, one cell after another.

    Parameters
    ----------
    names
        The distinct parts.
    number
        Which of them each part is, (parts,).
    cell
        The cell it stands in, (parts,).
    """

    names: tuple[str, ...]
    number: NDArray[np.intp]
    cell: NDArray[np.intp]

    @classmethod
    def of(cls, cut: Sequence[Sequence[str]]) -> _Parts:
        """Those of cells that are cut."""
        known: defaultdict[str, int] = defaultdict()
        known.default_factory = known.__len__
        number = np.fromiter(map(known.__getitem__, chain.from_iterable(cut)), dtype=np.intp)
        return cls(tuple(known), number, np.repeat(np.arange(len(cut)), list(map(len, cut))))

    def once(self) -> _Parts:
        """Each part of a cell once."""
        size = max(1, len(self.names))
        cell, number = np.divmod(distinct(self.cell * size + self.number), size)
        return _Parts(self.names, number, cell)


@cache
def _cuts(separator: str) -> re.Pattern[str]:
    """Where a text may be cut, and the brackets inside which it may not."""
    return re.compile(f"[{re.escape(_OPENING + _CLOSING)}]|{re.escape(separator)}")


def split_outside_brackets(words: str, separator: str) -> tuple[str, ...]:
    """The parts between separators, those inside brackets not counted; empty parts are dropped."""
    if not any(map(words.__contains__, _OPENING)):
        return tuple(filter(None, map(str.strip, words.split(separator))))
    parts, depth, start = [], 0, 0
    for found in _cuts(separator).finditer(words):
        if found[0] in _OPENING:
            depth += 1
        elif found[0] in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(words[start : found.start()])
            start = found.end()
    return tuple(filter(None, map(str.strip, (*parts, words[start:]))))


def _rejoined(cut: list[tuple[str, ...]], times: NDArray[np.intp], separator: str) -> list[tuple[str, ...]]:
    """Options that contain the separator put together again: neighbours hardly ever seen apart."""
    glue = separator if separator.endswith(" ") or separator == "、" else separator + " "
    for _ in range(12):
        joined = _hardly_ever_apart(_Parts.of(cut), times)
        if not joined:
            break
        cut = [_merge(listed, joined, glue) for listed in cut]
    return cut


def _hardly_ever_apart(parts: _Parts, times: NDArray[np.intp]) -> set[tuple[str, str]]:
    """Parts that stand side by side nearly whenever either of them stands anywhere."""
    size = len(parts.names)
    alone = np.bincount(parts.number, weights=times[parts.cell], minlength=size)
    beside = np.flatnonzero(parts.cell[1:] == parts.cell[:-1])
    pairs, which = np.unique(parts.number[beside] * size + parts.number[beside + 1], return_inverse=True)
    both = np.bincount(which, weights=times[parts.cell[beside]], minlength=len(pairs))
    first, second = np.divmod(pairs, max(1, size))
    found = (both >= 2) & (both >= 0.97 * np.maximum(alone[first], alone[second]))
    return {
        (parts.names[one], parts.names[other])
        for one, other in zip(first[found].tolist(), second[found].tolist(), strict=True)
    }


def _merge(listed: Sequence[str], joined: set[tuple[str, str]], glue: str) -> tuple[str, ...]:
    merged: list[str] = []
    place = 0
    while place < len(listed):
        if place + 1 < len(listed) and (listed[place], listed[place + 1]) in joined:
            merged.append(glue.join(listed[place : place + 2]))
            place += 2
        else:
            merged.append(listed[place])
            place += 1
    return tuple(merged)


def _free(parts: _Parts, common: NDArray[np.bool_]) -> bool:
    """Whether options combine freely: most of them occur in several different cells."""
    where = np.bincount(parts.number, minlength=len(parts.names))[common]
    return int((where > 1).sum()) >= max(2, 0.5 * len(where))


def _coded(listed: Sequence[str], common: set[str]) -> tuple[str, ...]:
    if common.issuperset(listed):
        return tuple(dict.fromkeys(listed))
    return tuple(dict.fromkeys(part if part in common else OTHER for part in listed))


def _in_questionnaire_order(cells: Collection[Sequence[str]]) -> tuple[str, ...]:
    """Options in the order cells list them, the longest cells first; own words last."""
    options = set(chain.from_iterable(cells))
    own_words = (OTHER,) if OTHER in options else ()
    ordered: list[str] = []
    for listed in sorted(cells, key=len, reverse=True):
        if len(ordered) + len(own_words) == len(options):
            break
        place = 0
        for option in listed:
            if option in ordered:
                place = ordered.index(option) + 1
            elif option != OTHER:
                ordered.insert(place, option)
                place += 1
    return (*ordered, *own_words)


def spelled_out(separator: str) -> str:
    """A separator as a person would name it."""
    return {"\n": "a line break", ", ": "a comma", ",": "a comma"}.get(separator, f"{separator!r}")
