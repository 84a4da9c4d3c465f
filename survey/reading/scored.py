"""Patterns with the number that each stands for, compiled once for all files that are read."""

from __future__ import annotations

import re

Scored = tuple[tuple[re.Pattern[str], float], ...]


def scored(*pairs: tuple[str, float], form: str = "…") -> Scored:
    """Patterns in their order, each with its number.

    Parameters
    ----------
    form
        What is searched for, with … where the pattern stands.
    """
    return tuple((re.compile(form.replace("…", f"(?:{words})")), number) for words, number in pairs)


def first(patterns: Scored, words: str) -> tuple[re.Match[str], float] | None:
    """Where the first pattern that is in the words stands, and its number; None where none is."""
    return next(((found, number) for pattern, number in patterns if (found := pattern.search(words))), None)


def number_of(patterns: Scored, words: str, default: float) -> float:
    """The number of the first pattern that is in the words."""
    found = first(patterns, words)
    return default if found is None else found[1]
