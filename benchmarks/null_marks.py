"""False letters, false ▲▼ and false findings where there are no differences at all, by simulation.

.venv/bin/python benchmarks/null_marks.py [SEEDS] [RESPONDENTS]

Sixty questions of six answers by six banner questions of 2, 4, 6, 5, 4 and 4
answers, all independent; weights whose design effect is 1.26. Beside our marks
stand what the trade's habit prints on the same numbers: a two-proportion z at
5% for each pair of columns, the weighted shares judged on the unweighted base
or on Kish's effective one. What was found is kept in docs/numbers/marks.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

import survey as package
from survey.responses import MemoryResponses, encode
from survey.vocabulary import Answer, Codebook, DesignPlan, Plan, Question, Survey, Table, TablePlan, plain

Floats = NDArray[np.float64]

QUESTIONS, SHARES = 60, (0.32, 0.27, 0.18, 0.12, 0.08, 0.03)
BANNERS = (2, 4, 6, 5, 4, 4)
DESIGN_EFFECT = 1.26
PAIRS = QUESTIONS * len(SHARES) * sum(size * (size - 1) // 2 for size in BANNERS)
LEVEL = 0.95


@dataclass(frozen=True)
class Found:
    """Marks printed for differences that are not there."""

    letters: int
    arrows: int
    marked_tables: int
    findings: int
    habit: int
    effective: int


def question(name: str, size: int) -> Question:
    answers = tuple(Answer(str(code), plain(str(code))) for code in range(size))
    return Question(name, plain(name), "single", answers=answers)


def respondents(
    seed: int, size: int, *, questions: int = QUESTIONS, banners: tuple[int, ...] = BANNERS
) -> Survey:
    """A poll in which nothing depends on anything."""
    draw = np.random.default_rng(seed)
    spread = np.sqrt(np.log(DESIGN_EFFECT))
    columns: dict[str, object] = {"w": draw.lognormal(0, spread, size)}
    columns |= {f"b{place}": draw.integers(0, count, size).astype(str) for place, count in enumerate(banners)}
    for place in range(questions):
        columns[f"q{place}"] = draw.choice(len(SHARES), size, p=SHARES).astype(str)
    asked = [question(f"b{place}", count) for place, count in enumerate(banners)]
    asked += [question(f"q{place}", len(SHARES)) for place in range(questions)]
    asked.append(Question("w", plain("w"), "numeric", role="weight"))
    coded = {name: encode(values) for name, values in columns.items()}  # type: ignore[arg-type]
    return Survey(MemoryResponses(coded), Codebook(tuple(asked)))


def plan() -> Plan:
    banner = tuple(f"b{place}" for place in range(len(BANNERS)))
    return Plan(design=DesignPlan(weight="w"), tables=TablePlan(banner=banner, level=LEVEL))


def letters_by_habit(table: Table, base: Floats) -> Iterator[bool]:
    """Whether a two-proportion z at 5% would print a letter, for each pair of columns of each answer."""
    limit = stats.norm.ppf(0.5 + LEVEL / 2)
    for place in range(len(BANNERS)):
        columns = [at for at, column in enumerate(table.columns) if column.banner == f"b{place}"]
        for first, second in combinations(columns, 2):
            n = base[[first, second]]
            share = table.estimate[:, [first, second]]
            pooled = share @ n / n.sum()
            error = np.sqrt(pooled * (1 - pooled) * (1 / n).sum())
            yield from np.abs(share[:, 0] - share[:, 1]) > limit * error


def study(seed: int, size: int) -> Found:
    report = package.analyze(respondents(seed, size), plan())
    tables = [table for name, table in report.tables.items() if name.startswith("q")]
    letters = [sum(len(cell) for row in table.pairs for cell in row) for table in tables]
    arrows = [int(np.abs(table.mark).sum()) for table in tables]
    return Found(
        letters=sum(letters),
        arrows=sum(arrows),
        marked_tables=sum(bool(a or b) for a, b in zip(letters, arrows, strict=True)),
        findings=len(report.findings),
        habit=sum(sum(letters_by_habit(table, table.unweighted_base)) for table in tables),
        effective=sum(sum(letters_by_habit(table, table.effective_base)) for table in tables),
    )


def main(seeds: int, size: int) -> None:
    found = []
    for seed in range(seeds):
        found.append(study(seed, size))
        print(f"seed {seed}: {found[-1]}", file=sys.stderr)
    mean = {name: np.mean([getattr(each, name) for each in found]) for name in Found.__annotations__}
    print(f"{seeds} reports of {size:,} respondents, {PAIRS:,} pairs of columns each; on average")
    print(f"letters by habit, unweighted base   {mean['habit']:10,.1f}")
    print(f"letters by habit, effective base    {mean['effective']:10,.1f}")
    print(f"our letters                         {mean['letters']:10,.1f}")
    print(f"our arrows                          {mean['arrows']:10,.1f}")
    print(f"our tables with any mark, of {QUESTIONS}     {mean['marked_tables']:10,.1f}")
    reports = sum(each.findings > 0 for each in found)
    print(f"reports with any finding            {reports:7} of {seeds}")


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:3]]
    main(arguments[0] if arguments else 20, arguments[1] if len(arguments) > 1 else 2000)
