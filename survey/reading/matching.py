"""Which columns of the data hold which question of the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from survey.errors import CodebookError
from survey.reading.codebook import listing
from survey.reading.coding import are_mentions, exact_answers
from survey.reading.folding import counted, fold
from survey.reading.headers import Heading
from survey.reading.hidden import Padded
from survey.reading.survey_form import Entry
from survey.reading.truths import TRUTHS
from survey.reading.workbook import letters, text
from survey.vocabulary import Column, Note, Question

_LETTERS = re.compile(r"\$?[A-Z]{1,3}")
SHOWN = 4
"""Answers and cells that a complaint shows."""
_BETWEEN_NAME_AND_CODE = ("/", "_", ".", "-", "")


@dataclass(frozen=True)
class Match:
    """A codebook entry and the columns it was found under, in the order of the sheet.

    Parameters
    ----------
    ticks
        For a block of columns: the answer each column stands for, (columns,).
    """

    entry: Entry
    headings: tuple[Heading, ...]
    ticks: tuple[str, ...] = ()


def match_columns(
    entries: Sequence[Entry],
    headings: Sequence[Heading],
    *,
    name: str,
    cells: Mapping[int, Column] | None = None,
    complaints: Sequence[str] = (),
) -> tuple[tuple[Match, ...], tuple[Heading, ...]]:
    """The columns of every entry, and the columns no entry asks for.

    Parameters
    ----------
    name
        The file, as a complaint shall call it.
    cells
        {place: distinct cells}; a question none of whose answers is in its cells is a misfit then.
    complaints
        What is wrong with the rows themselves, each beginning with its row; told together with the rest.

    Raises
    ------
    CodebookError
        Questions whose columns are not there, or hold other things, all of them, each with the
        nearest header or cell.
    """
    finder = _Finder(headings)
    matches: list[Match] = []
    misfits = list(complaints)
    for entry in entries:
        where = entry.where or entry.question.name
        try:
            match = _match(entry, finder)
        except LookupError as error:
            if not any(line.startswith(f"{where}:") for line in complaints):
                misfits.append(f"{where}: {error.args[0]}")
            continue
        matches.append(match)
        if cells is not None and (strange := no_ticks(match, cells) or _strange(match, cells)):
            misfits.append(f"{where}: {strange}")
    if misfits:
        raise CodebookError(
            listing(f"{name}: the codebook does not fit", misfits),
            hint="mend these rows of the codebook, or the headers and cells of the data",
        )
    taken = {heading.position for match in matches for heading in match.headings}
    return tuple(matches), tuple(heading for heading in headings if heading.position not in taken)


def without_absent(
    entries: Sequence[Entry], headings: Sequence[Heading]
) -> tuple[tuple[Entry, ...], tuple[Note, ...]]:
    """The entries without those that a file may lack and lacks, and a note that names them."""
    finder = _Finder(headings)
    lacking = [entry for entry in entries if entry.optional and not finder.columns(entry)]
    if not lacking:
        return tuple(entries), ()
    names = ", ".join(entry.question.name for entry in lacking)
    words = (
        f"{counted(len(lacking), 'question')} that the form fills in or repeats are not in the data: {names}"
    )
    note = Note(step="reading", text=words, count=len(lacking), level="assumption")
    return tuple(entry for entry in entries if entry not in lacking), (note,)


def columns_of(entry: Entry, headings: Sequence[Heading]) -> Match | None:
    """The columns an entry names; None where it names none, or not as many as it has answers."""
    try:
        match = _match(entry, _Finder(headings))
    except LookupError:
        return None
    return match if match.ticks or len(match.headings) == 1 else None


def _match(entry: Entry, finder: _Finder) -> Match:
    """The columns of an entry.

    Raises
    ------
    LookupError
        There are none, or they are not its answers'.
    """
    found = finder.columns(entry)
    if not found:
        raise LookupError(_absent(entry, finder))
    return Match(entry, found, _ticks(entry, found) if len(found) > 1 else ())


def _strange(match: Match, cells: Mapping[int, Column]) -> str:
    """What is odd where not one cell of a choice says any of its answers; empty where all is well."""
    question, place = match.entry.question, match.headings[0].position
    ranked = bool(question.separators)
    if len(match.headings) > 1 or question.kind not in ("single", "scale") or question.other or ranked:
        return ""
    held = cells[place].levels
    said = [words for cell in held if (words := text(cell)).strip()]
    said += [cell.shown() for cell in held if isinstance(cell, Padded)]
    known = {_loosely(words): words for words in exact_answers(question)}
    if not known or not said or any(_loosely(words) in known for words in said):
        return ""
    if TRUTHS & known.keys() and TRUTHS & {_loosely(words) for words in said}:
        return ""
    near = get_close_matches(_loosely(said[0]), list(known), n=1, cutoff=0.6)
    meant = f"; the nearest answer to {said[0]!r} is {known[near[0]]!r}" if near else ""
    return (
        f"{question.name}: none of its answers ({_shown(known.values())}) stands in column "
        f"{letters(place)} {match.headings[0].header!r}, which holds {_shown(said)}{meant}"
    )


def _loosely(words: str) -> str:
    """A cell or an answer with all that cleaning may mend made equal."""
    return re.sub(r"[\W_]+", "", fold(words)) or fold(words)


def _shown(words: Iterable[str]) -> str:
    found = list(words)
    return ", ".join(repr(each[:40]) for each in found[:SHOWN]) + (", …" if len(found) > SHOWN else "")


def _absent(entry: Entry, finder: _Finder) -> str:
    close = get_close_matches(fold(entry.columns), finder.names, n=1, cutoff=0.5)
    hint = f"; the nearest header is {finder.names[close[0]]!r}" if close else ""
    return f"{entry.question.name}: the data has no column {entry.columns!r}{hint}"


class _Finder:
    """Columns by their headers: exactly as written first, then with width, case and spaces made equal."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.headings = headings
        self.exact: dict[str, list[Heading]] = {}
        self.folded: dict[str, list[Heading]] = {}
        self.names: dict[str, str] = {}
        for heading in headings:
            for name in dict.fromkeys(
                filter(None, (heading.code, heading.path[-1], heading.header, *heading.path))
            ):
                self.exact.setdefault(name, []).append(heading)
                self.folded.setdefault(fold(name), []).append(heading)
                self.names.setdefault(fold(name), name)

    def columns(self, entry: Entry) -> tuple[Heading, ...]:
        """The columns of an entry; empty when there are none.

        Platforms put the names of groups before a question's: `about/age` is found too.
        """
        outer = [name for name in entry.groups if name]
        names = ["/".join([*outer[place:], entry.columns]) for place in range(len(outer), -1, -1)]
        for name in dict.fromkeys((entry.columns, *names)):
            if found := self._columns(entry, name):
                return found
        return ()

    def _columns(self, entry: Entry, name: str) -> tuple[Heading, ...]:
        block = entry.question.kind == "multiple"
        found = self._named(name, block) or self._range(name)
        if not found and block:
            found = self._listed(name) or self._by_code(entry, name)
        return found or self._address(name)

    def _named(self, name: str, block: bool) -> tuple[Heading, ...]:
        found = self.exact.get(name) or self.folded.get(fold(name)) or []
        own = [heading for heading in found if fold(name) in (fold(heading.path[-1]), fold(heading.code))]
        if len(own) == 1 or (own and not block):
            return (own[0],)
        return tuple(found) if block or len(found) == 1 else ()

    def _range(self, columns: str) -> tuple[Heading, ...]:
        first, colon, last = (part.strip() for part in columns.partition(":"))
        ends = self._one(first), self._one(last)
        if not colon or ends[0] is None or ends[1] is None:
            return ()
        return tuple(h for h in self.headings if ends[0].position <= h.position <= ends[1].position)

    def _listed(self, columns: str) -> tuple[Heading, ...]:
        """Headers one after another; a header may hold a comma where semicolons part them."""
        for between in (r";", r"[;；]", r"[;,；、]"):
            parts = [part.strip() for part in re.split(between, columns) if part.strip()]
            found = [self._one(part) for part in parts]
            if len(parts) > 1 and all(found):
                return tuple(heading for heading in found if heading)
        return ()

    def _by_code(self, entry: Entry, name: str) -> tuple[Heading, ...]:
        """Columns called `name/code` or `name_code`, as survey platforms call a block of ticks."""
        codes = entry.question.codes()
        for between in _BETWEEN_NAME_AND_CODE:
            found = [self._one(f"{name}{between}{code}") for code in codes]
            held = tuple(heading for heading in found if heading)
            if len(held) > 1 and len(held) >= len(entry.question.codes("substantive")) / 2:
                return held
        return ()

    def _one(self, name: str) -> Heading | None:
        found = self._named(name, block=False) or self._address(name)
        return found[0] if found else None

    def _address(self, name: str) -> tuple[Heading, ...]:
        if not _LETTERS.fullmatch(name):
            return ()
        wanted = name.removeprefix("$")
        return tuple(heading for heading in self.headings if letters(heading.position) == wanted)


