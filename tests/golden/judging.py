"""How each design and each case of a golden file went."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from survey.errors import SurveyError
from tests.golden.cases import ALONE, answered
from tests.golden.comparing import AT_ONE, Boundary, Comparison, compared, numbers
from tests.golden.designs import Reference
from tests.golden.frames import NotCoveredError, columns_of
from tests.golden.mended import MENDED
from tests.golden.surveys import everyone, weights_of, with_domain

Content = Mapping[str, Any]
Answer = Mapping[str, Any]

AGREES, DIFFERS, NOT_COVERED, EXPLAINED = "agrees", "DIFFERS", "not covered", "explained"

SAMPLED = {"tolerance": 1e-9, "abs_tolerance": 0.0}
ADJUSTED = {"tolerance": 1e-6, "abs_tolerance": 0.0}
"""Weights that an iteration made are compared less closely."""

SPREAD_FIELDS = ("se", "deff", "lo", "hi", "vcov")
"""Last parts of the fields that a group of one leaves undefined."""

LABELS = ("names", "groups", "method", "parameter_names")
"""Fields of `expected` that describe the others."""


@dataclass(frozen=True)
class Outcome:
    """How one design or case went: agrees, differs, or is not covered, and why.

    Parameters
    ----------
    ignored
        Fields of the reference that the harness has nothing to hold against.
    unreadable
        What file could not be read.
    """

    id: str
    kind: str
    verdict: str
    comparison: Comparison | None = None
    reason: str = ""
    ignored: tuple[str, ...] = ()
    unreadable: str = ""

    def __str__(self) -> str:
        if self.comparison is None:
            return f"{self.id}\t{self.verdict}\t{self.reason}"
        found = self.comparison
        return (
            f"{self.id}\t{found.field}\t{found.expected:.12g}\t{found.got:.12g}\t"
            f"{found.difference:.3g}\t{self.verdict}"
        )


def outcomes(reference: Reference) -> Iterator[Outcome]:
    """How every design, the weights of every adjusted one, and every case went."""
    for id, content in reference.content["designs"].items():
        yield _judged(id, "designs", _summary, content, reference)
        if _is_adjusted(content):
            yield _judged(id, "weights", _weights, content, reference)
        if _is_repeated(content):
            yield _judged(id, "replicates", _replicates, content, reference)
    for id, case in reference.content["cases"].items():
        kind = str(case.get("kind")) if isinstance(case, dict) else "cases"
        yield _judged(id, kind, _case, case, reference)


def _judged(
    id: str, kind: str, judge: Callable[[str, Any, Reference], Outcome], content: Any, reference: Reference
) -> Outcome:
    """The outcome; whatever breaks on the way speaks of this one only, and the run goes on."""
    try:
        found = judge(id, content, reference)
    except NotCoveredError as error:
        return Outcome(id, kind, NOT_COVERED, reason=str(error))
    except (OSError, UnicodeError, csv.Error) as error:
        return Outcome(id, kind, DIFFERS, reason=f"unreadable: {error}", unreadable=str(error))
    except Exception as error:  # noqa: BLE001 - one odd case must not end the run
        return Outcome(id, kind, DIFFERS, reason=f"the harness broke: {error!r}")
    return replace(found, kind=kind)


def _is_adjusted(content: Any) -> bool:
    spec = content.get("spec") if isinstance(content, dict) else None
    return isinstance(spec, dict) and spec.get("type") == "adjusted"


def _is_repeated(content: Any) -> bool:
    spec = content.get("spec") if isinstance(content, dict) else None
    return isinstance(spec, dict) and bool(spec.get("steps"))


def _error_expected(content: Content) -> bool:
    spec = content["spec"]
    return bool(spec.get("expect_error") or spec.get("infeasible") or content.get("error"))


def _refused(id: str, error: SurveyError, *, expected: bool) -> Outcome:
    return Outcome(id, "", AGREES if expected else DIFFERS, reason=f"error: {error}")


def _summary(id: str, content: Content, reference: Reference) -> Outcome:
    """The design's rows, weights and degrees of freedom; of one that must fail, that it does."""
    wanted = dict(content.get("weights_summary") or {})
    wanted["degf"] = content.get("degf")
    wanted = {field: value for field, value in wanted.items() if value is not None}
    try:
        got = _described(id, reference)
    except SurveyError as error:
        if wanted or _error_expected(content):
            return _refused(id, error, expected=_error_expected(content))
        return Outcome(id, "", NOT_COVERED, reason="no expectation of the design")
    if _error_expected(content):
        return Outcome(id, "", DIFFERS, reason="an error was expected")
    weighted = _is_adjusted(content) or _is_repeated(content)
    return _worst(id, wanted, got, ADJUSTED if weighted else SAMPLED)


def _described(id: str, reference: Reference) -> Answer:
    """What `weights_summary` and `degf` say, of the design as built."""
    survey, inside = reference.survey(id), reference.inside(id)
    weights = weights_of(survey)[inside]
    whole, squares = weights.sum(), np.square(weights).sum()
    survey = replace(survey, design=replace(survey.design, lonely="remove"))
    return {
        "n": len(weights),
        "sum": whole,
        "sumsq": squares,
        "min": weights.min(initial=np.inf),
        "max": weights.max(initial=-np.inf),
        "mean": whole / max(len(weights), 1),
        "first5": weights[:5],
        "kish_deff": len(weights) * squares / whole**2,
        "kish_neff": whole**2 / squares,
        "degf": everyone(with_domain(survey, inside)).df,
    }


