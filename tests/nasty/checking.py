"""The facts that a case of a manifest states, each held against what the program makes of the file.

`checks` may name: n, rows, n_raw, n_clean, cols, header_row, multi_groups,
grids, options, labels, order, pii, age_numeric, error_cells, incomplete,
exact_dup, speeders, straightliners_min, test, breakoffs, encoding, decimal,
first_date. Others (names, strings, expanded_mb) are met by what is asked of
every run, or are told as not checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Facts = Mapping[str, Any]
Check = Callable[[Facts, Any], object]
"""What was found: True where it is as stated, else words for it."""

BY_RUN = frozenset(("names", "strings", "expanded_mb"))


def failures(facts: Facts, checks: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What is not as the manifest states, a line each, and the checks that nothing here knows."""
    wrong, unknown = [], []
    for key, stated in checks.items():
        if key in BY_RUN:
            continue
        if key not in CHECKS:
            unknown.append(key)
            continue
        found = CHECKS[key](facts, stated) if "refused" not in facts else "the file was refused"
        if found is not True:
            wrong.append(f"{key}: wanted {stated!r}, found {found!r}")
    return wrong, unknown


def _equal(of: Callable[[Facts], object]) -> Check:
    def check(facts: Facts, stated: Any) -> object:
        found = of(facts)
        return True if found == stated else found

    return check


def _questions(facts: Facts, kind: str) -> list[Mapping[str, Any]]:
    return [question for question in facts["questions"] if question["kind"] == kind]


def _substantive(question: Mapping[str, Any]) -> list[str]:
    return [answer["label"] for answer in question["answers"] if answer["role"] == "substantive"]


def _options(facts: Facts, stated: Sequence[str]) -> object:
    found = [_substantive(question) for question in _questions(facts, "multiple")]
    return True if any(set(each) == set(stated) for each in found) else found


def _labels(facts: Facts, stated: Mapping[str, Mapping[str, str]]) -> object:
    found = {
        question["name"]: {answer["code"]: answer["label"] for answer in question["answers"]}
        for question in facts["questions"]
        if question["name"] in stated
    }
    return True if found == stated else found


def _order(facts: Facts, stated: Sequence[str]) -> object:
    orders = [[answer["label"] for answer in question["answers"]] for question in facts["questions"]]
    return True if list(stated) in orders else [order for order in orders if set(order) & set(stated)]


def _personal(facts: Facts, stated: Sequence[str]) -> object:
    kept_out = {
        f"{question['name']} {question['header']}"
        for question in facts["questions"]
        if question["role"] in ("pii", "drop")
    }
    missing = [name for name in stated if not any(name in known for known in kept_out)]
    return True if not missing else f"not kept out: {missing}"


def _is_age_number(facts: Facts, stated: bool) -> object:
    ages = [q for q in facts["questions"] if re.search(r"\bage\b|年齢", f"{q['name']} {q['label']}", re.I)]
    found = any(question["kind"] == "numeric" for question in ages)
    return True if found == stated else [question["kind"] for question in ages]


def _noted(rule: str) -> Callable[[Facts], object]:
    return lambda facts: sum(note["count"] for note in facts["notes"] if note["rule"] == rule)


def _flagged(rule: str, *, without: str = "") -> Callable[[Facts], Any]:
    """Respondents whom a rule flagged, those of another rule aside."""

    def found(facts: Facts) -> int:
        by_rules = {tuple(rules.split()): times for rules, times in facts["flags"].items()}
        return sum(times for rules, times in by_rules.items() if rule in rules and without not in rules)

    return found


def _surplus(facts: Facts, stated: int) -> object:
    """Rows that share an id beyond the first of each."""
    shared = [note["text"] for note in facts["notes"] if note["rule"] == "C501"]
    numbers = [list(map(int, re.findall(r"\b\d+\b", text)))[:2] for text in shared]
    found = sum(rows - ids for rows, ids in (pair for pair in numbers if len(pair) == 2))
    return True if found == stated else found


def _said(pattern: str) -> Check:
    """Whether a note says so, `{}` standing for what the manifest states."""

    def check(facts: Facts, stated: Any) -> object:
        wanted = re.compile(pattern.replace("{}", re.escape(str(stated))), re.IGNORECASE)
        return True if any(wanted.search(note["text"]) for note in facts["notes"]) else "no note says so"

    return check


def _at_least(of: Callable[[Facts], Any]) -> Check:
    return lambda facts, stated: True if of(facts) >= stated else of(facts)


def _header_row(facts: Facts, stated: int) -> object:
    return True if stated in facts["header_rows"] else facts["header_rows"]


CHECKS: Mapping[str, Check] = {
    "n": _equal(lambda facts: facts["kept"]),
    "rows": _equal(lambda facts: facts["rows"]),
    "n_raw": _equal(lambda facts: facts["rows"]),
    "n_clean": _equal(lambda facts: facts["kept"]),
    "cols": _equal(lambda facts: facts["columns"]),
    "header_row": _header_row,
    "multi_groups": _equal(lambda facts: len(_questions(facts, "multiple"))),
    "grids": _equal(lambda facts: len({q["grid"] for q in facts["questions"] if q["grid"]})),
    "options": _options,
    "labels": _labels,
    "order": _order,
    "pii": _personal,
    "age_numeric": _is_age_number,
    "error_cells": _equal(_noted("C203")),
    "incomplete": _said(r"not completed: {} interviews?\b"),
    "exact_dup": _surplus,
    "speeders": _equal(_flagged("C503", without="C508")),
    "straightliners_min": _at_least(_flagged("C502")),
    "test": _equal(_flagged("C508")),
    "breakoffs": _equal(_flagged("C504")),
    "encoding": _said(r"encoding {}\b"),
    "decimal": _said(r"decimal (comma|point)"),
    "first_date": _equal(lambda facts: facts["first_date"]),
}
