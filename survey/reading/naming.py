"""Short names for questions that only have a header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from survey.reading.folding import readable, shortened
from survey.vocabulary import Label, plain

LONGEST_NAME = 20
LONGEST_VARIABLE = 40
"""Characters of a header that is one word, as variables' names are, up to which it names its question."""
LONGEST_LABEL = 160

_NAME = re.compile(r"[^\W_](?:[\w\-・()（）]*[\w)）])?")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)*")
_DOTTED = re.compile(r"_*[A-Za-z][\w.]*", re.ASCII)
_CODED = re.compile(r"^\s*([A-Za-z]\w*\d\w*)(?:\._\.|\.\s)\s*\S")
_NUMBERED = re.compile(r"^\s*((?:q|Q|問|設問|Q\.)\s?\d{1,3}(?:[-_.]\d{1,3})?[a-zA-Z]?)[.:、．)）\s]")


def is_name(words: str) -> bool:
    """Whether words can be a question's name as they stand."""
    longest = LONGEST_VARIABLE if _VARIABLE.fullmatch(words) else LONGEST_NAME
    return len(words) <= longest and bool(_NAME.fullmatch(words))


def _as_variable(header: str) -> str:
    """A header without spaces as a name: economic.cond is economic_cond, _gps_latitude gps_latitude."""
    return header.replace(".", "_").strip("_") if _DOTTED.fullmatch(header) else header


def code_of(header: str) -> str:
    """The number or the variable's name that a header begins with, before its wording; empty without one."""
    match = _NUMBERED.match(header) or _CODED.match(header)
    return "".join(match[1].split()).rstrip(".") if match else ""


class Namer:
    """Hands out names, each once: the header where it is short, else the question's number in the file."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self.taken = set(taken)

    def name(self, header: str, number: int) -> str:
        """A name for the column with this header, which is the `number`th of the file."""
        words = "_".join(unicodedata.normalize("NFC", readable(header)).split())
        words = words.rpartition("/")[2] if "_" not in words.rpartition("/")[0] else words
        one_word = len(header.split()) == 1
        words = _as_variable(words) if one_word else words
        if not is_name(words) or (len(words) > LONGEST_NAME and not one_word):
            words = code_of(header) or f"q{number}"
        name, again = words, 2
        while name in self.taken:
            name, again = f"{words}_{again}", again + 1
        self.taken.add(name)
        return name


def label_of_header(header: str) -> tuple[Label, Label]:
    """A label for tables and the full wording, both as a person should read them."""
    words = readable(header)
    return plain(shortened(words, LONGEST_LABEL)), plain(words)
