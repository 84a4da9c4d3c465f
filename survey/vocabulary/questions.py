"""What was asked: labels, answers, nets, questions and the codebook that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

AnswerRole = Literal["substantive", "dont_know", "refused", "no_answer", "not_asked"]
Kind = Literal["single", "multiple", "scale", "numeric", "date", "text"]
Scale = Literal["nominal", "ordinal", "numeric"]
QuestionRole = Literal[
    "question", "id", "weight", "stratum", "psu", "fpc", "banner", "screener", "quality", "pii", "drop"
]

MISSING_ROLES: tuple[AnswerRole, ...] = ("refused", "no_answer", "not_asked")
TABULATED_KINDS: tuple[Kind, ...] = ("single", "multiple", "scale", "numeric")
TABULATED_ROLES: tuple[QuestionRole, ...] = ("question", "banner", "screener")


@dataclass(frozen=True)
class Label:
    """A text in one or more languages, {language: text}."""

    texts: Mapping[str, str]

    @property
    def said(self) -> bool:
        """Whether it says something in any language."""
        return any(self.texts.values())

    def to(self, language: str) -> str:
        """The text in `language`, or in English, or in whatever language there is."""
        for key in (language, "en", "ja"):
            if self.texts.get(key):
                return self.texts[key]
        return next((text for text in self.texts.values() if text), "")


def plain(text: str) -> Label:
    """A label that reads the same in every language."""
    return Label({"": text})


def joined_labels(labels: Sequence[Label]) -> Label:
    """One label as it is; of answers or questions crossed, all with a sign between them."""
    if len(labels) == 1:
        return labels[0]
    languages = dict.fromkeys(language for label in labels for language in label.texts)
    return Label({language: " × ".join(label.to(language) for label in labels) for language in languages})


@dataclass(frozen=True)
class Answer:
    """One answer a respondent could give, or one reason for giving none.

    Parameters
    ----------
    code
        What stands in the coded data, unique within its question.
    values
        Other cell values that mean this answer (the codebook's `value`).
    score
        What the answer counts for in a mean; None leaves it out.
    exclusive
        In a multiple-response question: cannot stand beside another answer.
    """

    code: str
    label: Label
    role: AnswerRole = "substantive"
    score: float | None = None
    exclusive: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Net:
    """Several answers reported as one line, e.g. support = strongly + somewhat."""

    name: str
    label: Label
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question as asked: name, wording, kind, and its answers in questionnaire order.

    Parameters
    ----------
    label
        A short name for tables and banners; `wording` is the full text.
    columns
        Headers in the data; several for a block of tick columns.
    grid
        The name shared by the items of a grid, or None.
    relevant
        Who was asked, in the expression grammar; empty means everyone.
    low, high
        The plausible range of a number, inclusive.
    provenance
        What is known of its figures, e.g. "invented for the demo".
    separators
        What may stand between answers that share a cell; empty: a semicolon or a space. Of a single
        response: between answers that are ranked, of which the first is taken.
    other
        Code of the answer that takes in whatever says none of the others; empty: there is none.
    """

    name: str
    label: Label
    kind: Kind
    wording: Label = field(default_factory=lambda: Label({}))
    answers: tuple[Answer, ...] = ()
    columns: tuple[str, ...] = ()
    role: QuestionRole = "question"
    scale: Scale = "nominal"
    nets: tuple[Net, ...] = ()
    grid: str | None = None
    relevant: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    provenance: Label = field(default_factory=lambda: Label({}))
    separators: tuple[str, ...] = ()
    other: str = ""

    @property
    def named(self) -> Label:
        """The label; the name where there is none."""
        return self.label if self.label.said else plain(self.name)

    @property
    def scored(self) -> bool:
        """Whether it has a mean: it holds numbers, or answers with scores."""
        return self.kind == "numeric" or any(answer.score is not None for answer in self.answers)

    @property
    def tabulated(self) -> bool:
        """Whether the question gets a table: answers that can be counted, and a part in the report."""
        return self.kind in TABULATED_KINDS and self.role in TABULATED_ROLES

    def answer(self, code: str) -> Answer:
        """The answer with this code; KeyError when there is none."""
        for answer in self.answers:
            if answer.code == code:
                return answer
        raise KeyError(code)

    def codes(self, *roles: AnswerRole) -> tuple[str, ...]:
        """Codes of the answers with one of these roles (all answers when none is named)."""
        return tuple(a.code for a in self.answers if not roles or a.role in roles)

    @property
    def aside(self) -> frozenset[str]:
        """Codes of the answers that stand aside in pictures: exclusive ones and those of no opinion."""
        return frozenset(a.code for a in self.answers if a.exclusive or a.role != "substantive")


@dataclass(frozen=True)
class Codebook:
    """The questions of a study, in questionnaire order."""

    questions: tuple[Question, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __contains__(self, name: object) -> bool:
        return any(question.name == name for question in self.questions)

    def __getitem__(self, name: str) -> Question:
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def with_role(self, role: QuestionRole) -> tuple[Question, ...]:
        """The questions that play this part, e.g. all candidate weights."""
        return tuple(question for question in self.questions if question.role == role)
