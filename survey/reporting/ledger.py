"""The paper trail sorted: rows removed, values changed, values set aside, flags, assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from survey.language import Language
from survey.language.told import told
from survey.vocabulary import Note, Report

REMOVAL_RULES = "C6"
FLAG_RULES = "C5"
BALANCE_RULE = "C690"
SET_ASIDE_RULE = "C190"
READING, CLEANING = "reading", "cleaning"
NOT_REPAIRS = ("C302", "C402")
"""Rules that fill in or derive, and so put nothing right."""


@dataclass(frozen=True)
class Ledger:
    """All notes of a report, each in one place.

    Parameters
    ----------
    raw_rows, kept
        Rows of the data sheet, and respondents after cleaning.
    reading
        What was left out or assumed before there were any rows.
    changes, derived
        Values put right; values filled in, derived or weighted.
    """

    raw_rows: int
    kept: int
    removals: tuple[Note, ...]
    reading: tuple[Note, ...]
    changes: tuple[Note, ...]
    derived: tuple[Note, ...]
    set_aside: tuple[Note, ...]
    flags: tuple[Note, ...]
    assumptions: tuple[Note, ...]

    @property
    def unaccounted(self) -> int:
        """Rows that neither stayed nor were removed for a reason; anything but 0 is a fault."""
        return self.raw_rows - self.kept - sum(note.count for note in self.removals)


def is_repair(note: Note) -> bool:
    """Whether a note tells of cells put right, not of respondents removed or questions made."""
    other = note.rule in NOT_REPAIRS or note.rule.startswith(REMOVAL_RULES)
    return note.step == CLEANING and note.level == "change" and not other


def reason_of(removal: Note) -> str:
    """Why rows were removed, in the plan's words."""
    return removal.before or removal.text


def told_of(report: Report, text: str, language: Language) -> str:
    """A note's text in the language, the plan's reasons in the plan's words."""
    clean = report.plan.clean
    for reason in [*(line.reason for line in clean.remove), *(line.reason for line in clean.flag)]:
        english, own = reason.to("en"), reason.to(language)
        if text == english:
            return own
        text = text.replace(f": {english} (", f": {own} (")
    for reversal in clean.reverse:
        if reversal.reason.said:
            text = _ending(text, *(f": {reversal.reason.to(each)}" for each in ("en", language)))
    return told(text, language)


def _ending(text: str, end: str, instead: str) -> str:
    """The text with another end where it has this one."""
    return text.removesuffix(end) + instead if text.endswith(end) else text


def ledger_of(report: Report) -> Ledger:
    """The report's notes by what they did."""
    log = tuple(note for note in report.survey.log if note.rule != BALANCE_RULE)
    removals = tuple(n for n in log if n.rule.startswith(REMOVAL_RULES) and n.level == "change")
    aside = tuple(n for n in log if n.rule == SET_ASIDE_RULE)
    reading = tuple(n for n in log if n.step == READING)
    rest = tuple(n for n in log if n not in (*removals, *aside))
    made = tuple(n for n in rest if n.level == "change" and n.step != READING)
    return Ledger(
        raw_rows=report.summary.raw_rows,
        kept=report.summary.respondents,
        removals=removals,
        reading=tuple(n for n in reading if n.level != "warning"),
        changes=tuple(n for n in made if is_repair(n)),
        derived=tuple(n for n in made if not is_repair(n)),
        set_aside=aside,
        flags=tuple(n for n in rest if n.level == "warning"),
        assumptions=tuple(n for n in rest if n.level == "assumption" and n.step != READING),
    )


@dataclass(frozen=True)
class Person:
    """A row of the data sheet that was flagged or removed, and why."""

    row: int
    removed: bool
    reasons: tuple[str, ...]


def people_of(report: Report, language: Language) -> tuple[Person, ...]:
    """Who was flagged or removed, by row of the data sheet; a row that was removed is told once, as such."""
    removed: dict[int, list[str]] = {}
    flagged: dict[int, list[str]] = {}
    for note in report.survey.log:
        if note.step != CLEANING or note.rule == BALANCE_RULE:
            continue
        if note.rule.startswith(REMOVAL_RULES) and note.level == "change":
            reasons, reason = removed, f"{note.rule} {told_of(report, reason_of(note), language)}"
        elif note.rule.startswith(FLAG_RULES):
            reasons, reason = flagged, note.rule + (f" {note.question}" if note.question else "")
        else:
            continue
        for row in note.rows:
            reasons.setdefault(row, []).append(reason)
    return tuple(
        Person(row, row in removed, tuple(dict.fromkeys(removed.get(row) or flagged[row])))
        for row in sorted({*removed, *flagged})
    )
