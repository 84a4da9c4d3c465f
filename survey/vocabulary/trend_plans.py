"""`[[trend]]`: a question followed over waves, of which the file at hand is the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.vocabulary.questions import Label


@dataclass(frozen=True)
class WavePlan:
    """One earlier wave: a file to be read, or the figures that were published of it.

    Parameters
    ----------
    name
        What the wave is called, e.g. "2024".
    file, plan
        Its workbook and its plan, as paths from this plan; without a plan of
        its own this one cleans and weights it.
    share, shares
        Published, 0 to 1: of the one answer that the trend names, or by answer
        code or net name.
    n, deff
        Respondents a published share is of, and its design effect.
    source
        Where it was published.
    question, map
        The question's name in that file, and {answer code here: codes there},
        where they differ.
    mode, population, wording
        Where they differ from what the wave's own plan and codebook say; of a
        published wave, all that is known of them.
    """

    name: str
    file: str = ""
    plan: str = ""
    share: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    n: int | None = None
    deff: float = 1.0
    source: Label = field(default_factory=lambda: Label({}))
    question: str = ""
    map: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mode: Label = field(default_factory=lambda: Label({}))
    population: Label = field(default_factory=lambda: Label({}))
    wording: Label = field(default_factory=lambda: Label({}))

    @property
    def published(self) -> bool:
        """Whether it is known by its published figures alone."""
        return self.share is not None or bool(self.shares)

    def published_share(self, code: str) -> float | None:
        """What was published of this answer or net; None where nothing was."""
        return self.share if self.share is not None else self.shares.get(code)


@dataclass(frozen=True)
class TrendPlan:
    """`[[trend]]`: a question, one answer or one net of it, over the waves; the file at hand is the last.

    Parameters
    ----------
    question
        `question`, or `question:answer` with an answer's code or a net's name.
    waves
        The earlier waves, the earliest first.
    name
        What the file at hand is called; empty: as its file.
    same_psus
        Whether the waves were drawn in the same sampling points, with the same
        codes; their changes then have a covariance.
    comparable, reason
        Says that waves may be compared although mode, population, wording or
        answers changed, and why; printed.
    """

    question: str
    waves: tuple[WavePlan, ...]
    name: str = ""
    title: Label = field(default_factory=lambda: Label({}))
    same_psus: bool = False
    comparable: bool = False
    reason: Label = field(default_factory=lambda: Label({}))

    @property
    def id(self) -> str:
        """What the trend is called in files and links."""
        return trend_id(self.question)

    @property
    def asked(self) -> tuple[str, str]:
        """Question, and the code of the one answer or net; the latter is empty where all are meant."""
        name, colon, code = self.question.rpartition(":")
        return (name, code) if colon else (self.question, "")


def trend_id(question: str) -> str:
    """Id of the trend of a question, or of one answer of it: `trend_q1_1`."""
    return f"trend_{question.replace(':', '_')}"
