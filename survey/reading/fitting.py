"""The codebook's questions put on the columns of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from survey.errors import CodebookError
from survey.reading.codebook import Described
from survey.reading.coding import are_mentions, code_block, code_cells, code_mentions, exact_answers
from survey.reading.detection import note_of_remark, notes_of_cells, remarks_of
from survey.reading.folding import counted
from survey.reading.headers import Heading
from survey.reading.matching import Match, columns_of, match_columns, without_absent
from survey.reading.overruling import read_as
from survey.reading.profiles import Profile, profile
from survey.reading.readings import reading_of
from survey.reading.spreading import spread
from survey.vocabulary import Column, Guess, Note, Question


def fit(
    described: Described, headings: Sequence[Heading], cells: Mapping[int, Column], *, name: str
) -> tuple[tuple[Match, ...], tuple[Heading, ...], tuple[Note, ...]]:
    """Columns of the codebook's questions, the other columns, and what is to be said of both.

    Raises
    ------
    CodebookError
        The codebook cannot be used, or does not fit the data; every misfit at once.
    """
    entries, complaints = described.entries, described.complaints
    if not entries and not complaints:
        return (), tuple(headings), ()
    if not described.full:
        entries = (
            spread(entries, headings, cells)
            if described.listed
            else tuple(entry for entry in entries if columns_of(entry, headings))
        )
    entries, notes = without_absent(entries, headings)
    checked = cells if described.full else None
    matches, rest = match_columns(entries, headings, name=name, cells=checked, complaints=complaints)
    if not described.full or not rest:
        return matches, rest, notes
    names = ", ".join(heading.header[:40] for heading in rest[:10]) + ("…" if len(rest) > 10 else "")
    words = f"{counted(len(rest), 'column')} not in the codebook, left out: {names}"
    return matches, rest, (*notes, Note(step="reading", text=words, count=len(rest)))


@dataclass(frozen=True, eq=False)
class Coded:
    """Questions of the codebook under its headers, their columns, and how each was read."""

    questions: tuple[Question, ...]
    columns: Mapping[str, Column]
    stated: tuple[Guess, ...]
    notes: tuple[Note, ...]


def code(
    matches: Sequence[Match], cells: Mapping[int, Column], blank: frozenset[str] | None, *, first_row: int
) -> Coded:
    """The codebook's questions coded, with a note of what is odd in their cells.

    Parameters
    ----------
    blank
        Texts that mean an empty cell; None leaves them, and all that is odd, to cleaning.
    first_row
        Row of the first respondent, as Excel counts.
    """
    questions, columns, notes, profiles = [], dict[str, Column](), list[Note](), list[Profile]()
    for match in matches:
        question = replace(match.entry.question, columns=tuple(heading.name for heading in match.headings))
        said = exact_answers(question)
        found = [profile(h, cells[h.position], nothing=blank, said=said) for h in match.headings]
        question, columns[question.name] = _code(match, question, found)
        questions.append(question)
        profiles += found
        odd = remarks_of(question, found[0]) if blank is not None and len(found) == 1 else ()
        notes += [note_of_remark(question, found[0].cells, remark, first_row) for remark in odd]
    notes += notes_of_cells(profiles) if blank is not None else []
    stated = [
        reading_of(question, match.headings, _where(match), "stated")
        for match, question in zip(matches, questions, strict=True)
    ]
    return Coded(tuple(questions), columns, tuple(stated), tuple(notes))


def _code(match: Match, question: Question, found: Sequence[Profile]) -> tuple[Question, Column]:
    columns = [each.cells for each in found]
    if len(columns) > 1 and are_mentions(question, columns):
        return question, code_mentions(question, columns)
    if match.ticks:
        return question, code_block(question, columns, match.ticks)
    if question.kind in ("single", "multiple") and not question.answers:
        try:
            return read_as(question, found[0], question.kind)
        except LookupError as error:
            where = f"{match.entry.where}: {question.name}"
            raise CodebookError(
                f"{where} has no list of choices, and {error.args[0]}",
                hint="name a list in its type, and its answers on the sheet choices",
            ) from None
    return question, code_cells(question, found[0].cells)


def _where(match: Match) -> str:
    """Where the codebook describes a question."""
    return f"codebook, {match.entry.where}" if match.entry.where else "codebook"
