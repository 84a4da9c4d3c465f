"""Whether models find what was planted: in the demo's files, and in samples drawn from a law.

.venv/bin/python benchmarks/planted.py [SEEDS] [REPETITIONS]

First the demo's wave of 2026, SEEDS times: written as a workbook, read,
cleaned and weighted by its plan, modelled. Then REPETITIONS clustered samples
with unequal weights from a law whose coefficients are given, so that the true
average marginal effects are known too. What was found is kept in
docs/numbers/drivers.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

import survey
from survey.demo import marginals
from survey.demo.sheets import workbook_bytes
from survey.demo.waves import build
from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    Answer,
    Codebook,
    Derivation,
    Drivers,
    DriverTerm,
    FigurePlan,
    Question,
    Survey,
    plain,
)
from survey.weighting import declare_design

Floats = NDArray[np.float64]

SEEDS, REPETITIONS = 40, 1000
ALLOWED = 1 / 20
PLAN = Path(__file__).parent.parent / "survey" / "demo" / "survey.toml"
DERIVED = (
    Derivation("worry", "q2", map={"not": ("3", "4"), "somewhat": ("2",), "very": ("1",)}),
    Derivation("worse_off", "q3", map={"no": ("1", "2"), "yes": ("3",)}),
    Derivation("user", "q6", map={"no": ("5",), "yes": ("1", "2", "3", "4")}),
)
"""Answers taken together as the generator planted them."""
MODEL = ("prices_ticked", "worry", "worse_off", "user", "sex", "form")
REFERENCES = {"prices_ticked": "0"}
TERMS = {
    "prices ticked": ("prices_ticked", "1", marginals.SUPPORT_ODDS["prices_ticked"]),
    "very worried": ("worry", "very", marginals.SUPPORT_ODDS["very_worried"]),
    "somewhat worried": ("worry", "somewhat", marginals.SOMEWHAT_WORRIED_ODDS),
    "worse off": ("worse_off", "yes", marginals.SUPPORT_ODDS["worse_off"]),
    "user of generative AI": ("user", "yes", marginals.SUPPORT_ODDS["generative_ai_user"]),
    "female": ("sex", "2", marginals.SUPPORT_ODDS["female"]),
}
"""Odds ratios of support in one model."""


@dataclass
class Effect:
    """A planted effect, and what each sample says of it: estimate, lower and upper limit."""

    planted: float
    found: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def misses(self) -> int:
        """Samples whose interval does not hold it."""
        return sum(not low <= self.planted <= high for _, low, high in self.found)

    @property
    def mean(self) -> float:
        """Mean of the estimates."""
        return float(np.mean([estimate for estimate, _, _ in self.found]))


def demo_wave(seed: int) -> Survey:
    """The demo's wave of 2026 as `survey analyze` has it before tables: read, cleaned and weighted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "2026.xlsx")
        path.write_bytes(workbook_bytes(2026, build(2026, seed).rows))
        poll = survey.read(path)
    build.cache_clear()
    plan = survey.read_plan(PLAN)
    plan = replace(plan, derive=(*plan.derive, *DERIVED), drivers=(), figures=FigurePlan())
    return survey.weight(poll, plan)[0]


def models_of(poll: Survey) -> Iterator[tuple[str, float, tuple[float, float, float]]]:
    """Each planted effect of the demo: its name, what was planted, and what the models say."""
    found = survey.drivers(poll, "q10:support", MODEL, references=REFERENCES, base="substantive")
    for name, (question, code, planted) in TERMS.items():
        term = found.term(question, code)
        yield name, planted, (term.odds_ratio, term.odds_low, term.odds_high)
    by_form = survey.drivers(poll, "q10:support", "form").term("form", "B")
    gap = tuple(100 * value for value in (by_form.effect, by_form.effect_low, by_form.effect_high))
    yield "form B, points of support", marginals.FORM_B_POINTS, gap
    by_age = survey.drivers(poll, "user:yes", "age").term("age")
    decade = tuple(value**10 for value in (by_age.odds_ratio, by_age.odds_low, by_age.odds_high))
    yield "ten years of age, use of AI", marginals.USE_ODDS_PER_DECADE, decade


def demo_effects(seeds: int, first: int = 2026) -> dict[str, Effect]:
    """All planted effects of the demo over so many seeds."""
    effects: dict[str, Effect] = {}
    for seed in range(first, first + seeds):
        for name, planted, found in models_of(demo_wave(seed)):
            effects.setdefault(name, Effect(planted)).found.append(found)
    return effects


POINTS, PER_POINT = 60, 15
LAW = {"intercept": -0.6, "b": 0.5, "c": -0.7, "yes": 0.8, "number": 0.3}
"""Coefficients: of two answers against a first, of a yes, and of a number."""


