"""Small studies in memory, spelled out in the tests that use them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from survey.responses import MemoryResponses, encode
from survey.vocabulary import Answer, Codebook, Design, Label, Net, Question, Survey

Build = Callable[..., Survey]

ROLES = {"98": "dont_know", "99": "refused", "97": "no_answer", "77": "not_asked"}


@pytest.fixture
def ask() -> Callable[..., Question]:
    """A question from {code: label}; codes 97, 98, 99 and 77 are reasons for no answer."""

    def make(name: str, answers: Mapping[str, str], **more: object) -> Question:
        scores = more.pop("scores", {})
        exclusive = more.pop("exclusive", ())
        listed = tuple(
            Answer(
                code=code,
                label=Label({"en": label}),
                role=ROLES.get(code, "substantive"),
                score=scores.get(code),
                exclusive=code in exclusive,
            )
            for code, label in answers.items()
        )
        nets = tuple(
            Net(net, Label({"en": net.title()}), tuple(codes)) for net, codes in more.pop("nets", {}).items()
        )
        kind = more.pop("kind", "single")
        label = Label({"en": more.pop("label", name.upper())})
        return Question(name=name, label=label, kind=kind, answers=listed, nets=nets, **more)

    return make


@pytest.fixture
def study() -> Build:
    """A survey from questions and their values; `weight` is a list of weights."""

    def build(
        data: Sequence[tuple[Question, Sequence[object]]],
        *,
        weight: Sequence[float] | None = None,
        probability: bool | None = None,
        psu: Sequence[str] | None = None,
    ) -> Survey:
        columns = {question.name: encode(values) for question, values in data}
        design = Design(probability=probability)
        if weight is not None:
            columns["w"] = encode([float(w) for w in weight])
            design = replace(design, weight="w")
        if psu is not None:
            columns["psu"] = encode(list(psu))
            design = replace(design, psu="psu")
        codebook = Codebook(tuple(question for question, _ in data))
        return Survey(responses=MemoryResponses(columns), codebook=codebook, design=design)

    return build
