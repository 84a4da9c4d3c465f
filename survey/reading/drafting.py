"""A Survey back to the rows of a codebook that describes it in full: what `survey init` writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.language.drafts import DraftWords
from survey.language.readings import ReadingWords
from survey.reading.headers import Heading
from survey.reading.lists import as_entries, as_separators
from survey.reading.matching import columns_of
from survey.reading.profiles import NOTHING
from survey.reading.readings import place_of
from survey.reading.survey_form import Entry
from survey.reading.workbook import letters
from survey.vocabulary import Answer, Guess, Label, Question, Survey

Value = str | float | None
LONGEST_HEADER = 60
"""Characters of a header up to which a codebook names the column by it, and not by its letters."""

_LANGUAGES = {"en": "English (en)", "ja": "日本語 (ja)"}
_LIST = re.compile(r"\s+")


@dataclass(frozen=True)
class DraftSheet:
    """One sheet of the draft: a header row and rows of as many cells.

    Parameters
    ----------
    comments
        {header: what the column is for}.
    doubtful
        Rows, from 0, that are worth a look.
    choices
        {header: what its cells may say}.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    comments: Mapping[str, str] = field(default_factory=dict)
    doubtful: tuple[int, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def draft_sheets(
    survey: Survey,
    headings: Sequence[Heading],
    words: DraftWords,
    *,
    blank: str,
    targeted: bool,
    placed: bool,
) -> tuple[DraftSheet, ...]:
    """The sheets of a codebook that reads the file as `survey` has it.

    Parameters
    ----------
    blank
        Texts that mean an empty cell, as the settings write them.
    targeted
        Whether the file has its own sheet of targets, which is left where it is.
    placed
        Whether sheet and header rows are to be named.
    """
    drafter = _Drafter(survey, headings, words)
    survey_rows, doubtful = drafter.questions()
    sheets = [
        drafter.sheet("survey", survey_rows, doubtful),
        drafter.sheet("choices", drafter.answers()),
        drafter.sheet("settings", [_settings(survey, blank, placed=placed)]),
    ]
    if not targeted:
        columns = ("variable", "choice", "share", "source", "date")
        sheets.append(DraftSheet("targets", columns, (), {"variable": words.targets}))
    return tuple(sheets)


def blanks() -> str:
    """The texts that mean an empty cell to detection, as the settings write them."""
    return as_entries(sorted(NOTHING))


@dataclass
class _Drafter:
    """Rows of the sheets, each {column: cell}."""

    survey: Survey
    headings: Sequence[Heading]
    words: DraftWords
    lists: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    used: dict[str, Question] = field(default_factory=dict)

    def questions(self) -> tuple[list[dict[str, Value]], list[int]]:
        """Rows of the sheet `survey`, and those that are worth a look."""
        by_place = {heading.position: heading for heading in self.headings}
        readings = {guess.question: guess for guess in self.survey.readings}
        rows: list[dict[str, Value]] = []
        doubtful: list[int] = []
        questions = self.survey.codebook.questions
        for place, question in enumerate(questions):
            guess = readings[question.name]
            own = [by_place[position] for position in guess.places]
            before, after = _neighbours(questions, place)
            grid = question.grid if _is_grid(questions, question) else None
            if grid and (before is None or before.grid != grid):
                rows.append({"type": "begin_group", "name": grid, **_texts("label", _lead(question))})
            if guess.confidence == "low":
                doubtful.append(len(rows))
            rows.append(self._row(question, own, guess, grid))
            if grid and (after is None or after.grid != grid):
                rows.append({"type": "end_group"})
        return rows, doubtful

    def _row(
        self, question: Question, own: Sequence[Heading], guess: Guess, grid: str | None
    ) -> dict[str, Value]:
        lead = _lead(question) if grid else Label({})
        derived = {k: f"{w} — {question.label.to(k)}" for k, w in lead.texts.items()} or question.label.texts
        wording = Label({}) if dict(question.wording.texts) == dict(derived) else question.wording
        return {
            "type": self._type(question, grid),
            "name": question.name,
            **_texts("label", question.label),
            "column": written_columns(question, own, self.headings),
            "role": "" if question.role == "question" else question.role,
            "scale": question.scale if question.kind in ("single", "scale") else "",
            "unit": question.unit,
            "low": question.low,
            "high": question.high,
            "separator": as_separators(question.separators) if len(own) == 1 else "",
            "relevant": question.relevant,
            **_texts("wording", wording),
            **_texts("provenance", question.provenance),
            "read as": f"{place_of(own)}: {guess.kind}",
            "confidence": guess.confidence,
            "evidence": ReadingWords(self.words.language).evidence_of(guess.evidence),
        }

    def _type(self, question: Question, grid: str | None) -> str:
        if question.kind in ("text", "date"):
            return question.kind
        if question.kind == "numeric":
            self._listed(question.name, question)
            return "integer" if self._whole(question) else "decimal"
        name = self._list_name(question, grid)
        self._listed(name, question)
        kind = "select_multiple" if question.kind == "multiple" else "select_one"
        other = " or_other" if question.other else ""
        return f"{kind} {name}{other}" if question.answers else kind

    def _list_name(self, question: Question, grid: str | None) -> str:
        """The question's own list; items of a grid share one, so that a mend is made once."""
        name = _LIST.sub("_", grid or question.name)
        again = 2
        while name in self.lists and not (grid and self.lists[name] == question.answers):
            name, again = f"{_LIST.sub('_', question.name)}_{again}", again + 1
        return name

    def _listed(self, name: str, question: Question) -> None:
        if question.answers:
            self.lists.setdefault(name, question.answers)
            self.used.setdefault(name, question)

    def _whole(self, question: Question) -> bool:
        numbers = [
            n for n in self.survey.responses.column(question.name).levels if isinstance(n, int | float)
        ]
        return all(float(n).is_integer() for n in numbers)

    def answers(self) -> list[dict[str, Value]]:
        """Rows of the sheet `choices`."""
        rows: list[dict[str, Value]] = []
        for name, answers in self.lists.items():
            times = self._times(self.used[name])
            for answer in answers:
                rows.append(
                    {
                        "list_name": name,
                        "name": answer.code,
                        **_texts("label", answer.label),
                        "value": as_entries(answer.values),
                        "score": answer.score,
                        "missing": "" if answer.role == "substantive" else answer.role,
                        "exclusive": "yes" if answer.exclusive else "",
                        "cells": times.get(answer.code, 0),
                    }
                )
        return rows

    def _times(self, question: Question) -> dict[str, float]:
        """How many respondents gave each answer, {code: times}."""
        column = self.survey.responses.column(question.name)
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
        times: dict[str, float] = {}
        for level, often in zip(column.levels, counts.tolist(), strict=True):
            for code in level if isinstance(level, tuple) else [level]:
                if isinstance(code, str):
                    times[code] = times.get(code, 0) + often
        return times

    def sheet(
        self, name: str, rows: Sequence[Mapping[str, Value]], doubtful: Sequence[int] = ()
    ) -> DraftSheet:
        """A sheet of rows, with the columns that any of them fills and those that are always there."""
        filled = {column for row in rows for column, value in row.items() if value not in (None, "")}
        header = [column for column in _in_order(name, rows) if column in filled or column in _ALWAYS[name]]
        comments = {
            column: text
            for column in header
            if (text := self.words.comment(f"{name}.{column.partition('::')[0]}"))
        }
        cells = tuple(tuple(row.get(column) or _zero(row.get(column)) for column in header) for row in rows)
        choices = {column: said for column, said in _CHOICES.items() if column in header}
        return DraftSheet(name, tuple(header), cells, comments, tuple(doubtful), choices)


_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "survey": (
        *("type", "name", "label", "column", "role", "scale", "unit", "low", "high", "relevant"),
        *("read as", "confidence", "evidence"),
    ),
    "choices": ("list_name", "name", "label", "value", "score", "missing", "exclusive", "cells"),
    "settings": ("form_title", "default_language", "data_sheet", "header_rows", "missing", "blank"),
}
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "survey": (
        *("type", "name", "label", "column", "role", "scale", "unit", "low", "high", "separator"),
        *("relevant", "wording", "provenance", "read as", "confidence", "evidence"),
    ),
    "choices": ("list_name", "name", "label", "value", "score", "missing", "exclusive", "cells"),
    "settings": (*_ALWAYS["settings"], "synthetic"),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "role": ("id", "weight", "stratum", "psu", "fpc", "banner", "screener", "quality", "pii", "drop"),
    "scale": ("nominal", "ordinal", "numeric"),
    "missing": ("dont_know", "refused", "no_answer", "not_asked"),
    "exclusive": ("yes",),
}


