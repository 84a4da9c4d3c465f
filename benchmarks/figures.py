"""How long each kind of figure takes, as a ratio to an empty canvas of its size as PNG, run in turn.

.venv/bin/python benchmarks/figures.py [ROUNDS]

A figure is chosen, laid out, drawn, looked over by the lint, and encoded as PNG.
Processor's seconds, one thread; the demo's report. Then all its figures as PNG and
SVG by one process, and shared among processes: seconds on the wall.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

import survey
from survey.reporting.figures import draw, hands, theme
from survey.reporting.figures.choice import choose
from survey.vocabulary import FigurePlan, Report

RAW = Path(__file__).parent.parent / "raw"
WANTED = 10


def report() -> Report:
    """The demo's report."""
    plan = survey.read_plan(RAW / "survey.toml")
    poll = survey.read(RAW / "2026.xlsx")
    return survey.analyze(poll, plan, waves=survey.read_waves(plan, RAW))


def one_each(whole: Report) -> dict[str, Report]:
    """The report with a single figure in its plan, for each of those it draws, {kind and id: report}."""
    found = {}
    for choice in choose(whole):
        if choice.kind == "weights":
            bare = replace(whole, tables={}, crossings=(), trends=(), drivers=())
            found["weights"] = replace(bare, plan=replace(whole.plan, figures=FigurePlan()))
            continue
        named = FigurePlan(weights=False, **{choice.kind: (choice.id,)})  # type: ignore[arg-type]
        found[f"{choice.kind} {choice.id}"] = replace(whole, plan=replace(whole.plan, figures=named))
    return found


def seconds(job: Callable[[], object]) -> float:
    """Processor's time of one run."""
    start = time.process_time()
    job()
    return time.process_time() - start


def empty() -> None:
    """A white page of a figure's size, encoded."""
    Figure(figsize=theme.INCHES, dpi=theme.DOTS_PER_INCH).savefig(BytesIO(), format="png")


def shared(whole: Report, rounds: int) -> None:
    """All figures by one process against as many as there are processors."""
    many = hands.processors()
    alone, together = [], []
    for _ in range(rounds):
        for hands_there, times in ((1, alone), (many, together)):
            hands.processors = lambda n=hands_there: n  # type: ignore[assignment]
            start = time.perf_counter()
            draw(whole)
            times.append(time.perf_counter() - start)
    ratios = sorted(one / both for one, both in zip(alone, together, strict=True))
    print("\n| all figures, PNG and SVG | one process | ours | ratio |\n|---|---|---|---|")
    print(
        f"| {many} processors | {statistics.median(alone):.2f} s | {statistics.median(together):.2f} s | "
        f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) |"
    )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    print("| figure | empty page | figure | ratio | wanted |\n|---|---|---|---|---|")
    whole = report()
    for name, single in one_each(whole).items():
        draw(single, formats=("png",))
        pairs = [(seconds(empty), seconds(lambda s=single: draw(s, formats=("png",)))) for _ in range(rounds)]
        base, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
        ratios = sorted(mine / theirs for theirs, mine in pairs)
        print(
            f"| {name} | {1000 * base:.0f} ms | {1000 * ours:.0f} ms | {statistics.median(ratios):.1f} "
            f"({ratios[0]:.1f} to {ratios[-1]:.1f}) | at most {WANTED} |"
        )
    shared(whole, rounds)


if __name__ == "__main__":
    main()
