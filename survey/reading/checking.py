"""`survey check`: what would be read of a file, before anything is analysed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from survey.reading.door import read
from survey.reading.folding import counted
from survey.reading.plan_names import check_plan
from survey.reading.replicate_columns import set_replicates_apart
from survey.reading.workbook import text
from survey.responses.declared import declarations, leaving
from survey.vocabulary import TABULATED_ROLES, Guess, Note, Plan, Question, Raw, Source, Survey

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1
"""Of `Check.to_dict`; it is raised when a key changes its meaning or goes."""
SHOWN = 5
"""Cells that fit no answer, of which each question shows so many."""
_MARKS = {"warning": "!", "assumption": "~", "change": "·"}


@dataclass(frozen=True)
class Unfit:
    """Cells of a question that say none of its answers as they are written.

    Parameters
    ----------
    cells
        How many respondents have one.
    values
        The commonest of them.
    """

    question: str
    cells: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """What would be read of a file.

    Parameters
    ----------
    readings
        How each column is read, in the order of the file.
    questions
        The questions, in the order of tables.
    unfit
        Cells that cleaning will look at, and set aside where it can make nothing of them.
    """

    source: Source
    readings: tuple[Guess, ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    unfit: tuple[Unfit, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain lists and dictionaries, the form of `survey check --json`."""
        by_name = {question.name: question for question in self.questions}
        return {
            "schema": SCHEMA,
            "file": self.source.name,
            "sha256": self.source.sha256,
            "sheet": self.source.sheet,
            "header_rows": list(self.source.header_rows),
            "respondents": self.source.rows,
            "columns": self.source.columns,
            "questions": len(self.questions),
            "readings": [_reading(reading, by_name.get(reading.question)) for reading in self.readings],
            "notes": [
                {"level": n.level, "rule": n.rule, "question": n.question, "count": n.count, "text": n.text}
                for n in self.notes
            ],
            "unfit": [
                {"question": u.question, "cells": u.cells, "values": list(u.values)} for u in self.unfit
            ],
            "refused": None,
        }

    def to_text(self) -> str:
        """As lines for a terminal."""
        return "\n".join(_lines(self))


def check(source: str | Path | pd.DataFrame, *, plan: Plan | None = None) -> Check:
    """What would be read of a file: header rows, every column's question, kind and evidence, and misfits.

    Nothing is cleaned, weighted or written.

    Parameters
    ----------
    source
        As `survey.read` takes it.
    plan
        As `survey.read_plan` gives it; its names are checked too.

    Raises
    ------
    ReadingError, CodebookError
        As `survey.read`: the file would be refused.
    PlanError
        The plan speaks of questions or answers that are not there.
    """
    plan = plan or Plan()
    survey = set_replicates_apart(read(source, plan=plan), plan)
    check_plan(plan, survey)
    unfit = tuple(found for question in survey.codebook if (found := _unfit(survey, question)))
    notes = (*survey.log, *_declared(survey, plan))
    return Check(survey.source, survey.readings, survey.codebook.questions, notes, unfit)


def refusal(name: str, message: str, hint: str) -> dict[str, Any]:
    """What `survey check --json` says of a file that would be refused, each misfit by itself."""
    head, *lines = message.split("\n")
    refused = {"message": head, "misfits": [line.strip() for line in lines], "hint": hint}
    return {"schema": SCHEMA, "file": name, "refused": refused}


def _declared(survey: Survey, plan: Plan) -> Iterator[Note]:
    """A warning of each kind of row that cleaning will leave out since the platform calls it no interview."""
    if "C605" in plan.clean.off:
        return
    found = declarations(survey, plan)
    parts = leaving(found, len(survey.responses))
    for each, rows in zip(found, parts or [each.rows for each in found], strict=True):
        if each.kept or not rows.any():
            continue
        what = (
            f"{counted(int(rows.sum()), 'row')} that Qualtrics recorded as {each.what} (column {each.column})"
        )
        done = (
            f'will be left out; {each.key} = "keep" under [clean] keeps them'
            if parts
            else "will be kept, since less than half of all rows would be left without such rows"
        )
        count = int(rows.sum())
        yield Note("reading", f"{what} {done}", question=each.column, count=count, level="warning")


def _unfit(survey: Survey, question: Question) -> Unfit | None:
    if question.role not in TABULATED_ROLES or question.kind == "text":
        return None
    column = survey.responses.column(question.name)
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
    raw = {i: level.cell for i, level in enumerate(column.levels) if isinstance(level, Raw)}
    common = sorted((i for i in raw if counts[i]), key=lambda i: -int(counts[i]))
    if not common:
        return None
    values = tuple(_shown(raw[i])[:60] for i in common[:SHOWN])
    return Unfit(question.name, int(counts[common].sum()), values)


def _shown(cell: object) -> str:
    return "; ".join(map(text, cell)) if isinstance(cell, tuple) else text(cell)


def _reading(reading: Guess, question: Question | None) -> dict[str, Any]:
    """A reading with its question's label and answers."""
    answers = question.answers if question else ()
    return {
        "column": reading.column,
        "places": [place + 1 for place in reading.places],
        "question": reading.question,
        "label": question.label.to("en") if question else "",
        "kind": reading.kind,
        "confidence": reading.confidence,
        "evidence": reading.evidence,
        "override": reading.override,
        "answers": [{"code": a.code, "label": a.label.to("en"), "role": a.role} for a in answers],
    }


def _lines(check: Check) -> Iterator[str]:
    source = check.source
    where = [f"sheet {source.sheet}"] if source.sheet else []
    rows = ", ".join(map(str, source.header_rows))
    where += [f"header row{'s' if len(source.header_rows) > 1 else ''} {rows}"] if rows else []
    size = f"{counted(source.rows, 'respondent')} × {counted(source.columns, 'column')}"
    yield f"{source.name}: {', '.join([*where, size])}, {counted(len(check.questions), 'question')}"
    yield ""
    for reading in check.readings:
        named = f" → {reading.question}" if reading.question else ""
        yield f"{_short(reading.column)}{named}: {reading.kind}  [{reading.confidence}]"
        yield f"    {reading.evidence}"
        if reading.override:
            yield f"    {reading.override}"
    yield from _section("Notes", [f"{_MARKS[note.level]} {note.text}" for note in check.notes])
    yield from _section(
        "Cells that say none of the answers as they are written; cleaning looks at them",
        [f"· {u.question}: {u.cells:,}, such as {', '.join(map(repr, u.values))}" for u in check.unfit],
    )
    doubtful = sum(reading.confidence == "low" for reading in check.readings)
    guessed = sum(reading.confidence != "stated" for reading in check.readings)
    if guessed:
        yield ""
        yield (
            f"{counted(guessed, 'reading')} guessed, {doubtful:,} of them on thin evidence. A line as above, "
            "put under [data.questions] in survey.toml and changed, overrules one; survey init drafts a "
            "codebook to correct."
        )


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _short(words: str, length: int = 72) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"