def _in_order(name: str, rows: Sequence[Mapping[str, Value]]) -> list[str]:
    """Columns of a sheet, those of languages beside the one without."""
    there = dict.fromkeys(column for row in rows for column in row)
    return [
        found
        for column in _ORDERS[name]
        for found in dict.fromkeys((column, *(c for c in there if c.startswith(f"{column}::"))))
    ]


def _zero(value: Value) -> Value:
    """A zero stays; an empty text is no cell."""
    return None if value == "" else value


def _texts(kind: str, label: Label) -> dict[str, Value]:
    """A label as cells, {`label` or `label::English (en)`: text}."""
    return {
        f"{kind}::{_LANGUAGES.get(language, language)}" if language else kind: words
        for language, words in label.texts.items()
    }


def _neighbours(questions: Sequence[Question], place: int) -> tuple[Question | None, Question | None]:
    before = questions[place - 1] if place else None
    after = questions[place + 1] if place + 1 < len(questions) else None
    return before, after


def _is_grid(questions: Sequence[Question], question: Question) -> bool:
    """Whether a question's grid can be written as one group of rows with one list."""
    if question.grid is None:
        return False
    places = [place for place, other in enumerate(questions) if other.grid == question.grid]
    together = places == list(range(places[0], places[-1] + 1))
    return len(places) > 1 and together and all(questions[p].answers == question.answers for p in places)


