"""Codebook sheets to questions: XLSForm's `survey` and `choices`, or a plain list of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from survey.errors import PlanError
from survey.expressions import names, parse
from survey.reading.choices import Complaints, label_of, listed_codes, lists_of
from survey.reading.folding import counted
from survey.reading.form_filters import names_in
from survey.reading.forms import FormSheet, language_of
from survey.reading.lists import entries_in
from survey.reading.orders import in_order, is_scale
from survey.reading.profiles import NOTHING
from survey.reading.survey_form import Entry, SurveyForm
from survey.vocabulary import Answer, Note, Question, Scale

__all__ = ["Described", "Entry", "described_by", "listing", "nearest", "shortlist"]

LISTED = 15
"""Names that a hint lists at most."""


@dataclass(frozen=True)
class Described:
    """What codebook sheets describe, in their order.

    Parameters
    ----------
    complaints
        What is wrong in their rows, each with its row.
    blank
        Texts that mean an empty cell; None where the settings name none.
    full
        Whether columns without a row are left out, as a `survey` sheet says.
    listed
        Whether it is a list of codes, whose variables may stand for several columns.
    """

    entries: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    complaints: tuple[str, ...] = ()
    blank: frozenset[str] | None = None
    full: bool = False
    listed: bool = False


def described_by(forms: Sequence[FormSheet]) -> Described:
    """The questions that sheets describe; of two sheets of one form the first is followed."""
    by_form = {form.form: form for form in reversed(forms)}
    complaints = Complaints()
    if "survey" in by_form:
        settings = _settings(by_form.get("settings"))
        language = language_of(settings.get("default_language", ""))
        lists = lists_of(by_form.get("choices"), language, complaints)
        form = SurveyForm(by_form["survey"], lists, language, settings.get("missing", ""), complaints)
        entries = form.entries()
        _check(entries, complaints)
        blank = settings.get("blank", "")
        nothing = frozenset(entries_in(blank)) if blank else None
        return Described(entries, tuple(_form_notes(entries)), tuple(complaints.lines), nothing, full=True)
    if "codes" in by_form:
        entries = _entries_of_codes(by_form["codes"], complaints, names_of(by_form.get("names")))
        notes = (_codes_note(by_form["codes"], len(entries)),)
        return Described(entries, notes, tuple(complaints.lines), frozenset(NOTHING), listed=True)
    return Described()


def names_of(form: FormSheet | None) -> dict[str, str]:
    """What each variable is about, by a sheet that names them, {variable: words}."""
    rows = [row for _, row in form.lines()] if form else []
    return {form.get(row, "variable"): form.get(row, "question") for row in rows if form}


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


def _check(entries: Sequence[Entry], complaints: Complaints) -> None:
    """Complain of names that occur twice, and of filters that cannot be followed."""
    known: set[str] = set()
    for entry in entries:
        if entry.question.name in known:
            complaints.add(entry.where, f"name {entry.question.name!r} occurs twice")
        known.add(entry.question.name)
    for entry in entries:
        spoken_of = {name for words in entry.unfollowed for name in names_in(words)}
        try:
            if entry.question.relevant:
                spoken_of |= names(parse(entry.question.relevant))
        except PlanError as error:
            complaints.add(entry.where, f"relevant: {error.message}")
        for name in sorted(spoken_of - known):
            complaints.add(
                entry.where, f"relevant speaks of {name!r}, which is no question{nearest(name, known)}"
            )


def _form_notes(entries: Sequence[Entry]) -> Iterator[Note]:
    """What of a form is not taken as it stands: filters beyond our expressions, a warning each; rankings."""
    for entry in entries:
        for words in entry.unfollowed:
            name = entry.question.name
            text = (
                f"{name}: its filter `{words}` ({entry.where}) says more than is followed here; who left the "
                "question empty counts as blank, whether asked or not"
            )
            yield Note("reading", text, question=name, level="warning")
    ranked = [entry.question.name for entry in entries if entry.ranked]
    if ranked:
        text = f"of {counted(len(ranked), 'ranking')} the answer ranked first is counted: {', '.join(ranked)}"
        yield Note("reading", text, count=len(ranked), level="assumption")


def _entries_of_codes(form: FormSheet, complaints: Complaints, names: Mapping[str, str]) -> tuple[Entry, ...]:
    entries = []
    for variable, (wording, answers) in listed_codes(form, complaints).items():
        words = label_of({"": names.get(variable) or wording})
        scale: Scale = "ordinal" if _are_steps(answers) else "nominal"
        question = Question(variable, words, "single", words, answers, scale=scale)
        entries.append(Entry(question, variable, where=f"sheet {form.sheet.name!r}"))
    return tuple(entries)


def _are_steps(answers: Sequence[Answer]) -> bool:
    """Whether answers are the steps of a scale, listed from one end to the other."""
    labels = [answer.label.to("en") for answer in answers if answer.role == "substantive"]
    if len(labels) < 3 or len(set(labels)) < len(labels):
        return False
    ordered, order = in_order(labels)
    return is_scale(order) and labels in (ordered, ordered[::-1])


def _codes_note(form: FormSheet, questions: int) -> Note:
    return Note(
        step="reading",
        text=f"answers of {questions} questions take their labels from the list of codes on sheet "
        f"{form.sheet.name!r}; Don't know, 無回答 and the like were told by their label",
        count=questions,
        level="assumption",
    )
