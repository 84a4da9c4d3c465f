"""What a figure needs to know of a model's terms: which are sure, which leads, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import inf, isnan

from survey.reporting.amounts import DASH, rounded, signed
from survey.vocabulary import DriverQuestion, Drivers, DriverTerm

MOST_PLACES, PLACES_OF_NUMBERS = 6, 2
"""Decimals of points: the most, and the least for a number's one unit, as on the sheet."""


def estimated(term: DriverTerm) -> bool:
    """Whether a term has a dot: neither the reference nor one that the model cannot tell."""
    return term.kind != "reference" and term.flag in ("", "low") and not isnan(term.effect)


def sure(term: DriverTerm) -> bool:
    """Whether a term rests on enough respondents and its interval excludes zero."""
    return term.kind != "reference" and not term.flag and (term.effect_low > 0 or term.effect_high < 0)


def leading(model: Drivers) -> DriverTerm | None:
    """The largest of the sure effects; None when there is none."""
    return max(filter(sure, model.terms), key=lambda term: abs(term.effect), default=None)


def reference_of(question: DriverQuestion) -> DriverTerm | None:
    """The answer that the others are held against; a number has none."""
    return next((term for term in question.terms if term.kind == "reference"), None)


def by_evidence(model: Drivers) -> tuple[DriverQuestion, ...]:
    """The questions of a model, those with the smallest p first."""
    return tuple(sorted(model.questions, key=lambda question: inf if isnan(question.p) else question.p))


def telling(question: DriverQuestion, most: int, lead: DriverTerm | None) -> DriverQuestion:
    """A question with at most so many terms: the reference, the one that leads, those of smallest p."""

    def rank(term: DriverTerm) -> tuple[bool, bool, float]:
        return term.kind != "reference", term is not lead, inf if isnan(term.effect_p) else term.effect_p

    kept = sorted(question.terms, key=rank)[:most]
    return replace(question, terms=tuple(term for term in question.terms if term in kept))


def printed(effect: float, term: DriverTerm, terms: Sequence[DriverTerm]) -> str:
    """A term's effect, or a limit of it, in points with its sign, to the decimals that its kind needs."""
    if isnan(effect):
        return DASH
    return signed(effect * 100, places(term, terms))


def places(term: DriverTerm, terms: Iterable[DriverTerm]) -> int:
    """Fewest decimals at which no sure effect of the term's kind prints as nought."""
    alike = [each for each in terms if each.kind == term.kind and estimated(each)]
    smallest = min((abs(each.effect) for each in alike if sure(each)), default=0.0)
    size = smallest or max((abs(each.effect) for each in alike), default=0.0)
    least = PLACES_OF_NUMBERS if term.kind == "number" else 0
    enough = (n for n in range(least, MOST_PLACES) if rounded(size * 100, n).strip("0."))
    return next(enough, MOST_PLACES) if size else least
