"""What a peer's script prints: seconds and memory of one job, and the numbers it found in a file.

SCRIPT JOB FOLDER SMALL OUT

The job runs first on the few respondents of SMALL, so that imports and
compiled code are ready; then the respondents of FOLDER are read, untimed; then
the job is timed. Seconds are the processor's, which with one thread are those
on the clock of an idle machine, and the same on a busy one. Memory is the
high-water mark of resident memory while the job ran, less what was resident
when it began, both as the system tells them (VmHWM, which is `ru_maxrss`
counted from the start of the job, and VmRSS); what reading the data left
unused is given back before.
"""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

Numbers = dict[str, np.ndarray]
Job = tuple[Callable[[Any], Any], Callable[[Any], Numbers]]

QUESTIONS = 20
BANNERS = [f"b{number}" for number in range(6)]


def resident(name: str) -> float:
    """Resident memory by its name in /proc, in MB; the high-water mark where there is no /proc."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def forget_peak() -> None:
    """Give freed memory back and let the high-water mark start again from now, where the system can."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")


def columns(folder: Path) -> dict[str, np.ndarray]:
    """Codes of every column, (respondents,)."""
    with np.load(folder / "columns.npz") as found:
        return {name: found[name] for name in found.files}


def targets(folder: Path) -> dict[str, dict[str, float]]:
    """Population shares, {question: {code: share}}."""
    return json.loads((folder / "targets.json").read_text())


def run(load: Callable[[Path], Any], jobs: Mapping[str, Job], version: str) -> None:
    """Do the job that the command line names, and print what it took."""
    name, folder, small, out = sys.argv[1:]
    work, numbers = jobs[name]
    work(load(Path(small)))
    started = time.perf_counter()
    data = load(Path(folder))
    loading = time.perf_counter() - started
    forget_peak()
    before = resident("VmRSS")
    started, used = time.perf_counter(), time.process_time()
    found = work(data)
    seconds, waited = time.process_time() - used, time.perf_counter() - started
    took = {"seconds": seconds, "waited": waited, "loading": loading}
    megabytes = resident("VmHWM") - before
    np.savez(out, **numbers(found))
    print(json.dumps(took | {"megabytes": megabytes, "version": version}))