def drawn(rng: np.random.Generator, points: int, per_point: int) -> tuple[Floats, Floats, Floats]:
    """Terms, outcomes and weights of respondents; those with a yes are drawn half as often."""
    place = np.repeat(rng.normal(size=points), per_point)
    n = len(place)
    group = np.digitize(0.6 * place + 0.8 * rng.normal(size=n), [-0.4, 0.5])
    yes = (0.5 * place + rng.normal(size=n) > 0.3).astype(float)
    number = 0.4 * place + 0.5 * group + rng.normal(size=n)
    terms = np.column_stack([np.ones(n), group == 1, group == 2, yes, number]).astype(float)
    outcome = (rng.random(n) < expit(terms @ np.array(list(LAW.values())))).astype(float)
    kept = rng.random(n) < np.where(yes > 0, 0.5, 1.0)
    weight = np.where(yes > 0, 2.0, 1.0)
    return (
        terms[kept],
        outcome[kept],
        np.column_stack([weight, np.repeat(np.arange(points), per_point)])[kept],
    )


def true_effects() -> dict[str, float]:
    """Average marginal effects of the law, over a sample so large that it is the population."""
    rng = np.random.default_rng(1)
    terms, _, about = drawn(rng, 40_000, 20)
    beta, weight = np.array(list(LAW.values())), about[:, 0]

    def at(columns: list[int], position: int | None) -> Floats:
        changed = terms.copy()
        changed[:, columns] = 0
        if position is not None:
            changed[:, position] = 1
        return expit(changed @ beta)

    p = expit(terms @ beta)
    each = {
        "b": at([1, 2], 1) - at([1, 2], None),
        "c": at([1, 2], 2) - at([1, 2], None),
        "yes": at([3], 3) - at([3], None),
        "number": p * (1 - p) * beta[4],
    }
    return {name: float(np.average(values, weights=weight)) for name, values in each.items()}


def as_survey(terms: Floats, outcome: Floats, about: Floats) -> Survey:
    """The sample as a survey with its design."""
    group = np.array(["a", "b", "c"])[(terms[:, 1] + 2 * terms[:, 2]).astype(int)]
    columns = {
        "says": encode(np.where(outcome > 0, "yes", "no").tolist()),
        "group": encode(group.tolist()),
        "yes": encode(np.where(terms[:, 3] > 0, "yes", "no").tolist()),
        "number": encode(terms[:, 4].tolist()),
        "weight": encode(about[:, 0].tolist()),
        "point": encode([str(int(place)) for place in about[:, 1]]),
    }
    answers = {"says": ("no", "yes"), "group": ("a", "b", "c"), "yes": ("no", "yes")}
    questions = [
        Question(name, plain(name), "single", answers=tuple(Answer(code, plain(code)) for code in codes))
        for name, codes in answers.items()
    ]
    questions += [Question(name, plain(name), "numeric") for name in ("number", "weight")]
    questions.append(Question("point", plain("point"), "text"))
    whole = Survey(responses=MemoryResponses(columns), codebook=Codebook(tuple(questions)))
    return declare_design(whole, weight="weight", psu="point")


def law_terms(found: Drivers) -> dict[str, DriverTerm]:
    """The model's terms by the names of the law."""
    return {
        "b": found.term("group", "b"),
        "c": found.term("group", "c"),
        "yes": found.term("yes", "yes"),
        "number": found.term("number"),
    }


def law_effects(repetitions: int) -> tuple[dict[str, Effect], dict[str, Effect]]:
    """Odds ratios and average marginal effects of the law, over so many samples."""
    rng = np.random.default_rng(2026)
    odds = {name: Effect(float(np.exp(LAW[name]))) for name in ("b", "c", "yes", "number")}
    effects = {name: Effect(value) for name, value in true_effects().items()}
    for _ in range(repetitions):
        poll = as_survey(*drawn(rng, POINTS, PER_POINT))
        for name, term in law_terms(survey.drivers(poll, "says:yes", ["group", "yes", "number"])).items():
            odds[name].found.append((term.odds_ratio, term.odds_low, term.odds_high))
            effects[name].found.append((term.effect, term.effect_low, term.effect_high))
    return odds, effects


def table(effects: dict[str, Effect]) -> str:
    """The effects as a table in Markdown."""
    lines = ["| effect | planted | mean found | samples | misses |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {name} | {each.planted:.3f} | {each.mean:.3f} | {len(each.found)} | {each.misses} |"
        for name, each in effects.items()
    ]
    return "\n".join(lines)


def main(seeds: int, repetitions: int) -> int:
    """Print both studies; 1 where an effect of the demo is missed more often than one time in twenty."""
    effects = demo_effects(seeds)
    print(f"The demo, {seeds} seeds\n\n{table(effects)}\n", flush=True)
    odds, gaps = law_effects(repetitions)
    print(
        f"A law, {repetitions} samples of about {POINTS * PER_POINT * 3 // 4}: odds ratios\n\n{table(odds)}\n"
    )
    print(f"A law: average marginal effects\n\n{table(gaps)}")
    return int(any(each.misses > ALLOWED * len(each.found) for each in effects.values()))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [SEEDS, REPETITIONS][len(given) :])))
