"""XLSForm's `survey` sheet, row by row, as questions whose columns are still to be found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar, get_args

from survey.reading.choices import YES, Complaints, label_of, with_missing
from survey.reading.folding import fold
from survey.reading.form_filters import first_of, is_beyond
from survey.reading.forms import FormSheet
from survey.reading.lists import separators_in
from survey.reading.workbook import Cell
from survey.vocabulary import Answer, Kind, Label, Question, QuestionRole, Scale

Word = TypeVar("Word", bound=str)

OTHERS = ("other answers", "other")
"""Codes of a list that may take in people's own words, where the type says `or_other`."""
_OTHER = Answer("other", Label({"en": "Other", "ja": "その他"}))
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("select_one", "rank"), "single"),
    "select_multiple": "multiple",
    **dict.fromkeys(("integer", "int", "decimal", "range"), "numeric"),
    **dict.fromkeys(("text", "string", "geopoint", "geotrace", "geoshape", "barcode"), "text"),
    "date": "date",
    "datetime": "date",
}
_FROM_FILE = ("select_one_from_file", "select_multiple_from_file", "select_one_external")
_FILLED_IN: Mapping[str, Kind] = {
    **dict.fromkeys(("calculate", "hidden", "deviceid", "phonenumber", "username", "email"), "text"),
    **dict.fromkeys(("start-geopoint", "xml-external", "csv-external", "simserial", "subscriberid"), "text"),
    **dict.fromkeys(("start", "end", "today"), "date"),
}
"""Types that no respondent answers; exports often come without them."""
_WITHOUT_DATA = (
    *("note", "image", "audio", "video", "file", "acknowledge", "trigger", "audit", "time"),
    "background-audio",
)
_ROLES: Mapping[str, QuestionRole] = {role: role for role in get_args(QuestionRole)}
_SCALES: Mapping[str, Scale] = {scale: scale for scale in get_args(Scale)}


@dataclass(frozen=True)
class Entry:
    """A question as its codebook row describes it, before its columns are looked for.

    Parameters
    ----------
    columns
        Headers as written: one, several, or a range "Q18_1:Q18_10"; `$F` is a column by its letters.
    where
        The row it comes from, for complaints.
    groups
        Names of the groups around it, the outermost first.
    optional
        Whether a file without its column is no misfit.
    unfollowed
        Filters of the question and its groups that our expressions cannot say.
    ranked
        Whether its cells rank the answers, of which the first is taken.
    """

    question: Question
    columns: str
    where: str = ""
    groups: tuple[str, ...] = ()
    optional: bool = False
    unfollowed: tuple[str, ...] = ()
    ranked: bool = False


@dataclass(frozen=True)
class _Group:
    """A group of rows: its name, what leads them in, and whether people fill it in several times."""

    name: str
    label: Label
    relevant: str
    repeated: bool


@dataclass(frozen=True)
class _Line:
    """A row of the form that has data, with the groups around it."""

    place: int
    row: Sequence[Cell]
    kind: str
    list_name: str
    or_other: bool
    groups: tuple[_Group, ...]


