"""The survey itself: rows behind three verbs, design, weights, and the paper trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from survey.vocabulary.questions import Codebook
from survey.vocabulary.trail import Guess, Note, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

ROW_COLUMN = "#row"
"""Column of each respondent's row number in the data sheet, as Excel counts (levels are int)."""

DESIGN_WEIGHT_COLUMN = "#design weight"
"""Column of the weights that the file came with, blanks filled; 1 where it has none."""

RESPONSE_COLUMN = "#design weight × nonresponse"
"""Column of the design weights of those who responded, raised for those who did not; 0 for the others."""

WEIGHT_COLUMN = "#weight"
"""Column of the final weights that weighting made (levels are float)."""

FLAG_COLUMN = "#flags"
"""Column of the rules that flagged a respondent, a tuple of their codes; blank for who was not flagged."""

LonelyPolicy = Literal["fail", "remove", "certainty", "adjust", "average"]
CalibrationMethod = Literal["poststratify", "rake", "linear", "raking", "logit"]
ReplicateMethod = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "SDR"]

REPLICATE_BLOCK = "#replicates"
"""Block of the replicate weights that stand beside the final weights."""


@dataclass(frozen=True)
class Raw:
    """A cell that no answer of the codebook explains yet, as it stood in the file."""

    cell: object


@dataclass(frozen=True, eq=False)
class Column:
    """One question's data: a code per respondent into a list of distinct values.

    Counting is by code, so rows are met once; what a value means is decided
    once per distinct value.

    Parameters
    ----------
    codes
        (respondents,) position in `levels`; -1 is a blank.
    levels
        Distinct values. For single and scale questions the answer code (str);
        for multiple ones the tuple of ticked answer codes in questionnaire
        order; for numeric ones a float, or the answer code (str) of a reason
        for giving no number; for dates a `datetime.date`; for texts and ids a
        str. `Raw` stands for what is not understood yet and counts as blank.
    """

    codes: Ints
    levels: tuple[object, ...]

    @property
    def respondents(self) -> int:
        """How many respondents it is of."""
        return len(self.codes)


@dataclass(frozen=True)
class Axis:
    """Cells to count by: a column, and which of its levels belong to which cell.

    Cells may overlap (multiple response, nets, a column and its rest) and may
    leave levels out. A member weight other than 0 and 1 makes a sum of values
    of the count: one cell whose members are the ages gives the sum of ages.

    Parameters
    ----------
    column
        Name of a column; empty for everyone in one cell.
    members
        (levels, cells), or with one row more, (levels + 1, cells), whose last
        row is for blanks; None means one cell per level.
    """

    column: str
    members: Floats | None = None


class Responses(Protocol):
    """Where rows live. Nothing above this sees a row, cleaning excepted."""

    def __len__(self) -> int: ...

    def __hash__(self) -> int: ...

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""

    def column(self, name: str) -> Column:
        """One column, for cleaning and for export."""

    def block(self, name: str) -> Floats:
        """Numbers kept side by side, such as replicate weights, (respondents, replicates)."""

    def count(
        self, groupings: Sequence[Sequence[Axis]], *, weight: str | None = None, power: int = 1
    ) -> list[Floats]:
        """Sums of weight**power per cell, one array per grouping with one axis per key.

        Where `weight` names a block, an axis of replicates stands before the others.
        """

    def assign(self, columns: Mapping[str, Column], blocks: Mapping[str, Floats] | None = None) -> Responses:
        """The same respondents with these columns and blocks added or replaced."""

    def keep(self, rows: Bools) -> Responses:
        """Only these respondents, (respondents,) True to keep."""


