"""Population targets and case dispositions from their sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.reading.folding import fold
from survey.reading.forms import OUTCOMES, FormSheet
from survey.reading.plan_names import CROSSED
from survey.vocabulary import Codebook, Margin, Note, Question, Targets

TOLERANCE = 0.015
"""How far the shares of a margin may be from summing to one before they are thought wrong."""


@dataclass
class _Lines:
    """The rows of one margin: figures by category, and where they come from."""

    figures: dict[tuple[str, ...], float] = field(default_factory=dict)
    counted: bool = False
    source: str = ""
    date: str = ""
    repeated: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


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
    found, notes = [], []
    for questions, lines in margins.items():
        margin, note = _margin(questions, lines)
        found += [margin] if margin else []
        notes += [note] if note else []
    return Targets(tuple(found)), tuple(notes)


def _gather(form: FormSheet, codebook: Codebook, margins: dict[tuple[str, ...], _Lines]) -> None:
    variable = ""
    for _, row in form.lines():
        variable = form.get(row, "variable") or variable
        questions = tuple(_question(codebook, name) for name in CROSSED.split(variable))
        choice = form.get(row, "choice")
        parts = tuple(CROSSED.split(choice)) if len(questions) > 1 else (choice,)
        lines = margins.setdefault(questions, _Lines())
        share, count = form.get(row, "share"), form.get(row, "count")
        figure = _figure(share or count)
        if figure is None or len(parts) != len(questions):
            lines.unreadable.append(f"{choice!r}: {share or count!r}")
            continue
        category = tuple(_code(codebook, name, part) for name, part in zip(questions, parts, strict=True))
        if category in lines.figures:
            lines.repeated.append(choice)
        lines.figures[category] = figure
        lines.counted = lines.counted or not share
        lines.source = lines.source or form.get(row, "source")
        lines.date = lines.date or form.get(row, "date")


def _margin(questions: tuple[str, ...], lines: _Lines) -> tuple[Margin | None, Note | None]:
    name = " × ".join(questions)
    total = sum(lines.figures.values())
    scale = total if lines.counted else 100.0 if total > 2 else 1.0
    wrong = ""
    if lines.unreadable:
        wrong = f"these lines cannot be read: {', '.join(lines.unreadable[:5])}"
    elif lines.repeated:
        wrong = f"these categories occur twice: {', '.join(lines.repeated[:5])}"
    elif total <= 0 or any(figure < 0 for figure in lines.figures.values()):
        wrong = "shares must be positive"
    elif abs(total / scale - 1) > TOLERANCE:
        wrong = f"its shares sum to {total / scale:.1%}, not to 100%"
    if wrong:
        text = f"the population targets for {name} cannot be used: {wrong}"
        return None, Note(step="reading", text=text, level="warning")
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
