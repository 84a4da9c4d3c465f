"""Seconds and memory of raking from words, in this package and in its peers, run in turn, as ratios.

.venv/bin/python benchmarks/raking.py [--rounds N] [WORD ...]

Respondents are four columns of words and a design weight, as each tool's own
reader of CSV files makes them; the job ends with an array of final weights.
Words choose the comparisons whose titles or peers hold one of them. How tools are run and
measured is told in `peers.py`, which also has raking of replicates. A second
table tells our own coding of the words from the sweeps over cells that follow.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from peers import PEERS, SEED, SVY, find_r, in_turn, install, print_table, run

SAMPLICS = "samplics==0.6.1"
"""Archived: its import says so, and names svy as its successor."""

RESPONDENTS = {"n=2,000": 2_000, "n=100,000": 100_000, "n=1,000,000": 1_000_000, "small": 400}


@dataclass(frozen=True)
class Race:
    """One line of the table: our job against a peer's, and the ratio we want at least."""

    data: str
    peer: str
    wanted: int
    rounds: int
    ours: str = "frame"

    @property
    def title(self) -> str:
        return f"raking, {self.data}" + (", ours from lists" if self.ours == "lists" else "")


RACES = (
    Race("n=2,000", "svy", 1, 9),
    Race("n=100,000", "svy", 3, 9),
    Race("n=1,000,000", "svy", 3, 9),
    Race("n=1,000,000", "svy", 3, 5, ours="lists"),
    Race("n=2,000", "R", 20, 9),
    Race("n=100,000", "R", 20, 5),
    Race("n=1,000,000", "R", 20, 3),
    Race("n=2,000", "samplics", 50, 9),
    Race("n=100,000", "samplics", 50, 5),
    Race("n=1,000,000", "samplics", 50, 3),
)


def respondents(workspace: Path, name: str) -> Path:
    """The folder of so many respondents, made when first asked for."""
    folder = workspace / name
    if not folder.exists():
        command = [sys.executable, PEERS / "labelled.py", folder, f"{RESPONDENTS[name]}", f"{SEED}"]
        subprocess.run(command, check=True)
    return folder


def compare(race: Race, tools: dict[str, list[str] | None], workspace: Path, rounds: int) -> str:
    """One line of the table."""
    return in_turn(
        race.title,
        race.peer,
        tools,
        jobs=((race.ours,), ("rake",)),
        folders=(respondents(workspace, race.data), respondents(workspace, "small")),
        rounds=rounds,
        wanted=race.wanted,
    )


def parts(ours: list[str], workspace: Path, data: str) -> str:
    """Our seconds of coding and of the sweeps, medians of five runs."""
    folders = respondents(workspace, data), respondents(workspace, "small")
    runs = [run(ours, ("parts",), folders)[1] for _ in range(5)]
    coding, sweeps = (
        statistics.median(float(each[name][0]) for each in runs) for name in ("coding", "sweeps")
    )
    return f"| {data} | {1000 * coding:.3g} ms | {1000 * sweeps:.3g} ms | {sweeps / coding:.1%} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="part of a comparison's title, or a peer")
    parser.add_argument("--rounds", type=int, help="instead of each comparison's own number")
    arguments = parser.parse_args()
    wanted = [
        race
        for race in RACES
        if not arguments.words or any(word in f"{race.title}, {race.peer}" for word in arguments.words)
    ]
    ours = [sys.executable, str(PEERS / "rake_ours.py")]
    tools: dict[str, list[str] | None] = {
        "ours": ours,
        "svy": install(SVY, "rake_svy.py"),
        "samplics": install(SAMPLICS, "rake_samplics.py"),
        "R": find_r("rake_survey.R"),
    }
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        lines = [compare(each, tools, workspace, arguments.rounds or each.rounds) for each in wanted]
        shares = [parts(ours, workspace, data) for data in dict.fromkeys(race.data for race in wanted)]
    print_table(lines)
    print("\n| respondents | coding | sweeps | sweeps / coding |\n|---|---|---|---|")
    print("\n".join(shares))


if __name__ == "__main__":
    main()
