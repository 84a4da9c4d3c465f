"""Codebook sheets to questions: XLSForm's `survey` and `choices`, or a plain list of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar, get_args

from survey.errors import CodebookError, PlanError
from survey.expressions import names, parse
from survey.reading.choices import Complaints, label_of, listed_codes, lists_of, with_missing
from survey.reading.forms import FormSheet, language_of
from survey.reading.workbook import Cell
from survey.vocabulary import Answer, Kind, Label, Note, Question, QuestionRole, Scale

Word = TypeVar("Word", bound=str)

DEFAULT_SEPARATORS = (";",)
LISTED = 15
"""Names that a hint lists at most."""
_KINDS: Mapping[str, Kind] = {
    "select_one": "single",
    "rank": "single",
    "select_multiple": "multiple",
    "integer": "numeric",
    "int": "numeric",
    "decimal": "numeric",
    "range": "numeric",
    "text": "text",
    "string": "text",
    "calculate": "text",
    "barcode": "text",
    "hidden": "text",
    "deviceid": "text",
    "geopoint": "text",
    "start": "date",
    "end": "date",
    "today": "date",
    "date": "date",
    "datetime": "date",
}
_WITHOUT_DATA = ("note", "image", "audio", "video", "acknowledge", "audit", "time")
_ROLES: Mapping[str, QuestionRole] = {role: role for role in get_args(QuestionRole)}
_SCALES: Mapping[str, Scale] = {scale: scale for scale in get_args(Scale)}


@dataclass(frozen=True)
class Entry:
    """A question as its codebook row describes it, before its columns are looked for.

    Parameters
    ----------
    columns
        Headers as written: one, several, or a range "Q18_1:Q18_10".
    separators
        What may stand between answers that share a cell.
    where
        The row it comes from, for complaints.
    """

    question: Question
    columns: str
    separators: tuple[str, ...] = DEFAULT_SEPARATORS
    where: str = ""


def entries_of(forms: Sequence[FormSheet], *, name: str) -> tuple[tuple[Entry, ...], tuple[Note, ...]]:
    """The questions a workbook's own sheets describe, in their order; empty when there are none.

    Raises
    ------
    CodebookError
        Rows that cannot be understood, all of them in one complaint.
    """
    by_form = {form.form: form for form in reversed(forms)}
    complaints = Complaints()
    entries: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    if "survey" in by_form:
        settings = _settings(by_form.get("settings"))
        language = language_of(settings.get("default_language", ""))
        lists = lists_of(by_form.get("choices"), language, complaints)
        reader = _SurveyForm(by_form["survey"], lists, language, settings.get("missing", ""), complaints)
        entries = reader.entries()
        _check(entries, complaints)
    elif "codes" in by_form:
        entries = _entries_of_codes(by_form["codes"], complaints)
        notes = (_codes_note(by_form["codes"], len(entries)),)
    if complaints.lines:
        raise CodebookError(listing(f"{name}: the codebook cannot be used as written", complaints.lines))
    return entries, notes


def listing(head: str, lines: Iterable[str]) -> str:
    """Several complaints under one head, a line each."""
    lines = list(dict.fromkeys(lines))
    return f"{head}: {lines[0]}" if len(lines) == 1 else "\n".join([f"{head}:", *(f"  {x}" for x in lines)])


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'q1'?`, or nothing when no name is near."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def shortlist(names: Iterable[str]) -> str:
    """The first names, as many as fit a line."""
    names = list(names)
    return ", ".join(names[:LISTED]) + (f", … ({len(names)})" if len(names) > LISTED else "")


def _settings(form: FormSheet | None) -> dict[str, str]:
    if form is None:
        return {}
    row = next((row for _, row in form.lines()), None)
    return {} if row is None else {column: form.get(row, column) for column in form.columns}


@dataclass
class _SurveyForm:
    """The `survey` sheet, read row by row."""

    form: FormSheet
    lists: Mapping[str, tuple[Answer, ...]]
    language: str
    missing: str
    complaints: Complaints
    groups: list[tuple[str, Label]] = field(default_factory=list)

    def entries(self) -> tuple[Entry, ...]:
        """One entry per row that has data."""
        found = []
        for place, row in self.form.lines():
            words = re.sub(r"^(select|begin|end)\s+", r"\1_", self.form.get(row, "type").casefold())
            kind = words.partition(" ")[0]
            if kind.startswith("begin_"):
                self.groups.append((self.form.get(row, "name"), self._label(row, "label")))
            elif kind.startswith("end_"):
                self.groups = self.groups[:-1]
            elif kind and kind not in _WITHOUT_DATA:
                listed = self.form.get(row, "type").replace("select ", "select_").split()
                found.append(self._entry(place, row, kind, listed[1] if len(listed) > 1 else ""))
        return tuple(found)

    def _label(self, row: Sequence[Cell], kind: str, default: str = "") -> Label:
        texts = self.form.texts(row, kind) or ({"": default} if default else {})
        return label_of(texts, self.language)

    def _entry(self, place: int, row: Sequence[Cell], kind: str, list_name: str) -> Entry:
        form, where = self.form, self.form.where(place)
        name = form.get(row, "name")
        if not name:
            self.complaints.add(where, "name is missing")
        answers = self._answers(row, where, kind, list_name)
        scored = any(answer.score is not None for answer in answers)
        label = self._label(row, "label", name)
        question = Question(
            name=name,
            label=label,
            kind="scale" if _KINDS.get(kind) == "single" and scored else _KINDS.get(kind, "text"),
            wording=self._wording(row, label),
            answers=answers,
            role=self._one_of(_ROLES, form.get(row, "role"), "role", where) or "question",
            scale=self._scale(row, kind, scored, where),
            grid=self.groups[-1][0] or None if self.groups else None,
            relevant=form.get(row, "relevant"),
            unit=form.get(row, "unit"),
            low=self.complaints.number(form, place, row, "low"),
            high=self.complaints.number(form, place, row, "high"),
            provenance=self._label(row, "provenance" if form.texts(row, "provenance") else "note"),
        )
        separators = tuple(form.get(row, "separator").split()) or DEFAULT_SEPARATORS
        return Entry(question, form.get(row, "column") or name, separators, where)

    def _answers(self, row: Sequence[Cell], where: str, kind: str, list_name: str) -> tuple[Answer, ...]:
        if kind not in _KINDS:
            self.complaints.add(
                where,
                f"type {kind!r} is not one of select_one, select_multiple, integer, decimal, text, date"
                + nearest(kind, _KINDS),
            )
        chosen = _KINDS.get(kind) in ("single", "multiple")
        if chosen and list_name not in self.lists:
            self.complaints.add(
                where, f"there is no list {list_name!r} among the choices{nearest(list_name, self.lists)}"
            )
        name = list_name if chosen or list_name in self.lists else self.form.get(row, "name")
        answers = self.lists.get(name, ()) if chosen or _KINDS.get(kind) == "numeric" else ()
        declared = self.form.get(row, "missing") or (self.missing if chosen else "")
        return with_missing(answers, declared, where, self.complaints)

    def _wording(self, row: Sequence[Cell], label: Label) -> Label:
        """The row's wording, or its label; an item of a grid is led in by the grid's words."""
        wording = self._label(row, "wording")
        if wording.texts:
            return wording
        lead = self.groups[-1][1] if self.groups else Label({})
        if not lead.texts:
            return label
        return Label({key: f"{words} — {label.to(key)}" for key, words in lead.texts.items()})

    def _scale(self, row: Sequence[Cell], kind: str, scored: bool, where: str) -> Scale:
        default: Scale = "numeric" if _KINDS.get(kind) == "numeric" else "ordinal" if scored else "nominal"
        return self._one_of(_SCALES, self.form.get(row, "scale"), "scale", where) or default

    def _one_of(self, known: Mapping[str, Word], words: str, column: str, where: str) -> Word | None:
        found = known.get(words.casefold())
        if words and found is None:
            self.complaints.add(where, f"{column} {words!r} is not one of {', '.join(known)}")
        return found


def codebook_row(question: Question, column: str) -> str:
    """The row of a codebook sheet that makes this question of a column, in words."""
    types = {"single": "select_one LIST", "scale": "select_one LIST", "multiple": "select_multiple LIST"}
    kind = types.get(question.kind, "decimal" if question.kind == "numeric" else question.kind)
    role = "" if question.role == "question" else f", role = {question.role}"
    return f"codebook sheet `survey`: type = {kind}, name = {question.name}, column = {column}{role}"


def _check(entries: Sequence[Entry], complaints: Complaints) -> None:
    """Complain of names that occur twice, and of filters that cannot be followed."""
    known: set[str] = set()
    for entry in entries:
        if entry.question.name in known:
            complaints.add(entry.where, f"name {entry.question.name!r} occurs twice")
        known.add(entry.question.name)
    for entry in entries:
        if not entry.question.relevant:
            continue
        try:
            spoken_of = names(parse(entry.question.relevant))
        except PlanError as error:
            complaints.add(entry.where, f"relevant: {error.message}")
            continue
        for name in sorted(spoken_of - known):
            complaints.add(
                entry.where, f"relevant speaks of {name!r}, which is no question{nearest(name, known)}"
            )


def _entries_of_codes(form: FormSheet, complaints: Complaints) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            Question(variable, label_of({"": wording}), "single", label_of({"": wording}), answers),
            variable,
            where=f"sheet {form.sheet.name!r}",
        )
        for variable, (wording, answers) in listed_codes(form, complaints).items()
    )


def _codes_note(form: FormSheet, questions: int) -> Note:
    return Note(
        step="reading",
        text=f"answers of {questions} questions take their labels from the list of codes on sheet "
        f"{form.sheet.name!r}; Don't know, 無回答 and the like were told by their label",
        count=questions,
        level="assumption",
    )
