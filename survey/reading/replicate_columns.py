"""Replicate weights that came with the file: numbers beside the respondents, and no questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from survey.reading.folding import counted
from survey.reading.headers import Heading
from survey.vocabulary import Codebook, Column, Note, Plan, Raw, Survey


def replicate_headings(headings: Sequence[Heading], plan: Plan) -> tuple[Heading, ...]:
    """The columns that the plan says hold replicate weights, in the order of the file."""
    if plan.design.replicates is None:
        return ()
    named = plan.design.replicates.columns_among([heading.name for heading in headings])
    return tuple(heading for heading in headings if heading.name in named)


def set_replicates_apart(survey: Survey, plan: Plan) -> Survey:
    """The survey without questions that the plan says are replicate weights; their columns stay.

    A survey that was read with the plan comes back as it is.
    """
    if plan.design.replicates is None:
        return survey
    named = plan.design.replicates.columns_among(survey.responses.names)
    asked = [name for name in named if name in survey.codebook]
    if not asked:
        return survey
    numbers = {name: as_numbers(survey.responses.column(name)) for name in asked}
    questions = tuple(question for question in survey.codebook if question.name not in numbers)
    return replace(
        survey,
        responses=survey.responses.assign(numbers),
        codebook=Codebook(questions),
        guesses=tuple(guess for guess in survey.guesses if guess.question not in numbers),
        stated=tuple(guess for guess in survey.stated if guess.question not in numbers),
        log=(*survey.log, note_of_replicates(asked)),
    )


def as_numbers(column: Column) -> Column:
    """The column with every cell that says a number as that number, (respondents,)."""
    return Column(column.codes, tuple(map(_number, column.levels)))


def note_of_replicates(names: Collection[str]) -> Note:
    """That the plan says what these columns are."""
    shown = " to ".join(dict.fromkeys((next(iter(names)), list(names)[-1])))
    text = f"{counted(len(names), 'column')} ({shown}) are no questions: replicate weights, by the plan"
    return Note(step="reading", text=text, count=len(names), level="assumption")


def _number(level: object) -> object:
    cell = level.cell if isinstance(level, Raw) else level
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return level
    try:
        return float(cell)
    except ValueError:
        return level
