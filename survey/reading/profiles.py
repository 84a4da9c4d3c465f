"""A column of the data as detection looks at it: its header, its distinct cells and how often each occurs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from math import isfinite
from operator import mul
from typing import cast

import numpy as np

from survey.reading.folding import fold, fold_all, in_one_piece, readable, unescaped
from survey.reading.headers import Heading
from survey.reading.workbook import Cell, text, texts_of
from survey.vocabulary import Column

NOTHING = {"NA", "ＮＡ", "#N/A", "NULL", "NaN", "nan", "None.", "<NA>"}
"""Texts that programs write where they mean an empty cell."""
SYSTEM_MISSING = "."
"""What SAS, Stata and SPSS write for an empty cell among numbers."""

QUANTITY = re.compile(
    r"(?<![a-z])(age|ages|aged|years? old|how many|how much|number of|hh ?size|(household|family) size"
    r"|years?|[a-z]*yrs?|hours?|hrs|minutes?|"
    r"days per|times per|income|spend|spent|cost|price|amount|weight|height|distance|percent|percentage)"
    r"(?![a-z])"
    r"|年齢|満年齢|生年|西暦|人数|回数|時間数|金額|年収|価格|費用|日数|年数|何人|何回|何歳|いくら",
    re.IGNORECASE,
)
"""What a header says that asks for a number."""
_INSIDE_NAMES = re.compile(r"(?<=[a-z])(?=[A-Z])|[_.]")
"""Where a variable's name goes on with another word: YearsAtCompany, total_income."""

_ALIKE = {**dict.fromkeys("‐‑‒–—−", "-"), "〜": "~"}
_CJK = r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]"
MANIFOLD = 200
"""Different cells, every spelling counted, beyond which a column is no part of a block."""
TRIED = 250
"""Distinct cells, of the commonest and of the others, that tell what all are like."""
GLANCED = 25
"""Distinct cells, of the commonest and of the others, that tell whether all need be looked at."""
FEW_PASS = 1 / 3
"""Share of cells that pass, as a glance tells it, below which the others are not looked at."""
COUNTED_ONCE = 1_000
"""Texts beyond which all are taken to say different things where nearly all of some do."""
SPELT_APART = 0.9
GOLDEN = (5**0.5 - 1) / 2
"""Steps of this share of a whole spread evenly over it, and never keep time with anything in it."""

_MARKED = re.compile(r"\s*[-+(\d]")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_FIRST_OF_NUMBERS = frozenset(".0123456789")
_SPACED = re.compile(rf"(?<={_CJK}) (?={_CJK})")


