"""Breaking text into lines by measured width, balanced, with the Japanese rules of line ends.

Between two East Asian characters a line may break anywhere except before a
closing mark, a small kana or a long-vowel bar, and after an opening mark
(kinsoku). Breaks at the seams of a Japanese phrase, where hiragana ends, cost
less than breaks inside it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from survey.reporting.amounts import GLUE, JOINER

Measure = Callable[[str], float]
SAFE = 0.99
"""Part of a line to fill where widths are added up and not measured as a whole."""

NEVER_FIRST = frozenset(
    "、。，．・：；？！!?,.:;)]}）］｝」』】〕〉》〙〗”’»ーゝゞ々〻ぁぃぅぇぉっゃゅょゎゕゖ"
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ％%‰℃°…‥〜～"
)
NEVER_LAST = frozenset("([{（［｛「『【〔〈《〘〖“‘«￥＄$£¥€№＃#")
OPENING, CLOSING = frozenset("（「『【([“"), frozenset("）」』】)]”")
ELLIPSIS = "…"
AFTER_A_MARK, BETWEEN_PHRASES, INSIDE_A_COMPOUND, INSIDE_A_WORD = 0.0, 0.04, 0.15, 0.25
"""What a break costs, against a line that is half empty (1 / 4)."""

INSIDE_BRACKETS = 0.12
A_NAME = 26
"""Characters in brackets that read as one name, better kept on a line."""


@dataclass(frozen=True)
class Piece:
    """An unbreakable run of text.

    Parameters
    ----------
    spaced
        Whether a space stands before it unless it opens a line.
    cost
        What breaking before it costs.
    """

    text: str
    spaced: bool = False
    cost: float = 0.0


def east_asian(character: str) -> bool:
    """Whether a character is set in East Asian type, without spaces between words."""
    return unicodedata.east_asian_width(character) in "WF"


def breakable(before: str, after: str) -> bool:
    """Whether a line may end with one character and the next begin with the other."""
    if after in NEVER_FIRST or before in NEVER_LAST or {GLUE, JOINER} & {before, after}:
        return False
    return east_asian(before) or east_asian(after)


def _cost(before: str, after: str) -> float:
    """What a break between two characters costs: least after a mark, most where it splits a word."""
    if " " in (before, after) or before in "、。，．：；？！" or after in "「『（【〔〈《":
        return AFTER_A_MARK
    first, second = _script(before), _script(after)
    if before in "・／/" or (before in CLOSING and second != "hiragana"):
        return BETWEEN_PHRASES
    if second == "hiragana" or (first == second == "katakana") or first == "other":
        return INSIDE_A_WORD
    return INSIDE_A_COMPOUND if first == second else BETWEEN_PHRASES


def _script(character: str) -> str:
    if "\u3041" <= character <= "\u309f":
        return "hiragana"
    if "\u30a0" <= character <= "\u30ff":
        return "katakana"
    return "kanji" if "\u3400" <= character <= "\u9fff" or character == "々" else "other"


def pieces(text: str) -> list[Piece]:
    """The unbreakable runs of a text, with the cost of breaking before each; a no-break space is glue."""
    text = text.replace("\n", " ").replace("\t", " ")
    inside = _bracketed(text)
    found: list[Piece] = []
    start, spaced, cost = 0, False, 0.0
    for position, (before, after) in enumerate(pairwise(text + " "), start=1):
        if after == " " or before == " " or breakable(before, after):
            if text[start:position].strip(" "):
                found.append(Piece(text[start:position].strip(" "), spaced and bool(found), cost))
                spaced = False
            spaced = spaced or after == " "
            start, cost = position, _cost(before, after) + INSIDE_BRACKETS * (position in inside)
    return found


def _bracketed(text: str) -> set[int]:
    """Positions inside brackets or quotation marks that hold no more than a name."""
    found: set[int] = set()
    opened: list[int] = []
    for position, character in enumerate(text):
        if character in OPENING:
            opened.append(position)
        elif character in CLOSING and opened:
            start = opened.pop()
            if position - start <= A_NAME:
                found.update(range(start + 1, position + 1))
    return found


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`, as few as possible, then as even as possible.

    A run that is wider than the line by itself is broken between characters.
    """
    runs = _runs(text, width, measure)
    return _best(runs, [measure(run.text) for run in runs], _space(measure), width) if runs else []


def room_for(text: str, widths: Sequence[float], most: int, measure: Measure) -> float:
    """The first width at which no word of a text is broken and no line left out; else the first of all."""
    needed = max((measure(piece.text) for piece in pieces(text)), default=0.0)
    enough = (width for width in widths if needed <= width and len(wrap(text, width, measure)) <= most)
    return next(enough, widths[0])


def _runs(text: str, width: float, measure: Measure) -> list[Piece]:
    return [part for piece in pieces(text) for part in _narrow(piece, width, measure)]


def _space(measure: Measure) -> float:
    return measure("x x") - measure("xx")


def _narrow(piece: Piece, width: float, measure: Measure) -> list[Piece]:
    """A run in parts that fit the line, by the widths of its characters."""
    if measure(piece.text) <= width or len(piece.text) == 1:
        return [piece]
    parts, used = [""], 0.0
    for character in piece.text:
        advance = measure(character)
        if parts[-1] and used + advance > width * SAFE:
            parts.append("")
            used = 0.0
        parts[-1] += character
        used += advance
    return [Piece(parts[0], piece.spaced, piece.cost), *(Piece(part, cost=1.0) for part in parts[1:])]


def _best(runs: Sequence[Piece], advances: Sequence[float], space: float, width: float) -> list[str]:
    """Lines of the cheapest way through the runs: (number of lines, unevenness)."""
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] + [(len(runs) + 1, inf, 0)] * len(runs)
    for start in range(len(runs)):
        lines, cost, _ = best[start]
        used = 0.0
        for stop in range(start + 1, len(runs) + 1):
            used += advances[stop - 1] + (space if runs[stop - 1].spaced and stop - 1 > start else 0.0)
            if used > width and stop > start + 1:
                break
            slack = max(0.0, 1 - used / width)
            way = (lines + 1, cost + slack**2 + (runs[start].cost if start else 0.0), start)
            if way[:2] < best[stop][:2]:
                best[stop] = way
    cuts = [len(runs)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][2])
    cuts.reverse()
    return [_line(runs[start:stop]) for start, stop in pairwise(cuts)]


def _line(runs: Sequence[Piece]) -> str:
    return "".join((" " if run.spaced and number else "") + run.text for number, run in enumerate(runs))


def fit(text: str, width: float, most: int, measure: Measure) -> list[str]:
    """Lines of a text, at most so many: what does not fit gives way to an ellipsis."""
    lines = wrap(text, width, measure)
    if len(lines) <= most:
        return lines
    filled: list[str] = []
    rest, space = _runs(text, width, measure), _space(measure)
    while len(filled) < most - 1:
        taken, used = 1, measure(rest[0].text)
        while used <= width * SAFE and taken < len(rest):
            used += measure(rest[taken].text) + (space if rest[taken].spaced else 0.0)
            taken += used <= width * SAFE
        filled.append(_line(rest[:taken]))
        rest = rest[taken:]
    return [*filled, _cut(_line(rest), width, measure)]


def _cut(text: str, width: float, measure: Measure) -> str:
    """As much of a text as stands on a line together with an ellipsis."""
    keep = bisect_right(range(1, len(text)), width, key=lambda n: measure(text[:n] + ELLIPSIS))
    return text[:keep].rstrip(" ,.、。・（(「“") + ELLIPSIS
