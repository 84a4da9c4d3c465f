"""SPSS and Stata files: cells as they stand, and the questions that their own labels describe."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from survey.errors import ReadingError
from survey.reading.folding import one_line
from survey.reading.missing import as_they_stand, role_of
from survey.reading.rows import CodedRows
from survey.reading.safety import CELL_LIMIT, COLUMN_LIMIT, Parsing
from survey.reading.survey_form import Entry
from survey.reading.workbook import Sheet, text
from survey.responses import encode
from survey.vocabulary import Answer, AnswerRole, Column, Kind, Note, Question, Scale, plain

HEADER_ROWS = (1, 2)
"""Rows of the sheet that hold the variables' labels and their names; the first case stands in row 3."""
FEW_UNLABELLED = 11
"""Whole numbers without a label up to which a labelled variable is a scale with named ends."""
EXTRA = 'pip install -e ".[spss]" (pyreadstat), or export the file as .csv or .xlsx'
FETCH_AGAIN = "fetch it again from where it came, or open it in SPSS or Stata and save it once more"
_WEIGHT_AT = 76
"""Where the header of a .sav says which variable weights the cases, counted in eights of bytes."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """What a labelled file holds: its cases as a sheet, its questions, and each variable's label."""

    sheet: Sheet
    entries: tuple[Entry, ...]
    labels: Mapping[str, str]


def open_labelled(path: Path, kind: str) -> Labelled:
    """The cases of an SPSS (`sav`, `por`) or Stata (`dta`) file, with its labels as questions.

    Values that the file declares missing stay what they are: answers, with
    their labels, and the role that label or declaration gives them.

    Raises
    ------
    ReadingError
        pyreadstat is not installed, or the file is damaged or too large.
    """
    try:
        import pyreadstat
    except ImportError as error:
        what = "a Stata file" if kind == "dta" else "an SPSS file"
        raise ReadingError(
            f"{path}: this is {what}, which needs the extra `spss`", hint=f"install it: {EXTRA}"
        ) from error
    readers: dict[str, Any] = {
        "sav": pyreadstat.read_sav,
        "por": pyreadstat.read_por,
        "dta": pyreadstat.read_dta,
    }
    reader = readers[kind]
    kept: dict[str, Any] = {} if kind == "por" else {"user_missing": True}
    with Parsing(str(path), what="file", hint=FETCH_AGAIN):
        _, meta = reader(str(path), metadataonly=True)
        variables = meta.number_columns or 0
        if variables > COLUMN_LIMIT or variables * (meta.number_rows or 0) > 4 * CELL_LIMIT:
            raise ReadingError(
                f"{path}: the file has {meta.number_rows or 0:,} cases, {variables:,} variables; "
                f"the limits are {COLUMN_LIMIT:,} variables, and {4 * CELL_LIMIT:,} values",
                hint="leave out variables that are not needed",
            )
        values, meta = reader(str(path), output_format="dict", **kept)
    columns = {name: encode(_cells(values[name])) for name in meta.column_names}
    labels = {
        name: one_line(label or "") or name
        for name, label in zip(meta.column_names, meta.column_labels, strict=True)
    }
    sets = _multiple(meta, labels)
    in_sets = {name for entry in sets for name in entry.columns.split(";")}
    singles = [
        Entry(question, name)
        for name, column in columns.items()
        if name not in in_sets and (question := _question(name, column, meta, labels[name]))
    ]
    notes = _notes(path, kind, meta, singles)
    sheet = Sheet(path.name, _with_header(columns, labels), notes=notes)
    return Labelled(sheet, (*singles, *sets), labels)


def _cells(values: Sequence[Any]) -> list[object]:
    """A variable's cells: numbers, days and texts; empty texts and system-missing are None."""
    return [
        None
        if value is None or (isinstance(value, float) and math.isnan(value)) or value == ""
        else value.rstrip() or None
        if isinstance(value, str)
        else value
        for value in values
    ]


def _with_header(variables: Mapping[str, Column], labels: Mapping[str, str]) -> CodedRows:
    """The cases below a row of labels and a row of names."""
    columns = []
    for name, column in variables.items():
        places = [len(column.levels), len(column.levels) + 1]
        codes = np.concatenate([np.array(places, dtype=np.int32), column.codes.astype(np.int32)])
        columns.append(Column(codes, (*column.levels, labels[name], name)))
    return CodedRows(columns, len(columns[0].codes) if columns else 0)


