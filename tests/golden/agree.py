"""Agreement with reference numbers: `python -m tests.golden.agree FILE.json`.

Runs every case of the file that it covers through the public functions and
prints one line per case: id, the field furthest off, expected, got,
difference. Then a tally per kind, and what it does not cover. Exit code 0
when everything covered agrees, 1 when something does not, 2 for a file that
cannot be read.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from survey.errors import SurveyError
from tests.golden.cases import answered
from tests.golden.comparing import Comparison, compared
from tests.golden.designs import Reference, weights_of
from tests.golden.frames import NotCoveredError

WEIGHTS_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Outcome:
    """How one case went: agrees, differs, or is not covered, and why."""

    id: str
    kind: str
    verdict: str
    comparison: Comparison | None = None
    reason: str = ""

    def __str__(self) -> str:
        if self.comparison is None:
            return f"{self.id}\t{self.verdict}\t{self.reason}"
        found = self.comparison
        return (
            f"{self.id}\t{found.field}\t{found.expected:.12g}\t{found.got:.12g}\t"
            f"{found.difference:.3g}\t{self.verdict}"
        )


def outcomes(path: Path) -> Iterator[Outcome]:
    """How every design's weights and every case of a golden file went."""
    reference = Reference(json.loads(path.read_text(encoding="utf-8")), path.parent)
    for design, content in reference.content["designs"].items():
        if content["spec"]["type"] == "adjusted":
            yield _weights_outcome(design, content, reference)
    for case in reference.content["cases"].values():
        yield _case_outcome(case, reference)


def _weights_outcome(design: str, content: Mapping[str, Any], reference: Reference) -> Outcome:
    spec = content["spec"]
    try:
        got = weights_of(reference.survey(design))
    except NotCoveredError as error:
        return Outcome(design, "weights", "not covered", reason=str(error))
    except SurveyError as error:
        verdict = "agrees" if spec["expect_error"] else "DIFFERS"
        return Outcome(design, "weights", verdict, reason=f"error: {error}")
    if "final_weights" not in spec:
        return Outcome(design, "weights", "DIFFERS", reason="an error was expected")
    file = spec["final_weights"]
    with (reference.folder / file["file"]).open(encoding="utf-8", newline="") as lines:
        expected = [float(row[file["column"]]) for row in csv.DictReader(lines)]
    rule = {"flags": [], "tolerance": WEIGHTS_TOLERANCE, "abs_tolerance": 0.0}
    found = compared("weights", expected, got, rule)
    return Outcome(design, "weights", "agrees" if found.agrees else "DIFFERS", found)


def _case_outcome(case: Mapping[str, Any], reference: Reference) -> Outcome:
    id, kind, flags = case["id"], case["kind"], case["flags"]
    try:
        got = answered(case, reference)
    except NotCoveredError as error:
        return Outcome(id, kind, "not covered", reason=str(error))
    except SurveyError as error:
        verdict = "agrees" if "expect_error" in flags else "DIFFERS"
        return Outcome(id, kind, verdict, reason=f"error: {error}")
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return Outcome(id, kind, "DIFFERS", reason=f"the harness broke: {error!r}")
    if case["expected"] is None:
        verdict = "agrees" if _speaks_of_nothing(got) or "expect_error" not in flags else "DIFFERS"
        return Outcome(id, kind, verdict, reason="the reference has no number")
    expected = _without_lone_respondents(case, got)
    found = [
        compared(field, wanted, got[field], case)
        for field, wanted in _numbers(expected)
        if field in got and not (field == "deff" and "deff_degenerate" in flags)
    ]
    worst = max(found, key=lambda each: each.badness)
    return Outcome(id, kind, "agrees" if worst.agrees else "DIFFERS", worst)


def _speaks_of_nothing(got: Mapping[str, Any]) -> bool:
    """Whether the answer is an explicit missing value."""
    return any(
        np.isnan(np.asarray(got[field], dtype=float)).all() for field in ("se", "statistic") if field in got
    )


def _without_lone_respondents(case: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Any]:
    """The expected numbers, missing where R says SE 0 of a group of one and we say that it is not known."""
    expected = dict(case["expected"])
    if "se" not in got or "se_zero" in case["flags"]:
        return expected
    wanted = np.atleast_1d(np.array(expected["se"], dtype=float))
    alone = (np.abs(wanted) <= case["abs_tolerance"]) & np.isnan(np.atleast_1d(got["se"]))
    if not alone.any() or "boundary" in case["flags"]:
        return expected
    return {
        "est": expected["est"],
        "se": [None if missing else value for missing, value in zip(alone, wanted, strict=True)],
    }


def _numbers(expected: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Fields with their values, nested ones by a dotted name."""
    for field, value in expected.items():
        if isinstance(value, dict):
            yield from ((f"{field}.{inner}", each) for inner, each in value.items())
        else:
            yield field, value


def main(arguments: list[str]) -> int:
    """Print how a golden file fares; the exit code says whether all that is covered agrees."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("usage: python -m tests.golden.agree FILE.json", file=sys.stderr)
        return 2
    print("id\tfield\texpected\tgot\tdifference\tverdict")
    tally: dict[str, Counter[str]] = {}
    missing: Counter[str] = Counter()
    for outcome in outcomes(Path(arguments[0])):
        tally.setdefault(outcome.kind, Counter())[outcome.verdict] += 1
        if outcome.verdict == "not covered":
            missing[outcome.reason] += 1
        else:
            print(outcome)
    print("\nkind\tagree\tdiffer\tnot covered")
    for kind, counted in sorted(tally.items()):
        print(f"{kind}\t{counted['agrees']}\t{counted['DIFFERS']}\t{counted['not covered']}")
    print("\nnot covered:")
    for reason, count in missing.most_common():
        print(f"{count}\t{reason}")
    return int(any(counted["DIFFERS"] for counted in tally.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
