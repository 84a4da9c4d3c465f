"""The paper trail: what each step did, how each column was read, and from which file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Note:
    """One line of the paper trail: one rule's effect on one question.

    Parameters
    ----------
    step
        reading, cleaning, weighting, design or tabulation.
    rule
        Stable code of the rule, e.g. `C101`; empty for a remark.
    count
        Respondents (or cells) it concerned.
    rows
        Row numbers of the data sheet, as Excel counts them: all of cleaning, else the first few.
    level
        `change` for what was altered, `assumption` for what was guessed,
        `warning` for what a reader must know.
    """

    step: str
    text: str
    rule: str = ""
    question: str = ""
    before: str = ""
    after: str = ""
    count: int = 0
    rows: tuple[int, ...] = ()
    level: Literal["change", "assumption", "warning"] = "change"


Confidence = Literal["stated", "high", "medium", "low"]
"""How sure a reading is: somebody said so, or how well the evidence carries a guess."""


@dataclass(frozen=True)
class Guess:
    """How a question's columns were understood, on what evidence, and how to overrule it.

    Parameters
    ----------
    column
        Its letters and its header, `F Age`; the first header of several columns.
    question
        Empty where the column is left out.
    kind
        The role and, in brackets, the kind, where the role is not to be a question.
    override
        A line for `[data.questions]` of survey.toml that says the same; change what is wrong.
    confidence
        "stated" where the codebook, labels of the file or the plan say so.
    places
        Places of the columns from 0.
    """

    column: str
    question: str
    kind: str
    evidence: str
    override: str
    confidence: Confidence = "medium"
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """The file the respondents came from.

    Parameters
    ----------
    synthetic
        The file itself says that no respondent is real.
    """

    name: str = ""
    sha256: str = ""
    sheet: str = ""
    header_rows: tuple[int, ...] = ()
    rows: int = 0
    columns: int = 0
    synthetic: bool = False
