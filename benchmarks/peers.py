"""Seconds and memory of three jobs in this package and in its peers, run in turn, as ratios.

.venv/bin/python benchmarks/peers.py [--slow] [--rounds N] [WORD ...]

Words choose the comparisons whose titles hold one of them; `--slow` adds the
one whose peer takes a minute a table. Every tool works in a process of its
own, on one thread, on the same invented respondents; seconds are the
processor's and memory is what `peers/measuring.py` says. svy is installed into
`.bench/svy`; R's survey is used where `Rscript` finds it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PEERS = Path(__file__).parent / "peers"
HOMES = Path(__file__).parent.parent / ".bench"
SVY = "svy==0.35.0"
SEED = 20_260

THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB", "POLARS", "RAYON")
ONE_THREAD = {f"{name}_{what}": "1" for name in THREADS for what in ("NUM_THREADS", "MAX_THREADS")}

DATA = {
    "100k": (100_000, 20, 1_000, 50),
    "2k wide": (2_000, 100, 200, 20),
    "100k wide": (100_000, 100, 1_000, 50),
    "10k": (10_000, 20, 200, 20),
    "small": (400, 20, 40, 10),
}
"""Respondents, questions, sampling units and strata of each folder."""

QUESTIONS = "q0,q1,q2,q3,q4"
"""With 3, 4, 5, 6 and 7 answers, like every five that follow them."""
BANNERS = "b0,b1,b2,b3,b4,b5"

Took = dict[str, float]
Numbers = dict[str, np.ndarray]


@dataclass(frozen=True)
class Comparison:
    """One line of the table.

    Parameters
    ----------
    ours, theirs
        The job's name in our script, and in the peer's with what follows it.
    wanted
        The ratio we want at least.
    factor
        How often the peer's timed tables go into ours.
    """

    title: str
    data: str
    ours: str
    peer: str
    theirs: tuple[str, ...]
    wanted: int
    rounds: int
    factor: int = 1
    slow: bool = False


PLAIN, CALIBRATED = ("plain", QUESTIONS, BANNERS), ("calibrated", QUESTIONS, BANNERS)
BOOTSTRAP = "500 bootstrap replicates, n=10,000"

COMPARISONS = (
    Comparison("120 tables, n=100,000, plain", "100k", "plain", "svy", ("plain",), 30, 3),
    Comparison("120 tables, n=100,000, raked", "100k", "raked", "svy", ("raked",), 30, 2),
    Comparison("600 tables, n=2,000, plain", "2k wide", "plain", "R", PLAIN, 50, 5, 20),
    Comparison("600 tables, n=2,000, calibrate()", "2k wide", "raked", "R", CALIBRATED, 50, 5, 20),
    Comparison("600 tables, n=2,000, rake()", "2k wide", "raked", "R", ("raked", "q2", BANNERS), 50, 2, 100),
    Comparison("600 tables, n=100,000, plain", "100k wide", "plain", "R", PLAIN, 200, 2, 20),
    Comparison("600 tables, n=100,000, calibrate()", "100k wide", "raked", "R", CALIBRATED, 200, 2, 20),
    Comparison(
        "600 tables, n=100,000, rake()",
        "100k wide",
        "raked",
        "R",
        ("raked", "q2", "b1"),
        200,
        1,
        600,
        slow=True,
    ),
    Comparison(BOOTSTRAP, "10k", "bootstrap", "svy", ("bootstrap",), 2, 7),
    Comparison(f"{BOOTSTRAP}, raked to 1e-4", "10k", "bootstrap", "svy", ("bootstrap-coarse",), 2, 7),
)


def install(package: str, script: str) -> list[str] | None:
    """The command that runs a script of `peers/` where this package is; None where it cannot be installed."""
    home = HOMES / package.partition("==")[0]
    python, ready = home / "bin" / "python", home / package
    if not ready.exists():
        shutil.rmtree(home, ignore_errors=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        for command in ([sys.executable, "-m", "venv", str(home)], pip):
            if subprocess.run(command, check=False).returncode:
                return None
        ready.touch()
    return [str(python), str(PEERS / script)]


def find_r(script: str) -> list[str] | None:
    """The command that runs a script of `peers/` in R; None where R or its survey is not installed."""
    if not shutil.which("Rscript"):
        return None
    asked = subprocess.run(
        ["Rscript", "-e", "quit(status = !requireNamespace('survey', quietly = TRUE))"],
        capture_output=True,
        check=False,
    )
    return None if asked.returncode else ["Rscript", "--vanilla", str(PEERS / script)]


def respondents(workspace: Path, name: str) -> Path:
    """The folder of this data set, made when first asked for."""
    folder = workspace / name.replace(" ", "-")
    if not folder.exists():
        sizes = [str(size) for size in (*DATA[name], SEED)]
        command = [sys.executable, str(PEERS / "respondents.py"), str(folder), *sizes]
        subprocess.run(command, check=True)
    return folder


def run(tool: list[str], job: tuple[str, ...], folders: tuple[Path, Path]) -> tuple[Took, Numbers]:
    """One job on the respondents of the first folder, in a process of its own: what it took, and found.

    The second folder holds the few respondents of the rehearsal.
    """
    out = folders[0] / ("found.csv" if "Rscript" in tool[0] else "found.npz")
    command = [*tool, job[0], *map(str, folders), str(out), *job[1:]]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD)
    took = {name: np.nan if value is None else value for name, value in json.loads(done.stdout).items()}
    return took, found(out)


def found(out: Path) -> Numbers:
    """Numbers by name; R lists a table row after row."""
    if out.suffix == ".npz":
        with np.load(out) as file:
            return {name: file[name].ravel() for name in file.files}
    numbers: dict[str, list[float]] = {}
    for line in out.read_text().splitlines()[1:]:
        name, value = line.replace('"', "").split(",")
        numbers.setdefault(name, []).append(float(value))
    return {name: np.array(values) for name, values in numbers.items()}


def largest_differences(ours: Numbers, theirs: Numbers) -> str:
    """Largest relative difference of each sort of number, as `share 1e-15, error 2e-12, F 3e-12`."""
    worst: dict[str, float] = {}
    for name, values in theirs.items():
        sort = name.rsplit(" ", 1)[1]
        if sort == "spread":
            ratio = float(np.exp(np.mean(np.log(ours[name] / values))))
            return f"share {worst['share']:.0e}; mean ratio of errors {ratio:.3f}"
        difference = float(np.max(np.abs(ours[name] / values - 1)))
        worst[sort] = max(worst.get(sort, 0.0), difference)
    return ", ".join(f"{sort} {difference:.0e}" for sort, difference in worst.items())


def whole(took: Took, factor: int) -> float:
    """Seconds of the whole job: of the tables timed, scaled up, and of setting up."""
    return took["seconds"] * factor + took.get("setting_up", 0.0)


def compare(comparison: Comparison, tools: dict[str, list[str] | None], workspace: Path, rounds: int) -> str:
    """One line of the table."""
    return in_turn(
        comparison.title,
        comparison.peer,
        tools,
        jobs=((comparison.ours,), comparison.theirs),
        folders=(respondents(workspace, comparison.data), respondents(workspace, "small")),
        rounds=rounds,
        wanted=comparison.wanted,
        factor=comparison.factor,
    )


def in_turn(
    title: str,
    peer: str,
    tools: dict[str, list[str] | None],
    *,
    jobs: tuple[tuple[str, ...], tuple[str, ...]],
    folders: tuple[Path, Path],
    rounds: int,
    wanted: int,
    factor: int = 1,
) -> str:
    """One line of a table, from several rounds of our job and the peer's in turn.

    Parameters
    ----------
    factor
        How often what the peer is timed at goes into our job.
    """
    tool = tools[peer]
    if tool is None:
        return not_installed(title, peer, wanted)
    took = []
    for _ in range(rounds):
        ours, our_numbers = run(tools["ours"] or [], jobs[0], folders)
        theirs, their_numbers = run(tool, jobs[1], folders)
        took.append((whole(ours, 1), whole(theirs, factor), ours, theirs))
        print(f"{title}: {took[-1]}", file=sys.stderr, flush=True)
    scaled = " (scaled)" if factor > 1 else ""
    return line(title, took, wanted, largest_differences(our_numbers, their_numbers), scaled)


def not_installed(title: str, peer: str, wanted: int) -> str:
    return f"| {title} | {peer} | not installed | | | {wanted} | | | |"


def line(
    title: str, took: list[tuple[float, float, Took, Took]], wanted: int, differences: str, scaled: str = ""
) -> str:
    """One line of the table, from each round's seconds, ours before the peer's, and all that both took."""
    ratios = [peer / own for own, peer, *_ in took]
    seconds = [statistics.median(each[which] for each in took) for which in (1, 0)]
    memory = [statistics.median(each[which]["megabytes"] for each in took) for which in (3, 2)]
    cells = [
        title,
        took[0][3]["version"],
        f"{seconds[0]:.3g} s{scaled}",
        f"{seconds[1]:.3g} s",
        f"{statistics.median(ratios):.3g} ({min(ratios):.3g} to {max(ratios):.3g})",
        wanted,
        *(f"{each:.0f} MB" for each in memory),
        differences,
    ]
    return f"| {' | '.join(map(str, cells))} |"


def print_table(lines: list[str]) -> None:
    print("| job | peer | peer's time | ours | ratio | wanted | peer's memory | ours | largest difference |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(lines))


def chosen(arguments: argparse.Namespace) -> list[Comparison]:
    return [
        each
        for each in COMPARISONS
        if (arguments.slow or not each.slow)
        and (not arguments.words or any(word in each.title for word in arguments.words))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="part of a comparison's title")
    parser.add_argument("--slow", action="store_true", help="also what takes a peer a minute a table")
    parser.add_argument("--rounds", type=int, help="instead of each comparison's own number")
    arguments = parser.parse_args()
    wanted = chosen(arguments)
    tools: dict[str, list[str] | None] = {"ours": [sys.executable, str(PEERS / "ours.py")]}
    tools["svy"] = install(SVY, "with_svy.py") if any(each.peer == "svy" for each in wanted) else None
    tools["R"] = find_r("with_survey.R") if any(each.peer == "R" for each in wanted) else None
    with tempfile.TemporaryDirectory() as workspace:
        lines = [compare(each, tools, Path(workspace), arguments.rounds or each.rounds) for each in wanted]
    print_table(lines)


if __name__ == "__main__":
    main()
