"""Which columns of the data hold which question of the codebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from survey.errors import CodebookError
from survey.reading.codebook import Entry, listing
from survey.reading.folding import counted, fold
from survey.reading.headers import Heading
from survey.reading.workbook import letters
from survey.vocabulary import Question

_LETTERS = re.compile(r"[A-Z]{1,3}")
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
    entries: Sequence[Entry], headings: Sequence[Heading], *, where: str
) -> tuple[tuple[Match, ...], tuple[Heading, ...]]:
    """The columns of every entry, and the columns no entry asks for.

    Raises
    ------
    CodebookError
        Questions whose columns are not there, all of them, each with the nearest header.
    """
    finder = _Finder(headings)
    matches, misfits = [], []
    for entry in entries:
        found = finder.columns(entry)
        if not found:
            misfits.append(f"{entry.where or entry.question.name}: {_absent(entry, finder)}")
            continue
        try:
            matches.append(Match(entry, found, _ticks(entry.question, found) if len(found) > 1 else ()))
        except LookupError as error:
            misfits.append(f"{entry.where or entry.question.name}: {error.args[0]}")
    if misfits:
        raise CodebookError(
            listing(
                f"{where}: {counted(len(misfits), 'question')} of the codebook not found in the data", misfits
            ),
            hint="mend `column` in the codebook's survey sheet, or the header in the data",
        )
    taken = {heading.position for match in matches for heading in match.headings}
    return tuple(matches), tuple(heading for heading in headings if heading.position not in taken)


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
            for name in dict.fromkeys((heading.path[-1], heading.header, *heading.path)):
                self.exact.setdefault(name, []).append(heading)
                self.folded.setdefault(fold(name), []).append(heading)
                self.names.setdefault(fold(name), name)

    def columns(self, entry: Entry) -> tuple[Heading, ...]:
        """The columns of an entry; empty when there are none."""
        block = entry.question.kind == "multiple"
        found = self._named(entry.columns, block) or self._range(entry.columns)
        if not found and block:
            found = self._listed(entry.columns) or self._by_code(entry)
        return found or self._address(entry.columns)

    def _named(self, name: str, block: bool) -> tuple[Heading, ...]:
        found = self.exact.get(name) or self.folded.get(fold(name)) or []
        own = [heading for heading in found if fold(heading.path[-1]) == fold(name)]
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
        parts = [part.strip() for part in re.split(r"[;,；、]", columns) if part.strip()]
        found = [self._one(part) for part in parts]
        return tuple(heading for heading in found if heading) if len(parts) > 1 and all(found) else ()

    def _by_code(self, entry: Entry) -> tuple[Heading, ...]:
        """Columns called `name/code` or `name_code`, as survey platforms call a block of ticks."""
        codes = entry.question.codes()
        for between in _BETWEEN_NAME_AND_CODE:
            found = [self._one(f"{entry.columns}{between}{code}") for code in codes]
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
        return tuple(heading for heading in self.headings if letters(heading.position) == name)


def _ticks(question: Question, headings: Sequence[Heading]) -> tuple[str, ...]:
    """The answer code each column of a block stands for: by header, else by order.

    Raises
    ------
    LookupError
        The columns are neither named after the answers nor as many as they are.
    """
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
    raise LookupError(
        f"{question.name}: {len(headings)} columns ({headings[0].header!r} to {headings[-1].header!r}) "
        f"for {len(question.answers)} answers"
    )


def _answer_in(question: Question, heading: Heading) -> str | None:
    """The answer a column is named after: its code, its label, or a header that ends in the code."""
    name = fold(heading.path[-1])
    for answer in question.answers:
        if name in {fold(answer.code), *map(fold, answer.label.texts.values())}:
            return answer.code
    for answer in sorted(question.answers, key=lambda answer: -len(answer.code)):
        if any(name.endswith(between + fold(answer.code)) for between in _BETWEEN_NAME_AND_CODE if between):
            return answer.code
    return None
