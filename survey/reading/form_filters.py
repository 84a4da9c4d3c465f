"""What of an XLSForm cannot be taken as it stands: filters beyond our expressions, and rankings."""

from __future__ import annotations

import re

from survey.vocabulary import Label

_FUNCTIONS = (
    *("count-selected", "selected-at", "jr:choice-name", "string-length", "substr", "substring-before"),
    *(
        "substring-after",
        "contains",
        "starts-with",
        "ends-with",
        "regex",
        "concat",
        "join",
        "normalize-space",
    ),
    *("if", "coalesce", "once", "number", "int", "string", "boolean", "true", "false", "checklist", "round"),
    *("sum", "max", "min", "count", "count-non-empty", "abs", "pow", "position", "indexed-repeat", "random"),
    *("today", "now", "date", "date-time", "decimal-date-time", "format-date", "pulldata", "instance"),
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAMES = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_BEYOND = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(re.escape, _FUNCTIONS))})\s*\("
    r"|[+*\[\]]|(?<=[\s)])(?:-|div|mod)(?=[\s(])|(?<![\w.])\.{1,2}(?![\w.])"
)
"""A function, arithmetic, a path, or the dot of XPath, outside of quotes and names."""
_RANKED_FIRST = {"en": "{} (ranked first)", "ja": "{}（1位）"}


def is_beyond(words: str) -> bool:
    """Whether a filter is one that XLSForm knows and our expressions cannot say, not a slip of the pen."""
    return bool(_BEYOND.search(_NAMES.sub("N", _QUOTED.sub("''", words))))


def names_in(words: str) -> tuple[str, ...]:
    """The questions that a filter speaks of, whatever it says of them."""
    return tuple(dict.fromkeys(_NAMES.findall(_QUOTED.sub("''", words))))


def first_of(label: Label) -> Label:
    """What is counted of a ranking, by the words of its question."""
    return Label(
        {to: _RANKED_FIRST.get(to, _RANKED_FIRST["en"]).format(words) for to, words in label.texts.items()}
    )