@dataclass(frozen=True)
class SurveyForm:
    """The `survey` sheet, with the lists and settings that it speaks of.

    Parameters
    ----------
    missing
        Codes that the settings declare missing in every list.
    """

    form: FormSheet
    lists: Mapping[str, tuple[Answer, ...]]
    language: str
    missing: str
    complaints: Complaints

    def entries(self) -> tuple[Entry, ...]:
        """One entry per row that has data."""
        lines = self._lines()
        grids = _grids(lines)
        return tuple(self._entry(line, grids) for line in lines)

    def _lines(self) -> list[_Line]:
        found, groups = [], list[_Group]()
        for place, row in self.form.lines():
            words = re.sub(r"^(select|begin|end)\s+", r"\1_", self.form.get(row, "type"), flags=re.IGNORECASE)
            kind, *rest = words.split() or [""]
            kind = kind.casefold()
            if kind.startswith("begin_"):
                name, label = self.form.get(row, "name"), self._label(row, "label")
                relevant = self.form.get(row, "relevant")
                groups.append(_Group(name, label, relevant, kind == "begin_repeat"))
            elif kind.startswith("end_"):
                groups = groups[:-1]
            elif kind and kind not in _WITHOUT_DATA and fold(self.form.get(row, "disabled")) not in YES:
                or_other = "or_other" in rest or "or specify other" in " ".join(rest)
                listed = rest[0] if rest and rest[0] != "or_other" else ""
                found.append(_Line(place, row, kind, listed, or_other, tuple(groups)))
        return found

    def _label(self, row: Sequence[Cell], kind: str, default: str = "") -> Label:
        texts = self.form.texts(row, kind) or ({"": default} if default else {})
        return label_of(texts, self.language)

    def _entry(self, line: _Line, grids: Mapping[str, str]) -> Entry:
        form, row, where = self.form, line.row, self.form.where(line.place)
        name = form.get(row, "name")
        if not name:
            self.complaints.add(where, "name is missing")
        kind = self._kind(line, where)
        answers, other = self._answers(line, kind, where)
        scored = kind == "single" and any(answer.score is not None for answer in answers)
        label = self._label(row, "label", name)
        grid = line.groups[-1] if line.groups and grids.get(line.groups[-1].name) == line.list_name else None
        grid = grid if kind == "single" and grid and grid.name else None
        filters = [
            words for words in (*(g.relevant for g in line.groups), form.get(row, "relevant")) if words
        ]
        ranked = line.kind == "rank"
        separators = separators_in(form.get(row, "separator")) or ((" ",) if ranked else ())
        question = Question(
            name=name,
            label=first_of(label) if ranked else label,
            kind="scale" if scored else kind,
            wording=self._wording(row, label, grid.label if grid else Label({})),
            answers=answers,
            role=self._one_of(_ROLES, form.get(row, "role"), "role", where) or "question",
            scale=self._scale(row, kind, scored, where),
            grid=grid.name if grid else None,
            relevant=_together([words for words in filters if not is_beyond(words)]),
            unit=form.get(row, "unit"),
            low=self.complaints.number(form, line.place, row, "low"),
            high=self.complaints.number(form, line.place, row, "high"),
            provenance=self._label(row, "provenance" if form.texts(row, "provenance") else "note"),
            separators=separators,
            other=other,
        )
        return Entry(
            question,
            form.get(row, "column") or name,
            where,
            tuple(group.name for group in line.groups),
            line.kind in _FILLED_IN or any(group.repeated for group in line.groups),
            tuple(filter(is_beyond, filters)),
            ranked,
        )

    def _kind(self, line: _Line, where: str) -> Kind:
        """The kind of question a type makes, with a complaint where it makes none."""
        if line.kind in _FROM_FILE:
            return "multiple" if "multiple" in line.kind else "single"
        known = {**_KINDS, **_FILLED_IN}
        if line.kind not in known:
            close = get_close_matches(line.kind, [*known, *_WITHOUT_DATA], n=1, cutoff=0.5)
            meant = f"; did you mean {close[0]!r}?" if close else ""
            self.complaints.add(
                where,
                f"type {line.kind!r} is not one of select_one, select_multiple, integer, decimal, text, "
                f"date{meant}",
            )
        return known.get(line.kind, "text")

    def _answers(self, line: _Line, kind: Kind, where: str) -> tuple[tuple[Answer, ...], str]:
        """The answers of a row and the code of those that take in people's own words.

        A choice without a list takes its answers from the cells; of a number's
        list only the reasons for giving none are its answers.
        """
        chosen = kind in ("single", "multiple")
        if chosen and line.list_name not in self.lists and line.list_name and line.kind not in _FROM_FILE:
            close = get_close_matches(line.list_name, list(self.lists), n=1, cutoff=0.5)
            meant = f"; did you mean {close[0]!r}?" if close else ""
            self.complaints.add(where, f"there is no list {line.list_name!r} among the choices{meant}")
        name = line.list_name if chosen or line.list_name in self.lists else self.form.get(line.row, "name")
        answers = self.lists.get(name, ())
        if kind == "numeric":
            answers = tuple(answer for answer in answers if answer.role != "substantive")
        elif not chosen:
            answers = ()
        declared = self.form.get(line.row, "missing") or (self.missing if chosen else "")
        answers = with_missing(answers, declared, where, self.complaints)
        if not (chosen and line.or_other):
            return answers, ""
        codes = {fold(answer.code): answer.code for answer in answers}
        other = next((codes[code] for code in OTHERS if code in codes), "")
        return (answers, other) if other else ((*answers, _OTHER), _OTHER.code)

    def _wording(self, row: Sequence[Cell], label: Label, lead: Label) -> Label:
        """The row's wording, or its label; an item of a grid is led in by the grid's words."""
        wording = self._label(row, "wording")
        if wording.texts:
            return wording
        if not lead.texts:
            return label
        return Label({key: f"{words} — {label.to(key)}" for key, words in lead.texts.items()})

    def _scale(self, row: Sequence[Cell], kind: Kind, scored: bool, where: str) -> Scale:
        default: Scale = "numeric" if kind == "numeric" else "ordinal" if scored else "nominal"
        return self._one_of(_SCALES, self.form.get(row, "scale"), "scale", where) or default

    def _one_of(self, known: Mapping[str, Word], words: str, column: str, where: str) -> Word | None:
        found = known.get(words.casefold())
        if words and found is None:
            self.complaints.add(where, f"{column} {words!r} is not one of {', '.join(known)}")
        return found


def _grids(lines: Sequence[_Line]) -> dict[str, str]:
    """Groups whose choices all have one list, two or more of them, {group: list}; others are sections."""
    lists: dict[str, list[str]] = {}
    for line in lines:
        if line.groups and line.kind == "select_one":
            lists.setdefault(line.groups[-1].name, []).append(line.list_name)
    return {name: found[0] for name, found in lists.items() if len(found) > 1 and len(set(found)) == 1}


def _together(conditions: Sequence[str]) -> str:
    """Conditions that must all hold, as one; those of the groups around a question come first."""
    return conditions[0] if len(conditions) == 1 else " and ".join(f"({words})" for words in conditions)