@dataclass(frozen=True)
class Calibration:
    """How the weights were made, so that standard errors can credit it.

    Parameters
    ----------
    margins
        Columns whose cells were matched; crossed when more than one is named.
    continuous
        Numeric columns whose totals were matched.
    entering
        Column of the weights that entered the last calibration.
    whole
        Whether the sum of the weights was matched where no margin implies it.
    respondents
        How many there were; of fewer it says nothing. None: nobody counted.
    earlier
        The calibration that made the weights which entered this one.
    """

    method: CalibrationMethod
    margins: tuple[tuple[str, ...], ...]
    entering: str
    continuous: tuple[str, ...] = ()
    whole: bool = True
    respondents: int | None = None
    earlier: Calibration | None = None

    @property
    def steps(self) -> tuple[Calibration, ...]:
        """This calibration and those before it, the last one first."""
        return (self, *(self.earlier.steps if self.earlier else ()))

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of its own that errors need, those of earlier ones aside."""
        return (self.entering, *(name for margin in self.margins for name in margin), *self.continuous)


@dataclass(frozen=True)
class Replication:
    """Replicate weights, and how their spread becomes a variance.

    Parameters
    ----------
    block
        Block of the responses that holds them, (respondents, replicates), the
        weight already multiplied in.
    scale, scales
        The variance is scale × Σ scales_r (t_r − c)²; one number in `scales`
        for each replicate.
    about_estimate
        Whether c is the estimate from all respondents (R's `mse`), or the
        mean of the t_r.
    rho
        What Fay's half-samples keep; 0 of every other method.
    """

    method: ReplicateMethod
    scale: float
    scales: tuple[float, ...]
    about_estimate: bool = True
    block: str = REPLICATE_BLOCK
    rho: float = 0.0


@dataclass(frozen=True)
class Design:
    """How the respondents came to be asked; names are columns of the responses.

    Parameters
    ----------
    weight
        Final weight; None means everyone counts one.
    stratum, psu
        None: one stratum; every respondent a sampling unit of their own.
    fpc
        Sampled PSUs' population count per stratum; None: drawn with replacement.
    ssu, ssu_fpc
        Units drawn within the PSUs (None: respondents) and their population
        count per PSU; without the count, the PSUs' variance stands for both.
    replication
        Replicate weights; where there are some, every variance is theirs.
    probability
        Whether it was a probability sample; None: nobody said.
    lonely
        What to do with a stratum that holds one PSU.
    """

    weight: str | None = None
    stratum: str | None = None
    psu: str | None = None
    fpc: str | None = None
    probability: bool | None = None
    lonely: LonelyPolicy = "fail"
    calibration: Calibration | None = None
    ssu: str | None = None
    ssu_fpc: str | None = None
    replication: Replication | None = None


@dataclass(frozen=True)
class Margin:
    """Population shares of one question's answers, or of several questions' crossed.

    Parameters
    ----------
    questions
        One name, or several for a crossed margin.
    shares
        {answer codes, one per question: population share}; shares sum to one.
    source, date
        Where the figures come from and what day they speak of.
    caveat
        What a reader must know of them, e.g. that they are of all ages.
    total
        People counted, where the figures are counts.
    place
        Where they stand, e.g. "sheet 'targets', rows 2 to 15".
    """

    questions: tuple[str, ...]
    shares: Mapping[tuple[str, ...], float]
    source: str = ""
    date: str = ""
    caveat: str = ""
    total: float | None = None
    place: str = ""

    @property
    def name(self) -> str:
        """`sex × age_band`."""
        return " × ".join(self.questions)


@dataclass(frozen=True)
class Targets:
    """The population to weight to."""

    margins: tuple[Margin, ...] = ()


@dataclass(frozen=True, eq=False)
class CellsChanged:
    """What a step of cleaning did to one question.

    Parameters
    ----------
    rules
        Codes of the step's rules.
    rows
        (changed,) row numbers of the data sheet.
    before
        (changed,) what stood there; None where the question is new.
    """

    rules: tuple[str, ...]
    question: str
    rows: NDArray[np.int64]
    before: Column | None


@dataclass(frozen=True, eq=False)
class RowsRemoved:
    """The rows that a step of cleaning removed, whole as they were."""

    rules: tuple[str, ...]
    removed: Responses


Change = CellsChanged | RowsRemoved


@dataclass(frozen=True, repr=False)
class Survey:
    """Respondents, what they were asked, how they were drawn, and what was done to them.

    Parameters
    ----------
    targets
        Population margins found beside the data.
    dispositions
        Outcome of every sampled case, {AAPOR code: count}, where the file says.
    guesses
        How questions were told from the cells alone.
    stated
        How questions were read that a codebook, or the plan, describes; and the columns it leaves out.
    changes
        What cleaning did, step by step, as it can be taken back; never exported.
    """

    responses: Responses
    codebook: Codebook
    design: Design = field(default_factory=Design)
    log: tuple[Note, ...] = ()
    source: Source = field(default_factory=Source)
    guesses: tuple[Guess, ...] = ()
    stated: tuple[Guess, ...] = ()
    targets: Targets = field(default_factory=Targets)
    dispositions: Mapping[str, int] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    @property
    def readings(self) -> tuple[Guess, ...]:
        """How every column was read, stated or guessed, in the order of the file."""
        return tuple(sorted((*self.stated, *self.guesses), key=lambda reading: reading.places))

    def __repr__(self) -> str:
        """What it is, and nothing that a respondent said."""
        return (
            f"<Survey of {len(self.responses):,} respondents, {len(self.codebook)} questions"
            f"{', ' + self.source.name if self.source.name else ''}>"
        )
