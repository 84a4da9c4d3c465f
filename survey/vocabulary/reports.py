"""What a report says besides its tables: outcomes, findings, the cover, and all of it together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.vocabulary.drivers import Drivers
from survey.vocabulary.plans import Plan
from survey.vocabulary.questions import Label, Question
from survey.vocabulary.surveys import Survey
from survey.vocabulary.tables import Crossing, Table
from survey.vocabulary.trends import Trend
from survey.vocabulary.weights import WeightEffect, WeightingResult


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of a grid with its interval; unweighted, complete answers only."""

    grid: str
    items: tuple[Question, ...]
    alpha: float
    low: float
    high: float
    unweighted_base: int


@dataclass(frozen=True)
class OutcomeRate:
    """One of AAPOR's outcome rates by its name, 0–1; `refused` where what it supposes is not so."""

    name: str
    value: float
    refused: bool = False


@dataclass(frozen=True)
class Outcomes:
    """What became of the sampled cases.

    Parameters
    ----------
    eligible_share
        Share of the cases of unknown eligibility taken to be eligible, e.
    allocated
        Whether e is the share among the known cases; else the plan said it.
    valid_return
        Valid returns over the sample issued, ineligible cases included (有効回収率).
    """

    rates: tuple[OutcomeRate, ...]
    eligible_share: float
    allocated: bool
    reason: Label
    valid_return: float
    issued: int
    valid: int

    def rate(self, name: str) -> OutcomeRate:
        """The rate of this name, such as RR2; KeyError when there is none."""
        for rate in self.rates:
            if rate.name == name:
                return rate
        raise KeyError(name)


@dataclass(frozen=True)
class Finding:
    """One sentence that survives the correction over every candidate of the report."""

    sentence: Label
    table: str
    answer: str
    banner: str
    column: str
    gap: float
    low: float
    high: float
    q: float
    unweighted_base: int


@dataclass(frozen=True)
class Unflagged:
    """The headline figure among those whom no rule flagged, weights as they are.

    Parameters
    ----------
    flagged
        Respondents kept although a rule flagged them.
    share, low, high
        0–1; NaN where not defined.
    unweighted_base
        Respondents it is of.
    """

    flagged: int
    share: float
    low: float
    high: float
    unweighted_base: int


@dataclass(frozen=True)
class Summary:
    """The figures of the cover.

    Parameters
    ----------
    raw_rows
        Rows of the data sheet below its header.
    respondents
        Rows kept after cleaning.
    unweighted_base
        Respondents in the bases: those kept whose weight is not zero.
    design_effect
        Median over the answers of all toplines; NaN when there is none.
    margin_of_error
        At 50 per cent, with that design effect, 0–1; NaN unless it was a probability sample.
    headline
        (table id, row position) of the figure the cover leads with, or None.
    unflagged
        That figure without the flagged respondents; None where nobody is flagged.
    """

    raw_rows: int
    respondents: int
    unweighted_base: int
    effective_base: float
    design_effect: float
    margin_of_error: float
    headline: tuple[str, int] | None = None
    unflagged: Unflagged | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """Everything a report says, before any format is chosen.

    Parameters
    ----------
    weighting
        What weighting did; None where nothing was weighted here.
    spread
        The weights by themselves, wherever there are any.
    comparisons
        How many gaps between groups the findings were chosen from.
    whole
        How many tables the whole report has, where this is a part of it; else 0.
    """

    survey: Survey
    plan: Plan
    summary: Summary
    tables: Mapping[str, Table]
    crossings: tuple[Crossing, ...] = ()
    findings: tuple[Finding, ...] = ()
    weighting: WeightingResult | None = None
    reliability: tuple[Reliability, ...] = ()
    warnings: tuple[str, ...] = ()
    outcomes: Outcomes | None = None
    weight_effects: tuple[WeightEffect, ...] = ()
    spread: WeightingResult | None = None
    trends: tuple[Trend, ...] = ()
    drivers: tuple[Drivers, ...] = ()
    comparisons: int = 0
    whole: int = 0