def _ticks(entry: Entry, headings: Sequence[Heading]) -> tuple[str, ...]:
    """The answer code each column of a block stands for: by header, else by order.

    Columns that are listed one by one, as many as there are answers, are in the answers' order.
    None where they are neither named after the answers nor as many as they are.
    """
    question = entry.question
    if ";" in entry.columns and len(question.answers) == len(headings):
        return question.codes()
    by_header = [_answer_in(question, heading) for heading in headings]
    if all(by_header) and len(set(by_header)) == len(by_header):
        return tuple(code for code in by_header if code)
    for codes in (
        question.codes(),
        question.codes("substantive", "dont_know"),
        question.codes("substantive"),
    ):
        if len(codes) == len(headings):
            return codes
    return ()


def no_ticks(match: Match, cells: Mapping[int, Column]) -> str:
    """Why columns are no block of ticks, nor of answers one after another; empty where they are one."""
    question, headings = match.entry.question, match.headings
    columns = [cells[heading.position] for heading in headings]
    if len(headings) == 1 or match.ticks or are_mentions(question, columns):
        return ""
    return (
        f"{question.name}: {len(headings)} columns ({headings[0].header!r} to {headings[-1].header!r}) "
        f"for {len(question.answers)} answers"
    )


def _answer_in(question: Question, heading: Heading) -> str | None:
    """The answer a column is named after: its code, its label, or a header that ends in the code."""
    for name in filter(None, (fold(heading.code), fold(heading.path[-1]))):
        for answer in question.answers:
            if name in {fold(answer.code), *map(fold, answer.label.texts.values())}:
                return answer.code
        for answer in sorted(question.answers, key=lambda answer: -len(answer.code)):
            if any(name.endswith(mark + fold(answer.code)) for mark in _BETWEEN_NAME_AND_CODE if mark):
                return answer.code
    return None
