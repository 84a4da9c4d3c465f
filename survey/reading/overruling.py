"""What a plan says of single questions, `[data.questions]`, in place of what the file or a guess says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.errors import PlanError
from survey.reading.codebook import listing, nearest, shortlist
from survey.reading.coding import code_cells, relevel
from survey.reading.headers import Heading
from survey.reading.joined import OTHER, divide
from survey.reading.kinds import OTHER_LABEL, answers_of, commonest
from survey.reading.missing import role_of
from survey.reading.orders import AS_SEEN, in_order
from survey.reading.profiles import Profile, profile
from survey.reading.readings import place_of, reading_of
from survey.reading.workbook import text
from survey.vocabulary import (
    Answer,
    Codebook,
    Column,
    Guess,
    Kind,
    Label,
    Note,
    Question,
    QuestionLine,
    plain,
)

SAID = "survey.toml, [data.questions]"


@dataclass(frozen=True, eq=False)
class Understood:
    """What the columns of a file are: questions, their coded columns, and how each was read.

    Parameters
    ----------
    guesses, stated
        Readings from cells alone; those that the codebook or the plan says.
    """

    questions: tuple[Question, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()
    stated: tuple[Guess, ...] = ()
    notes: tuple[Note, ...] = ()


def overruled(
    found: Understood,
    lines: Mapping[str, QuestionLine],
    headings: Sequence[Heading],
    cells: Mapping[int, Column],
    *,
    absent_ok: bool = False,
) -> Understood:
    """The questions as the plan's lines have them, their columns read anew where the kind is another.

    Parameters
    ----------
    cells
        Distinct cells of each column, {place: (respondents,)}.
    absent_ok
        Whether a line may speak of a question that this file has not.

    Raises
    ------
    PlanError
        Lines that name no question, or say what its columns cannot be; all of them.
    """
    book = Codebook(found.questions)
    lines = {name: line for name, line in lines.items() if name in book or not absent_ok}
    if not lines:
        return found
    readings = {guess.question: guess for guess in (*found.stated, *found.guesses)}
    by_place = {heading.position: heading for heading in headings}
    misfits: list[str] = []
    questions, columns, stated = dict[str, Question](), dict[str, Column](), list[Guess]()
    for name, line in lines.items():
        if name not in book:
            known = [question.name for question in book]
            misfits.append(f"[data.questions] {name!r} is no question{nearest(name, known)}")
            continue
        own = [by_place[place] for place in readings[name].places]
        try:
            question, column = _overruled(book[name], found.columns[name], line, own, cells)
        except LookupError as error:
            misfits.append(f"[data.questions] {name}: {error.args[0]}")
            continue
        questions[name], columns[name] = question, column
        stated.append(reading_of(question, own, SAID, "stated"))
    if misfits:
        hint = f"questions of this file are {shortlist(question.name for question in book)}"
        raise PlanError(listing("the plan does not fit the data", misfits), hint=hint)
    return Understood(
        tuple(questions.get(question.name, question) for question in found.questions),
        {**found.columns, **columns},
        tuple(guess for guess in found.guesses if guess.question not in questions),
        (*(guess for guess in found.stated if guess.question not in questions), *stated),
        found.notes,
    )


def _overruled(
    question: Question,
    column: Column,
    line: QuestionLine,
    headings: Sequence[Heading],
    cells: Mapping[int, Column],
) -> tuple[Question, Column]:
    """A question as its line has it, and its column.

    Raises
    ------
    LookupError
        The columns cannot be what the line says.
    """
    if line.kind is not None and line.kind != question.kind:
        if len(headings) > 1:
            raise LookupError(
                f"columns {place_of(headings)} are one question of kind {question.kind}; "
                "a codebook (survey init) can take them apart"
            )
        question, column = read_as(question, profile(headings[0], cells[headings[0].position]), line.kind)
    question = replace(
        question,
        role=line.role or question.role,
        label=line.label if line.label.said else question.label,
        scale=line.scale or question.scale,
        unit=question.unit if line.unit is None else line.unit,
    )
    unknown = [code for code in (*line.missing, *line.order) if code not in question.codes()]
    if unknown:
        known = question.codes()
        raise LookupError(
            f"there is no answer {unknown[0]!r}{nearest(unknown[0], known)}"
            + (f"; the answers are {shortlist(known)}" if known else "; it has no answers")
        )
    return _answered(question, line), column


def _answered(question: Question, line: QuestionLine) -> Question:
    """The question with the roles and the order of answers that the line wants."""
    answers = {a.code: replace(a, role=line.missing.get(a.code, a.role)) for a in question.answers}
    order = dict.fromkeys((*line.order, *answers))
    return replace(question, answers=tuple(answers[code] for code in order))


def read_as(question: Question, found: Profile, kind: Kind) -> tuple[Question, Column]:
    """A question of a kind that somebody named, its answers told from the cells of its column.

    Raises
    ------
    LookupError
        The cells cannot be read so.
    """
    question = replace(question, kind=kind, scale="nominal", separators=(), other="")
    if kind == "multiple":
        return _of_several(question, found)
    answers: tuple[Answer, ...] = ()
    if kind == "numeric":
        reasons = [words for words in found.texts if role_of(words) != "substantive"]
        answers = tuple(Answer(words, plain(words), role_of(words)) for words in reasons)
        question = replace(question, scale="numeric")
    elif kind in ("single", "scale"):
        ordered, order = in_order([commonest(spellings) for spellings in found.folded.values()])
        answers = answers_of(found.folded, ordered)
        question = replace(question, scale="nominal" if order == AS_SEEN else "ordinal")
    if kind == "scale":
        answers = tuple(replace(answer, score=_score(answer)) for answer in answers)
    question = replace(question, answers=answers)
    return question, code_cells(question, found.cells)


def _score(answer: Answer) -> float | None:
    """The number that an answer is, as its score; none of a reason for giving no answer."""
    if answer.role != "substantive":
        return None
    try:
        return float(answer.code)
    except ValueError:
        raise LookupError(
            f"a scale needs numbers, and {answer.code!r} is none; a codebook (survey init) can give it scores"
        ) from None


def _of_several(question: Question, found: Profile) -> tuple[Question, Column]:
    """A column whose cells hold several answers each, as a multiple-response question."""
    options = divide(found)
    if options is None:
        raise LookupError("no separator stands between answers in its cells; a codebook can name one")
    answers = tuple(
        Answer(code, Label(OTHER_LABEL)) if code == OTHER else Answer(code, plain(code), role_of(code))
        for code in options.options
    )
    other = OTHER if OTHER in options.options else ""
    question = replace(question, answers=answers, separators=(options.separator,), other=other)
    order = {code: place for place, code in enumerate(options.options)}
    levels = [tuple(sorted(options.cells[text(cell)], key=order.__getitem__)) for cell in found.cells.levels]
    return question, relevel(found.cells.codes, levels)
