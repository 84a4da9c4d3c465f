"""Spellings that mean the same answer: width, case, spaces and kinds of dash."""

from __future__ import annotations

import re
import unicodedata

from survey.responses.levels import plain_text
from survey.vocabulary import Question

_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_CIRCLED = re.compile(r"([①-⑳㉑-㉟㊱-㊿⓪❶-❿➀-➉])(?=([①-⑳㉑-㉟㊱-㊿⓪❶-❿➀-➉0-9０-９]?))")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"〜": "~"})


def fold(cell: object) -> str:
    """The spelling that decides a match: NFKC, one case, no spaces, one hyphen, one wave."""
    text = unicodedata.normalize("NFKC", uncircled(plain_text(cell))).translate(_DASHES)
    return _SPACES.sub("", text.casefold())


def uncircled(text: str) -> str:
    """Circled digits as digits with a semicolon between neighbours: ①② is 1 and 2, not 12."""
    return _CIRCLED.sub(
        lambda found: f"{int(unicodedata.numeric(found[1]))}" + (";" if found[2] else ""), text
    )


def spellings(question: Question) -> dict[str, str]:
    """{folded spelling: answer code}; a spelling that fits two answers fits neither."""
    found: dict[str, set[str]] = {}
    for answer in question.answers:
        for text in (answer.code, *answer.label.texts.values(), *answer.values):
            if folded := fold(text):
                found.setdefault(folded, set()).add(answer.code)
    return {folded: codes.pop() for folded, codes in found.items() if len(codes) == 1}
