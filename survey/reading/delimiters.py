"""What stands between the fields of a text file, told from its first lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader as Records

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 256 * 1024
"""Characters from the start in which delimiters are counted."""
RECORDS = 300
LEAST = 0.3
"""Share of the records that must have equally many fields."""
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}

_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Quoting:
    """How a file keeps a delimiter inside a field.

    Parameters
    ----------
    escape
        What stands before a quotation mark that belongs to the text; empty where it is doubled.
    spaced
        Whether spaces stand between a delimiter and the quotation mark that opens a field.
    """

    quote: str = '"'
    escape: str = ""
    spaced: bool = False

    def records(self, lines: Iterable[str], mark: str) -> Records:
        """The fields of each record."""
        return csv.reader(
            lines,
            delimiter=mark,
            quotechar=self.quote,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            skipinitialspace=self.spaced,
        )


USUAL = Quoting()
UNUSUAL = (
    (Quoting(spaced=True), "spaces before quotation marks are passed over"),
    (Quoting(escape="\\"), "a back slash before a quotation mark makes it part of the text"),
    (Quoting(quote="'"), "fields are quoted by apostrophes"),
)
"""What else programs write, and words for it."""


@dataclass(frozen=True)
class Delimiter:
    """The delimiter chosen, how many fields the lines have, and the next best.

    Parameters
    ----------
    skipped
        Lines before the first that only say what the delimiter is (`sep=;`).
    """

    mark: str
    width: int
    evidence: str
    runner_up: str = ""
    skipped: int = 0
    quoting: Quoting = USUAL

    @property
    def name(self) -> str:
        """`comma`, or the character itself."""
        return NAMES.get(self.mark, repr(self.mark))


def choose_delimiter(words: str, given: str = "") -> Delimiter | None:
    """The mark that cuts the lines into equally many fields; None where every line is one field."""
    said = _DECLARED.match(words)
    skipped = 1 if said else 0
    body = words[said.end() : SAMPLE] if said else words[:SAMPLE]
    whole = len(words) <= SAMPLE
    if given or said:
        mark = given or (said[1] if said else "")
        evidence = "the plan says so" if given else "the first line says so"
        widths = _widths(body, mark, whole=whole)
        return Delimiter(mark, _with_header(widths, _commonest(widths)), evidence, skipped=skipped)
    found = {mark: _widths(body, mark, whole=whole) for mark in DELIMITERS}
    scores = {mark: _share(widths) for mark, widths in found.items()}
    best, second, *_ = sorted(DELIMITERS, key=lambda mark: (-scores[mark], -_commonest(found[mark])))
    if not scores[best]:
        return None
    runner_up = NAMES[second] if scores[second] else ""
    if scores[best] < 1 and (told := _quoted_otherwise(body, best, whole=whole)):
        quoting, words, width = told
        return Delimiter(
            best, width, f"it cuts all of the first lines so, where {words}", runner_up, 0, quoting
        )
    width = _with_header(found[best], _commonest(found[best]))
    evidence = f"it cuts {scores[best]:.0%} of the first lines into {_commonest(found[best])} fields"
    return Delimiter(best, width, evidence, runner_up)


def _quoted_otherwise(body: str, mark: str, *, whole: bool) -> tuple[Quoting, str, int] | None:
    """Another way of quoting that cuts all records into equally many fields, words for it, and how many."""
    for quoting, words in UNUSUAL:
        before = quoting.escape or (f"{mark} " if quoting.spaced else mark)
        if before + quoting.quote not in body:
            continue
        widths = _widths(body, mark, whole=whole, quoting=quoting)
        if _share(widths) == 1:
            return quoting, words, _commonest(widths)
    return None


def _commonest(widths: Sequence[int]) -> int:
    """The commonest number of fields, two or more where some record has so many."""
    several = Counter(width for width in widths if width > 1)
    return max(several.items(), key=lambda pair: (pair[1], pair[0]))[0] if several else 1


def _share(widths: Sequence[int]) -> float:
    """Share of the records with the commonest number of fields, blank ones aside; 0 where it says nothing."""
    records = sum(1 for width in widths if width)
    width = _commonest(widths)
    share = widths.count(width) / records if records else 0.0
    return share if width > 1 and share > LEAST else 0.0


def _with_header(widths: Sequence[int], commonest: int) -> int:
    """Fields of a row: the commonest number, or the header's where it has more."""
    return next((width for width in widths if width >= commonest), commonest)


def _widths(body: str, mark: str, *, whole: bool, quoting: Quoting = USUAL) -> list[int]:
    """How many fields each of the first records has; a blank line has none."""
    lengths: list[int] = []
    try:
        for record in quoting.records(io.StringIO(body, newline=""), mark):
            lengths.append(len(record))
            if len(lengths) >= RECORDS:
                return lengths
    except csv.Error:
        return lengths
    return lengths if whole or len(lengths) == 1 else lengths[:-1]
