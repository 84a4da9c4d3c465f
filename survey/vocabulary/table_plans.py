"""What a plan asks of tables beside the one that every question gets, and of what may be published."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import count

from survey.vocabulary.questions import Label


@dataclass(frozen=True)
class AddedTable:
    """`[[table]]`: one more table of a question, of some respondents or by a banner of its own.

    Parameters
    ----------
    filter
        Whom it is of, by an expression, within `[tables] filter`; empty: all of these.
    banner
        Its banner questions; None takes those of `[tables]`.
    title
        What the table is called; empty: as the question.
    """

    question: str
    filter: str = ""
    banner: tuple[str, ...] | None = None
    title: Label = field(default_factory=lambda: Label({}))


def added_ids(tables: Iterable[AddedTable], questions: Collection[str]) -> tuple[str, ...]:
    """Id of each added table: `q10_2`, `q10_3`, … for those of `q10`, without names that questions have."""
    made: list[str] = []
    for added in tables:
        numbered = (f"{added.question}_{number}" for number in count(2))
        made.append(next(id for id in numbered if id not in questions and id not in made))
    return tuple(made)


@dataclass(frozen=True)
class ReportPlan:
    """`[report]`: whom the report is for.

    Parameters
    ----------
    publish
        Whether it leaves the house: what stands on too few respondents, and
        what would give it away by subtraction, is then hidden.
    """

    publish: bool = False
