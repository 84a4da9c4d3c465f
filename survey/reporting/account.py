"""What weighting did, as lines for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.reporting.margins import margin_label
from survey.vocabulary import Achieved, Alternative, Survey, WeightingResult

LARGEST = 5
"""Corrections that are told."""


def weighting_account(
    survey: Survey, result: WeightingResult | None, alternatives: Sequence[Alternative] = ()
) -> str:
    """Targets and their sources, diagnosis, what was reached and at what cost, other weights beside it."""
    lines: list[str] = []
    if result is None:
        weighted = survey.design.weight is not None
        lines += ["Weights", "  the file's own; the plan names no targets" if weighted else "  none"]
    else:
        lines += _targets(survey, result)
        lines += _diagnosis(result)
        lines += _weights(survey, result)
        lines += _corrections(survey, result)
        lines += _means(survey, result)
        lines += _trimming(result)
    lines += _alternatives(alternatives)
    return "\n".join(lines)


def _targets(survey: Survey, result: WeightingResult) -> list[str]:
    if not result.margins:
        return []
    names = [margin_label(survey.codebook, margin.name, "en") for margin in result.margins]
    width = max(map(len, names))
    lines = ["Targets"]
    for name, margin in zip(names, result.margins, strict=True):
        said = ", ".join(part for part in (margin.source, margin.date) if part) or "source NOT STATED"
        lines.append(f"  {name:<{width}}  {said}")
        if margin.caveat:
            lines.append(f"  {'':<{width}}  {margin.caveat}")
    return [*lines, ""]


def _diagnosis(result: WeightingResult) -> list[str]:
    if not result.diagnosis:
        return []
    lines, said = ["Diagnosis"], ""
    for found in result.diagnosis:
        mark = "!" if found.grave or found.kind in ("unwanted", "uneven", "tiny", "totals") else "-"
        mend = found.mend.to("en")
        lines.append(f"  {mark} {found.text.to('en')}{f': {mend}' if mend and mend != said else ''}")
        said = mend
    return [*lines, ""]


def _weights(survey: Survey, result: WeightingResult) -> list[str]:
    met = (
        "targets NOT all met, as the plan accepts"
        if result.unmet
        else f"largest error {result.max_error:.0e}"
    )
    pairs = [
        ("Method", f"{result.method}, {result.iterations} steps, {met}"),
        *([("Missed most", _missed(survey, result))] if result.unmet else []),
        ("Effective n", f"{result.effective_base:,.0f}"),
        ("Design effect", f"{result.design_effect:.3f} (Kish, of the weights alone)"),
        (
            "Weights",
            f"from {result.minimum:.3f} to {result.maximum:.3f}, median {result.median:.3f}, "
            f"CV {result.coefficient_of_variation:.3f}, sum {result.total:,.0f}",
        ),
    ]
    if result.nonresponse:
        issued = sum(each.issued for each in result.nonresponse)
        responded = sum(each.responded for each in result.nonresponse)
        classes = len(result.nonresponse)
        pairs.append(("Nonresponse", f"{responded:,} of {issued:,} cases responded, {classes} classes"))
    return ["Result", *(f"  {name:<14}{said}" for name, said in pairs), ""]


def _corrections(survey: Survey, result: WeightingResult) -> list[str]:
    shares = [line for line in result.achieved if not (line.bucket or line.mean)]
    largest = sorted(shares, key=_moved, reverse=True)[:LARGEST]
    if not largest:
        return []
    names = [
        f"{margin_label(survey.codebook, line.margin, 'en')}: {line.category.to('en')}" for line in largest
    ]
    width = max(map(len, names))
    lines = ["Largest corrections", f"  {'':<{width}}       n   before    after   target"]
    for name, line in zip(names, largest, strict=True):
        numbers = "  ".join(f"{100 * share:6.1f}%" for share in (line.before, line.after, line.target))
        lines.append(f"  {name:<{width}}  {line.unweighted_base:6,}  {numbers}")
    return [*lines, ""]


def _moved(line: Achieved) -> float:
    return abs(line.after - line.before)


def _missed(survey: Survey, result: WeightingResult) -> str:
    """The target that is missed by most, and by how much."""
    line = result.farthest
    name = margin_label(survey.codebook, line.margin, "en")
    if line.mean:
        return f"the mean of {name} is {line.after:,.4g} for a target of {line.target:,.4g}"
    after, target = f"{100 * line.after:.1f}%", f"{100 * line.target:.1f}%"
    return f"{name}: {line.category.to('en')} is {after} for a target of {target}"


def _means(survey: Survey, result: WeightingResult) -> list[str]:
    means = [line for line in result.achieved if line.mean]
    if not means:
        return []
    names = [margin_label(survey.codebook, line.margin, "en") for line in means]
    width = max(map(len, names))
    lines = ["Means", f"  {'':<{width}}       n     before      after     target"]
    for name, line in zip(names, means, strict=True):
        numbers = "  ".join(f"{mean:9,.4g}" for mean in (line.before, line.after, line.target))
        lines.append(f"  {name:<{width}}  {line.unweighted_base:6,}  {numbers}")
    return [*lines, ""]


def _trimming(result: WeightingResult) -> list[str]:
    trimming = result.trimming
    if trimming is None:
        return []
    return [
        "Trimming",
        f"  {trimming.trimmed:,} weights ({100 * trimming.share_trimmed:.1f}%) outside "
        f"{trimming.lower:.2f} to {trimming.upper:.2f} means; {100 * trimming.weight_moved:.1f}% of all "
        f"weight moved; design effect {trimming.design_effect:.3f} before, {result.design_effect:.3f} after",
        "",
    ]


def _alternatives(alternatives: Sequence[Alternative]) -> list[str]:
    if not alternatives:
        return []
    width = max(len(each.name.to("en")) for each in alternatives)
    head = f"  {'':<{width}}    deff  effective n  largest  max error  headline   shift"
    lines = ["Compared", head]
    for each in alternatives:
        name = f"  {each.name.to('en'):<{width}}"
        if each.failed:
            lines.append(f"{name}  no such weights: {each.failed}")
            continue
        lines.append(
            f"{name}  {each.design_effect:6.3f}  {each.effective_base:11,.0f}  {each.maximum:7.2f}"
            f"  {_points(each.max_error)}  {_percent(each.headline)}  {_shift(each.shift)}"
        )
    return [
        *lines,
        "  max error: largest gap to any target of the plan, in points (to a mean, in per cent of it)",
        *_headline(alternatives[0]),
        "",
    ]


def _headline(own: Alternative) -> list[str]:
    """Which figure was compared; nothing where none was."""
    if not math.isfinite(own.headline):
        return []
    return [
        f"  headline: {own.question.to('en')}: {own.answer.to('en')}",
        "  shift: of the headline, in points from the plan's",
    ]


def _points(share: float) -> str:
    return f"{100 * share:9.2f}" if math.isfinite(share) else f"{'–':>9}"


def _percent(share: float) -> str:
    return f"{100 * share:7.1f}%" if math.isfinite(share) else f"{'–':>8}"


def _shift(share: float) -> str:
    return f"{100 * share:+6.2f}" if math.isfinite(share) else f"{'–':>6}"
