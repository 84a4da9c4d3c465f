"""Trends: the shares of a question over waves, and what changed between any two of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING

from survey.vocabulary.plans import Plan
from survey.vocabulary.questions import Label, Question
from survey.vocabulary.since import Break
from survey.vocabulary.surveys import Survey
from survey.vocabulary.tables import ColumnFlag, Row
from survey.vocabulary.trend_plans import trend_id

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EarlierWave:
    """An earlier wave as it was read, and the plan that cleans and weights it."""

    survey: Survey
    plan: Plan


@dataclass(frozen=True)
class Wave:
    """One wave of a trend.

    Parameters
    ----------
    file, sha256
        The file it was read from; empty for published figures.
    source
        Where figures were published.
    mode, population, wording
        Empty where nobody said.
    answers
        Labels of the answers that could be given; empty where nobody said.
    flag
        `low`: base under the minimum; `caution`: under 100.
    """

    name: str
    published: bool = False
    file: str = ""
    sha256: str = ""
    source: Label = field(default_factory=lambda: Label({}))
    mode: Label = field(default_factory=lambda: Label({}))
    population: Label = field(default_factory=lambda: Label({}))
    wording: Label = field(default_factory=lambda: Label({}))
    answers: tuple[Label, ...] = ()
    flag: ColumnFlag = "ok"


@dataclass(frozen=True, eq=False)
class Changes:
    """Every wave minus every earlier one, (rows, waves, waves): later, then earlier; NaN elsewhere.

    Parameters
    ----------
    gap, standard_error
        Change of the share, and its error; NaN where the waves cannot be compared.
    t, df, p
        The gap over its error; degrees of freedom by Satterthwaite, those of
        the joint design where the waves share sampling units; two-sided p.
    q
        p corrected over the trend's answers, and over its nets, for each two
        waves; p itself where there is one row.
    breaks
        (waves, waves) what changed between the two.
    """

    gap: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    t: Floats
    df: Floats
    p: Floats
    q: Floats
    breaks: tuple[tuple[tuple[Break, ...], ...], ...]


@dataclass(frozen=True, eq=False)
class Trend:
    """Answers and nets of a question over waves, (rows, waves), the earliest wave first.

    Parameters
    ----------
    estimate, standard_error, low, high
        (rows, waves) shares 0–1; NaN where a wave says nothing of a row.
    design_effect
        (rows, waves).
    unweighted_base, weighted_base, effective_base
        (waves,); of a published wave the respondents it names, and those over
        the design effect that it names.
    reason
        Why waves are compared across breaks; empty: they are not.
    same_psus
        Whether the waves were drawn in the same sampling units.
    sentences
        (rows,) what happened to each, in words.
    headlines
        (rows,) the same in short, as a title goes on after the answer's name.
    """

    id: str
    title: Label
    question: Question
    base_label: Label
    rows: tuple[Row, ...]
    waves: tuple[Wave, ...]
    estimate: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    design_effect: Floats
    unweighted_base: Floats
    weighted_base: Floats
    effective_base: Floats
    changes: Changes
    level: float = 0.95
    reason: Label = field(default_factory=lambda: Label({}))
    same_psus: bool = False
    sentences: tuple[Label, ...] = ()
    headlines: tuple[Label, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Places of the waves that are compared in print: each with the one before, the last with all."""
        last = len(self.waves) - 1
        steps = [(later, later - 1) for later in range(1, last + 1)]
        return (*steps, *((last, earlier) for earlier in range(last - 1)))

    def compared(self, later: int, earlier: int) -> bool:
        """Whether these two waves may be compared."""
        return not self.changes.breaks[later][earlier] or self.reason.said

    def before(self, row: int) -> int | None:
        """Place of the wave that the last is held against: the nearest before it that has this row."""
        last = len(self.waves) - 1
        known = [wave for wave, share in enumerate(self.estimate[row]) if not isnan(share)]
        return known[-2] if len(known) > 1 and known[-1] == last else None

    def goes_by(self, name: str) -> bool:
        """Whether a plan means this trend by a name: its id, or the question as `[[trend]]` has it."""
        return self.id in (name, trend_id(name))

    def to_frame(self) -> pd.DataFrame:
        """One line per answer and wave: share, error and bases, and the change since the wave before."""
        import pandas as pd

        return pd.DataFrame([self._line(r, w) for r in range(len(self.rows)) for w in range(len(self.waves))])

    def _line(self, r: int, w: int) -> dict[str, object]:
        changes, before = self.changes, w - 1
        line: dict[str, object] = {"answer": self.rows[r].code, "wave": self.waves[w].name}
        for name in ("estimate", "standard_error", "low", "high"):
            line[name] = float(getattr(self, name)[r, w])
        for name in ("unweighted_base", "weighted_base", "effective_base"):
            line[name] = float(getattr(self, name)[w])
        for name in ("gap", "standard_error", "low", "high", "t", "df", "p"):
            found = float(getattr(changes, name)[r, w, before]) if w else float("nan")
            line["change" if name == "gap" else f"change_{name}"] = found
        return line | {"breaks": ", ".join(changes.breaks[w][before]) if w else ""}