def _lead(question: Question) -> Label:
    """What an item's wording begins with, where it ends in its label."""
    found = {}
    for language, words in question.wording.texts.items():
        ending = f" — {question.label.to(language)}"
        if words.endswith(ending) and len(words) > len(ending):
            found[language] = words.removesuffix(ending)
    return Label(found)


def written_columns(question: Question, own: Sequence[Heading], headings: Sequence[Heading]) -> str:
    """What a codebook calls a question's columns: by their headers where these tell them, else `$F`."""
    names, places = [heading.name for heading in own], [f"${letters(h.position)}" for h in own]
    if len(own) == 1:
        wanted = [names[0], places[0]]
    else:
        wanted = [f"{names[0]}:{names[-1]}", f"{places[0]}:{places[-1]}", ";".join(places)]
    for columns in wanted:
        short = len(columns) <= LONGEST_HEADER and columns == " ".join(columns.split()) and columns
        found = columns_of(Entry(question, columns), headings) if short or "$" in columns else None
        straight = found and (not found.ticks or found.ticks == question.codes()[: len(own)])
        if found and straight and list(found.headings) == list(own):
            return columns
    return wanted[-1]


def _settings(survey: Survey, blank: str, *, placed: bool) -> dict[str, Value]:
    source = survey.source
    return {
        "form_title": "",
        "default_language": "",
        "data_sheet": source.sheet if placed else "",
        "header_rows": as_entries(map(str, source.header_rows)) if placed else "",
        "missing": "",
        "blank": blank,
        "synthetic": "yes" if source.synthetic else "",
    }
