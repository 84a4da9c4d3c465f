"""Invented respondents that every peer reads: one file of codes, one of raking targets.

python benchmarks/peers/respondents.py FOLDER RESPONDENTS QUESTIONS UNITS STRATA SEED

Answers follow the banner questions, which follow each other, and differ between
sampling units, so that neither the tests nor the design effects nor the raking
are trivial; weights are unequal, and targets are up to a third off the sample.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BANNERS = {"b0": 2, "b1": 6, "b2": 8, "b3": 5, "b4": 4, "b5": 9}
MARGINS = ("b0", "b1", "b2", "b3")

Codes = NDArray[np.int32]


def answers(draw: np.random.Generator, size: int, pulls: list[Codes]) -> Codes:
    """Codes from 1 to `size`, (respondents,), whose odds depend on the codes in `pulls`."""
    utility = draw.gumbel(size=(len(pulls[0]), size)) + draw.normal(0, 0.4, size)
    for codes in pulls:
        utility += draw.normal(0, 0.3, (codes.max() + 1, size))[codes]
    return (utility.argmax(axis=1) + 1).astype(np.int32)


def respondents(count: int, questions: int, units: int, strata: int, seed: int) -> dict[str, np.ndarray]:
    """Columns by name, (respondents,): design, banners b0 to b5 and questions q0, q1, ..."""
    draw = np.random.default_rng(seed)
    psu = draw.permutation(np.arange(count) % units).astype(np.int32)
    columns = {
        "psu": psu,
        "stratum": (psu // (units // strata)).astype(np.int32),
        "w": np.round(draw.lognormal(0, 0.4, count), 6),
    }
    for name, size in BANNERS.items():
        columns[name] = answers(draw, size, [psu, *(columns[other] for other in BANNERS if other in columns)])
    for number in range(questions):
        banner = columns[f"b{number % len(BANNERS)}"]
        columns[f"q{number}"] = answers(draw, 3 + number % 5, [psu, banner])
    return columns


def targets(columns: dict[str, np.ndarray], seed: int) -> dict[str, dict[str, float]]:
    """Population shares of each raking margin, {question: {code: share}}."""
    draw = np.random.default_rng(seed + 1)
    found = {}
    for name in MARGINS:
        share = np.bincount(columns[name], columns["w"])[1:] * draw.uniform(0.75, 1.33, BANNERS[name])
        share = np.round(share / share.sum(), 4)
        share[-1] = 1 - share[:-1].sum()
        found[name] = {str(code): float(value) for code, value in enumerate(share, start=1)}
    return found


def write_for_r(folder: Path, columns: dict[str, np.ndarray], questions: list[str]) -> None:
    """The design, the banners and these questions as text."""
    names = ["psu", "stratum", "w", *BANNERS, *questions]
    table = np.column_stack([columns[name] for name in names])
    formats = ["%.6f" if name == "w" else "%d" for name in names]
    np.savetxt(folder / "columns.csv", table, fmt=formats, delimiter=",", header=",".join(names), comments="")


def main() -> None:
    folder = Path(sys.argv[1])
    count, questions, units, strata, seed = map(int, sys.argv[2:])
    folder.mkdir(parents=True)
    columns = respondents(count, questions, units, strata, seed)
    np.savez(folder / "columns.npz", **columns)
    shares = targets(columns, seed)
    (folder / "targets.json").write_text(json.dumps(shares))
    rows = [f"{name},{code},{share:.17g}" for name in shares for code, share in shares[name].items()]
    (folder / "targets.csv").write_text("\n".join(["question,code,share", *rows]) + "\n")
    write_for_r(folder, columns, [f"q{number}" for number in range(min(questions, 5))])


if __name__ == "__main__":
    main()
