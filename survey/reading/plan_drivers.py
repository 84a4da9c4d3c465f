"""What can be wrong with `[[drivers]]`: by itself, and beside the questions of a survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.reading.codebook import nearest
from survey.vocabulary import Codebook, DriversPlan, Plan

Misfit = tuple[tuple[str | int, ...], str]


def drivers_misfits(plan: Plan) -> Iterator[Misfit]:
    """What is wrong with the models of a plan, whatever the survey, each with its place in the file."""
    seen: set[str] = set()
    for place, wanted in enumerate(plan.drivers):
        where = ("drivers", place)
        name, _, code = wanted.outcome.rpartition(":")
        if not name or not code:
            yield (
                (*where, "outcome"),
                f"is {wanted.outcome!r}; write question:answer or question:net, as in 'q10:support'",
            )
        if wanted.outcome in seen:
            yield (*where, "outcome"), f"{wanted.outcome!r} occurs twice; put all questions in one model"
        seen.add(wanted.outcome)
        if not wanted.explain:
            yield (*where, "explain"), "names no question; a model needs one or more"
        if name and name in wanted.explain:
            yield (*where, "explain"), f"names {name!r}, which is the outcome's own question"
        for k, each in enumerate(wanted.explain):
            if each in wanted.explain[:k]:
                yield (*where, "explain", k), f"{each!r} occurs twice; leave one out"
        for each in wanted.references:
            if each not in wanted.explain:
                yield (
                    (*where, "references"),
                    f"speaks of {each!r}, which is not among the questions to explain",
                )


def drivers_complaints(
    wanted: DriversPlan,
    where: str,
    codebook: Codebook,
    answers: Mapping[str, Sequence[str]],
    nets: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """What does not fit the survey in one model, as text and hint; only of questions that are there.

    Parameters
    ----------
    answers
        {question: its answer codes}.
    nets
        Names of the nets of the outcome's question.
    """
    name, _, code = wanted.outcome.rpartition(":")
    if name in answers and code not in (known := (*answers[name], *nets)):
        told = ", ".join(known)
        yield (
            f"{where} outcome: {name} has no answer or net {code!r}{nearest(code, known)}",
            f"answers and nets of {name}: {told}" if told else f"{name} has no answers",
        )
    for each in wanted.explain:
        if each in codebook and codebook[each].kind not in ("single", "scale", "numeric"):
            yield (
                f"{where} explain: {each!r} is a {codebook[each].kind} question, which no model can go on",
                "make a question of one of its answers ([[derive]] ticked), and name that",
            )
    for each, code in wanted.references.items():
        if each not in answers:
            continue
        if each in codebook and codebook[each].kind == "numeric":
            yield (
                f"{where} references: {each!r} enters as a number, which has no answer to hold against",
                "leave it out, or derive bands of it ([[derive]])",
            )
        elif code not in answers[each]:
            yield (
                f"{where} references: {each} has no answer {code!r}{nearest(code, answers[each])}",
                f"answers of {each}: {', '.join(answers[each])}",
            )
