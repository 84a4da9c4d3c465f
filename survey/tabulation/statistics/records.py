"""Results of single statistics: what each number is about, the number, and its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """What one number of a `Statistic` is about.

    Parameters
    ----------
    answer
        Answer code; empty for a number's mean or total.
    group
        Answer code in each question of `by`.
    other
        The second question of a ratio, a covariance or a correlation.
    quantile
        Which quantile, 0 to 1; None for what is none.
    """

    question: str
    answer: str = ""
    group: tuple[str, ...] = ()
    other: str = ""
    quantile: float | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the cell from others of its question: answer and group."""
        return (*((self.answer,) if self.answer else ()), *self.group)


@dataclass(frozen=True, eq=False)
class Statistic:
    """Estimates and their errors, one per cell: by question, then group, then answer.

    Parameters
    ----------
    estimate, standard_error, design_effect
        (cells,); NaN where not defined. The effect is against simple random
        sampling with replacement.
    covariance
        (cells, cells).
    low, high
        (cells,) confidence limits, on each cell's own degrees of freedom.
    df
        Degrees of freedom of the design, for differences and tests.
    domain_df
        (cells,) degrees of freedom of the respondents the estimate is of.
    unweighted_base, weighted_base, effective_base
        (cells,) respondents the estimate is of; effective by Kish.
    flags
        (cells,) why an error is not defined; empty where it is.
    """

    cells: tuple[Cell, ...]
    estimate: Floats
    standard_error: Floats
    covariance: Floats
    low: Floats
    high: Floats
    design_effect: Floats
    df: float
    domain_df: Floats
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    flags: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """One line per cell, tidy: what it is about, the estimate, its error, limits and bases."""
        import pandas as pd

        about = pd.DataFrame(
            {
                "question": [cell.question for cell in self.cells],
                "answer": [cell.answer for cell in self.cells],
                "group": [" × ".join(cell.group) for cell in self.cells],
                "other": [cell.other for cell in self.cells],
                "quantile": [cell.quantile for cell in self.cells],
            }
        )
        about = about.loc[:, [name == "question" or not about[name].isin(["", None]).all() for name in about]]
        names = ("estimate", "standard_error", "low", "high", "design_effect", "domain_df")
        bases = ("unweighted_base", "weighted_base", "effective_base")
        return about.assign(**{name: getattr(self, name) for name in (*names, *bases)}, flag=self.flags)


@dataclass(frozen=True, eq=False)
class Contrasts:
    """Functions of a statistic's estimates, with their errors, (contrasts,) each.

    Parameters
    ----------
    covariance
        (contrasts, contrasts).
    t, p
        The estimate over its error, and its two-sided p by t on `df`; of a
        ratio they speak of its distance from zero.
    q
        p corrected for all contrasts together.
    """

    names: tuple[str, ...]
    estimate: Floats
    standard_error: Floats
    covariance: Floats
    low: Floats
    high: Floats
    t: Floats
    df: float
    p: Floats
    q: Floats

    def to_frame(self) -> pd.DataFrame:
        """One line per contrast, tidy."""
        import pandas as pd

        names = ("estimate", "standard_error", "low", "high", "t", "df", "p", "q")
        return pd.DataFrame({"contrast": self.names, **{name: getattr(self, name) for name in names}})


@dataclass(frozen=True)
class TTest:
    """A mean against a number, or the gap between two groups' means (second minus first).

    `flag` says why the test is not defined; empty where it is.
    """

    estimate: float
    standard_error: float
    low: float
    high: float
    t: float
    df: float
    p: float
    groups: tuple[str, ...] = ()
    flag: str = ""