@dataclass(frozen=True, eq=False)
class Profile:
    """One column: distinct cells of `cells` are never blank.

    Parameters
    ----------
    emptied
        Cells that held only spaces, or NA, and were taken as blank.
    unescaped
        Cells in which HTML entities were decoded.
    gone
        Rows of `cells`, all blank, that are no respondents'.
    """

    heading: Heading
    cells: Column
    emptied: int = 0
    unescaped: int = 0
    gone: int = 0

    @cached_property
    def header(self) -> str:
        """The header as a person should read it."""
        return readable(self.heading.header)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the column is called, folded: its lowest header cell, and its variable's name."""
        heading = self.heading
        return tuple(dict.fromkeys(fold(name) for name in (heading.path[-1], heading.code) if name))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How often each distinct cell occurs, (levels,)."""
        found = np.bincount(self.cells.codes + 1, minlength=len(self.cells.levels) + 1)
        return tuple(found[1:].tolist())

    @cached_property
    def answered(self) -> int:
        """How many cells are not blank."""
        return sum(self.counts)

    @property
    def manifold(self) -> bool:
        """Whether cells say too many different things for ticks, or for items of a grid."""
        return len(self.cells.levels) > MANIFOLD

    @property
    def respondents(self) -> int:
        """How many cells there are."""
        return len(self.cells.codes) - self.gone

    @cached_property
    def all_numbers(self) -> bool:
        """Whether every cell is a number and shown as one; what is told from texts need not be asked then."""
        return self.types == {float}

    @property
    def all_texts(self) -> bool:
        """Whether every cell is a text."""
        return self.types == {str}

    @cached_property
    def types(self) -> set[type]:
        """Of which types the cells are."""
        return set(map(type, self.cells.levels))

    @cached_property
    def texts(self) -> dict[str, int]:
        """Distinct cells as text, and how often each occurs."""
        words = texts_of(self.cells.levels)
        found = dict(zip(words, self.counts, strict=True))
        if len(found) < len(words):
            found = dict.fromkeys(found, 0)
            for each, times in zip(words, self.counts, strict=True):
                found[each] += times
        return found

    def matching(self, pattern: re.Pattern[str]) -> float:
        """Share of cells whose text a pattern matches as a whole, judged by some where many differ.

        A text that neither begins like a number nor holds an @ is taken to be matched by no pattern.
        """
        return sum([n for words, n in self._tried if pattern.fullmatch(words)]) / max(1, self.answered)

    def mostly_fails(self, test: Callable[[str], object]) -> bool:
        """Whether most cells fail a test of their folded text, told at a glance where many differ."""
        if len(self.cells.levels) <= 4 * GLANCED:
            return False
        return sum([times for words, times in self._glanced if test(fold(words))]) < FEW_PASS * self.answered

    def some(self, number: int) -> list[tuple[str, float]]:
        """Some distinct cells as text, and for how many cells each stands; all where they are not many.

        They are the commonest, which stand for themselves, and as many others, which stand for all others.
        """
        levels, counts = self.cells.levels, self.counts
        if len(levels) <= 4 * number:
            return list(zip(map(text, levels), counts, strict=True))
        times = np.array(counts)
        ranked = np.argsort(-times, kind="stable")
        common, rest = ranked[:number], np.sort(ranked[number:])
        others = rest[(GOLDEN * np.arange(number) % 1 * len(rest)).astype(np.intp)]
        each = times[rest].sum() / max(1, times[others].sum())
        places, weights = np.append(common, others), np.append(times[common], each * times[others])
        return [
            (text(levels[n]), weight) for n, weight in zip(places.tolist(), weights.tolist(), strict=True)
        ]

    @cached_property
    def _glanced(self) -> list[tuple[str, float]]:
        return self.some(GLANCED)

    @cached_property
    def _tried(self) -> list[tuple[str, float]]:
        """Some distinct cells that a pattern may match, and for how many cells each stands."""
        if self.all_numbers:
            return []
        some = self.some(TRIED)
        return [(words.strip(), times) for words, times in some if "@" in words or _MARKED.match(words)]

    @cached_property
    def folded(self) -> dict[str, list[tuple[str, int]]]:
        """Spellings that differ only in width, case and spaces, {folded: [(text, times)]}."""
        if self.all_numbers:
            return {words: [(words, times)] for words, times in self.texts.items()}
        found: dict[str, list[tuple[str, int]]] = {}
        for spelt, said in zip(spellings(self.folds), self.texts.items(), strict=True):
            found.setdefault(spelt, []).append(said)
        return found

    @cached_property
    def different(self) -> int:
        """How many cells say different things, spellings of one counted once where there are many such."""
        if len(self.texts) > COUNTED_ONCE:
            some = [words for words, _ in self._glanced]
            if len(set(spellings(fold_all(some)))) >= SPELT_APART * len(some):
                return len(self.texts)
        return len(set(spellings(self.folds)))

    @cached_property
    def folds(self) -> list[str]:
        """Distinct cells as text, folded, (texts,)."""
        return fold_all(tuple(self.texts))

    @cached_property
    def numbers(self) -> dict[float, int]:
        """Distinct number cells, and how often each occurs."""
        if self.all_numbers:
            return _finite(self.cells.levels, self.counts)
        found: dict[float, int] = {}
        for cell, times in () if self.all_texts else self.items():
            if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
                found[float(cell)] = found.get(float(cell), 0) + times
        return found

    @cached_property
    def whole(self) -> bool:
        """Whether every number is whole."""
        return all(map(float.is_integer, self.numbers))

    def items(self) -> Iterator[tuple[Cell, int]]:
        """Distinct cells with how often each occurs."""
        return zip(self.cells.levels, self.counts, strict=True)

    def share(self, of: int) -> float:
        """A count as a share of the cells that are not blank; 0 where there are none."""
        return of / self.answered if self.answered else 0.0

    @cached_property
    def numeric_share(self) -> float:
        """Share of cells that are numbers."""
        return self.share(sum(self.numbers.values()))

    @cached_property
    def date_share(self) -> float:
        """Share of cells that are dates."""
        if not any(issubclass(kind, date) for kind in self.types):
            return 0.0
        return self.share(sum(times for cell, times in self.items() if isinstance(cell, date)))

    @cached_property
    def length(self) -> float:
        """Mean length of the cells as text."""
        return self.share(sum(map(mul, map(len, self.texts), self.texts.values())))


def asks_quantity(header: str) -> bool:
    """Whether a header asks for a number."""
    return bool(QUANTITY.search(_INSIDE_NAMES.sub(" ", header)))


def _finite(levels: Sequence[Cell], counts: Sequence[int]) -> dict[float, int]:
    """Numbers that are finite, and how often each occurs; -0 and 0 are one."""
    if all(map(isfinite, cast("Sequence[float]", levels))):
        found = dict(zip(cast("Sequence[float]", levels), counts, strict=True))
        if len(found) == len(levels):
            return found
    values = np.array(levels, dtype=float)
    finite = np.isfinite(values)
    numbers, times = values[finite].tolist(), np.array(counts)[finite].tolist()
    found = dict(zip(numbers, times, strict=True))
    if len(found) < len(numbers):
        found = dict.fromkeys(found, 0)
        for number, often in zip(numbers, times, strict=True):
            found[number] += often
    return found


def profile(
    heading: Heading,
    cells: Column,
    *,
    nothing: Collection[str] | None = NOTHING,
    said: Collection[str] = (),
    gone: int = 0,
) -> Profile:
    """A column's profile; cells of spaces only, and what programs write for nothing, become blank.

    HTML entities are decoded once, since a form's export wrote them and no respondent did.

    Parameters
    ----------
    nothing
        Texts that mean an empty cell; None leaves such cells, and those of spaces, as they are.
    said
        Texts that are answers, and stay as they are.
    gone
        Rows, all blank, that are no respondents'.
    """
    found = Profile(heading, cells, gone=gone)
    if found.all_numbers:
        return found
    if found.all_texts and not said and _says_something(cells.levels, nothing):
        return found
    texts = {i: cell for i, cell in enumerate(cells.levels) if isinstance(cell, str) and cell not in said}
    if nothing is not None and len(texts) < len(cells.levels):
        nothing = {*nothing, SYSTEM_MISSING}
    empty = {i for i, cell in texts.items() if nothing is not None and (not cell.strip() or cell in nothing)}
    plain = {i: words for i, cell in texts.items() if i not in empty and (words := unescaped(cell)) != cell}
    if not empty and not plain:
        return found
    emptied = int(np.isin(cells.codes, list(empty)).sum())
    table = np.full(len(cells.levels) + 1, -1, dtype=np.int32)
    kept: dict[tuple[type, Cell], int] = {}
    for place, cell in enumerate(cells.levels):
        if place not in empty:
            cell = plain.get(place, cell)
            table[place] = kept.setdefault((type(cell), cell), len(kept))
    decoded = int(np.isin(cells.codes, list(plain)).sum())
    return Profile(
        heading, Column(table[cells.codes], tuple(cell for _, cell in kept)), emptied, decoded, gone
    )


def _says_something(texts: Sequence[Cell], nothing: Collection[str] | None) -> bool:
    """Whether every one of these texts says something, and none has an HTML entity: told quickly."""
    words = list(map(str, texts))
    blank = nothing is not None and not (all(map(str.strip, words)) and frozenset(nothing).isdisjoint(words))
    return not blank and "" not in words and "&" not in "".join(words)


@lru_cache(maxsize=1 << 16)
def spelling(words: str) -> str:
    """What spellings of one answer have in common: width, case, spaces, kinds of dash and wave.

    Spaces between Japanese letters mean nothing; "1.0" and "１" are 1, "007" stays as it is.
    """
    return _number_spelt(_marks_spelt(fold(words)))


def spellings(folds: Sequence[str]) -> list[str]:
    """The spelling of each text that is folded, (texts,)."""
    spelt = in_one_piece(folds, _marks_spelt)
    return [_number_spelt(words) if words[:1] in _FIRST_OF_NUMBERS else words for words in spelt]


def _marks_spelt(folded: str) -> str:
    if folded.isascii():
        return folded
    for mark, plain in _ALIKE.items():
        folded = folded.replace(mark, plain)
    return _SPACED.sub("", folded) if " " in folded else folded


def _number_spelt(folded: str) -> str:
    if not _NUMBER.fullmatch(folded) or (folded.startswith("0") and folded.isdigit()):
        return folded
    return text(float(folded))
