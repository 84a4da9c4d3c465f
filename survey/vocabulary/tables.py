"""Finished numbers of questions: tables by the banner, and crossings of two questions.

Shares are 0–1. A record always holds the value and its flags; hiding is the
renderer's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Literal

from survey.vocabulary.odds import Collapsed, Odds, Within
from survey.vocabulary.plans import Base
from survey.vocabulary.questions import Label, Question
from survey.vocabulary.since import Since

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RowKind = Literal[
    "answer",
    "net",
    "net_score",
    "mean",
    "trimmed_mean",
    "median",
    "quantile",
    "extreme",
    "heaped",
    "mentions",
    "outside",
]
UNIT_KINDS: tuple[RowKind, ...] = ("mean", "trimmed_mean", "median", "quantile", "extreme")
"""Rows that are no shares but numbers in the question's unit, or scores."""
ColumnFlag = Literal["ok", "caution", "low"]

HIDDEN = ("", "too few respondents", "would give another number away")
"""Why a number is hidden, in `results.csv`."""

NESTED = " × "
"""Stands between the questions, codes and labels of a nested banner, the outer one first."""
SHARES: tuple[RowKind, ...] = ("answer", "net", "outside")
"""Rows whose numbers are shares of respondents."""


@dataclass(frozen=True)
class Row:
    """A line of a table's stub.

    Parameters
    ----------
    kind
        `answer` and `net` are shares of the base; `net_score` a difference of
        shares; `mean`, `trimmed_mean`, `median`, `quantile` and `extreme` (the
        lowest and highest number) are in the question's unit; `heaped` the
        share of numbers that are multiples of the code; `mentions` the sum of
        ticks over respondents (M.T.); `outside` a share of all asked that
        stands below the line, outside the base (refused, no answer).
    """

    code: str
    label: Label
    kind: RowKind = "answer"


@dataclass(frozen=True)
class BannerColumn:
    """A column of a table: everyone, or one answer of a banner question.

    Parameters
    ----------
    banner
        Name of the banner question, "sex × age_band" where one is nested in
        another; empty for the total. The code is joined as the name is.
    letter
        Lower-case letter within its banner question; empty for the total.
    flag
        `low`: base under the minimum, no marks; `caution`: base under 100.
    """

    banner: str
    code: str
    label: Label
    banner_label: Label
    letter: str = ""
    flag: ColumnFlag = "ok"

    @property
    def questions(self) -> tuple[str, ...]:
        """Names of the questions it is made of; none for the total."""
        return tuple(self.banner.split(NESTED)) if self.banner else ()


@dataclass(frozen=True)
class TableTest:
    """Rao–Scott second-order F of independence, and Cramér's V corrected for the design."""

    statistic: float
    df1: float
    df2: float
    p: float
    cramers_v: float


@dataclass(frozen=True, eq=False)
class Caution:
    """Differences from the rest, judged with caution, (rows, columns) each.

    Far out in the tails, where corrected tests live, the usual test marks too
    much of what is rare, small or from few sampling points.

    Parameters
    ----------
    error
        The larger of the linearised error and the one it would have if the
        column and the rest shared one proportion.
    degrees_of_freedom
        Of the sampling units in the column or the rest, whichever has fewer.
    p
        By t with both.
    """

    error: Floats
    degrees_of_freedom: Floats
    p: Floats


