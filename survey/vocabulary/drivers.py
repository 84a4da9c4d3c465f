"""What goes with an answer when other answers are held equal: what the plan asks, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Literal

from survey.vocabulary.questions import Label, Question

if TYPE_CHECKING:
    import pandas as pd

DriverBase = Literal["answered", "substantive"]
TermKind = Literal["reference", "answer", "number"]
TermFlag = Literal["", "low", "separated", "undefined"]


def model_id(outcome: str) -> str:
    """Id of the model of an outcome, `question:answer`."""
    name, _, code = outcome.rpartition(":")
    return f"drivers_{name}_{code}"


@dataclass(frozen=True)
class DriversPlan:
    """`[[drivers]]`: an answer or a net, and the questions whose answers go with it or do not.

    Parameters
    ----------
    outcome
        The answer or net: `question:answer`.
    explain
        Questions with one answer, or numbers.
    references
        {question: answer that its others are held against}; else its first one given.
    base
        Whether don't know counts as not giving the outcome ("answered") or
        leaves ("substantive"); else as in the tables of the question.
    """

    outcome: str
    explain: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    base: DriverBase | None = None
    title: Label = field(default_factory=lambda: Label({}))


@dataclass(frozen=True)
class DriverTerm:
    """An answer held against its question's reference, or a number's one unit more.

    Parameters
    ----------
    kind
        The reference itself has bases and a share, and nothing else.
    share
        Share giving the outcome among those who gave this answer, as observed,
        0–1; NaN for a number.
    coefficient, standard_error
        On the logit scale.
    effect, effect_error, effect_low, effect_high
        Average marginal effect, 0–1: the difference in the share giving the
        outcome that goes with the answer when the other questions are as they are.
    p
        Of the coefficient, not corrected for how many there are.
    flag
        `low` where the answer or its reference has fewer respondents than the
        least base; `separated` where the outcome is never mixed, so that there
        is no odds ratio; `undefined` where the design gives no error.
    """

    question: str
    code: str
    label: Label
    kind: TermKind
    share: float
    unweighted_base: float
    weighted_base: float
    effective_base: float
    flag: TermFlag = ""
    coefficient: float = nan
    standard_error: float = nan
    odds_ratio: float = nan
    odds_low: float = nan
    odds_high: float = nan
    p: float = nan
    effect: float = nan
    effect_error: float = nan
    effect_low: float = nan
    effect_high: float = nan
    effect_p: float = nan


@dataclass(frozen=True)
class DriverQuestion:
    """A question of the model: Wald's F test of all its terms, and how it goes with the other questions.

    Parameters
    ----------
    inflation
        Generalised variance inflation factor; its 2·df1-th root is printed.
    partner
        The question that it goes with most closely.
    """

    question: Question
    terms: tuple[DriverTerm, ...]
    statistic: float
    df1: float
    df2: float
    p: float
    inflation: float
    partner: str = ""

    @property
    def width(self) -> float:
        """How many times as wide its terms' intervals are for going with other questions."""
        return float(self.inflation ** (1 / (2 * self.df1)))


@dataclass(frozen=True)
class Drivers:
    """A survey-weighted logistic model of giving an answer: association, never cause.

    Parameters
    ----------
    outcome
        The answer or net, with `outcome_code` its code and `outcome_label` its name.
    share
        Weighted share giving it among the respondents of the model, 0–1.
    left_out
        Respondents in the outcome's base who lack a value in another question of the model.
    df
        Degrees of freedom of the model's terms.
    warnings
        What stands between these numbers and a reader, in words: answers that
        never mix, questions that say nearly the same.
    failed
        Why there is no model, in words; all else is then empty.
    """

    id: str
    title: Label
    outcome: Question
    outcome_code: str
    outcome_label: Label
    base_label: Label
    level: float
    questions: tuple[DriverQuestion, ...] = ()
    share: float = nan
    df: float = nan
    unweighted_base: float = nan
    weighted_base: float = nan
    effective_base: float = nan
    left_out: float = nan
    warnings: tuple[Label, ...] = ()
    failed: Label = field(default_factory=lambda: Label({}))

    @property
    def terms(self) -> tuple[DriverTerm, ...]:
        """The terms of all questions, references among them."""
        return tuple(term for question in self.questions for term in question.terms)

    def term(self, question: str, code: str = "") -> DriverTerm:
        """The term of this answer, or of a number; KeyError when there is none."""
        for term in self.terms:
            if (term.question, term.code) == (question, code):
                return term
        raise KeyError((question, code))

    def test(self, question: str) -> DriverQuestion:
        """The question with its test; KeyError when it is not in the model."""
        for each in self.questions:
            if each.question.name == question:
                return each
        raise KeyError(question)

    def to_frame(self) -> pd.DataFrame:
        """One line per term, tidy."""
        import pandas as pd

        names = list(DriverTerm.__dataclass_fields__)
        lines = [{name: getattr(term, name) for name in names} for term in self.terms]
        return pd.DataFrame([line | {"label": line["label"].to("en")} for line in lines], columns=names)