def _question(name: str, column: Column, meta: Any, label: str) -> Question | None:
    """The question that a variable's value labels describe; None where it has none."""
    named = {_code(value): one_line(str(words)) for value, words in _value_labels(meta, name).items()}
    if not named:
        return None
    declared = _Missing(meta.missing_ranges.get(name, ()), meta.missing_user_values.get(name, ()))
    present = {_code(cell): cell for cell in column.levels}
    answers = {
        code: Answer(code, plain(words or code), _role(code, words, declared))
        for code, words in named.items()
    }
    told = as_they_stand(tuple(answers.values()))
    answers |= {answer.code: answer for answer in told if not declared.has(answer.code)}
    unnamed = [code for code in present if code not in answers]
    for code in unnamed:
        if declared.holds(present[code]):
            answers[code] = Answer(code, plain(code), "no_answer")
    unnamed = [code for code in unnamed if code not in answers]
    substantive = [answer for answer in answers.values() if answer.role == "substantive"]
    whole = all(isinstance(cell, float) and cell.is_integer() for cell in map(present.get, unnamed))
    kind: Kind = "single"
    scale: Scale = "ordinal" if meta.variable_measure.get(name) == "ordinal" else "nominal"
    if unnamed and (not substantive or not whole or len(unnamed) > FEW_UNLABELLED):
        kind, scale = "numeric", "numeric"
    elif unnamed:
        answers |= {code: Answer(code, plain(code)) for code in unnamed}
        scale = "ordinal"
    if kind == "numeric":
        answers = {code: answer for code, answer in answers.items() if answer.role != "substantive"}
    ordered = sorted(answers.values(), key=_rank)
    ordered.sort(key=lambda answer: answer.role != "substantive")
    return Question(
        name=name, label=plain(label), kind=kind, wording=plain(label), answers=tuple(ordered), scale=scale
    )


def _value_labels(meta: Any, name: str) -> Mapping[object, object]:
    found = meta.variable_value_labels.get(name, {})
    return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True)
class _Missing:
    """What a variable declares missing: ranges of values, or letters (Stata's .a to .z)."""

    ranges: Sequence[Mapping[str, object]]
    letters: Sequence[str]

    def holds(self, value: object) -> bool:
        """Whether a value is one of them."""
        if value in self.letters:
            return True
        for each in self.ranges:
            low, high = each["lo"], each["hi"]
            if isinstance(value, float) and isinstance(low, float) and isinstance(high, float):
                if low <= value <= high:
                    return True
            elif value == low:
                return True
        return False

    def has(self, code: str) -> bool:
        """Whether a code, a number or none, is one of them."""
        return self.holds(_number(code)) or self.holds(code)


def _role(code: str, words: str, declared: _Missing) -> AnswerRole:
    """What an answer is by its label; where that says nothing, a declared missing value is no answer."""
    by_label = role_of(words)
    if by_label != "substantive":
        return by_label
    return "no_answer" if declared.has(code) else "substantive"


def _number(code: str) -> float | None:
    try:
        return float(code)
    except ValueError:
        return None


def _code(value: object) -> str:
    return text(float(value)) if isinstance(value, int) else text(value)


def _rank(answer: Answer) -> tuple[int, float, str]:
    number = _number(answer.code)
    return (1, 0.0, answer.code) if number is None else (0, number, answer.code)


def _multiple(meta: Any, labels: Mapping[str, str]) -> list[Entry]:
    """The multiple-response questions that an SPSS file declares as sets of ticked variables."""
    entries = []
    for name, each in (getattr(meta, "mr_sets", None) or {}).items():
        members = [variable for variable in each["variable_list"] if variable in labels]
        if not each["is_dichotomy"] or len(members) < 2 or str(each["counted_value"]) != "1":
            continue
        label = one_line(each["label"] or "") or name
        answers = tuple(Answer(member, plain(labels[member])) for member in members)
        question = Question(name.lstrip("$"), plain(label), "multiple", plain(label), answers)
        entries.append(Entry(question, ";".join(members)))
    return entries


def _notes(path: Path, kind: str, meta: Any, entries: Sequence[Entry]) -> tuple[Note, ...]:
    program = "Stata" if kind == "dta" else "SPSS"
    kept = sum(answer.role != "substantive" for entry in entries for answer in entry.question.answers)
    words = (
        f"{program} file: {len(entries)} variables take answers and wording from its labels; {kept} answers "
        "that are declared missing, or say so, are kept as such"
    )
    notes = [Note("reading", words, count=len(entries), level="assumption")]
    weight = _weight(path, meta) if kind == "sav" else ""
    if weight:
        notes.append(
            Note("reading", f"the file says that its cases are weighted by {weight}", level="assumption")
        )
    return tuple(notes)


def _weight(path: Path, meta: Any) -> str:
    """The variable by which a .sav says its cases are weighted; empty where there is none."""
    with path.open("rb") as stream:
        header = stream.read(_WEIGHT_AT + 4)
    orders: tuple[Literal["little", "big"], ...] = ("little", "big")
    place = next(
        (found for order in orders if 0 < (found := int.from_bytes(header[_WEIGHT_AT:], order)) < 1 << 20),
        0,
    )
    slot = 1
    for name in meta.column_names if place else ():
        if slot == place:
            return str(name)
        kind = str(meta.original_variable_types.get(name, ""))
        width = int(kind[1:]) if kind.startswith("A") and kind[1:].isdecimal() else 8
        slot += math.ceil(width / 8)
    return ""