@dataclass(frozen=True, eq=False)
class Table:
    """One question by the banner, (rows, columns); column 0 is the total, i.e. the topline.

    Parameters
    ----------
    base_kind, base_label
        What the shares are shares of, and that in words ("All who answered").
    estimate, standard_error, low, high
        (rows, columns); NaN where not defined.
    count
        (rows, columns) unweighted respondents giving the answer; NaN for means.
    unweighted_base, weighted_base, effective_base
        (columns,); effective by Kish.
    design_effect
        (rows, columns) against with-replacement sampling of the same size.
    difference, difference_error, p
        (rows, columns) column against the rest of its banner question's base.
    q
        (rows, columns) cautious p corrected over its family; NaN where no mark could stand.
    mark
        (rows, columns) 1 above the rest, -1 below, 0 neither.
    pairs
        (rows, columns) letters of the columns this cell is significantly above;
        capitals at the stricter of two levels.
    tests
        {banner question: whole-table test}.
    family, family_label
        How many comparisons the correction ran over, in words: in English,
        and in every language.
    caution
        The same differences judged with caution; `q` and the marks rest on it.
    degrees_of_freedom
        Of the design, on which differences and tests stand.
    title
        What the plan calls the table; empty: as its question.
    filter, filter_label
        Whom it is of, as an expression and in words; empty: everyone.
    hidden
        (rows, columns) why a number is not published: 1 too few respondents, 2
        another could be worked out from it; set by reporting, which takes the
        numbers away. None: nothing is hidden.
    margin_of_error
        t × √(median design effect of the topline's answers × 0.25 / n); NaN
        unless this was a probability sample, and for demographics.
    interval_degrees
        (rows, columns) degrees of freedom of each interval, of its own respondents.
    companions
        {banner question: unweighted test}, where that test is valid.
    settled
        Whether the weights meet the question's shares, so that nothing is compared.
    since
        Beside the wave before, where a trend of the plan follows the question.
    """

    id: str
    question: Question
    base_kind: Base
    base_label: Label
    rows: tuple[Row, ...]
    columns: tuple[BannerColumn, ...]
    estimate: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    count: Floats
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    design_effect: Floats
    difference: Floats
    difference_error: Floats
    p: Floats
    q: Floats
    mark: Ints
    pairs: tuple[tuple[str, ...], ...]
    tests: Mapping[str, TableTest] = field(default_factory=dict)
    family: str = ""
    family_label: Label = field(default_factory=lambda: Label({}))
    degrees_of_freedom: float = float("nan")
    caution: Caution | None = None
    title: Label = field(default_factory=lambda: Label({}))
    filter: str = ""
    filter_label: Label = field(default_factory=lambda: Label({}))
    hidden: Ints | None = None
    margin_of_error: float = nan
    interval_degrees: Floats | None = None
    companions: Mapping[str, Companion] = field(default_factory=dict)
    settled: bool = False
    since: Since | None = None

    def row(self, code: str) -> int:
        """Position of the row with this code; KeyError when there is none."""
        for position, row in enumerate(self.rows):
            if row.code == code:
                return position
        raise KeyError(code)

    def to_frame(self) -> pd.DataFrame:
        """One line per cell, tidy: question, answer, banner, column, estimate and all that goes with it."""
        import pandas as pd

        return pd.DataFrame(list(self.cells()))

    def cells(self, language: str = "en") -> list[dict[str, object]]:
        """The cells as plain mappings, in reading order; the source of `results.csv`."""
        return [self._cell(r, c, language) for r in range(len(self.rows)) for c in range(len(self.columns))]

    def index(self, r: int, c: int) -> float:
        """100 × the column's share over everyone's; NaN for what is no share."""
        everyone = float(self.estimate[r, 0])
        if self.rows[r].kind not in SHARES or not everyone > 0:
            return nan
        return 100 * float(self.estimate[r, c]) / everyone

    def _cell(self, r: int, c: int, language: str) -> dict[str, object]:
        row, column, caution = self.rows[r], self.columns[c], self.caution
        return {
            "record": "cell",
            "table": self.id,
            "question": self.question.label.to(language),
            "wording": self.question.wording.to(language),
            "answer_code": row.code,
            "answer": row.label.to(language),
            "measure": row.kind,
            "banner": column.banner,
            "banner_label": column.banner_label.to(language),
            "column_code": column.code,
            "column": column.label.to(language),
            "letter": column.letter,
            "estimate": float(self.estimate[r, c]),
            "standard_error": float(self.standard_error[r, c]),
            "low": float(self.low[r, c]),
            "high": float(self.high[r, c]),
            "interval_degrees": _at(self.interval_degrees, r, c),
            "unweighted_count": float(self.count[r, c]),
            "unweighted_base": float(self.unweighted_base[c]),
            "weighted_base": float(self.weighted_base[c]),
            "effective_base": float(self.effective_base[c]),
            "design_effect": float(self.design_effect[r, c]),
            "margin_of_error": nan if c or row.kind in UNIT_KINDS else self.margin_of_error,
            "index": self.index(r, c),
            "difference_from_rest": float(self.difference[r, c]),
            "difference_standard_error": float(self.difference_error[r, c]),
            "degrees_of_freedom": self.degrees_of_freedom,
            "p": float(self.p[r, c]),
            "cautious_standard_error": _at(caution.error if caution else None, r, c),
            "cautious_degrees": _at(caution.degrees_of_freedom if caution else None, r, c),
            "cautious_p": _at(caution.p if caution else None, r, c),
            "q": float(self.q[r, c]),
            "mark": {1: "▲", -1: "▼"}.get(int(self.mark[r, c]), ""),
            "higher_than": self.pairs[r][c],
            "flag": column.flag,
            "hidden": HIDDEN[0 if self.hidden is None else int(self.hidden[r, c])],
            "base": self.base_label.to(language),
            "family": self.family_label.to(language),
        }


