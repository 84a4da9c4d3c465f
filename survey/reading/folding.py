"""Texts compared as a person compares them: width, case and spaces do not matter, punctuation does."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

_SPACES = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
ASCII_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
ODD_SPACES = ASCII_SPACES + (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\ufeff"
)
"""What is made one space with those beside it, the plain one aside."""
_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)_(?=\d)")
_JOINERS = ("\u200c", "\u200d")
"""What joins two letters, or two pictographs, and shows nothing of its own."""
_BETWEEN = "\0"
"""Stands between texts that are folded in one piece; it is no space, and combines with no letter."""
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The text with width, case and runs of spaces made equal."""
    if text.isascii() and _BETWEEN not in text:
        return " ".join(text.split()).casefold()
    return _fold_piece(text)


def worded(text: str) -> str:
    """A name as the words it stands for: dont_know is dont know, age_18_24 age 18-24; others stay."""
    named = "_" in text and not any(map(str.isspace, text.strip()))
    return _BETWEEN_DIGITS.sub("-", text).replace("_", " ").strip() if named else text


def fold_all(texts: Sequence[str]) -> list[str]:
    """Each text folded, (texts,)."""
    return in_one_piece(texts, _fold_piece)


def _fold_piece(piece: str) -> str:
    odd = ASCII_SPACES
    if not piece.isascii():
        piece, odd = compatible(piece).replace("\u00ad", ""), ODD_SPACES
    if "  " in piece or any(map(piece.__contains__, odd)):
        piece = _SPACES.sub(" ", piece)
    return piece.replace(f" {_BETWEEN}", _BETWEEN).replace(f"{_BETWEEN} ", _BETWEEN).strip(" ").casefold()


def compatible(piece: str) -> str:
    """The text in NFKC: full-width letters first, since a text with nothing to change is told quickly."""
    while wide := _WIDE.search(piece):
        piece = piece.replace(wide[0], unicodedata.normalize("NFKC", wide[0]))
    return unicodedata.normalize("NFKC", piece)


def in_one_piece(texts: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Each text changed, (texts,), by a change that does the same to all of them joined, and quicker."""
    piece = _BETWEEN.join(texts)
    if len(texts) < 2 or piece.count(_BETWEEN) >= len(texts):
        return [change(text) for text in texts]
    return change(piece).split(_BETWEEN)


@lru_cache(maxsize=1 << 12)
def readable(text: str) -> str:
    """The text as a person should read it: one line, no mark-up, entities decoded once."""
    return decoded(_TAG.sub("", _BREAK.sub(" ", text)) if "<" in text else text)


def decoded(text: str) -> str:
    """The text in one line, entities decoded once, without marks that turn the direction of reading."""
    return one_line(html.unescape(text))


def one_line(text: str) -> str:
    """The text in one line, without marks that turn the direction of reading; entities and joiners stay."""
    text = _DIRECTION.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        return _SPACES.sub(lambda run: run[0] if run[0] in _JOINERS else " ", text).strip(" \u200c\u200d")
    return _SPACES.sub(" ", text).strip()


def unescaped(text: str) -> str:
    """The text with its HTML entities decoded once; an ampersand that begins none stays."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def shortened(text: str, length: int) -> str:
    """The text cut at a word, with an ellipsis, when it is longer than `length`."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length // 2 else cut).rstrip(" ,.;:、。") + "…"


def counted(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
