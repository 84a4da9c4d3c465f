"""Words of tables that are of some respondents only."""

from __future__ import annotations

from collections.abc import Mapping

from survey.language import Language

Texts = Mapping[str, str]

_FILTERED: Texts = {"en": "{}; only {}", "ja": "{}（{}に限る）"}
_ABOUT: Texts = {"en": "{} (only {})", "ja": "{}（{}に限る）"}


def filtered_in_words(language: Language, base: str, condition: str) -> str:
    """A base and the filter its table has: "All who answered; only Sex: Female"."""
    return _FILTERED[language].format(base, condition)


def about_in_words(language: Language, question: str, condition: str) -> str:
    """A question and the filter that a sentence about it speaks of."""
    return _ABOUT[language].format(question, condition)
