"""What a reader of a model must know, in words: answers that never mix, questions that say the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from survey.language import Language
from survey.language.drivers import DriverWords
from survey.tabulation.bases import in_languages
from survey.tabulation.statistics.scope import NO_DEGREES
from survey.vocabulary import DriverQuestion, Drivers, DriverTerm, Label

WIDENED = 2.0
"""Intervals this many times as wide for a question's going with others are told."""

_REASONS = {
    "nobody": "nobody_left",
    "one respondent": "one_respondent",
    "one sampling unit": "one_unit",
    NO_DEGREES: "no_degrees",
}


def warnings_of(found: Drivers, flags: Sequence[str]) -> tuple[Label, ...]:
    """Separation, collinearity, and errors that the design does not give.

    Parameters
    ----------
    flags
        Of the regression's terms.
    """
    told = [*_separation(found), *_collinearity(found)]
    reasons = [name for flag, name in _REASONS.items() if flag in flags]
    if reasons:
        told.append(in_languages(lambda to: _undefined(to, reasons)))
    return tuple(told)


def _undefined(language: Language, reasons: Sequence[str]) -> str:
    words = DriverWords(language)
    said = ("、" if language == "ja" else ", ").join(getattr(words, name) for name in reasons)
    return words.undefined.format(reasons=said)


def _separation(found: Drivers) -> Iterator[Label]:
    """A line for each answer whose givers all, or none, give the outcome; else one for all together."""
    loose = [each for each in found.questions if any(term.flag == "separated" for term in each.terms)]
    alone = [(each, term) for each in loose for term in each.terms if _certain(term)]
    for question, term in alone:
        yield in_languages(partial(_parted, found, question, term))
    if loose and not alone:
        yield in_languages(lambda to: _parted_together(found, loose, to))


def _certain(term: DriverTerm) -> bool:
    return math.isclose(term.share, 0, abs_tol=1e-12) or math.isclose(term.share, 1)


def _parted(found: Drivers, question: DriverQuestion, term: DriverTerm, language: Language) -> str:
    words = DriverWords(language)
    return (words.nobody if term.share < 0.5 else words.everybody).format(
        n=f"{term.unweighted_base:,.0f}",
        answer=term.label.to(language),
        question=question.question.label.to(language),
        outcome=found.outcome_label.to(language),
    )


def _parted_together(found: Drivers, loose: Sequence[DriverQuestion], language: Language) -> str:
    names = [f"“{each.question.label.to(language)}”" for each in loose]
    if language == "ja":
        names = [f"「{each.question.label.to(language)}」" for each in loose]
    return DriverWords(language).parted.format(
        questions=("、" if language == "ja" else ", ").join(names), outcome=found.outcome_label.to(language)
    )


def _collinearity(found: Drivers) -> Iterator[Label]:
    """A line for each pair of questions that widens the intervals of one; a pair is told once."""
    told: set[frozenset[str]] = set()
    for each in sorted(found.questions, key=lambda question: -question.width):
        pair = frozenset((each.question.name, each.partner))
        if each.width >= WIDENED and each.partner and pair not in told:
            told.add(pair)
            yield in_languages(partial(_alike, found, each))


def _alike(found: Drivers, each: DriverQuestion, language: Language) -> str:
    return DriverWords(language).collinear.format(
        first=each.question.label.to(language),
        second=found.test(each.partner).question.label.to(language),
        times=f"{each.width:.1f}",
    )
