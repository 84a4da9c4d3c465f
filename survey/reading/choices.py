"""Answers as codebook sheets list them: XLSForm's `choices`, a list of codes, declared missing codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.reading.folding import fold
from survey.reading.forms import FormSheet
from survey.reading.lists import entries_in
from survey.reading.missing import as_they_stand, declared_role, role_of
from survey.reading.workbook import Cell, text
from survey.vocabulary import Answer, AnswerRole, Label

LISTED = re.compile(r"[;；]")
"""What stands between several entries of one codebook cell."""

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
YES = ("yes", "true", "1", "x", "はい", "○")
"""What says yes in a cell of a form, folded."""
_REASONS: Mapping[AnswerRole, tuple[str, str]] = {
    "dont_know": ("Don't know", "わからない"),
    "refused": ("Refused", "回答拒否"),
    "no_answer": ("No answer", "無回答"),
    "not_asked": ("Not asked", "非該当"),
}
_KNOWN_REASONS = "dont_know, refused, no_answer or not_asked"


@dataclass
class Complaints:
    """What is wrong with a codebook, gathered row by row before anything is said."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        """Complain of one row."""
        self.lines.append(f"{where}: {what}")

    def number(self, form: FormSheet, place: int, row: Sequence[Cell], column: str) -> float | None:
        """A cell as a number; None when it is blank, with a complaint when it is no number."""
        words = form.get(row, column)
        try:
            return float(words) if words else None
        except ValueError:
            self.add(form.where(place), f"{column} is {words!r}, not a number")
            return None


def label_of(texts: Mapping[str, str], language: str = "") -> Label:
    """A label whose unnamed text takes the form's language, or the one its script tells."""
    named = {key: words for key, words in texts.items() if key}
    if words := texts.get(""):
        alone = not named and not language
        named.setdefault("" if alone else language or ("ja" if _JAPANESE.search(words) else "en"), words)
    return Label(named)


def lists_of(form: FormSheet | None, language: str, complaints: Complaints) -> dict[str, tuple[Answer, ...]]:
    """Answers of each list in questionnaire order, {list name: answers}."""
    lists: dict[str, list[Answer]] = {}
    if form is None:
        return {}
    for place, row in form.lines():
        list_name, code = form.get(row, "list_name"), form.get(row, "name")
        if not list_name and not code:
            continue
        if not list_name or not code:
            complaints.add(form.where(place), "list_name and name are both needed")
        elif any(answer.code == code for answer in lists.get(list_name, [])):
            complaints.add(form.where(place), f"list {list_name!r} has code {code!r} twice")
        else:
            lists.setdefault(list_name, []).append(_answer(form, place, row, language, complaints))
    declared = form is not None and "missing" in form.columns
    return {name: tuple(said) if declared else as_they_stand(said) for name, said in lists.items()}


def _answer(
    form: FormSheet, place: int, row: Sequence[Cell], language: str, complaints: Complaints
) -> Answer:
    code = form.get(row, "name")
    label = label_of(form.texts(row, "label") or {"": code}, language)
    declared = form.get(row, "missing")
    role = declared_role(declared, label.to("en")) if "missing" in form.columns else role_of(label.to("en"))
    if role is None:
        complaints.add(
            form.where(place), f"missing is {declared!r}; it can be yes, {_KNOWN_REASONS}, or blank"
        )
    return Answer(
        code=code,
        label=label,
        role=role or "substantive",
        score=complaints.number(form, place, row, "score"),
        exclusive=fold(form.get(row, "exclusive")) in YES,
        values=entries_in(form.get(row, "value")),
    )


def with_missing(
    answers: Sequence[Answer], declared: str, where: str, complaints: Complaints
) -> tuple[Answer, ...]:
    """The answers with the codes declared missing: "-1;NA", or with reasons "98=dont_know;99=refused"."""
    found = {answer.code: answer for answer in answers}
    for part in filter(None, (part.strip() for part in LISTED.split(declared))):
        code, _, reason = (piece.strip() for piece in part.partition("="))
        answer = found.get(code)
        words = answer.label.to("en") if answer else code
        role = declared_role(reason, words) if reason else role_of(words)
        if role is None:
            complaints.add(where, f"missing says {part!r}; the reason can be {_KNOWN_REASONS}")
        kept: AnswerRole = role if role and role != "substantive" else "no_answer"
        if answer is None:
            english, japanese = _REASONS[kept]
            label = Label({"en": f"{english} ({code})", "ja": f"{japanese}({code})"})
            found[code] = Answer(code, label, kept)
        elif answer.role == "substantive":
            found[code] = replace(answer, role=kept)
    return tuple(found.values())


def listed_codes(form: FormSheet, complaints: Complaints) -> dict[str, tuple[str, tuple[Answer, ...]]]:
    """A plain list of codes, {variable: (wording, answers)}; a blank variable repeats the one above."""
    answers: dict[str, dict[str, Answer]] = {}
    wordings: dict[str, str] = {}
    variable = ""
    for place, row in form.lines():
        variable = form.get(row, "variable") or variable
        code = form.get(row, "code")
        for number, column in form.wide.items():
            if label := text(row[column]).strip():
                answers.setdefault(variable, {})[number] = Answer(
                    number, label_of({"": label}), role_of(label)
                )
        if words := form.get(row, "question"):
            wordings.setdefault(variable, words)
        if not code:
            continue
        known = answers.setdefault(variable, {})
        if code in known:
            complaints.add(form.where(place), f"{variable} has code {code!r} twice")
        label = next(iter(form.texts(row, "label").values()), "") or form.get(row, "label") or code
        known[code] = Answer(code, label_of({"": label}), role_of(label))
    return {
        variable: (wordings.get(variable, variable), as_they_stand(tuple(known.values())))
        for variable, known in answers.items()
    }
