"""Text safety: whatever a label or a respondent says stays text, and sheet names are legal."""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable

MOST_CHARACTERS = 32_767
LONGEST_SHEET_NAME = 31
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WHOLE = re.compile(r"[!-~]+％?|.", re.DOTALL)
"""What no line parts in East Asian text: a number or word of Latin letters, else a character."""
_NOT_IN_SHEET_NAMES = re.compile(r"[:\\/?*\[\]]")
_NOT_IN_DEFINED_NAMES = re.compile(r"[^\w.]")
_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*|[RrCc]\d+")
_RESERVED = ("history", "履歴")
CUT = "… [cut]"
"""Ends a text that was too long for a cell."""


def clean(text: str) -> str:
    """A text that a cell can hold: no control characters, at most 32,767 characters."""
    tidy = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    if 2 * len(tidy) <= MOST_CHARACTERS or units(tidy) <= MOST_CHARACTERS:
        return tidy
    return _first(tidy, MOST_CHARACTERS - len(CUT)) + CUT


def without_controls(text: str) -> str:
    """The text without characters that no file of XML can hold."""
    return _CONTROL.sub("", text)


def units(text: str) -> int:
    """The length of a text as Excel counts it: characters beyond the first 65,536 are two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _first(text: str, most: int) -> str:
    """As much of a text as so many of Excel's characters hold."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def shortened(text: str, most: int) -> str:
    """The text in so many of Excel's characters, cut between words where one ends late enough, with `…`."""
    if units(text) <= most:
        return text
    cut = _first(text, most - 1)
    word = cut.rpartition(" ")[0]
    return (word if 2 * len(word) > len(cut) else cut).rstrip(" ,;:、") + "…"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take this text for something to compute."""
    return text.startswith(FORMULA_STARTS)


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A legal name for a sheet, unlike all names taken whatever their case."""
    name = _NOT_IN_SHEET_NAMES.sub("_", _CONTROL.sub("", wanted)).strip().strip("'") or "Sheet"
    if name.casefold() in _RESERVED:
        name += "_"
    return _unlike(name, taken, LONGEST_SHEET_NAME)


def defined_name(wanted: str, taken: Iterable[str]) -> str:
    """A legal name for a range, unlike all names taken whatever their case."""
    name = _NOT_IN_DEFINED_NAMES.sub("_", wanted)
    if not (name[:1].isalpha() or name[:1] == "_") or _ADDRESS.fullmatch(name):
        name = f"_{name}"
    return _unlike(name, taken, 255)


def _unlike(name: str, taken: Iterable[str], longest: int) -> str:
    used = {other.casefold() for other in taken}
    candidate, number = _first(name, longest).rstrip("'"), 1
    while candidate.casefold() in used:
        number += 1
        ending = f"_{number}"
        candidate = _first(name, longest - len(ending)) + ending
    return candidate


def display_width(text: str) -> int:
    """Width of the longest line in digits; East Asian characters count two."""
    return max((sum(map(_wide, line)) for line in text.split("\n")), default=0)


def lines_needed(text: str, width: float) -> int:
    """Lines that a wrapped text takes in a cell that is so many digits wide."""
    return sum(_lines_of(paragraph, width) for paragraph in text.split("\n"))


def _lines_of(paragraph: str, width: float) -> int:
    if printed_width(paragraph) <= width:
        return 1
    lines, used = 1, 0.0
    for part in _PART.findall(paragraph):
        wide = printed_width(part.rstrip())
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        lines += max(math.ceil(wide / width) - 1, 0)
        used = (used + printed_width(part)) if wide <= width else wide % width
    return lines


def printed_width(text: str) -> float:
    """Width of a line in digits of the font that columns are counted in, with a margin for bold letters."""
    return sum(map(_PRINTED.__getitem__, text))


def in_lines(text: str, width: float, most: int) -> str:
    """The text as it is where it takes so few lines of that width; else cut, with `…`, until it does."""
    if lines_needed(text, width) <= most:
        return text
    least, found = 1, units(text)
    while least < found:
        middle = (least + found) // 2
        if lines_needed(shortened(text, middle + 1), width) <= most:
            least = middle + 1
        else:
            found = middle
    return shortened(text, least)


def broken(text: str, width: float) -> list[str]:
    """The text in lines no wider than `width`; East Asian text breaks, never inside a number or word."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if display_width(paragraph) <= width:
            lines.append(paragraph)
        elif has_wide(paragraph):
            lines.extend(_broken_anywhere(paragraph, width))
        else:
            lines.extend(textwrap.wrap(paragraph, max(int(width), 4)))
    return lines or [""]


def _broken_anywhere(paragraph: str, width: float) -> list[str]:
    lines, line, used = [], "", 0
    for part in _WHOLE.findall(paragraph):
        for piece in [part] if display_width(part) <= width else part:
            wide = display_width(piece)
            if used + wide > width and line and piece not in "、。，．）」』】！？％":
                lines.append(line)
                line, used = "", 0
            line += piece
            used += wide
    return [*lines, line]


def has_wide(text: str) -> bool:
    """Whether any character is East Asian, of double width."""
    return not text.isascii() and any(_wide(character) == 2 for character in text)


class _Printed(dict[str, float]):
    """{character: its width in digits}, in letters of 10 points; of the fonts in use, the widest."""

    def __missing__(self, character: str) -> float:
        self[character] = 1.91 if _wide(character) == 2 else 1.15 if character.isupper() else 1.0
        return self[character]


_PRINTED = _Printed(
    {
        character: width
        for width, characters in ((0.47, "ijlI'.,:;|! "), (0.68, "frt()[]{}/-"), (1.55, "mwMW@%"))
        for character in characters
    }
)
_PART = re.compile(r"[^\s\u2e80-\uffff]+\s*|\s+|.")


def _wide(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
