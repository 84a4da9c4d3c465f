"""Every kind of figure from a survey whose labels or shares are hard: drawn in both languages, and no fault.

The surveys are made of people, and go the whole way: weighted, tabulated, drawn,
and looked over by the lint, which refuses a figure that cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

import survey as toolkit
from survey.language import LANGUAGES, Language
from survey.reporting.figures import draw
from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    Answer,
    Codebook,
    CrossingPlan,
    Design,
    DriversPlan,
    Label,
    Margin,
    Net,
    Plan,
    Question,
    Report,
    Survey,
    TablePlan,
    Targets,
    TrendPlan,
    WavePlan,
    plain,
)

KINDS = ["ranking", "likert", "dots", "heat", "trend", "drivers", "weights"]
PEOPLE = 600


@dataclass(frozen=True)
class Case:
    """What is hard about a survey: the texts of its labels, and the shares of its opinion's answers.

    `label` is given the plain text and what is counted on, and returns what stands there instead.
    """

    text: str = "{}"
    shares: Sequence[float] = (0.2, 0.3, 0.2, 0.2, 0.1)

    def label(self, text: str, *, number: int = 0) -> Label:
        return plain(self.text.format(text) if "{}" in self.text else f"{self.text}{number or ''}")


LONG = (
    "{} with subsidies, tax breaks, loans, guarantees and everything else that a government can think of "
    "when asked to help, as far as the budget of the coming fiscal year allows it"
)
JAPANESE = (
    "{}について、国内で開発される人工知能の基盤となるデータセンターやクラウドサービスの整備に対する"
    "公的な支援（補助金・減税・融資を含む）"
)
CASES = {
    "short": Case("x"),
    "very long": Case(LONG),
    "unbroken": Case("{}" + "Donaudampfschifffahrtsgesellschaft" * 4),
    "Japanese": Case(JAPANESE),
    "twelve categories": Case(shares=[1 / 12] * 12),
    "tiny shares": Case(shares=(0.004, 0.006, 0.98, 0.006, 0.004)),
    "all one answer": Case(shares=(1.0, 0.0, 0.0, 0.0, 0.0)),
    "a negative net": Case(shares=(0.01, 0.02, 0.03, 0.34, 0.6)),
    "dollar signs": Case("$50,000 – $99,999 ($k_1$) {} a_b^c \\frac"),
    "markup": Case("<b>{}</b> & “quotes” \t=1+1"),
}


@cache
def report(name: str) -> Report:
    """The report of a case: a scale and a grid of two, areas ticked, three groups, an earlier wave."""
    case, rng = CASES[name], np.random.default_rng(7)
    view, sex = _scale("view", "Opinion", case), _listed("sex", "Sex", ["Male", "Female"], case)
    place = _listed("place", "Place", ["North", "South", "West", "Isle"], case)
    areas = _listed("areas", "Areas", ["Prices", "Food", "Rent", "Jobs", "Peace"], case, kind="multiple")
    items = [_scale(f"item_{n}", f"Item {n}", case, grid="items") for n in (1, 2)]
    codes = view.codes("substantive")
    drawn = {
        "view": _opinions(rng, codes, case.shares),
        **{item.name: _opinions(rng, codes, case.shares) for item in items},
        "sex": rng.choice(["1", "2"], PEOPLE, p=[0.4, 0.6]).tolist(),
        "place": rng.choice(list("1234"), PEOPLE, p=[0.4, 0.35, 0.2, 0.05]).tolist(),
        "areas": [tuple(sorted(rng.choice(list("12345"), rng.integers(1, 4), False))) for _ in range(PEOPLE)],
    }
    questions = (view, *items, areas, sex, place)
    targets = Targets(
        (
            Margin(("sex",), {("1",): 0.48, ("2",): 0.52}, "Population census", "2025-10-01"),
            Margin(("place",), {("1",): 0.3, ("2",): 0.3, ("3",): 0.3, ("4",): 0.1}, "Population census"),
        )
    )
    poll = _survey(questions, drawn, targets)
    plan = Plan(
        tables=TablePlan(banner=("sex", "place")),
        crossing=(CrossingPlan(rows="place", columns="view", title=case.label("Place by opinion")),),
        trend=(TrendPlan("view", (WavePlan("2025"),), name="2026"),),
        drivers=(DriversPlan("view:low", ("sex", "place")),),
    )
    return toolkit.analyze(poll, plan, waves={"2025": poll})


def _scale(name: str, text: str, case: Case, *, grid: str | None = None) -> Question:
    """A question whose answers run from a low side to a high one."""
    count = len(case.shares)
    side = max(1, count // 2)
    answers = tuple(
        Answer(str(n), case.label(f"Answer {n}", number=n), score=float(n)) for n in range(1, count + 1)
    )
    codes = [answer.code for answer in answers]
    nets = (
        Net("low", case.label("Low side", number=101), tuple(codes[:side])),
        Net("high", case.label("High side", number=102), tuple(codes[-side:])),
    )
    label = case.label(text)
    return Question(name, label, "scale", label, answers, nets=nets, grid=grid, scale="ordinal")


def _listed(name: str, text: str, labels: Sequence[str], case: Case, *, kind: str = "single") -> Question:
    answers = tuple(Answer(str(n), case.label(each, number=n)) for n, each in enumerate(labels, start=1))
    return Question(name, case.label(text), kind, case.label(text), answers)  # type: ignore[arg-type]


def _opinions(rng: np.random.Generator, codes: Sequence[str], shares: Sequence[float]) -> list[str]:
    return rng.choice(list(codes), PEOPLE, p=np.array(shares) / sum(shares)).tolist()


def _survey(questions: Sequence[Question], drawn: Mapping[str, Sequence[object]], targets: Targets) -> Survey:
    columns = {name: encode(list(values)) for name, values in drawn.items()}
    codebook = Codebook(tuple(questions))
    return Survey(MemoryResponses(columns), codebook, design=Design(probability=True), targets=targets)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_no_kind_has_a_fault(name: str, language: Language, japanese_font: str) -> None:
    drawings = draw(report(name), language=language, formats=("png",))
    kinds = [drawing.name.split("-")[1] for drawing in drawings]
    absent = (
        ["drivers"] if name == "all one answer" else []
    )  # there is nothing that such a model could explain
    assert list(dict.fromkeys(kinds)) == [kind for kind in KINDS if kind not in absent]
    for drawing in drawings:
        assert drawing.png
        assert drawing.title
        assert drawing.alt
