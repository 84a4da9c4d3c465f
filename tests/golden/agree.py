"""Agreement with reference numbers: `python -m tests.golden.agree FILE.json`.

Runs every design and every case of the file that it covers through the public
functions and prints one line each: id, the field furthest off, expected, got,
difference. Then a tally per kind (`designs`: rows, weights and degrees of
freedom of each design; `weights`, `replicates`: final weights, one by one), and
what it does not cover. A case whose reference is R's own fault is `explained`:
it is held against what R gives when told to go on. Exit code 0 when everything
covered agrees or is explained, 1 when something does not, 2 for a file that
cannot be read or that holds nothing it covers.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.golden.designs import Reference
from tests.golden.judging import AGREES, DIFFERS, EXPLAINED, NOT_COVERED, Outcome, outcomes

PARTS = ("datasets", "designs", "cases")


class UnusableError(Exception):
    """A file that is no golden file; the text says why."""


def content_of(path: Path) -> dict[str, Any]:
    """The file's content, checked for its three parts."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise UnusableError(f"{path} holds no JSON object")
    lacking = [part for part in PARTS if not isinstance(content.get(part), dict)]
    if lacking:
        raise UnusableError(f"{path} lacks {', '.join(lacking)}")
    return content


def _told(found: Iterable[Outcome]) -> list[Outcome]:
    """All outcomes, the covered ones printed as they come."""
    print("id\tfield\texpected\tgot\tdifference\tverdict")
    kept = []
    for outcome in found:
        kept.append(outcome)
        if outcome.verdict != NOT_COVERED:
            print(outcome)
    return kept


def _tallied(found: list[Outcome]) -> None:
    print("\nkind\tagree\tdiffer\tnot covered\texplained")
    for kind in sorted({outcome.kind for outcome in found}):
        counted = Counter(outcome.verdict for outcome in found if outcome.kind == kind)
        tallied = (counted[verdict] for verdict in (AGREES, DIFFERS, NOT_COVERED, EXPLAINED))
        print(kind, *tallied, sep="\t")
    for outcome in found:
        if outcome.verdict == EXPLAINED:
            print(f"\nexplained: {outcome.id}: {outcome.reason}")
    print("\nnot covered:")
    missing = Counter(outcome.reason for outcome in found if outcome.verdict == NOT_COVERED)
    for reason, count in missing.most_common():
        print(f"{count}\t{reason}")
    ignored = Counter(field for outcome in found for field in outcome.ignored)
    if ignored:
        print("\nfields not compared:")
        for field, count in ignored.most_common():
            print(f"{count}\t{field}")


def _exit_code(found: list[Outcome]) -> int:
    unreadable = sorted({outcome.unreadable for outcome in found if outcome.unreadable})
    for text in unreadable:
        print(f"unreadable: {text}", file=sys.stderr)
    covered = [outcome for outcome in found if outcome.verdict != NOT_COVERED]
    if not covered:
        print("nothing in the file is covered, so that nothing was checked", file=sys.stderr)
    if unreadable or not covered:
        return 2
    return int(any(outcome.verdict == DIFFERS for outcome in covered))


def main(arguments: list[str]) -> int:
    """Print how a golden file fares; the exit code says whether all that is covered agrees."""
    if len(arguments) != 1:
        print("usage: python -m tests.golden.agree FILE.json", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        content = content_of(path)
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    found = _told(outcomes(Reference(content, path.parent)))
    _tallied(found)
    return _exit_code(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