def _weights(id: str, content: Content, reference: Reference) -> Outcome:
    """The final weights of an adjusted design, one by one."""
    try:
        got = weights_of(reference.survey(id))[reference.inside(id)]
    except SurveyError as error:
        return _refused(id, error, expected=_error_expected(content))
    if _error_expected(content):
        return Outcome(id, "", DIFFERS, reason="an error was expected")
    file = content["spec"].get("final_weights")
    if not file:
        return Outcome(id, "", NOT_COVERED, reason="no expectation of the weights")
    with (reference.folder / file["file"]).open(encoding="utf-8", newline="") as lines:
        expected = [float(row[file["column"]]) for row in csv.DictReader(lines)]
    return _worst(id, {"weights": expected}, {"weights": got}, ADJUSTED)


def _replicates(id: str, content: Content, reference: Reference) -> Outcome:
    """The replicate weights after a weighting step that was repeated on each, one by one."""
    survey, file = reference.survey(id), content["spec"]["replicate_weights"]
    if "file" not in file or survey.design.replication is None:
        return Outcome(id, "", NOT_COVERED, reason="no expectation of the replicate weights")
    table = columns_of(reference.folder / file["file"])
    table.pop(file.get("base_column") or "", None)
    expected = np.stack(list(table.values()), axis=1).tolist()
    return _worst(
        id,
        {"replicates": expected},
        {"replicates": survey.responses.block(survey.design.replication.block)},
        {**ADJUSTED, "abs_tolerance": 1e-9},
    )


def _case(id: str, case: Content, reference: Reference) -> Outcome:
    flags, expected = case.get("flags") or (), case.get("expected")
    nothing = expected is None and "reference_errors" in flags
    try:
        got = answered(case, reference)
    except SurveyError as error:
        return _refused(id, error, expected=nothing or "expect_error" in flags)
    if expected is None:
        return _without_expectation(id, got, flags)
    expected = {
        field: _known(field, value, got, case)
        for field, value in _flat(expected)
        if not (field == "deff" and "deff_degenerate" in flags)
    }
    found = _worst(id, expected, got, case, _boundary(expected, got, case))
    mended = MENDED.get(id)
    if found.verdict != DIFFERS or mended is None:
        return found
    again = _worst(id, expected | dict(mended.fields), got, case, _boundary(expected, got, case))
    if again.verdict == DIFFERS:
        return again
    return replace(again, verdict=EXPLAINED, reason=f"{mended.why}; see {mended.page}")


def _without_expectation(id: str, got: Answer, flags: Any) -> Outcome:
    """The reference has no number: ours is judged only where the file says that there is none to be had."""
    missing = all(np.isnan(numbers(got[field])).all() for field in ("se", "statistic") if field in got)
    if "expect_error" not in flags and ("reference_errors" not in flags or not missing):
        return Outcome(id, "", NOT_COVERED, reason="no expectation of the case")
    said = "nothing is defined" if missing else "an error or a missing value was expected"
    return Outcome(id, "", AGREES if missing else DIFFERS, reason=said)


def _worst(
    id: str, expected: Answer, got: Answer, rule: Content, boundary: Boundary | None = None
) -> Outcome:
    """The field furthest off, of those that both sides have."""
    found = [
        compared(field, expected[field], got[field], rule, boundary) for field in expected if field in got
    ]
    ignored = tuple(field for field in expected if field not in got)
    if all(each.agrees for each in found) and not any(numbers(got[each.field]).size for each in found):
        return Outcome(
            id, "", NOT_COVERED, reason="no expectation in a field that is covered", ignored=ignored
        )
    worst = max(found, key=lambda each: each.badness)
    return Outcome(id, "", AGREES if worst.agrees else DIFFERS, worst, ignored=ignored)


def _flat(expected: Content) -> Iterator[tuple[str, Any]]:
    """Numeric fields with their values, nested ones by a dotted name."""
    for field, value in expected.items():
        if field in LABELS:
            continue
        if isinstance(value, dict):
            yield from ((f"{field}.{inner}", each) for inner, each in value.items())
        else:
            yield field, value


def _known(field: str, value: Any, got: Answer, case: Content) -> Any:
    """The reference's numbers, blank where it says SE 0 of a group of one and we say that it is not known."""
    if (
        ALONE not in got
        or field.split(".")[-1] not in SPREAD_FIELDS
        or "se_zero" in (case.get("flags") or ())
    ):
        return value
    wanted, errors = numbers(value), numbers(case["expected"].get("se")).ravel()
    alone = got[ALONE] & np.isnan(numbers(got["se"])).ravel()
    if "se" not in case["expected"] or errors.shape != alone.shape:
        return value
    alone &= ~(np.abs(errors) > (case.get("abs_tolerance") or 0.0))
    if wanted.size == alone.size and field != "vcov":
        return np.where(alone.reshape(wanted.shape), np.nan, wanted)
    if wanted.size == alone.size**2:
        return np.where(alone[:, None] | alone, np.nan, wanted.reshape(alone.size, -1))
    return value


def _boundary(expected: Answer, got: Answer, case: Content) -> Boundary | None:
    """Which cells have a share of 0 or 1, or no error: those alone may differ from the reference."""
    if "boundary" not in (case.get("flags") or ()) or "est" not in expected or "est" not in got:
        return None
    estimate, wanted = numbers(got["est"]).ravel(), numbers(expected["est"]).ravel()
    errors = numbers(case["expected"].get("se")).ravel()
    share = case["kind"] in ("ciprop", "prop")
    cells = np.isnan(wanted) | (share & (np.minimum(np.abs(wanted), np.abs(1 - wanted)) <= AT_ONE))
    if "se" in expected and errors.shape == cells.shape:
        cells |= ~(np.abs(errors) > (case.get("abs_tolerance") or 0.0))
    return Boundary(cells, estimate, share) if estimate.shape == cells.shape else None
