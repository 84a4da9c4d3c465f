"""Writes a report over another, killed at one after the other of its dealings with the disk.

python -m tests.reporting.killed FOLDER [--step-aside]

Prints, for each moment, what the run was about to do and which report stands
in the folder then: `earlier`, `new`, `put back` where only the next run finds
the earlier one, else `broken`. With `--step-aside` as where the system cannot
exchange two folders.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from survey.reporting import moving, write
from survey.vocabulary import Report
from tests.reporting.sample import sample_report
from tests.reporting.test_door import snapshot

DEALINGS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym")
FORMATS = ("csv",)


def small(weighted: bool = True) -> Report:
    """A report of one table."""
    report = sample_report(weighted=weighted)
    return replace(report, tables={"q4": report.tables["q4"]}, crossings=(), findings=())


class Killer:
    """Counts dealings with the disk, and ends the process for good before the one asked for."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in DEALINGS or (event == "open" and not isinstance(arguments[0], str | Path)):
            return
        if event == "open" and "reports" not in str(arguments[0]):
            return
        self.seen += 1
        if self.seen == self.at:
            print(event, end=" ", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)


def killed(folder: Path, at: int) -> bool:
    """Whether a run in a process of its own was killed at this moment; False: it had ended before."""
    child = os.fork()
    if not child:
        sys.addaudithook(Killer(at))
        write(small(weighted=False), folder, formats=FORMATS)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main() -> None:
    folder = Path(sys.argv[1]) / "reports" / "2026"
    if "--step-aside" in sys.argv:
        moving._exchanged = lambda one, other: False
    write(small(weighted=False), folder, formats=FORMATS)
    new = snapshot(folder)
    write(small(), folder, formats=FORMATS)
    earlier = snapshot(folder)
    at = 1
    while killed(folder, at):
        missing = not folder.exists()
        moving.put_back(folder)
        there = snapshot(folder)
        found = "earlier" if there == earlier else "new" if there == new else "broken"
        print("put back" if missing and found == "earlier" else found, flush=True)
        write(small(), folder, formats=FORMATS)
        at += 1


if __name__ == "__main__":
    main()