def _at(values: Floats | None, r: int, c: int) -> float:
    """The number of a cell; NaN where nobody worked it out."""
    return nan if values is None else float(values[r, c])


@dataclass(frozen=True, eq=False)
class Crossing:
    """Two questions in depth, (rows, columns): rows explain, columns are explained.

    Parameters
    ----------
    share_of_row, standard_error, low, high
        (rows, columns) share giving the column's answer among the row's respondents.
    share_of_column
        (rows, columns) share of the row among those giving the column's answer.
    count
        (rows, columns) unweighted respondents.
    residual
        (rows, columns) (p_ij − p_i·p_·j) over its linearised standard error.
    residual_q
        (rows, columns) Benjamini–Hochberg over the crossing's answer cells.
    total_share, total_low, total_high
        (columns,) everyone's shares.
    contrasts
        Gaps in net shares between rows, with intervals.
    collapsed, odds
        The crossing as two groups by two, and their odds ratio; None where
        nothing says which groups.
    within
        The crossing within the groups of a third question, where the plan
        names one.
    total_weighted_base, total_effective_base
        Of everyone who answered both, the latter by Kish; NaN when not worked out.
    hidden
        (rows, columns) why a number is not published, as in a table.
    degrees_of_freedom
        Of the design, on which residuals, contrasts and tests stand.
    interval_degrees
        (rows,) degrees of freedom of each row's intervals, of its own respondents.
    design_effect
        (rows, columns) against with-replacement sampling of the same size.
    total_standard_error
        (columns,) of everyone's shares.
    """

    id: str
    title: Label
    row_question: Question
    column_question: Question
    rows: tuple[Row, ...]
    columns: tuple[Row, ...]
    base_label: Label
    share_of_row: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    share_of_column: Floats
    count: Floats
    residual: Floats
    residual_q: Floats
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    total_share: Floats
    total_low: Floats
    total_high: Floats
    total_unweighted_base: float
    test: TableTest
    contrasts: tuple[Contrast, ...] = ()
    flags: tuple[ColumnFlag, ...] = ()
    companion: Companion | None = None
    total_weighted_base: float = nan
    total_effective_base: float = nan
    hidden: Ints | None = None
    collapsed: Collapsed | None = None
    odds: Odds | None = None
    within: Within | None = None
    degrees_of_freedom: float = nan
    interval_degrees: Floats | None = None
    design_effect: Floats | None = None
    total_standard_error: Floats | None = None


@dataclass(frozen=True)
class Companion:
    """The unweighted chi-square and Cramér's V beside ours, for readers of other software."""

    statistic: float
    df: int
    p: float
    cramers_v: float


@dataclass(frozen=True)
class Contrast:
    """The gap in one answer (or net) between two groups: first minus second."""

    answer: Row
    first: Row
    second: Row
    gap: float
    standard_error: float
    low: float
    high: float
    p: float
