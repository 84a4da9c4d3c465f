"""Pictographs in words: hardly a font has them in one colour, and none has all."""

from __future__ import annotations

import re
import unicodedata

_PICTURE = "[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001fbff]"
_DRESS = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
"""What only changes how a pictograph looks."""
_FLAG = "[\U0001f1e6-\U0001f1ff]+"
_PICTURES = re.compile(f"{_FLAG}|{_PICTURE}{_DRESS}(?:[\u200d\u2060]*{_PICTURE}{_DRESS})*|[\ufe0e\ufe0f]")
_PICTURED = re.compile("[\ufe0e\ufe0f\U0001f000-\U0001fbff\U000e0020-\U000e007f]")


def is_pictured(character: str) -> bool:
    """Whether a character is drawn in words, or changes only how another looks."""
    return bool(_PICTURED.match(character))


def in_words(text: str) -> str:
    """The text with each pictograph as its name: `[grinning face]`; a flag as its letters: `[JP]`."""
    return _PICTURES.sub(_words, text) if _PICTURED.search(text) else text


def _words(found: re.Match[str]) -> str:
    names = [
        chr(ord(letter) - 0x1F1E6 + ord("A"))
        if "\U0001f1e6" <= letter <= "\U0001f1ff"
        else unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
        for letter in found[0]
        if re.match(f"{_PICTURE}|{_FLAG}", letter)
    ]
    if not names:
        return ""
    flag = len(names[0]) == 1
    return f"[{''.join(names) if flag else ', '.join(names)}]"
