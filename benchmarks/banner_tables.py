"""Seconds and memory of sixty questions by six banner questions, in this package and in its peers.

.venv/bin/python benchmarks/banner_tables.py [--rounds N] [WORD ...]

Ours is a whole banner: shares, standard errors, limits, three bases, every
column compared with the rest and with its neighbours, the marks of that and a
Rao–Scott test for each banner question. pandas makes the weighted shares
alone; svy shares, errors, limits and the test, of ten questions, scaled up:
against it stands also our `crosstabs`, which makes the same.
Words choose the lines whose titles or peers hold one of them. How tools are
run and measured is told in `peers.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from null_marks import BANNERS, DESIGN_EFFECT, QUESTIONS, SHARES
from peers import PEERS, SEED, SVY, in_turn, install, print_table

RESPONDENTS = {"n=2,000": 2_000, "n=100,000": 100_000, "small": 400}
SVY_QUESTIONS = 10


@dataclass(frozen=True)
class Race:
    """One line of the table: our tables against a peer's, and the ratio we want at least."""

    data: str
    peer: str
    job: str
    wanted: int
    rounds: int
    factor: int = 1
    ours: str = "tables"

    @property
    def title(self) -> str:
        ours = "shares and tests" if self.ours == "crosstabs" else "whole tables"
        return f"{self.data}, {ours} against {self.peer} {self.job}"


RACES = (
    Race("n=2,000", "pandas", "str", 2, 9),
    Race("n=2,000", "pandas", "category", 2, 9),
    Race("n=100,000", "pandas", "str", 5, 7),
    Race("n=100,000", "pandas", "category", 5, 7),
    Race("n=2,000", "svy", "tables", 30, 3, QUESTIONS // SVY_QUESTIONS),
    Race("n=2,000", "svy", "tables", 30, 3, QUESTIONS // SVY_QUESTIONS, ours="crosstabs"),
    Race("n=100,000", "svy", "tables", 30, 2, QUESTIONS // SVY_QUESTIONS),
    Race("n=100,000", "svy", "tables", 30, 2, QUESTIONS // SVY_QUESTIONS, ours="crosstabs"),
)


def respondents(workspace: Path, name: str) -> Path:
    """The folder of so many respondents, made when first asked for."""
    folder = workspace / name
    if not folder.exists():
        folder.mkdir()
        draw, size = np.random.default_rng(SEED), RESPONDENTS[name]
        columns = {"w": draw.lognormal(0, np.sqrt(np.log(DESIGN_EFFECT)), size)}
        columns |= {f"b{place}": draw.integers(0, count, size) for place, count in enumerate(BANNERS)}
        columns |= {f"q{place}": draw.choice(len(SHARES), size, p=SHARES) for place in range(QUESTIONS)}
        np.savez(folder / "columns.npz", **columns)
    return folder


def compare(race: Race, tools: dict[str, list[str] | None], workspace: Path, rounds: int) -> str:
    """One line of the table."""
    return in_turn(
        race.title,
        race.peer,
        tools,
        jobs=((race.ours,), (race.job,)),
        folders=(respondents(workspace, race.data), respondents(workspace, "small")),
        rounds=rounds,
        wanted=race.wanted,
        factor=race.factor,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="part of a line's title")
    parser.add_argument("--rounds", type=int, help="instead of each line's own number")
    arguments = parser.parse_args()
    wanted = [
        race for race in RACES if not arguments.words or any(word in race.title for word in arguments.words)
    ]
    tools: dict[str, list[str] | None] = {
        "ours": [sys.executable, str(PEERS / "banner_ours.py")],
        "pandas": [sys.executable, str(PEERS / "banner_pandas.py")],
        "svy": install(SVY, "banner_svy.py") if any(race.peer == "svy" for race in wanted) else None,
    }
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        lines = [compare(each, tools, workspace, arguments.rounds or each.rounds) for each in wanted]
    print_table(lines)


if __name__ == "__main__":
    main()
