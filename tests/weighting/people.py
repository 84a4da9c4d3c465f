"""Small surveys whose answers a test writes out, and the weights they end with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.responses import MemoryResponses, encode
from survey.vocabulary import Answer, Codebook, Design, Label, Margin, Question, Scale, Survey

Floats = NDArray[np.float64]


def survey_of(
    columns: dict[str, Sequence[object]],
    labels: dict[str, dict[str, str]] | None = None,
    *,
    ordinal: Sequence[str] = (),
    weight: str | None = None,
) -> Survey:
    """Answers as columns; questions with labels, {question: {code: label}}, are in the codebook."""
    questions = []
    for name, answers in (labels or {}).items():
        scale: Scale = "ordinal" if name in ordinal else "nominal"
        coded = tuple(Answer(code, Label({"en": text, "ja": f"{text}者"})) for code, text in answers.items())
        questions.append(Question(name, Label({"en": name}), "single", scale=scale, answers=coded))
    data = {name: encode(list(values)) for name, values in columns.items()}
    return Survey(MemoryResponses(data), Codebook(tuple(questions)), Design(weight))


def repeated(**counts: Sequence[tuple[object, int]]) -> dict[str, list[object]]:
    """{question: answers}, each answer as often as it is counted."""
    return {name: [answer for answer, times in parts for _ in range(times)] for name, parts in counts.items()}


def margin(name: str, shares: dict[str, float], total: float | None = None) -> Margin:
    """A margin by its name, categories written "1" or "1 × 2"."""
    questions = tuple(name.split(" × "))
    return Margin(questions, {tuple(key.split(" × ")): share for key, share in shares.items()}, total=total)


def drawn(seed: int, rows: int, sizes: dict[str, int]) -> Survey:
    """Random answers "0", "1", … to questions of these sizes, every one given, and weights w."""
    draw = np.random.default_rng(seed)
    columns: dict[str, Sequence[object]] = {}
    for name, size in sizes.items():
        codes = np.concatenate([np.arange(size), draw.integers(0, size, rows - size)])
        columns[name] = [str(code) for code in draw.permutation(codes).tolist()]
    columns["w"] = draw.uniform(0.5, 2, rows).tolist()
    return survey_of(columns, weight="w")


def joint_margin(joint: Floats, names: Sequence[str], questions: Sequence[str]) -> Margin:
    """The margin of some questions from one joint distribution, an axis per name."""
    others = tuple(place for place, name in enumerate(names) if name not in questions)
    shares = joint.sum(axis=others)
    order = [name for name in names if name in questions]
    shares = np.moveaxis(shares, [order.index(name) for name in questions], range(len(questions)))
    return Margin(
        tuple(questions), {tuple(map(str, cell)): float(share) for cell, share in np.ndenumerate(shares)}
    )
