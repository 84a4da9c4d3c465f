"""How long `survey --help` takes, as a ratio to `python -c pass`, run in turn.

.venv/bin/python benchmarks/start_up.py [PAIRS]
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "survey --help": [str(Path(sys.executable).with_name("survey")), "--help"],
}


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    compileall.compile_dir(Path(__file__).parent.parent / "survey", quiet=1)
    runs = [[seconds(command) for command in COMMANDS.values()] for _ in range(pairs + 1)][1:]
    for name, times in zip(COMMANDS, zip(*runs, strict=True), strict=True):
        print(f"{name:<16}{1000 * statistics.median(times):7.1f} ms (median of {pairs})")
    ratios = [ours / base for base, ours in runs]
    print(f"{'ratio':<16}{statistics.median(ratios):7.2f}    (pair by pair; at most 5)")


if __name__ == "__main__":
    main()
