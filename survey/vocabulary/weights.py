"""What weighting found, did and cost: diagnosis, targets achieved, the weights themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from survey.vocabulary.questions import Label
from survey.vocabulary.surveys import Margin

MARGIN_PREFIX = "#margin "
"""Begins the names of columns of margins."""

TOTAL_PREFIX = "#total "
"""Begins the names of columns whose totals were met, as they were then."""

MissingTarget = Literal["bucket", "exclude", "error"]
"""What becomes of respondents in no target category: kept at their share, left out, refused."""

Unmet = Literal["refuse", "accept"]
"""What becomes of targets that cannot be met: no weights, or the nearest ones, said on the cover."""

DiagnosisKind = Literal[
    "shares",
    "negative",
    "empty",
    "unwanted",
    "no_target",
    "missing",
    "contradiction",
    "stranded",
    "uneven",
    "rounding",
    "nested",
    "totals",
    "tiny",
]


@dataclass(frozen=True)
class Diagnosed:
    """One thing to know of a margin before weighting to it.

    Parameters
    ----------
    kind
        `shares`: they do not add up to one (`found` is their sum); `negative`:
        one is below zero; `empty`: wanted, and nobody is there; `unwanted`: the
        reverse, a target of 0, which takes their weight away; `no_target`: an
        answer without a target; `missing`: no answer; `contradiction`: `other`
        implies the share found; `stranded`: those in no category cannot keep
        their share beside `other`; `uneven`: they can, and few of them stand for
        many; `rounding`: a contradiction so slight that it was made to agree;
        `nested`: `other` says all of it; `totals`: `other` counts another number
        of people; `tiny`: few respondents.
    wanted, found
        Share of the population wanted, and share of the design-weighted
        respondents found, 0 to 1 (people, for `totals`); NaN where there is none.
    grave
        Whether no weights can meet the targets until it is mended.
    other
        The other margin of the two that it is about.
    neighbour
        The category to merge with, next to it in the codebook's order; None where there is none.
    text, mend
        All of it as a sentence, and what to do about it; empty where nothing need be done.
    """

    kind: DiagnosisKind
    margin: str
    category: Label
    wanted: float
    found: float
    unweighted_base: int
    grave: bool = False
    other: str = ""
    neighbour: Label | None = None
    text: Label = field(default_factory=lambda: Label({}))
    mend: Label = field(default_factory=lambda: Label({}))


@dataclass(frozen=True)
class Achieved:
    """One category of a weighting margin, or one number: share or mean wanted, found and reached.

    Parameters
    ----------
    bucket
        Whether these are the respondents in no category of the margin.
    mean
        Whether the three are means of the number `margin`, not shares.
    """

    margin: str
    category: Label
    target: float
    before: float
    after: float
    unweighted_base: int
    bucket: bool = False
    mean: bool = False

    @property
    def gap(self) -> float:
        """To the target: of a share in the population, of a mean relative to it."""
        gap = abs(self.after - self.target)
        return gap / (abs(self.target) or 1.0) if self.mean else gap


@dataclass(frozen=True)
class MetMargin:
    """Name, source and date of a margin that was met, and what a reader must know of it."""

    name: str
    source: str
    date: str
    caveat: str = ""

    @classmethod
    def of(cls, margin: Margin) -> MetMargin:
        """What is printed of a margin."""
        return cls(margin.name, margin.source, margin.date, margin.caveat)


@dataclass(frozen=True)
class Profile:
    """Respondents alike on all margins who carry the heaviest weights.

    Parameters
    ----------
    answers
        Their category on each margin.
    weight
        Mean final weight, in means of all weights.
    share
        Of the sum of all weights, 0 to 1.
    """

    answers: tuple[Label, ...]
    unweighted_base: int
    weight: float
    share: float


@dataclass(frozen=True)
class Trimming:
    """What limiting the weights did.

    Parameters
    ----------
    lower, upper
        The limits, in means of all weights.
    trimmed
        Respondents whose weight lay outside them.
    weight_moved
        Share of the sum of weights that was taken from them or given to them.
    design_effect
        Kish's, before the limits.
    """

    lower: float
    upper: float
    trimmed: int
    share_trimmed: float
    weight_moved: float
    design_effect: float


@dataclass(frozen=True)
class ResponseClass:
    """One class of the adjustment for nonresponse.

    Parameters
    ----------
    issued, responded
        Cases, unweighted.
    factor
        What the design weights of its respondents were multiplied by.
    """

    category: Label
    issued: int
    responded: int
    factor: float


@dataclass(frozen=True)
class WeightingResult:
    """What weighting did: targets achieved, and what it cost.

    Parameters
    ----------
    max_error
        Largest gap to a target, as a share of the population; of a mean, relative to it.
    minimum, median, maximum, total
        Of the weights in use.
    design_effect, effective_base
        Kish's, of the weights alone.
    unmet
        Whether targets were not met, and the plan accepts that.
    """

    method: str
    margins: tuple[MetMargin, ...]
    achieved: tuple[Achieved, ...]
    iterations: int
    max_error: float
    minimum: float
    median: float
    maximum: float
    total: float
    coefficient_of_variation: float
    design_effect: float
    effective_base: float
    diagnosis: tuple[Diagnosed, ...] = ()
    profiles: tuple[Profile, ...] = ()
    trimming: Trimming | None = None
    nonresponse: tuple[ResponseClass, ...] = ()
    unmet: bool = False

    @property
    def farthest(self) -> Achieved:
        """The target that is missed by most, of those there are."""
        return max(self.achieved, key=lambda line: line.gap)


@dataclass(frozen=True)
class WeightEffect:
    """What weights and design did to one figure: the share with and without, and its design effect in parts.

    Parameters
    ----------
    table
        Of the question.
    unweighted, design_weighted, weighted
        The share, 0 to 1.
    design_effect
        Of the weighted share; the product of the two parts.
    weighting_effect
        As if respondents had been drawn one by one, not in strata and clusters.
    sampling_effect
        What strata and clusters add to that, or take from it.
    """

    table: str
    question: Label
    answer: Label
    unweighted: float
    design_weighted: float
    weighted: float
    design_effect: float
    weighting_effect: float
    sampling_effect: float
    unweighted_base: int


@dataclass(frozen=True)
class Alternative:
    """What other weights would have done.

    Parameters
    ----------
    name
        The plan's name for it, or what was changed.
    maximum
        Largest weight, in means of all weights.
    max_error
        Largest gap to any target of the plan, met or not, as a share of the population; of a
        mean, relative to it.
    headline
        The report's headline figure with these weights, 0 to 1; NaN where there is none.
    shift
        From the plan's own weights, 0 to 1.
    failed
        Why there are no such weights; empty when there are.
    question, answer
        Of the headline figure; without texts where there is none.
    """

    name: Label
    design_effect: float
    effective_base: float
    maximum: float
    max_error: float
    headline: float
    standard_error: float
    shift: float
    failed: str = ""
    question: Label = field(default_factory=lambda: Label({}))
    answer: Label = field(default_factory=lambda: Label({}))
