"""Population targets and case dispositions from their sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from survey.reading.forms import OUTCOMES, FormSheet, nearly_targets
from survey.reading.workbook import Cell, Sheet
from survey.targets import answers_named, parts_of, questions_named, scaled, split
from survey.vocabulary import Codebook, Margin, Note, Targets

TARGETS = "targets"
"""What a note speaks of that concerns a whole sheet of targets; others name their margin."""

FAULTS = 5
"""Faults of one margin that are told at most."""

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass
class Lines:
    """The rows of one margin: figures by category, and where they come from.

    Parameters
    ----------
    counts
        Persons by category, where the rows give them.
    kinds
        Whether the figures are shares, counts, or (which cannot be) some of each.
    places
        Sheet or file, and row, of each line.
    """

    figures: dict[tuple[str, ...], float] = field(default_factory=dict)
    counts: dict[tuple[str, ...], float] = field(default_factory=dict)
    kinds: set[Literal["share", "count"]] = field(default_factory=set)
    source: str = ""
    date: str = ""
    caveat: str = ""
    places: list[tuple[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """Whether the figures are counts, not shares."""
        return self.kinds == {"count"}

    @property
    def where(self) -> str:
        """`sheet 'targets', rows 2 to 15`."""
        (place, first), (_, last) = self.places[0], self.places[-1]
        rows = f"rows {first} to {last}" if first != last else f"row {first}"
        return f"{place}, {rows}"

    @property
    def total(self) -> float | None:
        """Population counted; None where some category has no count."""
        return sum(self.counts.values()) if self.counts.keys() == self.figures.keys() else None


def targets_of(forms: Sequence[FormSheet], codebook: Codebook) -> tuple[Targets, tuple[Note, ...]]:
    """Margins of the population with shares that sum to one, and what was wrong with others.

    Counts become shares; percentages are divided by a hundred. A margin whose
    figures cannot be right is left out with a warning, since tables without
    weights are still worth having.
    """
    margins = lines_of([form for form in forms if form.form == "targets"], codebook)
    found: list[Margin] = []
    notes: list[Note] = []
    for questions, lines in margins.items():
        margin, note = _margin(questions, lines)
        found += [margin] if margin else []
        notes += [note] if note else []
    return Targets(tuple(found)), tuple(notes)


def lines_of(forms: Sequence[FormSheet], codebook: Codebook) -> dict[tuple[str, ...], Lines]:
    """The rows of targets, {questions: their lines}, with what is wrong in single rows."""
    margins: dict[tuple[str, ...], Lines] = {}
    for form in forms:
        _gather(form, codebook, margins)
    return margins


def misspelt_targets(sheets: Sequence[Sheet]) -> tuple[Note, ...]:
    """A warning for each sheet that would be targets, were one of its headers spelt as it must be."""
    notes = []
    for sheet in sheets:
        if fault := nearly_targets(sheet):
            text = f"sheet {sheet.name!r} looks like population targets, but cannot be used: {fault}"
            notes.append(Note(step="reading", text=text, question=TARGETS, level="warning"))
    return tuple(notes)


def _gather(form: FormSheet, codebook: Codebook, margins: dict[tuple[str, ...], Lines]) -> None:
    variable = ""
    for place, row in form.lines():
        variable = form.get(row, "variable") or variable
        questions = questions_named(codebook, split(variable))
        lines = margins.setdefault(questions, Lines())
        lines.places.append((form.place, place))
        lines.source = lines.source or form.get(row, "source")
        lines.date = lines.date or form.get(row, "date")
        lines.caveat = lines.caveat or _caveat(form, row)
        _add(form, place, row, questions, codebook, lines)


def _add(
    form: FormSheet,
    place: int,
    row: Sequence[Cell],
    questions: tuple[str, ...],
    codebook: Codebook,
    lines: Lines,
) -> None:
    """One category with its figure, or what is wrong with it."""
    choice = form.get(row, "choice")
    parts = parts_of(choice, questions)
    share, count = form.get(row, "share"), form.get(row, "count")
    figure = _figure(share or count)
    if len(parts) != len(questions):
        lines.faults.append(f"{form.where(place)} says {choice!r}, not one answer of each question")
        return
    if figure is None or figure < 0:
        found = repr(share or count) if share or count else "nothing"
        wanted = "a share of the population" if figure is None else "a share of zero or more"
        lines.faults.append(f"{form.where(place)} should give {wanted} for {choice!r}, found {found}")
        return
    category = answers_named(codebook, questions, parts)
    if category in lines.figures:
        lines.faults.append(f"{form.where(place)} gives {choice!r} a second time")
    lines.figures[category] = figure
    lines.kinds.add("share" if share else "count")
    if (persons := _figure(count)) is not None:
        lines.counts[category] = persons


def _caveat(form: FormSheet, row: Sequence[Cell]) -> str:
    """What the row's note says, in English where it is given in several languages."""
    notes = form.texts(row, "note")
    return form.get(row, "caveat") or notes.get("en", "") or next(iter(notes.values()), "")


def fault_of(lines: Lines) -> str:
    """What keeps the rows of a margin from being used; empty when nothing does."""
    if lines.faults:
        more = f"; and {len(lines.faults) - FAULTS} more" if len(lines.faults) > FAULTS else ""
        return "; ".join(lines.faults[:FAULTS]) + more
    if len(lines.kinds) > 1:
        return f"{lines.where} give shares in some rows and counts in others"
    _, fault = scaled(lines.figures, counted=lines.counted)
    return f"the shares of {lines.where} {fault}" if fault else ""


def _margin(questions: tuple[str, ...], lines: Lines) -> tuple[Margin | None, Note | None]:
    """The margin; a wrong sum is left to diagnosis, which knows what else is wrong with it."""
    shares, _ = scaled(lines.figures, counted=lines.counted)
    if lines.faults or len(lines.kinds) > 1 or not shares:
        name = " × ".join(questions)
        text = f"the population targets for {name} cannot be used: {fault_of(lines)}"
        return None, Note(step="reading", text=text, question=name, level="warning")
    margin = Margin(questions, shares, lines.source, lines.date, lines.caveat, lines.total, place=lines.where)
    return margin, None


def _figure(words: str) -> float | None:
    """The number written, its per cent sign minded; a lone comma that parts no thousands is decimal."""
    number = words.rstrip("%％").strip()
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(number):
        number = number.replace(",", ".")
    try:
        return float(number) / (100 if words.endswith(("%", "％")) else 1)
    except ValueError:
        return None


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