@dataclass(frozen=True, eq=False)
class Crosstab:
    """Two questions crossed: shares of each column's respondents, and the test of independence.

    Parameters
    ----------
    weighted_total
        (rows, columns) weighted respondents.
    share, standard_error, low, high
        (rows, columns) share giving the row's answer among the column's
        respondents; NaN where not defined.
    unweighted_count
        (rows, columns) respondents.
    unweighted_base, weighted_base, effective_base, domain_df
        (columns,) respondents, effective ones by Kish, degrees of freedom.
    statistic, df1, df2, p, cramers_v
        Rao–Scott's second-order F and Cramér's V corrected for the design; NaN
        where fewer than two rows or columns hold respondents.
    """

    row: str
    column: str
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    weighted_total: Floats
    share: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    unweighted_count: Floats
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    domain_df: Floats
    statistic: float
    df1: float
    df2: float
    p: float
    cramers_v: float

    def to_frame(self) -> pd.DataFrame:
        """One line per cell, tidy: answers, share with error and limits, counts, the column's bases."""
        import pandas as pd

        cells = ("weighted_total", "share", "standard_error", "low", "high", "unweighted_count")
        columns = ("unweighted_base", "weighted_base", "effective_base", "domain_df")
        rows = len(self.row_codes)
        return pd.DataFrame(
            {
                self.row: np.repeat(self.row_codes, len(self.column_codes)),
                self.column: np.tile(self.column_codes, rows),
                **{name: getattr(self, name).ravel() for name in cells},
                **{name: np.tile(getattr(self, name), rows) for name in columns},
            }
        )


@dataclass(frozen=True, eq=False)
class Independence:
    """A test of two questions' independence, with the table it was made of.

    Parameters
    ----------
    df2
        Infinite where the statistic is referred to chi-square.
    observed, expected
        (rows, columns) weighted shares of the table's respondents.
    row_codes, column_codes
        Answers that respondents gave.
    """

    statistic: float
    df1: float
    df2: float
    p: float
    cramers_v: float
    observed: Floats
    expected: Floats
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    unweighted_base: float


@dataclass(frozen=True, eq=False)
class Fit:
    """A test of answers' shares against given ones.

    Parameters
    ----------
    statistic, df, p
        Pearson's statistic over the scale that the design gives it, referred
        to chi-square.
    scale
        Pearson's statistic over `statistic`.
    observed, expected
        (answers,) weighted shares and the given ones.
    """

    statistic: float
    df: float
    p: float
    scale: float
    observed: Floats
    expected: Floats
    codes: tuple[str, ...]
    unweighted_base: float


@dataclass(frozen=True)
class Term:
    """A coefficient of a regression: its question, and for answers which one; the intercept has neither."""

    question: str = ""
    answer: str = ""

    @property
    def name(self) -> str:
        """`age_band = 60s`, `income`, or `intercept`."""
        return " = ".join(part for part in (self.question, self.answer) if part) or "intercept"


@dataclass(frozen=True, eq=False)
class Regression:
    """A weighted generalised linear model, (terms,) each.

    Parameters
    ----------
    terms
        The intercept first, then the questions in the order asked for.
    references
        {question: answer that its others are compared with}.
    covariance
        (terms, terms), from the design.
    df
        Degrees of freedom of the respondents used, plus one, less the terms.
    deviance, dispersion
        With weights of mean one over the respondents used.
    flags
        `separated` for a term whose answers the outcome never mixes: its
        coefficient grows without end, and its error is NaN. Else empty.
    """

    family: str
    terms: tuple[Term, ...]
    references: dict[str, str]
    estimate: Floats
    standard_error: Floats
    covariance: Floats
    low: Floats
    high: Floats
    t: Floats
    df: float
    p: Floats
    deviance: float
    dispersion: float
    unweighted_base: float
    weighted_base: float
    flags: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """One line per term, tidy."""
        import pandas as pd

        names = ("estimate", "standard_error", "low", "high", "t", "df", "p")
        about = {
            "question": [term.question for term in self.terms],
            "answer": [term.answer for term in self.terms],
        }
        return pd.DataFrame({**about, **{name: getattr(self, name) for name in names}, "flag": self.flags})


@dataclass(frozen=True)
class TermTest:
    """Wald's test that all coefficients of a question are zero, referred to F."""

    question: str
    statistic: float
    df1: float
    df2: float
    p: float
