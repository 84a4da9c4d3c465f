"""What the plan says of design and weights: `[design]`, `[weighting]`, `[[target]]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from survey.vocabulary.questions import Label
from survey.vocabulary.surveys import CalibrationMethod, LonelyPolicy, ReplicateMethod
from survey.vocabulary.weights import MissingTarget, Unmet


@dataclass(frozen=True)
class ReplicatePlan:
    """`[design.replicates]`: replicate weights, from which all standard errors then come.

    They are made from the design before weighting, or, where `columns` names
    them, came with the file; weighting is repeated on each.

    Parameters
    ----------
    number, seed
        How many the bootstrap draws, and from what seed; None: 500 and 0.
    rho
        What Fay's half-samples keep; None: 0.3 of those made here.
    columns
        Names of columns, or patterns of them ("rw_*"); the weight is multiplied in.
    weight
        The weight that the columns belong to; empty: the design's.
    scale, scales
        Of the columns: the variance is scale × Σ scales_r (t_r − t)². None and
        empty: what the method says; JKn needs `scales`.
    """

    method: ReplicateMethod
    number: int | None = None
    seed: int | None = None
    rho: float | None = None
    columns: tuple[str, ...] = ()
    weight: str = ""
    scale: float | None = None
    scales: tuple[float, ...] = ()

    @property
    def drawn(self) -> int:
        """Replicates that the bootstrap draws."""
        return DRAWN if self.number is None else self.number

    def columns_among(self, names: Sequence[str]) -> tuple[str, ...]:
        """The columns meant, in the order of these names; a name goes before a pattern."""
        patterns = [entry for entry in self.columns if entry not in names]
        return tuple(
            name
            for name in names
            if name in self.columns or any(fnmatchcase(name, pattern) for pattern in patterns)
        )


DRAWN = 500
"""Replicates that the bootstrap draws where nobody says how many."""


@dataclass(frozen=True)
class DesignPlan:
    """`[design]`: names of the questions that hold the sampling design.

    Parameters
    ----------
    lonely
        What to do with a stratum that holds one PSU. None: fail, when the plan
        names the design; "adjust", said in the log, when the design was found
        by the codebook's roles.
    calibrated_to
        Margins ("sex × age_band") that `weight`, as it came, was made to meet.
    entering
        Question that holds the weights which that started from.
    """

    weight: str = ""
    stratum: str = ""
    psu: str = ""
    fpc: str = ""
    lonely: LonelyPolicy | None = None
    replicates: ReplicatePlan | None = None
    calibrated_to: tuple[str, ...] = ()
    entering: str = ""


@dataclass(frozen=True)
class TrimPlan:
    """`[weighting.trim]`: limits of the weights, within which the margins are met again.

    Parameters
    ----------
    cap, floor
        Largest and smallest weight, in means of all weights.
    percentiles
        Two of them, 0 to 100, of the weights as raked, e.g. [1, 99].
    """

    cap: float | None = None
    floor: float | None = None
    percentiles: tuple[float, ...] = ()


@dataclass(frozen=True)
class NonresponsePlan:
    """`[weighting.nonresponse]`: design weights raised, class by class, for those who did not answer.

    Parameters
    ----------
    classes
        Questions whose crossed answers are the classes; all of them known of
        every case that was issued.
    outcome, respondents
        Where the file has a row for every case issued: the question that says
        what became of it, and the answers of those who responded.
    issued
        Else: {class by codes or labels, "11" or "11 × 2": cases issued}.
    """

    classes: tuple[str, ...]
    outcome: str = ""
    respondents: tuple[str, ...] = ()
    issued: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AlternativePlan:
    """`[[weighting.alternative]]`: other weights for `survey weight --compare`; what is left out stays.

    Parameters
    ----------
    margins, method, trim
        Instead of the plan's own; None leaves that.
    """

    name: Label
    margins: tuple[str, ...] | None = None
    method: CalibrationMethod | None = None
    trim: TrimPlan | None = None


@dataclass(frozen=True)
class Weighting:
    """`[weighting]`: margins to meet, named as in the targets ("sex × age_band").

    Parameters
    ----------
    margins
        None named: all that there are targets for, said as a warning; in the
        file the key is then left out, an empty list is refused.
    method
        "none" weights to no targets, whatever there are.
    means
        {numeric question: its population mean}, to be met beside the margins.
    bounds
        Smallest and largest final weight over design weight; logit calibration
        takes 0.2 and 5 where none are named, noted.
    equal_within
        Question whose answers share one weight, e.g. the household.
    missing
        Respondents in no target category: "bucket" keeps them together at
        their design-weighted share, "exclude" leaves them out of every base,
        "error" refuses.
    unmet
        "refuse" gives no weights where targets cannot be met; "accept" the
        nearest ones, and the cover says so.
    scale, total
        Whether the weights add up to the respondents or to the population:
        `total`, else what the targets count.
    targets
        A CSV file with more targets, its path from the plan's folder; `read_plan`
        turns it into `[[target]]` tables.
    population
        Figures that come with the program, "japan_2025", for margins that no
        sheet and no `[[target]]` gives.
    """

    margins: tuple[str, ...] = ()
    method: CalibrationMethod | Literal["none"] = "rake"
    means: Mapping[str, float] = field(default_factory=dict)
    bounds: tuple[float, ...] = ()
    equal_within: str = ""
    missing: MissingTarget = "bucket"
    unmet: Unmet = "refuse"
    scale: Literal["sample", "population"] = "sample"
    total: float | None = None
    trim: TrimPlan = field(default_factory=TrimPlan)
    nonresponse: NonresponsePlan | None = None
    alternative: tuple[AlternativePlan, ...] = ()
    targets: str = ""
    population: str = ""


@dataclass(frozen=True)
class TargetPlan:
    """`[[target]]`: population figures of one margin. Exactly one of shares, counts, population.

    Parameters
    ----------
    question
        One name, or several crossed: "sex × age_band".
    shares, counts
        {answer code or label: share, per cent or count}; of a crossed margin
        one answer of each question: "1 × 18-29".
    population, margin
        A population that comes with the program, and which of its margins.
    codes
        {category of that population: answer code or label}, for those that do
        not match by themselves.
    source, date, caveat
        Printed beside the margin.
    """

    question: str
    shares: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, float] = field(default_factory=dict)
    population: str = ""
    margin: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    date: str = ""
    caveat: str = ""

    @property
    def figures(self) -> Mapping[str, float]:
        """The shares, or the counts."""
        return self.shares or self.counts
