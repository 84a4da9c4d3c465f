"""Crossings collapsed to two by two: which groups the plan wants, and the odds ratios that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from survey.vocabulary.questions import Label, Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from survey.vocabulary.tables import ColumnFlag, TableTest

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OddsPlan:
    """`[crossing.odds]`: answers or nets that make the two groups of each side of a crossing.

    Parameters
    ----------
    rows, columns
        The first group; empty: the question's first net, or of two answers the
        first.
    rows_against, columns_against
        The second; empty: every other answer but don't know.
    """

    rows: tuple[str, ...] = ()
    rows_against: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    columns_against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collapsed:
    """The two groups of each side, in words.

    Parameters
    ----------
    base_label
        Whom they are of: the crossing's base, without don't know where no column group holds it.
    of_rows
        Whether both row groups are sums of whole rows of the crossing.
    """

    rows: Label
    rows_against: Label
    columns: Label
    columns_against: Label
    base_label: Label
    of_rows: bool = False


@dataclass(frozen=True)
class Odds:
    """The odds of the first column group among the first row group, over those among the second.

    Parameters
    ----------
    ratio, low, high
        With t limits of the log, by its linearised standard error; NaN where a
        cell is empty.
    log_error
        Standard error of the log.
    share, share_against
        Of the first column group in the first and in the second row group.
    unweighted_base, unweighted_base_against
        Of the two row groups.
    """

    ratio: float
    low: float
    high: float
    log_error: float
    p: float
    share: float
    share_against: float
    unweighted_base: float
    unweighted_base_against: float


@dataclass(frozen=True)
class Homogeneity:
    """Wald test that the log odds ratios of several groups are one, by F; NaN with fewer than two."""

    statistic: float = nan
    df1: float = nan
    df2: float = nan
    p: float = nan
    groups: int = 0


@dataclass(frozen=True, eq=False)
class Group:
    """The crossing among those who gave one answer to a third question.

    Parameters
    ----------
    share_of_row, low, high, count
        (rows, columns) as in the crossing.
    unweighted_bases
        (rows,) respondents behind the shares of each row.
    flag
        By the group's own bases: `low` takes no part in the test of homogeneity.
    """

    code: str
    label: Label
    share_of_row: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    count: Floats
    unweighted_bases: Floats
    weighted_bases: Floats
    effective_bases: Floats
    unweighted_base: float
    effective_base: float
    flag: ColumnFlag
    row_flags: tuple[ColumnFlag, ...]
    test: TableTest
    odds: Odds | None


@dataclass(frozen=True, eq=False)
class Within:
    """The crossing within the groups of a third question."""

    question: Question
    groups: tuple[Group, ...]
    homogeneity: Homogeneity
