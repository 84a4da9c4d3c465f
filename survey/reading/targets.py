"""Population targets and case dispositions from their sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.reading.folding import fold
from survey.reading.forms import OUTCOMES, FormSheet, nearly_targets
from survey.reading.workbook import Sheet
from survey.vocabulary import Codebook, Margin, Note, Question, Targets

CROSSED = re.compile(r"\s*[×✕*]\s*|\s+[xX]\s+")
"""What stands between the questions of a crossed margin."""
TOLERANCE = 0.015
"""How far the shares of a margin may be from summing to one before they are thought wrong."""

TARGETS = "targets"
"""What a note speaks of that concerns a whole sheet of targets; others name their margin."""


@dataclass
class _Lines:
    """The rows of one margin: figures by category, and where they come from."""

    figures: dict[tuple[str, ...], float] = field(default_factory=dict)
    counted: bool = False
    source: str = ""
    date: str = ""
    places: list[tuple[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """`sheet 'targets', rows 2 to 15`."""
        (sheet, first), (_, last) = self.places[0], self.places[-1]
        rows = f"rows {first} to {last}" if first != last else f"row {first}"
        return f"sheet {sheet!r}, {rows}"


def targets_of(forms: Sequence[FormSheet], codebook: Codebook) -> tuple[Targets, tuple[Note, ...]]:
    """Margins of the population with shares that sum to one, and what was wrong with others.

    Counts become shares; percentages are divided by a hundred. A margin whose
    figures cannot be right is left out with a warning, since tables without
    weights are still worth having.
    """
    margins: dict[tuple[str, ...], _Lines] = {}
    for form in forms:
        if form.form == "targets":
            _gather(form, codebook, margins)
    found: list[Margin] = []
    notes: list[Note] = []
    for questions, lines in margins.items():
        margin, note = _margin(questions, lines)
        found += [margin] if margin else []
        notes += [note] if note else []
    return Targets(tuple(found)), tuple(notes)


def misspelt_targets(sheets: Sequence[Sheet]) -> tuple[Note, ...]:
    """A warning for each sheet that would be targets, were one of its headers spelt as it must be."""
    notes = []
    for sheet in sheets:
        if fault := nearly_targets(sheet):
            text = f"sheet {sheet.name!r} looks like population targets, but cannot be used: {fault}"
            notes.append(Note(step="reading", text=text, question=TARGETS, level="warning"))
    return tuple(notes)


def _gather(form: FormSheet, codebook: Codebook, margins: dict[tuple[str, ...], _Lines]) -> None:
    variable = ""
    for place, row in form.lines():
        variable = form.get(row, "variable") or variable
        questions = tuple(_question(codebook, name) for name in CROSSED.split(variable))
        choice = form.get(row, "choice")
        parts = tuple(CROSSED.split(choice)) if len(questions) > 1 else (choice,)
        lines = margins.setdefault(questions, _Lines())
        lines.places.append((form.sheet.name, place))
        share, count = form.get(row, "share"), form.get(row, "count")
        figure = _figure(share or count)
        if len(parts) != len(questions):
            lines.faults.append(f"{form.where(place)} says {choice!r}, not one answer of each question")
            continue
        if figure is None or figure < 0:
            found = repr(share or count) if share or count else "nothing"
            wanted = "a share of the population" if figure is None else "a share of zero or more"
            lines.faults.append(f"{form.where(place)} should give {wanted} for {choice!r}, found {found}")
            continue
        category = tuple(_code(codebook, name, part) for name, part in zip(questions, parts, strict=True))
        if category in lines.figures:
            lines.faults.append(f"{form.where(place)} gives {choice!r} a second time")
        lines.figures[category] = figure
        lines.counted = lines.counted or not share
        lines.source = lines.source or form.get(row, "source")
        lines.date = lines.date or form.get(row, "date")


def _margin(questions: tuple[str, ...], lines: _Lines) -> tuple[Margin | None, Note | None]:
    name = " × ".join(questions)
    total = sum(lines.figures.values())
    scale = total if lines.counted else 100.0 if total > 2 else 1.0
    wrong = "; ".join(lines.faults[:5])
    if not wrong and total <= 0:
        wrong = f"{lines.where} give shares that sum to nothing"
    elif not wrong and abs(total / scale - 1) > TOLERANCE:
        wrong = f"the shares of {lines.where} sum to {total / scale:.1%}, not to 100%"
    if wrong:
        text = f"the population targets for {name} cannot be used: {wrong}"
        return None, Note(step="reading", text=text, question=name, level="warning")
    shares = {category: figure / total for category, figure in lines.figures.items()}
    return Margin(questions, shares, lines.source, lines.date), None


def _figure(words: str) -> float | None:
    try:
        return float(words.rstrip("%％").replace(",", "")) / (100 if words.endswith(("%", "％")) else 1)
    except ValueError:
        return None


def _question(codebook: Codebook, name: str) -> str:
    """The question's name for a name, header or label written in the targets."""
    name = name.strip()
    if name in codebook:
        return name
    for question in codebook:
        known = (question.name, *question.columns, *question.label.texts.values())
        if fold(name) in map(fold, known):
            return question.name
    return name


def _code(codebook: Codebook, name: str, words: str) -> str:
    """The answer's code for a code or label written in the targets."""
    words = words.strip()
    if name not in codebook:
        return words
    question: Question = codebook[name]
    if words in question.codes():
        return words
    for answer in question.answers:
        known = (answer.code, *answer.values, *answer.label.texts.values())
        if fold(words) in map(fold, known):
            return answer.code
    return words


def dispositions_of(forms: Sequence[FormSheet]) -> Mapping[str, int]:
    """Outcome of every sampled case, {AAPOR code: count}; empty when no sheet tells."""
    found: dict[str, int] = {}
    for form in forms:
        if form.form != "dispositions":
            continue
        for _, row in form.lines():
            code = form.get(row, "disposition").upper()
            count = _figure(form.get(row, "count"))
            if code in OUTCOMES and count is not None:
                code = "ineligible" if code in ("INELIGIBLE", "NE") else code
                found[code] = found.get(code, 0) + int(count)
    return found
